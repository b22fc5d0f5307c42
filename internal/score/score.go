// Package score measures how well records agree with hand-made truth. Every
// measure lies between 0 and 1, and 1 is best.
package score

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold brings a text to the form in which texts are compared: NFKC without white
// space, so that width and the way lines are broken do not count. It is for
// comparing only; it must not touch text that is kept.
func Fold(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, norm.NFKC.String(s))
}

// Equal reports whether two texts are the same once folded.
func Equal(a, b string) bool { return Fold(a) == Fold(b) }

// gramSize is the length of the runs of characters that bodies are compared by,
// the usual one for Chinese: long enough to see order, short enough to forgive a
// wrong character.
const gramSize = 4

// Body is the F1 of the multisets of character 4-grams of two folded texts. A text
// shorter than that is one gram. Two empty texts agree.
func Body(gold, got string) float64 {
	g, p := grams(gold), grams(got)
	var f F1
	for k, n := range g {
		f.Hit += min(n, p[k])
		f.Gold += n
	}
	for _, n := range p {
		f.Found += n
	}
	return f.Value()
}

func grams(s string) map[string]int {
	r := []rune(Fold(s))
	m := map[string]int{}
	if n := len(r); n > 0 && n < gramSize {
		m[string(r)]++
	}
	for i := 0; i+gramSize <= len(r); i++ {
		m[string(r[i:i+gramSize])]++
	}
	return m
}

// F1 counts what is in the truth, what was found, and what is in both. The zero
// value is ready to use; counts of several pages add up.
type F1 struct{ Hit, Gold, Found int }

// Add compares two lists as multisets of folded texts.
func (f *F1) Add(gold, found []string) {
	left := map[string]int{}
	for _, s := range gold {
		left[Fold(s)]++
	}
	for _, s := range found {
		if k := Fold(s); left[k] > 0 {
			left[k]--
			f.Hit++
		}
	}
	f.Gold += len(gold)
	f.Found += len(found)
}

// Precision is the share of what was found that is in the truth; 1 when nothing
// was found and nothing was to be found.
func (f F1) Precision() float64 { return part(f.Hit, f.Found, f.Gold) }

// Recall is the share of the truth that was found; 1 when there is nothing to find
// and nothing was found.
func (f F1) Recall() float64 { return part(f.Hit, f.Gold, f.Found) }

// Value is the harmonic mean of precision and recall: 2·hit / (gold + found).
func (f F1) Value() float64 { return part(2*f.Hit, f.Gold+f.Found, 0) }

func part(n, of, other int) float64 {
	switch {
	case of > 0:
		return float64(n) / float64(of)
	case other > 0:
		return 0
	}
	return 1
}

// Rate counts how often something was right. The zero value is ready to use.
type Rate struct{ Right, All int }

// Add counts one more.
func (r *Rate) Add(right bool) {
	r.All++
	if right {
		r.Right++
	}
}

// Value is the share of what was right; 1 when nothing was asked.
func (r Rate) Value() float64 { return part(r.Right, r.All, 0) }

// Mean is the mean of values. The zero value is ready to use.
type Mean struct {
	Sum float64
	N   int
}

// Add takes one more value in.
func (m *Mean) Add(v float64) {
	m.Sum += v
	m.N++
}

// Value is the mean; 1 when there is no value.
func (m Mean) Value() float64 {
	if m.N == 0 {
		return 1
	}
	return m.Sum / float64(m.N)
}
