package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strconv"
	"strings"

	"zhengwen/document"
	"zhengwen/normalize/script"
	"zhengwen/pipeline"
	"zhengwen/pipeline/report"
	"zhengwen/pipeline/sink"
	"zhengwen/pipeline/source"
)

// pageFlags are the flags that affect records; run and extract share them.
type pageFlags struct {
	Script string   `default:"hans" enum:"hans,keep,both" help:"Script of the text: ${enum}; both adds text_as_written."`
	Words  bool     `help:"Add the segmented body as the column words."`
	Ledger string   `default:"repairs" enum:"repairs,full" help:"Changes listed in repairs: ${enum}; full adds script and width conversions."`
	Lang   []string `help:"Also keep pages in these languages: ja, ko, en, other." placeholder:"LANG"`
	Rules  []string `help:"Directories of rule files that add to or override the built-in rules." placeholder:"DIR"`
}

func (f pageFlags) options(keep bool) (pipeline.Options, error) {
	o := pipeline.Options{Keep: keep, Words: f.Words, FullLedger: f.Ledger == "full", RuleDirs: f.Rules}
	mode, err := script.ParseMode(f.Script)
	if err != nil {
		return o, usage("--script: %v", err)
	}
	o.Script = mode
	for _, l := range f.Lang {
		switch lang := document.Lang(l); lang {
		case document.LangChinese, document.LangJapanese, document.LangKorean, document.LangEnglish, document.LangOther:
			o.Langs = append(o.Langs, lang)
		default:
			return o, usage("--lang %s: want zh, ja, ko, en or other", l)
		}
	}
	return o, nil
}

type runCmd struct {
	Inputs    []string `arg:"" name:"input" help:"Files, directories, globs or WARC files; - reads standard input."`
	Out       string   `required:"" placeholder:"DIR" help:"Output directory, or - for JSON Lines on standard output."`
	Workers   int      `help:"Pages processed at a time (default: processors)." placeholder:"N"`
	Format    string   `default:"parquet" help:"parquet, jsonl, jsonl.zst, or several with commas."`
	Include   []string `placeholder:"GLOB" help:"Only files whose path inside the input matches."`
	Exclude   []string `placeholder:"GLOB" help:"No files or directories whose path inside the input matches."`
	Limit     int      `placeholder:"N" help:"Stop after N inputs."`
	MaxBytes  size     `default:"16MiB" help:"Largest page after decompression."`
	MaxErrors allowed  `default:"1%" help:"Unreadable inputs, as a count or a percentage, above which the exit code is 3."`
	Keep      bool     `help:"Keep listings, title-only and error pages as records."`
	FetchedAt string   `placeholder:"SOURCE" help:"Fetch time of files: mtime, or path:PATTERN such as path:YYYY-MM-DD."`
	Quiet     bool     `help:"No progress and no summary."`
	Log       string   `default:"text" enum:"text,json" help:"Progress and summary as ${enum} on standard error."`
	pageFlags
}

func (*runCmd) Help() string {
	return `Reads every page of the inputs and writes the tables DIR/articles and DIR/rejects with DIR/manifest.json and DIR/report.html.
Nothing under DIR changes until the run is complete.

Example:
  zhengwen run crawl/ --out table/
  zhengwen run crawl/2024-* pages.warc --out - --words | head -1`
}

func (c *runCmd) Run(ctx context.Context, s streams) error {
	o, err := c.options(c.Keep)
	if err != nil {
		return err
	}
	formats, err := sink.ParseFormats(c.Format)
	if err != nil {
		return usage("--format: %v", err)
	}
	fetched, err := source.ParseFetchedAt(c.FetchedAt)
	if err != nil {
		return usage("--%v", err)
	}
	if c.Workers < 0 || c.Limit < 0 {
		return usage("--workers and --limit take no negative number")
	}
	if c.Workers == 0 {
		c.Workers = runtime.GOMAXPROCS(0)
	}
	p, err := pipeline.New(o)
	if err != nil {
		return &exitError{exitUsage, err}
	}
	bar := newProgress(s.err, c.Log == "json", c.Quiet)
	j := pipeline.Job{
		Inputs: c.Inputs, Out: c.Out, Workers: c.Workers, Limit: c.Limit, Formats: formats, Progress: bar.update,
		Source: source.Options{Include: c.Include, Exclude: c.Exclude, MaxBytes: int64(c.MaxBytes), FetchedAt: fetched, Stdin: s.in},
	}
	var f *report.Figures
	if c.Out == "-" {
		f, err = stream(ctx, p, j, s.out)
	} else {
		bar.expect(ctx, j)
		f, err = p.Write(ctx, j)
	}
	bar.end(f, err)
	if err != nil {
		return err
	}
	switch {
	case f.Faults > 0:
		return &exitError{exitRejects, fmt.Errorf("done, but a stage failed on %d of %d inputs; see %s", f.Faults, f.Inputs(), c.rejects())}
	case c.MaxErrors.exceeded(f.Unreadable, f.Inputs()):
		return &exitError{exitRejects, fmt.Errorf("done, but %d of %d inputs could not be read (--max-errors %s); see %s", f.Unreadable, f.Inputs(), c.MaxErrors, c.rejects())}
	}
	return nil
}

func (c *runCmd) rejects() string {
	if c.Out == "-" {
		return "the rejects of a run with --out DIR"
	}
	return c.Out + "/rejects"
}

func stream(ctx context.Context, p *pipeline.Pipeline, j pipeline.Job, w io.Writer) (*report.Figures, error) {
	buf := bufio.NewWriterSize(w, 256<<10)
	f, err := p.Stream(ctx, j, buf)
	return f, errors.Join(err, buf.Flush())
}

// size is a number of bytes with an optional unit: 500000, 16MiB, 2GB.
type size int64

// UnmarshalText reads a size.
func (n *size) UnmarshalText(b []byte) error {
	s := strings.ToLower(strings.TrimSpace(string(b)))
	digits := strings.TrimRight(s, "abcdefghijklmnopqrstuvwxyz ")
	unit := strings.TrimSpace(strings.TrimPrefix(s, digits))
	factor, ok := map[string]float64{
		"": 1, "b": 1, "k": 1 << 10, "kb": 1e3, "kib": 1 << 10, "m": 1 << 20, "mb": 1e6, "mib": 1 << 20, "g": 1 << 30, "gb": 1e9, "gib": 1 << 30,
	}[unit]
	v, err := strconv.ParseFloat(digits, 64)
	if err != nil || !ok || v <= 0 || v*factor > 1<<40 {
		return fmt.Errorf("%q is no size; want bytes or a number with KiB, MiB or GiB", b)
	}
	*n = size(v * factor)
	return nil
}

// allowed is a number of inputs or a share of them.
type allowed struct {
	text    string
	limit   float64
	percent bool
}

// UnmarshalText reads "20" or "1.5%".
func (a *allowed) UnmarshalText(b []byte) error {
	s, percent := strings.CutSuffix(strings.TrimSpace(string(b)), "%")
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || v < 0 || percent && v > 100 {
		return fmt.Errorf("%q is neither a count nor a percentage", b)
	}
	*a = allowed{string(b), v, percent}
	return nil
}

func (a allowed) String() string { return a.text }

func (a allowed) exceeded(n, of int) bool {
	if a.percent {
		return float64(n) > a.limit/100*float64(of)
	}
	return float64(n) > a.limit
}
