package outline

import (
	"strings"
	"sync"
	"unicode/utf8"

	"zhengwen/document"
	"zhengwen/rules"
)

// kinds judges what sections are about.
type kinds struct {
	cues     *rules.Set      // over headings; kind is the section's kind, weight breaks ties
	content  *rules.Set      // over the text of a section; weight is what one match counts
	likeness func() likeness // to headings whose kind is known; counted when the first is asked for
	order    order           // in which kinds follow one another
	room     *sync.Pool      // of *path
}

func newKinds(book *rules.Book) kinds {
	k := kinds{cues: book.Set("sections"), content: book.Set("section-content"), order: newOrder(book.Set("section-orders"))}
	k.room = &sync.Pool{New: func() any { return new(path) }}
	k.likeness = sync.OnceValue(func() likeness { return newLikeness(book.Set("section-examples"), k.hints) })
	return k
}

// judge sets the kind of every section. Those of the first level are judged together,
// by their headings, their texts and their order; what lies below is of its parent's
// kind unless its heading names another one outright.
func (k kinds) judge(d *document.Document, heads []heading) {
	p := k.room.Get().(*path)
	defer k.room.Put(p)
	p.reset()
	for i := range d.Sections {
		s := &d.Sections[i]
		if s.Parent >= 0 {
			continue
		}
		if fixed := k.fixed(s.Heading, heads, i); fixed >= 0 {
			p.fix(fixed)
			continue
		}
		e := k.likeness().to(s.Heading, k.hints(s.Heading))
		k.read(d.Text[s.Body.Start:max(s.Body.Start, s.Span.End)], &e)
		p.add(e)
	}
	k.order.settle(p)
	top := 0
	for i := range d.Sections {
		s := &d.Sections[i]
		if s.Parent < 0 {
			s.Kind = names[p.kinds[top]]
			top++
			continue
		}
		s.Kind = d.Sections[s.Parent].Kind
		// Cases and questions stay what they are whatever they are called.
		if s.Kind == document.SectionCases || s.Kind == document.SectionFAQ {
			continue
		}
		if kind := k.marked(&heads[i]); kind >= 0 {
			s.Kind = names[kind]
		} else if cue, whole := k.head(s.Heading); whole {
			s.Kind = document.SectionKind(cue.Kind)
		}
	}
}

// marked is the kind that a heading's mark tells, -1 for none: 第一步, 案例一, 误区二.
func (k kinds) marked(h *heading) int {
	switch h.style.family {
	case famStep:
		return index(document.SectionProcess)
	case famCase:
		return index(document.SectionCases)
	case famCounted:
		word := strings.TrimRightFunc(h.mark.number, func(r rune) bool { return few(r) || isDigit(r) })
		if cue, _ := k.head(word); cue != nil {
			return index(document.SectionKind(cue.Kind))
		}
	}
	return -1
}

// Values of cues that decide alone: a noun (or a verb, or a phrase) that does so at the
// end of the part of a heading that decides, and a cue that does so anywhere, in the
// headings of subsections too.
const (
	headCue = "head"
	ownCue  = "own"
)

// head is the cue that alone decides a heading's kind, nil for none. It is whole when it
// holds for a subsection too: a noun with its attribute (准备充分的资料) or alone, where
// one that is the object of a verb (递交书面材料) tells an act of what the parent is about.
func (k kinds) head(words string) (cue *rules.Rule, whole bool) {
	var buf [16]rules.Match
	words = strings.TrimRight(words, "？?：:。 ")
	end := headEnd(words)
	var best rules.Match
	for _, m := range k.cues.AppendAll(buf[:0], words) {
		switch {
		case m.Rule.Value == ownCue && m.Start < end:
			return m.Rule, true
		case m.Rule.Value == headCue && m.End == end && (best.Rule == nil || m.Start < best.Start):
			best = m
		}
	}
	return best.Rule, best.Rule != nil && (best.Start == 0 || strings.HasSuffix(words[:best.Start], "的"))
}

// fixed is the kind of a section of the first level that its mark or a cue that
// decides alone fixes, -1 for none.
func (k kinds) fixed(words string, heads []heading, i int) int {
	if heads[i].style.family == famQuestion ||
		i+1 < len(heads) && heads[i+1].style.family == famQuestion && heads[i+1].depth > heads[i].depth { // 【关于转递】 over Q1：
		return index(document.SectionFAQ)
	}
	if kind := k.marked(&heads[i]); kind >= 0 {
		return kind
	}
	if cue, _ := k.head(words); cue != nil {
		return index(document.SectionKind(cue.Kind))
	}
	return -1
}

// hints is what the cues say about a heading, for likeness: each kind that has a cue in
// it, and the one that the best cue names: that of the greatest weight, of these the one
// that ends last, as the head noun stands last; of A和B the first.
func (k kinds) hints(words string) hints {
	h := hints{best: -1}
	var buf [16]rules.Match
	var best rules.Match
	end := headEnd(words)
	for _, m := range k.cues.AppendAll(buf[:0], words) {
		at := index(document.SectionKind(m.Rule.Kind))
		if at < 0 {
			continue
		}
		h.any |= 1 << at
		if m.Start < end && (best.Rule == nil || m.Rule.Weight > best.Rule.Weight ||
			m.Rule.Weight == best.Rule.Weight && (m.End > best.End || m.End == best.End && m.Start < best.Start)) {
			best, h.best = m, at
		}
	}
	return h
}

// headEnd is where the part of a heading ends that decides: before 和 与 及 、 when
// two heads are coordinated, which shows by no 的 after it.
func headEnd(words string) int {
	for _, c := range coordinators {
		i := strings.Index(words, c)
		if i < 0 || utf8.RuneCountInString(words[:i]) < 2 {
			continue
		}
		if !strings.Contains(words[i:], "的") && !strings.ContainsAny(words[i:], "，,？?") {
			return i
		}
	}
	return len(words)
}

var coordinators = []string{"以及", "和", "与", "及"}

// read adds what the text of a section says about its kind: the cues it is full of. All
// of them together count as much as a few n-grams of the heading that know one kind only.
func (k kinds) read(text string, e *evidence) {
	if len(text) > maxRead {
		text = strings.ToValidUTF8(text[:maxRead], "")
	}
	var buf [64]rules.Match
	var weight [kindCount]float64
	total := 0.0
	for _, m := range k.content.AppendAll(buf[:0], text) {
		if at := index(document.SectionKind(m.Rule.Kind)); at >= 0 {
			weight[at] += m.Rule.Weight
			total += m.Rule.Weight
		}
	}
	for at, w := range weight {
		e[at] += int32(scale * contentShare * w / max(total, fewCues))
	}
}

const (
	maxRead      = 3000 // bytes of a section that are read, about a thousand characters
	contentShare = 2.4  // what all content is worth, in nats; .6…1 × 3 did alike on labelled articles left out
	fewCues      = 3    // the weight of cues below which they count for less
)
