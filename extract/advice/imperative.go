package advice

import (
	"strings"
	"unicode/utf8"
)

// imperative reports whether clause k is a bare imperative that begins with
// phrases[p]: no subject before it, an act, no verdict about it.
func (s *sentence) imperative(k, p int, party class) bool {
	c := &s.clauses[k]
	x := s.phrases[p]
	text := strings.TrimSpace(s.text[c.start:c.end])
	rest := s.text[x.end:c.end]
	ba := x.class == ahead
	if c.stop == '：' || c.stop == ':' {
		return false
	}
	if party == other || !s.opens(c, x) || !ba && !s.ended() || s.scene(text) && c.stop != 0 || s.lawful(k) {
		return false
	}
	for i := range k {
		if !s.setting(i) && !s.asks(i) && (!strings.HasPrefix(text, "请") || s.holds(&s.clauses[i], judgement, s.clauses[i].start, s.clauses[i].end)) {
			return false
		}
	}
	if x.class == act {
		if nominal(rest) || s.compound(x.end, rest) || strings.Contains(strings.ReplaceAll(rest, "是否", ""), "是") {
			return false
		}
	} else if s.text[x.start:x.end] == "请" {
		// 请投进…: polite, whatever the verb.
	} else if !s.acts(c, p) {
		return false
	}
	if s.holds(c, judgement, c.start, c.end) || strings.HasSuffix(text, "的") || noun(text) {
		return false
	}
	for _, q := range s.phrases[p+1 : c.last] {
		if q.class == may || q.class == hedge || q.class == condition {
			return false
		}
	}
	if !ba && strings.Contains(text, "被") || !ba && strings.Contains(text, "了") && !strings.Contains(text, "为了") && !strings.Contains(text, "了解") {
		return false
	}
	if k+1 < len(s.clauses) {
		n := &s.clauses[k+1]
		next := strings.TrimSpace(s.text[n.start:n.end])
		if strings.HasPrefix(next, "就能") || strings.HasPrefix(next, "就可以") || strings.HasPrefix(next, "才能") {
			return false
		}
		if s.text[x.start:x.end] == "把" {
			return true
		}
		for _, w := range verdicts {
			if strings.HasPrefix(next, w) {
				return false
			}
		}
		if s.holds(n, judgement, n.start, n.end) {
			return false
		}
	}
	return true
}

// asks reports whether a clause wants something of a thing the reader deals with,
// so that the imperative after it goes on: 量房要从里到外，先量卧室.
func (s *sentence) asks(k int) bool {
	c := &s.clauses[k]
	for _, p := range s.phrases[c.first:c.last] {
		if p.class == want || p.class == should || p.class == need {
			return s.subject(c, p.start) != other && !s.holds(c, hedge, c.start, c.end) && !s.holds(c, stative, p.end, c.end)
		}
	}
	return false
}

// acts reports whether an act follows the opener phrases[p] inside its clause.
func (s *sentence) acts(c *clause, p int) bool {
	x := s.phrases[p]
	if t := s.text[x.start:x.end]; x.class == ahead && strings.HasSuffix(t, "把") {
		return !strings.Contains(s.text[x.end:c.end], "了")
	}
	for _, q := range s.phrases[p+1 : c.last] {
		switch {
		case q.class.modal() || q.class == hedge || q.class == other && x.class == adverb:
			return false
		case q.class == verb && q.start == x.end && (x.class == ahead || x.class == adverb && seeks(s.text[q.start:])):
			return true
		case q.class == act && !nominal(s.text[q.end:c.end]):
			if x.class == upon {
				between := s.text[x.end:q.start]
				return strings.Contains(between, "就") || strings.Contains(between, "立即") || strings.Contains(between, "马上")
			}
			return true
		}
	}
	return false
}

// seeks reports whether text begins with a verb that turns to somebody.
func seeks(text string) bool {
	return strings.HasPrefix(text, "找") || strings.HasPrefix(text, "请") || strings.HasPrefix(text, "让")
}

// ended reports whether the sentence has its end mark; a line without one is a
// list item or a caption.
func (s *sentence) ended() bool {
	r, _ := utf8.DecodeLastRuneInString(s.text)
	return strings.ContainsRune("。！!”；;", r)
}

// scene reports whether a clause is nothing but a time.
func (s *sentence) scene(text string) bool {
	for _, w := range timeEnds {
		if strings.HasSuffix(text, w) {
			return true
		}
	}
	return false
}

// nominal reports whether what follows a verb makes a noun of it or tells of the
// past: 记录的内容, 提交后, 通知是….
func nominal(rest string) bool {
	for _, w := range nominals {
		if strings.HasPrefix(rest, w) {
			return true
		}
	}
	return false
}

// compound reports whether an act opens a noun phrase: 检查登记的结果.
func (s *sentence) compound(at int, rest string) bool {
	i := strings.Index(rest, "的")
	if i <= 0 || i > 2*len("的") {
		return false
	}
	for _, p := range s.phrases {
		if p.class == act && p.start == at && p.end == at+i {
			return true
		}
	}
	return false
}

var nominals = []string{"的", "了", "后", "前", "时", "是", "以", "之", "书", "单", "人", "员", "并非", "不是", "属于", "通常", "一般", "往往", "也", "都", "可以", "能", "会", "不", "完", "过", "被", "已", "期", "费", "需", "应", "要", "必须", "和", "与", "或", "有", "地点", "受理", "成功", "失败", "无", "令", "表", "处", "率", "额", "方", "机构", "系统"}

// noun reports whether a clause is a noun phrase about an act: …的做法.
func noun(text string) bool {
	for _, w := range []string{"做法", "说法", "行为", "情况", "方式", "现象", "想法", "观点", "情形", "方法", "的人"} {
		if strings.HasSuffix(text, w) {
			return strings.Contains(text, "的")
		}
	}
	return false
}

// verdicts open a clause that says what an act brings, so that the clause before
// it describes.
var verdicts = []string{"可以", "能够", "能", "有助于", "有利于", "将", "会", "都", "往往", "才", "说明", "是", "也是", "就是", "还可", "也能", "也会", "既", "不仅", "一般", "通常"}

// opens reports whether only adverbs and settings stand before x in the clause.
func (s *sentence) opens(c *clause, x phrase) bool {
	pre := s.text[c.start:x.start]
	if pre != "" && (s.holds(c, hedge, c.start, x.start) || s.subject(c, x.start) == other || s.modal(c, x.start)) {
		return false
	}
	if i := lastOf(pre, timeEnds); i >= 0 {
		pre = pre[i:]
	}
	pre = strings.TrimLeft(pre, " 请也还并就都则再自己")
	if pre == "" {
		return true
	}
	// 合同里写明: a place.
	if x.class == act && len(pre) <= 8*len("里") && s.subject(c, x.start) == classNone && !strings.Contains(pre, "的") &&
		(strings.HasSuffix(pre, "里") || strings.HasSuffix(pre, "中") || strings.HasSuffix(pre, "上")) {
		return true
	}
	// 开门先问清: a short verb phrase before 先.
	return s.text[x.start:x.end] == "先" && len(pre) <= 5*len("先") && !strings.ContainsAny(pre, "是的") && !s.holds(c, hedge, c.start, x.start) && s.subject(c, x.start) == classNone && !s.told(c, x.start) && s.actsAt(x.end)
}

// modal reports whether a modal stands before byte at in the clause.
func (s *sentence) modal(c *clause, at int) bool {
	for _, p := range s.phrases[c.first:c.last] {
		if p.start >= at {
			break
		}
		if p.class.modal() {
			return true
		}
	}
	return false
}

// actsAt reports whether an act begins at byte at.
func (s *sentence) actsAt(at int) bool {
	for _, p := range s.phrases {
		if p.start == at && p.class == act {
			return true
		}
	}
	return false
}
