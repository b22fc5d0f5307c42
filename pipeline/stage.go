// Package pipeline takes pages through the ordered list of stages, many at a
// time, and hands on their records and rejects in the order of the input.
package pipeline

import (
	"context"
	"errors"
	"fmt"
	"time"

	"zhengwen/document"
	"zhengwen/extract/boilerplate"
	"zhengwen/pipeline/source"
)

// Stage does one duty on a document. Apply is called by many goroutines, each
// with a document of its own, whose slices are used again once its record is made. A stage decides against a page with
// document.Drop; an error means that the stage failed.
type Stage interface {
	Name() string
	Apply(ctx context.Context, d *document.Document) error
}

// Result is what became of one input: a record or a reject, never both.
type Result struct {
	Record *document.Record
	Reject *document.Reject
	Bytes  int // size of the input
}

// Process takes one input through all stages and never fails: what goes wrong
// becomes a reject.
func (p *Pipeline) Process(ctx context.Context, it source.Item) Result {
	d, used := p.documents.Get().(*document.Document)
	if !used {
		d = new(document.Document)
	}
	defer p.reuse(d)
	open(d, it)
	if f := it.Failure; f != nil {
		return p.reject(d, document.ClassInput, "source", document.Drop{Reason: f.Reason, Detail: f.Detail})
	}
	if err := p.Apply(ctx, d); err != nil {
		var f *StageError
		if !errors.As(err, &f) {
			f = &StageError{Stage: "pipeline", Reason: "error", Err: err}
		}
		return p.reject(d, document.ClassFault, f.Stage, document.Drop{Reason: f.Reason, Detail: f.Err.Error()})
	}
	if x := d.Dropped(); x != nil {
		return p.reject(d, document.ClassDecision, d.DroppedBy(), *x)
	}
	r, err := p.build(d)
	if err != nil {
		return p.reject(d, document.ClassFault, "record", document.Drop{Reason: "invalid-record", Detail: err.Error()})
	}
	return Result{Record: r, Bytes: len(d.Raw)}
}

// open makes d the document of an input.
func open(d *document.Document, it source.Item) {
	d.URI, d.URL, d.FetchedAt, d.Raw = it.URI, it.URL, it.FetchedAt, it.Raw
	d.HTTPCharset, d.MediaType, d.Truncated = it.HTTPCharset, it.MediaType, it.Truncated
}

// reusedBytes is the largest page whose document is kept for another one.
const reusedBytes = 1 << 20

func (p *Pipeline) reuse(d *document.Document) {
	if len(d.Raw) <= reusedBytes {
		d.Reset()
		p.documents.Put(d)
	}
}

// build makes the record and checks it; a span outside the text is an error, not
// a crash.
func (p *Pipeline) build(d *document.Document) (r *document.Record, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("%v", v)
		}
	}()
	r = document.NewRecord(d, p.record)
	if p.options.Mask {
		boilerplate.MaskRecord(r)
	}
	return r, r.Check()
}

func (p *Pipeline) reject(d *document.Document, class document.RejectClass, stage string, x document.Drop) Result {
	return Result{Reject: document.NewReject(d, class, stage, x, p.record.Version), Bytes: len(d.Raw)}
}

// StageError is an error or a panic in a stage.
type StageError struct {
	Stage  string
	Reason string // "error", "panic" or "budget"
	Err    error
}

func (e *StageError) Error() string { return fmt.Sprintf("%s: %s: %v", e.Stage, e.Reason, e.Err) }
func (e *StageError) Unwrap() error { return e.Err }

// Apply runs the stages on a document until one drops it or fails. The error is
// a *StageError, or the context's.
func (p *Pipeline) Apply(ctx context.Context, d *document.Document) error {
	for i, s := range p.stages {
		if err := ctx.Err(); err != nil {
			return err
		}
		start := time.Now()
		err := p.apply(ctx, s, d)
		p.spent[i].Add(int64(time.Since(start)))
		if err != nil {
			return err
		}
		if d.Dropped() != nil {
			d.SetDroppedBy(s.Name())
			return nil
		}
	}
	return nil
}

func (p *Pipeline) apply(ctx context.Context, s Stage, d *document.Document) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = &StageError{s.Name(), "panic", fmt.Errorf("%v", v)}
		}
	}()
	switch err := s.Apply(ctx, d); {
	case err == nil:
		return nil
	case errors.Is(err, document.ErrBudget):
		return &StageError{s.Name(), "budget", err}
	default:
		return &StageError{s.Name(), "error", err}
	}
}
