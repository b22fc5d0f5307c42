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
	text := c.text
	rest := s.text[x.end:c.end]
	ba := x.class == ahead
	if c.stop == '：' || c.stop == ':' {
		return false
	}
	if party == other || !s.opens(k, x) || !ba && !s.ended() || timeEnds.end(text) && c.stop != 0 || s.lawful(k) {
		return false
	}
	for i := range k {
		if !s.setting(i) && !s.asks(i) && (!strings.HasPrefix(text, "请") || s.holds(&s.clauses[i], judgement, s.clauses[i].start, s.clauses[i].end)) {
			return false
		}
	}
	if x.class == act {
		if nominal(rest) || s.compound(x.end, rest) || states(rest) {
			return false
		}
	} else if s.text[x.start:x.end] == "请" {
		// 请投进…: polite, whatever the verb.
	} else if x.class != verb && !s.acts(k, p) {
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
		next := n.text
		if strings.HasPrefix(next, "就能") || strings.HasPrefix(next, "就可以") || strings.HasPrefix(next, "才能") {
			return false
		}
		if s.text[x.start:x.end] == "把" {
			return true
		}
		if k > 0 && s.hypothetical(k-1) {
			return true
		}
		if verdicts.begin(next) > 0 && !explains(next) || s.holds(n, judgement, n.start, n.end) {
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

// answers reports whether clause k says with 就 what to do under the condition
// before it, so that any verb directs.
func (s *sentence) answers(k int) bool {
	return k > 0 && strings.HasPrefix(s.clauses[k].text, "就") && s.hypothetical(k-1)
}

// acts reports whether an act follows the opener phrases[p] inside its clause.
func (s *sentence) acts(k, p int) bool {
	c := &s.clauses[k]
	x := s.phrases[p]
	if t := s.text[x.start:x.end]; x.class == ahead && strings.HasSuffix(t, "把") {
		return !strings.Contains(s.text[x.end:c.end], "了")
	}
	around := false
	for _, q := range s.phrases[p+1 : c.last] {
		switch {
		case q.class.modal() || q.class == hedge || q.class == other && x.class == adverb:
			return false
		case q.class == preposition && q.start == x.end && x.class == ahead:
			around = true // 先去店里转一圈
		case q.class == verb && (around || s.answers(k)):
			return true
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

// explains reports whether a clause with 说明 goes on to direct, rather than to
// say what something shows: 说明退货的理由.
func explains(text string) bool {
	rest, ok := strings.CutPrefix(text, "说明")
	return ok && explained.end(strings.TrimRight(rest, "。！和及、"))
}

var explained = newWords("理由", "原因", "情况", "来意", "困难", "诉求", "期限", "经过")

// states reports whether 是 in what follows a verb says what something is, rather
// than asking: 是否, 是不是, 是谁.
func states(rest string) bool {
	for {
		i := strings.Index(rest, "是")
		if i < 0 {
			return false
		}
		rest = rest[i+len("是"):]
		if asking.begin(rest) == 0 && !strings.HasPrefix(rest, "不是") {
			return true
		}
		rest = strings.TrimPrefix(rest, "不是")
	}
}

var asking = newWords("否", "谁", "哪", "什么", "怎么", "多少", "几")

// nominal reports whether what follows a verb makes a noun of it or tells of the
// past: 记录的内容, 提交后, 通知是….
func nominal(rest string) bool {
	if r, ok := strings.CutPrefix(rest, "是"); ok && (asking.begin(r) > 0 || strings.HasPrefix(r, "不是")) {
		return false
	}
	return nominals.begin(rest) > 0
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

var nominals = newWords("的", "了", "后", "前", "时", "是", "以", "之", "书", "单", "人", "员", "并非", "不是", "属于", "通常", "一般", "往往", "也", "都", "可以", "能", "会", "不", "完", "过", "被", "已", "期", "费", "需", "应", "要", "必须", "和", "与", "或", "有", "地点", "受理", "成功", "失败", "无", "令", "表", "处", "率", "额", "方", "机构", "系统")

// noun reports whether a clause is a noun phrase about an act: …的做法.
func noun(text string) bool {
	return nouns.end(text) && strings.Contains(text, "的")
}

var nouns = newWords("做法", "说法", "行为", "情况", "方式", "现象", "想法", "观点", "情形", "方法", "的人")

// verdicts open a clause that says what an act brings, so that the clause before
// it describes.
var verdicts = newWords("可以", "能够", "能", "有助于", "有利于", "将", "会", "都", "往往", "才", "说明", "是", "也是", "就是", "还可", "也能", "也会", "既", "不仅", "一般", "通常")

// opens reports whether only adverbs and settings stand before x in the clause.
func (s *sentence) opens(k int, x phrase) bool {
	c := &s.clauses[k]
	pre := s.text[c.start:x.start]
	if pre == "" {
		return true
	}
	if s.holds(c, hedge, c.start, x.start) || s.subject(c, x.start) == other || s.modal(c, x.start) {
		return false
	}
	if i := s.timeEnd(c.start, x.start); i >= 0 {
		pre = s.text[i:x.start]
	}
	if k > 0 && within.end(pre) && utf8.RuneCountInString(pre) < 9 {
		return true // 十五日内
	}
	for _, p := range s.phrases[c.first:c.last] {
		if p.class == adverb && strings.HasPrefix(pre, s.text[p.start:p.end]) && p.end <= x.start {
			pre = pre[p.end-p.start:]
			break
		}
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

var within = newWords("日内", "天内", "年内", "个月内", "小时内", "周内", "以内", "之内")

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
