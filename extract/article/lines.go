package article

import (
	"strings"
	"unicode/utf8"

	"zhengwen/document"
)

// Costs of lines without a sentence, in Han characters of running text. Between the
// paragraphs of an article stand a few of them, around it stand lists: the k-th in a
// row costs k times shortCost.
const (
	shortCost  = 1
	bylineCost = 2
	chromeCost = 8
	tailCost   = 60
)

// longRow is the number of lines in a row behind which a further one costs no more.
const longRow = 12

// laterFactor is how many times as much a later stretch must weigh as one before it:
// comments and other articles stand behind the text.
const laterFactor = 2

// chooseLines finds the body in a page of lines: the stretch of lines whose sentences
// outweigh what stands between them most, with the headings that lead to it.
func (p *page) chooseLines() {
	blocks := p.d.Blocks
	first, last, total := p.stretch()
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

// stretch returns the first and the last line of the stretch with the greatest sum, -1
// when there is no sentence, and the value of its sentences.
func (p *page) stretch() (first, last int, total float32) {
	first, last = -1, -1
	from, best := -1, float32(0)
	var sum, text float32
	row := 0
	for i := range p.d.Blocks {
		if !p.judged(i) {
			continue
		}
		f := &p.f[i]
		if p.sentence(i) {
			if sum <= 0 {
				from, sum, text = i, 0, 0
			}
			sum += f.value
			text += f.value
			if from == first && sum > best || sum > laterFactor*best {
				best, first, last, total = sum, from, i, text
			}
			row = 0
			continue
		}
		switch f.line {
		case lineTail:
			sum -= tailCost
		case lineChrome:
			sum -= chromeCost
		case lineByline:
			sum -= bylineCost
		default:
			if p.numbered(i) {
				sum -= shortCost // a heading, or an entry of the table of contents
				row = 0
				continue
			}
			row = min(row+1, longRow)
			sum -= shortCost * float32(row)
		}
	}
	return first, p.listEnd(p.sentenceEnd(last)), total
}

// sentenceEnds are the marks that a paragraph ends in.
const sentenceEnds = "。！？…”」』）：；.!?"

// Bounds of a sentence that the page breaks into lines.
const (
	brokenLines  = 4  // lines behind the last one that has a mark of its end
	brokenWeight = 16 // Han characters of each but the last
)

// sentenceEnd returns the line in which the sentence ends that begins in line last or
// behind it, where the page breaks lines inside sentences.
func (p *page) sentenceEnd(last int) int {
	if last < 0 {
		return last
	}
	open := !p.ended(last)
	for i := last + 1; i < len(p.d.Blocks) && i <= last+brokenLines && p.judged(i) && p.f[i].line == lineText; i++ {
		switch {
		case p.ended(i):
			if open && strings.HasSuffix(p.d.Blocks[i].Text, "。") {
				return i
			}
			return last
		case p.f[i].weight < brokenWeight || !strings.Contains(p.d.Blocks[i].Text, "，"):
			return last
		}
		open = true
	}
	return last
}

// ended reports whether a sentence may end with line i.
func (p *page) ended(i int) bool {
	end, _ := utf8.DecodeLastRuneInString(p.d.Blocks[i].Text)
	return strings.ContainsRune(sentenceEnds, end)
}

// listGap is how many lines may stand between the numbered ones of a list.
const listGap = 4

// listEnd returns the end of the list that the text ends in: numbered lines, with a
// few others between them, up to what is no text.
func (p *page) listEnd(last int) int {
	if last < 0 {
		return last
	}
	for i, gap := last+1, 0; i < len(p.d.Blocks) && gap <= listGap; i++ {
		switch {
		case !p.judged(i):
		case p.f[i].line != lineText:
			return last
		case p.numbered(i):
			last, gap = i, 0
		default:
			gap++
		}
	}
	return last
}

// Longest and shortest title line of a page of lines, in Han characters.
const (
	titleMax = 60
	titleMin = 6
)

// lineTitle is the title of a page of lines, -1 when there is none. It stands among
// the few lines before the first sentence, or above a table of contents at the top; on
// a page that begins with its text it is the longest of the first lines.
func (p *page) lineTitle(first int) int {
	from, seen := first, 0
	for ; from > 0 && seen < titleReach; from-- {
		if p.judged(from - 1) {
			seen++
		}
	}
	if i := p.titleIn(from, first, first); i >= 0 {
		return i
	}
	if seen == titleReach {
		return p.titleIn(0, min(topReach, from), first)
	}
	best, n := -1, 0
	for i := range p.d.Blocks[:first] {
		if !p.judged(i) || !p.candidate(i) {
			continue
		}
		if n++; n <= titleLines && (best < 0 || p.f[i].weight > p.f[best].weight) {
			best = i
		}
	}
	return best
}

// titleIn is the line of lines[from:to] that the page repeats below its first sentence,
// or the last before a byline, -1 when there is neither.
func (p *page) titleIn(from, to, first int) int {
	above := -1
	for i := from; i < to; i++ {
		switch {
		case !p.judged(i):
		case p.f[i].line == lineByline:
			if above >= 0 {
				return above
			}
		case p.candidate(i):
			if p.repeated(i, first) {
				return i
			}
			above = i
		}
	}
	return -1
}

// endedWeight is the shortest line that counts as a sentence by a mark other than 。 at
// its end: titles end in ！ and ” too.
const endedWeight = 30

// titleReach is the number of lines before the first sentence among which a title
// stands.
const titleReach = 16

// topReach is the number of lines at the top of the page among which a title stands that
// other lines keep apart from the text.
const topReach = 6

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
	for i++; i < first; i++ {
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
	text := p.d.Blocks[i].Text
	return text != "" && digit(text[0]) || strings.HasPrefix(strings.TrimLeft(text, "（(一二三四五六七八九十第"), "、")
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
