package repair

import (
	"strings"
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
func (w *worker) fitting(text string, start, end int) (best rune, cheapest float32) {
	before, last := lastTwo(text[:start])
	next, n := utf8.DecodeRuneInString(text[end:])
	then, _ := utf8.DecodeRuneInString(text[end+n:])
	if n == 0 || next == '\n' {
		next, then = '\n', '\n'
	}
	forms := w.script()
	least := float32(costUnlike)
	cheapest = 1e9
	list := common()
	w.work += len(list)
	for _, r := range list {
		if !suits(r, forms) {
			continue
		}
		c := charlm.Cost(last, r)
		if c > least+costUnlike {
			continue
		}
		least = min(least, c)
		c = costOf(before, last, r) + costOf(last, r, next)
		if next != '\n' {
			c += costOf(r, next, then)
		}
		if c < cheapest {
			best, cheapest = r, c
		}
	}
	return best, cheapest
}

// suits reports whether a character is a mark or a hanzi of the script.
func suits(r rune, forms script) bool {
	if !cp936().isHan(r) {
		return strings.ContainsRune("，。、；：？！“”（）《》", r)
	}
	if forms == hant {
		return traditionalSet(r)
	}
	return charlm.Fold(r) == r
}
