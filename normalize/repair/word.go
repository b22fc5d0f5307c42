package repair

import (
	"math"
	"slices"
	"strings"

	"zhengwen/internal/lexicon"
	"zhengwen/internal/lexicon/charlm"
)

// Words weigh in where the character model wavers.
const (
	wordWeight = 0.4 // of the cost of the words in the cost of a character in its place
	tornWeight = 0.8 // the same where a misaligned run is undone: 73.6 instead of 72.7 % of 110 simulated pages come back whole
	wavering   = 6   // choices this much dearer than the best, in nats, are left out
	wordReach  = 4   // characters on each side that words are made of
)

// settled runs the search over a text by itself, once more in the script that comes
// out, and looks at what was chosen with words.
func (s *search) settled() []step {
	path, _ := s.run('\n', '\n')
	if forms := scriptOf(madeText(path)); forms != anyScript {
		s.forms = forms
		path, _ = s.run('\n', '\n')
	}
	s.reconsider(path)
	return path
}

// reconsider looks at the characters that were chosen once more, with words.
func (s *search) reconsider(path []step) {
	for k, p := range path {
		if p.arc == 0 || s.width <= workedWidth {
			continue
		}
		a := &s.open[p.arc-1]
		s.runes = s.spoken(a, s.candidates(a, s.runes[:0]))
		path[k].r, path[k].share = s.better(path, k, s.runes)
	}
}

// spoken leaves of the characters that an arc may be those that have the reading
// annotated there, or all when none has it.
func (s *search) spoken(a *arc, choices []rune) []rune {
	reading := s.tokens[a.tok].reading
	if reading == "" || a.to.alt >= 0 {
		return choices
	}
	silent := func(r rune) bool { return !hasReading(r, reading) }
	if !slices.ContainsFunc(choices, func(r rune) bool { return !silent(r) }) {
		return choices
	}
	return slices.DeleteFunc(choices, silent)
}

// better returns the choice that fits best at path[k] when words are looked at as
// well as characters, and its share of the likelihood of all choices.
func (s *search) better(path []step, k int, choices []rune) (best rune, share float64) {
	best = path[k].r
	lex, err := lexicon.Default()
	if err != nil {
		return best, 1
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
				c := s.costOf(before, last, x)
				if i == at && s.page != nil {
					c = min(c, s.page.cost(x))
				}
				sum += c
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
	lowest, sum := float32(math.MaxFloat32), 0.0
	for _, r := range choices {
		c := cost(r)
		if c > least+wavering {
			continue
		}
		c += s.words*s.wordCost(lex, text) - s.familiar(text, at)
		if c < lowest {
			sum *= math.Exp(-sharpness * float64(lowest-c))
			best, lowest = r, c
		}
		sum += math.Exp(-sharpness * float64(c-lowest))
	}
	if sum == 0 {
		return best, 1
	}
	return best, 1 / sum
}

// What a pair or triple that the page has elsewhere makes a character cheaper, in
// nats.
const (
	gainPair   = 2.5
	gainTriple = 2
)

// bytesPerCost is the number of bytes of the page that are searched in the time
// that a cost takes.
const bytesPerCost = 64

// familiar is how much cheaper text[at] is because the page has it in the same
// company.
func (s *search) familiar(text []rune, at int) (gain float32) {
	if s.near == "" || s.work > workFixed+workPerToken*len(s.tokens) {
		return 0
	}
	s.work += len(s.near) / bytesPerCost
	has := func(from, to int) bool {
		if from < 0 || to > len(text) {
			return false
		}
		for _, r := range text[from:to] {
			if !cp936().isHan(r) {
				return false
			}
		}
		return strings.Contains(s.near, string(text[from:to]))
	}
	for _, from := range [2]int{at - 1, at} {
		if has(from, from+2) {
			gain += gainPair
		}
	}
	for _, from := range [3]int{at - 2, at - 1, at} {
		if has(from, from+3) {
			gain += gainTriple
			break
		}
	}
	return gain
}

// whole returns the text of the page, or of its beginning when it is long.
func (w *worker) whole() string {
	if w.all == "" {
		var b strings.Builder
		for i := 0; i < len(w.flags) && b.Len() < maxPiece; i++ {
			b.WriteString(w.text(i)[:min(len(w.text(i)), maxPiece)])
			b.WriteByte('\n')
		}
		w.all = b.String()
	}
	return w.all
}

// wordCost is the cost in nats of the cheapest way to cut a text into words.
func (s *search) wordCost(lex *lexicon.Lexicon, text []rune) float32 {
	const nats = math.Ln2 / 1024 // in a unit of Cost
	const unknown = 22           // a hanzi that is no word, as dear as 32 bits
	plain := s.plain[:0]         // the dictionary is Simplified
	for _, r := range text {
		plain = append(plain, charlm.Fold(simple(r)))
	}
	sum := slices.Grow(s.sums[:0], len(text)+1)[:len(text)+1]
	s.plain, s.sums = plain, sum
	s.work += len(text)
	sum[0] = 0
	for end := 1; end <= len(text); end++ {
		if r := plain[end-1]; !cp936().isHan(r) {
			sum[end] = sum[end-1] + charlm.Alone(r) + odd(r)
			continue
		}
		sum[end] = sum[end-1] + unknown
		for n := 1; n <= min(wordReach, end); n++ {
			if w, ok := lex.Lookup(string(plain[end-n : end])); ok && w.Cost != lexicon.Absent {
				sum[end] = min(sum[end], sum[end-n]+float32(w.Cost)*nats)
			}
		}
	}
	return sum[len(text)]
}
