package advice

import (
	"strings"
	"unicode/utf8"
)

// directs reports whether the modal phrases[p] of clause k directs the reader. who
// is the subject in the clause, party the one of an earlier clause with a modal.
func (s *sentence) directs(k, p int, who, party class) bool {
	c := &s.clauses[k]
	x := s.phrases[p]
	if who == other {
		return x.class == strong && s.expert(c, x)
	}
	pre, post := s.text[c.start:x.start], s.text[x.end:c.end]
	if who == classNone && party == other && lean(pre) {
		return false
	}
	if strings.HasSuffix(trim(post), "的") && c.stop != 0 && x.class != strong && x.class != dont && x.class != rather {
		return false // 需要鉴定的，…
	}
	if post == "" && suits.end(s.text[c.start:x.end]) {
		return true
	}
	if x.class != dont && s.holds(c, condition, x.end, c.end) || x.class != strong && strings.HasPrefix(post, "由") && deputies.begin(post) == 0 || k > 0 && saying.begin(s.clauses[0].text) > 0 {
		return false // 一定要去的话, 说要配合调查
	}
	if s.holds(c, frame, c.start, len(s.text)) || c.stop == '：' && strings.Contains(post, "以下") || post == "" && x.class != want {
		return false
	}
	switch x.class {
	case strong:
		return !(k > 0 && s.through(k-1) && s.holds(c, may, c.start, x.start))
	case dont:
		// 烟大了不要停留 names an occasion, 他说了不要 tells.
		return !s.told(c, x.start) || who == classNone && !reporting.end(pre) && len(pre) <= 8*len("了")
	case avoid:
		return lean(pre) && s.scene(k)
	case rather:
		return lean(pre) && s.mainVerb(x.end, c.end) != classNone && !s.holds(c, tell, x.end, c.end)
	case bar:
		return (who == reader && k == 0 || firmBar.begin(post) > 0 && party != other && len(post) > len("不能吃") && !s.holds(c, hedge, c.start, x.start) && !s.lawful(k)) && !s.told(c, x.start) && !strings.HasPrefix(post, "因")
	}
	// Weak modals: much else is said with them.
	if (x.class == may && who == reader || x.class == should && who == classNone && k == 0) && limited(post) {
		return false
	}
	if s.holds(c, hedge, c.start, x.start) || s.told(c, x.start) || who != reader && (s.lawful(k) || s.holds(c, condition, c.start, x.start)) {
		return false
	}
	if k > 0 && lean(pre) && who == classNone && x.class != may && s.continued(k) {
		return false
	}
	if s.relative(x, c) || x.class != may && counted(post) {
		return false
	}
	first := s.firstOf(x.end, c.end)
	switch x.class {
	case may:
		if who == classNone && s.holds(c, act, c.start, x.start) || k > 0 && s.through(k-1) || s.means(pre) {
			return false
		}
		switch first {
		case prompt:
			return (who == reader || lean(pre)) && s.settled(k, who)
		case act, ahead:
			return s.settled(k, who)
		case verb, preposition, manner:
			return s.settled(k, who) && (s.holds(c, act, x.end, c.end) || s.appeals(x.end) || s.hands(x.end, c.end) && !s.holds(c, tell, x.end, c.end) && !s.holds(c, benefit, x.end, c.end))
		}
		return false
	case want:
		main := s.mainVerb(x.end, c.end)
		if main == stative || main == benefit || main == classNone && strings.HasPrefix(post, "到") || who != reader && strings.HasPrefix(post, "有") || strings.Contains(post, "才") {
			return false
		}
		return who == reader || first != classNone
	}
	main := s.mainVerb(x.end, c.end)
	return main != stative && (main != benefit || who == reader)
}

// scene reports whether all clauses before clause k set the scene.
func (s *sentence) scene(k int) bool {
	for i := range k {
		if !s.setting(i) {
			return false
		}
	}
	return true
}

// continued reports whether clause k goes on about another party that the clause
// before it speaks of: 公司不赔钱，但要协助安排.
func (s *sentence) continued(k int) bool {
	c := &s.clauses[k-1]
	return !s.setting(k-1) && s.subject(c, c.end) == other
}

// suits end a clause that says what is fit to do.
var suits = newWords("为宜", "为妥", "为佳", "为妙", "为好", "就行")

// deputies act for the reader.
var deputies = newWords("由本人", "由自己", "由子女", "由家人", "由家属", "由家长", "由亲属", "由亲友", "由监护人", "由父母")

// saying opens what somebody claims.
var saying = newWords("说自己", "说是", "说他", "说她", "说你", "说您", "说孩子", "称", "声称", "谎称", "自称")

// hands reports whether the first verb after a modal is one of many uses.
func (s *sentence) hands(from, to int) bool { return s.mainVerb(from, to) == verb }

// appeals reports whether a modal is followed at once by a verb that turns to
// somebody or by a weak verb of two characters: 可以请…, 可以表示….
func (s *sentence) appeals(at int) bool {
	rest := s.text[at:]
	if turning.begin(rest) > 0 {
		return true
	}
	for _, p := range s.phrases {
		if p.start == at && p.class == verb && p.end-p.start > len("用") {
			return true
		}
	}
	return false
}

var turning = newWords("请", "打", "找", "拿着")

// lean reports whether nothing but particles stands before a modal.
func lean(pre string) bool {
	return pre == "" || len(pre) <= 4*len("也") && strings.Trim(pre, " 也还并且更又都均同时而则就一律但") == ""
}

// expert reports whether those who speak are advisers: 律师建议, 警方提醒.
func (s *sentence) expert(c *clause, x phrase) bool {
	if s.text[x.start:x.end] != "建议" {
		return false
	}
	return experts.end(s.text[c.start:x.start])
}

var experts = newWords("律师", "专家", "医生", "警方", "民警", "法官", "消协", "人士", "部门", "协会", "检察官", "消保委")

// holds reports whether a phrase of the class begins in the range.
func (s *sentence) holds(c *clause, class class, from, to int) bool {
	if to <= c.end && c.classes&class.bit() == 0 {
		return false
	}
	for _, p := range s.phrases[c.first:] {
		if p.start >= to {
			break
		}
		if p.class == class && p.start >= from {
			return true
		}
	}
	return false
}

// firstOf is the class of the first phrase after a modal that says what kind of
// verb it governs.
func (s *sentence) firstOf(from, to int) class {
	for _, p := range s.phrases {
		if p.start < from {
			continue
		}
		if p.start >= to {
			break
		}
		switch p.class {
		case act, verb, ahead, prompt, preposition, manner, benefit, stative:
			return p.class
		}
	}
	return classNone
}

// mainVerb is the class of the first verb after a modal, what may stand between
// them skipped.
func (s *sentence) mainVerb(from, to int) class {
	for _, p := range s.phrases {
		if p.start >= from && p.start < to && (p.class == act || p.class == verb || p.class == benefit || p.class == stative) {
			if p.class == verb {
				for _, q := range s.phrases { // 赔, 花 and their like are listed in both
					if q.start == p.start && (q.class == stative || q.class == benefit) {
						return q.class
					}
				}
			}
			return p.class
		}
	}
	return classNone
}

// told reports whether what stands before byte at in the clause is an event that
// happened (…了…) rather than a setting.
func (s *sentence) told(c *clause, at int) bool {
	pre := s.text[c.start:at]
	if i := s.timeEnd(c.start, at); i >= 0 {
		pre = s.text[i:at]
	}
	if reporting.end(pre) {
		return true
	}
	return strings.Contains(pre, "了") && !strings.HasPrefix(trim(pre), "为了") && !strings.Contains(pre, "除了")
}

// reporting are the verbs whose object is what somebody said or meant to do.
var reporting = newWords("说", "称", "想", "打算", "答应", "承诺")

// lawful reports whether the sentence up to clause k states the law.
func (s *sentence) lawful(k int) bool {
	c := &s.clauses[k]
	for _, p := range s.phrases[:c.last] {
		if p.class == law {
			return true
		}
	}
	return false
}

// relative reports whether a modal stands inside 必须公示的项目.
func (s *sentence) relative(x phrase, c *clause) bool {
	post := s.text[x.end:c.end]
	i := strings.Index(post, "的")
	if i < 0 || i > 15 {
		return false
	}
	if trim(strings.TrimRight(post[i+len("的"):], "。！”")) == "" && x.class != may {
		return false // 必须换原厂的。
	}
	if c.start == x.start && i <= 3*len("的") && len(post) <= i+len("的另行计算。") && x.class != may {
		return true // 需要检修的另算
	}
	for _, p := range s.phrases[c.first:c.last] {
		if p.start >= x.end && p.start < x.end+i && (p.class == preposition || p.class == ahead) {
			return false
		}
	}
	if i <= 2*len("的") && c.stop == 0 {
		tail := post[i:]
		for _, w := range []string{"其实", "不多", "是", "有", "都", "并不", "包括", "就"} {
			if strings.Contains(tail, w) {
				return true // 要做的功课其实不多
			}
		}
	}
	pre := trim(s.text[c.start:x.start])
	return (listing.end(pre) || naming.begin(pre) > 0) && s.subject(c, x.start) == classNone && !s.holds(c, adverb, c.start, x.start)
}

// listing ends what a relative clause is the object of: 列出了必须公示的项目.
var listing = newWords("是", "有", "出", "了")

// naming opens a noun phrase that a relative clause is part of: 凡是要先交钱的活儿.
var naming = newWords("凡", "那些", "这些", "所有", "任何", "那种", "这种", "一切")

// counted reports whether a number follows a modal at once: 需要两名见证人 states a
// requirement.
func counted(post string) bool {
	r, _ := utf8.DecodeRuneInString(post)
	n, _ := utf8.DecodeRuneInString(strings.TrimPrefix(post, string(r)))
	return strings.ContainsRune("两二三四五六七八九十0123456789", r) && strings.ContainsRune("名个份张天年位元人次倍日月0123456789十百", n)
}

// limited reports whether what follows a modal sets a time limit, which the law does:
// 可以在六十日内申请.
func limited(post string) bool {
	rest, ok := strings.CutPrefix(post, "在")
	if !ok {
		rest, ok = strings.CutPrefix(post, "于")
	}
	if !ok || len(rest) == 0 || !strings.ContainsRune("一二两三四五六七八九十半几0123456789", firstRune(rest)) {
		return false
	}
	i := strings.Index(rest, "内")
	return i >= 0 && i <= len("三十个工作日之")
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// firmBar are verbs that 不能 and its like forbid whoever is meant.
var firmBar = newWords("用", "超过", "自己", "直接", "随便", "马上", "立刻", "一次", "再", "拿", "放", "吃", "喝", "碰", "洗", "租", "买", "签", "图", "光", "只看", "只听", "让", "把", "交给", "透露", "告诉", "借给", "转给", "相信", "轻信", "离开", "大意", "马虎", "心急", "着急", "依赖", "拖", "拿来", "用来", "当作")
