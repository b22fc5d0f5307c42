package sink

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"zhengwen/document"
)

// Compact rewrites units into those that a run from scratch over the same inputs
// would make: inputs in order, units full. Figures are counted anew: observe is
// called at the start of every unit, and figures gives its encoded counts.
func (o *Output) Compact(units []*Unit, l Layout, observe func() (Observer, func() ([]byte, error))) ([]*Unit, error) {
	o.work = compactDir
	defer func() { o.work = workDir }()
	var sources []*unitReader
	defer func() {
		for _, s := range sources {
			s.stop()
		}
	}()
	for _, u := range units {
		s := newUnitReader(u)
		sources = append(sources, s)
		s.advance()
	}
	var (
		out     []*Unit
		w       *UnitWriter
		watch   Observer
		figures func() ([]byte, error)
	)
	finish := func() error {
		data, err := figures()
		if err != nil {
			return err
		}
		u, err := w.Finish(false, data)
		if err != nil {
			return err
		}
		out = append(out, u)
		w = nil
		return nil
	}
	for {
		s := least(sources)
		if s == nil {
			break
		}
		if w == nil {
			var err error
			if w, err = o.BeginUnit(l, s.in.Key); err != nil {
				return nil, err
			}
			watch, figures = observe()
		}
		if err := s.write(w, watch); err != nil {
			return nil, errors.Join(err, w.Abort())
		}
		if w.Full() {
			if err := finish(); err != nil {
				return nil, errors.Join(err, w.Abort())
			}
		}
	}
	for _, s := range sources {
		if s.err != nil {
			return nil, s.err
		}
	}
	if w != nil {
		if err := finish(); err != nil {
			return nil, errors.Join(err, w.Abort())
		}
	}
	return out, nil
}

// unitReader reads a unit input by input with the rows of each.
type unitReader struct {
	unit    *Unit
	in      *Input // the next one; nil at the end
	inputs  func() (*Input, bool)
	stops   []func()
	heads   map[string]*rowReader[document.Record] // id of the next record of a partition → its reader
	waiting map[string]*document.Record            // the records at the heads, by id
	rejects *rowReader[document.Reject]
	err     error
}

func newUnitReader(u *Unit) *unitReader {
	s := &unitReader{unit: u, heads: map[string]*rowReader[document.Record]{}, waiting: map[string]*document.Record{}}
	next, stop := pullInputs(u, &s.err)
	s.inputs = next
	s.stops = append(s.stops, stop)
	var folders []string
	for _, p := range u.Parts {
		if f := path.Dir(p.Path); (f == Articles || strings.HasPrefix(f, Articles+"/")) && !slices.Contains(folders, f) {
			folders = append(folders, f)
		}
	}
	for _, f := range folders {
		var parts []Part
		for _, p := range u.Parts {
			if path.Dir(p.Path) == f {
				parts = append(parts, p)
			}
		}
		r := newRowReader[document.Record](u.dir, parts, f)
		s.stops = append(s.stops, r.stop)
		s.push(r)
	}
	s.rejects = newRowReader[document.Reject](u.dir, u.Parts, Rejects)
	s.stops = append(s.stops, s.rejects.stop)
	return s
}

func (s *unitReader) push(r *rowReader[document.Record]) {
	if rec := r.next(); rec != nil {
		s.heads[rec.ID], s.waiting[rec.ID] = r, rec
	} else if r.err != nil {
		s.err = r.err
	}
}

func (s *unitReader) advance() { s.in, _ = s.inputs() }

func (s *unitReader) stop() {
	for _, f := range s.stops {
		f()
	}
}

// write writes the next input with its rows and goes on to the one after.
func (s *unitReader) write(w *UnitWriter, o Observer) error {
	for _, row := range s.in.Rows {
		if row.Class != RowArticle {
			x := s.rejects.next()
			if x == nil {
				return errors.Join(fmt.Errorf("unit %s: the table of rejects is shorter than its list", s.unit.ID), s.rejects.err)
			}
			o.Reject(x)
			if err := w.Reject(x); err != nil {
				return err
			}
			continue
		}
		rec := s.waiting[row.ID]
		if rec == nil {
			return errors.Join(fmt.Errorf("unit %s: article %s is in its list and not in its table", s.unit.ID, row.ID), s.err)
		}
		r := s.heads[row.ID]
		delete(s.heads, row.ID)
		delete(s.waiting, row.ID)
		s.push(r)
		o.Article(rec)
		if err := w.Article(rec); err != nil {
			return err
		}
	}
	in := s.in
	s.advance()
	return w.Input(in)
}

// least returns the reader whose next input stands first, or nil at the end.
func least(sources []*unitReader) *unitReader {
	var out *unitReader
	for _, s := range sources {
		if s.in != nil && (out == nil || s.in.Key < out.in.Key) {
			out = s
		}
	}
	return out
}
