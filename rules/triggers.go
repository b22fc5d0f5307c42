package rules

import (
	"slices"
	"unicode/utf8"
)

// triggers finds literals in a text in one pass. Most characters of a text begin
// no literal and cost one look at a bitmap of 8 KiB; at the others the few
// literals that begin with the character are compared. Upper-case ASCII is read
// as lower case. The cost is linear in the text: the literals are short and
// few begin alike.
type triggers struct {
	words []string // lower case
	begin [1 << 10]uint64
	first map[rune][]int32 // first character → indexes into words, longest first
}

func newTriggers(words []string) *triggers {
	t := &triggers{first: map[rune][]int32{}}
	for i, w := range words {
		folded := []byte(w)
		for k, c := range folded {
			folded[k] = lower(c)
		}
		t.words = append(t.words, string(folded))
		r, _ := utf8.DecodeRuneInString(t.words[i])
		t.first[r] = append(t.first[r], int32(i))
		t.begin[uint16(r)>>6] |= 1 << (r & 63)
	}
	for _, list := range t.first {
		slices.SortStableFunc(list, func(a, b int32) int { return len(t.words[b]) - len(t.words[a]) })
	}
	return t
}

// each calls f for every place a literal stands at, in the order of their starts,
// longer ones first.
func (t *triggers) each(text string, f func(trigger int32, start, end int)) {
	for i := 0; i < len(text); {
		r, n := rune(lower(text[i])), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(text[i:])
		}
		if t.begin[uint16(r)>>6]&(1<<(r&63)) != 0 {
			for _, w := range t.first[r] {
				if hasPrefix(text[i:], t.words[w]) {
					f(w, i, i+len(t.words[w]))
				}
			}
		}
		i += n
	}
}

// hasPrefix compares with ASCII case folded; word is lower case.
func hasPrefix(text, word string) bool {
	if len(text) < len(word) {
		return false
	}
	for i := range len(word) {
		if lower(text[i]) != word[i] {
			return false
		}
	}
	return true
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		c += 'a' - 'A'
	}
	return c
}
