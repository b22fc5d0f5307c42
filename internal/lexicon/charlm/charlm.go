// Package charlm is a character trigram model of modern Chinese prose: it says
// how surprising a character is after others, how surprising a text is, which of
// several readings of some bytes is the best, and how much a stretch looks like
// text that was read wrongly.
//
// The counts come from 107 million characters of public Chinese text (law, news,
// technical and general prose; origin and figures in ../counts/README.md).
// Traditional characters are folded to Simplified first, so that one model serves
// both scripts.
//
// For choosing bytes: Cost (a pair), CostAfter (a triple), Span and Best. For
// finding garbage: Suspicion and Worst.
package charlm

import (
	_ "embed"
	"sync"
)

//go:generate go run ./gen -counts ../counts -variants ../../../normalize/script/opencc.txt -out model.img

//go:embed model.img
var builtin string

// Unknown is the cost of a character the model has never seen, in nats.
const Unknown = 18

// run is the cost of a letter or digit inside a run, which the model sees as one
// symbol.
const run = 0.5

// load opens the model at its first use: clean text never needs it.
var load = sync.OnceValue(func() *model {
	m, err := open(builtin)
	if err != nil {
		panic(err.Error())
	}
	return m
})

// Digest names the built-in model: "xxh3:" and 32 hex digits.
func Digest() string { return load().digest }

// at is the number of a character's symbol, 0 for none.
func (m *model) at(r rune) uint32 {
	if uint32(r) < uint32(len(m.symbol)) {
		return uint32(m.symbol[r])
	}
	return 0
}

func (m *model) alone(s uint32) float32  { return float32(m.costs[s]&0xFF) * step }
func (m *model) leave(s uint32) float32  { return float32(m.costs[s]>>8&0xFF) * step }
func (m *model) garble(s uint32) float32 { return float32(m.costs[s]>>16&0xFF) * step }
func (m *model) fresh(s uint32) float32  { return float32(m.costs[s]>>24) * step }

// find returns the entry of an n-gram, 0 when the model has none.
func (m *model) find(k Key) uint32 {
	at, mark := k.place()
	for _, e := range m.grams[at : at+bucketSize] {
		if (e^mark)>>12 == 0 {
			return e
		}
		if e == 0 {
			return 0
		}
	}
	return 0
}

// pair is the cost of symbol b after symbol a, and that of leaving the pair for
// the triples it begins.
func (m *model) pair(a, b uint32) (cost, leave float32) {
	switch {
	case b == 0:
		return Unknown, 0
	case a == 0:
		return m.alone(b), 0
	}
	if e := m.find(Key(a)<<16 | Key(b)); e != 0 {
		return float32(e&0xFF) * step, float32(e>>8&0xF) * backStep
	}
	return min(Unknown, m.leave(a)+m.fresh(b)), 0
}

// Cost returns the negative natural logarithm of the probability of r after
// prev. Latin letters count as one symbol and digits as another; ASCII marks
// count as their full-width forms and white space as a line's end or start.
func Cost(prev, r rune) float32 {
	m := load()
	a, b := m.at(prev), m.at(r)
	if inRun(a, b, r) {
		return run
	}
	c, _ := m.pair(a, b)
	return c
}

// inRun reports whether symbol b goes on with the Latin word or number of the
// symbol a before it.
func inRun(a, b uint32, r rune) bool { return a == b && a != 0 && alnum(r) }

// alnum reports whether r is a letter or digit of ASCII, of either width.
func alnum(r rune) bool {
	if 0xFF01 <= r && r <= 0xFF5E {
		r -= 0xFEE0
	}
	return '0' <= r && r <= '9' || 'a' <= r|0x20 && r|0x20 <= 'z'
}

// CostAfter is Cost with one more character of context: the trigram cost of r
// after prev after before.
func CostAfter(before, prev, r rune) float32 {
	m := load()
	a, b := m.at(prev), m.at(r)
	if inRun(a, b, r) {
		return run
	}
	c, _ := m.pair(a, b)
	x := m.at(before)
	if x == 0 || a == 0 || b == 0 {
		return c
	}
	if e := m.find(Key(x)<<32 | Key(a)<<16 | Key(b)); e != 0 {
		return float32(e&0xFF) * step
	}
	_, leave := m.pair(x, a)
	return min(Unknown, c+leave)
}

// SumAfter is the sum of CostAfter of several characters, each the last of three, in
// less time than one after the other.
func SumAfter(threes ...[3]rune) float32 {
	m := load()
	for _, t := range threes {
		m.touch([]uint32{m.at(t[0]), m.at(t[1]), m.at(t[2])})
	}
	sum := float32(0)
	for _, t := range threes {
		sum += CostAfter(t[0], t[1], t[2])
	}
	return sum
}

// Alone returns the cost of r without regard to what stands before it.
func Alone(r rune) float32 {
	m := load()
	if s := m.at(r); s > 0 {
		return m.alone(s)
	}
	return Unknown
}

// Fold returns the Simplified form of a Traditional character, and any other
// character as it is.
func Fold(r rune) rune {
	m := load()
	if uint32(r) < uint32(len(m.fold)) && m.fold[r] != 0 {
		return rune(m.fold[r])
	}
	return r
}
