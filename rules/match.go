package rules

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Match is a place where a rule's trigger stands and its guards hold. Start and
// End are bytes of the text and cover the trigger, or, with a pattern, what the
// pattern matched.
type Match struct {
	Rule       *Rule
	Start, End int
}

// Append finds the rules of the set that hold for text and appends one match a
// rule, its first, to dst, in the order of the rules. White space at the ends of
// text does not count for At and Max. ASCII triggers match in either case.
func (s *Set) Append(dst []Match, text string) []Match {
	return s.appendMatches(dst, text, false)
}

// AppendAll is Append with every place a trigger stands at, in the order of
// places. Patterns decide only whether a rule holds; places are the triggers'.
func (s *Set) AppendAll(dst []Match, text string) []Match {
	return s.appendMatches(dst, text, true)
}

func (s *Set) appendMatches(dst []Match, text string, all bool) []Match {
	base := len(dst)
	from, to, size := -1, 0, -1
	s.find.each(text, func(trigger int32, start, end int) {
		i := s.owner[trigger]
		r := s.Rules[i]
		if from < 0 {
			from = len(text) - len(strings.TrimLeftFunc(text, isSpace))
			to = len(strings.TrimRightFunc(text, isSpace))
		}
		if (r.At == "start" || r.At == "whole") && start != from || (r.At == "end" || r.At == "whole") && end != to {
			return
		}
		if !all {
			for _, m := range dst[base:] {
				if m.Rule == r {
					return
				}
			}
		}
		if r.Max > 0 {
			if size < 0 {
				size = utf8.RuneCountInString(text[from:to])
			}
			if size > r.Max {
				return
			}
		}
		for _, n := range r.Not {
			if strings.Contains(text, n) {
				return
			}
		}
		if r.re != nil {
			loc := r.re.FindStringIndex(text)
			if loc == nil {
				return
			}
			if !all {
				start, end = loc[0], loc[1]
			}
		}
		dst = append(dst, Match{r, start, end})
	})
	if !all && len(dst)-base > 1 {
		slices.SortFunc(dst[base:], func(x, y Match) int { return x.Rule.order - y.Rule.order })
	}
	return dst
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
