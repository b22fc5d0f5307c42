package pipeline

import (
	"context"
	"iter"
	"sync"

	"golang.org/x/sync/semaphore"

	"zhengwen/pipeline/source"
)

// window is how many inputs a worker may be ahead of the output; inFlight bounds
// their bytes, so that memory does not depend on the corpus.
const (
	window   = 4
	inFlight = 64 << 20
)

// Task is one input on its way, or a mark between inputs.
type Task struct {
	Item source.Item
	Name string // names the document in the journal of what is in flight; may be empty
	Mark any    // not nil: nothing is processed and the mark comes out in its place
}

// Outcome is what became of a task: its mark, or the result of its item.
type Outcome struct {
	Mark any
	Result
}

// job is a task in the queue; done receives its outcome.
type job struct {
	task Task
	cost int64
	done chan Outcome
}

// Run takes the tasks through process with the given number of workers and calls
// emit with the outcomes in the order of the tasks. It ends at the first error of
// the tasks, of emit or of the context, when all workers have stopped. The worker
// passed to process counts from 0.
func Run(ctx context.Context, tasks iter.Seq2[Task, error], workers int, process func(ctx context.Context, worker int, t Task) Result, emit func(Outcome) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var (
		work  = make(chan *job)
		order = make(chan *job, window*workers)
		bytes = semaphore.NewWeighted(inFlight)
		wg    sync.WaitGroup
	)
	wg.Go(func() {
		defer close(order)
		defer close(work)
		for t, err := range tasks {
			if err != nil {
				cancel(err)
				return
			}
			j := &job{task: t, cost: min(int64(len(t.Item.Raw)), inFlight), done: make(chan Outcome, 1)}
			if bytes.Acquire(ctx, j.cost) != nil {
				return
			}
			select {
			case order <- j:
			case <-ctx.Done():
				return
			}
			if t.Mark != nil {
				j.done <- Outcome{Mark: t.Mark}
				continue
			}
			select {
			case work <- j:
			case <-ctx.Done():
				return
			}
		}
	})
	for worker := range workers {
		wg.Go(func() {
			for j := range work {
				j.done <- Outcome{Result: process(ctx, worker, j.task)}
				j.task.Item.Raw = nil
			}
		})
	}
	err := collect(ctx, order, bytes, emit)
	if err != nil {
		cancel(err)
	}
	wg.Wait()
	if err == nil {
		err = context.Cause(ctx)
	}
	return err
}

// collect emits outcomes in order until there are no more or something fails.
func collect(ctx context.Context, order <-chan *job, bytes *semaphore.Weighted, emit func(Outcome) error) error {
	for {
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case j, ok := <-order:
			if !ok {
				return nil
			}
			select {
			case <-ctx.Done():
				return context.Cause(ctx)
			case o := <-j.done:
				if ctx.Err() != nil {
					return context.Cause(ctx)
				}
				if err := emit(o); err != nil {
					return err
				}
				bytes.Release(j.cost)
			}
		}
	}
}
