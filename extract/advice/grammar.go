package advice

import (
	"strings"
	"unicode/utf8"

	"zhengwen/document"
	"zhengwen/rules"
)

// class says what a phrase does in a sentence; it is the kind of its rule in the
// set "advice".
type class uint8

const (
	classNone   class = iota
	mask              // a compound that only looks like a directive: 要求, 应对, 特别
	root              // a verb that counts with a complement only: 掐 拆
	strong            // 务必 最好 建议: directs whatever the subject is
	dont              // 不要 切勿 别
	avoid             // 避免: directs only as the main verb
	bar               // 不得 不能: directs only a reader that is named
	should            // 应 应当 必须
	need              // 需 需要
	want              // 要
	rather            // 不如: directs where an act follows at once
	may               // 可以
	act               // what readers do: 联系 准备 投诉
	verb              // a verb of many uses: 用 找 写
	ahead             // 先 把 将: opens a bare imperative
	prompt            // 及时 当场: how an act is done
	preposition       // 向 到 用: opens an imperative when an act follows
	manner            // 通过 按照: shows an act after 可以 only
	adverb            // stands before an imperative: 首先 平时
	upon              // 发现 收到: opens a clause that sets the scene
	reader            // names the reader: 借款人 消费者 你
	other             // names another party: 平台 公司 法院
	condition         // 如果 一旦
	benefit           // what follows 可以 in a description: 帮助 减轻
	stative           // states and duties after 要 and 应: 承担 符合
	hedge             // 往往 可能: what is usual, not what to do
	frame             // frames of the text itself: 要明白 以下几点
	law               // 规定 第几条: a statement of law
	tell              // 能 很 最: shows that a clause describes
	judgement         // 非常重要 是关键: says what a thing is
	classCount
)

var classes = map[string]class{
	"mask": mask, "strong": strong, "dont": dont, "avoid": avoid, "root": root, "rather": rather, "tell": tell, "bar": bar, "should": should, "need": need, "want": want, "may": may,
	"act": act, "verb": verb, "ahead": ahead, "prompt": prompt, "preposition": preposition, "manner": manner, "adverb": adverb, "upon": upon, "reader": reader, "other": other, "condition": condition,
	"benefit": benefit, "stative": stative, "hedge": hedge, "frame": frame, "law": law, "judgement": judgement,
}

func (c class) modal() bool { return c >= strong && c <= may }

// classSet is a set of classes.
type classSet uint32

func (c class) bit() classSet { return 1 << c }

// modals are the classes that are modal.
const modals classSet = 1<<(may+1) - 1<<strong

// grammar reads sentences by the phrases of the set "advice".
type grammar struct {
	set         *rules.Set
	class       []class // of the set's rules
	complements complements
}

func newGrammar(set, complements *rules.Set) grammar {
	g := grammar{set: set, class: make([]class, len(set.Rules)), complements: newComplements(complements)}
	for i, r := range set.Rules {
		g.class[i] = classes[r.Kind]
	}
	return g
}

// reading is what a sentence says when it is advice.
type reading struct {
	stance    document.Stance
	class     class         // of the directive, classNone where there is none
	at        int           // byte where the directive begins
	index     int           // the directive's clause
	forbids   bool          // it forbids, whatever it hangs on
	condition document.Span // clause it hangs on
}

// maxSentence is the longest sentence read, in bytes; what runs on further has lost
// its punctuation.
const maxSentence = 1500

// fits reports whether text can be advice: it is a sentence of a common length, asks
// nothing and opens no list.
func fits(text string) bool {
	return len(text) >= 9 && len(text) <= maxSentence && !question(text) && !announces(text)
}

// read reports whether text, which fits, is advice and how it reads.
func (g grammar) read(s *sentence, text string) (reading, bool) {
	if !g.parse(s, text) {
		return reading{}, false
	}
	party := classNone // whom the last clause with a modal speaks of
	for k := range s.clauses {
		c := &s.clauses[k]
		for p := c.first; p < c.last; p++ {
			x := s.phrases[p]
			var ok bool
			switch {
			case x.class.modal():
				who := s.subject(c, x.start)
				ok = s.directs(k, p, who, party)
				if (who == other || who == reader) && !s.contingency(k) {
					party = who
				}
			case x.class >= act && x.class <= manner || x.class == adverb || x.class == upon:
				ok = s.imperative(k, p, party)
			}
			if ok {
				return s.reading(k, x), true
			}
		}
	}
	return reading{}, false
}

// heading reports whether a heading directs the reader.
func (g grammar) heading(s *sentence, text string) bool {
	if !fits(text) {
		return false
	}
	_, ok := g.read(s, text)
	return ok
}

// announces reports whether text opens a list: 需要留意以下几点：, 还要多做一件事。.
func announces(text string) bool {
	return strings.HasSuffix(text, "：") || strings.HasSuffix(text, ":") || heralds.end(unstopped(text)) && (strings.Contains(text, "还要") || strings.Contains(text, "注意"))
}

// unstopped is text without the end marks 。 and ！ at its end.
func unstopped(text string) string {
	for strings.HasSuffix(text, "。") || strings.HasSuffix(text, "！") {
		text = text[:len(text)-len("。")]
	}
	return text
}

// heralds end a sentence that says how many points follow.
var heralds = newWords("一件事", "两件事", "三件事", "几件事", "几点", "两点", "三点", "几步", "三步", "几条", "几样", "几样东西", "几个步骤", "几个问题")

// question reports whether text ends in a question mark that is not that of a
// question quoted after other words.
func question(text string) bool {
	whole := text
	for {
		r, n := utf8.DecodeLastRuneInString(text)
		switch r {
		case '”':
			if i := strings.LastIndex(whole, "“"); i > 0 && len(text) == len(whole) {
				return false
			}
			text = text[:len(text)-n]
		case '’', '」', '』', '）', ')', '"':
			text = text[:len(text)-n]
		default:
			return r == '？' || r == '?'
		}
	}
}

// parse fills s with the clauses and phrases of text and reports whether anything
// in it could direct.
func (g grammar) parse(s *sentence, text string) bool {
	s.text = text
	s.matches = g.set.AppendPlaces(s.matches[:0], text)
	s.phrases = s.phrases[:0]
	able, verbs := false, false
	for _, m := range s.matches {
		if !g.set.Holds(m, text) {
			continue
		}
		p := phrase{role{class: g.class[m.Index]}, int(m.Start), int(m.End)}
		if p.class == verb || p.class == root {
			if n, ok := g.complements.after(text, p.start, p.end); ok && !strings.HasSuffix(text[:p.start], "一") {
				p.class, p.end, p.firm = act, p.end+n, true
			} else if p.class == root {
				if !stops(text[p.end:]) && !strings.HasSuffix(text[:p.start], "先") && !strings.HasSuffix(text[:p.start], "再") {
					continue
				}
				p.class = verb
			}
		}
		able = able || p.class.modal() || p.class == act || p.class == ahead || p.class == preposition
		verbs = verbs || p.class == verb
		s.phrases = append(s.phrases, p)
		// Matches come longest first at each place; equal ones go by class.
		for k := len(s.phrases) - 1; k > 0; k-- {
			if q := s.phrases[k-1]; q.start != p.start || q.end != p.end || q.class <= p.class {
				break
			}
			s.phrases[k-1], s.phrases[k] = p, s.phrases[k-1]
		}
	}
	// A bare verb of many uses directs only after a condition that ends in 的.
	if !able && !(verbs && strings.Contains(text, "的，")) {
		s.clauses = s.clauses[:0]
		return false
	}
	s.divide()
	// What a mask, a modal or a quotation covers is gone.
	kept, covered, inner, masked, q := s.phrases[:0], 0, 0, 0, 0
	for i, p := range s.phrases {
		for q < len(s.quotes) && s.quotes[q].End <= p.start {
			q++
		}
		if q < len(s.quotes) && s.quotes[q].Start <= p.start {
			continue
		}
		if p.class == mask && s.broken(i, p) || p.class == hedge && strings.HasSuffix(text[:p.start], "没") {
			continue // 要看 in 要看清; 有人 in 没有人
		}
		same := len(kept) > 0 && kept[len(kept)-1].start == p.start && kept[len(kept)-1].end == p.end
		if same && p.firm {
			kept[len(kept)-1].firm = true
		}
		if same && p.class == kept[len(kept)-1].class {
			continue
		}
		// A word listed as a mask and as an act is an act that hides a modal: 要求.
		if p.start < covered && (p.class.modal() || p.class == mask || p.class == condition || p.end <= covered && p.class != reader && p.class != other && !(same && p.class == act)) {
			continue
		}
		if p.firm && p.start < inner && !same && kept[len(kept)-1].start < p.start && p.end > kept[len(kept)-1].end {
			continue // 护出 of 保护出借人
		}
		if p.start < masked && !same && (p.class == act || p.class == verb) && p.end > masked {
			continue // 量在 of 尽量在
		}
		if p.firm && len(kept) > 0 && kept[len(kept)-1].class == act && p.start < kept[len(kept)-1].end && p.end <= kept[len(kept)-1].end {
			kept[len(kept)-1].firm = true
		}
		if p.end <= inner && (p.class == verb || p.class == preposition || p.class == manner || p.class == prompt || p.class == ahead || p.class == act) {
			if !same {
				continue // a part of a longer word
			}
		}
		if (p.class == reader || p.class == other) && p.end <= masked && !same {
			continue
		}
		inner = max(inner, p.end)
		if p.class == mask {
			masked = max(masked, p.end)
		}
		if p.class == mask || p.class.modal() || p.class == condition || p.class == frame || p.class == hedge {
			covered = max(covered, p.end)
		}
		kept = append(kept, p)
	}
	s.phrases = kept
	at := 0
	for k := range s.clauses {
		c := &s.clauses[k]
		c.first = at
		for at < len(s.phrases) && s.phrases[at].start < c.end {
			c.classes |= s.phrases[at].class.bit()
			at++
		}
		c.last = at
	}
	return true
}

// stops reports whether a clause ends where text begins.
func stops(text string) bool { return text == "" || clauseEnds.begin(text) > 0 }

var clauseEnds = newWords("，", "。", "；", "！", "、", "”")

// broken reports whether the mask phrases[i] is none because a modal begins with it
// and an act that goes on further follows the modal: 要看 in 要看清.
func (s *sentence) broken(i int, p phrase) bool {
	for _, m := range s.phrases[i+1:] {
		if m.start > p.start {
			return false
		}
		if !m.class.modal() {
			continue
		}
		for _, a := range s.phrases[i+1:] {
			if a.start > m.end {
				break
			}
			if a.class == act && a.start == m.end && a.end > p.end {
				return true
			}
		}
	}
	return false
}
