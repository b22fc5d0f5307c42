package meta

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"zhengwen/document"
)

// dayOnly reports whether a line holds a day with its hour and no year: 04-17 16:02.
func dayOnly(text string) bool {
	at := strings.IndexByte(text, ':')
	return at >= 8 && at+3 <= len(text) && text[at-6] == '-' && text[at-3] == ' ' && strings.IndexFunc(text[at-8:at-6]+text[at-5:at-3]+text[at-2:at]+text[at+1:at+3], func(r rune) bool { return !digitRune(r) }) < 0
}

// classed is the name in a line of its own above the text, or right below the title,
// whose element is named after authors.
func (p *page) classed() string {
	end := min(p.anchor+bylineReach, len(p.d.Blocks))
	if !p.thread() { // the name of who answers stands below the question
		end = min(end, p.first)
	}
	for i := max(0, p.anchor-bylineBack); i < end; i++ {
		b := &p.d.Blocks[i]
		if !p.shown(i) || b.Element < 0 || b.Role == document.RoleTitle || !alone(b.Text) {
			continue
		}
		matched := p.ofAuthor(i)
		for _, m := range p.labels.Append(nil, b.Text) {
			matched = matched && m.Rule.Kind != "noise" && m.Rule.Kind != "field"
		}
		if matched {
			b.SetBoilerplate(document.KindSource, "meta.author-class")
			return b.Text
		}
	}
	return ""
}

// account is the name that stands alone between title and date and is a link, as that of
// an account leads to its other articles.
func (p *page) account() string {
	if p.anchor < 0 {
		return ""
	}
	for i, seen := p.anchor+1, 0; i+1 < min(p.first, len(p.d.Blocks)) && seen < bylineBack; i++ {
		b := &p.d.Blocks[i]
		if !p.shown(i) {
			continue
		}
		seen++
		if utf8.RuneCountInString(b.Text) > 2 && b.Marked(document.MarkLink) == len(b.Text) && alone(b.Text) && !p.noise(b.Text) && !p.office(b.Text) {
			if _, _, ok := FindDate(p.d.Blocks[i+1].Text); ok && p.shown(i+1) {
				return b.Text
			}
		}
	}
	return ""
}

// authorDepth is how far above a name the element may be that is named after authors.
const authorDepth = 2

// ofAuthor reports whether block i stands in an element that is named after authors.
func (p *page) ofAuthor(i int) bool {
	for e, n := p.d.Blocks[i].Element, 0; e >= 0 && n <= authorDepth; e, n = p.d.Elements[e].Parent, n+1 {
		if p.holds(p.d.Elements[e].Class, "author-class") || p.holds(p.d.Elements[e].ID, "author-class") {
			return true
		}
	}
	return false
}

// alone reports whether a text is one name: letters without blanks and marks.
func alone(text string) bool {
	n := utf8.RuneCountInString(text)
	return n >= 2 && n <= nameMax && strings.IndexFunc(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !digitRune(r) && r != '_' && r != '-' && r != '·'
	}) < 0
}

// holds reports whether a rule of that kind holds for a text.
func (p *page) holds(text, kind string) bool {
	for _, m := range p.labels.Append(nil, text) {
		if m.Rule.Kind == kind {
			return true
		}
	}
	return false
}

// office reports whether a name is that of a medium, an office or a part of one.
func (p *page) office(name string) bool { return p.holds(name, "medium") }

// noise reports whether a text holds a word that names nobody.
func (p *page) noise(text string) bool { return p.holds(text, "noise") }

// medium is the name of a medium in a byline that has no label: a word of Han
// characters that ends as names of media do.
func (p *page) medium(text string) string {
	for _, f := range strings.FieldsFunc(text, func(r rune) bool {
		return document.IsSpace(r) || r == '|' || r == '｜' || r == '/' || r == '(' || r == ')' || r == '（' || r == '）' || r == '《' || r == '》' || digitRune(r) || r == ':' || r == '：'
	}) {
		n := utf8.RuneCountInString(f)
		if n < 3 || n > 14 || !unicode.Is(unicode.Han, firstRune(f)) {
			continue
		}
		if p.office(f) {
			return f
		}
	}
	return ""
}

// unlabelled reads the names that stand beside the date without a label: a short one
// is the author's (阿禾 2022-03-18), a longer one the source (邻里生活志 2022-03-18).
func (p *page) unlabelled(i int) {
	text := p.d.Blocks[i].Text
	if _, day, ok := FindDate(text); ok {
		text = strings.TrimSuffix(text[:day.Start], "于") + " " + text[day.Start:] // a name may be glued to it
	}
	if utf8.RuneCountInString(text) > bylineLetters {
		return
	}
	last := ' '
	for _, f := range strings.FieldsFunc(text, func(r rune) bool {
		// A dot behind a time sets apart, one between names joins them.
		sets := document.IsSpace(r) || r == '|' || r == '｜' || r == '·' && digitRune(last)
		last = r
		return sets
	}) {
		n := utf8.RuneCountInString(f)
		if n < 2 || n > 10 || strings.IndexFunc(f, func(r rune) bool { return !unicode.Is(unicode.Han, r) }) >= 0 {
			continue
		}
		person, other := false, false
		for _, m := range p.labels.Append(nil, f) {
			person = person || m.Rule.Kind == "surname"
			other = other || m.Rule.Kind != "surname"
		}
		switch {
		case other || f == p.meta.Author:
		case person && p.meta.Author == "":
			p.meta.Author = f
		case n > 2 && p.meta.Author == "" && (p.thread() || p.ofAuthor(i)):
			p.meta.Author = f
		case !person && n > 2 && p.meta.Source == "":
			p.meta.Source, p.guessed = f, true
		}
	}
}

// bylineLetters is how long a byline without labels may be; longer lines say other
// things too.
const bylineLetters = 40

func digitRune(r rune) bool { return r >= '0' && r <= '9' }

// person reports whether a name from the head can be a person's: two to four Han
// characters, as sites put their own name and their logins there too.
func person(s string) bool {
	n := 0
	for _, r := range s {
		if !unicode.Is(unicode.Han, r) {
			return false
		}
		n++
	}
	return n >= 2 && n <= 4 && !strings.HasSuffix(s, "网") && !strings.HasSuffix(s, "报") && !strings.HasSuffix(s, "社")
}
