package markup

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/atom"

	"zhengwen/document"
)

// line is a line of text under construction.
type line struct {
	buf    []byte
	marks  []document.Mark
	link   int   // index of the last link mark, -1 for none
	bold   int   // index of the last bold mark, -1 for none
	linkID int32 // number of the last link

	space  bool // white space is due before the next word
	indent bool // began with a space that does not collapse
	broken bool // stands behind a <br> and a line of the same block element

	hold    int32 // innermost frame that was open all the time
	low     int32 // innermost frame that stayed open since the last word
	element int32 // closed inline element that holds the whole line, -1 for none
	at      int32 // index of the frame that was element, or had class
	hidden  int32

	picture    document.Picture // stands before the line
	tag, class string           // of a closed inline element that holds a whole line beside a picture
	slot       int              // index of the piece kept for the line, -1 for none
}

// reset makes the line empty; broken is for the caller to change.
func (l *line) reset() {
	l.buf, l.marks = l.buf[:0], l.marks[:0]
	l.link, l.bold, l.element, l.slot = -1, -1, -1, -1
	l.space, l.indent, l.class = false, false, ""
}

// leave notes that inline frame n is closed.
func (l *line) leave(n int32, f *frame) {
	if len(l.buf) == 0 {
		return
	}
	if f.holder == n && l.hold >= n && l.low >= n {
		switch {
		case l.element >= 0:
		case f.element >= 0:
			l.element, l.at = f.element, n
		case l.picture != document.PictureNone && l.class == "":
			l.tag, l.class, l.at = f.name, f.class, n
		}
	}
	l.low = min(l.low, n-1)
}

// text adds character data of the innermost open element. White space collapses
// as in HTML; between two wide characters a line break of the source vanishes,
// as CSS Text 3 (segment break transformation) has it.
func (b *builder) text(s string) {
	f := &b.stack[len(b.stack)-1]
	switch {
	case f.capture != 0:
		b.captured = append(b.captured, s...)
		return
	case f.traits&raw != 0 && !b.nested:
		b.nested = true // its own raw elements are text: no recursion
		b.read(s)
		b.nested = false
		return
	case f.pre:
		b.preformatted(s, f)
		return
	}
	l := b.cur
	for i := 0; i < len(s); {
		if len(l.buf) == 0 {
			n, indent := leading(s[i:])
			l.indent = l.indent || indent
			if i += n; i == len(s) {
				return
			}
		}
		end, broke := spaces(s, i)
		if end > i {
			l.space = len(l.buf) > 0
			if broke && i > 0 && end < len(s) && wideAround(s, i, end) {
				l.space = false
			}
			i = end
			continue
		}
		end = word(s, i)
		b.put(l, f, s[i:end])
		i = end
	}
}

// preformatted adds text whose line breaks and inner spaces count.
func (b *builder) preformatted(s string, f *frame) {
	for i := 0; i < len(s); {
		end, next := lineEnd(s, i)
		from := i
		if len(b.cur.buf) == 0 {
			n, indent := leading(s[i:end])
			from += n
			b.cur.indent = b.cur.indent || indent || n > 0
		}
		if from < end {
			b.put(b.cur, f, s[from:end])
		}
		if next > end {
			b.lineBreak()
		}
		i = next
	}
}

// put adds a word.
func (b *builder) put(l *line, f *frame, word string) {
	depth := int32(len(b.stack) - 1)
	if len(l.buf) == 0 {
		l.hold, l.hidden, l.picture = depth, f.hidden, document.PictureNone
		if f.hidden == 0 {
			l.picture = b.picture
		}
	} else {
		l.hold = min(l.hold, l.low)
		if l.low < l.at {
			l.element, l.class = -1, ""
		}
		if l.space {
			l.buf = append(l.buf, ' ')
		}
	}
	if f.hidden == 0 {
		b.picture = document.PictureNone
	}
	l.low = depth
	start := len(l.buf)
	l.buf = append(l.buf, word...)
	span := document.Span{Start: start, End: len(l.buf)}
	near := start
	if l.space {
		near--
	}
	l.space = false
	if f.link != 0 {
		if l.linkID != f.link {
			near = start // a space between two links belongs to neither
		}
		l.linkID = f.link
		l.link = l.mark(l.link, near, document.Mark{Span: span, Kind: document.MarkLink})
	}
	if f.bold {
		near = start
		if start > 0 && l.buf[start-1] == ' ' {
			near--
		}
		l.bold = l.mark(l.bold, near, document.Mark{Span: span, Kind: document.MarkBold})
	}
}

// mark adds m, or extends the mark at index last when it ends at near or later,
// and returns the index of the mark that now covers m.
func (l *line) mark(last, near int, m document.Mark) int {
	if last >= 0 && l.marks[last].End >= near {
		l.marks[last].End = m.End
		return last
	}
	l.marks = append(l.marks, m)
	return len(l.marks) - 1
}

// boundary ends the line at the start or end of a block element.
func (b *builder) boundary() {
	b.flush(false)
	b.cur.broken = false
}

// lineBreak ends the line at a <br>.
func (b *builder) lineBreak() {
	if b.flush(true) {
		b.cur.broken = true
	}
}

// flush makes a piece of the line and reports whether there was one. At a <br>
// the innermost inline element with a class or id that holds the whole line may
// be its element, so that <font id="content"> with lines in it is told from the
// cell around it.
func (b *builder) flush(br bool) bool {
	l := b.cur
	if b.picture != document.PictureNone {
		b.picture = document.PictureAbove
	}
	text := l.buf
	for len(text) > 0 {
		r, n := utf8.DecodeLastRune(text)
		if !document.IsSpace(r) {
			break
		}
		text = text[:len(text)-n]
	}
	if len(text) == 0 || len(b.pieces) > b.most {
		l.reset()
		return false
	}
	at := b.stack[len(b.stack)-1].blockAt
	p := piece{
		start: len(b.arena), end: len(b.arena) + len(text), mark: len(b.marks), tag: b.tag(at),
		hidden: l.hidden, indent: l.indent, broken: l.broken, picture: l.picture,
	}
	switch {
	case l.element >= 0 && l.at > at:
		p.element = l.element
	case l.class != "" && l.at > at:
		up := b.resolve(at)
		p.element = int32(len(b.elements))
		b.elements = append(b.elements, document.Element{Parent: up, Tag: l.tag, Class: strings.ToLower(l.class)})
	case br:
		p.element = b.resolve(b.stack[max(min(l.hold, l.low), at)].holder)
	default:
		p.element = b.resolve(at)
	}
	b.arena = append(b.arena, text...)
	for _, m := range l.marks {
		if m.End = min(m.End, len(text)); m.Start < m.End {
			b.marks = append(b.marks, m)
		}
	}
	p.markEnd = len(b.marks)
	if l.slot >= 0 {
		b.pieces[l.slot] = p
	} else {
		b.pieces = append(b.pieces, p)
	}
	l.reset()
	return true
}

// interrupt opens another line and keeps the place of the open one.
func (b *builder) interrupt() {
	if len(b.cur.buf) > 0 && b.cur.slot < 0 {
		b.cur.slot = len(b.pieces)
		b.pieces = append(b.pieces, piece{})
	}
	b.level++
	b.cur = &b.lines[b.level]
	b.cur.reset()
	b.cur.broken = false
}

// tag is the tag of a line in block frame at. A paragraph in a list item is the
// item's text.
func (b *builder) tag(at int32) string {
	f := &b.stack[at]
	if f.at == atom.P && at > 0 {
		if up := &b.stack[b.stack[at-1].blockAt]; up.at == atom.Li {
			return up.name
		}
	}
	return f.name
}

// leading returns the length of the white space text begins with, and whether
// some of it does not collapse.
func leading(text string) (n int, indent bool) {
	for n < len(text) {
		r, size := rune(text[n]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[n:])
		}
		if !document.IsSpace(r) {
			break
		}
		indent = indent || r == 0xA0 || r == 0x3000 || 0x2000 <= r && r < 0x200B
		n += size
	}
	return n, indent
}

// spaces returns the end of the white space that collapses at i, and whether it
// holds a line break.
func spaces(s string, i int) (end int, broke bool) {
	for i < len(s) {
		switch c := s[i]; {
		case c == ' ' || c == '\t':
			i++
			continue
		case c <= '\r' || c == 0xC2 || c == 0xE2:
			if n := breakLen(s[i:]); n > 0 {
				i, broke = i+n, true
				continue
			}
		}
		return i, broke
	}
	return i, broke
}

// word returns the end of the text at i that holds no white space that collapses.
func word(s string, i int) int {
	for ; i < len(s); i++ {
		c := s[i]
		if c > ' ' && c != 0xC2 && c != 0xE2 {
			continue
		}
		if c == ' ' || c == '\t' || breakLen(s[i:]) > 0 {
			break
		}
	}
	return i
}

// wideAround reports whether wide characters stand on both sides of s[i:j].
func wideAround(s string, i, j int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	behind, _ := utf8.DecodeRuneInString(s[j:])
	return wide(before) && wide(behind)
}

// wide reports whether r is set as wide as a Han character and without spaces
// around it: CJK but not Hangul, and the quotes and dashes Chinese shares.
func wide(r rune) bool {
	switch {
	case r < 0x2E80:
		return r == '—' || r == '…' || '‘' <= r && r <= '”'
	case r < 0xAC00:
		return true
	}
	return 0xF900 <= r && r <= 0xFAFF || 0xFE30 <= r && r <= 0xFE4F || 0xFF00 <= r && r <= 0xFF60 || 0x20000 <= r && r <= 0x3FFFF
}
