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

// task is one input on its way; done receives its result.
type task struct {
	item source.Item
	cost int64
	done chan Result
}

// Run takes the items through the stages with the given number of workers and
// calls emit with the results in the order of the items. It ends at the first
// error of the items, of emit or of the context, when all workers have stopped.
func (p *Pipeline) Run(ctx context.Context, items iter.Seq2[source.Item, error], workers int, emit func(Result) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var (
		work  = make(chan *task)
		order = make(chan *task, window*workers)
		bytes = semaphore.NewWeighted(inFlight)
		wg    sync.WaitGroup
	)
	wg.Go(func() {
		defer close(order)
		defer close(work)
		for it, err := range items {
			if err != nil {
				cancel(err)
				return
			}
			t := &task{item: it, cost: min(int64(len(it.Raw)), inFlight), done: make(chan Result, 1)}
			if bytes.Acquire(ctx, t.cost) != nil {
				return
			}
			select {
			case order <- t:
			case <-ctx.Done():
				return
			}
			select {
			case work <- t:
			case <-ctx.Done():
				return
			}
		}
	})
	for range workers {
		wg.Go(func() {
			for t := range work {
				t.done <- p.Process(ctx, t.item)
				t.item.Raw = nil
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

// collect emits results in order until there are no more or something fails.
func collect(ctx context.Context, order <-chan *task, bytes *semaphore.Weighted, emit func(Result) error) error {
	for {
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case t, ok := <-order:
			if !ok {
				return nil
			}
			select {
			case <-ctx.Done():
				return context.Cause(ctx)
			case r := <-t.done:
				if ctx.Err() != nil {
					return context.Cause(ctx)
				}
				if err := emit(r); err != nil {
					return err
				}
				bytes.Release(t.cost)
			}
		}
	}
}
