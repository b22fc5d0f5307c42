package pipeline

import (
	"bytes"
	"context"
	"errors"
	"fmt"
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
//	agree.go      the index made to agree with what the table consists of
//	plan.go       which inputs are new, changed, unchanged or gone (judge.go)
//	documents.go  the documents of those to be processed, piece by piece
//	gather.go     their rows, put into units that are saved as they fill (fate.go)
//	settle.go     what the new rows change in old ones
//	commit.go     the version that readers see from then on
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
