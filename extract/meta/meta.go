// Package meta reads what a page says about itself: title, author, editor, source,
// site name, date of publication and canonical address. What the page does not say
// stays empty; nothing is guessed.
package meta

import (
	"context"
	"net/url"
	"strings"

	"zhengwen/document"
	"zhengwen/rules"
)

// Stage is the stage "meta". It is safe for concurrent use.
type Stage struct {
	labels *rules.Set // of names, and what is none
	days   *rules.Set // of dates
}

// New returns the stage with the labels of the rule set "meta".
func New(book *rules.Book) *Stage {
	set := book.Set("meta")
	return &Stage{
		labels: set.Select(func(r *rules.Rule) bool { return !ofDay(r.Kind) }),
		days:   set.Select(func(r *rules.Rule) bool { return ofDay(r.Kind) }),
	}
}

// ofDay reports whether rules of that kind are labels of dates.
func ofDay(kind string) bool {
	return kind == "published" || kind == "signed-day" || kind == "other-day"
}

// Name returns "meta".
func (s *Stage) Name() string { return "meta" }

// Apply fills d.Meta and, where it is empty, d.URL. It marks the block of the title
// and turns bylines into boilerplate of the kind source.
func (s *Stage) Apply(_ context.Context, d *document.Document) error {
	h := readHead(d)
	if d.URL == "" {
		d.URL = canonical(h.first("canonical", "og:url"))
	}
	p := page{d: d, head: h, labels: s.labels, days: s.days}
	p.title()
	p.bounds()
	p.byline()
	p.published()
	p.siteName()
	d.Meta = p.meta
	return nil
}

// page is the work on one document.
type page struct {
	d        *document.Document
	head     head
	labels   *rules.Set
	days     *rules.Set
	signed   bool // days of signing count too
	meta     document.Meta
	reporter string // named in the text; the author when the byline names none
	guessed  bool   // the source has no label
	anchor   int    // block of the title, or the block before the page's first one
	first    int    // first block of the body, len(Blocks) when there is none
	last     int    // last block of the body, -1 when there is none
}

// bounds finds where title and body stand.
func (p *page) bounds() {
	p.anchor, p.first, p.last = -1, len(p.d.Blocks), -1
	for i := range p.d.Blocks {
		switch p.d.Blocks[i].Role {
		case document.RoleTitle:
			if p.anchor < 0 {
				p.anchor = i
			}
		case document.RoleBody, document.RoleHeading:
			p.first = min(p.first, i)
			p.last = i
		}
	}
}

// shown reports whether block i is part of the page a reader sees.
func (p *page) shown(i int) bool {
	r := p.d.Blocks[i].Role
	return r != document.RoleHead && r != document.RoleHidden
}

// head is what the page's head says, by name.
type head struct{ d *document.Document }

func readHead(d *document.Document) head { return head{d} }

// first returns the first value of the first name that has one.
func (h head) first(names ...string) string {
	for _, n := range names {
		for i := range h.d.Blocks {
			b := &h.d.Blocks[i]
			if b.Role == document.RoleHead && strings.EqualFold(b.Name, n) && b.Text != "" {
				return b.Text
			}
		}
	}
	return ""
}

// canonical returns the address of a page without its fragment, or nothing when it is
// not absolute, not http, or only names a site.
func canonical(s string) string {
	u, err := url.Parse(strings.TrimSpace(s))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || len(u.Path) < 2 && u.RawQuery == "" {
		return ""
	}
	u.Fragment, u.RawFragment = "", ""
	return u.String()
}
