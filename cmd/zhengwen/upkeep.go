package main

import (
	"context"
	"errors"
	"fmt"

	"zhengwen/pipeline"
	"zhengwen/pipeline/sink"
)

type verifyCmd struct {
	Dir string `arg:"" help:"Output directory of a run."`
}

func (*verifyCmd) Help() string {
	return `Reads every file of the table and compares it with the manifest: size, digest, rows. Exits 1 when anything differs.

Example:
  zhengwen verify table/`
}

func (c *verifyCmd) Run(s streams) error {
	bad, err := sink.Verify(c.Dir)
	if errors.Is(err, sink.ErrNotOutput) {
		return usage("%v", err)
	}
	if err != nil {
		return err
	}
	for _, b := range bad {
		fmt.Fprintln(s.err, b)
	}
	if len(bad) > 0 {
		return fmt.Errorf("%s: %d problems", c.Dir, len(bad))
	}
	m, err := sink.ReadManifest(c.Dir)
	if err != nil {
		return err
	}
	fmt.Fprintf(s.err, "zhengwen: %s: %d files, %d articles, %d rejects, all as the manifest says\n", c.Dir, len(m.Parts)+len(m.Files), m.Articles, m.Rejects)
	return nil
}

type compactCmd struct {
	Dir      string `arg:"" help:"Output directory of a run."`
	Versions int    `name:"keep" default:"2" placeholder:"N" help:"Versions of the table that stay, the new one included (${default})."`
}

func (*compactCmd) Help() string {
	return `Rewrites the table as a run from scratch over the same inputs would write it, byte for byte. Readers see the old parts or the new ones.

Example:
  zhengwen compact table/`
}

func (c *compactCmd) Run(ctx context.Context, s streams) error {
	if !sink.IsOutput(c.Dir) {
		return usage("%s: %v", c.Dir, sink.ErrNotOutput)
	}
	before, after, err := pipeline.Compact(ctx, c.Dir, c.Versions)
	if err != nil {
		return err
	}
	fmt.Fprintf(s.err, "zhengwen: %s: %d parts before, %d after\n", c.Dir, before, after)
	return nil
}
