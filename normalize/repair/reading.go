package repair

import (
	"slices"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/traditionalchinese"
)

// A reading is an encoding that text was wrongly decoded with: how its characters
// map back to bytes, and which bytes it could not show. It is data: one mechanism
// undoes all of them.
type reading struct {
	name  string
	back  [0x10000]uint16   // by character: its byte, or its two; 0 for none
	more  map[rune][]uint16 // further pairs of some characters
	wide  bool              // has characters of two bytes
	mixed bool              // what was valid UTF-8 was read as such
	drops byteSet           // bytes that may have vanished without a trace
	// bad lists the bytes that have no character before a given one: what a
	// replacement mark before it may stand for, when the text was UTF-8 and when it
	// had a double-byte code page. The last entry is for the end of the text.
	bad [2][0x101]byteSet
}

const atEnd = 0x100

// of returns the bytes of a character, none where it has none.
func (rd *reading) of(r rune) (b [2]byte, n int) {
	switch {
	case r < 0x80:
		return [2]byte{byte(r)}, 1
	case r >= 0x10000:
		if c := rd.more[r]; c != nil {
			return [2]byte{byte(c[0] >> 8), byte(c[0])}, 2
		}
		return b, 0
	case rd.back[r] == 0:
		return b, 0
	case rd.back[r] < 0x100:
		return [2]byte{byte(rd.back[r])}, 1
	}
	return [2]byte{byte(rd.back[r] >> 8), byte(rd.back[r])}, 2
}

// The readings of the web, each built at its first use.
var (
	latinReadings = sync.OnceValue(func() []*reading {
		return []*reading{
			oneByte("windows-1252", charmap.Windows1252, true),
			oneByte("windows-1250", charmap.Windows1250, true),
			oneByte("windows-1251", charmap.Windows1251, true),
			oneByte("ibm437", charmap.CodePage437, false),
			oneByte("macintosh", charmap.Macintosh, false),
		}
	})
	mixedReading = sync.OnceValue(func() *reading {
		rd := oneByte("windows-1252", charmap.Windows1252, true)
		rd.mixed = true
		return rd
	})
	gbkReading  = sync.OnceValue(func() *reading { return twoBytes("gbk", cp936()) })
	big5Reading = sync.OnceValue(func() *reading { return probed("big5", traditionalchinese.Big5, noUser, supplement) })
	// What these two show is hanzi only now and then.
	foreignReadings = sync.OnceValue(func() []*reading {
		return []*reading{
			probed("euc-kr", korean.EUCKR, noUser, standard),
			probed("shift_jis", japanese.ShiftJIS, japaneseUser, standard),
		}
	})
)

// oneByte is the reading of a single-byte charset. With controls, bytes that the
// charset leaves open and C1 controls stand for themselves, as latin-1 has them.
func oneByte(name string, c *charmap.Charmap, controls bool) *reading {
	rd := &reading{name: name}
	var open byteSet
	for b := 0x80; b <= 0xFF; b++ {
		if controls && b < 0xA0 {
			rd.back[b] = uint16(b)
		}
	}
	for b := 0x80; b <= 0xFF; b++ {
		r := c.DecodeByte(byte(b))
		switch {
		case r == utf8.RuneError:
			open = append(open, byte(b))
		case r < 0xA0 && r >= 0x80:
			open = append(open, byte(b)) // a control, which many show as nothing
		default:
			rd.back[r] = uint16(b)
		}
	}
	rd.drops = open
	for k := range rd.bad[0] {
		rd.bad[0][k], rd.bad[1][k] = open, open
	}
	return rd
}

// twoBytes is the reading of a code page.
func twoBytes(name string, t *codepage) *reading {
	rd := &reading{name: name, wide: true}
	copy(rd.back[:], t.code[:])
	rd.back['€'] = 0x80
	rd.unreadable(func(b byte) bool { return false }, func(a, b byte) bool { return t.pair(a, b) != 0 })
	return rd
}

// probed is the reading of an encoding that is known by its decoder only. private
// gives what the decoder lacks; optional are the pairs that not every decoder has.
func probed(name string, e encoding.Encoding, private func(lead, trail int) rune, optional func(a, b byte) bool) *reading {
	rd := &reading{name: name, wide: true, more: map[rune][]uint16{}}
	var single [0x100]bool
	var pair [0x10000]bool // of the decoder: others show a mark for what private has
	dec := e.NewDecoder()
	for a := 0x80; a <= 0xFF; a++ {
		out, err := dec.Bytes([]byte{byte(a)})
		r, n := utf8.DecodeRune(out)
		if err != nil || n != len(out) || r < 0x80 || r == utf8.RuneError {
			r = private(0, a)
		} else {
			single[a] = true
		}
		if r != 0 {
			rd.back[r] = uint16(a)
		}
	}
	decodePairs(e, func(lead, trail byte, r rune) {
		if single[lead] {
			return
		}
		code := uint16(lead)<<8 | uint16(trail)
		pair[code] = r != 0
		if r == 0 {
			r = private(int(lead), int(trail))
		}
		switch {
		case r == 0:
		case r < 0x10000 && rd.back[r] == 0:
			rd.back[r] = code
		default:
			rd.more[r] = append(rd.more[r], code)
		}
	})
	rd.unreadable(func(b byte) bool { return single[b] }, func(a, b byte) bool { return pair[int(a)<<8|int(b)] && !optional(a, b) })
	return rd
}

// supplement reports whether a pair of Big5 is from the Hong Kong supplement.
func supplement(lead, trail byte) bool {
	return lead < 0xA1 || lead == 0xC6 && trail >= 0xA1 || lead == 0xC7 || lead == 0xC8 || lead == 0xF9 && trail >= 0xD6 || lead > 0xF9
}

func standard(lead, trail byte) bool { return false }

func noUser(lead, trail int) rune { return 0 }

// japaneseUser is the private-use character of a pair in code page 932, or of a
// byte when lead is 0: rows F0 to F9 of 188 columns each are U+E000 and on, the
// bytes A0 and FD to FF U+F8F0 to U+F8F3 (Microsoft code page 932).
func japaneseUser(lead, trail int) rune {
	switch {
	case lead == 0 && trail == 0x80:
		return 0x80
	case lead == 0 && trail == 0xA0:
		return 0xF8F0
	case lead == 0 && trail >= 0xFD:
		return rune(0xF8F1 + trail - 0xFD)
	case lead < 0xF0 || lead > 0xF9 || trail == 0x7F || trail > 0xFC:
		return 0
	}
	if trail > 0x7F {
		trail--
	}
	return rune(0xE000 + (lead-0xF0)*188 + trail - 0x40)
}

// unreadable fills in what a replacement mark may stand for.
func (rd *reading) unreadable(single func(b byte) bool, pair func(a, b byte) bool) {
	add := func(b int, a byte) {
		if a < 0xC0 || 0xC2 <= a && a < 0xF5 {
			rd.bad[0][b] = append(rd.bad[0][b], a)
		}
		if a > 0x80 && a < 0xFF {
			rd.bad[1][b] = append(rd.bad[1][b], a)
		}
	}
	for a := 0x80; a <= 0xFF; a++ {
		if single(byte(a)) {
			continue
		}
		for b := range 0x100 {
			if !pair(byte(a), byte(b)) {
				add(b, byte(a))
			}
		}
		add(atEnd, byte(a))
	}
}

// before returns what a mark may stand for that one of the bytes follows, none at
// the end, in text that was UTF-8 or not.
func (rd *reading) before(next byteSet, utf bool) byteSet {
	bad := &rd.bad[1]
	if utf {
		bad = &rd.bad[0]
	}
	switch {
	case len(next) == 0:
		return bad[atEnd]
	case next.known() || !rd.wide:
		return bad[next[0]]
	}
	var out byteSet
	for _, b := range next {
		for _, a := range bad[b] {
			if !slices.Contains(out, a) {
				out = append(out, a)
			}
		}
		if len(out) == len(bad[atEnd]) {
			break
		}
	}
	slices.Sort(out)
	return out
}
