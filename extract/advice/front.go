package advice

import (
	"strings"
	"unicode/utf8"
)

// opens reports whether only adverbs and settings stand before x in the clause.
func (s *sentence) opens(k int, x phrase) bool {
	c := &s.clauses[k]
	pre := s.text[c.start:x.start]
	if pre == "" {
		return true
	}
	if s.holds(c, hedge, c.start, x.start) || s.subject(c, x.start) == other || s.modal(c, x.start) || states(pre) && !strings.HasPrefix(pre, "要是") {
		return false
	}
	if i := s.timeEnd(c.start, x.start); i >= 0 {
		pre = s.text[i:x.start]
	}
	if k > 0 && within.end(pre) && utf8.RuneCountInString(pre) < 9 {
		return true // 十五日内
	}
	for _, p := range s.phrases[c.first:c.last] {
		if c.classes&adverb.bit() == 0 {
			break
		}
		if p.class == adverb && strings.HasPrefix(pre, s.text[p.start:p.end]) && p.end <= x.start {
			pre = pre[p.end-p.start:]
			break
		}
	}
	if waits.begin(pre) > 0 && waited.end(pre) && fewer(pre, 12) {
		return true // 过一周再查
	}
	pre = skipParticles(pre)
	if pre == "" || strings.HasPrefix(pre, "到了") && fewer(pre, 8) {
		return true
	}
	if s.fronted(k, pre, x) {
		return true
	}
	// 合同里写明: a place.
	if (x.class == act || x.class == ahead) && len(pre) <= 8*len("里") && s.subject(c, x.start) == classNone && !strings.Contains(pre, "的") && !entrusted(pre) &&
		(strings.HasSuffix(pre, "里") || strings.HasSuffix(pre, "中") || strings.HasSuffix(pre, "上")) {
		return true
	}
	// 开门先问清: a short verb phrase before 先.
	return s.text[x.start:x.end] == "先" && len(pre) <= 5*len("先") && !strings.HasSuffix(pre, "、") && !isOf.in(pre) && !s.holds(c, hedge, c.start, x.start) && s.subject(c, x.start) == classNone && !s.told(c, x.start) && s.actsAt(x.end)
}

// isOf are characters of what is no short verb phrase.
var isOf = newRuneSet("是的")

// particles stand before an act and say nothing about it.
var particles = newRuneSet("请也还并就都则再自己")

func skipParticles(text string) string {
	for {
		switch {
		case text != "" && text[0] == ' ':
			text = text[1:]
		case len(text) >= 3 && han(text[0]) && particles.has(wide(text, 0)):
			text = text[3:]
		default:
			return text
		}
	}
}

// fronted reports whether pre, what stands before an act in its clause, is the thing
// that the act is done to: 炉子放在石头上, 发票各拍一张.
func (s *sentence) fronted(k int, pre string, x phrase) bool {
	c := &s.clauses[k]
	if strings.HasSuffix(pre, "不") || !fewer(pre, maxFront) || suspect.in(pre) && (notFronted.in(pre) || passive(pre) || entrusted(pre)) || s.subject(c, x.start) == reader && !strings.HasSuffix(pre, "自己") || s.tells(c) || s.holds(c, judgement, c.start, c.end) {
		return false
	}
	switch {
	case x.class == act && (x.firm || x.end-x.start >= len("随身带")), x.class == preposition && instruments.begin(s.text[x.start:x.end]) > 0:
		return true
	case x.class == act && (s.byMeans(c, x) || counted(s.text[x.end:c.end])), x.class == verb && s.answers(k):
		return true
	}
	return (x.class == act || x.class == prompt || x.class == ahead && s.text[x.start:x.end] == "先") && distributive.end(pre)
}

// entrusted reports whether 由 in a text names who acts, and is no part of 理由.
func entrusted(text string) bool {
	before, _, ok := strings.Cut(text, "由")
	return ok && !reasons.end(before)
}

var reasons = newWords("理", "自", "事", "缘", "因", "经")

// byMeans reports whether a means stands between a fronted object and its act:
// 钱走手机转账.
func (s *sentence) byMeans(c *clause, x phrase) bool {
	if c.classes&preposition.bit() == 0 {
		return false
	}
	for _, p := range s.phrases[c.first:c.last] {
		if p.class == preposition && p.start > c.start && p.end <= x.start && instruments.begin(s.text[p.start:p.end]) > 0 {
			return true
		}
	}
	return false
}

// instruments open the means of an act done to what stands before: 墙面用湿布擦.
var instruments = newWords("用", "按", "从", "往", "走", "请", "让")

// tells reports whether a word that describes stands in the clause, other than in
// what 的 makes an attribute of: 离厨房最远的那间.
func (s *sentence) tells(c *clause) bool {
	if c.classes&tell.bit() == 0 {
		return false
	}
	for _, p := range s.phrases[c.first:c.last] {
		if p.class == tell && (attributive.begin(s.text[p.start:p.end]) == 0 && p.end-p.start > len("能") || !strings.Contains(s.text[p.end:c.end], "的")) {
			return true
		}
	}
	return false
}

// attributive are words that describe unless they stand in an attribute, like those
// of one character.
var attributive = newWords("不", "没", "已经", "早已", "原来")

// maxFront is how long, in characters, a fronted object may be.
const maxFront = 18

// notFronted are characters that make a statement of what stands before an act.
const unfronted = "是有会能让使了着过更才未没把将向"

var (
	notFronted = newRuneSet(unfronted)
	suspect    = newRuneSet(unfronted, "被由") // any of what fronted asks for
)

// distributive words stand between a fronted object and its act.
var distributive = newWords("都", "各", "一律", "自己", "一样一样", "一件一件", "一项一项", "一笔一笔", "随身", "统统", "全部", "逐条", "逐项", "逐笔", "逐页", "如实", "照实", "认真", "仔细", "及时", "尽快", "马上", "立即", "按时", "定期", "妥善", "先", "一起", "另外", "单独", "当面", "事先", "提前", "再", "就")

// waits and waited enclose the time that an act is put off.
var (
	waits  = newWords("过", "隔", "等", "满", "放", "歇", "停")
	waited = newWords("再", "就", "以后", "后")
)

var within = newWords("日内", "天内", "年内", "个月内", "小时内", "周内", "以内", "之内")

// modal reports whether a modal stands before byte at in the clause.
func (s *sentence) modal(c *clause, at int) bool {
	if c.classes&modals == 0 {
		return false
	}
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
		if p.start == at && (p.class == act || p.class == verb) {
			return true
		}
	}
	return false
}
