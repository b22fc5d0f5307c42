package markup

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/atom"
)

// row is an open <tr>.
type row struct {
	frame  int32 // its index in the stack
	first  int   // its first piece
	cell   int   // first piece of the open cell
	cells  int   // cells with text
	layout bool  // it arranges parts of the page and is no row of data
}

const (
	// longestCell is the longest text of a data cell in code points; what is longer
	// is prose that a layout table has put beside something.
	longestCell = 120
	// mostLines is how many lines a data cell may have.
	mostLines = 6
)

// openRow takes note of an element that is about to open in a table.
func (b *builder) openRow(f *frame) {
	n := len(b.rows)
	if n > 0 && f.traits&noRow != 0 {
		b.rows[n-1].layout = true
	}
	switch f.at {
	case atom.Tr:
		b.rows = append(b.rows, row{frame: int32(len(b.stack)), first: len(b.pieces), cell: len(b.pieces)})
	case atom.Td, atom.Th:
		if n > 0 {
			b.rows[n-1].cell = len(b.pieces)
		}
	}
}

// closeRow takes note of element f, which is the innermost and about to close.
func (b *builder) closeRow(f *frame) {
	n := len(b.rows)
	if n == 0 {
		return
	}
	r := &b.rows[n-1]
	switch f.at {
	case atom.Td, atom.Th:
		b.closeCell(r)
	case atom.Tr:
		if r.frame == int32(len(b.stack)-1) {
			if !r.layout && r.cells > 1 {
				b.joinRow(r, f)
			}
			b.rows = b.rows[:n-1]
		}
	}
}

func (b *builder) closeCell(r *row) {
	if r.layout {
		return
	}
	lines, size, items := 0, 0, 0
	for i := r.cell; i < len(b.pieces); i++ {
		p := &b.pieces[i]
		if p.hidden != b.stack[r.frame].hidden {
			continue
		}
		lines++
		text := b.arena[p.start:p.end]
		size += utf8.RuneCount(text)
		if lines > mostLines || size > longestCell {
			r.layout = true
			return
		}
		if listItem(text) {
			items++
		}
	}
	if lines > 0 {
		r.cells++
	}
	if items > 1 {
		for i := r.cell; i < len(b.pieces); i++ {
			b.pieces[i].alone = true
		}
	}
}

// listItem reports whether a line begins with the mark of a list: 1、 (1) 一、 ①.
func listItem(line []byte) bool {
	r, n := utf8.DecodeRune(line)
	open := r == '(' || r == '（'
	if open {
		line = line[n:]
		r, n = utf8.DecodeRune(line)
	}
	digits := 0
	for ; digits < 3 && ('0' <= r && r <= '9' || '０' <= r && r <= '９' || strings.ContainsRune("一二三四五六七八九十", r)); digits++ {
		line = line[n:]
		r, n = utf8.DecodeRune(line)
	}
	switch {
	case digits == 0:
		return !open && '①' <= r && r <= '⑳'
	case r == '、', r == '．', r == ')', r == '）':
		return true
	}
	return r == '.' && (n == len(line) || line[n] < '0' || line[n] > '9')
}

// joinRow makes one piece of the row's cells. Hidden pieces inside come before it;
// the lines of a list inside a cell stay lines.
func (b *builder) joinRow(r *row, f *frame) {
	element := b.resolve(r.frame)
	b.cells = append(b.cells[:0], b.pieces[r.first:]...)
	kept := b.pieces[:r.first]
	for i := range b.cells {
		if p := b.cells[i]; p.hidden != f.hidden {
			p.element = element
			kept = append(kept, p)
		}
	}
	open := false // the last piece takes up the next cell
	for i := range b.cells {
		p := b.cells[i]
		if p.hidden != f.hidden {
			continue
		}
		if p.alone {
			p.tag, p.element, open = f.name, element, false
			kept = append(kept, p)
			continue
		}
		if !open {
			open = true
			kept = append(kept, piece{start: len(b.arena), mark: len(b.marks), tag: f.name, element: element, hidden: f.hidden})
		} else {
			b.arena = append(b.arena, ' ')
		}
		joined := &kept[len(kept)-1]
		shift := len(b.arena) - joined.start
		b.arena = append(b.arena, b.arena[p.start:p.end]...)
		for _, m := range b.marks[p.mark:p.markEnd] {
			m.Start += shift
			m.End += shift
			b.marks = append(b.marks, m)
		}
		joined.end, joined.markEnd = len(b.arena), len(b.marks)
	}
	b.pieces = kept
	// The cells hold no blocks any more; nothing else was made since the row.
	b.elements = b.elements[:element+1]
}
