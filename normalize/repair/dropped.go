package repair

import (
	"strings"
	"unicode/utf8"

	"zhengwen/document"
)

const ruleDropped = "gbk-byte-dropped"

// Bounds of the repair of a dropped byte.
const (
	droppedReach = 48  // characters before a mark that are looked at
	droppedCost  = 7.5 // the mean cost of the characters between the loss and the mark at least, in nats
	provenCost   = 5.5 // the same on a page that has lost bytes
	droppedShare = 8   // one mark in so many characters at most: a lost byte leaves one, other damage many
	provenPlaces = 2   // so many losses found on a page make the rest of its marks likely ones
	provenShare  = 3   // when they explain one U+FFFD in so many: UTF-8 that lost characters has others
)

// leastGain is what a repair must save, in nats, by the number of characters
// between the loss and the mark: of few, others can always be made. Of 1,160
// lines of clean text with question marks none is changed, and of 780 lines of
// UTF-8 that lost a character two.
func leastGain(garbled int, mark rune, proven bool) float32 {
	switch {
	case proven:
		return 5
	case garbled > 2:
		return 8
	case garbled > 1:
		return 10
	case mark == '?':
		return 14 // an author's question mark says less than U+FFFD
	}
	return 12
}

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

// lost counts the texts of the page that have a U+FFFD left.
func (w *worker) lost() (n int) {
	for i, f := range w.flags {
		if f&signLost != 0 && strings.ContainsRune(w.text(i), utf8.RuneError) {
			n++
		}
	}
	return n
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
	for strings.HasPrefix(text[start:at], string(wideSpace)) { // at the head of a line
		start += utf8.RuneLen(wideSpace)
		n--
	}
	if n == 0 {
		return c, false
	}
	before, last := lastTwo(text[:start])
	// Where the mean cost up to the mark is high, the byte may be lost.
	mark, next := rune(text[at]), byteSet(nil)
	if end-at > 1 {
		mark = utf8.RuneError
	}
	first, sum := n, float32(0)
	x := &w.shift
	x.shown = x.shown[:0]
	costs := x.costs[:0]
	a, b := before, last
	for _, r := range text[start:at] {
		x.shown = append(x.shown, r)
		costs = append(costs, costOf(a, b, r)+odd(r))
		a, b = b, r
	}
	x.costs = costs
	w.work += n
	least := float32(droppedCost)
	if proven {
		least = provenCost
	}
	for k := n - 1; k >= 0; k-- {
		if sum += costs[k]; sum >= least*float32(n-k) {
			first = k
		}
	}
	if first == n {
		return c, false
	}
	s := w.search()
	s.forms, s.style, s.near = w.script(), quotesOf(text), w.whole()
	x.s, x.before, x.last = s, before, last
	x.rest = x.rest[:0]
	for _, r := range text[end:] {
		if len(x.rest) == 0 {
			if a, _, ok := t.bytes(r); ok {
				next = only(a)
			} else if r < 0x80 {
				next = only(byte(r))
			}
		}
		if x.rest = append(x.rest, r); len(x.rest) == 3 {
			break
		}
	}
	if len(x.rest) < 3 {
		x.rest = append(x.rest, '\n')
	}
	if !x.prepare(gbkReading().before(next, false)) {
		return c, false
	}
	shown := x.asShown(mark)
	l, ok := x.search(first, shown-leastGain(n, mark, proven))
	if !ok || l.cost > shown-leastGain(n-l.at, mark, proven) {
		return c, false
	}
	c = document.Change{Start: start, End: end, Kind: document.EditRealign, Rule: ruleDropped, Confidence: confidence(rateCertain * l.share)}
	for _, r := range x.shown[:l.at] {
		c.Start += utf8.RuneLen(r)
	}
	line := x.read(l, l.at)
	c.After = string(line[:len(line)-len(x.rest)])
	return c, true
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
