package repair

import (
	"strings"
	"unicode/utf8"
)

// An annotation is a bracketed reading. start includes white space before the
// bracket only when the bracket is taken for an insertion.
type annotation struct {
	start, end int
	base       rune // the character the reading was put after; 0 when it cannot be told
	letter     bool // an ASCII byte stands before the bracket: base is made of it and the byte before
	repeat     bool // directly after another bracket with the same reading
	readings   []string
}

// style is what the readings of a bracket look like.
type style uint8

const (
	stylePlain    style = iota // one reading with a tone mark
	styleSeveral               // all readings of the character
	styleToneless              // one reading without a tone mark
	styles
)

func (a *annotation) style() style {
	switch {
	case len(a.readings) > 1:
		return styleSeveral
	case toned(a.readings[0]):
		return stylePlain
	}
	return styleToneless
}

// A syllable has at most six letters, and a bracket at most eight readings.
const (
	maxSyllable = 6
	maxBracket  = 96
)

// bracket reads a bracketed reading at the start of s and returns its readings
// and its length, 0 when it is none. Several readings are separated by slashes,
// commas or semicolons.
func bracket(s string) (out []string, size int) {
	switch {
	case strings.HasPrefix(s, "("):
		size = 1
	case strings.HasPrefix(s, "（"):
		size = len("（")
	default:
		return nil, 0
	}
	out, n := syllables(s[size:])
	if n == 0 {
		return nil, 0
	}
	return out, size + n
}

// syllables reads readings up to and with the closing bracket.
func syllables(s string) (out []string, size int) {
	var word [maxSyllable * 3]byte
	n, letters, gap := 0, 0, false
	flush := func() {
		if n > 0 {
			out = append(out, string(word[:n]))
		}
		n, letters, gap = 0, 0, false
	}
	for i, r := range s {
		if i > maxBracket {
			return nil, 0
		}
		switch r {
		case ')', '）':
			flush()
			if len(out) == 0 {
				return nil, 0
			}
			return out, i + utf8.RuneLen(r)
		case ' ', 0xA0, 0x3000:
			gap = n > 0
			continue
		case '/', ',', '，', '、', ';', '；', '／':
			if n == 0 {
				return nil, 0
			}
			flush()
			continue
		}
		letter, ok := pinyinLetter(r)
		if !ok || gap || letters == maxSyllable {
			return nil, 0 // two words are a gloss, not a reading of one character
		}
		n += utf8.EncodeRune(word[n:], letter)
		letters++
	}
	return nil, 0
}

// annotations finds the bracketed readings of a text.
func annotations(text string) []annotation {
	var out []annotation
	t := cp936()
	for i := 0; i < len(text); {
		k := strings.IndexAny(text[i:], "(（")
		if k < 0 {
			break
		}
		i += k
		rs, n := bracket(text[i:])
		if n == 0 {
			i++
			continue
		}
		a := annotation{start: i, end: i + n, readings: rs}
		head := strings.TrimRight(text[:i], " ")
		if len(out) > 0 && out[len(out)-1].end == len(head) {
			last := &out[len(out)-1]
			a.base, a.letter, a.repeat = last.base, last.letter, true
		} else {
			a.base, a.letter = base(t, head, out)
		}
		a.start = len(head)
		out = append(out, a)
		i += n
	}
	return out
}

// base is the character whose two bytes end the text, whether they are one
// character of it or the second byte of one and an ASCII byte.
func base(t *codepage, head string, before []annotation) (r rune, letter bool) {
	r, n := utf8.DecodeLastRuneInString(head)
	if r >= 0x80 && r != '€' {
		if t.isHan(r) {
			return r, false
		}
		return 0, false
	}
	if r < 0x40 {
		return 0, false
	}
	trail := byte(r)
	if r == '€' {
		trail = 0x80
	}
	head = head[:len(head)-n]
	for i := len(before) - 1; i >= 0 && before[i].end == len(head); i-- {
		head = head[:before[i].start]
	}
	prev, _ := utf8.DecodeLastRuneInString(head)
	_, lead, ok := t.bytes(prev)
	if !ok {
		return 0, true
	}
	return t.pair(lead, trail), true
}

func (t *codepage) isHan(r rune) bool { return 0x4E00 <= r && r <= 0x9FA5 }

// fits reports whether every reading is one of the base's.
func (a *annotation) fits() bool {
	if a.base == 0 {
		return false
	}
	for _, s := range a.readings {
		if !hasReading(a.base, s) {
			return false
		}
	}
	return true
}

// torn reads the rest of a bracket whose opening was swallowed: readings with a
// tone mark up to the closing bracket.
func torn(s string) (reading string, size int) {
	rs, n := syllables(s)
	if n == 0 || len(rs) != 1 || !toned(rs[0]) {
		return "", 0
	}
	return rs[0], n
}
