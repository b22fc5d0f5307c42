package repair

import (
	"math"
	"unicode/utf8"

	"zhengwen/internal/lexicon"
	"zhengwen/internal/lexicon/charlm"
)

// A fit is a character and what it and the two behind it cost.
type fit struct {
	r    rune
	cost float32
}

// wordy returns the character that fits best for text[start:end] when words are looked
// at as well as characters, and pairs that the page has elsewhere; 0 for none.
func (w *worker) wordy(text string, start, end int) (best rune) {
	lex, err := lexicon.Default()
	if err != nil {
		return 0
	}
	w.weigh(text, start, end)
	least := float32(math.MaxFloat32)
	for _, f := range w.fits {
		least = min(least, f.cost)
	}
	var window [2*wordReach + 1]rune
	at := wordReach
	for rest := text[:start]; rest != "" && at > 0; at-- {
		r, n := utf8.DecodeLastRuneInString(rest)
		window[at-1] = r
		rest = rest[:len(rest)-n]
	}
	from, to := at, wordReach+1
	for _, r := range firstRunes(text[end:], wordReach) {
		window[to] = r
		to++
	}
	known, s := w.known(text, start, end), w.search()
	lowest := float32(math.MaxFloat32)
	for _, f := range w.fits {
		if f.cost > least+wavering {
			continue
		}
		w.work++
		window[wordReach] = f.r
		if c := f.cost + s.words*s.wordCost(lex, window[from:to]) - known[f.r]; c < lowest {
			best, lowest = f.r, c
		}
	}
	return best
}

// weigh lists the characters that may stand for text[start:end] with their costs.
func (w *worker) weigh(text string, start, end int) {
	w.fits = w.fits[:0]
	before, last := lastTwo(text[:start])
	next, n := utf8.DecodeRuneInString(text[end:])
	then, _ := utf8.DecodeRuneInString(text[end+n:])
	if n == 0 || next == '\n' {
		next, then = '\n', '\n'
	}
	forms := w.script()
	if forms == anyScript && foreignForms(text) {
		forms = hant
	}
	least := float32(costUnlike)
	list := suiting()[forms]
	w.work += len(list)
	for _, r := range list {
		c := charlm.Cost(last, r)
		if c > least+costUnlike {
			continue
		}
		least = min(least, c)
		c = costOf(before, last, r) + costOf(last, r, next)
		if next != '\n' {
			c += costOf(r, next, then)
		}
		w.fits = append(w.fits, fit{r, c})
	}
}

// foreignForms reports whether a text has a character that only Traditional text
// has.
func foreignForms(text string) bool {
	for _, r := range text {
		if cp936().isHan(r) && charlm.Fold(r) != r && !cp936().simplifiedSet(r) {
			return true
		}
	}
	return false
}

// known returns what characters gain that the page has elsewhere in the company of
// text[start:end].
func (w *worker) known(text string, start, end int) map[rune]float32 {
	before, last := lastTwo(text[:start])
	next, n := utf8.DecodeRuneInString(text[end:])
	then, _ := utf8.DecodeRuneInString(text[end+n:])
	left, right := map[rune]float32{}, map[rune]float32{}
	add := func(m map[rune]float32, r rune, triple bool) {
		g := float32(gainPair)
		if triple {
			g += gainTriple
		}
		m[r] = max(m[r], g)
	}
	page := w.whole()
	w.work += len(page) / bytesPerCost
	var a, b, c rune // the last three characters
	for _, d := range page {
		if b == last && cp936().isHan(last) {
			add(left, c, a == before)
		}
		if c == next && cp936().isHan(next) {
			add(right, b, d == then)
		}
		a, b, c = b, c, d
	}
	for r, g := range right {
		left[r] += g
	}
	return left
}
