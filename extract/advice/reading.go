package advice

import (
	"strings"

	"zhengwen/document"
)

// reading says how the directive x in clause k is meant.
func (s *sentence) reading(k int, x phrase) reading {
	r := reading{stance: document.StanceDo, at: x.start, index: k}
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
	rest := strings.TrimLeft(s.text[at:], " 尽量一定")
	for _, w := range []string{"避免", "不要", "别", "切勿", "防止"} {
		if strings.HasPrefix(rest, w) {
			return true
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
		text := strings.TrimSpace(s.text[c.start:c.end])
		if i < k && strings.HasSuffix(text, "的") && !strings.HasPrefix(text, "凡") && !strings.HasSuffix(text, "是的") && c.stop != '：' {
			return i, true
		}
	}
	for i := k; i < len(s.clauses); i++ {
		c := &s.clauses[i]
		if strings.HasPrefix(strings.TrimSpace(s.text[c.start:c.end]), "除非") {
			return i, true
		}
	}
	return 0, false
}

// trim is a clause without white space at its ends and end marks.
func (s *sentence) trim(c clause) document.Span {
	text := s.text[c.start:c.end]
	start := c.start + leadingSpace(text)
	end := c.start + len(strings.TrimRight(text, " 。！？!?\u3000"))
	return document.Span{Start: start, End: max(start, end)}
}
