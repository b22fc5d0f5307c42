package sink

import (
	"errors"
	"fmt"

	"zhengwen/document"
)

// Patch says how rows change on their way from a unit to its successor.
type Patch struct {
	Drop   map[string]bool     // keys of inputs that go, with all their rows
	Twin   map[string]string   // id of an article → its new duplicate_of, "" for none
	Reject map[string]RowClass // id of an article → RowRepeated or RowSuperseded
}

// First returns the key of the first input of a unit that the patch leaves, or "".
func (p Patch) First(u *Unit) (string, error) {
	if !p.Drop[u.First] {
		return u.First, nil
	}
	first := ""
	err := u.EachInput(func(in *Input) error {
		if first == "" && !p.Drop[in.Key] {
			first = in.Key
		}
		return nil
	})
	return first, err
}

// Observer is told of every row that is written.
type Observer struct {
	Article func(*document.Record)
	Reject  func(*document.Reject)
}

// Copy writes the rows of a finished unit, changed by the patch. When the unit's
// last input is unfinished it is not entered but returned, for the caller to go
// on with.
func (u *UnitWriter) Copy(from *Unit, p Patch, o Observer) (open *Input, err error) {
	gone := map[string]bool{}
	err = from.EachInput(func(in *Input) error {
		if p.Drop[in.Key] {
			for _, r := range in.Rows {
				if r.Class == RowArticle {
					gone[r.ID] = true
				}
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	fallen, err := u.copyArticles(from, p, gone, o)
	if err != nil {
		return nil, err
	}
	return u.copyRejects(from, p, fallen, o)
}

// copyArticles copies what stays an article and returns what becomes a reject.
func (u *UnitWriter) copyArticles(from *Unit, p Patch, gone map[string]bool, o Observer) (map[string]*document.Reject, error) {
	fallen := map[string]*document.Reject{}
	var werr error
	err := eachRow(from.dir, from.Parts, Articles, func(r *document.Record) bool {
		if gone[r.ID] {
			return true
		}
		if class, ok := p.Reject[r.ID]; ok {
			fallen[r.ID] = document.Displaced(r, string(class))
			return true
		}
		if twin, ok := p.Twin[r.ID]; ok {
			r.DuplicateOf = nil
			if twin != "" {
				r.DuplicateOf = &twin
			}
		}
		o.Article(r)
		werr = u.Article(r)
		return werr == nil
	})
	return fallen, errors.Join(err, werr)
}

// copyRejects walks the list of inputs beside the table of rejects, which has the
// same order, and enters the inputs.
func (u *UnitWriter) copyRejects(from *Unit, p Patch, fallen map[string]*document.Reject, o Observer) (open *Input, err error) {
	rejects := newRowReader[document.Reject](from.dir, from.Parts, Rejects)
	defer rejects.stop()
	err = from.EachInput(func(in *Input) error {
		drop := p.Drop[in.Key]
		for i := range in.Rows {
			row := &in.Rows[i]
			x := fallen[row.ID]
			if row.Class != RowArticle {
				if x = rejects.next(); x == nil {
					return errors.Join(fmt.Errorf("unit %s: the table of rejects is shorter than its list", from.ID), rejects.err)
				}
			} else if twin, ok := p.Twin[row.ID]; ok {
				row.Twin = twin
			}
			if drop || x == nil {
				continue
			}
			if row.Class == RowArticle {
				row.Class, row.Twin = p.Reject[row.ID], ""
			}
			o.Reject(x)
			if err := u.Reject(x); err != nil {
				return err
			}
		}
		switch {
		case drop:
			return nil
		case in.More:
			open = in
			return nil
		}
		return u.Input(in)
	})
	return open, err
}
