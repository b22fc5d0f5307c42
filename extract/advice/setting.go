package advice

import (
	"strings"
	"unicode/utf8"
)

// subject says who stands before byte at in a clause: the reader, another party,
// or neither. A name after a preposition or before 的 is no subject.
func (s *sentence) subject(c *clause, at int) class {
	who := classNone
	if c.classes&(reader.bit()|other.bit()) == 0 {
		return who
	}
	for _, p := range s.phrases[c.first:c.last] {
		if p.start >= at {
			break
		}
		if p.class != reader && p.class != other {
			continue
		}
		if strings.HasPrefix(s.text[p.end:], "的") || p.end > at || p.class == other && s.attribute(c, p.end, at) {
			if p.end <= at {
				who = classNone // 对方的要求, 对方报的数
			}
			continue
		}
		if prev, _ := utf8.DecodeLastRuneInString(s.text[c.start:p.start]); prev == '、' || takesObject.has(prev) {
			continue
		}
		// 与店长讲价时 speaks of a time: whoever stands in it is no subject.
		if i := s.timeEnd(p.end, at); i >= 0 && (p.class == reader || p.start > c.start || strings.HasSuffix(s.text[:i], "时")) {
			continue
		}
		if things.begin(s.text[p.end:]) > 0 {
			continue // 中介费
		}
		who = p.class
	}
	return who
}

// things end words that begin with a party and name a thing of it.
var things = newWords("费", "证", "卡", "票", "群", "款", "号", "函")

// takesObject are prepositions and verbs whose object is no subject of what follows.
var takesObject = newRuneSet("与和跟同向对给找请让从由被把将比替帮为及到在经凭据按用")

// timeEnds close an adverbial of time or circumstance; 之前 and 以后 end in one.
var timeEnds = newWords("时", "前", "后", "期间", "过程中", "情况下", "第一时间", "当天", "那天", "头天", "前一天", "前两天", "前三天", "前几天")

// timeEnd is where the last of timeEnds ends in the bytes from…to, -1 for none.
func (s *sentence) timeEnd(from, to int) int {
	for i := len(s.times) - 1; i >= 0; i-- {
		if t := s.times[i]; t.End <= to && t.Start >= from {
			return t.End
		} else if t.End <= from {
			break
		}
	}
	return -1
}

// through reports whether clause k is a means that what follows describes: 通过协商，
// 可以减轻….
func (s *sentence) through(k int) bool {
	c := &s.clauses[k]
	return s.means(s.text[c.start:c.end])
}

func (s *sentence) means(text string) bool {
	text = trim(text)
	if meansStarts.begin(text) > 0 {
		return true
	}
	i := strings.Index(text, "通过")
	if i < 0 {
		return false
	}
	r, _ := utf8.DecodeRuneInString(text[i+len("通过"):])
	return !afterMeans.has(r)
}

// afterMeans are characters that make another word or the past of 通过.
var afterMeans = newRuneSet("的了后以")

var meansStarts = newWords("通过", "借款人通过", "这样", "此举", "这", "从而", "以便", "以此", "由此", "只有")

// settled reports whether everything before clause k sets the scene for it: a
// time, a place, a condition. 可以 after another statement describes.
func (s *sentence) settled(k int, who class) bool {
	for _, w := range []string{"投诉", "举报", "报警", "起诉", "申诉", "申请仲裁", "调解"} {
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
	text := c.text
	if strings.HasSuffix(text, "的") || s.holds(c, condition, c.start, c.end) || len(text) <= 5*len("的") && s.holds(c, adverb, c.start, c.start+1) || s.holds(c, upon, c.start, c.start+1) {
		return true
	}
	return timeEnds.end(text) || s.addressed(c) || asked(text) || s.bare(c) || settingStarts.begin(text) > 0 || settingEnds.end(text) && fewer(text, 20)
}

// attribute reports whether what stands between a party and byte at makes an
// attribute of it: 对方报的数.
func (s *sentence) attribute(c *clause, from, at int) bool {
	i := strings.Index(s.text[from:at], "的")
	if i < 0 {
		return false
	}
	for _, p := range s.phrases[c.first:c.last] {
		if p.start >= from && p.start < from+i && (p.class.modal() || p.class >= benefit && p.class <= judgement) {
			return false
		}
	}
	return true
}

// addressed reports whether a clause names whom or what the sentence is for by a noun
// after 的: 鼻子不通的人，.
func (s *sentence) addressed(c *clause) bool {
	i := strings.LastIndex(c.text, "的")
	if n := len(c.text) - i - len("的"); i <= 0 || n <= 0 || n > 4*len("人") || isDone.in(c.text) {
		return false
	}
	for _, p := range s.phrases[c.first:c.last] {
		if p.class.modal() || p.class == act || p.class == other || p.class >= benefit && p.class <= judgement {
			return false
		}
	}
	return true
}

// isDone are characters of statements.
var isDone = newRuneSet("是了")

// asked reports whether a clause puts a question that the next one answers:
// 谁先付，事先说定.
func asked(text string) bool {
	for _, w := range askings {
		if strings.Contains(text, w) {
			return true
		}
	}
	for i := strings.Index(text, "不"); i >= len("满") && i+2*len("不") <= len(text); {
		if text[i-len("满"):i] == text[i+len("不"):i+2*len("不")] {
			return true // 满不满半年
		}
		next := strings.Index(text[i+1:], "不")
		if next < 0 {
			break
		}
		i += 1 + next
	}
	return false
}

var askings = []string{"有没有", "是不是", "能不能", "还是", "怎么", "什么", "哪", "是否"}

// stated are characters of statements, however short.
var stated = newRuneSet("是了有不没")

// bare reports whether a clause is short and says nothing: 早晚各一次.
func (s *sentence) bare(c *clause) bool {
	if !fewer(c.text, 9) || stated.in(c.text) {
		return false
	}
	for _, p := range s.phrases[c.first:c.last] {
		if p.class != mask && p.class != adverb && p.class != reader && p.class != preposition && p.class != manner {
			return false
		}
	}
	return true
}

var (
	settingStarts = newWords("在", "当", "对于", "为了", "根据", "除了", "关于", "面对", "无论", "不管", "比如", "例如", "譬如")
	settingEnds   = newWords("下", "中", "上", "里", "此时", "这时", "的地方", "的时候", "的话", "之内", "以内", "内")
)
