package pipeline

import (
	"context"
	"iter"
	"strings"

	"zhengwen/pipeline/index"
	"zhengwen/pipeline/source"
)

// plan is what the listing, laid beside the index, says is to be done. The
// goroutine that lists owns it while tasks run.
type plan struct {
	partial string           // unit that an interrupted run stopped in
	removed []string         // keys of inputs that are gone
	extra   []string         // keys of pieces that files do not have any more
	times   map[string]int64 // modification times of files whose bytes turned out unchanged
	touched touched          // groups of the rows that are made anew
	listed  int
	begun   bool // something is to be processed
}

// survey lists the inputs beside the index, both in the order of keys, and calls
// todo for those that are to be processed until it returns false: with what the
// index holds of them, and where to begin.
func (t *tableRun) survey(ctx context.Context, todo func(e source.Entry, old []index.File, at begin) bool) error {
	t.plan = plan{partial: t.plan.partial, touched: newTouched(), times: map[string]int64{}}
	t.sum.New, t.sum.Changed, t.sum.Unchanged = 0, 0, 0
	roots := map[string]bool{}
	for _, arg := range t.j.Inputs {
		roots[source.RootKey(arg)] = true
	}
	var passed []string
	known := &cursor{ix: t.ix, passed: func(key string) { passed = append(passed, key) }}
	for e, err := range limited(source.List(t.j.Inputs, t.j.Source), t.j.Limit) {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		if t.j.stopped() {
			t.sum.Stopped = true
			return nil
		}
		t.plan.listed++
		key := e.Key()
		roots[rootOf(key)] = true
		old, err := known.seek(key)
		if err != nil {
			return err
		}
		wanted, at, err := t.judge(ctx, e, old)
		if err != nil {
			return err
		}
		if wanted && !todo(e, old, at) {
			return nil
		}
		t.plan.begun = t.plan.begun || wanted
	}
	if t.j.Limit > 0 {
		return nil // not all was listed, so nothing is known to be gone
	}
	if err := known.drain(); err != nil {
		return err
	}
	// What other jobs put into the table, under other arguments, is not gone.
	for _, key := range passed {
		if roots[rootOf(key)] {
			t.plan.removed = append(t.plan.removed, key)
		}
	}
	return nil
}

// tasks yields the documents of the inputs that are to be processed. With only
// set, it yields just these, whatever the index says of them.
func (t *tableRun) tasks(ctx context.Context, only map[string]bool) iter.Seq2[Task, error] {
	return func(yield func(Task, error) bool) {
		if only == nil {
			err := t.survey(ctx, func(e source.Entry, old []index.File, at begin) bool { return t.documents(ctx, e, old, at, yield) })
			if err != nil {
				yield(Task{}, err)
			}
			return
		}
		files := map[string]bool{}
		for key := range only {
			file, _ := index.PieceOf(key)
			files[file] = true
		}
		for e, err := range source.List(t.j.Inputs, t.j.Source) {
			if err != nil {
				yield(Task{}, err)
				return
			}
			if !files[e.Key()] {
				continue
			}
			old, err := (&cursor{ix: t.ix, from: e.Key()}).seek(e.Key())
			if err != nil {
				yield(Task{}, err)
				return
			}
			if !t.again(ctx, e, old, only, yield) {
				return
			}
		}
	}
}

func rootOf(key string) string {
	root, _, _ := strings.Cut(key, "\x00")
	return root
}
