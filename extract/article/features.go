package article

import (
	"strings"
	"unicode/utf8"

	"zhengwen/document"
	"zhengwen/rules"
)

// feature is what one look at a block tells about it.
type feature struct {
	weight float32 // length in Han characters; other letters count otherLetter
	linked float32 // the part of weight under links
	value  float32 // what the block adds to a body it is part of; negative for chrome
	clause int32   // clause and sentence marks
	line   lineKind
	post   bool                     // says who speaks in a thread, or which post it is
	kind   document.BoilerplateKind // of chrome
	rule   string                   // what made it chrome; empty when nothing did
}

// lineKind is what a block's own words say.
type lineKind uint8

const (
	lineText   lineKind = iota
	lineByline          // date, source, author
	lineTail            // opens what follows an article: 相关阅读, 上一篇
	lineChrome          // chrome on its own, anywhere
)

// A Latin letter carries two fifths of what a Han character does: Chinese text is
// that much shorter than its English translation, counted in characters.
const otherLetter = 0.4

// Values of the block score, in Han characters. Set by hand on the shapes of pages:
// a sentence outweighs a few links, a list of headlines outweighs a short blurb.
const (
	sentenceWeight = 8   // shortest text with a clause mark that counts as running text
	longWeight     = 25  // text without a clause mark that counts in part
	longShare      = 0.6 // … by this factor
	linkShare      = 0.5 // share of linked text above which a block is a link
	linkCost       = 2   // a link counts against the body by this …
	linkFactor     = 0.4 // … and by this share of its length
	linkCap        = 16  // … up to this many characters of it
	labelShare     = 0.4 // share of a label, which has no clause mark, that counts …
	labelCost      = 1   // … beyond this
)

// page is the scratch space for one document.
type page struct {
	d        *document.Document
	phrases  *phrases
	f        []feature
	sums     []float32     // per element: sum of the values below it
	plus     []float32     // per element: sum of the positive values below it
	first    []int32       // per element: first block below it, -1 for none
	last     []int32       // per element: last block below it
	chrome   []*rules.Rule // per element: the rule by which it is chrome
	items    []int32       // per element: linked headlines below it
	teasers  []int32       // per element: children that are teasers
	titled   []bool        // per element: holds the title
	bodily   []bool        // per element: named as a body is, and the first so on its path
	teased   []float32     // per element: positive sum of the teasers
	linkish  []bool        // per element: a list of links
	again    []bool        // per block: another article follows
	from, to int           // first and last block of the element of the body
	matches  []rules.Match
	forum    int    // marks of a forum's posts
	qa       int    // marks of questions and answers
	title    int    // index of the title block, -1 when there is none
	titleEnd int    // last block of a title broken by <br>
	titleKey []byte // key of what the head calls the page
	key      []byte // of the block at hand
}

// read measures all blocks.
func (p *page) read(d *document.Document, phrases *phrases) {
	p.d, p.phrases, p.title, p.titleEnd, p.forum, p.qa = d, phrases, -1, -1, 0, 0
	p.f = grow(p.f, len(d.Blocks))
	for i := range d.Blocks {
		b := &d.Blocks[i]
		if p.judged(i) {
			p.measure(&p.f[i], b)
		}
	}
	p.captions()
}

func (p *page) measure(f *feature, b *document.Block) {
	var han, other int
	for i := 0; i < len(b.Text); {
		if n := document.HanPrefix(b.Text[i:]); n > 0 {
			han += n / len("一")
			i += n
			continue
		}
		r, n := utf8.DecodeRuneInString(b.Text[i:])
		i += n
		switch {
		case r < 0x80:
			if r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
				other++
			} else if r == ',' || r == '!' || r == '?' || r == ';' {
				f.clause++
			}
		case r >= 0x4E00 && r <= 0x9FFF || r >= 0x3400 && r <= 0x4DBF || r >= 0x20000 && r <= 0x3FFFF:
			han++
		case r == '，' || r == '。' || r == '！' || r == '？' || r == '；' || r == '、' || r == '…' || r == '：':
			f.clause++
		case r >= 0x3040 && r <= 0x30FF || r >= 0xAC00 && r <= 0xD7AF:
			han++ // kana and hangul stand for words just as well
		case document.IsLetter(r):
			other++
		}
	}
	f.weight = float32(han) + otherLetter*float32(other)
	share := p.linkShare(b)
	f.linked = f.weight * share
	free := f.weight - f.linked
	switch {
	case share > linkShare:
		f.value = -linkCost - linkFactor*min(f.linked, linkCap)
	case b.Tag == "pre":
		f.value = free // lines of code are short and have no clause marks
	case crumbLike(b.Text, int(f.clause)):
		f.value = -linkCost
		f.line, f.kind, f.rule = lineChrome, document.KindBreadcrumb, "article.breadcrumb"
	case !headingTag(b.Tag) && !(b.Tag == "tr" && share == 0) && menuLike(b.Text, int(f.clause)):
		f.value = -linkCost - linkFactor*min(f.weight, linkCap)
		f.line, f.kind, f.rule = lineChrome, document.KindNavigation, "article.menu-line"
	case f.clause > 0 && free >= sentenceWeight:
		f.value = free
	case free >= longWeight:
		f.value = longShare * free
	default:
		f.value = labelShare*free - labelCost
	}
	p.phrase(f, b)
}

// linkShare is the share of a block's text that leads elsewhere. What is enclosed is
// the text's own, and what a portal has hung on a paragraph makes no link of it.
func (p *page) linkShare(b *document.Block) float32 {
	size := float32(max(len(b.Text), 1))
	share := float32(b.Marked(document.MarkLink)) / size
	if share <= linkShare {
		return share
	}
	if p.phrases.own.Any(b.Text) || digest(b) {
		return 0
	}
	if m, ok := p.phrases.appended.First(b.Text); ok {
		if start, _ := m.Where(b.Text); start > 0 {
			share -= float32(len(b.Text)-start) / size
		}
	}
	return share
}

// digest reports whether a block is an item of a digest of news: a number, and a whole
// sentence that leads to the report.
func digest(b *document.Block) bool {
	return digit(b.Text[0]) && b.Marks[0].Start > 0 && strings.HasSuffix(b.Text, "。")
}

// phrase asks the rules about a short block.
func (p *page) phrase(f *feature, b *document.Block) {
	if f.weight > 120 {
		return
	}
	p.matches = p.phrases.lines.Append(p.matches[:0], b.Text)
	for _, m := range p.matches {
		switch m.Rule.Kind {
		case "byline":
			f.line = max(f.line, lineByline)
			if f.rule == "" {
				f.kind, f.rule = document.KindSource, m.Rule.ID
			}
		case "tail":
			f.line = max(f.line, lineTail)
			f.kind, f.rule = document.BoilerplateKind(m.Rule.Value), m.Rule.ID
		case "chrome":
			f.line = lineChrome
			f.kind, f.rule = document.BoilerplateKind(m.Rule.Value), m.Rule.ID
		case "forum":
			p.forum++
			f.post = true
		case "qa":
			if p.qa++; m.Rule.Value != "" {
				p.qa = max(p.qa, leastMarks)
			}
			f.post = true
		}
	}
	if f.line == lineText && f.weight < 40 && dated(unversioned(b.Text)) && f.sentences(b.Text) == 0 {
		f.line, f.kind, f.rule = lineByline, document.KindSource, "article.date-line"
	}
	if f.line != lineText && f.value > 0 {
		f.value = -1
	}
}

// unversioned is a text without the bracket it ends in, as that of a title may hold the
// date of its version: 办理指南（2024年7月版）.
func unversioned(text string) string {
	text = strings.TrimRightFunc(text, document.IsSpace)
	inside := strings.TrimRight(text, "）)")
	for _, end := range [...]string{"年版", "月版", "日版", "修订", "更新", "试行"} {
		if len(inside) < len(text) && strings.HasSuffix(inside, end) {
			return text[:max(strings.LastIndex(text, "（"), strings.LastIndexByte(text, '('), 0)]
		}
	}
	return text
}

// sentences counts the marks that end a sentence.
func (f *feature) sentences(text string) int {
	return strings.Count(text, "。") + strings.Count(text, "！") + strings.Count(text, "？")
}

// Shortest running text: with an end of sentence, and with clause marks alone. Tips
// and buttons have a comma too.
const (
	runningSentence = sentenceWeight
	runningClause   = 14
)

// running reports whether block i is running text rather than a heading, a label or a
// link.
func (p *page) running(i int) bool {
	f := &p.f[i]
	return f.line == lineText && !p.d.Blocks[i].Caption && (f.value >= runningClause || f.value >= runningSentence && f.sentences(p.d.Blocks[i].Text) > 0)
}

// headingTag reports whether a tag is one of h1 to h6.
func headingTag(tag string) bool {
	return len(tag) == 2 && tag[0] == 'h' && '1' <= tag[1] && tag[1] <= '6'
}

func grow[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	s = s[:n]
	clear(s)
	return s
}
