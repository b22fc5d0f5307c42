package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/alecthomas/kong"
	"github.com/google/renameio/v2"

	"zhengwen/document"
	"zhengwen/pipeline"
	"zhengwen/pipeline/report"
	"zhengwen/pipeline/runlog"
	"zhengwen/pipeline/sink"
)

type explainCmd struct {
	Dir  string `arg:"" help:"Output directory of a run."`
	Page string `arg:"" name:"page" help:"Id, page id, URL or URI of the page; the end of a URI will do."`
}

func (*explainCmd) Help() string {
	return `Shows every edit with its rule, every line left out of the text, and for a reject the stage, reason, rule, value and threshold.

Example:
  zhengwen explain table/ crawl/a.example/page1.html`
}

func (c *explainCmd) Run(s streams) error {
	var found bytes.Buffer
	n := 0
	err := sink.EachArticle(c.Dir, func(r *document.Record) bool {
		if named(c.Page, r.ID, r.PageID, r.URI, r.URL) {
			n++
			explainRecord(&found, r)
		}
		return true
	})
	if err == nil {
		err = sink.EachReject(c.Dir, func(r *document.Reject) bool {
			if named(c.Page, r.ID, r.PageID, r.URI, r.URL) {
				n++
				explainReject(&found, r)
			}
			return true
		})
	}
	if errors.Is(err, sink.ErrNotOutput) {
		return usage("%v", err)
	}
	if err != nil {
		return err
	}
	if n == 0 {
		return fmt.Errorf("%s: no page of %s has this id, URL or URI", c.Page, c.Dir)
	}
	_, err = found.WriteTo(s.out)
	return err
}

// shownRuns is how many runs the report shows.
const shownRuns = 20

type reportCmd struct {
	Dir string `arg:"" help:"Output directory of a run."`
	Out string `placeholder:"FILE" help:"Write to FILE instead of standard output."`
}

func (*reportCmd) Help() string {
	return `Counts the tables again and writes one HTML page that needs nothing else, with the last runs. A run writes the page without the runs, which
would make it differ every night, to DIR/report.html.

Example:
  zhengwen report table/ --out report.html`
}

func (c *reportCmd) Run(s streams) error {
	m, err := sink.ReadManifest(c.Dir)
	if err != nil {
		return usage("%v", err)
	}
	f, err := report.FromOutput(c.Dir)
	if err != nil {
		return err
	}
	var page bytes.Buffer
	runs, err := runlog.Last(runlog.Path(c.Dir), shownRuns)
	if err != nil {
		return err
	}
	if err := report.WriteRuns(&page, f, m.ProcessedWith, runs); err != nil {
		return err
	}
	if c.Out == "" {
		_, err = page.WriteTo(s.out)
		return err
	}
	if err := renameio.WriteFile(c.Out, page.Bytes(), 0o644); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return nil
}

type schemaCmd struct {
	Format string `default:"json" enum:"json,parquet" help:"JSON Schema or Parquet message type: ${enum}."`
	Table  string `default:"articles" enum:"articles,rejects" help:"Table: ${enum}."`
}

func (*schemaCmd) Help() string {
	return `Example:
  zhengwen schema > record.schema.json
  zhengwen schema --format parquet --table rejects`
}

func (c *schemaCmd) Run(s streams) error {
	var text string
	var err error
	if c.Format == "parquet" {
		text, err = sink.ParquetSchema(c.Table)
	} else {
		text, err = sink.JSONSchema(c.Table)
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(s.out, text)
	return err
}

// versionFlag prints version and digests and ends the program.
type versionFlag bool

// BeforeReset is called by kong before anything else is looked at.
func (versionFlag) BeforeReset(app *kong.Kong) error {
	d, err := pipeline.Digests()
	if err != nil {
		return err
	}
	fmt.Fprintf(app.Stdout, "zhengwen %s\nrules    %s\nlexicon  %s\n", pipeline.Version, d.Rules, d.Lexicon)
	app.Exit(0)
	return nil
}

// writeJSON writes v as JSON, indented on a terminal.
func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	if isTerminal(w) {
		enc.SetIndent("", "  ")
	}
	return enc.Encode(v)
}

// openInput opens a file, or standard input for "" and "-".
func openInput(name string, s streams) (io.ReadCloser, error) {
	if name == "" || name == "-" {
		return io.NopCloser(s.in), nil
	}
	return os.Open(name)
}
