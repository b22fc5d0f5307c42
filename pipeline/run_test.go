package pipeline

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
	"sync/atomic"
	"testing"

	"go.uber.org/goleak"

	"zhengwen/document"
	"zhengwen/pipeline/source"
	"zhengwen/rules"
)

// fake is a stage whose behaviour the page's bytes choose.
type fake struct{}

func (fake) Name() string { return "fake" }

func (fake) Apply(_ context.Context, d *document.Document) error {
	switch s := string(d.Raw); {
	case strings.HasPrefix(s, "panic"):
		panic("no luck either")
	case strings.HasPrefix(s, "error"):
		return errors.New("no luck")
	case strings.HasPrefix(s, "drop"):
		d.Drop(document.Drop{Reason: "listing", Rule: "r", Value: 2, Threshold: 1})
	case strings.HasPrefix(s, "costly"):
		for {
			if err := d.Spend(1 << 16); err != nil {
				return err
			}
		}
	case strings.HasPrefix(s, "span"):
		d.Sentences = nil
		d.Advice = []document.Advice{{Span: document.Span{Start: 5, End: 99}}}
	}
	d.Blocks = []document.Block{{Text: string(d.Raw), Role: document.RoleBody}}
	return nil
}

func withStages(s ...Stage) *Pipeline {
	p := &Pipeline{stages: s, spent: make([]atomic.Int64, len(s)), rules: &rules.Book{}}
	p.record.Version = "test"
	return p
}

func pages(n int, text func(i int) string) iter.Seq2[Task, error] {
	return func(yield func(Task, error) bool) {
		for i := range n {
			if !yield(Task{Item: source.Item{URI: fmt.Sprintf("%04d", i), Raw: []byte(text(i))}}, nil) {
				return
			}
		}
	}
}

// through processes tasks by a pipeline.
func through(p *Pipeline) func(context.Context, int, Task) Result {
	return func(ctx context.Context, _ int, t Task) Result { return p.Process(ctx, t.Item) }
}

func TestProcessSortsOutcomes(t *testing.T) {
	p := withStages(fake{}, compose{})
	tests := []struct {
		name, page          string
		class               document.RejectClass
		stage, reason, text string
	}{
		{name: "a page that passes", page: "正文", text: "正文"},
		{name: "a panic", page: "panic", class: document.ClassFault, stage: "fake", reason: "panic"},
		{name: "an error", page: "error", class: document.ClassFault, stage: "fake", reason: "error"},
		{name: "a decision", page: "drop", class: document.ClassDecision, stage: "fake", reason: "listing"},
		{name: "a budget", page: "costly", class: document.ClassFault, stage: "fake", reason: "budget"},
		{name: "a span outside the text", page: "span", class: document.ClassFault, stage: "record", reason: "invalid-record"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := p.Process(context.Background(), source.Item{URI: "u", Raw: []byte(tt.page)})
			if tt.class == "" {
				if r.Record == nil || r.Record.Text != tt.text {
					t.Fatalf("result %+v", r)
				}
				return
			}
			if r.Record != nil || r.Reject == nil || r.Reject.Class != tt.class || r.Reject.Stage != tt.stage || r.Reject.Reason != tt.reason {
				t.Fatalf("reject %+v", r.Reject)
			}
		})
	}
	r := p.Process(context.Background(), source.Item{URI: "u", Failure: &source.Failure{Reason: "empty"}})
	if r.Reject == nil || r.Reject.Class != document.ClassInput || r.Reject.RawDigest != nil {
		t.Errorf("reject of an unreadable input %+v", r.Reject)
	}
}

func TestRunKeepsOrderForAnyNumberOfWorkers(t *testing.T) {
	defer goleak.VerifyNone(t)
	p := withStages(fake{}, compose{})
	for _, workers := range []int{1, 2, 7} {
		n := 0
		err := Run(context.Background(), pages(500, func(i int) string { return strings.Repeat("字", i%97+1) }), workers, through(p), func(r Outcome) error {
			if want := fmt.Sprintf("%04d", n); r.Record.URI != want {
				return fmt.Errorf("got %s, want %s", r.Record.URI, want)
			}
			n++
			return nil
		})
		if err != nil || n != 500 {
			t.Errorf("%d workers: %d results, error %v", workers, n, err)
		}
	}
}

func TestRunEndsAtTheFirstFailure(t *testing.T) {
	full := errors.New("disk full")
	broken := errors.New("listing broke")
	endless := pages(1<<30, func(int) string { return "正文" })
	tests := []struct {
		name  string
		items iter.Seq2[Task, error]
		emit  func(cancel func()) func(Outcome) error
		want  error
	}{
		{"the sink fails", endless, func(func()) func(Outcome) error { return func(Outcome) error { return full } }, full},
		{"the context ends", endless, func(cancel func()) func(Outcome) error { return func(Outcome) error { cancel(); return nil } }, context.Canceled},
		{"the source fails", func(yield func(Task, error) bool) {
			_ = yield(Task{Item: source.Item{Raw: []byte("x")}}, nil) && yield(Task{}, broken)
		}, func(func()) func(Outcome) error { return func(Outcome) error { return nil } }, broken},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			defer goleak.VerifyNone(t)
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			err := Run(ctx, tt.items, 3, through(withStages(fake{}, compose{})), tt.emit(cancel))
			if !errors.Is(err, tt.want) {
				t.Errorf("error %v, want %v", err, tt.want)
			}
		})
	}
}

func TestRunHoldsNoMoreThanItsWindow(t *testing.T) {
	defer goleak.VerifyNone(t)
	const workers = 2
	// What is read and not yet emitted: the queue, one task on each worker, one in
	// the reader's hands, one in the collector's.
	const bound = window*workers + workers + 2
	var ahead, worst atomic.Int64
	items := func(yield func(Task, error) bool) {
		for range 300 {
			worst.Store(max(worst.Load(), ahead.Add(1)))
			if !yield(Task{Item: source.Item{Raw: []byte("x")}}, nil) {
				return
			}
		}
	}
	err := Run(context.Background(), items, workers, through(withStages(fake{}, compose{})), func(Outcome) error {
		ahead.Add(-1)
		return nil
	})
	if err != nil || ahead.Load() != 0 || worst.Load() > bound {
		t.Errorf("%d items held at a time, want at most %d; error %v", worst.Load(), bound, err)
	}
}
