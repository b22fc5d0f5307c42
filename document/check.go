package document

import (
	"fmt"
)

// Check is the last guard before a record is written: every string is valid
// UTF-8 and every offset and index lies where it must. It returns the first
// fault.
func (r *Record) Check() error {
	for _, s := range []*string{&r.URI, r.URL, r.Title, r.Author, r.Editor, r.Source, r.SiteName, r.PublishedRaw, &r.Text, r.CharsetDeclared} {
		if s != nil && !ValidUTF8(*s) {
			return fmt.Errorf("%.40q is no valid UTF-8", *s)
		}
	}
	for i := range r.Boilerplate {
		if !ValidUTF8(r.Boilerplate[i].Text) {
			return fmt.Errorf("boilerplate %d is no valid UTF-8", i)
		}
	}
	for i := range r.Repairs {
		if x := &r.Repairs[i]; !ValidUTF8(x.Before) || !ValidUTF8(x.After) {
			return fmt.Errorf("repair %d is no valid UTF-8", i)
		}
	}
	n := r.CharCount
	span := func(what string, i int, start, end int32) error {
		if start < 0 || end < start || end > n {
			return fmt.Errorf("%s %d: [%d,%d) is outside a text of %d code points", what, i, start, end, n)
		}
		return nil
	}
	for i, s := range r.Sections {
		if err := span("section", i, s.Start, s.End); err != nil {
			return err
		}
		if s.BodyStart < s.Start || s.BodyEnd < s.BodyStart || s.BodyEnd > s.End {
			return fmt.Errorf("section %d: its body [%d,%d) is outside it", i, s.BodyStart, s.BodyEnd)
		}
		if int(s.Parent) >= i || s.Parent < -1 || len(s.Path) != int(s.Level) {
			return fmt.Errorf("section %d: level %d and parent %d do not fit", i, s.Level, s.Parent)
		}
	}
	for i, a := range r.Advice {
		if err := span("advice", i, a.Start, a.End); err != nil {
			return err
		}
		if a.Section < -1 || int(a.Section) >= len(r.Sections) {
			return fmt.Errorf("advice %d: there is no section %d", i, a.Section)
		}
	}
	for i, c := range r.Cases {
		if err := span("case", i, c.Start, c.End); err != nil {
			return err
		}
	}
	for i := range r.Repairs {
		if err := span("repair", i, r.Repairs[i].Start, r.Repairs[i].End); err != nil {
			return err
		}
	}
	for i := range r.Damage {
		if err := span("damage", i, r.Damage[i].Start, r.Damage[i].End); err != nil {
			return err
		}
	}
	return nil
}
