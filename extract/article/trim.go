package article

import (
	"strings"

	"zhengwen/document"
	"zhengwen/rules"
)

// named returns the rule an element's tag, class or id falls under, or nil: chrome
// before names of bodies.
func (p *page) named(el *document.Element) *rules.Rule {
	var body *rules.Rule
	for _, name := range [...]string{el.ID, el.Class, tagName(el.Tag)} {
		if name == "" {
			continue
		}
		p.matches = p.phrases.names.Append(p.matches[:0], name)
		for _, m := range p.matches {
			switch m.Rule.Kind {
			case "class":
				return m.Rule
			case "body":
				body = m.Rule
			}
		}
	}
	return body
}

// tagName gives the tags that are names of chrome themselves.
func tagName(tag string) string {
	switch tag {
	case "nav", "footer", "aside":
		return tag
	}
	return ""
}

// assign gives roles: the blocks below element top are the body once trimmed, all
// others are chrome.
func (p *page) assign(top int) {
	blocks := p.d.Blocks
	start, end := len(blocks), -1
	thread := p.posts() != ""
	if top >= 0 {
		p.findLinked(top)
	}
	for i := range blocks {
		if !p.judged(i) {
			continue
		}
		b, f := &blocks[i], &p.f[i]
		switch {
		case i >= p.title && i <= p.titleEnd:
			b.Set(document.RoleTitle, "article.title")
		case top >= 0 && i < p.from && p.opens(i):
			b.Set(document.RoleBody, "article.opening")
			start, end = min(start, i), max(end, i)
		case top < 0 || b.Element < 0 || i < p.from || i > p.to:
			p.leave(i, "article.outside")
		case i < p.title:
			p.leave(i, "article.before-title")
		case p.chrome[b.Element] != nil && int(b.Element) != top:
			r := p.chrome[b.Element]
			b.SetBoilerplate(document.BoilerplateKind(r.Value), r.ID)
		case f.line == lineChrome:
			b.SetBoilerplate(f.kind, f.rule)
		case f.linked > linkShare*f.weight && b.Tag != "tr":
			b.SetBoilerplate(document.KindOther, "article.link-density")
		case p.linkish[b.Element]:
			b.SetBoilerplate(document.KindOther, "article.link-list")
		case thread && (f.line == lineByline || f.post && !p.running(i) || f.weight < 1):
			p.leave(i, "article.post-line") // who and when stand between posts, and counts
		default:
			b.Set(document.RoleBody, "article.element")
			if b.Caption {
				b.Rule = "article.caption"
			}
			start, end = min(start, i), max(end, i)
		}
	}
	p.trim(start, end)
}

// Sum below which an element of links is one, however short, and the share of it that
// running text beside the links may make up.
const (
	linkSum  = -8
	linkText = 0.25
)

// findLinked finds the elements below top that are lists of links: their sum is
// negative and they hold next to no running text, or they stand in one.
func (p *page) findLinked(top int) {
	p.linkish = grow(p.linkish, len(p.d.Elements))
	for e := top + 1; e < len(p.d.Elements); e++ {
		q := int(p.d.Elements[e].Parent)
		if q < top {
			continue
		}
		p.linkish[e] = q > top && p.linkish[q] || p.sums[e] < linkSum && p.plus[e] < -linkText*p.sums[e]
	}
}

// leave marks block i as chrome, by its own words where they say what it is.
func (p *page) leave(i int, rule string) {
	b, f := &p.d.Blocks[i], &p.f[i]
	if f.rule != "" {
		b.SetBoilerplate(f.kind, f.rule)
		return
	}
	if b.Element >= 0 && p.chrome[b.Element] != nil {
		r := p.chrome[b.Element]
		b.SetBoilerplate(document.BoilerplateKind(r.Value), r.ID)
		return
	}
	b.SetBoilerplate(document.KindOther, rule)
}

// trim cuts head and tail of the body found in blocks[start:end+1].
func (p *page) trim(start, end int) {
	blocks := p.d.Blocks
	first, last := -1, -1
	var total float32
	for i := start; i <= end; i++ {
		if blocks[i].Role == document.RoleBody && p.running(i) {
			if first < 0 {
				first = i
			}
			last = i
			total += p.f[i].value
		}
	}
	if first < 0 {
		p.trimShort(start, end)
		return
	}
	end = p.cutReplies(first, end)
	p.trimTail(start, end, total)
	for i := start; i < first; i++ {
		if blocks[i].Role == document.RoleBody && !p.leads(i, first) {
			p.leave(i, "article.head")
		}
	}
	for last > end || blocks[last].Role != document.RoleBody || p.f[last].line != lineText {
		last-- // first is running text of the body, and stays
	}
	for i := last + 1; i <= end; i++ {
		if blocks[i].Role == document.RoleBody && !p.leads(i, last) && !p.signs(i, last) {
			p.leave(i, "article.tail")
		}
	}
	for i := start; i <= end; i++ {
		if blocks[i].Role == document.RoleBody && p.repeatsTitle(i) {
			blocks[i].SetBoilerplate(document.KindOther, "article.repeated-title")
		}
	}
}

// leastReplies is how many lines with a day and a time of day behind the text begin
// replies of readers. A chronicle has days, a text rarely four times to the minute.
const leastReplies = 4

// cutReplies takes out what follows the text from the first such line on, and returns
// the end of what is left. Pages of posts keep them.
func (p *page) cutReplies(first, end int) int {
	if p.posts() != "" {
		return end
	}
	from, n := -1, 0
	for i := first + 1; i <= end; i++ {
		if b, f := &p.d.Blocks[i], &p.f[i]; p.judged(i) && f.weight < shortPost && b.Tag != "tr" && b.Tag != "pre" && !p.running(i) && dated(b.Text) && clocked(b.Text) {
			if n++; from < 0 {
				from = i
			}
		}
	}
	if n < leastReplies {
		return end
	}
	for i := from; i <= end; i++ {
		if p.d.Blocks[i].Role == document.RoleBody {
			p.d.Blocks[i].SetBoilerplate(document.KindComments, "article.replies")
		}
	}
	return from - 1
}

// clocked reports whether text holds a time of day.
func clocked(text string) bool {
	for i := 1; i+2 < len(text); i++ {
		if text[i] == ':' && digit(text[i-1]) && digit(text[i+1]) && digit(text[i+2]) {
			return true
		}
	}
	return false
}

// trimShort takes chrome out of a body without running text.
func (p *page) trimShort(start, end int) {
	for i := start; i <= end; i++ {
		if p.d.Blocks[i].Role == document.RoleBody && p.f[i].line != lineText {
			p.leave(i, "article.head")
		}
	}
}

// leads reports whether block i, which is no running text, belongs to running block
// j: it says nothing of chrome and stands in the same element, or beside it.
func (p *page) leads(i, j int) bool {
	f := &p.f[i]
	return f.line == lineText && (f.weight >= 1 || p.d.Blocks[i].Tag == "pre") && p.beside(i, j)
}

// signs reports whether block i is the day that a letter or a notice ends with.
func (p *page) signs(i, j int) bool {
	return p.f[i].line == lineByline && p.phrases.own.Any(p.d.Blocks[i].Text) && p.beside(i, j)
}

// beside reports whether block i stands in the element of block j or beside it.
func (p *page) beside(i, j int) bool {
	a, b := &p.d.Blocks[i], &p.d.Blocks[j]
	if a.Element == b.Element || a.Tag == "tr" || a.Tag == "pre" {
		return true // rows of a table stand at either end of notices, code at the end of instructions
	}
	if a.Caption {
		// A picture may have an element of its own.
		for e, n := a.Element, 0; e >= 0 && n < pictureDepth; e, n = p.d.Elements[e].Parent, n+1 {
			if p.holder(e) == p.holder(b.Element) {
				return true
			}
		}
		return false
	}
	return p.holder(a.Element) == p.holder(b.Element)
}

// pictureDepth is how far below what holds the paragraphs a caption may stand: in its
// own element, that of the picture, and that of a row of pictures.
const pictureDepth = 3

// holder is the element that holds a paragraph: its parent, or, in a list or table,
// what holds that.
func (p *page) holder(e int32) int32 {
	for e >= 0 {
		tag := p.d.Elements[e].Tag
		e = p.d.Elements[e].Parent
		switch tag {
		case "li", "td", "th", "tr", "tbody", "thead":
			continue
		}
		break
	}
	return e
}

func (p *page) repeatsTitle(i int) bool {
	// The value of a field may be the name that the page tells of.
	if p.title < 0 || p.d.Blocks[i].Tag == "dd" || len(p.d.Blocks[i].Text) > 2*len(p.d.Blocks[p.title].Text) {
		return false
	}
	return strings.TrimSpace(p.d.Blocks[i].Text) == p.d.Blocks[p.title].Text
}
