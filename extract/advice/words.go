package advice

import (
	"strings"
	"unicode/utf8"
)

// words is a short list of words asked for at the beginning or end of many texts.
// The low bits of their first and last bytes turn most texts away at once.
type words struct {
	list  []string
	first [2 * wordBytes]uint64 // low six bits of the bytes from the front
	last  [wordBytes]uint64     // and from the back
}

// wordBytes are the bytes of a Chinese character.
const wordBytes = 3

func newWords(list ...string) *words {
	w := &words{list: list}
	for _, s := range list {
		for k := range w.first {
			if k >= len(s) { // a word this short lets any text pass
				w.first[k] = ^uint64(0)
				continue
			}
			w.first[k] |= 1 << (s[k] & 63)
		}
		for k := range w.last {
			if k >= len(s) {
				w.last[k] = ^uint64(0)
				continue
			}
			w.last[k] |= 1 << (s[len(s)-1-k] & 63)
		}
	}
	return w
}

// begin is the length of the first word of the list that text begins with, 0 for
// none.
func (w *words) begin(text string) int {
	if len(text) >= len(w.first) && !w.may(text) {
		return 0
	}
	return w.search(text)
}

func (w *words) may(text string) bool {
	bits := uint64(1)
	for k := range w.first {
		bits &= w.first[k] >> (text[k] & 63)
	}
	return bits != 0
}

func (w *words) search(text string) int {
	for _, s := range w.list {
		if len(text) >= len(s) && text[len(s)-1] == s[len(s)-1] && text[:len(s)] == s {
			return len(s)
		}
	}
	return 0
}

// end reports whether text ends in one of the words.
func (w *words) end(text string) bool {
	if n := len(text); n >= wordBytes && (w.last[0]>>(text[n-1]&63)&1 == 0 || w.last[1]>>(text[n-2]&63)&1 == 0 || w.last[2]>>(text[n-3]&63)&1 == 0) {
		return false
	}
	for _, s := range w.list {
		if from := len(text) - len(s); from >= 0 && text[from] == s[0] && text[from:] == s {
			return true
		}
	}
	return false
}

// runeSet is a set of Han characters of the basic block.
type runeSet [(lastHan-firstHan)/64 + 1]uint64

const firstHan, lastHan = 0x4E00, 0x9FFF

func newRuneSet(texts ...string) *runeSet {
	s := new(runeSet)
	for _, t := range texts {
		for _, r := range t {
			if firstHan <= r && r <= lastHan {
				s[(r-firstHan)>>6] |= 1 << (r & 63)
			}
		}
	}
	return s
}

func (s *runeSet) has(r rune) bool {
	i := uint32(r - firstHan)
	return i <= lastHan-firstHan && s[i>>6]>>(r&63)&1 != 0
}

// runesAt is the k-th character of each word that has one.
func runesAt(words []string, k int) string {
	var out []rune
	for _, w := range words {
		if r := []rune(w); k < len(r) {
			out = append(out, r[k])
		}
	}
	return string(out)
}

// fewer reports whether text has less than n characters.
func fewer(text string, n int) bool {
	if len(text) < n || len(text) >= utf8.UTFMax*n {
		return len(text) < n
	}
	for i := range len(text) {
		if text[i]&0xC0 != 0x80 {
			n--
		}
	}
	return n > 0
}

// wide is the character of three bytes at byte i of text.
func wide(text string, i int) rune {
	return rune(text[i]&0x0F)<<12 | rune(text[i+1]&0x3F)<<6 | rune(text[i+2]&0x3F)
}

// trim is strings.TrimSpace with a fast way for text that has Han characters at its
// ends.
func trim(text string) string {
	if n := len(text); n >= 3 && han(text[0]) && han(text[n-3]) {
		return text
	}
	return strings.TrimSpace(text)
}

// han reports whether a byte begins a character of 4000…9FFF; no byte inside a
// character does.
func han(c byte) bool { return 0xE4 <= c && c <= 0xE9 }
