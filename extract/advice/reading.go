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
	if r.forbids && s.urged(k) {
		r.stance, r.forbids = document.StanceDo, false
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

// urged reports whether a clause before clause k says what to do, in words that the
// grammar takes for no directive: 工钱按月结，别拖到年底.
func (s *sentence) urged(k int) bool {
	for i := range k {
		c := &s.clauses[i]
		if c.stop == '：' || s.setting(i) || s.hypothetical(i) || s.subject(c, c.end) == other || happened(c.text) || strings.HasSuffix(c.text, "的") ||
			s.tells(c) || s.holds(c, judgement, c.start, c.end) || s.holds(c, hedge, c.start, c.end) || s.holds(c, stative, c.start, c.end) || passive(c.text) || states(c.text) {
			continue
		}
		for _, p := range s.phrases[c.first:c.last] {
			if p.start == c.start && (p.class == act || p.class == ahead || p.class == strong || p.class == preposition && s.holds(c, act, p.end, c.end)) || p.class == should && p.start > c.start {
				return true
			}
		}
	}
	return false
}

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
