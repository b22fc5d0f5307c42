package pipeline

import (
	"errors"
	"fmt"
	"os"

	"zhengwen/pipeline/index"
)

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
