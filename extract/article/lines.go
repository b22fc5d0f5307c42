package article

import (
	"strings"

	"zhengwen/document"
)

// chooseLines finds the body in a page of lines: from the first running line after
// the title to the last one before the tail.
func (p *page) chooseLines() {
	blocks := p.d.Blocks
	first, last := -1, -1
	var total float32
	for i := range blocks {
		if p.judged(i) && p.sentence(i) {
			if first < 0 {
				first = i
			}
			last = i
			total += p.f[i].value
		}
	}
	if first < 0 {
		for i := range blocks {
			if p.judged(i) {
				p.leaveLine(i, "article.no-sentence")
			}
		}
		return
	}
	if p.title < 0 || p.title > first {
		p.title = p.lineTitle(first)
		p.titleEnd = p.title
	}
	lead := p.leadStart(first)
	for i := range blocks {
		if !p.judged(i) {
			continue
		}
		switch {
		case i >= p.title && i <= p.titleEnd:
			blocks[i].Set(document.RoleTitle, "article.title")
		case i < p.title, p.title < 0 && i < lead, i > last:
			p.leaveLine(i, "article.outside")
		case p.f[i].line == lineChrome, i < first && p.f[i].line != lineText:
			p.leaveLine(i, "article.head")
		case p.title >= 0 && blocks[i].Text == blocks[p.title].Text:
			blocks[i].SetBoilerplate(document.KindOther, "article.repeated-title")
		default:
			blocks[i].Set(document.RoleBody, "article.lines")
		}
	}
	p.trimTail(0, len(blocks)-1, total)
}

func (p *page) leaveLine(i int, rule string) {
	if f := &p.f[i]; f.rule != "" {
		p.d.Blocks[i].SetBoilerplate(f.kind, f.rule)
		return
	}
	p.d.Blocks[i].SetBoilerplate(document.KindOther, rule)
}

// Longest and shortest title line of a page of lines, in Han characters.
const (
	titleMax = 60
	titleMin = 6
)

// lineTitle is the title of a page of lines, -1 when there is none: among the lines
// before the first sentence that are no menu and no byline, the first that the page
// repeats below its first sentence or that a byline follows, else the longest of the
// first few.
func (p *page) lineTitle(first int) int {
	best, seen := -1, 0
	for i := range p.d.Blocks[:min(first, titleReach)] {
		f := &p.f[i]
		if !p.judged(i) {
			continue
		}
		if p.candidate(i) && p.repeated(i, first) {
			return i
		}
		if f.line == lineByline && i > 0 && best >= 0 && p.judged(i-1) && p.candidate(i-1) {
			return i - 1
		}
		if !p.candidate(i) {
			continue
		}
		if seen++; seen <= titleLines && (best < 0 || f.weight > p.f[best].weight) {
			best = i
		}
	}
	return best
}

// endedWeight is the shortest line that counts as a sentence by a mark other than 。 at
// its end: titles end in ！ and ” too.
const endedWeight = 30

// titleReach is the number of blocks from the top among which a title stands.
const titleReach = 60

// titleLines is how many lines of text may stand before a title.
const titleLines = 2

// repeated reports whether a line stands again behind the first sentence, as titles do
// on pages made by machine. Headings listed in a table of contents do too: a line with
// a number, or one of several repeated ones, is no title.
func (p *page) repeated(i, first int) bool {
	text := p.d.Blocks[i].Text
	if i+1 < first && p.numbered(i+1) || p.numbered(i) {
		return false
	}
	for j := first + 1; j < len(p.d.Blocks); j++ {
		if p.d.Blocks[j].Text == text {
			return !p.repeatedNext(i, first)
		}
	}
	return false
}

// repeatedNext reports whether the line of text after i stands again as well.
func (p *page) repeatedNext(i, first int) bool {
	for i++; i < min(first, titleReach); i++ {
		if p.f[i].line != lineText {
			continue
		}
		for j := first; j < len(p.d.Blocks); j++ {
			if p.d.Blocks[j].Text == p.d.Blocks[i].Text {
				return true
			}
		}
		return false
	}
	return false
}

// numbered reports whether a line begins with a number.
func (p *page) numbered(i int) bool {
	return strings.IndexAny(p.d.Blocks[i].Text, "0123456789") == 0 || strings.HasPrefix(strings.TrimLeft(p.d.Blocks[i].Text, "（(一二三四五六七八九十第"), "、")
}

func (p *page) candidate(i int) bool {
	f := &p.f[i]
	return f.line == lineText && f.weight >= titleMin && f.weight <= titleMax && p.d.Blocks[i].Text[0] != '>'
}

// sentence reports whether line i is running text: unlike an HTML page, a page of
// lines shows its title and its menus as lines too, so that commas are not enough.
func (p *page) sentence(i int) bool {
	f := &p.f[i]
	if !p.running(i) {
		return false
	}
	text := p.d.Blocks[i].Text
	if strings.Contains(text, "。") || f.value > titleMax {
		return true
	}
	return f.value >= endedWeight && (strings.HasSuffix(text, "，") || strings.HasSuffix(text, "！") || strings.HasSuffix(text, "；") || strings.HasSuffix(text, "”"))
}

// leadStart is where the headings begin that lead to the first running line of a page
// without a title: behind the last line before it that is no text.
func (p *page) leadStart(first int) int {
	for first > 0 && (!p.judged(first-1) || p.f[first-1].line == lineText) {
		first--
	}
	return first
}
