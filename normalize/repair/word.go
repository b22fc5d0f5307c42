package repair

import (
	"math"

	"zhengwen/internal/lexicon"
	"zhengwen/internal/lexicon/charlm"
)

// Words weigh in where the character model wavers.
const (
	wordWeight = 0.3 // of the cost of the words in the cost of a character in its place
	wavering   = 6   // choices this much dearer than the best, in nats, are left out
	wordReach  = 4   // characters on each side that words are made of
)

// reconsider looks at the characters that were chosen once more, with words.
func (s *search) reconsider(path []step) {
	for k, p := range path {
		if p.arc == 0 || s.width <= workedWidth {
			continue
		}
		s.runes = s.candidates(&s.open[p.arc-1], s.runes[:0])
		path[k].r = s.better(path, k, s.runes)
	}
}

// better returns the choice that fits best at path[k] when words are looked at as
// well as characters.
func (s *search) better(path []step, k int, choices []rune) rune {
	lex, err := lexicon.Default()
	if err != nil {
		return path[k].r
	}
	var window [2*wordReach + 1]rune
	from, to := max(0, k-wordReach), min(len(path), k+wordReach+1)
	for i := from; i < to; i++ {
		window[i-from] = path[i].r
	}
	text, at := window[:to-from], k-from
	cost := func(r rune) float32 {
		text[at] = r
		sum := s.foreign(r)
		before, last := rune('\n'), rune('\n')
		for i, x := range text {
			if i >= at && i < at+3 {
				sum += s.costOf(before, last, x)
			}
			before, last = last, x
		}
		if to == len(path) && at+3 > len(text) {
			sum += s.costOf(before, last, '\n')
		}
		return sum
	}
	least := float32(math.MaxFloat32)
	for _, r := range choices {
		least = min(least, cost(r))
	}
	best, lowest := path[k].r, float32(math.MaxFloat32)
	for _, r := range choices {
		c := cost(r)
		if c > least+wavering {
			continue
		}
		if c += wordWeight * wordCost(lex, text); c < lowest {
			best, lowest = r, c
		}
	}
	return best
}

// wordCost is the cost in nats of the cheapest way to cut a text into words.
func wordCost(lex *lexicon.Lexicon, text []rune) float32 {
	const nats = math.Ln2 / 1024    // in a unit of Cost
	const unknown = 22              // a character that is no word, as dear as 32 bits
	var plain [2*wordReach + 1]rune // the dictionary is Simplified
	for i, r := range text {
		plain[i] = charlm.Fold(simple(r))
	}
	var sum [2*wordReach + 2]float32
	for end := 1; end <= len(text); end++ {
		sum[end] = sum[end-1] + unknown
		for n := 1; n <= min(wordReach, end); n++ {
			if w, ok := lex.Lookup(string(plain[end-n : end])); ok && w.Cost != lexicon.Absent {
				sum[end] = min(sum[end], sum[end-n]+float32(w.Cost)*nats)
			}
		}
	}
	return sum[len(text)]
}
