package pipeline

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"

	"zhengwen/pipeline/index"
	"zhengwen/pipeline/report"
	"zhengwen/pipeline/sink"
)

// touched are the groups of documents in which this run may have changed more
// than its own rows: digests of texts and of pages.
type touched struct{ text, page map[string]bool }

func newTouched() touched { return touched{map[string]bool{}, map[string]bool{}} }

// input notes the groups of an input whose rows go.
func (x touched) input(in *sink.Input) {
	if in == nil {
		return
	}
	for i := range in.Rows {
		if r := &in.Rows[i]; r.Text != "" {
			x.text[r.Text] = true
		}
		if r := &in.Rows[i]; r.Page != "" {
			x.page[r.Page] = true
		}
	}
}

func (x touched) add(y touched) {
	maps.Copy(x.text, y.text)
	maps.Copy(x.page, y.page)
}

// patches are changes of rows of finished units, by unit.
type patches map[string]*sink.Patch

func (p patches) of(unit string) *sink.Patch {
	if p[unit] == nil {
		p[unit] = &sink.Patch{Drop: map[string]bool{}, Twin: map[string]string{}, Reject: map[string]sink.RowClass{}}
	}
	return p[unit]
}

// maxRounds bounds how often documents are processed again because of others.
// One round settles everything but chains of revisions.
const maxRounds = 4

// settle carries out what the new rows mean for the old ones: inputs that are
// gone or were processed again lose their rows, twins point to the first of
// them, older revisions make way. A run that was stopped leaves to the next one
// what takes more than that, and the table is not committed before.
func (t *tableRun) settle(ctx context.Context) error {
	if t.sum.Stopped && t.relay {
		t.open = true
		return nil
	}
	t.touched.add(t.plan.touched)
	for _, key := range t.plan.removed {
		if _, n := index.PieceOf(key); n == 0 {
			t.sum.Removed++
		}
	}
	if t.j.Prune {
		t.plan.extra = append(t.plan.extra, t.plan.removed...)
		t.sum.Pruned = t.sum.Removed
	}
	if len(t.plan.times) > 0 {
		if err := t.writable(); err != nil {
			return err
		}
		if err := t.ix.Touch(t.plan.times); err != nil {
			return err
		}
	}
	for range maxRounds {
		if err := t.prune(t.plan.extra); err != nil {
			return err
		}
		t.plan.extra = nil
		p := patches{}
		if err := t.dropStale(p); err != nil {
			return err
		}
		again := map[string]bool{}
		if err := t.judgePages(p, again); err != nil {
			return err
		}
		if err := t.judgeTexts(p, again); err != nil {
			return err
		}
		if err := t.apply(p); err != nil {
			return err
		}
		if len(again) == 0 {
			return nil
		}
		if t.sum.Stopped {
			t.open = true
			return nil
		}
		if err := t.process(ctx, again); err != nil {
			return err
		}
	}
	return nil
}

// prune takes inputs that are gone out of the index; their rows go with dropStale.
func (t *tableRun) prune(gone []string) error {
	if len(gone) == 0 {
		return nil
	}
	for _, key := range gone {
		in, _, err := t.ix.Input(key)
		if err != nil {
			return err
		}
		t.touched.input(in)
	}
	if err := t.writable(); err != nil {
		return err
	}
	return t.ix.Remove(gone)
}

// dropStale finds inputs that units hold and that no longer belong to them. With
// a new layout every unit is written anew.
func (t *tableRun) dropStale(p patches) error {
	live, err := t.ix.Units()
	if err != nil {
		return err
	}
	for _, u := range t.sorted() {
		if t.relay && (!u.Saved() || !t.fits(u)) {
			p.of(u.ID)
		}
		if live[u.ID] == u.Inputs {
			continue
		}
		stale, err := t.stale(u)
		if err != nil {
			return err
		}
		p.of(u.ID).Drop = stale
	}
	return nil
}

// stale returns the keys of a unit's inputs that the index knows elsewhere or not
// at all.
func (t *tableRun) stale(u *sink.Unit) (map[string]bool, error) {
	out := map[string]bool{}
	err := u.EachInput(func(in *sink.Input) error {
		_, unit, err := t.ix.Input(in.Key)
		if err == nil && unit != u.ID {
			out[in.Key] = true
		}
		return err
	})
	return out, err
}

// judgePages makes older revisions give way to the latest one of their page.
func (t *tableRun) judgePages(p patches, again map[string]bool) error {
	for digest := range t.touched.page {
		group, err := t.ix.ByPage(digest)
		if err != nil {
			return err
		}
		if len(group) == 1 && group[0].Class == sink.RowArticle {
			continue
		}
		want := revisions(group)
		for _, m := range group {
			in, unit, err := t.ix.Input(index.InputOf(m.Row))
			if err != nil {
				return err
			}
			switch w := want[m.Row]; {
			case m.Class == w:
			case m.Class == sink.RowArticle:
				p.of(unit).Reject[m.ID] = w
				t.touched.input(in)
			default: // what to make of it is not in the table any more
				again[in.Key] = true
			}
		}
	}
	return nil
}

// judgeTexts makes every article name the first of its twins, and every further
// copy of the same revision give way.
func (t *tableRun) judgeTexts(p patches, again map[string]bool) error {
	for digest := range t.touched.text {
		group, err := t.ix.ByText(digest)
		if err != nil {
			return err
		}
		if len(group) == 1 && group[0].Class == sink.RowArticle && group[0].Twin == "" {
			continue
		}
		first, kept := "", map[string]bool{}
		for _, m := range group {
			key := index.InputOf(m.Row)
			_, unit, err := t.ix.Input(key)
			if err != nil {
				return err
			}
			class := m.Class
			if class == sink.RowArticle && p[unit] != nil && p[unit].Reject[m.ID] != "" {
				class = p[unit].Reject[m.ID]
			}
			switch {
			case class == sink.RowSuperseded:
				kept[m.ID] = true
			case class == sink.RowRepeated && m.Class == class && !kept[m.ID]:
				again[key] = true // what it repeated is no more
			case class != sink.RowArticle: // an earlier one speaks for it
			case kept[m.ID]:
				p.of(unit).Reject[m.ID] = sink.RowRepeated
			default:
				if m.Twin != first {
					p.of(unit).Twin[m.ID] = first
				}
				kept[m.ID] = true
				first = cmp.Or(first, m.ID)
			}
		}
	}
	return nil
}

// apply puts the successors of the patched units in their places.
func (t *tableRun) apply(p patches) error {
	if len(p) == 0 {
		return nil
	}
	if err := t.writable(); err != nil {
		return err
	}
	var made []*sink.Unit
	for _, u := range t.sorted() {
		patch := p[u.ID]
		if patch == nil {
			continue
		}
		t.changed = true
		if len(patch.Drop) == u.Inputs {
			t.mu.Lock()
			delete(t.units, u.ID)
			t.mu.Unlock()
			continue
		}
		next, err := t.successor(u, patch)
		if err != nil {
			return err
		}
		if err := t.enter(next, nil); err != nil {
			return err
		}
		made = append(made, next)
	}
	// A successor may be the same, to its id, as a unit that went.
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, u := range made {
		t.units[u.ID] = u
	}
	return nil
}

// successor writes a unit anew with a patch.
func (t *tableRun) successor(u *sink.Unit, patch *sink.Patch) (*sink.Unit, error) {
	first, err := patch.First(u)
	if err != nil {
		return nil, err
	}
	l := t.layout
	l.Meta.Version = u.ProcessedWith
	w, err := t.out.BeginUnit(l, first)
	if err != nil {
		return nil, err
	}
	f := &report.Figures{}
	open, err := w.Copy(u, *patch, observer(f))
	if err == nil && open != nil {
		err = w.Input(open)
	}
	if err != nil {
		return nil, errors.Join(err, w.Abort())
	}
	w.Replaces(u.ID)
	data, err := json.Marshal(f)
	if err != nil {
		return nil, fmt.Errorf("encode figures: %w", err)
	}
	next, err := w.Finish(u.Partial, data)
	if err != nil {
		return nil, errors.Join(err, w.Abort())
	}
	return next, nil
}
