package pipeline

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"

	"zhengwen/document"
	"zhengwen/pipeline/report"
	"zhengwen/pipeline/sink"
	"zhengwen/pipeline/source"
)

// Job is one call of the main job.
type Job struct {
	Inputs  []string
	Out     string // directory
	Workers int
	Limit   int // largest number of inputs; 0 for all
	Formats []sink.Format
	Source  source.Options
	// Progress is called after every result, from one goroutine; it may be nil.
	Progress func(Progress)
}

// Progress is how far a job is.
type Progress struct {
	Inputs, Rejects int
	Bytes           int64
}

// ErrNoInput means that the arguments hold no input at all.
var ErrNoInput = errors.New("no input found")

// Write runs the job into its output directory and returns the figures. On error
// the directory shows what it showed before.
func (p *Pipeline) Write(ctx context.Context, j Job) (f *report.Figures, err error) {
	out, err := sink.Open(j.Out, j.Inputs)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	v, err := out.Begin(j.Formats, sink.Metadata{Version: p.record.Version, RuleDigest: p.rules.Digest})
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, v.Abort())
		}
	}()
	f, err = p.each(ctx, j, v.Article, v.Reject)
	if err != nil {
		return nil, err
	}
	var page bytes.Buffer
	if err := report.Write(&page, f, p.record.Version); err != nil {
		return nil, err
	}
	v.File(sink.ReportFile, page.Bytes())
	err = v.Commit(sink.Manifest{
		ProcessedWith: p.record.Version, RuleDigest: p.rules.Digest, Options: p.options.list(), Articles: f.Articles, Rejects: f.Rejects,
	})
	return f, err
}

// Stream runs the job and writes the records, and only these, to w as JSON Lines.
func (p *Pipeline) Stream(ctx context.Context, j Job, w io.Writer) (*report.Figures, error) {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	write := func(r *document.Record) error {
		if err := enc.Encode(r); err != nil {
			return fmt.Errorf("write record: %w", err)
		}
		return nil
	}
	return p.each(ctx, j, write, func(*document.Reject) error { return nil })
}

// each runs the job and hands on its rows in order, twins marked.
func (p *Pipeline) each(ctx context.Context, j Job, article func(*document.Record) error, reject func(*document.Reject) error) (*report.Figures, error) {
	f := &report.Figures{}
	seen := newTwins()
	var at Progress
	emit := func(r Result) error {
		if r.Record != nil && seen.repeated(r.Record.ID) {
			r.Reject = document.Repeated(r.Record)
			r.Record = nil
		}
		at.Inputs++
		at.Bytes += int64(r.Bytes)
		var err error
		if r.Record != nil {
			seen.mark(r.Record)
			f.AddRecord(r.Record)
			err = article(r.Record)
		} else {
			at.Rejects++
			f.AddReject(r.Reject)
			err = reject(r.Reject)
		}
		if j.Progress != nil && err == nil {
			j.Progress(at)
		}
		return err
	}
	items := source.Items(ctx, source.List(j.Inputs, j.Source), j.Source)
	if j.Limit > 0 {
		items = first(items, j.Limit)
	}
	if err := p.Run(ctx, items, j.Workers, emit); err != nil {
		return nil, err
	}
	if f.Inputs() == 0 {
		return nil, ErrNoInput
	}
	return f, nil
}

func first(items iter.Seq2[source.Item, error], n int) iter.Seq2[source.Item, error] {
	return func(yield func(source.Item, error) bool) {
		left := n
		for it, err := range items {
			if !yield(it, err) {
				return
			}
			if left--; left == 0 {
				return
			}
		}
	}
}
