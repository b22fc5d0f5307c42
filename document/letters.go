package document

import (
	"math/bits"
	"unicode"
	"unicode/utf8"
)

// IsLetter is unicode.IsLetter with a short way for what Chinese text consists of.
func IsLetter(r rune) bool {
	switch {
	case r < utf8.RuneSelf:
		return 'a' <= r|0x20 && r|0x20 <= 'z'
	case 0x4E00 <= r && r <= 0x9FFF:
		return true
	case 0x2000 <= r && r <= 0x2070, 0x3007 <= r && r <= 0x3020, 0xFF01 <= r && r <= 0xFF20: // punctuation and digits
		return false
	}
	return unicode.IsLetter(r)
}

// isMark reports whether r is one of the punctuation marks and spaces of Chinese text.
func isMark(r rune) bool {
	return r <= '/' || 0x2010 <= r && r <= 0x2027 || 0x3000 <= r && r <= 0x3003 || 0xFF01 <= r && r <= 0xFF0F
}

// HanPrefix is the length of the Han characters from U+4E00 to U+9FFF that text
// begins with, in bytes. Text must be valid UTF-8.
func HanPrefix(text string) int {
	i := 0
	for i+2 < len(text) && uint16(text[i])<<8|uint16(text[i+1])-0xE4B8 <= 0xE9BF-0xE4B8 {
		i += 3
	}
	return i
}

// CountRunes is the number of characters that begin in text, which may be cut
// anywhere. It is utf8.RuneCountInString for valid text at a fraction of its cost.
func CountRunes(text string) int {
	n := len(text)
	for ; len(text) >= 8; text = text[8:] {
		w := uint64(text[0]) | uint64(text[1])<<8 | uint64(text[2])<<16 | uint64(text[3])<<24 |
			uint64(text[4])<<32 | uint64(text[5])<<40 | uint64(text[6])<<48 | uint64(text[7])<<56
		n -= bits.OnesCount64(w >> 7 &^ (w >> 6) & 0x0101010101010101) // bytes 10xxxxxx go on with a character
	}
	for i := range len(text) {
		if text[i]&0xC0 == 0x80 {
			n--
		}
	}
	return n
}
