package article

import (
	"slices"
	"strings"

	"zhengwen/document"
)

// bodyWeight is the length of the body in Han characters.
func (p *page) bodyWeight() float32 {
	var n float32
	for i := range p.d.Blocks {
		if p.d.Blocks[i].Role == document.RoleBody {
			n += p.f[i].weight
		}
	}
	return n
}

// fromHead takes the body from JSON-LD, or else from the description, when the page
// shows no text at all.
func (p *page) fromHead() {
	for i := range p.d.Blocks {
		if p.judged(i) && p.f[i].weight >= sentenceWeight && i != p.title {
			return
		}
	}
	for _, name := range [...]string{"ld:articleBody", "og:description"} {
		for i := range p.d.Blocks {
			b := &p.d.Blocks[i]
			if b.Role == document.RoleHead && b.Name == name && len(b.Text) > 60 {
				p.measure(&p.f[i], b)
				b.Set(document.RoleBody, "article."+name)
				return
			}
		}
	}
}

// Limits of the page kinds, in Han characters of body and numbers of links. They ask
// for strong evidence: a short report between many links is still an article.
const (
	errorBody    = 120 // an error page says no more than this
	listingBody  = 40  // a listing has no text of its own beyond this
	listingLink  = 15  // … and at least this many links of headline length
	headline     = 7   // shortest link that reads as a headline
	titleBody    = 12  // less body than this is none
	messageShare = 0.6 // the message of an error page is this much of its text
)

// judge sets the kind of the page and drops what is no article.
func (s *Stage) judge(p *page) {
	d := p.d
	d.Kind = document.PageArticle
	body := p.bodyWeight()
	if body == 0 && p.seen() == 0 {
		d.Kind = document.PageTitleOnly
		d.Drop(document.Drop{Reason: "empty", Rule: "article.no-text", Threshold: 1})
		return
	}
	drop := func(kind document.PageKind, rule string, value, threshold float32) {
		d.Kind = kind
		if !s.options.Keep {
			d.Drop(document.Drop{Reason: string(kind), Rule: rule, Value: float64(value), Threshold: float64(threshold)})
		}
	}
	if rule := p.errorRule(body); rule != "" {
		drop(document.PageError, rule, body, errorBody)
		return
	}
	links := p.headlines()
	switch {
	case body < listingBody && links >= listingLink && !p.tells() && !p.signed():
		drop(document.PageListing, "article.links", float32(links), listingLink)
		return
	case body < titleBody && !(p.signed() && body > 0 && p.stops()):
		drop(document.PageTitleOnly, "article.no-body", body, titleBody)
		return
	}
	if k := p.posts(); k != "" {
		d.Kind = k
	}
	if d.Lang != document.LangChinese && !slices.Contains(s.options.Langs, d.Lang) {
		d.Drop(document.Drop{Reason: "language", Rule: "article.letters", Detail: string(d.Lang)})
	}
}

// seen is the length of all shown text.
func (p *page) seen() float32 {
	var n float32
	for i := range p.d.Blocks {
		if p.judged(i) {
			n += p.f[i].weight
		}
	}
	return n
}

// tells reports whether the body holds a whole sentence of some length.
func (p *page) tells() bool {
	for i := range p.d.Blocks {
		if b := &p.d.Blocks[i]; b.Role == document.RoleBody && p.f[i].value >= toldLength && strings.Contains(b.Text, "。") {
			return true
		}
	}
	return false
}

// toldLength is the length of a sentence that makes a listing an article, in Han
// characters.
const toldLength = 20

// stops reports whether the body holds an end of sentence.
func (p *page) stops() bool {
	for i := range p.d.Blocks {
		if b := &p.d.Blocks[i]; b.Role == document.RoleBody && strings.Contains(b.Text, "。") {
			return true
		}
	}
	return false
}

// signed reports whether a date stands right behind the title, as it does on articles
// however short.
func (p *page) signed() bool {
	if p.title < 0 {
		return false
	}
	for i, seen := p.title+1, 0; i < len(p.d.Blocks) && seen < 8; i++ {
		if p.judged(i) {
			if seen++; dated(p.d.Blocks[i].Text) && p.f[i].linked < p.f[i].weight/2 {
				return true
			}
		}
	}
	return false
}

// headlines counts links that read as headlines.
func (p *page) headlines() int {
	n := 0
	for i := range p.d.Blocks {
		if f := &p.f[i]; p.judged(i) && f.linked >= headline {
			n++
		}
	}
	return n
}

// errorRule is the rule by which a page with little text is an error page, or empty.
func (p *page) errorRule(body float32) string {
	if body > errorBody {
		return ""
	}
	for i := range p.d.Blocks {
		b := &p.d.Blocks[i]
		if b.Role != document.RoleBody && b.Role != document.RoleTitle && b.Name != "title" {
			continue
		}
		if b.Role == document.RoleBody && p.f[i].weight < messageShare*body {
			continue // the message is all that an error page says
		}
		p.matches = p.phrases.Append(p.matches[:0], b.Text)
		for _, m := range p.matches {
			if m.Rule.Kind == "error" {
				return m.Rule.ID
			}
		}
	}
	return ""
}

// posts tells forum and question pages by the marks their posts carry.
func (p *page) posts() document.PageKind {
	var forum, qa int
	for i := range p.d.Blocks {
		if !p.judged(i) || p.f[i].weight > 40 {
			continue
		}
		p.matches = p.phrases.Append(p.matches[:0], p.d.Blocks[i].Text)
		for _, m := range p.matches {
			switch m.Rule.Kind {
			case "forum":
				forum++
			case "qa":
				qa++
			}
		}
	}
	switch {
	case qa >= 2 && qa >= forum:
		return document.PageQA
	case forum >= 2:
		return document.PageForum
	}
	return ""
}
