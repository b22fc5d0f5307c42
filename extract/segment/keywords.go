package segment

import (
	"cmp"
	"hash/maphash"
	"math/bits"
	"slices"
	"unicode/utf8"

	"zhengwen/document"
	"zhengwen/internal/lexicon"
)

// unknownIDF weighs words of several characters that the dictionary lacks; they
// are rare there, though not as rare as in its counts.
const unknownIDF = 9

// tally is the scratch space of one call of Keywords: how often each term stands in
// a text. It is a table with open addressing of the size that the text at hand needs,
// since a map would be cleared and walked at the size of the largest text so far.
type tally struct {
	seed  maphash.Seed // only which terms are equal reaches the output
	slots []int32      // 1 + index into terms, 0 for none
	terms []count
	best  []document.Keyword

	places []lexicon.Place // of the terms
	words  []lexicon.Word
}

type count struct {
	term string
	hash uint64
	n    int
}

// begin makes room for the terms of a text of n words.
func (t *tally) begin(n int) {
	size := 2 << bits.Len(uint(n))
	if cap(t.slots) < size {
		t.slots = make([]int32, size)
	}
	t.slots, t.terms, t.best = t.slots[:size], t.terms[:0], t.best[:0]
	clear(t.slots)
}

func (t *tally) add(term string) {
	h := maphash.String(t.seed, term)
	for i := h; ; i++ {
		slot := &t.slots[i&uint64(len(t.slots)-1)]
		if *slot == 0 {
			t.terms = append(t.terms, count{term, h, 1})
			*slot = int32(len(t.terms))
			return
		}
		if c := &t.terms[*slot-1]; c.hash == h && c.term == term {
			c.n++
			return
		}
	}
}

// drop lets go of the text.
func (t *tally) drop() {
	clear(t.terms)
	clear(t.best)
}

// Keywords returns the n terms of text that weigh most, highest first, equal ones
// in the order of their bytes. The weight is the term's share of the content
// words times its idf. Single characters, numbers and stop words never count.
// Once the pool is warm it allocates the result only.
func (s *Segmenter) Keywords(text string, words []document.Span, n int) []document.Keyword {
	t := s.tallies.Get().(*tally)
	defer s.tallies.Put(t)
	defer t.drop()
	t.begin(len(words))
	for _, w := range words {
		word := text[w.Start:w.End]
		if len(word) > runeLen(word[0]) {
			t.add(word)
		}
	}
	t.places = t.places[:0]
	for i := range t.terms {
		t.places = append(t.places, s.lex.Find(t.terms[i].term))
	}
	t.words = s.lex.Words(t.words[:0], t.places)
	total := 0
	for i := range t.terms {
		c := &t.terms[i]
		idf, ok := weight(c.term, t.words[i], t.places[i] != lexicon.None)
		if !ok {
			continue
		}
		total += c.n
		x := document.Keyword{Term: c.term, Weight: float32(c.n) * idf}
		if len(t.best) == n {
			if n == 0 || compare(x, t.best[n-1]) > 0 {
				continue
			}
			t.best = t.best[:n-1]
		}
		at, _ := slices.BinarySearchFunc(t.best, x, compare)
		t.best = slices.Insert(t.best, at, x)
	}
	out := slices.Clone(t.best)
	for i := range out {
		out[i].Weight /= float32(total)
	}
	return out
}

// runeLen is the length of the character that begins with byte c.
func runeLen(c byte) int {
	switch {
	case c < utf8.RuneSelf:
		return 1
	case c < 0xE0:
		return 2
	case c < 0xF0:
		return 3
	}
	return 4
}

// compare puts the heavier term first, of equals the one whose bytes come first.
func compare(x, y document.Keyword) int {
	if x.Weight != y.Weight {
		return cmp.Compare(y.Weight, x.Weight)
	}
	return cmp.Compare(x.Term, y.Term)
}

// weight is the idf of a word of which the dictionary knows w; ok is false for what
// cannot be a keyword.
func weight(word string, w lexicon.Word, known bool) (idf float32, ok bool) {
	r, n := rune(0), 0
	if len(word) > 2 && 0xE4 <= word[0] && word[0] <= 0xE9 {
		r, n = rune(word[0]&0x0F)<<12|rune(word[1]&0x3F)<<6|rune(word[2]&0x3F), 3
	} else {
		r, n = utf8.DecodeRuneInString(word)
	}
	if n == len(word) || !document.IsLetter(r) {
		return 0, false
	}
	switch {
	case known:
		return w.IDF, w.Tag.Content() && !w.Stop
	case r < utf8.RuneSelf && len(word) < 3, len(word) > maxTerm, lexicon.IsNumeral(r):
		return 0, false
	}
	for _, r := range word {
		if !document.IsLetter(r) {
			return 0, false
		}
	}
	return unknownIDF, true
}

// maxTerm bounds a keyword that no dictionary knows, in bytes.
const maxTerm = 48
