package pipeline

import (
	"context"

	"zhengwen/pipeline/index"
	"zhengwen/pipeline/sink"
	"zhengwen/pipeline/source"
)

// begin says where the work on an input begins: the pieces and documents before
// are in the table already.
type begin struct {
	piece     int // number of the piece
	before    int // documents of the pieces before it
	documents int // documents that an interrupted run did of the piece itself, and saved in the unit that it left
}

// judge decides whether an entry is to be processed, and from where on, and counts
// it. old is what the index holds of it, in order.
func (t *tableRun) judge(ctx context.Context, e source.Entry, old []index.File) (todo bool, at begin, err error) {
	if len(old) == 0 {
		t.sum.New++
		return true, at, nil
	}
	whole := pieces(old)
	if whole > 0 {
		same, err := t.same(ctx, e, old[:whole])
		if err != nil {
			return false, at, err
		}
		if same {
			t.sum.Unchanged++
			for _, f := range old[whole:] {
				t.plan.extra = append(t.plan.extra, f.Key)
			}
			return false, at, nil
		}
	}
	if at = t.resume(e, old); whole > 0 && at.piece >= whole {
		at = begin{} // no run stopped inside: it is the bytes that are to be read again
	}
	t.sum.Changed++
	for _, f := range old[at.piece:] {
		if at.documents > 0 && f.Key == old[at.piece].Key {
			continue // its rows stay
		}
		in, _, err := t.ix.Input(f.Key)
		if err != nil {
			return false, at, err
		}
		t.plan.touched.input(in)
	}
	return true, at, nil
}

// pieces returns how many pieces a file has, or 0 when a run stopped inside it.
func pieces(old []index.File) int {
	for i, f := range old {
		if _, n := index.PieceOf(f.Key); n != i || f.More {
			return 0
		}
		if !f.Next {
			return i + 1
		}
	}
	return 0
}

// resume finds out where a run stopped inside a file that has not changed since.
func (t *tableRun) resume(e source.Entry, old []index.File) begin {
	at := begin{}
	if t.j.Checksum || e.Info == nil || e.Path == source.Stdin {
		return at // what is there cannot be compared
	}
	for i := range old {
		f := &old[i]
		if _, n := index.PieceOf(f.Key); n != i || !t.current(f) || f.Size != e.Info.Size() || f.Modified != e.Info.ModTime().UnixNano() {
			return at
		}
		if f.More {
			// The interrupted unit is taken over as it stands, so nothing may come before the
			// input that it ends in.
			if f.Unit == t.plan.partial && !t.plan.begun {
				at.documents = f.Rows
			}
			return at
		}
		at.piece++
		at.before += f.Rows
	}
	return at
}

// current reports whether the rows of an input are what this program, with these
// options, makes of it.
func (t *tableRun) current(f *index.File) bool {
	u := t.unit(f.Unit)
	switch {
	case u == nil:
		return false
	case t.j.Reprocess == ReprocessAll && !u.Saved():
		return false
	}
	return t.j.Reprocess == ReprocessNone || u.ProcessedWith == t.p.record.Version
}

// same reports whether an entry gives what the table holds already, in all its
// pieces.
func (t *tableRun) same(ctx context.Context, e source.Entry, old []index.File) (bool, error) {
	failed := false
	for i := range old {
		if !t.current(&old[i]) {
			return false, nil
		}
		failed = failed || old[i].Failed
	}
	switch {
	case e.Path == source.Stdin:
		return false, nil
	case failed:
		return t.failsAgain(ctx, e, old)
	case e.Info == nil:
		return false, nil
	}
	modified := e.Info.ModTime().UnixNano()
	known, fresh := true, true // all times are known; all are the entry's
	for i := range old {
		if old[i].Size != e.Info.Size() {
			return false, nil
		}
		known = known && old[i].Modified != 0
		fresh = fresh && old[i].Modified == modified
	}
	if !t.j.Checksum && (fresh || known) {
		return fresh, nil
	}
	// The index does not know the time, or the user wants the bytes compared.
	in, _, err := t.ix.Input(old[len(old)-1].Key)
	if err != nil || in == nil || in.Digest == "" || in.Digest != digestFile(e, t.j.Source) {
		return false, err
	}
	for i := range old {
		if old[i].Modified != modified {
			t.plan.times[old[i].Key] = modified
		}
	}
	return true, nil
}

// failsAgain tries an input that could not be read: if it fails in the same way,
// its reject stands.
func (t *tableRun) failsAgain(ctx context.Context, e source.Entry, old []index.File) (bool, error) {
	for i := range old {
		if e.Info != nil && e.Info.Size() != old[i].Size {
			return false, nil
		}
	}
	var rows []sink.Row // of the piece whose documents are coming, those to come
	for it := range e.Items(ctx, t.j.Source) {
		for len(rows) == 0 {
			if len(old) == 0 {
				return false, nil
			}
			in, _, err := t.ix.Input(old[0].Key)
			if err != nil || in == nil {
				return false, err
			}
			rows, old = in.Rows, old[1:]
		}
		row := rows[0]
		if (it.Failure != nil) != (row.Class == sink.RowInput) || it.Failure != nil && it.Failure.Reason != row.Why {
			return false, nil
		}
		rows = rows[1:]
	}
	return len(rows) == 0 && len(old) == 0, ctx.Err()
}
