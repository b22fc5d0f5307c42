package boilerplate

import (
	"strings"
	"unicode/utf8"

	"zhengwen/document"
)

// verdict is what the rules say about one block.
type verdict struct {
	best    *reading // the first kind that applies
	moves   place    // where some rule may move the block
	label   bool     // opens a run
	run     int32    // 1 + index of the label whose run this block is in; 0 for none
	certain bool     // in the run wherever it stands
	cut     cut      // end of the block that is split off wherever it stands
	tailCut cut      // the same near the end of the body; holds cut and more
	quiet   bool     // no rule moves the block from anywhere; the others have not been asked
}

// cut is the end of a block from byte at on; rule is nil when there is none.
type cut struct {
	rule *reading
	at   int32
}

// extend moves the cut forward to at. Of several pieces the first kind that
// applies is reported.
func (c *cut) extend(r *reading, at int) {
	if c.rule == nil || r.rank < c.rule.rank {
		c.rule = r
	}
	c.at = int32(at)
}

// Lengths in bytes. Longer blocks are paragraphs or link farms: for the former
// only the end is looked at, the latter show what they are at the beginning.
const (
	longBlock = 1600
	endWindow = 480
)

// maxCuts bounds the pieces of chrome taken off the end of one paragraph.
const maxCuts = 4

// listen asks about one block what must be asked of every one. Most lines of a body
// are far from its ends and in nobody's run: the rules that only name a line, or move
// it from the ends, have nothing to say about them.
func (w *work) listen(b *document.Block) verdict {
	switch b.Role {
	case document.RoleBody:
		if text, _ := lookedAt(b); !w.s.loud.Any(text) {
			return verdict{quiet: true}
		}
	case document.RoleBoilerplate:
	default:
		return verdict{}
	}
	return w.match(b)
}

// verdict is the whole verdict on block i.
func (w *work) verdict(i int) *verdict {
	v := &w.verdicts[i]
	if v.quiet {
		m := w.match(&w.d.Blocks[i])
		w.matched[i] = m
		m.run, m.certain = v.run, v.certain
		*v = m
	}
	return v
}

// lookedAt is the part of a block that is looked at, and where it begins.
func lookedAt(b *document.Block) (text string, offset int) {
	switch {
	case len(b.Text) <= longBlock:
	case b.Role == document.RoleBoilerplate:
		return b.Text[:runeStart(b.Text, longBlock)], 0
	default:
		offset = runeStart(b.Text, len(b.Text)-endWindow)
	}
	return b.Text[offset:], offset
}

// match asks all rules about one block.
func (w *work) match(b *document.Block) (v verdict) {
	text, offset := lookedAt(b)
	for n := range maxCuts {
		w.matches = w.s.set.Append(w.matches[:0], text)
		var end *reading
		at := 0
		for _, m := range w.matches {
			r := w.s.readings[m.Rule]
			if r == nil {
				continue
			}
			if r.cut {
				start, _ := m.Where(text)
				if start = tailStart(text, start); offset+start > 0 {
					if (end == nil || start < at) && b.Role == document.RoleBody {
						end, at = r, start
					}
					continue
				}
			}
			if n > 0 || offset > 0 {
				continue // what is left of a paragraph is judged once the tail is off
			}
			if v.best == nil || r.rank < v.best.rank {
				v.best = r
			}
			v.moves |= r.moves
			v.label = v.label || r.run
		}
		if end == nil || n == 0 && v.moves&anywhere != 0 {
			return v
		}
		if n == 0 {
			v.best, v.moves, v.label = nil, 0, false
		}
		if end.moves&anywhere != 0 && v.cut.at == v.tailCut.at { // nothing that must stay stands behind it
			v.cut.extend(end, offset+at)
		}
		v.tailCut.extend(end, offset+at)
		text = strings.TrimRightFunc(text[:at], document.IsSpace)
	}
	return v
}

// sentenceEnd are the characters a paragraph ends with.
const sentenceEnd = "。！？；…”’」』）)】]》.!?;\""

// tailStart moves the start of a match over the sentence end and the white space
// its pattern began with, which stay with the paragraph.
func tailStart(text string, start int) int {
	for start < len(text) {
		r, n := utf8.DecodeRuneInString(text[start:])
		if !document.IsSpace(r) && !strings.ContainsRune(sentenceEnd, r) {
			break
		}
		start += n
	}
	return start
}

// runeStart is the nearest start of a character at or before i.
func runeStart(text string, i int) int {
	for i > 0 && i < len(text) && !utf8.RuneStart(text[i]) {
		i--
	}
	return i
}
