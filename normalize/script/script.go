// Package script converts Traditional Chinese to Simplified, character by character
// with the words around a character where it has a choice, and folds full-width
// letters and digits.
package script

import (
	"context"
	"fmt"
	"sync"
	"unicode/utf8"

	"zhengwen/document"
)

// Mode says what the stage does beyond telling the page's script.
type Mode uint8

const (
	Hans   Mode = iota // convert to Simplified, fold width
	Keep               // change nothing
	Both               // as Hans; the record also gets the text as written, from the ledger
	Script             // convert to Simplified, leave width alone
)

// ParseMode reads a mode as the command line writes it: hans, keep or both.
func ParseMode(name string) (Mode, error) {
	switch name {
	case "hans":
		return Hans, nil
	case "keep":
		return Keep, nil
	case "both":
		return Both, nil
	}
	return 0, fmt.Errorf("script %q is none of hans, keep, both", name)
}

// String returns the mode's name on the command line.
func (m Mode) String() string {
	switch m {
	case Keep:
		return "keep"
	case Both:
		return "both"
	case Script:
		return "script"
	}
	return "hans"
}

// Stage is the pipeline's stage "script". It is safe for concurrent use.
type Stage struct {
	mode    Mode
	scratch sync.Pool // *scratch
}

// scratch is the scratch space of one Apply.
type scratch struct {
	changes []document.Change
	classes []class // of the characters of each block, taken together
}

// New makes the stage.
func New(mode Mode) *Stage {
	tables() // here, so that no document pays for the loading
	return &Stage{mode: mode, scratch: sync.Pool{New: func() any { return new(scratch) }}}
}

// Name returns "script".
func (*Stage) Name() string { return "script" }

// Apply sets d.Script to the script of what a reader sees and converts every
// block, those of the head and hidden ones too.
func (s *Stage) Apply(_ context.Context, d *document.Document) error {
	buf := s.scratch.Get().(*scratch)
	defer s.scratch.Put(buf)
	page := buf.pageEvidence(d)
	d.Script = page.Script()
	if s.mode == Keep || page.foreign() {
		return nil
	}
	c := Converter{Page: page, Width: s.mode != Script}
	for i := range d.Blocks {
		if buf.classes[i]&c.wants() != 0 {
			buf.changes = c.Changes(buf.changes[:0], d.Blocks[i].Text)
			if err := d.Rewrite(i, buf.changes); err != nil {
				return fmt.Errorf("convert block %d: %w", i, err)
			}
		}
		// What a damaged place may have said is to stand in the same script.
		for j := range d.Blocks[i].Damage {
			x := &d.Blocks[i].Damage[j]
			buf.changes = c.Changes(buf.changes[:0], x.Suggestion)
			text, _, err := document.Apply(x.Suggestion, buf.changes)
			if err != nil {
				return fmt.Errorf("convert a suggestion of block %d: %w", i, err)
			}
			x.Suggestion = text
		}
	}
	return nil
}

// proseLength is the least number of code points of a block that counts as prose:
// longer than menu entries and buttons, which a site may keep in another script.
const proseLength = 20

// prosy reports whether a text has the length of prose.
func prosy(text string) bool {
	return len(text) >= utf8.UTFMax*proseLength || len(text) >= proseLength && document.CountRunes(text) >= proseLength
}

// pageEvidence counts over prose outside links; where that tells nothing, over all
// that a reader sees. It notes the classes of all blocks.
func (s *scratch) pageEvidence(d *document.Document) Evidence {
	var prose, rest Evidence
	s.classes = s.classes[:0]
	t := tables()
	for i := range d.Blocks {
		b := &d.Blocks[i]
		x, all := t.count(b.Text)
		s.classes = append(s.classes, all)
		if b.Role == document.RoleHead || b.Role == document.RoleHidden {
			continue
		}
		if prosy(b.Text) && 2*b.Marked(document.MarkLink) < len(b.Text) {
			prose = prose.Add(x)
		} else {
			rest = rest.Add(x)
		}
	}
	if prose.Hans+prose.Hant+prose.Foreign > 0 {
		return prose
	}
	return prose.Add(rest)
}
