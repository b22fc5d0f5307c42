// Package advice marks the sentences that tell the reader what to do and the
// cases that tell how somebody fared.
package advice

import (
	"context"
	"slices"
	"sort"
	"sync"
	"unicode/utf8"

	"zhengwen/document"
	"zhengwen/rules"
)

// Advice is the stage that fills Advice, Cases and IsAdvice of the sections. It
// runs over the frozen text after the outline and the words. What counts follows
// the labelling rules §3 and §4.
type Advice struct {
	grammar grammar
	judge   *judge
	topics  topics
	tales   tales
	scratch sync.Pool

	dull                  map[string]bool // words that are no terms
	dullFirst, dullSecond *runeSet        // their first and second characters
}

// New returns the stage. It uses the rule sets "advice", "complements", "topics",
// "cases" and "terms".
func New(book *rules.Book) *Advice {
	judge, err := newJudge(weightsData)
	if err != nil {
		panic(err) // the file is part of the program, and a test reads it
	}
	topics, err := newTopics(topicData, book.Set("topics"))
	if err != nil {
		panic(err) // so is this one
	}
	a := &Advice{
		judge:   judge,
		grammar: newGrammar(book.Set("advice"), book.Set("complements")),
		topics:  topics,
		tales:   newTales(book.Set("cases")),
		dull:    map[string]bool{},
	}
	var dull []string
	for _, r := range book.Set("terms").Rules {
		dull = append(dull, r.Any...)
	}
	for _, w := range dull {
		a.dull[w] = true
	}
	a.dullFirst, a.dullSecond = newRuneSet(runesAt(dull, 0)), newRuneSet(runesAt(dull, 1))
	a.scratch.New = func() any { return new(sentence) }
	return a
}

// Name returns "advice".
func (*Advice) Name() string { return "advice" }

// Apply sets d.Cases and d.Advice and marks the sections that hold advice.
func (a *Advice) Apply(_ context.Context, d *document.Document) error {
	d.Cases = a.tales.find(d)
	storied(d)
	s := a.scratch.Get().(*sentence)
	defer a.scratch.Put(s)
	defer s.drop()
	s.advice, s.scores, s.word = s.advice[:0], s.scores[:0], 0
	s.last, s.waits = neighbourNone, false
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
	a.settle(s, neighbourNone)
	least := int32(0)
	if len(d.Text) > adviceEvery*(len(s.advice)+1) {
		least = sparse
		d.Cases = slices.DeleteFunc(d.Cases, func(c document.Case) bool { return c.Who == "" })
	}
	d.Advice = d.Advice[:0]
	for i, x := range s.advice {
		if s.scores[i] <= least {
			continue
		}
		d.Advice = append(d.Advice, x)
		if x.Section >= 0 {
			d.Sections[x.Section].IsAdvice = true
		}
	}
	return nil
}

// sparse is what must speak for a sentence of advice on a page that hardly advises, as
// weights do.
const sparse = 2 * weightUnit

// adviceEvery is how many bytes of text there are to a sentence of advice, at the most,
// in articles that advise; 400 characters. In the labelled ones there are 60 as a rule
// and 170 at the most. What others tell of people they do not name is news.
const adviceEvery = 400 * len("一")

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
	var kind kindWeight // none where no part of the page says what it is about
	if section >= 0 {
		kind = a.judge.kind[d.Sections[section].Kind]
	} else if len(d.Sections) > 0 {
		kind = a.judge.kind[""]
	}
	for span := range sentences(d.Text, line) {
		body := d.Text[span.Start:span.End]
		if inCase(d.Cases, span) || !fits(body) {
			a.settle(s, neighbourPlain)
			continue
		}
		r, read := a.grammar.read(s, body)
		now := neighbourPlain
		if read {
			now = neighbourDirects
		}
		before := a.settle(s, now)
		score := a.judge.weigh(s, r, read, kind) + a.judge.before[before]
		if score+max(a.judge.after[neighbourNone], a.judge.after[neighbourPlain], a.judge.after[neighbourDirects]) <= 0 {
			continue
		}
		if !read {
			r = s.guess()
		}
		x := document.Advice{Span: span, Stance: r.stance, Section: section, Topic: a.topics.of(s, r)}
		if r.stance == document.StanceConditional {
			x.Condition = body[r.condition.Start:r.condition.End]
		}
		x.Terms = a.terms(d, span, s)
		s.waiting, s.score, s.waits = x, score, true
	}
}

// settle decides about the sentence that waits for its next one, which reads as now,
// and returns how the sentence before that one reads.
func (a *Advice) settle(s *sentence, now neighbour) (before neighbour) {
	if s.waits && s.score+a.judge.after[now] > 0 {
		s.advice, s.scores = append(s.advice, s.waiting), append(s.scores, s.score+a.judge.after[now])
	}
	before = s.last
	s.waits, s.last = false, now
	return before
}

// inCase reports whether a span overlaps one of the cases, which are in order.
func inCase(cases []document.Case, s document.Span) bool {
	i := sort.Search(len(cases), func(i int) bool { return cases[i].Span.End > s.Start })
	return i < len(cases) && cases[i].Span.Start < s.End
}

// terms lists the content words of a sentence of the text, each once, in order. They are
// cut from room, of which many sentences share one allocation.
func (a *Advice) terms(d *document.Document, at document.Span, s *sentence) []string {
	for s.word < len(d.Words) && d.Words[s.word].Start < at.Start {
		s.word++
	}
	words := d.Words[s.word:]
	n := 0
	for n < len(words) && words[n].End <= at.End {
		n++
	}
	if cap(s.terms)-len(s.terms) < n {
		s.terms = make([]string, 0, max(n, roomSize))
	}
	base := len(s.terms)
	out := s.terms[base:base]
	for _, w := range words[:n] {
		t := d.Text[w.Start:w.End]
		if term(t) && !a.isDull(t) && !listed(out, t) {
			out = append(out, t)
		}
	}
	if len(out) == 0 {
		return nil
	}
	s.terms = s.terms[:base+len(out)]
	return out[:len(out):len(out)]
}

// listed reports whether a word is among those listed. Most differ in their last
// character.
func listed(words []string, t string) bool {
	last := t[len(t)-1]
	for _, w := range words {
		if len(w) == len(t) && w[len(w)-1] == last && w == t {
			return true
		}
	}
	return false
}

// roomSize is how many terms are allocated at a time.
const roomSize = 64

// term reports whether a word can say something: two letters or more, at least one
// of them Han or Latin.
func term(t string) bool {
	if len(t) < 2*len("一") {
		return latin(t)
	}
	if han(t[0]) {
		return true
	}
	for _, r := range t {
		if isHan(r) || r < utf8.RuneSelf && isLatin(byte(r)) {
			return true
		}
	}
	return false
}

// latin reports whether t is an ASCII word of at least two letters (APP, LPR).
func latin(t string) bool {
	for i := range len(t) {
		if !isLatin(t[i]) {
			return false
		}
	}
	return len(t) > 1
}

func isLatin(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
func isHan(r rune) bool   { return 0x3400 <= r && r <= 0x9FFF }

// isDull asks the table only about words that begin like one of its own.
func (a *Advice) isDull(t string) bool {
	if len(t) >= 2*len("一") && han(t[0]) && han(t[len("一")]) {
		r, s := wide(t, 0), wide(t, len("一"))
		if r >= firstHan && !a.dullFirst.has(r) || s >= firstHan && !a.dullSecond.has(s) {
			return false
		}
	}
	return a.dull[t]
}
