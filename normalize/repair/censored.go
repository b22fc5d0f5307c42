package repair

import (
	"strings"
	"unicode/utf8"

	"zhengwen/document"
)

// Bounds of censored characters.
const (
	leastCensored = 2  // places of a page: one asterisk may be a slip or a note
	costCensored  = 12 // what the character and the two behind it cost at most in a word that everybody knows
	gainCensored  = 1  // so much more cost the two without it: asterisks that set off a passage can go
)

// censored marks asterisks that stand for a character inside a word.
func (w *worker) censored() {
	type place struct {
		block  int
		damage document.Damage
	}
	var found []place
	for i, f := range w.flags {
		if f&signStar == 0 {
			continue
		}
		text := w.text(i)
		if strings.Contains(text, "**") {
			continue // emphasis, or a number of characters that nothing tells
		}
		for at := 0; at < len(text) && w.suggested < mostSuggested && !w.spent(); at++ {
			k := strings.IndexByte(text[at:], '*')
			if k < 0 {
				break
			}
			at += k
			before, last := lastTwo(text[:at])
			next, n := utf8.DecodeRuneInString(text[at+1:])
			then, _ := utf8.DecodeRuneInString(text[at+1+n:])
			if !cp936().isHan(last) || !cp936().isHan(next) {
				continue
			}
			w.suggested++
			joined := costOf(before, last, next) + costOf(last, next, then)
			if r, cost := w.fitting(text, at, at+1); cp936().isHan(r) && cost < costCensored && cost < joined-gainCensored {
				found = append(found, place{i, document.Damage{Kind: document.DamageLost, Span: document.Span{Start: at, End: at + 1}, Suggestion: string(r), Confidence: 0.6}})
			}
		}
	}
	if len(found) < leastCensored {
		return
	}
	for _, p := range found {
		w.damage(p.block, p.damage)
	}
}
