package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"zhengwen/pipeline"
	"zhengwen/pipeline/source"
)

type extractCmd struct {
	File      string `arg:"" optional:"" help:"A page; standard input when it is - or left out."`
	Format    string `default:"json" enum:"json,tree" help:"${enum}: the record, or its outline as a tree."`
	URL       string `help:"Address of the page." placeholder:"URL"`
	FetchedAt string `placeholder:"SOURCE" help:"Fetch time: mtime, or path:PATTERN such as path:YYYY-MM-DD."`
	MaxBytes  size   `default:"16MiB" help:"Largest page after decompression."`
	pageFlags
}

func (*extractCmd) Help() string {
	return `Prints the record on one line, or indented on a terminal. Listings, title-only and error pages give a record too; page_kind tells them. Captions of pictures stay in text; they are no headings and no advice.

Example:
  zhengwen extract page.html | jq .title
  curl -s http://a.example/1.html | zhengwen extract - --format tree`
}

func (c *extractCmd) Run(ctx context.Context, s streams) error {
	o, err := c.options(true)
	if err != nil {
		return err
	}
	fetched, err := source.ParseFetchedAt(c.FetchedAt)
	if err != nil {
		return usage("--%v", err)
	}
	p, err := pipeline.New(o)
	if err != nil {
		return &exitError{code: exitUsage, err: err}
	}
	it, err := source.Page(c.File, source.Options{MaxBytes: int64(c.MaxBytes), FetchedAt: fetched, Stdin: s.in})
	if err != nil {
		return err
	}
	if c.URL != "" {
		it.URL = c.URL
	}
	r := p.Process(ctx, it)
	if x := r.Reject; x != nil {
		return fmt.Errorf("%s gives no record: %s by %s: %s (%s)", it.URI, x.Class, x.Stage, x.Reason, value(x.Detail))
	}
	if c.Format == "tree" {
		return writeTree(s.out, r.Record)
	}
	return writeJSON(s.out, r.Record)
}

type detectCmd struct {
	Files []string `arg:"" optional:"" name:"file" help:"Files; standard input when none is given."`
	JSON  bool     `help:"One JSON object a file; this is the default."`
}

func (*detectCmd) Help() string {
	return `Prints one JSON object a file: path, charset (null when nothing is plausible), confidence, declared, bom.

Example:
  zhengwen detect pages/*.html`
}

func (c *detectCmd) Run(s streams) error {
	if len(c.Files) == 0 {
		c.Files = []string{source.Stdin}
	}
	w := bufio.NewWriter(s.out)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	failed := 0
	for _, f := range c.Files {
		it, err := source.Page(f, source.Options{MaxBytes: anySize, Stdin: s.in})
		if err != nil {
			fmt.Fprintln(s.err, "zhengwen: error:", err)
			failed++
			continue
		}
		if err := enc.Encode(pipeline.Detect(f, it)); err != nil {
			return err
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if failed > 0 {
		return fmt.Errorf("%d of %d files could not be read", failed, len(c.Files))
	}
	return nil
}

type decodeCmd struct {
	File string `arg:"" optional:"" help:"A file; standard input when it is - or left out."`
	From string `placeholder:"CHARSET" help:"Decode from this charset instead of the detected one."`
	JSON bool   `help:"Print {\"charset\",\"text\"} instead of the text."`
}

func (*decodeCmd) Help() string {
	return `Writes the file as UTF-8, without repair. Markup is kept as it is.

Example:
  zhengwen decode gbk.html > utf8.html`
}

func (c *decodeCmd) Run(s streams) error {
	it, err := source.Page(c.File, source.Options{MaxBytes: anySize, Stdin: s.in})
	if err != nil {
		return err
	}
	text, err := pipeline.Decode(it, c.From)
	if err != nil {
		return fmt.Errorf("%s: %w", it.URI, err)
	}
	if c.JSON {
		return writeJSON(s.out, struct {
			pipeline.Detection
			Text string `json:"text"`
		}{pipeline.Detect(c.File, it), string(text)})
	}
	_, err = s.out.Write(text)
	return err
}

type repairCmd struct {
	File   string `arg:"" optional:"" help:"UTF-8 text or markup; standard input when it is - or left out."`
	JSON   bool   `help:"Print {\"text\",\"repairs\",\"damage\"} a line."`
	Script string `default:"keep" enum:"keep,hans" help:"Script of the output: ${enum}."`
}

func (*repairCmd) Help() string {
	return `The whole input is one page: what it shows in one line counts in the others. Offsets are code points of the repaired line; undoing
the repairs from last to first restores the input.

Example:
  zhengwen repair damaged.txt > repaired.txt
  zhengwen repair --json < damaged.txt | jq .repairs`
}

func (c *repairCmd) Run(ctx context.Context, s streams) error {
	in, err := openInput(c.File, s)
	if err != nil {
		return err
	}
	data, err := io.ReadAll(in)
	if err = errors.Join(err, in.Close()); err != nil {
		return fmt.Errorf("read input: %w", err)
	}
	if len(data) == 0 {
		return nil
	}
	lines, err := pipeline.RepairText(ctx, string(data), c.Script == "hans")
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(s.out, 64<<10)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for i := range lines {
		if c.JSON {
			if err := enc.Encode(&lines[i]); err != nil {
				return err
			}
			continue
		}
		w.WriteString(lines[i].Text)
		if i < len(lines)-1 || data[len(data)-1] == '\n' {
			w.WriteByte('\n')
		}
	}
	return w.Flush()
}

// anySize lets the commands that show a single file take a large one; run refuses
// it.
const anySize = 1 << 31
