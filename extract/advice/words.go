package advice

import (
	"math/bits"
	"strings"
	"unicode/utf8"
)

// words is a short list of words asked for at the beginning or end of many texts.
// The low bits of a text's first or last character turn most texts away; a table
// gives the few words that begin or end like the others.
type words struct {
	list        []string
	first, last edge
	short       bool // some words are one or two ASCII characters: for texts with such at the edge the list is searched
}

// edge finds words by the character at one end.
type edge struct {
	low   [wordBytes]uint64 // low six bits of its bytes
	slots []slot            // by the character's bytes, open addressing
	words []string          // those of one character side by side, in the order of the list
}

type slot struct {
	key      uint32 // the bytes of the character, 0 where the slot is free
	from, to uint16 // words[from:to]
}

// wordBytes are the bytes of a Chinese character.
const wordBytes = 3

func newWords(list ...string) *words {
	w := &words{list: list}
	var firsts, lasts []string
	var long []string
	for _, s := range list {
		if len(s) < wordBytes {
			w.short = true
			continue
		}
		long = append(long, s)
		firsts = append(firsts, s[:wordBytes])
		lasts = append(lasts, s[len(s)-wordBytes:])
	}
	w.first, w.last = newEdge(long, firsts), newEdge(long, lasts)
	return w
}

// newEdge makes the table of words whose keys stand beside them.
func newEdge(list, keys []string) edge {
	e := edge{slots: make([]slot, 2<<bits.Len(uint(len(list))))}
	done := map[string]bool{}
	for i, k := range keys {
		for b := range wordBytes {
			e.low[b] |= 1 << (k[b] & 63)
		}
		if done[k] {
			continue
		}
		done[k] = true
		from := len(e.words)
		for j := i; j < len(list); j++ {
			if keys[j] == k {
				e.words = append(e.words, list[j])
			}
		}
		at := spread(key(k), len(e.slots))
		for e.slots[at].key != 0 {
			at = (at + 1) & (len(e.slots) - 1)
		}
		e.slots[at] = slot{key(k), uint16(from), uint16(len(e.words))}
	}
	return e
}

// key is the first three bytes of a text as a number; none of them is 0 in words.
func key(text string) uint32 { return uint32(text[0]) | uint32(text[1])<<8 | uint32(text[2])<<16 }

func spread(key uint32, size int) int { return int(key*0x9E3779B1>>20) & (size - 1) }

// may reports whether words may have this character at the edge.
func (e *edge) may(char string) bool {
	return e.low[2]>>(char[2]&63)&(e.low[1]>>(char[1]&63))&(e.low[0]>>(char[0]&63))&1 != 0
}

// of are the words that have this character at the edge.
func (e *edge) of(char string) []string {
	k := key(char)
	at := spread(k, len(e.slots))
	for e.slots[at].key != k {
		if e.slots[at].key == 0 {
			return nil
		}
		at = (at + 1) & (len(e.slots) - 1)
	}
	return e.words[e.slots[at].from:e.slots[at].to]
}

// begin is the length of the first word of the list that text begins with, 0 for
// none.
func (w *words) begin(text string) int {
	list := w.list
	if !w.short || text != "" && text[0] >= utf8.RuneSelf {
		if len(text) < wordBytes || !w.first.may(text) {
			return 0
		}
		list = w.first.of(text)
	}
	for _, s := range list {
		if strings.HasPrefix(text, s) {
			return len(s)
		}
	}
	return 0
}

// end reports whether text ends in one of the words.
func (w *words) end(text string) bool {
	list := w.list
	if !w.short || text != "" && text[len(text)-1] >= utf8.RuneSelf {
		if len(text) < wordBytes || !w.last.may(text[len(text)-wordBytes:]) {
			return false
		}
		list = w.last.of(text[len(text)-wordBytes:])
	}
	for _, s := range list {
		if strings.HasSuffix(text, s) {
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

// in reports whether text holds a character of the set.
func (s *runeSet) in(text string) bool {
	for i := 0; i+2 < len(text); {
		if !han(text[i]) {
			i++
			continue
		}
		if s.has(wide(text, i)) {
			return true
		}
		i += wordBytes
	}
	return false
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

// trim is strings.TrimSpace with a fast way for text that has Chinese characters or
// marks at its ends.
func trim(text string) string {
	if n := len(text); n >= 3 && han(text[0]) && (han(text[n-3]) || text[n-3:] == "。") {
		return text
	}
	return strings.TrimSpace(text)
}

// han reports whether a byte begins a character of 4000…9FFF; no byte inside a
// character does.
func han(c byte) bool { return 0xE4 <= c && c <= 0xE9 }
