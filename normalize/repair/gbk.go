package repair

import (
	"bytes"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// codepage is a double-byte encoding as flat tables.
type codepage struct {
	char [0x8000]rune    // by two bytes less 0x8000; 0 where nothing is assigned
	code [0x10000]uint16 // by rune; 0 where it has no two bytes, of several pairs the one in the standard's own rows
	used [0x100][]byte   // trail bytes with a character, by lead byte
	hole [0x100][]byte   // trail bytes of vanishing pairs, by lead byte
}

// cp936 is built at first use from the GBK table of x/text. The pairs it leaves
// open are user-defined areas, which Windows maps to U+E000 and on in three
// blocks of 94, 94 and 96 columns (Microsoft code page 936, "EUDC"), or
// unassigned.
var cp936 = sync.OnceValue(func() *codepage { return newCodepage(simplifiedchinese.GBK, userDefined) })

var big5 = sync.OnceValue(func() *codepage {
	return newCodepage(traditionalchinese.Big5, func(lead, trail int) rune { return 0 })
})

func newCodepage(e encoding.Encoding, private func(lead, trail int) rune) *codepage {
	t := new(codepage)
	decodePairs(e, func(lead, trail byte, r rune) {
		if r >= 0x10000 || isPrivate(r) {
			r = 0
		}
		code := uint16(lead)<<8 | uint16(trail)
		if r == 0 {
			t.hole[lead] = append(t.hole[lead], trail)
			if r = private(int(lead), int(trail)); r != 0 {
				t.code[r] = code
			}
			return
		}
		t.char[code-0x8000] = r
		t.used[lead] = append(t.used[lead], trail)
		if old := t.code[r] >> 8; old == 0 || old < 0xA1 && lead >= 0xA1 {
			t.code[r] = code
		}
	})
	return t
}

// decodePairs calls f with every pair of bytes and its character, 0 where the
// encoding has none. They are decoded at once, a line each: one by one takes ten
// times as long.
func decodePairs(e encoding.Encoding, f func(lead, trail byte, r rune)) {
	raw := make([]byte, 0, 3*len(leadBytes)*len(trailBytes))
	for _, lead := range leadBytes {
		for _, trail := range trailBytes {
			raw = append(raw, lead, trail, '\n')
		}
	}
	out, err := e.NewDecoder().Bytes(raw)
	if err != nil {
		panic("repair: table of a double-byte encoding: " + err.Error())
	}
	for line := range bytes.Lines(out) {
		r, n := utf8.DecodeRune(line)
		if n+1 != len(line) || r < 0x80 || r == utf8.RuneError {
			r = 0
		}
		f(raw[0], raw[1], r)
		raw = raw[3:]
	}
}

func isPrivate(r rune) bool { return 0xE000 <= r && r <= 0xF8FF }

// gapsOf18030 are the pairs that GBK leaves open and GB 18030 (2000) maps to
// private-use characters: first and last pair, first character.
var gapsOf18030 = [...][3]uint16{
	{0xA2AB, 0xA2B0, 0xE766}, {0xA2E4, 0xA2E4, 0xE76D}, {0xA2EF, 0xA2F0, 0xE76E}, {0xA2FD, 0xA2FE, 0xE770},
	{0xA4F4, 0xA4FE, 0xE772}, {0xA5F7, 0xA5FE, 0xE77D}, {0xA6B9, 0xA6C0, 0xE785}, {0xA6D9, 0xA6DF, 0xE78D},
	{0xA6EC, 0xA6ED, 0xE794}, {0xA6F3, 0xA6F3, 0xE796}, {0xA6F6, 0xA6FE, 0xE797}, {0xA7C2, 0xA7D0, 0xE7A0},
	{0xA7F2, 0xA7FE, 0xE7AF}, {0xA896, 0xA8A0, 0xE7BC}, {0xA8BC, 0xA8BC, 0xE7C7}, {0xA8C1, 0xA8C4, 0xE7C9},
	{0xA8EA, 0xA8FE, 0xE7CD}, {0xA958, 0xA958, 0xE7E2}, {0xA95B, 0xA95B, 0xE7E3}, {0xA95D, 0xA95F, 0xE7E4},
	{0xA997, 0xA9A3, 0xE7F4}, {0xA9F0, 0xA9FE, 0xE801}, {0xD7FA, 0xD7FE, 0xE810}, {0xFE51, 0xFE53, 0xE816},
	{0xFE59, 0xFE59, 0xE81E}, {0xFE61, 0xFE61, 0xE826}, {0xFE66, 0xFE67, 0xE82B}, {0xFE6C, 0xFE6D, 0xE831},
	{0xFE76, 0xFE76, 0xE83B}, {0xFE7E, 0xFE7E, 0xE843}, {0xFE90, 0xFE91, 0xE854}, {0xFEA0, 0xFEA0, 0xE864},
}

// userDefined is the private-use character of a pair, or 0.
func userDefined(lead, trail int) rune {
	switch {
	case 0xAA <= lead && lead <= 0xAF && trail >= 0xA1:
		return rune(0xE000 + (lead-0xAA)*94 + trail - 0xA1)
	case 0xF8 <= lead && trail >= 0xA1:
		return rune(0xE234 + (lead-0xF8)*94 + trail - 0xA1)
	case 0xA1 <= lead && lead <= 0xA7 && trail <= 0xA0:
		n := trail - 0x40
		if trail > 0x7F {
			n--
		}
		return rune(0xE4C6 + (lead-0xA1)*96 + n)
	}
	c := uint16(lead<<8 | trail)
	for _, g := range gapsOf18030 {
		if g[0] <= c && c <= g[1] {
			return rune(g[2] + c - g[0])
		}
	}
	return 0
}

// pair returns the character of two bytes, or 0.
func (t *codepage) pair(lead, trail byte) rune {
	if lead < 0x81 {
		return 0
	}
	return t.char[int(lead)<<8|int(trail)-0x8000]
}

// bytes returns the two bytes of a character.
func (t *codepage) bytes(r rune) (lead, trail byte, ok bool) {
	if uint32(r) >= uint32(len(t.code)) || t.code[r] == 0 {
		return 0, 0, false
	}
	return byte(t.code[r] >> 8), byte(t.code[r]), true
}

// simplifiedSet reports whether the character is a hanzi of GB 2312, which holds
// no Traditional form. The set is rows B0 to F7 of the code page's lower right
// corner.
func (t *codepage) simplifiedSet(r rune) bool {
	lead, trail, ok := t.bytes(r)
	return ok && 0xB0 <= lead && lead <= 0xF7 && trail >= 0xA1
}

// traditionalSet reports whether the character is one of Big5's two levels of
// hanzi, A440 to C67E and C940 to F9D5. What the table has beyond them comes from
// a Hong Kong supplement that holds Simplified forms too.
func traditionalSet(r rune) bool {
	c := big5().code[r]
	return 0xA440 <= c && c <= 0xC67E || 0xC940 <= c && c <= 0xF9D5
}
