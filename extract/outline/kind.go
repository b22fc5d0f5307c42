package outline

import (
	"strings"
	"unicode/utf8"

	"zhengwen/document"
	"zhengwen/rules"
)

// kinds judges what sections are about.
type kinds struct {
	cues    *rules.Set // over headings; kind is the section's kind, weight breaks ties
	content *rules.Set // over the text of a section; weight is what one match counts
}

// judge sets the kind of every section: by its heading's head noun, else its
// parent's, else, at level 1, by its content.
func (k kinds) judge(d *document.Document, heads []heading) {
	var buf [16]rules.Match
	for i := range d.Sections {
		s := &d.Sections[i]
		parent := document.SectionKind("")
		if s.Parent >= 0 {
			parent = d.Sections[s.Parent].Kind
		}
		// Cases and questions stay what they are whatever they are called.
		if parent == document.SectionCases || parent == document.SectionFAQ {
			s.Kind = parent
			continue
		}
		kind := k.cue(buf[:0], s.Heading, parent == "")
		switch {
		case heads[i].style.family == famStep:
			kind = document.SectionProcess
		case parent == "" && i+1 < len(heads) && heads[i+1].style.family == famQuestion && heads[i+1].depth > heads[i].depth:
			kind = document.SectionFAQ // 【关于转递】 over Q1：
		case kind != "":
		case heads[i].style.family == famQuestion:
			kind = document.SectionFAQ
		case heads[i].style.family == famCase && heads[i].style.sub < 2:
			kind = document.SectionCases
		case parent != "":
			kind = parent
		default:
			kind = k.byContent(buf[:0], d.Text[s.Span.Start:s.Span.End])
		}
		if heads[i].style.family == famQuestion && parent == "" {
			kind = document.SectionFAQ
		}
		s.Kind = kind
	}
}

// cue is the kind the heading itself names, "" for none. The cue that ends last
// decides, as the head noun stands last; of A和B the first. Cues with a negative
// weight count only for a section without parent.
func (k kinds) cue(buf []rules.Match, words string, top bool) document.SectionKind {
	matches := k.cues.AppendAll(buf, words)
	if len(matches) == 0 {
		return ""
	}
	end := headEnd(words)
	var best rules.Match
	for _, m := range matches {
		if m.Start >= end || m.Rule.Weight < 0 && !top {
			continue
		}
		if best.Rule == nil || m.Rule.Weight > best.Rule.Weight ||
			m.Rule.Weight == best.Rule.Weight && (m.End > best.End || m.End == best.End && m.Start < best.Start) {
			best = m
		}
	}
	if best.Rule == nil {
		return ""
	}
	return document.SectionKind(best.Rule.Kind)
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

// byContent is the kind whose cues fill most of the section, other when none
// stands out.
func (k kinds) byContent(buf []rules.Match, text string) document.SectionKind {
	if len(text) > maxJudged {
		text = strings.ToValidUTF8(text[:maxJudged], "")
	}
	var kind [16]string
	var weight [16]float64
	n := 0
	for _, m := range k.content.AppendAll(buf, text) {
		at := 0
		for at < n && kind[at] != m.Rule.Kind {
			at++
		}
		if at == len(kind) {
			continue
		}
		if at == n {
			kind[n] = m.Rule.Kind
			n++
		}
		weight[at] += m.Rule.Weight
	}
	best := -1
	for i := range n {
		if best < 0 || weight[i] > weight[best] {
			best = i
		}
	}
	if best < 0 || weight[best] < 1.2 {
		return document.SectionOther
	}
	return document.SectionKind(kind[best])
}

// maxJudged is how much of a section, in bytes, its content is judged by.
const maxJudged = 6000
