package article

import (
	"zhengwen/document"
	"zhengwen/rules"
)

func (p *page) elements() bool {
	for i := range p.d.Blocks {
		if b := &p.d.Blocks[i]; b.Element >= 0 && b.Role != document.RoleHead && b.Role != document.RoleHidden {
			return true
		}
	}
	return false
}

// judged reports whether block i is one to give a role to.
func (p *page) judged(i int) bool {
	r := p.d.Blocks[i].Role
	return r != document.RoleHead && r != document.RoleHidden
}

// chooseElement finds the element with the greatest sum of values and gives its
// blocks their roles.
func (p *page) chooseElement() {
	p.sum(false)
	p.classes()
	best := p.sum(true)
	if best < 0 || p.sums[best] < minBody {
		best = p.withoutSoft()
	}
	if best >= 0 {
		best = p.narrow(best)
	}
	p.assign(best)
}

// withoutSoft looks again without the class rules that stand on wrappers as well, and
// takes what it finds when that is an article beyond doubt.
func (p *page) withoutSoft() int {
	for e, r := range p.chrome {
		if r != nil && soft(r) {
			p.chrome[e] = nil
		}
	}
	if best := p.sum(true); best >= 0 && p.sums[best] >= 4*minBody {
		return best
	}
	p.sum(false)
	p.classes()
	return p.sum(true)
}

// Limits of narrow: the share of the positive sum that an inner element must hold, and
// the length of a sentence outside it, in Han characters, that forbids the step.
const (
	narrowShare = 0.7
	outsideText = 40
)

// narrow steps from element top into the one below it that holds nearly all running
// text, as long as nothing but short lines stays outside: they are buttons, tips and
// notices around the article.
func (p *page) narrow(top int) int {
	for e := top + 1; e < len(p.d.Elements); e++ {
		el := &p.d.Elements[e]
		if int(el.Parent) != top || p.last[e] < 0 || p.plus[e] < narrowShare*p.plus[top] {
			continue
		}
		if p.alone(top, e) {
			top = e
		}
	}
	return top
}

// alone reports whether no running text lies below top and outside e.
func (p *page) alone(top, e int) bool {
	if tag := p.d.Elements[e].Tag; p.first[e] == p.last[e] && (tag == "p" || tag == "li") {
		return false // a paragraph is no element to step into
	}
	return p.silent(max(p.first[top], int32(p.title+1)), p.first[e]) && p.silent(p.last[e]+1, p.last[top]+1)
}

// silent reports whether blocks[from:to] hold no running text of some length.
func (p *page) silent(from, to int32) bool {
	for i := int(from); i < int(to); i++ {
		b := &p.d.Blocks[i]
		if p.judged(i) && b.Element >= 0 && p.f[i].value >= outsideText && p.running(i) && p.chrome[b.Element] == nil {
			return false
		}
	}
	return true
}

// bodyBonus is what a name like article-content is worth: enough to tell a body of one
// line from a tip, too little to outweigh a paragraph.
const bodyBonus = 12

// linkFade is the number of links after the title behind which text counts half: what
// stands behind hundreds of them is a footer or a window, not the article.
const linkFade = 60

// minBody is the smallest sum, in Han characters, that needs no second look.
const minBody = 15

// sum adds values up from the leaves and returns the element with the greatest sum,
// the innermost of equals, or -1. With classes, blocks below elements whose names say
// chrome count against the body.
func (p *page) sum(classes bool) int {
	n := len(p.d.Elements)
	p.sums, p.plus = grow(p.sums, n), grow(p.plus, n)
	p.first, p.last = grow(p.first, n), grow(p.last, n)
	for i := range p.first {
		p.first[i], p.last[i] = -1, -1
	}
	links := 0
	for i := range p.d.Blocks {
		if !p.judged(i) {
			continue
		}
		e := p.d.Blocks[i].Element
		if e < 0 {
			continue
		}
		v := p.f[i].value
		if i > p.title && p.title >= 0 {
			if v <= -linkCost {
				links++
			} else if v > 0 {
				v /= 1 + float32(links)/linkFade
			}
		}
		if classes && p.chrome[e] != nil {
			v = min(v, -0.5*abs(v))
		}
		if i <= p.title {
			v = min(v, 0)
		}
		p.sums[e] += v
		p.plus[e] += max(v, 0)
		if p.first[e] < 0 {
			p.first[e] = int32(i)
		}
		p.last[e] = int32(i)
	}
	best := -1
	for e := n - 1; e >= 0; e-- {
		if classes && p.bodily[e] && p.plus[e] > 0 && p.chrome[e] == nil {
			p.sums[e] += bodyBonus
		}
		if p.last[e] >= 0 && (best < 0 || p.sums[e] > p.sums[best]) {
			best = e
		}
		q := p.d.Elements[e].Parent
		if q < 0 || q >= int32(e) || p.last[e] < 0 {
			continue
		}
		p.sums[q] += p.sums[e]
		p.plus[q] += p.plus[e]
		if p.first[q] < 0 || p.first[e] < p.first[q] {
			p.first[q] = p.first[e]
		}
		p.last[q] = max(p.last[q], p.last[e])
	}
	return best
}

func abs(x float32) float32 { return max(x, -x) }

// ownShare is the share of the page's running text above which an element is no
// chrome, whatever it is called.
const ownShare = 0.5

// classes finds the elements whose class or id says chrome, and the feeds. Wrappers
// carry such names too: an element that holds the title or most of the text is none,
// unless it is called after comments, recommendations or the foot of the page. It
// needs the sums of sum.
func (p *page) classes() {
	n := len(p.d.Elements)
	p.chrome, p.titled, p.bodily = grow(p.chrome, n), grow(p.titled, n), grow(p.bodily, n)
	if p.title >= 0 {
		for e := p.d.Blocks[p.title].Element; e >= 0; e = p.d.Elements[e].Parent {
			p.titled[e] = true
		}
	}
	var total float32
	for e := range p.d.Elements {
		if p.d.Elements[e].Parent < 0 {
			total += p.plus[e]
		}
	}
	for e := range p.d.Elements {
		el := &p.d.Elements[e]
		if el.Parent >= 0 && el.Parent < int32(e) && p.chrome[el.Parent] != nil {
			p.chrome[e] = p.chrome[el.Parent]
			continue
		}
		if p.titled[e] || el.Tag == "body" || el.Tag == "html" || p.last[e] < 0 {
			continue
		}
		r := p.named(el)
		if r != nil && r.Kind == "body" {
			q := el.Parent
			p.bodily[e] = q < 0 || !p.bodily[q]
			continue
		}
		if r != nil && p.plus[e] > ownShare*total && soft(r) {
			r = nil
		}
		p.chrome[e] = r
	}
	p.feeds()
}

// soft reports whether a class rule gives way to an element's text: such names stand
// on wrappers of articles as well.
func soft(r *rules.Rule) bool {
	switch document.BoilerplateKind(r.Value) {
	case document.KindComments, document.KindRelated, document.KindCopyright, document.KindControls:
		return false
	}
	return true
}

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

// within reports whether block i lies below element top. Blocks stand in document
// order, so those of an element follow each other.
func (p *page) within(i, top int) bool { return i >= int(p.first[top]) && i <= int(p.last[top]) }

// inside reports whether element e is top or lies below it.
func (p *page) inside(e, top int32) bool {
	for e > top {
		e = p.d.Elements[e].Parent
	}
	return e == top
}
