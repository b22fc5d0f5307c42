package pipeline

import (
	"context"
	"sync/atomic"

	"zhengwen/document"
	"zhengwen/extract/article"
	"zhengwen/normalize/charset"
	"zhengwen/normalize/markup"
	"zhengwen/normalize/repair"
	"zhengwen/normalize/script"
	"zhengwen/pipeline/source"
)

// Learn reads the inputs of a job and returns the lines that the pages of each host
// share, for Options.Sites, with the number of inputs read. The pages go through the
// same stages as in a run with the script mode, up to where lines are judged. Inputs
// that cannot be read teach nothing. The model does not depend on the order of the
// inputs or the number of workers.
func Learn(ctx context.Context, mode script.Mode, j Job) (*article.Sites, int, error) {
	learner := new(article.Learner)
	p := &Pipeline{stages: []Stage{charset.New(), markup.New(repair.Reopen, markup.Options{}), repair.New(), script.New(mode), learner}}
	p.spent = make([]atomic.Int64, len(p.stages))
	tasks := func(yield func(Task, error) bool) {
		for it, err := range source.Items(ctx, limited(source.List(j.Inputs, j.Source), j.Limit), j.Source) {
			if !yield(Task{Item: it}, err) {
				return
			}
		}
	}
	process := func(ctx context.Context, _ int, t Task) Result {
		if t.Item.Failure == nil {
			d := new(document.Document)
			open(d, t.Item)
			_ = p.Apply(ctx, d) // a page on which a stage fails teaches nothing
		}
		return Result{Bytes: len(t.Item.Raw)}
	}
	n := 0
	if err := Run(ctx, tasks, j.Workers, process, func(Outcome) error { n++; return nil }); err != nil {
		return nil, n, err
	}
	if n == 0 {
		return nil, 0, ErrNoInput
	}
	s, err := learner.Sites()
	return s, n, err
}
