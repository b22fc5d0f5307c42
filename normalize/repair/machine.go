package repair

import "unicode/utf8"

// A machine reads an encoding byte by byte. pend is what it has read of an
// unfinished character, 0 for nothing.
type machine interface {
	// feed reads one byte. It returns the finished character, or -1 when it
	// needs more, and whether the byte may stand there at all.
	feed(pend uint32, b byte) (r rune, next uint32, ok bool)
	// open lists the bytes worth trying where a byte is unknown.
	open(pend uint32) []byte
}

// doubleByte reads a double-byte code page.
type doubleByte struct{ *codepage }

func (m doubleByte) feed(pend uint32, b byte) (rune, uint32, bool) {
	if pend != 0 {
		r := m.pair(byte(pend), b)
		return r, 0, r != 0
	}
	switch {
	case b < 0x80:
		return rune(b), 0, true
	case b == 0x80 || b == 0xFF:
		return 0, 0, false
	}
	return -1, uint32(b), true
}

func (m doubleByte) open(pend uint32) []byte {
	if pend != 0 {
		return m.used[byte(pend)]
	}
	return leadBytes
}

var leadBytes = byteRange(0x81, 0xFE)

// unicodeBytes reads UTF-8. pend holds the bytes still due in its top byte and
// the bits read so far below.
type unicodeBytes struct{}

func (unicodeBytes) feed(pend uint32, b byte) (rune, uint32, bool) {
	if pend == 0 {
		switch {
		case b < 0x80:
			return rune(b), 0, true
		case 0xC2 <= b && b <= 0xDF:
			return -1, 1<<24 | uint32(b&0x1F), true
		case 0xE0 <= b && b <= 0xEF:
			return -1, 2<<24 | uint32(b&0x0F), true
		case 0xF0 <= b && b <= 0xF4:
			return -1, 3<<24 | uint32(b&0x07), true
		}
		return 0, 0, false
	}
	if b&0xC0 != 0x80 {
		return 0, 0, false
	}
	due, bits := pend>>24-1, pend&0xFFFFFF<<6|uint32(b&0x3F)
	if due > 0 {
		return -1, due<<24 | bits, true
	}
	r := rune(bits)
	return r, 0, utf8.ValidRune(r) && r >= 0x80 && r != utf8.RuneError && !isPrivate(r)
}

// Lead bytes of the punctuation, kana, hanzi and full-width blocks and of the
// Latin supplement: what an unknown byte of a Chinese page can begin.
var (
	unicodeLeads = append([]byte{0xC2, 0xE2, 0xE3, 0xEF}, byteRange(0xE4, 0xE9)...)
	unicodeTrail = byteRange(0x80, 0xBF)
)

func (unicodeBytes) open(pend uint32) []byte {
	if pend == 0 {
		return unicodeLeads
	}
	return unicodeTrail
}

func byteRange(from, to int) []byte {
	out := make([]byte, 0, to-from+1)
	for b := from; b <= to; b++ {
		out = append(out, byte(b))
	}
	return out
}
