package document

import (
	"errors"
	"fmt"
	"sort"
	"strings"
)

// Change is a wish to replace a part of a text. Start and End are bytes of the
// text before the change.
type Change struct {
	Start, End int
	After      string
	Kind       EditKind
	Rule       string
	Confidence float64 // 0…1
}

// Edit is an entry of the ledger. Start and End are bytes of the changed text,
// where After stands; Before stood there. A deletion has an empty After and
// Start == End. Undoing a text's edits from last to first restores it.
type Edit struct {
	Kind       EditKind
	Rule       string
	Start, End int
	Before     string
	After      string
	Repaired   string // After as it stood before script or width conversion; empty where conversion did not touch it
	Confidence float64
}

// ErrFrozen is returned by Rewrite once the text has been composed.
var ErrFrozen = errors.New("text is frozen")

// Apply carries out changes, which must be ascending and must not overlap, and
// returns the new text with the ledger that undoes them.
func Apply(text string, changes []Change) (string, []Edit, error) {
	b := Block{Text: text}
	if err := b.rewrite(changes); err != nil {
		return text, nil, err
	}
	return b.Text, b.Edits, nil
}

// Undo restores the text that stood before the edits.
func Undo(text string, edits []Edit) string {
	if len(edits) == 0 {
		return text
	}
	var out strings.Builder
	pos := 0
	for _, e := range edits {
		out.WriteString(text[pos:e.Start])
		out.WriteString(e.Before)
		pos = e.End
	}
	out.WriteString(text[pos:])
	return out.String()
}

// Rewrite carries out changes on a block, rebases its marks, damage and earlier
// edits, and enters the changes in its ledger. Where a change touches an earlier
// edit the two become one that keeps the earliest text as Before. Changes must be
// ascending and must not overlap.
func (d *Document) Rewrite(block int, changes []Change) error {
	if d.frozen {
		return ErrFrozen
	}
	if len(changes) == 0 {
		return nil
	}
	return d.Blocks[block].rewrite(changes)
}

func (b *Block) rewrite(changes []Change) error {
	if len(changes) == 0 {
		return nil
	}
	size, last := len(b.Text), 0
	for i, c := range changes {
		if c.Start < last || c.End < c.Start || c.End > len(b.Text) {
			return fmt.Errorf("change %d [%d:%d) is out of order or outside a text of %d bytes", i, c.Start, c.End, len(b.Text))
		}
		last = c.End
		size += len(c.After) - (c.End - c.Start)
	}
	var out strings.Builder
	out.Grow(size)
	pos := 0
	for _, c := range changes {
		out.WriteString(b.Text[pos:c.Start])
		out.WriteString(c.After)
		pos = c.End
	}
	out.WriteString(b.Text[pos:])

	m := newMover(changes)
	for i := range b.Marks {
		b.Marks[i].Span = m.span(b.Marks[i].Span)
	}
	for i := range b.Damage {
		b.Damage[i].Span = m.span(b.Damage[i].Span)
	}
	b.Edits = mergeEdits(b.Text, b.Edits, changes)
	b.Text = out.String()
	return nil
}

// mergeEdits returns the ledger of text after changes, given the ledger of text.
func mergeEdits(text string, edits []Edit, changes []Change) []Edit {
	out := make([]Edit, 0, len(edits)+len(changes))
	delta := 0
	for i, j := 0, 0; i < len(edits) || j < len(changes); {
		// A group is a maximal run of edits and changes that overlap.
		gi, gj := i, j
		var lo, hi int
		if j == len(changes) || i < len(edits) && !changeFirst(changes[j], edits[i]) {
			lo, hi = edits[i].Start, edits[i].End
			i++
		} else {
			lo, hi = changes[j].Start, changes[j].End
			j++
		}
		for {
			if i < len(edits) && joins(lo, hi, edits[i].Start, edits[i].End) {
				lo, hi = min(lo, edits[i].Start), max(hi, edits[i].End)
				i++
			} else if j < len(changes) && joins(lo, hi, changes[j].Start, changes[j].End) {
				lo, hi = min(lo, changes[j].Start), max(hi, changes[j].End)
				j++
			} else {
				break
			}
		}
		e := merged(text, edits[gi:i], changes[gj:j], lo, hi)
		e.Start = lo + delta
		e.End = e.Start + len(e.After)
		out = append(out, e)
		delta += len(e.After) - (hi - lo)
	}
	return out
}

// changeFirst orders a change before an edit: by start, and of an empty range and
// a longer one at the same place the empty one stands first.
func changeFirst(c Change, e Edit) bool {
	if c.Start != e.Start {
		return c.Start < e.Start
	}
	return c.End < e.End
}

// joins reports whether [a,b) falls inside or overlaps [lo,hi). Ranges that only
// touch do not join, so that a deletion stays apart from what stands beside it.
func joins(lo, hi, a, b int) bool {
	if a == b || lo == hi {
		return lo < a && a < hi || a < lo && lo < b
	}
	return a < hi && lo < b
}

// merged is the one entry for a group of edits and changes over text[lo:hi].
func merged(text string, edits []Edit, changes []Change, lo, hi int) Edit {
	if len(edits) == 1 && len(changes) == 0 {
		return edits[0]
	}
	var e Edit
	if len(edits) == 0 && len(changes) == 1 {
		c := changes[0]
		return Edit{Kind: c.Kind, Rule: c.Rule, Before: text[lo:hi], After: c.After, Confidence: c.Confidence}
	}
	e.Confidence = 1
	name := func(kind EditKind, rule string, confidence float64) {
		// Repair outranks plain conversion: what is listed must stay listed.
		if e.Kind == "" || e.Kind.Plain() && !kind.Plain() {
			e.Kind, e.Rule = kind, rule
		}
		e.Confidence = min(e.Confidence, confidence)
	}
	var before, after strings.Builder
	pos := lo
	for _, x := range edits {
		if x.Repaired != "" {
			e.Repaired = x.Repaired
		}
		name(x.Kind, x.Rule, x.Confidence)
		before.WriteString(text[pos:x.Start])
		before.WriteString(x.Before)
		pos = x.End
	}
	before.WriteString(text[pos:hi])
	pos = lo
	for _, c := range changes {
		name(c.Kind, c.Rule, c.Confidence)
		after.WriteString(text[pos:c.Start])
		after.WriteString(c.After)
		pos = c.End
	}
	after.WriteString(text[pos:hi])
	e.Before, e.After = before.String(), after.String()
	if !e.Kind.Plain() && e.Repaired == "" && changes[len(changes)-1].Kind.Plain() {
		e.Repaired = text[lo:hi]
	}
	return e
}

// mover maps offsets of a text before changes to offsets after them.
type mover struct {
	changes []Change
	shift   []int // shift[i] is the growth of the text by changes[:i]
}

func newMover(changes []Change) mover {
	shift := make([]int, len(changes)+1)
	for i, c := range changes {
		shift[i+1] = shift[i] + len(c.After) - (c.End - c.Start)
	}
	return mover{changes, shift}
}

// start maps the start of a span: inside a replaced range it moves to the start
// of the replacement.
func (m mover) start(p int) int {
	i := sort.Search(len(m.changes), func(i int) bool { return m.changes[i].End > p })
	if i < len(m.changes) && m.changes[i].Start < p {
		return m.changes[i].Start + m.shift[i]
	}
	return p + m.shift[i]
}

// end maps the end of a span: inside a replaced range it moves to the end of the
// replacement.
func (m mover) end(p int) int {
	i := sort.Search(len(m.changes), func(i int) bool { return m.changes[i].End >= p })
	if i < len(m.changes) && m.changes[i].Start < p {
		return m.changes[i].Start + m.shift[i] + len(m.changes[i].After)
	}
	return p + m.shift[i]
}

func (m mover) span(s Span) Span {
	if s.Start == s.End {
		p := m.end(s.Start)
		return Span{p, p}
	}
	a := m.start(s.Start)
	return Span{a, max(a, m.end(s.End))}
}
