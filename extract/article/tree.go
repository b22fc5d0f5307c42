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
	if p.talks(best) {
		p.forum = leastMarks
		p.sum(false)
		p.classes()
		best = p.sum(true)
	}
	if best < 0 || p.sums[best] < minBody {
		best = p.withoutSoft()
	}
	if best >= 0 {
		best = p.narrow(best)
		p.from, p.to = int(p.first[best]), int(p.last[best])
		if p.from == p.to {
			p.widen(best)
		}
		if p.posts() != "" {
			best = p.gather(best)
		}
		if p.title < 0 {
			p.titleAbove()
		}
	}
	p.assign(best)
}

// widen takes the siblings of a lone paragraph into the body: beside short texts a few
// links weigh more than the second paragraph.
func (p *page) widen(top int) {
	own := &p.d.Elements[top]
	beside := func(i int) bool {
		e := p.d.Blocks[i].Element
		if !p.judged(i) || e < 0 || p.chrome[e] != nil || p.d.Elements[e].Parent != own.Parent || p.d.Elements[e].Tag != own.Tag {
			return false
		}
		return i > p.titleEnd && p.f[i].line == lineText && p.f[i].value > 0 || i > p.to && p.signs(i, p.to)
	}
	for p.from > 0 && beside(p.from-1) {
		p.from--
	}
	for p.to+1 < len(p.d.Blocks) && beside(p.to+1) {
		p.to++
	}
}

// withoutSoft looks again without the class rules that stand on wrappers as well, then
// also without those of recommendations, and takes what it finds when that is an article
// beyond doubt.
func (p *page) withoutSoft() int {
	for _, lift := range [...]func(*rules.Rule) bool{soft, recommends} {
		for e, r := range p.chrome {
			if r != nil && lift(r) {
				p.chrome[e] = nil
			}
		}
		if best := p.sum(true); best >= 0 && p.sums[best] >= 4*minBody {
			return best
		}
	}
	p.sum(false)
	p.classes()
	return p.sum(true)
}

// recommends reports whether a class rule speaks of recommendations. A feed is one by
// what it holds, and stays.
func recommends(r *rules.Rule) bool {
	return r != feedRule && r.Value == string(document.KindRelated)
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
		if r != nil && r.Value == string(document.KindComments) && p.posts() != "" {
			r = nil // on these pages the replies are the text
		}
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
	p.headed(total)
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

// inside reports whether element e is top or lies below it.
func (p *page) inside(e, top int32) bool {
	for e > top {
		e = p.d.Elements[e].Parent
	}
	return e == top
}
