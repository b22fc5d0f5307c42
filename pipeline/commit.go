package pipeline

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"zhengwen/pipeline/report"
	"zhengwen/pipeline/sink"
)

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
