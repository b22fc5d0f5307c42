package document

import (
	"strings"
	"unicode/utf8"
)

// Piece says where a part of the frozen text comes from.
type Piece struct {
	Block int  // index into Blocks
	From  Span // bytes of the block's text
	At    int  // byte offset in Document.Text
}

// End returns the byte offset in Document.Text where the piece ends.
func (p Piece) End() int { return p.At + p.From.Len() }

// Freeze composes Text from the blocks with the roles body and heading, trimmed,
// one a line, and keeps the position map in Pieces. Afterwards Rewrite is refused.
// The end of a page that was cut short is marked as damage.
func (d *Document) Freeze() {
	size := 0
	for i := range d.Blocks {
		if r := d.Blocks[i].Role; r == RoleBody || r == RoleHeading {
			size += len(d.Blocks[i].Text) + 1
		}
	}
	var out strings.Builder
	out.Grow(size)
	d.Pieces = d.Pieces[:0]
	for i := range d.Blocks {
		b := &d.Blocks[i]
		if b.Role != RoleBody && b.Role != RoleHeading {
			continue
		}
		from := trimmed(b.Text)
		if from.Len() == 0 {
			continue
		}
		text := b.Text[from.Start:from.End]
		if strings.IndexByte(text, '\n') >= 0 || strings.IndexByte(text, '\r') >= 0 {
			// A repaired escape can hold a line break; a line of Text is one block.
			text = strings.Map(func(r rune) rune {
				if r == '\n' || r == '\r' {
					return ' '
				}
				return r
			}, text)
		}
		if n := len(d.Pieces); n > 0 {
			switch {
			case !b.Joins:
				out.WriteByte('\n')
			case wordByte(out.String()[out.Len()-1]) && wordByte(text[0]):
				out.WriteByte(' ')
			}
		}
		d.Pieces = append(d.Pieces, Piece{i, from, out.Len()})
		out.WriteString(text)
	}
	d.Text = out.String()
	d.frozen = true
	if n := len(d.Pieces); n > 0 && d.Truncated {
		p := d.Pieces[n-1]
		b := &d.Blocks[p.Block]
		b.Damage = append(b.Damage, Damage{Kind: DamageTruncated, Span: Span{p.From.End, p.From.End}, Confidence: 1})
	}
}

// Frozen reports whether Text has been composed.
func (d *Document) Frozen() bool { return d.frozen }

func wordByte(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

// Trim returns text without white space at its ends.
func Trim(text string) string {
	s := trimmed(text)
	return text[s.Start:s.End]
}

// trimmed is the span of text without white space at its ends.
func trimmed(text string) Span {
	start, end := 0, len(text)
	for start < end && !hanLead(text[start]) {
		n := spaceLen(text[start:])
		if n == 0 {
			break
		}
		start += n
	}
	for end > start && !(end-start > 2 && hanLead(text[end-3])) {
		r, n := utf8.DecodeLastRuneInString(text[start:end])
		if !IsSpace(r) {
			break
		}
		end -= n
	}
	return Span{start, end}
}

// hanLead reports whether a byte begins a character of U+4000 to U+9FFF, of which none is
// white space.
func hanLead(c byte) bool { return 0xE4 <= c && c <= 0xE9 }

// spaceLen is the length of the white space character text begins with, or 0.
func spaceLen(text string) int {
	r, n := utf8.DecodeRuneInString(text)
	if n > 0 && IsSpace(r) {
		return n
	}
	return 0
}

// IsSpace reports whether r is white space on a Chinese page: Unicode's, the
// zero-width ones and the byte order mark included. NEL is not: on the web it is
// the byte 0x85 of misread UTF-8, which repair needs.
func IsSpace(r rune) bool {
	switch {
	case r <= ' ':
		return r == ' ' || '\t' <= r && r <= '\r'
	case r < 0x1680:
		return r == 0xA0
	case r == 0x1680, r == 0x2028, r == 0x2029, r == 0x202F, r == 0x205F, r == 0x3000, r == 0xFEFF:
		return true
	}
	return 0x2000 <= r && r <= 0x200B
}

// TextEdits returns the edits inside Text, with spans in its bytes.
func (d *Document) TextEdits() []Edit {
	var out []Edit
	for _, p := range d.Pieces {
		for _, e := range d.Blocks[p.Block].Edits {
			if e.Start > p.From.End || e.End < p.From.Start || e.Start < e.End && (e.Start >= p.From.End || e.End <= p.From.Start) {
				continue
			}
			a, b := p.move(e.Start), p.move(e.End)
			if b-a != e.End-e.Start {
				e.Repaired = "" // cut by the trimming; what is left of it cannot be told
			}
			e.Start, e.End = a, b
			e.After = d.Text[a:b]
			out = append(out, e)
		}
	}
	return out
}

// TextDamage returns the damage inside Text, with spans in its bytes.
func (d *Document) TextDamage() []Damage {
	var out []Damage
	for _, p := range d.Pieces {
		for _, x := range d.Blocks[p.Block].Damage {
			if x.Span.Start > p.From.End || x.Span.End < p.From.Start {
				continue
			}
			x.Span = Span{p.move(x.Span.Start), p.move(x.Span.End)}
			out = append(out, x)
		}
	}
	return out
}

// move maps a byte offset of the piece's block to one of Text, clamped to the
// piece.
func (p Piece) move(offset int) int {
	return p.At + min(max(offset, p.From.Start), p.From.End) - p.From.Start
}

// AsWritten returns Text as it stood after repair and before script and width
// conversion, given the edits of TextEdits.
func AsWritten(text string, edits []Edit) string {
	var out strings.Builder
	out.Grow(len(text))
	pos := 0
	for _, e := range edits {
		out.WriteString(text[pos:e.Start])
		switch {
		case e.Kind.Plain():
			out.WriteString(e.Before)
		case e.Repaired != "":
			out.WriteString(e.Repaired)
		default:
			out.WriteString(text[e.Start:e.End])
		}
		pos = e.End
	}
	out.WriteString(text[pos:])
	return out.String()
}
