package advice

import (
	"strings"
	"unicode/utf8"

	"zhengwen/document"
	"zhengwen/rules"
)

// phrase is a match inside a sentence. It is read everywhere, and small enough in
// fields and bytes for the compiler to keep it in registers.
type phrase struct {
	role
	start, end int
}

// role is what a phrase is.
type role struct {
	class class
	firm  bool // a verb with its complement: 放在, 查一遍
}

// clause is a part of a sentence between commas. Quoted text does not divide.
type clause struct {
	start, end int
	text       string // without white space at its ends
	stop       rune   // what ends it
	first      int    // its phrases are phrases[first:last]
	last       int
	classes    classSet // of its phrases
}

// sentence is the scratch space for reading one sentence.
type sentence struct {
	text    string
	matches []rules.Place
	phrases []phrase
	clauses []clause
	quotes  []document.Span
	times   []document.Span // words that close a time or circumstance, by their ends
	terms   []string        // room for terms
	word    int             // the first word of the text that may be one of the next sentence
	advice  []document.Advice
	scores  []int32      // what speaks for each of them
	grams   []placedGram // room for grams

	last    neighbour       // how the last sentence of the body reads
	waits   bool            // there is a sentence that needs its next one to be judged
	waiting document.Advice // that sentence
	score   int32           // what speaks for it so far
}

// drop lets go of the document.
func (s *sentence) drop() {
	s.text, s.terms = "", nil
	clear(s.clauses[:cap(s.clauses)])
	clear(s.advice)
	s.waiting = document.Advice{}
}

// dividing are the low bits of the last bytes of the characters that divide looks for.
var dividing = lowBits("“「『《”」』》，；：时前后间中下天")

func lowBits(chars string) (bits uint64) {
	for _, r := range chars {
		bits |= 1 << (r & 63)
	}
	return bits
}

// divide finds quotations, clauses and the ends of times.
func (s *sentence) divide() {
	s.clauses, s.quotes, s.times = s.clauses[:0], s.quotes[:0], s.times[:0]
	start, open := 0, -1
	text := s.text
	for i, n := 0, 0; i < len(text); i += n {
		r := rune(text[i])
		n = 1
		if r > 0xE0 && r < 0xF0 && i+2 < len(text) {
			if dividing>>(text[i+2]&63)&1 == 0 {
				n = 3
				continue
			}
			r, n = wide(text, i), 3
		} else if r >= utf8.RuneSelf {
			continue
		}
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
			s.clauses = append(s.clauses, clause{start: start, end: i, text: trim(text[start:i]), stop: r})
			start = i + n
		case '时', '前', '后':
			if i > start && !strings.HasSuffix(text[:i], "、") { // 先收钱、后发货
				s.times = append(s.times, document.Span{Start: i, End: i + n})
			}
		case '间', '中', '下', '天':
			end := i + n
			for _, w := range timeEnds.last.of(text[i:end]) {
				if strings.HasSuffix(text[:end], w) {
					s.times = append(s.times, document.Span{Start: end - len(w), End: end})
					break
				}
			}
		}
	}
	if start < len(text) {
		s.clauses = append(s.clauses, clause{start: start, end: len(text), text: trim(text[start:])})
	}
}
