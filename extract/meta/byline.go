package meta

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"zhengwen/document"
	"zhengwen/rules"
)

// byline reads author, editor and source behind their labels, in the short blocks
// around title and body and in the first and last lines of the body.
func (p *page) byline() {
	var buf []rules.Match
	for i := range p.d.Blocks {
		b := &p.d.Blocks[i]
		if !p.shown(i) || b.Caption || b.Role == document.RoleTitle {
			continue
		}
		inBody := b.Role == document.RoleBody || b.Role == document.RoleHeading
		if inBody && i > p.first+1 && i < p.last-1 || !inBody && !short(b.Text) {
			continue
		}
		buf = p.labels.AppendAll(buf[:0], b.Text)
		mine := false
		for k, m := range buf {
			if !labels(m.Rule.Kind) || k > 0 && m.Start < buf[k-1].End && m.Rule.Kind == buf[k-1].Rule.Kind && m.End <= buf[k-1].End {
				continue
			}
			if inBody && m.Rule.Value != "text" && !short(b.Text) {
				continue
			}
			mine = p.take(m, p.field(i, m), inBody && !short(b.Text)) || mine
		}
		if !inBody && p.beside(i) && !(p.thread() && i > p.first) && dated(b.Text) {
			if p.meta.Source == "" {
				p.meta.Source = p.medium(b.Text)
			}
			p.unlabelled(i)
			mine = true
		}
		if mine && !inBody && b.Role == document.RoleBoilerplate && weak(b.Kind) {
			b.SetBoilerplate(document.KindSource, "meta.byline")
		}
	}
	if p.meta.Author == "" {
		p.meta.Author = p.classed()
	}
	if p.meta.Author == "" {
		p.meta.Author = p.account()
	}
	if p.meta.Author == "" {
		p.meta.Author = p.reporter
	}
	if p.meta.Author == "" {
		_, site := splitSite(p.head.first("title"))
		a := p.head.first("author", "ld:author", "article:author")
		if at := strings.IndexAny(a, ",，、_|"); at >= 0 {
			a = a[:at] // the name of the site stands behind it
		}
		if person(a) && !strings.Contains(site, a) {
			p.meta.Author = a
		}
	}
	if p.guessed && p.meta.Source == p.meta.Author {
		p.meta.Source = ""
	}
	if p.meta.Source == "" {
		if v := p.head.first("mediaid", "source"); v != "" && utf8.RuneCountInString(v) <= siteLetters && unicode.Is(unicode.Han, firstRune(v)) {
			p.meta.Source = v
		}
	}
}

// field is the text of block i, with that of the next one when the label at m ends it: a
// name may have an element of its own.
func (p *page) field(i int, m rules.Match) string {
	text := p.d.Blocks[i].Text
	if strings.TrimFunc(text[m.End:], func(r rune) bool { return document.IsSpace(r) || r == ':' || r == '：' }) != "" {
		return text
	}
	for k := i + 1; k < len(p.d.Blocks); k++ {
		if b := &p.d.Blocks[k]; p.shown(k) {
			if alone(b.Text) && !p.noise(b.Text) && b.Role == p.d.Blocks[i].Role {
				return text + b.Text
			}
			break
		}
	}
	return text
}

// labels reports whether rules of that kind are labels, which others are not that speak
// of values.
func labels(kind string) bool {
	switch kind {
	case "medium", "noise", "surname", "field", "author-class":
		return false
	}
	return true
}

// thread reports whether the page is one of posts, each of which has a byline.
func (p *page) thread() bool {
	return p.d.Kind == document.PageForum || p.d.Kind == document.PageQA
}

// dated reports whether text holds a date, or a day without its year.
func dated(text string) bool {
	_, _, ok := FindDate(text)
	return ok || dayOnly(text)
}

// beside reports whether block i stands where a byline does: between title and body
// or right behind the title.
func (p *page) beside(i int) bool {
	return p.anchor >= 0 && i > p.anchor && (i < p.first || i < p.anchor+bylineReach && i < p.last)
}

// weak reports whether a kind gives way to source in the order of the kinds.
func weak(k document.BoilerplateKind) bool {
	all := document.BoilerplateKinds()
	return slices.Index(all, k) > slices.Index(all, document.KindSource)
}

// take stores the value behind a label and reports whether there was one.
func (p *page) take(m rules.Match, text string, running bool) bool {
	kind, v := m.Rule.Kind, ""
	switch kind {
	case "poster":
		kind, v = "author", p.poster(text[:m.Start])
	case "signed":
		kind, v = "reporter", signed(text[:m.Start])
	default:
		v = p.beforeField(p.value(text[m.End:], kind, running), text[m.End:])
	}
	if v == "" {
		return false
	}
	switch kind {
	case "author":
		if p.meta.Author == "" {
			p.meta.Author = v
		}
	case "publisher":
		if !p.office(v) {
			if p.meta.Author == "" {
				p.meta.Author = v
			}
		} else if p.meta.Source == "" {
			p.meta.Source = v
		}
	case "reporter":
		if p.reporter == "" {
			p.reporter = v
		}
	case "editor":
		if p.meta.Editor == "" {
			p.meta.Editor = v
		}
		return false
	case "source":
		if p.meta.Source == "" {
			p.meta.Source = v
		}
	}
	return true
}
