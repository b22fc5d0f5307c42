package pipeline

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"sync"

	"zhengwen/document"
	"zhengwen/pipeline/index"
	"zhengwen/pipeline/report"
	"zhengwen/pipeline/sink"
	"zhengwen/pipeline/source"
)

// tableRun brings one table up to date with its inputs. Its steps, each in a file
// of its own:
//
//	plan.go    which inputs are new, changed, unchanged or gone
//	gather.go  the rows of the new ones, put into units that are saved as they fill
//	settle.go  what the new rows change in old ones; then the commit
//
// The table is a function of its inputs: order and history leave no trace in its
// rows.
type tableRun struct {
	p     *Pipeline
	j     Job
	out   *sink.Output
	ix    *index.Index
	mu    sync.RWMutex
	units map[string]*sink.Unit // by id: what the table consists of at the moment; under mu
	sum   Summary
	at    progress

	layout  sink.Layout
	relay   bool // the layout has changed: every unit is written anew
	journal *journal
	changed bool           // something is to be committed
	open    bool           // stopped before the old rows agreed with the new ones: nothing is to be committed
	saved   map[string]int // units that no version holds → their number in the order of saving
	plan    plan
	gather  gather
	touched touched
}

// Write brings the table in the job's output directory up to date. On error, and
// until the last moment, readers see what they saw before.
func (p *Pipeline) Write(ctx context.Context, j Job) (s *Summary, err error) {
	var disk sink.Filesystem = sink.Disk{}
	if j.disk != nil {
		disk = j.disk
	}
	out, err := sink.OpenOn(disk, j.Out, j.Inputs)
	if err != nil {
		return nil, err
	}
	t := &tableRun{p: p, j: j, out: out, touched: newTouched()}
	t.at.job = &t.j
	defer func() { err = errors.Join(err, t.close()) }()
	if err := t.load(); err != nil {
		return nil, err
	}
	todo, err := t.pending(ctx)
	if err != nil {
		return nil, err
	}
	if todo {
		if err := t.process(ctx, nil); err != nil {
			return nil, err
		}
	}
	if t.plan.listed == 0 && !t.sum.Stopped {
		return nil, ErrNoInput
	}
	if !t.sum.Stopped || t.shows() {
		if err := t.settle(ctx); err != nil {
			return nil, err
		}
	}
	if err := t.commit(); err != nil {
		return nil, err
	}
	return &t.sum, nil
}

// pending reports whether there is anything to process, and gets ready for it. A
// run without anything to do writes nothing.
func (t *tableRun) pending(ctx context.Context) (bool, error) {
	found := false
	err := t.survey(ctx, func(source.Entry, []index.File, begin) bool { found = true; return false })
	if err != nil || !found {
		return false, err
	}
	if err := t.writable(); err != nil {
		return false, err
	}
	t.journal, err = openJournal(t.out.State(inflightFile), t.out.State(suspectsFile), t.j.Workers)
	return true, err
}

func (t *tableRun) close() error {
	var errs []error
	if t.journal != nil {
		errs = append(errs, t.journal.close())
	}
	if t.ix != nil {
		errs = append(errs, t.ix.Close())
	}
	return errors.Join(append(errs, t.out.Close())...)
}

// load finds out what the table consists of: the units of the current version and
// those that an interrupted run saved.
func (t *tableRun) load() error {
	committed, err := t.out.Units()
	if err != nil {
		return err
	}
	saved, err := t.out.WorkUnits()
	if err != nil {
		return err
	}
	t.units, t.saved = map[string]*sink.Unit{}, map[string]int{}
	old := map[string]*sink.Unit{}
	for _, u := range committed {
		t.units[u.ID], old[u.ID] = u, u
	}
	for _, u := range saved { // in the order of saving
		t.saved[u.ID] = u.Seq
		t.replace(u)
		if t.units[u.ID] = old[u.ID]; t.units[u.ID] == nil {
			t.units[u.ID] = u
			t.changed = true
		}
	}
	if err := t.setLayout(); err != nil {
		return err
	}
	if err := t.openIndex(); err != nil {
		return err
	}
	return t.unsettled(committed, saved)
}

// unsettled notes the groups in which an interrupted run may have changed more
// than its own rows, as that run knew them: those of the rows that it saved, and
// of the committed rows that it replaced.
func (t *tableRun) unsettled(committed, saved []*sink.Unit) error {
	for _, u := range saved {
		if err := u.EachInput(func(in *sink.Input) error { t.touched.input(in); return nil }); err != nil {
			return err
		}
	}
	live, err := t.ix.Units()
	if err != nil {
		return err
	}
	for _, u := range committed {
		if live[u.ID] == u.Inputs {
			continue
		}
		err := u.EachInput(func(in *sink.Input) error {
			_, unit, err := t.ix.Input(in.Key)
			if err == nil && unit != u.ID {
				t.touched.input(in)
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// setLayout prepares how units are written and finds out whether the table is
// written otherwise.
func (t *tableRun) setLayout() error {
	var folders []string
	for _, u := range t.sorted() {
		folders = append(folders, u.Folders()...)
	}
	t.relay = slices.ContainsFunc(t.sorted(), func(u *sink.Unit) bool { return !t.fits(u) })
	if m, err := sink.ReadManifest(t.j.Out); err == nil {
		// The date of the folders can be another one although their key is the same.
		t.relay = t.relay || m.Options["partition"] != t.layoutOptions()["partition"]
	} else if !errors.Is(err, sink.ErrNotOutput) {
		return err
	}
	if t.relay {
		folders = nil
	}
	part, err := newPartitioner(t.j.Partition, t.j.MaxPartitions, folders)
	if err != nil {
		return err
	}
	t.layout = sink.Layout{Formats: t.j.Formats, UnitInputs: t.j.UnitInputs, Meta: sink.Metadata{Version: t.p.record.Version, RuleDigest: t.p.rules.Digest}}
	if part != nil {
		t.layout.Partition = part.folder
	}
	return nil
}

// fits reports whether a unit is written as this job wants it.
func (t *tableRun) fits(u *sink.Unit) bool { return u.Fits(t.j.Formats, t.j.Partition.key()) }

// layoutOptions names the options that decide how rows lie in files.
func (t *tableRun) layoutOptions() map[string]string {
	formats := make([]string, len(t.j.Formats))
	for i, f := range t.j.Formats {
		formats[i] = string(f)
	}
	by := t.j.Partition
	if by == "" {
		by = PartitionNone
	}
	return map[string]string{"format": fmt.Sprint(formats), "partition": string(by), "max-partitions": fmt.Sprint(t.j.MaxPartitions)}
}

// sorted returns the units in the order of their first inputs.
func (t *tableRun) sorted() []*sink.Unit {
	out := make([]*sink.Unit, 0, len(t.units))
	for _, u := range t.units {
		out = append(out, u)
	}
	slices.SortFunc(out, func(a, b *sink.Unit) int {
		if a.First != b.First {
			return bytes.Compare([]byte(a.First), []byte(b.First))
		}
		return bytes.Compare([]byte(a.ID), []byte(b.ID))
	})
	return out
}

// indexFile is the index's name in the state folder.
const indexFile = "index.db"

// openIndex opens the index and makes it agree with the units. A run that finds
// nothing to do opens it for reading only and writes nothing.
func (t *tableRun) openIndex() error {
	name := t.out.State(indexFile)
	x, err := index.Open(name, true)
	if err == nil {
		if agrees, aerr := t.agrees(x); aerr == nil && agrees {
			t.ix = x
			return nil
		}
		err = x.Close()
	}
	if err != nil && !errors.Is(err, index.ErrUnusable) {
		return err
	}
	return t.rebuildIndex(name)
}

// agrees reports whether the index holds the units of the table and no others.
func (t *tableRun) agrees(x *index.Index) (bool, error) {
	have, err := x.Units()
	if err != nil {
		return false, err
	}
	for id, n := range have {
		if t.units[id] == nil || n == index.Unfinished {
			return false, nil
		}
	}
	for id := range t.units {
		if _, ok := have[id]; !ok {
			return false, nil
		}
	}
	return true, nil
}

// rebuildIndex enters what is missing, or makes the index anew where it knows of
// units that are no more.
func (t *tableRun) rebuildIndex(name string) error {
	x, err := index.Open(name, false)
	if err == nil {
		have, uerr := x.Units()
		extra := false
		for id := range have {
			extra = extra || t.units[id] == nil
		}
		if uerr == nil && !extra {
			return t.enterMissing(x, have)
		}
		err = x.Close()
	}
	if err != nil && !errors.Is(err, index.ErrUnusable) {
		return err
	}
	if err := os.Remove(name); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("remove a stale index: %w", err)
	}
	if x, err = index.Open(name, false); err != nil {
		return err
	}
	return t.enterMissing(x, nil)
}

// enterMissing enters units that the index lacks. An input that was processed
// again belongs to the unit that was saved last.
func (t *tableRun) enterMissing(x *index.Index, have map[string]int) error {
	t.ix = x
	for _, u := range t.sorted() {
		if n, ok := have[u.ID]; ok && n != index.Unfinished {
			continue
		}
		newer := func(other string) bool { return t.saved[other] > t.saved[u.ID] }
		if err := x.Apply(u, nil, newer); err != nil {
			return err
		}
	}
	return nil
}

// writable makes sure that the index can be written.
func (t *tableRun) writable() error {
	if !t.ix.ReadOnly() {
		return nil
	}
	if err := t.ix.Close(); err != nil {
		return err
	}
	x, err := index.Open(t.out.State(indexFile), false)
	if err != nil {
		return err
	}
	t.ix = x
	return nil
}

// unit returns a unit of the table, or nil.
func (t *tableRun) unit(id string) *sink.Unit {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.units[id]
}

// observer counts the rows of one unit.
func observer(f *report.Figures) sink.Observer {
	return sink.Observer{Article: f.AddRecord, Reject: f.AddReject}
}

// enter makes a finished unit part of the table.
func (t *tableRun) enter(u *sink.Unit, times map[string]int64) error {
	if err := t.writable(); err != nil {
		return err
	}
	t.mu.Lock()
	t.units[u.ID] = u
	t.replace(u)
	t.mu.Unlock()
	t.changed = true
	return t.ix.Apply(u, times, nil)
}

// replace takes out the units that u stands for. One with the same content has the
// same id and is u itself.
func (t *tableRun) replace(u *sink.Unit) {
	for _, id := range u.Replaces {
		if id != u.ID {
			delete(t.units, id)
		}
	}
}

// shows reports whether readers are to see the outcome of this run.
func (t *tableRun) shows() bool {
	return !t.sum.Stopped || t.j.Commit != nil && t.j.Commit()
}

func (t *tableRun) keep() int { return max(1, t.j.Keep) }

// commit shows readers what the table consists of now.
func (t *tableRun) commit() error {
	show := t.changed && !t.open && t.shows()
	units := t.sorted()
	for _, u := range units {
		var f report.Figures
		if err := json.Unmarshal(u.Figures, &f); err != nil {
			return fmt.Errorf("read figures of unit %s: %w", u.ID, err)
		}
		t.sum.Table.Merge(&f)
	}
	if !t.changed {
		return t.tidy()
	}
	if !show {
		return nil
	}
	options := t.p.options.list()
	for k, v := range t.layoutOptions() {
		options[k] = v
	}
	var before *report.Figures
	if m, err := sink.ReadManifest(t.j.Out); err == nil {
		before = &report.Figures{}
		if err := json.Unmarshal(m.Figures, before); err != nil {
			return fmt.Errorf("read figures of the version before: %w", err)
		}
	}
	var page bytes.Buffer
	if err := report.Write(&page, &t.sum.Table, before, t.p.record.Version); err != nil {
		return err
	}
	figures, err := json.Marshal(&t.sum.Table)
	if err != nil {
		return fmt.Errorf("encode figures: %w", err)
	}
	m := sink.Manifest{ProcessedWith: t.p.record.Version, RuleDigest: t.p.rules.Digest, Options: options, Figures: figures}
	extra := map[string][]byte{sink.ReportFile: page.Bytes(), sink.ViewsFile: []byte(sink.Views(t.j.Formats, t.j.Partition != "" && t.j.Partition != PartitionNone))}
	if err := t.out.Commit(m, units, t.layout, extra, t.keep()); err != nil {
		return err
	}
	t.sum.Committed = true
	return t.clearJournal()
}

// tidy clears away what a run left that was killed just after its commit.
func (t *tableRun) tidy() error {
	if err := t.out.Tidy(t.keep()); err != nil {
		return err
	}
	return t.clearJournal()
}

// clearJournal removes what runs that were killed noted, once their documents are
// all done. What this run has in flight goes when its journal is closed.
func (t *tableRun) clearJournal() error {
	if t.sum.Stopped {
		return nil
	}
	if t.journal == nil {
		if err := t.forget(inflightFile); err != nil {
			return err
		}
	}
	return t.forget(suspectsFile)
}

// forget removes a file of the journal.
func (t *tableRun) forget(name string) error {
	if err := os.Remove(t.out.State(name)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("clear the journal: %w", err)
	}
	return nil
}

// rejectRow describes a reject for the unit's list.
func rejectRow(r *document.Reject) sink.Row {
	row := sink.Row{ID: r.ID}
	switch r.Class {
	case document.ClassFault:
		row.Class = sink.RowFault
	case document.ClassInput:
		row.Class, row.Why = sink.RowInput, r.Reason
	default:
		row.Class = sink.RowDecision
	}
	return row
}
