package advice

import (
	"slices"
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
	strong            // 务必 最好 建议: directs whatever the subject is
	dont              // 不要 切勿 别
	avoid             // 避免: directs only as the main verb
	bar               // 不得 不能: directs only a reader that is named
	should            // 应 应当 必须
	need              // 需 需要
	want              // 要
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
	judgement         // 非常重要 是关键: says what a thing is
)

var classes = map[string]class{
	"mask": mask, "strong": strong, "dont": dont, "avoid": avoid, "bar": bar, "should": should, "need": need, "want": want, "may": may,
	"act": act, "verb": verb, "ahead": ahead, "prompt": prompt, "preposition": preposition, "manner": manner, "adverb": adverb, "upon": upon, "reader": reader, "other": other, "condition": condition,
	"benefit": benefit, "stative": stative, "hedge": hedge, "frame": frame, "law": law, "judgement": judgement,
}

func (c class) modal() bool { return c >= strong && c <= may }

// grammar reads sentences by the phrases of the set "advice".
type grammar struct {
	set   *rules.Set
	class map[*rules.Rule]class
}

func newGrammar(set *rules.Set) grammar {
	g := grammar{set, map[*rules.Rule]class{}}
	for _, r := range set.Rules {
		g.class[r] = classes[r.Kind]
	}
	return g
}

// phrase is a match inside a sentence.
type phrase struct {
	class      class
	start, end int
}

// clause is a part of a sentence between commas. Quoted text does not divide.
type clause struct {
	start, end int
	stop       rune // what ends it
	first      int  // its phrases are phrases[first:last]
	last       int
}

// sentence is the scratch space for reading one sentence.
type sentence struct {
	text    string
	matches []rules.Match
	phrases []phrase
	clauses []clause
	quotes  []document.Span
}

// reading is what a sentence says when it is advice.
type reading struct {
	stance    document.Stance
	at        int           // byte where the directive begins
	index     int           // the directive's clause
	forbids   bool          // it forbids, whatever it hangs on
	condition document.Span // clause it hangs on
}

// maxSentence is the longest sentence read, in bytes; what runs on further has lost
// its punctuation.
const maxSentence = 1500

// read reports whether text is advice and how it reads.
func (g grammar) read(s *sentence, text string) (reading, bool) {
	if len(text) < 9 || len(text) > maxSentence || question(text) || announces(text) || !g.parse(s, text) {
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
				if who == other || who == reader {
					party = who
				}
			case x.class == act || x.class == ahead || x.class == prompt || x.class == preposition || x.class == adverb || x.class == upon:
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
	_, ok := g.read(s, text)
	return ok
}

// announces reports whether text opens a list: 需要留意以下几点：.
func announces(text string) bool {
	return strings.HasSuffix(text, "：") || strings.HasSuffix(text, ":")
}

// question reports whether text ends in a question mark.
func question(text string) bool {
	text = strings.TrimRight(text, "”’」』）)\"")
	r, _ := utf8.DecodeLastRuneInString(text)
	return r == '？' || r == '?'
}

// parse fills s with the clauses and phrases of text and reports whether anything
// in it could direct.
func (g grammar) parse(s *sentence, text string) bool {
	s.text = text
	s.matches = g.set.AppendAll(s.matches[:0], text)
	s.phrases = s.phrases[:0]
	able := false
	for _, m := range s.matches {
		c := g.class[m.Rule]
		s.phrases = append(s.phrases, phrase{c, m.Start, m.End})
		able = able || c.modal() || c == act || c == ahead
	}
	if !able {
		return false
	}
	s.divide()
	// Longest first at each place; what a mask, a modal or a quotation covers is gone.
	slices.SortFunc(s.phrases, func(a, b phrase) int {
		if a.start != b.start {
			return a.start - b.start
		}
		if a.end != b.end {
			return b.end - a.end
		}
		return int(a.class) - int(b.class)
	})
	kept, covered, inner, masked, q := s.phrases[:0], 0, 0, 0, 0
	for _, p := range s.phrases {
		for q < len(s.quotes) && s.quotes[q].End <= p.start {
			q++
		}
		if q < len(s.quotes) && s.quotes[q].Start <= p.start {
			continue
		}
		if p.start < covered && (p.class.modal() || p.class == mask || p.class == condition || p.end <= covered && p.class != reader && p.class != other) {
			continue
		}
		if p.end <= inner && (p.class == verb || p.class == preposition || p.class == manner || p.class == prompt || p.class == ahead || p.class == act) {
			if last := kept[len(kept)-1]; p.start != last.start || p.end != last.end {
				continue // a part of a longer word
			}
		}
		if (p.class == reader || p.class == other) && p.end <= masked {
			if last := kept[len(kept)-1]; p.start != last.start || p.end != last.end {
				continue
			}
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
	i := 0
	for k := range s.clauses {
		c := &s.clauses[k]
		c.first = i
		for i < len(s.phrases) && s.phrases[i].start < c.end {
			i++
		}
		c.last = i
	}
	return true
}

// divide finds quotations and clauses.
func (s *sentence) divide() {
	s.clauses, s.quotes = s.clauses[:0], s.quotes[:0]
	start, open := 0, -1
	for i, r := range s.text {
		switch r {
		case '“', '「', '『', '《':
			if open < 0 {
				open = i
			}
		case '”', '」', '』', '》':
			if open >= 0 {
				s.quotes = append(s.quotes, document.Span{Start: open, End: i})
			}
			open = -1
		case '，', ',', '；', ';', '：', ':':
			if open >= 0 && i-open < 150 {
				continue
			}
			s.clauses = append(s.clauses, clause{start: start, end: i, stop: r})
			start = i + utf8.RuneLen(r)
		}
	}
	if start < len(s.text) {
		s.clauses = append(s.clauses, clause{start: start, end: len(s.text)})
	}
}
