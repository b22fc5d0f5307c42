package markup

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"zhengwen/document"
)

// builder receives a page as elements that open and close and text between them,
// and makes blocks of it. It holds positions into two arenas; strings and slices
// are made once, in finish. The zero builder is ready after reset.
type builder struct {
	stack    []frame
	lines    [maxLines]line // the open line, under it those that it interrupts
	level    int            // index of the open line
	cur      *line          // the open line
	rows     []row
	hiding   []hiding // index 0 stands for what is shown
	elements []document.Element
	pieces   []piece
	cells    []piece         // scratch of joinRow
	arena    []byte          // texts of pieces
	marks    []document.Mark // marks of pieces
	links    int32           // links opened so far
	most     int             // pieces to make; one more shows that there were others

	head     []document.Block
	titled   bool
	captured []byte           // text of the title or JSON-LD being read
	rest     string           // markup swallowed by an element that was never closed
	lazy     string           // longest text found in a data attribute
	told     string           // JSON-LD's articleBody
	nested   bool             // reading markup that stood inside text
	picture  document.Picture // stands behind the last text that is shown

	// Scratch of read.
	attrs   []html.Attribute
	lower   []byte
	decoded []byte
}

// frame is an open element. Frame 0 stands for the page.
type frame struct {
	name, class, id string
	at              atom.Atom
	traits          traits
	element         int32 // index into elements, unresolved when not asked for yet, -1 for none
	blockAt         int32 // index of the innermost frame that is a block
	holder          int32 // index of the innermost frame that can be the element of a line
	link            int32 // number of the link it is in, 0 for none
	hidden          int32 // index into hiding
	bold, pre       bool
	floats          bool // taken out of the line it stands in
	side            bool // has lines of its own
	capture         capture
}

const unresolved = -2

// maxLines is how many lines can be open, each but the last interrupted by an
// element that is beside it. Further such elements cut the line.
const maxLines = 8

// piece is a block under construction.
type piece struct {
	start, end     int // in arena
	mark, markEnd  int // in marks
	tag            string
	element        int32
	hidden         int32
	indent, broken bool
	alone          bool // stays a line of its own in a row
	picture        document.Picture
}

func (b *builder) reset(most int) {
	b.most = most
	b.stack = append(b.stack[:0], frame{name: "body", traits: block, element: -1})
	b.level, b.cur = 0, &b.lines[0]
	b.cur.reset()
	b.cur.broken = false
	b.hiding = append(b.hiding[:0], hiding{})
	b.rows, b.elements, b.pieces, b.arena, b.marks = b.rows[:0], b.elements[:0], b.pieces[:0], b.arena[:0], b.marks[:0]
	b.links, b.head, b.titled, b.captured, b.rest, b.lazy, b.told, b.nested = 0, nil, false, b.captured[:0], "", "", "", false
	b.picture = document.PictureNone
}

// release forgets the page's strings, so that a pooled builder does not keep them.
func (b *builder) release() {
	clear(b.stack[:cap(b.stack)])
	clear(b.elements[:cap(b.elements)])
	for i := range b.lines {
		b.lines[i].class = ""
	}
	b.head, b.rest, b.lazy, b.told = nil, "", "", ""
}

// open begins an element. It reports whether the element has content that the
// caller hands over, followed by close.
func (b *builder) open(name string, at atom.Atom, attrs []html.Attribute) bool {
	t := tagTraits.of(at)
	switch at {
	case atom.Br:
		b.lineBreak()
		return false
	case atom.Meta, atom.Link, atom.Html, atom.Time:
		b.headValues(at, attrs)
	case atom.Img, atom.Image, atom.Video, atom.Embed:
		if b.stack[len(b.stack)-1].hidden == 0 {
			b.picture = max(b.picture, document.PictureBeside)
		}
	}
	if t&void != 0 {
		if t&block != 0 {
			b.boundary()
		}
		return false
	}
	up := &b.stack[len(b.stack)-1]
	c := capturing(at, attrs)
	if t&drop != 0 && c == 0 {
		return false
	}
	f := frame{
		name: name, at: at, traits: t, element: unresolved, link: up.link, hidden: up.hidden,
		bold: up.bold || t&strong != 0, pre: up.pre || t&pre != 0, capture: c,
	}
	rule := b.look(&f, attrs)
	f.side = b.level+1 < maxLines && beside(&f, rule, up.hidden != 0)
	if f.side {
		b.interrupt()
	} else if f.traits&block != 0 {
		b.boundary()
	}
	b.openRow(&f)
	if rule != "" && (f.side || f.traits&block != 0) {
		b.hiding = append(b.hiding, hiding{rule: rule})
		f.hidden = int32(len(b.hiding) - 1)
	}
	f.blockAt, f.holder = up.blockAt, up.holder
	n := int32(len(b.stack))
	switch {
	case f.traits&block != 0:
		f.blockAt, f.holder = n, n
	case t&format == 0 && (f.id != "" || f.class != "") && b.stack[up.blockAt].traits&leaf == 0:
		f.holder = n
	}
	b.stack = append(b.stack, f)
	return true
}

// close ends the innermost open element.
func (b *builder) close() {
	n := int32(len(b.stack) - 1)
	f := &b.stack[n]
	if f.capture != 0 {
		b.endCapture(f.capture)
	}
	if f.side || f.traits&block != 0 {
		b.boundary()
	}
	b.closeRow(f)
	if f.side {
		b.level--
		b.cur = &b.lines[b.level]
	}
	b.cur.leave(n, f)
	b.stack = b.stack[:n]
}

// beside reports whether an element leaves the line whole that it stands in: what
// is not shown does, unless it keeps its place as a block, and so do blocks that
// float, as old pages set their advertisements into a paragraph.
func beside(f *frame, rule string, inHidden bool) bool {
	if f.traits&block == 0 {
		return rule != "" && !inHidden
	}
	return f.floats || rule != "" && rule != "hidden.visibility" && !inHidden
}

// resolve returns the index into elements for frame i, and makes elements for it
// and its ancestors where there are none. Inline elements without class and id
// are passed over.
func (b *builder) resolve(i int32) int32 {
	j := i
	for b.stack[j].element == unresolved {
		j--
	}
	element := b.stack[j].element
	for j++; j <= i; j++ {
		f := &b.stack[j]
		if f.traits&block != 0 || f.traits&format == 0 && (f.class != "" || f.id != "") {
			b.elements = append(b.elements, document.Element{
				Parent: element, Tag: f.name, Class: strings.ToLower(f.class), ID: strings.ToLower(f.id),
			})
			element = int32(len(b.elements) - 1)
		}
		f.element = element
	}
	return element
}

// finish closes what is open and returns the page's elements and blocks.
func (b *builder) finish() ([]document.Element, []document.Block) {
	for len(b.stack) > 1 {
		b.close()
	}
	b.boundary()
	if b.rest != "" {
		b.read(b.rest)
	}
	b.reveal()

	text := string(b.arena)
	marks := slices.Clone(b.marks)
	blocks := make([]document.Block, 0, len(b.head)+len(b.pieces))
	blocks = append(blocks, b.head...)
	for i := range b.pieces {
		p := &b.pieces[i]
		if p.start == p.end {
			continue // kept for a line that was cut off at the most
		}
		k := document.Block{
			Text: text[p.start:p.end], Tag: p.tag, Element: p.element, Indent: p.indent, Break: p.broken, Picture: p.picture,
		}
		if p.mark < p.markEnd {
			k.Marks = marks[p.mark:p.markEnd:p.markEnd]
		}
		if h := b.hiding[p.hidden]; h.rule != "" {
			k.Set(document.RoleHidden, h.rule)
		}
		blocks = append(blocks, k)
	}
	return slices.Clone(b.elements), blocks
}
