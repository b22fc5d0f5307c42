package pipeline

import (
	"context"
	"fmt"
	"time"

	"zhengwen/pipeline/source"
)

// watch processes the documents of one worker, on a goroutine that lasts: its stack
// need not grow for every document. One that takes too long is given up. A
// computation that cannot be stopped is left behind with its goroutine; stages have
// budgets, so this is for faults.
type watch struct {
	p     *Pipeline
	limit time.Duration
	timer *time.Timer
	in    chan func() Result // nil when no goroutine waits
	out   chan Result
}

// newWatches returns a watch a worker; with a limit of 0 they process the documents
// themselves.
func (p *Pipeline) newWatches(workers int, limit time.Duration) watches {
	ws := make(watches, workers)
	for i := range ws {
		ws[i] = &watch{p: p, limit: limit}
	}
	return ws
}

type watches []*watch

// close ends the goroutines.
func (ws watches) close() {
	for _, w := range ws {
		w.leave()
	}
}

func (w *watch) process(ctx context.Context, it source.Item) Result {
	if w.limit <= 0 {
		return w.p.Process(ctx, it)
	}
	w.begin()
	w.in <- func() Result { return w.p.Process(ctx, it) }
	select {
	case r := <-w.out:
		w.timer.Stop()
		return r
	case <-w.timer.C:
		w.leave()
		return w.p.fault(it, "time", fmt.Sprintf("not done within %s", w.limit))
	}
}

// begin starts the clock, and the goroutine if there is none.
func (w *watch) begin() {
	if w.in != nil {
		w.timer.Reset(w.limit)
		return
	}
	in, out := make(chan func() Result), make(chan Result, 1)
	go func() {
		for do := range in {
			out <- do()
		}
	}()
	w.in, w.out, w.timer = in, out, time.NewTimer(w.limit)
}

// leave lets the goroutine end when it is done with what it has.
func (w *watch) leave() {
	if w.in != nil {
		close(w.in)
		w.timer.Stop()
		w.in = nil
	}
}
