package article

import (
	"slices"
	"strings"

	"zhengwen/document"
	"zhengwen/rules"
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

// Limits of the page kinds, in Han characters of body and numbers of links. They ask
// for strong evidence: a short report between many links is still an article.
const (
	errorBody    = 120 // an error page says no more than this
	listingBody  = 40  // a listing has no text of its own beyond this
	listingLink  = 15  // … and at least this many links of headline length
	headline     = 7   // shortest link that reads as a headline
	titleBody    = 12  // less body than this is none
	silentBody   = 40  // … nor is less than this without running text
	messageShare = 0.6 // the message of an error page opens its text or is this much of it
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
	if r := p.errorRule(body); r != nil {
		kind := document.PageError
		if r.Value != "" {
			kind = document.PageKind(r.Value)
		}
		drop(kind, r.ID, body, errorBody)
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
	case body < silentBody && !p.speaks() && !p.signed():
		drop(document.PageTitleOnly, "article.no-sentence", body, silentBody)
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

// leastClauses is how many clause marks make running text of lines that are each too
// short for it, as those of a poem.
const leastClauses = 3

// speaks reports whether the body holds running text.
func (p *page) speaks() bool {
	clauses := int32(0)
	for i := range p.d.Blocks {
		if p.d.Blocks[i].Role == document.RoleBody {
			if clauses += p.f[i].clause; clauses >= leastClauses || p.running(i) {
				return true
			}
		}
	}
	return false
}

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

// errorRule is the rule by which a page with little text and no date is none of an
// article, or nil.
func (p *page) errorRule(body float32) *rules.Rule {
	if body > errorBody || body > 0 && p.signed() {
		return nil
	}
	opens := true
	for i := range p.d.Blocks {
		b := &p.d.Blocks[i]
		switch {
		case b.Role == document.RoleTitle || b.Role == document.RoleHead && b.Name == "title":
		case b.Role == document.RoleBody && (opens || p.f[i].weight >= messageShare*body):
			opens = false
		default:
			continue
		}
		if m, ok := p.phrases.errors.First(b.Text); ok {
			return m.Rule
		}
	}
	return nil
}
