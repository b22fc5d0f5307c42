package repair

import (
	"unicode/utf8"

	"zhengwen/document"
)

const ruleDropped = "gbk-byte-dropped"

// Bounds of the repair of a dropped byte.
const (
	droppedReach  = 48  // characters before a mark that are looked at
	droppedCost   = 7.5 // the mean cost of the characters between the loss and the mark, in nats
	markedCost    = 6   // the same before a mark that is no question mark
	droppedLast   = 8.5 // the least cost of the one before a question mark, or of the two before it on average
	droppedMargin = 10  // what the repair must save
	droppedProse  = 10  // the mean cost of what comes out at most: with no context at its beginning
	droppedShare  = 8   // one mark in so many characters at most: a lost byte leaves one, other damage many
	markedMargin  = 8   // the same before a mark that is no question mark
	leastGarbled  = 2   // characters between the loss and the mark: of one and a mark, two others can always be made
	oddCost       = 11  // the least cost of a single one
	provenPlaces  = 2   // so many losses found on a page make the rest of its marks likely ones
	provenCost    = 6   // on such a page, instead of droppedCost and droppedLast
	provenMargin  = 5   // and instead of droppedMargin
)

// droppedBytes restores GBK text that has lost a byte: from there on each
// character is made of halves of two, up to a mark where the halves did not fit.
// On a page that is proven to have lost bytes less evidence is asked for.
func (w *worker) droppedBytes(text string, proven bool) []document.Change {
	var out []document.Change
	if n := count(text); n.marks*droppedShare > n.high || len(replacedTwice(text)) > 0 {
		return nil
	}
	done := 0
	for i, r := range text {
		if r != '?' && r != utf8.RuneError || i == done {
			continue
		}
		end := i + utf8.RuneLen(r)
		if w.spent() {
			break
		}
		if c, ok := w.droppedByte(text, done, i, end, proven); ok {
			out = append(out, c)
		}
		done = end
	}
	return out
}

// droppedByte restores the run of text[from:at] before the mark text[at:end].
func (w *worker) droppedByte(text string, from, at, end int, proven bool) (c document.Change, ok bool) {
	// The characters before the mark, from the last to the first.
	t := cp936()
	start, n := at, 0
	for start > from && n < droppedReach {
		r, size := utf8.DecodeLastRuneInString(text[from:start])
		if _, _, ok := t.bytes(r); !ok {
			break
		}
		start -= size
		n++
	}
	if n == 0 {
		return c, false
	}
	before, last := lastTwo(text[:start])
	// Where the mean cost up to the mark is high, the byte may be lost.
	costs := make([]float32, 0, droppedReach)
	a, b := before, last
	for _, r := range text[start:at] {
		costs = append(costs, costOf(a, b, r)+odd(r))
		a, b = b, r
	}
	w.work += n
	first, sum := n, float32(0)
	limit, margin := float32(droppedCost), float32(droppedMargin)
	if proven {
		limit, margin = provenCost, provenMargin
	} else if end-at > 1 {
		limit, margin = markedCost, markedMargin
	} else if costs[n-1] < droppedLast && (n < 2 || costs[n-1]+costs[n-2] < 2*droppedLast) {
		return c, false
	}
	for k := n - 1; k >= 0; k-- {
		if sum += costs[k]; sum >= limit*float32(n-k) {
			first = k
		}
	}
	if first == n {
		return c, false
	}
	s := w.search()
	s.start(doubleByte{t})
	s.forms, s.prior, s.near = w.script(), margin, w.whole()
	k := 0
	for i, r := range text[start:at] {
		x, y, _ := t.bytes(r)
		s.token(start+i, start+i+utf8.RuneLen(r), r)
		s.keep(0, 0)
		s.pair(inside, 0, x, y)
		if k >= first {
			s.read(fresh|guess, 0, leadBytes, only(x), only(y))
			s.read(fresh|guess, 0, only(x), trailBytes, only(y))
		}
		k++
	}
	s.token(at, end, rune(text[at]))
	if end-at > 1 {
		s.tokens[len(s.tokens)-1].r = utf8.RuneError
	}
	s.keep(0, 0)
	var next byteSet
	if r, size := utf8.DecodeRuneInString(text[end:]); size > 0 {
		if x, _, ok := t.bytes(r); ok {
			next = only(x)
		} else if r < 0x80 {
			next = only(byte(r))
		}
	}
	s.read(inside, 0, gbkReading().before(next, false))
	rest := 0
	for i, r := range text[end:] {
		if rest++; rest > 3 {
			break
		}
		s.token(end+i, end+i+utf8.RuneLen(r), r)
		s.keep(0, 0)
	}
	path, _ := s.run(before, last)
	for k, p := range path {
		if p.how&guess != 0 {
			path[k].r = s.better(path, k, halves(s.tokens[p.tok].r))
		}
	}
	list, lost := changes(text, s.tokens, path, func(n made) document.Change {
		return document.Change{Kind: document.EditRealign, Rule: ruleDropped, Confidence: n.confidence(rateDropped, rateDropped)}
	})
	if len(list) != 1 || len(lost) > 0 {
		return c, false
	}
	c = list[0]
	if garbled := utf8.RuneCountInString(text[c.Start:at]); garbled < leastGarbled && !proven && costs[n-1] < oddCost {
		return c, false
	}
	_, cost := prose(c.After)
	return c, cost <= droppedProse
}

// halves returns the characters that have the first byte of shown as either of
// their two: what can have lost its other byte there.
func halves(shown rune) (out []rune) {
	t := cp936()
	x, _, _ := t.bytes(shown)
	for _, b := range t.used[x] {
		out = append(out, t.pair(x, b))
	}
	for _, a := range leadBytes {
		if r := t.pair(a, x); r != 0 {
			out = append(out, r)
		}
	}
	return out
}

// lastTwo returns the last two characters of a text, line ends where it has none.
func lastTwo(s string) (before, last rune) {
	before, last = '\n', '\n'
	r, n := utf8.DecodeLastRuneInString(s)
	if n == 0 {
		return before, last
	}
	if x, n := utf8.DecodeLastRuneInString(s[:len(s)-n]); n > 0 {
		before = x
	}
	return before, r
}
