package pipeline

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"zhengwen/document"
	"zhengwen/pipeline/index"
	"zhengwen/pipeline/report"
	"zhengwen/pipeline/sink"
)

// Names in the state folder.
const (
	inflightFile = "inflight"
	suspectsFile = "suspects"
)

// gather puts the rows of processed documents into units.
type gather struct {
	w       *sink.UnitWriter
	figures *report.Figures
	in      *sink.Input               // the input whose documents are coming
	times   map[string]int64          // modification times of the unit's inputs
	members map[string][]index.Member // documents of the unit by text and by page digest
	inputs  map[string]bool           // keys of the unit's inputs
	partial *sink.Unit                // the unit an interrupted run stopped in
}

// process takes the documents that are to be processed through the stages and
// saves their rows in units. With only set, it processes just these inputs.
func (t *tableRun) process(ctx context.Context, only map[string]bool) error {
	if only == nil {
		for _, u := range t.sorted() {
			// One that other options made is processed again anyway.
			if u.Partial && u.ProcessedWith == t.p.record.Version {
				t.gather.partial, t.plan.partial = u, u.ID
			}
		}
	}
	watches := t.p.newWatches(t.j.Workers, t.j.MaxTime)
	defer watches.close()
	work := func(ctx context.Context, worker int, task Task) Result {
		return t.work(ctx, watches[worker], worker, task)
	}
	err := Run(ctx, t.tasks(ctx, only), t.j.Workers, work, t.emit)
	if err != nil {
		if t.gather.w != nil {
			err = errors.Join(err, t.gather.w.Abort())
		}
		return err
	}
	return t.finish(t.sum.Stopped)
}

// work processes one document, noted in the journal while it lasts.
func (t *tableRun) work(ctx context.Context, w *watch, worker int, task Task) Result {
	if t.journal == nil {
		return w.process(ctx, task.Item)
	}
	if t.j.Isolate != nil && t.journal.suspect(task.Name) {
		r, err := t.j.Isolate(ctx, task.Item)
		if err == nil {
			return r
		}
		if ctx.Err() == nil {
			return t.p.fault(task.Item, "killed-process", "a run was killed with the document in flight, and so was a process of its own: "+err.Error())
		}
	}
	// A journal that cannot be written costs protection, not the run.
	_ = t.journal.begin(worker, task.Name)
	r := w.process(ctx, task.Item)
	_ = t.journal.end(worker)
	return r
}

// emit takes the outcomes in order.
func (t *tableRun) emit(o Outcome) error {
	switch m := o.Mark.(type) {
	case startMark:
		return t.start(m)
	case endMark:
		return t.endInput(m)
	}
	return t.row(o.Result)
}

// start begins an input: in a new unit, or in the one that was interrupted.
func (t *tableRun) start(m startMark) error {
	g := &t.gather
	if g.w == nil {
		if err := t.begin(m); err != nil {
			return err
		}
	}
	if g.inputs[m.in.Key] && !m.resume {
		// What the interrupted run made of the input is in the unit already: the new rows
		// go into another one.
		if err := t.finish(false); err != nil {
			return err
		}
		if err := t.begin(m); err != nil {
			return err
		}
	}
	if m.in.Modified != 0 {
		g.times[m.in.Key] = m.in.Modified
	}
	if g.in != nil && g.in.Key == m.in.Key {
		return nil // the interrupted run did the first of its documents
	}
	g.in = &m.in
	g.inputs[m.in.Key] = true
	return nil
}

// begin starts a unit. The first one of a run takes over the rows of a unit that
// an interrupted run did not fill.
func (t *tableRun) begin(m startMark) error {
	g := &t.gather
	u := g.partial
	if u == nil {
		return t.beginUnit(m.in.Key)
	}
	drop, err := t.stale(u)
	if err != nil {
		return err
	}
	err = u.EachInput(func(in *sink.Input) error {
		if in.More && !(m.resume && in.Key == m.in.Key) {
			drop[in.Key] = true // it is not gone on with but read anew, or gone
		}
		return nil
	})
	if err != nil {
		return err
	}
	patch := sink.Patch{Drop: drop}
	first, err := patch.First(u)
	if err != nil {
		return err
	}
	if err := t.beginUnit(cmp.Or(first, m.in.Key)); err != nil {
		return err
	}
	w := g.w
	open, err := w.Copy(u, patch, observer(g.figures))
	if err != nil {
		return err
	}
	w.Replaces(u.ID)
	g.in = open
	return u.EachInput(func(in *sink.Input) error {
		if drop[in.Key] {
			return nil
		}
		g.inputs[in.Key] = true
		for i := range in.Rows {
			g.remember(in.Key, i, &in.Rows[i])
		}
		return nil
	})
}

func (t *tableRun) beginUnit(first string) error {
	w, err := t.out.BeginUnit(t.layout, first)
	if err != nil {
		return err
	}
	t.gather = gather{w: w, figures: &report.Figures{}, times: map[string]int64{}, members: map[string][]index.Member{}, inputs: map[string]bool{}}
	return nil
}

// remember enters a row of the unit in its groups.
func (g *gather) remember(key string, n int, r *sink.Row) {
	m := index.Member{Row: index.RowKey(key, n), ID: r.ID, Class: r.Class, Twin: r.Twin, Fetched: r.Fetched}
	for _, digest := range []string{r.Text, r.Page} {
		if digest != "" {
			g.members[digest] = append(g.members[digest], m)
		}
	}
}

// row decides the fate of a document and writes its row.
func (t *tableRun) row(r Result) error {
	g := &t.gather
	n := len(g.in.Rows)
	row := sink.Row{}
	if r.Record != nil {
		var err error
		if row, err = t.fate(r.Record, index.RowKey(g.in.Key, n)); err != nil {
			return err
		}
		if row.Class != sink.RowArticle {
			r.Reject, r.Record = document.Displaced(r.Record, string(row.Class)), nil
		}
	} else {
		row = rejectRow(r.Reject)
	}
	t.at.add(r)
	t.sum.Bytes += int64(r.Bytes)
	g.in.Rows = append(g.in.Rows, row)
	g.remember(g.in.Key, n, &g.in.Rows[n])
	if r.Record != nil {
		g.figures.AddRecord(r.Record)
		t.sum.Run.AddRecord(r.Record)
		return g.w.Article(r.Record)
	}
	g.figures.AddReject(r.Reject)
	t.sum.Run.AddReject(r.Reject)
	return g.w.Reject(r.Reject)
}

// endInput enters an input whose documents have all come.
func (t *tableRun) endInput(m endMark) error {
	g := &t.gather
	g.in.Digest, g.in.Next, g.in.More = m.digest, m.next, false
	if err := t.enterInput(); err != nil {
		return err
	}
	if g.w.Full() {
		return t.finish(false)
	}
	return nil
}

// enterInput enters the input whose documents came last.
func (t *tableRun) enterInput() error {
	g := &t.gather
	if g.in.Next || g.in.More {
		g.w.GoesOn(g.times[g.in.Key])
	}
	err := g.w.Input(g.in)
	g.in = nil
	return err
}

// finish completes the unit being written, if there is one. A run that was
// stopped inside an input enters what it has of it.
func (t *tableRun) finish(partial bool) error {
	g := &t.gather
	if g.w == nil {
		return t.settlePartial()
	}
	if g.in != nil {
		g.in.More = true
		if err := t.enterInput(); err != nil {
			return err
		}
	}
	figures, err := json.Marshal(g.figures)
	if err != nil {
		return fmt.Errorf("encode figures: %w", err)
	}
	u, err := g.w.Finish(partial, figures)
	if err != nil {
		return errors.Join(err, g.w.Abort())
	}
	g.w = nil
	return t.enter(u, g.times)
}

// settlePartial ends a unit that an interrupted run left unfilled when there was
// nothing more to put into it.
func (t *tableRun) settlePartial() error {
	if t.gather.partial == nil || t.sum.Stopped {
		return nil
	}
	if err := t.begin(startMark{}); err != nil {
		return err
	}
	return t.finish(false)
}
