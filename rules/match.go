package rules

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Match is a place where a rule's trigger stands and its guards hold. Start and
// End are bytes of the text and cover the trigger.
type Match struct {
	Rule       *Rule
	Index      int // of Rule in the Rules of its set
	Start, End int
}

// Append finds the rules of the set that hold for text and appends one match a
// rule, its first, to dst, in the order of the rules. White space at the ends of
// text does not count for At and Max. ASCII triggers match in either case.
func (s *Set) Append(dst []Match, text string) []Match {
	base := len(dst)
	dst = s.appendMatches(dst, text, false)
	if len(dst)-base > 1 {
		slices.SortFunc(dst[base:], func(x, y Match) int { return x.Index - y.Index })
	}
	return dst
}

// AppendAll is Append with every place a trigger stands at, in the order of
// places, longer triggers first.
func (s *Set) AppendAll(dst []Match, text string) []Match {
	return s.appendMatches(dst, text, true)
}

func (s *Set) appendMatches(dst []Match, text string, all bool) []Match {
	var buf [64]Place
	base := len(dst)
	g := guarded{text: text, from: -1, size: -1}
	for _, p := range s.find.places(buf[:0], text) {
		m := Match{s.Rules[p.Index], int(p.Index), int(p.Start), int(p.End)}
		if !all && matched(dst[base:], m.Index) || s.guarded[p.Index] && !g.holds(m.Rule, m.Start, m.End) {
			continue
		}
		dst = append(dst, m)
	}
	return dst
}

// Any reports whether any rule of the set holds for text.
func (s *Set) Any(text string) bool {
	var buf [64]Place
	g := guarded{text: text, from: -1, size: -1}
	for _, p := range s.find.places(buf[:0], text) {
		if !s.guarded[p.Index] || g.holds(s.Rules[p.Index], int(p.Start), int(p.End)) {
			return true
		}
	}
	return false
}

// Place is where a trigger of a rule stands, for hot paths over texts shorter than
// 2 GiB.
type Place struct {
	Index      int32 // of the rule in the Rules of the set
	Start, End int32
}

// In is the place in the text that begins at byte from of its own.
func (p Place) In(from int) Place {
	return Place{p.Index, p.Start - int32(from), p.End - int32(from)}
}

// AppendPlaces is AppendAll without the guards, which Holds asks.
func (s *Set) AppendPlaces(dst []Place, text string) []Place { return s.find.places(dst, text) }

// Holds reports whether the guards of the rule hold for text, in which its trigger
// stands at p.
func (s *Set) Holds(p Place, text string) bool {
	return !s.guarded[p.Index] || s.ask(p, text)
}

func (s *Set) ask(p Place, text string) bool {
	g := guarded{text: text, from: -1, size: -1}
	return g.holds(s.Rules[p.Index], int(p.Start), int(p.End))
}

func matched(matches []Match, index int) bool {
	for i := range matches {
		if matches[i].Index == index {
			return true
		}
	}
	return false
}

// guarded is a text whose guards are asked, with what they need measured once.
type guarded struct {
	text     string
	from, to int // the text without white space at its ends; from is -1 until measured
	size     int // code points of that, -1 until counted

	asked *Rule // whose pattern was asked last
	held  bool  // what it said
}

// holds asks the guards of a rule whose trigger stands at text[start:end].
func (g *guarded) holds(r *Rule, start, end int) bool {
	if g.from < 0 && (r.At != "" || r.Max > 0) {
		g.from = len(g.text) - len(strings.TrimLeftFunc(g.text, isSpace))
		g.to = len(strings.TrimRightFunc(g.text, isSpace))
	}
	if (r.At == "start" || r.At == "whole") && start != g.from || (r.At == "end" || r.At == "whole") && end != g.to {
		return false
	}
	if r.Max > 0 && g.to-g.from > r.Max {
		if g.size < 0 && g.to-g.from <= utf8.UTFMax*r.Max {
			g.size = runes(g.text[g.from:g.to])
		}
		if g.size < 0 || g.size > r.Max {
			return false
		}
	}
	for _, n := range r.Not {
		if strings.Contains(g.text, n) {
			return false
		}
	}
	if r.re == nil {
		return true
	}
	if g.asked != r {
		g.asked, g.held = r, r.re.holds(g.text)
	}
	return g.held
}

// runes is the number of characters that begin in text.
func runes(text string) int {
	n := 0
	for i := range len(text) {
		if text[i]&0xC0 != 0x80 {
			n++
		}
	}
	return n
}

// Where is what the pattern of the match's rule matches in its text; without a
// pattern it is the trigger.
func (m Match) Where(text string) (start, end int) {
	if m.Rule.re != nil {
		if loc := m.Rule.re.find(text); loc != nil {
			return loc[0], loc[1]
		}
	}
	return m.Start, m.End
}

// First returns the first rule of the set that holds for text.
func (s *Set) First(text string) (Match, bool) {
	var buf [8]Match
	m := s.Append(buf[:0], text)
	if len(m) == 0 {
		return Match{}, false
	}
	return m[0], true
}

func isSpace(r rune) bool {
	return r <= ' ' || r == 0xA0 || r == 0x3000 || r >= 0x2000 && r <= 0x200B || r == 0xFEFF
}
