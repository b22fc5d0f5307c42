package charlm

import "unicode/utf8"

// walk goes over text and remembers what the next character's cost depends on.
// It needs two look-ups a character.
type walk struct {
	*model
	x, a  uint32  // the last two symbols
	leave float32 // cost of leaving this pair
}

// begin stands at the end of a text, or at the start of a line when it is empty.
func begin(before string) walk {
	w := walk{model: load()}
	end := w.at('\n')
	w.x, w.a = end, end
	a, n := utf8.DecodeLastRuneInString(before)
	if n == 0 {
		return w
	}
	if x, n := utf8.DecodeLastRuneInString(before[:len(before)-n]); n > 0 {
		w.x = w.at(x)
	}
	w.a = w.at(a)
	if w.x != 0 && w.a != 0 {
		_, w.leave = w.pair(w.x, w.a)
	}
	return w
}

// step goes on by one character and returns its cost.
func (w *walk) step(r rune) float32 {
	b := w.at(r)
	if inRun(w.a, b, r) {
		return run
	}
	cost, leave := w.pair(w.a, b)
	if w.x != 0 && w.a != 0 && b != 0 {
		if e := w.find(Key(w.x)<<32 | Key(w.a)<<16 | Key(b)); e != 0 {
			cost = float32(e&0xFF) * step
		} else {
			cost = min(Unknown, cost+w.leave)
		}
	}
	w.x, w.a, w.leave = w.a, b, leave
	return cost
}

// touch reads the buckets that the costs of symbols ask for, each but the first two
// after the two before it. Nearly all of them are out of the cache: looked up one by
// one, each waits for the one before.
//
//go:noinline
func (m *model) touch(symbols []uint32) (all uint32) {
	for i := 2; i < len(symbols); i++ {
		pair := Key(symbols[i-1])<<16 | Key(symbols[i])
		at, _ := pair.place()
		all ^= m.grams[at]
		at, _ = (Key(symbols[i-2])<<32 | pair).place()
		all ^= m.grams[at]
	}
	return all
}

// touchSpan does so for the text of a span.
func (w *walk) touchSpan(text, after string) {
	var room [16]uint32
	symbols := append(room[:0], w.x, w.a)
	for _, r := range text {
		if len(symbols) == len(room) {
			break
		}
		symbols = append(symbols, w.at(r))
	}
	if after == "" {
		after = "\n"
	}
	for _, r := range after {
		if len(symbols) == len(room) {
			break
		}
		symbols = append(symbols, w.at(r))
	}
	w.touch(symbols)
}

// Span returns the trigram cost of text between its neighbours in nats: that of
// its own characters and of the two after it, which depend on it. An empty
// neighbour is the end of a line.
func Span(before, text, after string) float32 {
	w := begin(before)
	w.touchSpan(text, after)
	sum := float32(0)
	for _, r := range text {
		sum += w.step(r)
	}
	if after == "" {
		return sum + w.step('\n')
	}
	left := 2
	for _, r := range after {
		if left == 0 {
			break
		}
		sum += w.step(r)
		left--
	}
	return sum
}

// Best returns which of several readings of the same bytes costs least between
// its neighbours, and by how many nats it beats the next one (0 for a single
// candidate). Of equal ones the first wins. It returns -1 for none.
func Best(before string, candidates []string, after string) (best int, margin float32) {
	best = -1
	var least, second float32
	for i, c := range candidates {
		switch cost := Span(before, c, after); {
		case best < 0:
			best, least, second = i, cost, cost
		case cost < least:
			best, least, second = i, cost, least
		case i == 1 || cost < second:
			second = cost
		}
	}
	return best, second - least
}
