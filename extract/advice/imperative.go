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
	leads := x.class == ahead // 先, 把: says by itself that an act follows
	switch {
	case (c.stop == '：' || c.stop == ':') && !x.firm, timeEnds.end(text) && c.stop != 0 && !bodily.end(text):
		return false
	case party == other || !s.opens(k, x) || !leads && !s.ended() || s.lawful(k):
		return false
	case !s.prepared(k, x) || !s.does(k, p):
		return false
	case s.holds(c, judgement, c.start, c.end) || s.tells(c) || strings.HasSuffix(text, "的") && picks.begin(text) == 0 || noun(text):
		return false
	case !leads && (passive(text) || happened(text)):
		return false
	}
	for _, q := range s.phrases[p+1 : c.last] {
		if q.class == may || q.class == should || q.class == hedge || q.class == condition || q.class == dont && q.end < c.end && !strings.HasPrefix(s.text[q.end:], "，") {
			return false // 申请改期不要拖到前一晚: what it forbids is the directive
		}
	}
	return k+1 == len(s.clauses) || !s.weighed(k, x)
}

// prepared reports whether every clause before clause k leads up to an imperative
// that opens with x: a setting, a condition and what goes on with it, what has just
// come about, or a demand that the imperative continues.
func (s *sentence) prepared(k int, x phrase) bool {
	c := &s.clauses[k]
	given := false // a condition stands before
	for i := range k {
		b := &s.clauses[i]
		if s.hypothetical(i) {
			given = true
		} else if given && s.subject(b, b.end) != other && !s.tells(b) {
			continue // 如果…，精神也好，…
		}
		if s.setting(i) || s.occasion(i) && s.urges(c, x) || s.asks(i) || i == k-1 && strings.HasPrefix(c.text, "就") && s.subject(b, b.end) != other && !s.holds(b, law, b.start, b.end) {
			continue
		}
		if i == k-1 && x.class == act && gathers.begin(c.text) > 0 && strings.Contains(b.text, "、") && s.subject(b, b.end) != other && !s.tells(b) && !s.holds(b, law, b.start, b.end) && !happened(b.text) {
			continue // 票据、合同、照片，都拍下来
		}
		if !strings.HasPrefix(strings.TrimPrefix(c.text, "再"), "请") || s.holds(b, judgement, b.start, b.end) {
			return false
		}
	}
	return true
}

// gathers open a clause that goes on from a list of things to what is done to them.
var gathers = newWords("都", "全部", "全都", "一律", "统统", "各", "一样一样", "逐一", "趁")

// does reports whether an act follows where clause k opens with phrases[p].
func (s *sentence) does(k, p int) bool {
	c := &s.clauses[k]
	x := s.phrases[p]
	rest := s.text[x.end:c.end]
	switch {
	case x.class == act:
		return !s.named(x, c) && !s.compound(x.end, rest) && !states(rest)
	case s.text[x.start:x.end] == "请":
		return true // 请投进…: polite, whatever the verb
	case x.class == verb && x.end-x.start == len("选"):
		// Any verb answers a condition; 挑发皱的 has its object in 的.
		if s.answers(k) && !strings.Contains(s.text[c.start:x.start], "不") && !strings.HasPrefix(rest, "为") ||
			strings.HasSuffix(c.text, "的") && picks.begin(c.text) > 0 {
			return true
		}
	}
	return x.class != manner && s.acts(k, p)
}

// weighed reports whether the clause after clause k says what the act in it brings
// or is worth, so that clause k describes.
func (s *sentence) weighed(k int, x phrase) bool {
	n := &s.clauses[k+1]
	if benefits.begin(n.text) > 0 {
		return true
	}
	if definitions.begin(n.text) > 0 {
		return true
	}
	if t := s.text[x.start:x.end]; t == "把" || t == "请" {
		return false
	}
	for _, w := range outcomes {
		if strings.Contains(n.text, w) {
			return true
		}
	}
	if s.answers(k) {
		return false
	}
	return verdicts.begin(n.text) > 0 && !explains(n.text) || s.holds(n, judgement, n.start, n.end)
}

// benefits open a clause that says what the one before it makes possible.
var benefits = newWords("就能", "就可以", "才能")

// definitions open a clause that names what the one before it tells.
var definitions = newWords("叫", "就叫", "这叫", "称为", "属于", "同样属于", "也属于", "算作", "也算", "就算是")

// outcomes say in a clause what comes of the one before it.
var outcomes = []string{"就会", "就要", "就成", "就没", "就少了", "就变"}

// picks are verbs whose object may end in 的 with nothing after it: 选皮厚的.
var picks = newWords("选", "挑", "打印")

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

// answers reports whether clause k says what to do under the condition before it,
// so that any verb directs.
func (s *sentence) answers(k int) bool { return k > 0 && s.hypothetical(k-1) }

// occasion reports whether clause k tells what has come about, so that what follows
// may say what to do then: 车子泡了水，先拍照片.
func (s *sentence) occasion(k int) bool {
	c := &s.clauses[k]
	return strings.Contains(c.text, "了") && fewer(c.text, 16) && s.subject(c, c.end) != other && !s.holds(c, hedge, c.start, c.end)
}

// urges reports whether an imperative opens with a word that says when: 先, 立即.
func (s *sentence) urges(c *clause, x phrase) bool {
	return x.class == ahead || x.class == prompt || x.class == act && distributive.end(s.text[c.start:x.start]) || strings.HasPrefix(c.text, "就") || strings.HasPrefix(c.text, "再")
}

// passive reports whether 被 in a clause says what is done to something, and is no
// part of 被子 and its like.
func passive(text string) bool {
	_, rest, ok := strings.Cut(text, "被")
	return ok && bedding.begin(rest) == 0
}

var bedding = newWords("子", "褥", "套", "面", "单", "芯")

// happened reports whether a clause tells of the past with 了, which says nothing of
// the kind in 看了再定.
func happened(text string) bool {
	for {
		i := strings.Index(text, "了")
		if i < 0 {
			return false
		}
		before := text[:i]
		text = text[i+len("了"):]
		if !strings.HasSuffix(before, "为") && !strings.HasPrefix(text, "解") && !strings.HasPrefix(text, "再") && !strings.HasPrefix(text, "就") {
			return true
		}
	}
}

// bodily are words that end like a time but name a place.
var bodily = newWords("身后", "背后", "脑后", "车后", "门后", "跟前", "门前", "面前", "胸前", "眼前", "屋前", "屋后")

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
		case q.class == preposition && q.start == x.end && (x.class == prompt || x.class == ahead) && goes.begin(s.text[q.start:q.end]) > 0:
			return true // 赶紧去急诊
		case q.class == verb && (around || s.answers(k) || asked(s.text[q.end:c.end])):
			return true
		case q.class == preposition && x.class != adverb && x.class != upon && s.text[q.start:q.end] == "去" && s.lastWord(c, q.end):
			return true // 挑中午去
		case q.class == verb && q.end-q.start == len("擦") && x.class != adverb && x.class != upon && x.class != manner && s.lastWord(c, q.end):
			return true // 用消毒液擦
		case q.class == verb && q.start == x.end && (x.class == ahead || x.class == adverb && seeks(s.text[q.start:])):
			return true
		case q.class == ahead && s.text[q.start:q.end] == "把":
			return !happened(s.text[q.end:c.end])
		case q.class == act && !s.named(q, c):
			if x.class == upon {
				between := s.text[x.end:q.start]
				return strings.Contains(between, "就") || strings.Contains(between, "立即") || strings.Contains(between, "马上")
			}
			return true
		}
	}
	return false
}

var goes = newWords("去", "到", "回", "上")

// lastWord reports whether nothing but an end mark follows in the clause.
func (s *sentence) lastWord(c *clause, at int) bool {
	return strings.TrimRight(s.text[at:c.end], "。！；” ") == ""
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

var asking = newWords("否", "谁", "哪", "在哪", "什么", "怎么", "多少", "几")

// nominal reports whether what follows a verb makes a noun of it or tells of the
// past: 记录的内容, 提交后, 通知是….
func nominal(rest string) bool {
	if r, ok := strings.CutPrefix(rest, "是"); ok && (asking.begin(r) > 0 || strings.HasPrefix(r, "不是")) {
		return false
	}
	return nominals.begin(rest) > 0
}

// named reports whether an act is a noun or told of the past by what follows it. A
// place may follow a complement: 放在门前.
func (s *sentence) named(x phrase, c *clause) bool {
	rest := s.text[x.end:c.end]
	if x.firm {
		return firmNominals.begin(rest) > 0
	}
	return nominal(rest)
}

var firmNominals = newWords("的", "了", "后，", "以后", "之后", "时，", "过", "就", "都", "也", "才", "会", "能", "可以", "是")

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

var nominals = newWords("的", "了", "后", "前", "时", "是", "以", "之", "书", "人员", "员", "并非", "不是", "属于", "通常", "一般", "往往", "也", "都", "可以", "能", "会", "不", "完", "过", "被", "已", "期", "费", "需", "应", "要", "必须", "和", "与", "或", "有", "地点", "受理", "成功", "失败", "无", "令", "表", "处", "率", "额", "方", "机构", "系统")

// noun reports whether a clause is a noun phrase about an act: …的做法.
func noun(text string) bool {
	return nouns.end(text) && strings.Contains(text, "的")
}

var nouns = newWords("做法", "说法", "行为", "情况", "方式", "现象", "想法", "观点", "情形", "方法", "的人")

// verdicts open a clause that says what an act brings, so that the clause before
// it describes.
var verdicts = newWords("可以", "能够", "能", "有助于", "有利于", "将", "会", "都", "往往", "才", "说明", "是", "也是", "就是", "还可", "也能", "也会", "既", "不仅", "一般", "通常")
