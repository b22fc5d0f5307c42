package segment

import (
	"cmp"
	"slices"
	"unicode"
	"unicode/utf8"

	"zhengwen/document"
	"zhengwen/internal/lexicon"
)

// unknownIDF weighs words of several characters that the dictionary lacks; they
// are rare there, though not as rare as in its counts.
const unknownIDF = 9

// tally is the scratch space of one call of Keywords.
type tally struct {
	counts map[string]int
	terms  []document.Keyword
}

// Keywords returns the n terms of text that weigh most, highest first, equal ones
// in the order of their bytes. The weight is the term's share of the content
// words times its idf. Single characters, numbers and stop words never count.
// Once the pool is warm it allocates the result only.
func (s *Segmenter) Keywords(text string, words []document.Span, n int) []document.Keyword {
	t := s.tallies.Get().(*tally)
	defer func() {
		clear(t.counts)
		clear(t.terms) // keep no text alive
		s.tallies.Put(t)
	}()
	for _, w := range words {
		word := text[w.Start:w.End]
		if _, size := utf8.DecodeRuneInString(word); size < len(word) { // else one character
			t.counts[word]++
		}
	}
	total := 0
	t.terms = t.terms[:0] // the n best so far, in order
	for term, k := range t.counts {
		idf, ok := s.weight(term)
		if !ok {
			continue
		}
		total += k
		x := document.Keyword{Term: term, Weight: float32(k) * idf}
		if len(t.terms) == n {
			if n == 0 || compare(x, t.terms[n-1]) > 0 {
				continue
			}
			t.terms = t.terms[:n-1]
		}
		at, _ := slices.BinarySearchFunc(t.terms, x, compare)
		t.terms = slices.Insert(t.terms, at, x)
	}
	out := slices.Clone(t.terms)
	for i := range out {
		out[i].Weight /= float32(total)
	}
	return out
}

// compare puts the heavier term first, of equals the one whose bytes come first.
func compare(x, y document.Keyword) int {
	return cmp.Or(cmp.Compare(y.Weight, x.Weight), cmp.Compare(x.Term, y.Term))
}

// weight is the idf of a word; ok is false for what cannot be a keyword.
func (s *Segmenter) weight(word string) (idf float32, ok bool) {
	r, n := utf8.DecodeRuneInString(word)
	if n == len(word) || !unicode.IsLetter(r) {
		return 0, false
	}
	w, known := s.lex.Lookup(word)
	switch {
	case known:
		return w.IDF, w.Tag.Content() && !w.Stop
	case r < utf8.RuneSelf && len(word) < 3, len(word) > maxTerm, lexicon.IsNumeral(r):
		return 0, false
	}
	for _, r := range word {
		if !unicode.IsLetter(r) {
			return 0, false
		}
	}
	return unknownIDF, true
}

// maxTerm bounds a keyword that no dictionary knows, in bytes.
const maxTerm = 48
