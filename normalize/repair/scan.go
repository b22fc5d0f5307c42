package repair

import (
	"sync"

	"zhengwen/internal/lexicon/charlm"
)

// signs says which kinds of damage a text may hold.
type signs uint16

const (
	signBracket  signs = 1 << iota // a bracket before a Latin letter
	signQuestion                   // an ASCII question mark
	signEscape                     // &…, \u…, %…
	signControl                    // control and invisible characters
	signLatin                      // Latin beyond ASCII, Greek, Cyrillic, box drawing
	signSeam                       // a clause that begins with 的 or 们
	signLetter                     // a letter of ASCII behind a character beyond it
	signTail                       // a paragraph that goes on behind its last sentence; not of scan
	signForeign                    // hangul, half-width kana, private use
	signLost                       // U+FFFD
	signGap                        // 问, a space or empty brackets after a hanzi
	signHan                        // hanzi as UTF-8 read as GBK gives them
	signStar                       // an asterisk after a character beyond ASCII
	signTwice                      // 锟
)

// What a byte may begin.
const (
	plainByte = iota
	asciiSign
	latinLead
	threeLead // E2, EA to ED, EE, EF: looked at with the byte after
	nineLead
	escapeByte
	kanaLead // E3
	letterByte
)

var byteClass = func() (t [256]uint8) {
	for b := range 0x20 {
		if b != '\t' && b != '\n' && b != '\r' {
			t[b] = asciiSign
		}
	}
	t[0x7F] = asciiSign
	t['('], t['?'], t['*'] = asciiSign, asciiSign, asciiSign
	for b := 'a'; b <= 'z'; b++ {
		t[b], t[b-0x20] = letterByte, letterByte
	}
	t['&'], t['\\'], t['%'] = escapeByte, escapeByte, escapeByte
	for b := 0xC2; b <= 0xDF; b++ {
		t[b] = latinLead
	}
	for _, b := range []int{0xE1, 0xE2, 0xEA, 0xEB, 0xEC, 0xED, 0xEE, 0xEF} {
		t[b] = threeLead
	}
	t[0xE9] = nineLead
	t[0xE3] = kanaLead
	t[' '] = asciiSign
	return t
}()

// scan reads the text once. Zero means that nothing can be wrong with it.
func scan(s string) signs {
	var out signs
	for i := 0; i < len(s); i++ {
		b := s[i]
		if b-0xE4 < 5 && i+2 < len(s) && (s[i+1]^0x80|s[i+2]^0x80)&0xC0 == 0 { // most hanzi
			i += 2
			continue
		}
		switch byteClass[b] {
		case plainByte:
		case asciiSign:
			switch b {
			case '(':
				if i+1 < len(s) && letterAt(s[i+1:]) {
					out |= signBracket
				}
				if i+1 < len(s) && s[i+1] == ')' {
					out |= signGap
				}
			case '?':
				out |= signQuestion
			case '*':
				if i > 2 && s[i-1] >= 0x80 {
					out |= signStar
				}
			case ' ':
				// Between a hanzi and another or a mark.
				if i > 2 && s[i-1] >= 0x80 && i+1 < len(s) && (s[i+1] >= 0xE3 || s[i+1] == ',') {
					out |= signGap
				}
			default:
				out |= signControl
			}
		case letterByte:
			if i > 2 && s[i-1] >= 0x80 {
				out |= signLetter
				if b|0x20 == 'x' && i+1 < len(s) && s[i+1] >= 0xE3 {
					out |= signStar
				}
			}
		case escapeByte:
			if i+1 < len(s) && (b != '&' || s[i+1] == '#' || 'a' <= s[i+1]|0x20 && s[i+1]|0x20 <= 'z') {
				out |= signEscape
			}
		case latinLead:
			if b == 0xC2 && i+1 < len(s) && s[i+1] == 0xAD {
				out |= signControl
			}
			if b == 0xC3 && i+1 < len(s) && s[i+1] == 0x97 { // ×
				out |= signStar
			}
			if b == 0xC2 && i+1 < len(s) && s[i+1] < 0xA0 {
				out |= signControl
			}
			out |= signLatin
		case threeLead:
			if i+2 >= len(s) {
				continue
			}
			out |= three(s[i:])
		case kanaLead:
			if i+5 < len(s) && s[i+1] == 0x80 && seamBytes(s[i+3:]) { // 、 and 。
				out |= signSeam
			}
			if i+2 < len(s) && s[i+1] == 0x84 && s[i+2] >= 0x85 && s[i+2] < 0xB0 {
				out |= signForeign // bopomofo, which GBK read as Big5 gives for a comma
			}
		case nineLead:
			switch {
			case i+2 >= len(s):
			case s[i+1] == 0x97 && s[i+2] == 0xAE: // 问
				out |= signGap
			case s[i+1] == 0x94 && s[i+2] == 0x9F: // 锟
				out |= signTwice
			}
		}
	}
	if len(s) >= 3*leastHigh && out&signHan == 0 && unusual(s) {
		out |= signHan
	}
	return out
}

// unusual reports whether a text looks as if it were UTF-8 read as GBK: at its
// beginning, in the middle or at its end half of the hanzi are rare. In prose
// one in thirty is.
func unusual(s string) bool {
	if rareIn(s) {
		return true
	}
	const part = 3 * sampled
	return len(s) > 2*part && (rareIn(s[characterAt(s, len(s)/2-part/2):]) || rareIn(s[characterAt(s, len(s)-part):]))
}

// sampled is the number of hanzi looked at in one place.
const sampled = 12

// characterAt returns the start of the character at or before byte i.
func characterAt(s string, i int) int {
	for i > 0 && s[i]&0xC0 == 0x80 {
		i--
	}
	return i
}

func rareIn(s string) bool {
	n, odd, rare := 0, 0, rare()
	for i := 0; i+2 < len(s) && i < 6*sampled && n < sampled; {
		switch b := s[i]; {
		case b < 0x80:
			i++
		case b < 0xE0:
			i += 2
		case b < 0xE4 || b > 0xE9:
			i += 3
			if b >= 0xF0 {
				i++
			}
		default:
			r := uint32(b&0x0F)<<12 | uint32(s[i+1]&0x3F)<<6 | uint32(s[i+2]&0x3F)
			n++
			if rare[(r-0x4000)/64]>>(r%64)&1 != 0 {
				odd++
			}
			i += 3
		}
	}
	return n >= 4 && odd*2 >= n
}

// rareCost is the cost in nats from which on a hanzi is rare: some 2,500 cost
// less.
const rareCost = 10

// rare is a bit for each character from U+4000 to U+9FFF, set for the rare ones.
var rare = sync.OnceValue(func() *[0x6000 / 64]uint64 {
	t := new([0x6000 / 64]uint64)
	for r := range uint32(0x6000) {
		if charlm.Alone(rune(r+0x4000)) >= rareCost {
			t[r/64] |= 1 << (r % 64)
		}
	}
	return t
})

func three(s string) signs {
	switch {
	case s[0] == 0xE2:
		switch {
		case s[1] == 0x80 && (s[2] >= 0x8B && s[2] <= 0x8F || s[2] >= 0xA8 && s[2] <= 0xAE), s[1] == 0x81 && s[2] >= 0xA0:
			return signControl
		case s[1] == 0x95 || s[1] == 0x94:
			return signLatin
		case s[1] == 0x96:
			return signLatin | signStar // blocks and boxes
		case s[1] == 0x97:
			return signStar // circles
		}
	case 0xEA <= s[0] && s[0] <= 0xEE:
		return signForeign
	case s[0] == 0xEF:
		switch {
		case s[1] == 0xBC:
			return wide(s)
		case s[1] == 0xBD && s[2] >= 0x81 && s[2] <= 0x9A: // ａ to ｚ
			return signLetter
		case s[1] == 0xBB && s[2] == 0xBF:
			return signControl
		case s[1] == 0xBF && s[2] == 0xBD:
			return signLost
		case s[1] < 0xA4, s[1] == 0xB9, s[1] == 0xBD && s[2] >= 0xA1, s[1] == 0xBE:
			return signForeign
		}
	}
	return 0
}

// wide looks at a mark of full width.
func wide(s string) signs {
	switch s[2] {
	case 0x8A, 0xB8: // ＊ and Ｘ
		return signStar
	case 0x88:
		if len(s) > 3 && letterAt(s[3:]) {
			return signBracket
		}
	case 0x8C, 0x9B, 0x9A, 0x81, 0x9F:
		if len(s) > 5 && seamBytes(s[3:]) {
			return signSeam
		}
	}
	return 0
}

// seamBytes reports whether s begins with 的, 们 or 們.
func seamBytes(s string) bool {
	return s[0] == 0xE7 && s[1] == 0x9A && s[2] == 0x84 || s[0] == 0xE4 && s[1] == 0xBB && s[2] == 0xAC || s[0] == 0xE5 && s[1] == 0x80 && s[2] == 0x91
}

// letterAt reports whether s may begin with a letter of a reading, white space
// apart.
func letterAt(s string) bool {
	for len(s) > 0 && s[0] == ' ' {
		s = s[1:]
	}
	return len(s) > 0 && ('a' <= s[0] && s[0] <= 'z' || 0xC3 <= s[0] && s[0] <= 0xC9)
}
