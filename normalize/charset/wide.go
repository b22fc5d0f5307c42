package charset

import (
	"bytes"
	"unicode/utf16"
)

// wideWindow is how much of a page is looked at for UTF-16 and UTF-32, in bytes.
const wideWindow = 8 << 10

// wide finds UTF-16 and UTF-32 without a mark. Text of one byte a character holds no
// NUL, while wide text holds one for every ASCII character, line ends at least.
func wide(b []byte) (string, float64) {
	window := b[:min(len(b), wideWindow)&^1]
	if bytes.IndexByte(window, 0) < 0 {
		return "", 0
	}
	bestName, best := "", 0.0
	for _, big := range []bool{false, true} {
		suffix := "le"
		if big {
			suffix = "be"
		}
		if s := wide32Share(window, big); s > best {
			bestName, best = "utf-32"+suffix, s
		}
		if s := wide16Share(window, big); s > best {
			bestName, best = "utf-16"+suffix, s
		}
	}
	if best < 0.9 {
		return "", 0
	}
	return bestName, best
}

// wide32Share is the share of four-byte units that are plausible characters.
func wide32Share(b []byte, big bool) float64 {
	good, o := 0, order(big)
	for i := 0; i+4 <= len(b); i += 4 {
		if r := o.Uint32(b[i:]); r < 0x30000 && (r > 0xFFFF || plausible(uint16(r))) {
			good++
		}
	}
	return float64(good) / float64(max(1, len(b)/4))
}

// wide16Share is the share of two-byte units that are plausible characters.
func wide16Share(b []byte, big bool) float64 {
	good, o := 0, order(big)
	for i := 0; i+2 <= len(b); i += 2 {
		if plausible(o.Uint16(b[i:])) {
			good++
		}
	}
	return float64(good) / float64(max(1, len(b)/2))
}

// plausible reports whether u is a unit that running text is made of: ASCII, a letter
// of a common script, a frequent Chinese character, kana, Hangul, punctuation, or
// half of a pair.
func plausible(u uint16) bool {
	switch {
	case u < 0x80:
		return u >= ' ' && u < 0x7F || u == '\n' || u == '\r' || u == '\t'
	case u >= 0xA0 && u < 0x700, u >= 0xE00 && u < 0xE80, u >= 0x2010 && u < 0x2027, u >= 0x2500 && u < 0x2700, u >= 0x3000 && u < 0x3100, u >= 0xAC00 && u < 0xD7A4, u >= 0xFF00 && u < 0xFFEF:
		return true
	case u >= 0x4E00 && u < 0xA000:
		return models().hans[u] < costUnseen
	}
	return utf16.IsSurrogate(rune(u)) && u < 0xE000
}

// sevenBit finds the encodings that hide in ASCII, else says UTF-8.
func sevenBit(b []byte) (string, float64) {
	if bytes.IndexByte(b, 0x1B) >= 0 {
		for _, e := range []struct{ escape, name string }{
			{"\x1b$)C", "iso-2022-kr"}, {"\x1b$)A", "iso-2022-cn"}, {"\x1b$)G", "iso-2022-cn"}, {"\x1b$B", "iso-2022-jp"}, {"\x1b$@", "iso-2022-jp"}, {"\x1b(J", "iso-2022-jp"},
		} {
			if bytes.Contains(b, []byte(e.escape)) {
				return e.name, 0.99
			}
		}
	}
	if cost, pairs := hzCost(b); pairs > 0 && cost < pairs*hzLimit {
		return "hz-gb-2312", 1 - 0.3/float64(1+pairs)
	}
	return "utf-8", 1
}

// hzLimit is the mean cost of a character above which what stands between ~{ and ~}
// is taken for chance; Chinese text stays under 8 nats.
const hzLimit = 10 * nat

// hzCost sums the cost of the characters inside ~{ … ~}.
func hzCost(b []byte) (cost, pairs int) {
	for pairs < 4096 {
		i := bytes.Index(b, []byte("~{"))
		if i < 0 {
			return cost, pairs
		}
		b = b[i+2:]
		for len(b) >= 2 && b[0] != '\n' && b[0] != '~' {
			if k := models().gbHans[int(b[0]|0x80)<<8|int(b[1]|0x80)]; k != 0 && graphic(b[0]) && graphic(b[1]) {
				cost += int(k)
			} else {
				cost += 2 * costBad
			}
			pairs++
			b = b[2:]
		}
	}
	return cost, pairs
}
