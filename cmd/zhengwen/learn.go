package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"

	"github.com/google/renameio/v2"

	"zhengwen/extract/article"
	"zhengwen/normalize/script"
	"zhengwen/pipeline"
	"zhengwen/pipeline/source"
)

type learnCmd struct {
	Inputs  []string `arg:"" name:"input" help:"The same inputs as those of run."`
	Out     string   `required:"" placeholder:"FILE" help:"File for the model, or - for standard output."`
	Script  string   `default:"hans" enum:"hans,keep,both" help:"The --script of the runs that will use the model: ${enum}."`
	Workers int      `placeholder:"N" help:"Pages read at a time (default: processors)."`
	Include []string `placeholder:"GLOB" help:"Only files whose path inside the input matches."`
	Exclude []string `placeholder:"GLOB" help:"No files or directories whose path inside the input matches."`
	Limit   int      `placeholder:"N" help:"Look at the first N input files only."`
}

func (*learnCmd) Help() string {
	return `Counts the lines of the pages of every host and writes those that stand on half of them: menus, slogans, notices that no rule
knows. Looks at 24 pages of a host and 512 hosts at most, chosen by the hash of their names; fewer than 4 pages teach nothing. A run never
learns by itself.

Example:
  zhengwen learn crawl/ --out sites.jsonl
  zhengwen run crawl/ --out table/ --sites sites.jsonl`
}

func (c *learnCmd) Run(ctx context.Context, s streams) error {
	mode, err := script.ParseMode(c.Script)
	if err != nil {
		return usage("--script: %v", err)
	}
	if c.Workers < 0 || c.Limit < 0 {
		return usage("--workers and --limit take no negative value")
	}
	if c.Workers == 0 {
		c.Workers = runtime.GOMAXPROCS(0)
	}
	sites, n, err := pipeline.Learn(ctx, mode, pipeline.Job{
		Inputs: c.Inputs, Workers: c.Workers, Limit: c.Limit,
		Source: source.Options{Include: c.Include, Exclude: c.Exclude, MaxBytes: 16 << 20, Stdin: s.in},
	})
	switch {
	case errors.Is(err, pipeline.ErrNoInput):
		return &exitError{code: exitNoInput, err: err}
	case err != nil:
		return err
	}
	var out bytes.Buffer
	if err := sites.Write(&out); err != nil {
		return err
	}
	if c.Out == "-" {
		_, err = s.out.Write(out.Bytes())
	} else {
		err = renameio.WriteFile(c.Out, out.Bytes(), 0o644)
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", c.Out, err)
	}
	fmt.Fprintf(s.err, "learnt %d hosts from %d pages\n", sites.Len(), n)
	return nil
}

// readSites reads a site model from a file.
func readSites(name string) (*article.Sites, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	sites, err := article.ReadSites(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return sites, nil
}
