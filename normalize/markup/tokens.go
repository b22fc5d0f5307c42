package markup

import (
	"strings"

	"golang.org/x/net/html/atom"
)

const (
	// maxFrames bounds the open elements; deeper blocks still cut lines but are no
	// elements of their own.
	maxFrames = 1024
	// maxSearch bounds how far an end tag looks for its start, which keeps the cost
	// of a page with many wrong end tags linear.
	maxSearch = 64
)

// read hands markup to the builder token by token. It knows the end tags that HTML
// lets authors leave out. A tree is not built: what the adoption agency and foster
// parenting of the standard move about stays where the author wrote it.
func (b *builder) read(markup string) {
	t := tokens{b: b, base: len(b.stack)}
	z := &t.z
	z.s, z.attrs, z.buf = markup, b.attrs, b.lower
	b.attrs, b.lower = nil, nil // a page inside this one has its own
	for {
		switch z.next() {
		case endOfMarkup:
			for len(b.stack) > t.base {
				b.close()
			}
			b.boundary()
			clear(z.attrs[:cap(z.attrs)])
			b.attrs, b.lower = z.attrs, z.buf
			return
		case textToken:
			if t.skipName == "" {
				b.text(b.plain(z.text, z.literal))
			}
		case startTag:
			t.start()
		case endTag:
			t.end()
		}
	}
}

// plain resolves the entities of a text.
func (b *builder) plain(text string, literal bool) string {
	if literal || strings.IndexByte(text, '&') < 0 {
		return text
	}
	b.decoded = unescape(b.decoded[:0], text, false)
	return string(b.decoded)
}

// tokens is the state of one pass.
type tokens struct {
	b        *builder
	z        scanner
	base     int // frames below belong to the caller
	over     int // open blocks beyond maxFrames
	skip     int // open elements of the name skipName inside the one skipped
	skipName string
}

func (t *tokens) start() {
	b, z := t.b, &t.z
	kind := tagTraits.of(z.at)
	if t.skipName != "" {
		if z.closed {
			z.raw = 0 // in foreign content the tag is a whole element
		}
		if z.name == t.skipName {
			if !z.closed {
				t.skip++
			}
			return
		}
		if kind&block == 0 {
			return
		}
		t.skip, t.skipName = 0, "" // a block tag ends foreign content and menus left open
	}
	switch z.at {
	case atom.Html, atom.Body:
		if len(b.stack) > t.base && t.isOpen(z.at) {
			return
		}
	case atom.Head:
		return
	}
	t.imply(z.at, kind)
	if len(b.stack) >= maxFrames && kind&(void|drop) == 0 {
		if kind&block != 0 {
			b.boundary()
			t.over++
		}
		return
	}
	if !b.open(z.name, z.at, z.attrs) && kind&drop != 0 && !(z.closed && kind&foreign != 0) {
		t.skip, t.skipName = 0, z.name
	}
}

// imply closes what a start tag ends without an end tag.
func (t *tokens) imply(at atom.Atom, kind traits) {
	b := t.b
	if kind&block != 0 && at != atom.Button && at != atom.Table { // in quirks mode a table stays in its paragraph
		if i := b.stack[len(b.stack)-1].blockAt; b.stack[i].at == atom.P {
			t.closeTo(i)
		}
	}
	switch at {
	case atom.Li:
		t.closeNearest(func(a atom.Atom) bool { return a == atom.Li }, func(a atom.Atom) bool { return a != atom.Div && a != atom.Address })
	case atom.Dt, atom.Dd:
		t.closeNearest(func(a atom.Atom) bool { return a == atom.Dt || a == atom.Dd }, func(a atom.Atom) bool { return a != atom.Div && a != atom.Address })
	case atom.Td, atom.Th:
		t.closeNearest(func(a atom.Atom) bool { return a == atom.Td || a == atom.Th }, isTable)
		switch b.stack[b.stack[len(b.stack)-1].blockAt].at {
		case atom.Table, atom.Tbody, atom.Thead, atom.Tfoot:
			b.open("tr", atom.Tr, nil)
		}
	case atom.Tr:
		t.closeNearest(func(a atom.Atom) bool { return a == atom.Tr }, isTable)
	case atom.Tbody, atom.Thead, atom.Tfoot:
		t.closeNearest(func(a atom.Atom) bool { return a == atom.Tbody || a == atom.Thead || a == atom.Tfoot }, isTable)
	case atom.A:
		if top := len(b.stack) - 1; top >= t.base && b.stack[top].at == atom.A {
			b.close()
		}
	}
}

func isTable(a atom.Atom) bool { return a == atom.Table }

func (t *tokens) end() {
	b, at := t.b, t.z.at
	if t.skipName != "" {
		if t.z.name == t.skipName {
			if t.skip--; t.skip < 0 {
				t.skip, t.skipName = 0, ""
			}
		}
		return
	}
	kind := tagTraits.of(at)
	switch {
	case at == atom.Br:
		b.lineBreak()
	case kind&void != 0, at == atom.Html, at == atom.Body, at == atom.Head:
	case t.over > 0:
		if kind&block != 0 {
			b.boundary()
			t.over--
		}
	case kind&block != 0:
		t.endBlock(at)
	default:
		t.endInline(at, t.z.name)
	}
}

// endBlock closes the nearest open block of that tag, but no cell or table from
// inside it. An end tag without a start still ends the line.
func (t *tokens) endBlock(at atom.Atom) {
	table := at == atom.Table || at == atom.Tr || at == atom.Tbody || at == atom.Thead || at == atom.Tfoot || at == atom.Td || at == atom.Th
	found := t.closeNearest(func(a atom.Atom) bool { return a == at || heading(a) && heading(at) }, func(a atom.Atom) bool {
		return a == atom.Table || !table && (a == atom.Td || a == atom.Th || a == atom.Caption)
	})
	if !found {
		t.b.boundary()
	}
}

func heading(a atom.Atom) bool {
	switch a {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return true
	}
	return false
}

// endInline closes the nearest open inline element of that name in the block. Of
// one that was opened outside the block only the looks end.
func (t *tokens) endInline(at atom.Atom, name string) {
	b := t.b
	last := len(b.stack) - 1
	outside := false
	for i := last; i >= t.base && i > last-maxSearch; i-- {
		f := &b.stack[i]
		switch {
		case f.at == at && (at != 0 || f.name == name):
			if !outside {
				t.closeTo(int32(i))
				return
			}
			for ; i <= last; i++ {
				b.stack[i].bold = false
				if at == atom.A {
					b.stack[i].link = 0
				}
			}
			return
		case f.traits&block != 0:
			if tagTraits.of(at)&again == 0 {
				return
			}
			outside = true
		}
	}
}

// closeNearest closes the nearest open block that is wanted, unless one that bars
// the way, or too many others, stand before it, and reports whether it did.
func (t *tokens) closeNearest(want, bar func(atom.Atom) bool) bool {
	b := t.b
	i := b.stack[len(b.stack)-1].blockAt
	for range maxSearch {
		if int(i) < t.base {
			return false
		}
		if want(b.stack[i].at) {
			t.closeTo(i)
			return true
		}
		if bar(b.stack[i].at) {
			return false
		}
		i = b.stack[i-1].blockAt
	}
	return false
}

// closeTo closes frame i and all above it.
func (t *tokens) closeTo(i int32) {
	if int(i) < t.base {
		return
	}
	for len(t.b.stack) > int(i) {
		t.b.close()
	}
}

// isOpen reports whether <html> or <body> is open, which can only be among the
// outermost frames.
func (t *tokens) isOpen(at atom.Atom) bool {
	for i := t.base; i < min(len(t.b.stack), t.base+2); i++ {
		if t.b.stack[i].at == at {
			return true
		}
	}
	return false
}
