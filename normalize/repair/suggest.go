package repair

import (
	"strings"
	"sync"
	"unicode/utf8"

	"zhengwen/internal/lexicon/charlm"
)

// Bounds of suggestions.
const (
	mostSuggested = 64 // places of a page for which one is sought
	bytesOfOne    = 2  // marks that can stand for one character of UTF-8 that lost a byte
	costUnlike    = 9  // a character this much dearer than the best is not weighed further
)

// suggest returns the character that fits best for text[start:end], a run of
// replacement marks, none when the run is too long for one character or the page
// has had its share.
func (w *worker) suggest(text string, start, end int) string {
	if w.suggested == mostSuggested || (end-start)/len("\uFFFD") > bytesOfOne {
		return ""
	}
	w.suggested++
	if r := w.wordy(text, start, end); r != 0 {
		return string(r)
	}
	return ""
}

// fitting returns the character that reads best in place of text[start:end], 0 for
// none, and what it and the two after it cost.
func (w *worker) fitting(text string, start, end int) (rune, float32) {
	best := rune(0)
	before, last := lastTwo(text[:start])
	next, n := utf8.DecodeRuneInString(text[end:])
	then, _ := utf8.DecodeRuneInString(text[end+n:])
	if n == 0 || next == '\n' {
		next, then = '\n', '\n'
	}
	least, cheapest := float32(costUnlike), float32(1e9)
	list := suiting()[w.script()]
	w.work += len(list)
	for _, r := range list {
		c := charlm.Cost(last, r)
		if c > least+costUnlike {
			continue
		}
		least = min(least, c)
		if c = costOf(before, last, r); c < cheapest {
			c += costOf(last, r, next)
		}
		if c < cheapest && next != '\n' {
			c += costOf(r, next, then)
		}
		if c < cheapest {
			best, cheapest = r, c
		}
	}
	return best, cheapest
}

// suiting lists by script the common marks and hanzi.
var suiting = sync.OnceValue(func() (out [scripts][]rune) {
	for _, r := range common() {
		mark := strings.ContainsRune("，。、；：？！“”（）《》", r)
		if mark || traditionalSet(r) {
			out[hant] = append(out[hant], r)
		}
		if mark || cp936().isHan(r) && charlm.Fold(r) == r {
			out[hans] = append(out[hans], r)
		}
	}
	out[anyScript] = out[hans]
	return out
})
