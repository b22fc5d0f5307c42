package article

import (
	"zhengwen/document"
	"zhengwen/rules"
)

// Smallest number of teasers, a linked headline with a line of text each, that make
// their parent a feed.
const feedItems = 4

// feedShare is the share of an element's text that teasers must have for it to be a
// feed: an article may hold a few.
const feedShare = 0.3

// feedRule marks the elements of a feed.
var feedRule = &rules.Rule{ID: "article.feed", Kind: "class", Value: string(document.KindRelated)}

// feeds marks elements whose children are teasers of other articles.
func (p *page) feeds() {
	n := len(p.d.Elements)
	p.items, p.teasers, p.teased = grow(p.items, n), grow(p.teasers, n), grow(p.teased, n)
	for i := range p.d.Blocks {
		b, f := &p.d.Blocks[i], &p.f[i]
		if p.judged(i) && b.Element >= 0 && i > p.title && f.linked >= headline && f.linked > linkShare*f.weight {
			p.items[b.Element]++
		}
	}
	for e := n - 1; e >= 0; e-- {
		q := p.d.Elements[e].Parent
		if q < 0 || q >= int32(e) || p.items[e] == 0 {
			continue
		}
		if p.items[e] <= 2 && p.plus[e] > sentenceWeight && p.plus[e] < teaserText {
			p.teasers[q]++
			p.teased[q] += p.plus[e]
		}
		p.items[q] += p.items[e]
	}
	for e := range p.d.Elements {
		q := p.d.Elements[e].Parent
		switch {
		case q >= 0 && q < int32(e) && p.chrome[q] == feedRule:
			p.chrome[e] = feedRule
		case p.teasers[e] >= feedItems && p.teased[e] > feedShare*p.plus[e] && !p.titled[e] && p.chrome[e] == nil:
			p.chrome[e] = feedRule
		}
	}
}

// teaserText is the greatest sum of a teaser.
const teaserText = 160

// headed marks elements that begin with a heading of recommendations, comments or a word
// on the author, unless they hold much of the text. Comments may be longer than the text
// before them.
func (p *page) headed(total float32) {
	var before float32
	for i := range p.d.Blocks {
		b, f := &p.d.Blocks[i], &p.f[i]
		if !p.judged(i) || b.Element < 0 || i < p.title {
			continue
		}
		if p.running(i) && p.chrome[b.Element] == nil {
			before += f.value
		}
		if f.line != lineTail || !heads(f.kind) || f.kind == document.KindComments && p.posts() != "" {
			continue
		}
		most := headedShare * total
		if f.kind == document.KindComments && before >= toldLength {
			most = total
		}
		top := int32(-1)
		for e := b.Element; e >= 0 && p.first[e] == int32(i) && !p.titled[e] && p.plus[e] <= most; e = p.d.Elements[e].Parent {
			top = e
		}
		if top < 0 || p.d.Elements[top].Tag == "p" || p.last[top] == int32(i) || p.chrome[top] != nil {
			continue
		}
		rule := headedRule
		if f.kind == document.KindComments {
			rule = talkRule
		}
		for e := top; int(e) < len(p.d.Elements) && (e == top || p.d.Elements[e].Parent >= top); e++ {
			if p.chrome[e] == nil {
				p.chrome[e] = rule
			}
		}
	}
}

// heads reports whether lines of that kind stand over elements of their own.
func heads(k document.BoilerplateKind) bool {
	return k == document.KindRelated || k == document.KindComments || k == document.KindOther
}

// headedShare is the share of the page's text up to which an element is what its heading
// says.
const headedShare = 0.4

// Rules that mark the elements below such a heading.
var (
	headedRule = &rules.Rule{ID: "article.headed", Kind: "class", Value: string(document.KindRelated)}
	talkRule   = &rules.Rule{ID: "article.headed", Kind: "class", Value: string(document.KindComments)}
)
