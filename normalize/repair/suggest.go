package repair

import (
	"strings"
	"sync"

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
func (w *worker) fitting(text string, start, end int) (best rune, cheapest float32) {
	cheapest = 1e9
	w.weigh(text, start, end)
	for _, f := range w.fits {
		if f.cost < cheapest {
			best, cheapest = f.r, f.cost
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
