package advice

import (
	"strings"

	"zhengwen/document"
)

// reading says how the directive x in clause k is meant.
func (s *sentence) reading(k int, x phrase) reading {
	r := reading{stance: document.StanceDo, class: x.class, at: x.start, index: k}
	if x.class == dont || x.class == avoid || x.class == bar || s.forbids(x.end) {
		r.stance, r.forbids = document.StanceDont, true
	}
	if i, ok := s.hangs(k, x); ok {
		r.stance = document.StanceConditional
		r.condition = s.trim(s.clauses[i])
	}
	return r
}

// forbids reports whether a prohibition follows a modal at once: 要避免, 一定不要.
func (s *sentence) forbids(at int) bool {
	return forbidding.begin(strings.TrimLeft(s.text[at:], " 尽量一定")) > 0
}

var forbidding = newWords("避免", "不要", "别", "切勿", "防止")

// hangs finds the clause a directive depends on: one with a conditional word, or a
// contingency that ends in 的, before it; 除非 also after it.
func (s *sentence) hangs(k int, x phrase) (int, bool) {
	for i := 0; i <= k; i++ {
		c := &s.clauses[i]
		for _, p := range s.phrases[c.first:c.last] {
			if p.class == condition && p.start < x.start {
				return i, true
			}
		}
		if i < k && s.contingency(i) {
			return i, true
		}
	}
	for i := k; i < len(s.clauses); i++ {
		c := &s.clauses[i]
		if strings.HasPrefix(c.text, "除非") {
			return i, true
		}
	}
	return 0, false
}

// contingency reports whether clause k names a case by ending in 的: 没有收据的，.
// What asks how something was, or says what a thing is, does not.
func (s *sentence) contingency(k int) bool {
	c := &s.clauses[k]
	return strings.HasSuffix(c.text, "的") && c.stop != 0 && c.stop != '：' && !strings.HasPrefix(c.text, "凡") && picks.begin(c.text) == 0 && !strings.HasSuffix(c.text, "是的") &&
		!strings.Contains(c.text, "都是") && (strings.Contains(c.text, "不知道") || !strings.Contains(c.text, "怎么") && !strings.Contains(c.text, "什么"))
}

// hypothetical reports whether clause k is a condition.
func (s *sentence) hypothetical(k int) bool {
	return s.contingency(k) || s.holds(&s.clauses[k], condition, s.clauses[k].start, s.clauses[k].end)
}

// trim is a clause without white space at its ends and end marks.
func (s *sentence) trim(c clause) document.Span {
	text := s.text[c.start:c.end]
	start := c.start + leadingSpace(text)
	end := c.start + len(strings.TrimRight(text, " 。！？!?\u3000"))
	return document.Span{Start: start, End: max(start, end)}
}
