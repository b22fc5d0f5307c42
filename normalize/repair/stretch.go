package repair

import (
	"unicode/utf8"

	"zhengwen/document"
)

// leastSequences is the number of whole UTF-8 sequences of three bytes that make a
// stretch: in hanzi of GB 2312 one comes about by chance in some thousand.
const leastSequences = 3

// maxPiece bounds the text that is searched at once, in bytes, and with it the
// memory of a search.
const maxPiece = 1 << 16

// utf8Stretches returns the longest stretches of a text whose bytes are UTF-8 of
// East Asian text, as far as they are known. They begin and end between
// characters and have no ASCII at either end.
func utf8Stretches(text string, rd *reading) []document.Span {
	var out []document.Span
	var p stretch
	mark, marks := 0, 0 // U+FFFD before the stretch
	for i, r := range text {
		size := utf8.RuneLen(r)
		b, n := rd.of(r)
		switch {
		case r == utf8.RuneError || r == '?':
			p.due, p.lost = max(0, p.due-1), true
			if p.begun {
				p.end = i + size
			} else if marks++; marks == 1 || i > mark+2*size {
				mark = i
			}
			continue
		case r == ' ' && p.due > 0: // A0 of cp1252 is a space that does not break
			p.due--
			p.end = i + 1
			continue
		case r < 0x80:
			if p.due > 0 && !p.lost {
				out = p.close(out)
			}
			p.due, p.lost = 0, false
			continue
		case n == 0 || !p.read(b[:n], len(rd.drops) > 0):
			out = p.close(out)
			if n == 0 || !p.read(b[:n], false) {
				p, marks = stretch{}, 0
				continue
			}
			marks = 0
		}
		if !p.begun {
			p.start, p.begun = i, true
			if marks > 0 && r != '?' {
				p.start = mark // the first bytes of the stretch may be lost
			}
			marks = 0
		}
		if p.due == 0 && !p.lost && p.size == 3 {
			p.end = i + size // two bytes may be a hanzi of GBK behind the stretch
			if p.end-p.start > maxPiece {
				out = p.close(out)
			}
		}
	}
	return p.close(out)
}

// A stretch is UTF-8 that is being read.
type stretch struct {
	start, end int
	begun      bool
	whole      int  // sequences of three bytes with none of them lost
	size, due  int  // bytes of the sequence begun and those still to come
	lost       bool // a byte may be missing here
}

// close ends the stretch and adds it to the list if there is enough of it.
func (p *stretch) close(out []document.Span) []document.Span {
	if p.begun && p.whole >= leastSequences {
		out = append(out, document.Span{Start: p.start, End: p.end})
	}
	*p = stretch{}
	return out
}

// read adds the bytes of a character and reports whether they fit. With drops,
// bytes may be missing anywhere.
func (p *stretch) read(b []byte, drops bool) bool {
	for _, c := range b {
		switch {
		case c&0xC0 == 0x80:
			if p.due == 0 && !p.lost && !drops {
				return false
			}
			if p.due == 0 {
				break
			}
			if p.due--; p.due == 0 {
				if !p.lost && p.size == 3 {
					p.whole++
				}
				p.lost = false
			}
		case c < 0x80: // a letter swallowed as a second byte
			if p.due > 0 && !p.lost && !drops {
				return false
			}
			p.due, p.lost = 0, false
		case c < 0xC2 || c > 0xF0 || p.due > 0 && !p.lost && !drops:
			return false
		default:
			p.size = unicodeBytes{}.size(c)
			p.due, p.lost = p.size-1, false
		}
	}
	return true
}
