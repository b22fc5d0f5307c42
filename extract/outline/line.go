package outline

import (
	"math/bits"
	"slices"
	"strings"
	"unicode/utf8"

	"zhengwen/document"
)

// line is a block of the body as the headings stage sees it.
type line struct {
	block  int
	text   string
	mark   mark
	runes  int
	kind   lineKind
	level  uint8 // 1…6 for <h1>…<h6>
	bold   bool  // bold over the whole block
	marked bool  // mark holds a number mark
	joined bool  // hard-wrapped: continues the line before or is continued by the next
	full   bool  // a sentence: ends in 。；！… or holds 。

	caption bool // says what a picture shows
	below   bool // stands below a picture
}

type lineKind uint8

const (
	lineParagraph lineKind = iota
	lineItem               // a numbered line that is no heading, a list item
	lineRow                // cells of a table
	lineShort              // could be a heading by its form
)

// words is the line without its mark and enclosing brackets.
func (l *line) words() string {
	w := l.text[l.mark.rest:]
	if l.mark.family == famBracket || strings.HasPrefix(w, "【") && strings.HasSuffix(w, "】") {
		if end := strings.LastIndex(w, "】"); end > 0 {
			w = w[len("【"):end]
		}
	}
	if l.mark.family == famDecor {
		w = strings.TrimRightFunc(w, func(r rune) bool {
			return decorates(r) || r == '#' || r == '<' || strings.ContainsRune(frames, r) || isSpace(r)
		})
	}
	return w
}

func (l *line) style() style {
	switch {
	case l.marked:
		return l.mark.style()
	case l.level > 0:
		return style{famBare, l.level}
	}
	return style{family: famBare}
}

// Longest forms of a heading, in code points, from the labelling rules §2.1.
const (
	maxBare  = 20
	maxWords = 30
)

// look describes a block by its form alone.
func look(b *document.Block, index int) line {
	text := document.Trim(b.Text)
	l := line{block: index, text: text, caption: b.Caption, below: b.Picture == document.PictureAbove}
	if l.caption {
		return l // a paragraph, whatever it looks like
	}
	if len(text) > 400 {
		l.full = true
		l.mark, l.marked = parseMark(text)
		if l.marked {
			l.kind = lineItem
		}
		return l
	}
	l.runes = runes(text)
	l.mark, l.marked = parseMark(text)
	if t := b.Tag; len(t) == 2 && t[0] == 'h' && '1' <= t[1] && t[1] <= '6' {
		l.level = t[1] - '0'
	}
	l.bold = l.level == 0 && text != "" && b.Marked(document.MarkBold) >= len(text)
	l.full = sentence(text)
	l.kind = l.form(b)
	return l
}

// sentence reports whether text ends or holds what a heading may not (§2.1b).
func sentence(text string) bool {
	if strings.Contains(text, "。") {
		return true
	}
	r, n := utf8.DecodeLastRuneInString(text)
	if strings.ContainsRune("”’」』\"", r) {
		if p, _ := utf8.DecodeLastRuneInString(text[:len(text)-n]); strings.ContainsRune("。！!；;", p) {
			return true
		}
		return false
	}
	return strings.ContainsRune("；;！!…，,、", r) || r == '.' && !l4digits(text)
}

// l4digits reports whether text is nothing but digits and dots.
func l4digits(text string) bool { return strings.Trim(text, "0123456789.") == "" }

func (l *line) form(b *document.Block) lineKind {
	switch {
	case b.Tag == "tr" || b.Tag == "td" || b.Tag == "th":
		return lineRow
	case l.full:
		if l.marked && l.mark.family != famBracket && l.mark.family != famDecor {
			return lineItem
		}
		return lineParagraph
	}
	words := l.words()
	size := runes(words)
	if size == 0 && l.marked {
		size = 1 // 第一步 with nothing after it
	}
	switch {
	case size == 0 || size > maxWords:
	case l.level > 0:
		return lineShort
	case !l.marked && cells(l.text):
		return lineRow
	case label(l, words):
	case l.marked || l.bold:
		return lineShort
	case l.runes <= maxBare && bareWords(words):
		return lineShort
	}
	if l.marked && l.mark.family != famBracket {
		return lineItem
	}
	if b.Tag == "li" {
		return lineItem
	}
	return lineParagraph
}

// cells reports whether a line without mark looks like a table row: three or more
// short parts set apart by white space or bars.
func cells(text string) bool {
	parts := 0
	gap := true
	for _, r := range text {
		s := isSpace(r) || r == '|' || r == '│'
		if !s && gap {
			parts++
		}
		gap = s
	}
	return parts >= 3
}

// label reports whether a colon inside the words makes the line a label with its
// text (§2.6). Wide marks (一、 第一章) may hold a colon: 一、协商：先谈再还.
func label(l *line, words string) bool {
	i := strings.Index(words, "：")
	if j := strings.IndexByte(words, ':'); i < 0 || j >= 0 && j < i {
		i = j
	}
	if i < 0 {
		return false
	}
	_, n := utf8.DecodeRuneInString(words[i:])
	if after := document.Trim(words[i+n:]); after == "" {
		// 注意事项： is a heading, 可以照着这张表来办： introduces a list.
		return !l.bold && !l.marked && runes(words[:i]) > 6
	}
	switch l.mark.family {
	case famPart, famChapter, famJie, famHan, famStem, famBar, famBracket, famPartEn, famBig, famRoman, famDecor:
		return false
	case famNone:
		return !l.bold
	}
	return true
}

// bareWords reports whether a short line without any mark reads like a heading:
// made of words, not of digits, and no signature, date or remark in brackets.
func bareWords(words string) bool {
	han := 0
	for _, r := range words {
		switch {
		case isHan(r):
			han++
		case strings.ContainsRune("：:@#/\\=_~*<>【】", r):
			return false
		}
	}
	first, n := utf8.DecodeRuneInString(words)
	if first == '第' {
		if _, size := number(words[n:]); size > 0 && strings.HasPrefix(words[n+size:], "条") {
			return false // an article of law
		}
	}
	return han >= 2 && han*2 >= utf8.RuneCountInString(words) && !strings.ContainsRune("（(—-\"", first) && !quotes(words)
}

// quotes reports whether words are nothing but the title of a law or a book, or speech
// that is not closed; “订金”还是“定金” is a heading.
func quotes(words string) bool {
	switch {
	case strings.HasPrefix(words, "“"):
		return !strings.Contains(words, "”")
	case strings.HasPrefix(words, "《"):
		return strings.HasSuffix(words, "》") || !strings.Contains(words, "》")
	}
	return false
}

// wraps reports which lines continue the one before (§1.3). Only blocks that the
// page breaks without saying why are asked: lines of a text page and lines after
// <br>. Evidence is a page width that lines keep running into.
func wraps(blocks []document.Block, lines []line) []bool {
	widths := make([]int, len(lines))
	letters := make([]int, len(lines)) // widths in characters, for pages broken by their count
	var open []int
	indents, gaps := 0, 0
	for i := range lines {
		b := &blocks[lines[i].block]
		if lines[i].caption {
			continue
		}
		if b.Tag != "line" && !b.Break {
			if i+1 >= len(lines) || !blocks[lines[i+1].block].Break {
				continue
			}
		}
		w, n := measure(lines[i].text)
		letters[i] = n
		if b.Indent {
			w += 4
			letters[i] += 2
			indents++
		}
		if b.Gap > 0 {
			gaps++
		}
		widths[i] = w
		if w >= 40 && !stops(lines[i].text) {
			open = append(open, w)
		}
	}
	if len(open) < 2 {
		return nil
	}
	slices.Sort(open)
	width := open[len(open)/2]
	near, over := 0, 0
	for _, w := range widths {
		if w > width+3 {
			over++
		} else if w >= width-3 {
			near++
		}
	}
	if near < 3 || over*4 > near {
		return nil
	}
	out := make([]bool, len(lines))
	for i := 1; i < len(lines); i++ {
		b, before := &blocks[lines[i].block], widths[i-1]
		if before < width-3 && letters[i-1] < width/2-1 || widths[i] == 0 || b.Indent || b.Gap > 0 || lines[i].block != lines[i-1].block+1 {
			continue
		}
		if stops(lines[i-1].text) && (indents == 0 && gaps == 0 || lines[i].marked) {
			continue
		}
		out[i] = true
	}
	return out
}

// runes is the number of characters of text.
func runes(text string) int { return document.CountRunes(text) }

// measure is the width of text on a fixed grid, two columns a wide character, which
// are those from U+0300 on, and its characters.
func measure(text string) (columns, letters int) {
	const each = 0x0101010101010101
	wide := 0
	for ; len(text) >= 8; text = text[8:] {
		w := uint64(text[0]) | uint64(text[1])<<8 | uint64(text[2])<<16 | uint64(text[3])<<24 |
			uint64(text[4])<<32 | uint64(text[5])<<40 | uint64(text[6])<<48 | uint64(text[7])<<56
		letters += 8 - bits.OnesCount64(w>>7&^(w>>6)&each) // bytes 10xxxxxx go on with a character
		// U+0300 begins with 11001100.
		wide += bits.OnesCount64(w >> 7 & (w >> 6) & (w>>5 | w>>4 | w>>3&(w>>2)) & each)
	}
	for i := range len(text) {
		if c := text[i]; c&0xC0 != 0x80 {
			letters++
			if c >= "\u0300"[0] {
				wide++
			}
		}
	}
	return letters + wide, letters
}

// stops reports whether a line ends where a paragraph may end.
func stops(text string) bool {
	r, n := utf8.DecodeLastRuneInString(text)
	if strings.ContainsRune("”’」』）)\"", r) {
		if p, _ := utf8.DecodeLastRuneInString(text[:len(text)-n]); p != utf8.RuneError {
			r = p
		}
	}
	return strings.ContainsRune("。！？!?…：:", r)
}
