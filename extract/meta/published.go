package meta

import (
	"strings"

	"zhengwen/document"
)

// How far from the title a byline stands, in blocks, and how long it is, in
// characters.
const (
	bylineReach = 16
	bylineBack  = 4
	bylineMax   = 120
)

// headDates are the names under which pages keep their date in the head, surest first.
var headDates = []string{
	"article:published_time", "og:release_date", "og:article:published_time", "pubdate", "publishdate", "publish-date", "publish_date", "datepublished",
	"ld:datePublished", "article:create_at", "weibo: article:create_at", "weibo:article:create_at", "bytedance:published_time", "og:published_time", "date", "dc.date", "firstcreatetime", "createdate", "time:datetime",
}

// published looks for the date near the title, then in the head, then behind a label
// anywhere in the chrome, then at the end of the body, then in the address. The day on
// which a document was signed is taken when there is no other.
func (p *page) published() {
	for _, p.signed = range [...]bool{false, true} {
		if p.anchor >= 0 {
			if p.near() || p.fromHead() || p.labelled() {
				return
			}
		} else if p.fromHead() || p.labelled() || p.scan(max(0, p.first-bylineReach), p.first+2) {
			return
		}
	}
	for _, a := range [...]string{p.d.URL, p.head.first("og:url"), p.d.URI} {
		if x, ok := urlDate(a); ok {
			p.meta.Published = x
			return
		}
	}
}

// near takes the first date of the byline: the short blocks behind the title, then
// those before it.
func (p *page) near() bool {
	seen, end := 0, p.anchor+1
	for ; end < len(p.d.Blocks) && seen < bylineReach; end++ {
		if p.shown(end) {
			seen++
		}
		if p.last >= 0 && end > p.first+1 && p.d.Kind != document.PageForum { // a post may end with its day
			break
		}
	}
	return p.scan(p.anchor, end) || p.scan(max(0, p.anchor-bylineBack), p.anchor) || p.scan(p.anchor+1, min(p.first, len(p.d.Blocks)))
}

// scan takes the date of the first short block in blocks[from:to] that has one.
func (p *page) scan(from, to int) bool {
	for i := from; i < min(to, len(p.d.Blocks)); i++ {
		b := &p.d.Blocks[i]
		if !p.shown(i) || b.Caption || b.Role == document.RoleTitle || !short(b.Text) || strings.Contains(b.Text, "。") {
			continue
		}
		if x, ok := p.date(b.Text); ok {
			p.meta.Published = x
			return true
		}
	}
	return false
}

// date is the first date of a line that is not labelled as that of something else; one
// behind a label of publication goes first.
func (p *page) date(text string) (document.Published, bool) {
	var first document.Published
	for at, found := 0, false; ; {
		x, span, ok := FindDate(text[at:])
		if !ok {
			return first, found
		}
		switch p.dateLabel(text[:at+span.Start]) {
		case "published":
			return x, true
		case "other-day":
		case "signed-day":
			if p.signed && !found {
				first, found = x, true
			}
		default:
			if !found {
				first, found = x, true
			}
		}
		at += span.End
	}
}

// dateLabel is the kind of the label that stands right before a date, or is empty.
func (p *page) dateLabel(before string) string {
	before = strings.TrimRightFunc(before, func(r rune) bool { return document.IsSpace(r) || strings.ContainsRune(":：[【(（/", r) })
	for _, m := range p.days.AppendAll(nil, before) {
		if m.End == len(before) {
			return m.Rule.Kind
		}
	}
	return ""
}

func short(text string) bool {
	return len(text) <= 4*bylineMax && document.CountRunes(text) <= bylineMax
}

// fromHead takes the date from the page's head.
func (p *page) fromHead() bool {
	for _, name := range headDates {
		if v := p.head.first(name); v != "" {
			if x, _, ok := FindDate(v); ok {
				p.meta.Published = x
				return true
			}
		}
	}
	return false
}

// labelled takes a date behind a label of publication anywhere on the page.
func (p *page) labelled() bool {
	for i := range p.d.Blocks {
		b := &p.d.Blocks[i]
		if !p.shown(i) || b.Caption || !short(b.Text) {
			continue
		}
		for _, m := range p.days.AppendAll(nil, b.Text) {
			if m.Rule.Kind != "published" && !(p.signed && m.Rule.Kind == "signed-day") {
				continue
			}
			if x, span, ok := FindDate(b.Text[m.Start:]); ok && p.dateLabel(b.Text[:m.Start+span.Start]) != "other-day" {
				p.meta.Published = x
				return true
			}
		}
	}
	return false
}
