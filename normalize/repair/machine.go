package repair

import "unicode/utf8"

// A byteSet is what a byte may be; one byte where it is known. Sets are shared
// and never written to.
type byteSet []byte

// known reports whether only one byte fits.
func (s byteSet) known() bool { return len(s) == 1 }

// A machine says which bytes make a character in an encoding.
type machine interface {
	// size returns how many bytes a character has that begins with b, 0 when none
	// does.
	size(b byte) int
	// inner reports whether b may stand inside a character.
	inner(b byte) bool
	// char returns the character of its bytes, 0 when there is none.
	char(b []byte) rune
	// bytes puts the bytes of a character into b and returns their number, 0 when
	// it has none.
	bytes(r rune, b *[maxSize]byte) int
	// begin and within list the bytes worth trying where the first or a further
	// byte of a character is unknown. Bytes that ask for the same size stand side
	// by side.
	begin() byteSet
	within() byteSet
}

// doubleByte reads a double-byte code page.
type doubleByte struct{ *codepage }

func (m doubleByte) size(b byte) int {
	switch {
	case b < 0x80:
		return 1
	case b == 0x80 || b == 0xFF:
		return 0
	}
	return 2
}

func (m doubleByte) inner(b byte) bool { return b >= 0x40 && b != 0x7F && b != 0xFF }

func (m doubleByte) char(b []byte) rune {
	if len(b) == 1 {
		return rune(b[0])
	}
	return m.pair(b[0], b[1])
}

func (m doubleByte) bytes(r rune, b *[maxSize]byte) int {
	lead, trail, ok := m.codepage.bytes(r)
	if !ok {
		return 0
	}
	b[0], b[1] = lead, trail
	return 2
}

func (m doubleByte) begin() byteSet  { return leadBytes }
func (m doubleByte) within() byteSet { return trailBytes }

var (
	leadBytes  = byteRange(0x81, 0xFE)
	trailBytes = append(byteRange(0x40, 0x7E), byteRange(0x80, 0xFE)...)
)

// unicodeBytes reads UTF-8.
type unicodeBytes struct{}

func (unicodeBytes) size(b byte) int {
	switch {
	case b < 0x80:
		return 1
	case b < 0xC2:
		return 0
	case b < 0xE0:
		return 2
	case b < 0xF0:
		return 3
	case b < 0xF5:
		return 4
	}
	return 0
}

func (unicodeBytes) inner(b byte) bool { return b&0xC0 == 0x80 }

func (unicodeBytes) char(b []byte) rune {
	r, n := utf8.DecodeRune(b)
	if n != len(b) || r == utf8.RuneError || isPrivate(r) {
		return 0
	}
	return r
}

func (unicodeBytes) bytes(r rune, b *[maxSize]byte) int { return utf8.EncodeRune(b[:], r) }

// Lead bytes of the punctuation, kana, hanzi and full-width blocks and of the
// Latin supplement: what an unknown byte of a Chinese page can begin.
var (
	unicodeLeads = append(byteSet{0xC2, 0xE2, 0xE3, 0xEF}, byteRange(0xE4, 0xE9)...)
	unicodeTrail = byteRange(0x80, 0xBF)
)

func (unicodeBytes) begin() byteSet  { return unicodeLeads }
func (unicodeBytes) within() byteSet { return unicodeTrail }

func byteRange(from, to int) byteSet {
	out := make(byteSet, 0, to-from+1)
	for b := from; b <= to; b++ {
		out = append(out, byte(b))
	}
	return out
}

// identity holds every byte at its own place, for sets of one.
var identity = byteRange(0, 0xFF)

// only is the set of one byte.
func only(b byte) byteSet { return identity[b : int(b)+1] }

// strict decodes bytes, and says whether every one fits.
func strict(m machine, raw []byte) (string, bool) {
	out := make([]byte, 0, len(raw)*3/2)
	for len(raw) > 0 {
		n := m.size(raw[0])
		if n == 0 || n > len(raw) {
			return "", false
		}
		r := m.char(raw[:n])
		if r == 0 && raw[0] != 0 {
			return "", false
		}
		out = utf8.AppendRune(out, r)
		raw = raw[n:]
	}
	return string(out), true
}
