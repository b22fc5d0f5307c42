package advice

import (
	"strings"
	"unicode/utf8"
)

// subject says who stands before byte at in a clause: the reader, another party,
// or neither. A name after a preposition or before 的 is no subject.
func (s *sentence) subject(c *clause, at int) class {
	who := classNone
	for _, p := range s.phrases[c.first:c.last] {
		if p.start >= at {
			break
		}
		if p.class != reader && p.class != other {
			continue
		}
		if strings.HasPrefix(s.text[p.end:], "的") || p.end > at {
			if p.end <= at {
				who = classNone
			}
			continue
		}
		if prev, _ := utf8.DecodeLastRuneInString(s.text[c.start:p.start]); strings.ContainsRune(takesObject, prev) {
			continue
		}
		// 与店长讲价时 speaks of a time: whoever stands in it is no subject.
		if i := lastOf(s.text[p.end:at], timeEnds); i >= 0 {
			continue
		}
		who = p.class
	}
	return who
}

// takesObject are prepositions and verbs whose object is no subject of what follows.
const takesObject = "与和跟同向对给找请让从由被把将比替帮为及、到在经凭据按用"

// timeEnds close an adverbial of time or circumstance.
var timeEnds = []string{"之前", "之后", "以后", "以前", "时", "前", "后", "期间", "过程中", "情况下", "当天"}

// lastOf is where the last of words ends in text, -1 for none.
func lastOf(text string, words []string) int {
	end := -1
	for _, w := range words {
		if i := strings.LastIndex(text, w); i >= 0 && i+len(w) > end {
			end = i + len(w)
		}
	}
	return end
}

// through reports whether clause k is a means that what follows describes: 通过协商，
// 可以减轻….
func (s *sentence) through(k int) bool {
	c := &s.clauses[k]
	return s.means(s.text[c.start:c.end])
}

func (s *sentence) means(text string) bool {
	text = strings.TrimSpace(text)
	for _, w := range []string{"通过", "借款人通过", "这样", "此举", "这", "从而", "以便", "以此", "由此", "只有"} {
		if strings.HasPrefix(text, w) {
			return true
		}
	}
	i := strings.Index(text, "通过")
	if i < 0 {
		return false
	}
	r, _ := utf8.DecodeRuneInString(text[i+len("通过"):])
	return !strings.ContainsRune("的了后以", r)
}

// settled reports whether everything before clause k sets the scene for it: a
// time, a place, a condition. 可以 after another statement describes.
func (s *sentence) settled(k int, who class) bool {
	for _, w := range []string{"投诉", "举报", "报警", "起诉", "申诉", "申请仲裁"} {
		if strings.Contains(s.text[s.clauses[k].start:s.clauses[k].end], w) {
			return true
		}
	}
	for i := max(0, k-1); i < k; i++ {
		c := &s.clauses[i]
		if !s.setting(i) && (who == reader || s.subject(c, c.end) == other || s.holds(c, judgement, c.start, c.end)) {
			return false
		}
	}
	return true
}

// setting reports whether a clause is an adverbial or a condition.
func (s *sentence) setting(k int) bool {
	c := &s.clauses[k]
	text := strings.TrimSpace(s.text[c.start:c.end])
	if strings.HasSuffix(text, "的") || s.holds(c, condition, c.start, c.end) || len(text) <= 5*len("的") && s.holds(c, adverb, c.start, c.start+1) || s.holds(c, upon, c.start, c.start+1) {
		return true
	}
	for _, w := range timeEnds {
		if strings.HasSuffix(text, w) {
			return true
		}
	}
	for _, w := range []string{"在", "当", "对于", "为了", "根据", "除了", "关于", "面对", "无论", "不管", "比如", "例如", "譬如"} {
		if strings.HasPrefix(text, w) {
			return true
		}
	}
	for _, w := range []string{"下", "中", "上", "里", "此时", "这时"} {
		if strings.HasSuffix(text, w) && utf8.RuneCountInString(text) < 20 {
			return true
		}
	}
	return false
}
