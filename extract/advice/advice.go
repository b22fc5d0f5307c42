// Package advice marks the sentences that tell the reader what to do and the
// cases that tell how somebody fared.
package advice

import (
	"context"
	"sort"
	"strings"
	"sync"

	"zhengwen/document"
	"zhengwen/rules"
)

// Advice is the stage that fills Advice, Cases and IsAdvice of the sections. It
// runs over the frozen text after the outline and the words. What counts follows
// the labelling rules §3 and §4.
type Advice struct {
	grammar grammar
	topics  topics
	tales   tales
	dull    map[string]bool // words that are no terms
	scratch sync.Pool
}

// New returns the stage. It uses the rule sets "advice", "topics", "cases" and
// "terms".
func New(book *rules.Book) *Advice {
	a := &Advice{
		grammar: newGrammar(book.Set("advice")),
		topics:  topics{book.Set("topics")},
		tales:   tales{book.Set("cases")},
		dull:    map[string]bool{},
	}
	for _, r := range book.Set("terms").Rules {
		for _, w := range r.Any {
			a.dull[w] = true
		}
	}
	a.scratch.New = func() any { return new(sentence) }
	return a
}

// Name returns "advice".
func (*Advice) Name() string { return "advice" }

// Apply sets d.Cases and d.Advice and marks the sections that hold advice.
func (a *Advice) Apply(_ context.Context, d *document.Document) error {
	d.Cases = a.tales.find(d)
	storied(d)
	d.Advice = nil
	s := a.scratch.Get().(*sentence)
	defer a.scratch.Put(s)
	w := walker{d: d}
	for w.next() {
		if w.heading {
			if sec := &d.Sections[w.section]; a.grammar.heading(s, sec.Heading) {
				sec.IsAdvice = true
			}
			continue
		}
		a.line(d, s, w.line, w.section)
	}
	return nil
}

// storied gives sections that hold nothing but stories, and those mostly stories
// that the outline could not place, the kind cases.
func storied(d *document.Document) {
	for i := 0; i < len(d.Cases); {
		sec, told, n := d.Cases[i].Section, 0, 0
		for ; i < len(d.Cases) && d.Cases[i].Section == sec; i++ {
			told += d.Cases[i].Span.Len()
			n++
		}
		if sec < 0 || d.Sections[sec].Kind == document.SectionFAQ {
			continue
		}
		s := &d.Sections[sec]
		if s.Kind == document.SectionOther && 2*told > s.Body.Len() || n > 1 && 20*told > 17*s.Body.Len() {
			s.Kind = document.SectionCases
		}
	}
}

// line marks the advice of one line of the body.
func (a *Advice) line(d *document.Document, s *sentence, line document.Span, section int) {
	text := d.Text[line.Start:line.End]
	pos := labelLen(text)
	if row(text) {
		return
	}
	for pos < len(text) {
		end := sentenceEnd(text, pos)
		start := pos + leadingSpace(text[pos:end])
		pos = end
		span := document.Span{Start: line.Start + start, End: line.Start + end}
		if inCase(d.Cases, span) {
			continue
		}
		body := text[start:end]
		r, ok := a.grammar.read(s, body)
		if !ok {
			continue
		}
		x := document.Advice{Span: span, Stance: r.stance, Section: section, Topic: a.topics.of(s, r)}
		if r.stance == document.StanceConditional {
			x.Condition = body[r.condition.Start:r.condition.End]
		}
		x.Terms = a.terms(d, span)
		d.Advice = append(d.Advice, x)
		if section >= 0 {
			d.Sections[section].IsAdvice = true
		}
	}
}

// inCase reports whether a span overlaps one of the cases, which are in order.
func inCase(cases []document.Case, s document.Span) bool {
	i := sort.Search(len(cases), func(i int) bool { return cases[i].Span.End > s.Start })
	return i < len(cases) && cases[i].Span.Start < s.End
}

// terms lists the content words of a sentence, each once, in order.
func (a *Advice) terms(d *document.Document, s document.Span) []string {
	first := sort.Search(len(d.Words), func(i int) bool { return d.Words[i].Start >= s.Start })
	var out []string
next:
	for _, w := range d.Words[first:] {
		if w.End > s.End {
			break
		}
		t := d.Text[w.Start:w.End]
		if len(t) < 2*len("一") && !latin(t) || a.dull[t] || !content(t) {
			continue
		}
		for _, o := range out {
			if o == t {
				continue next
			}
		}
		out = append(out, t)
	}
	return out
}

// latin reports whether t is an ASCII word of at least two letters (APP, LPR).
func latin(t string) bool {
	if len(t) < 2 {
		return false
	}
	for i := range len(t) {
		if c := t[i] | 0x20; c < 'a' || c > 'z' {
			return false
		}
	}
	return true
}

// content reports whether a word holds anything but digits and punctuation.
func content(t string) bool {
	return strings.IndexFunc(t, func(r rune) bool { return r >= 0x3400 && r <= 0x9FFF || r < 0x80 && latin("a"+string(r)) }) >= 0
}
