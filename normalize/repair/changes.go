package repair

import (
	"math"
	"unicode/utf8"

	"zhengwen/document"
)

// made is what a path makes in one stretch.
type made struct {
	chars int     // characters
	sure  float64 // likelihood that all of them are right
}

// rateCertain is how often a stretch is right in which nothing was chosen
// (reliability table in docs/repair.md).
const rateCertain = 0.99

// confidence is a likelihood to three places.
func confidence(p float64) float64 { return math.Round(p*1000) / 1000 }

// changes turns a path into changes of the text, one for every stretch that is
// not taken as it stands, and marks what is lost.
func changes(text string, tokens []token, path []step, kind func(made) document.Change) (out []document.Change, damage []document.Damage) {
	shift, from := 0, 0 // from is the first token of the current stretch
	var runes []rune
	n := made{sure: rateCertain}
	var lost []int // offsets into the stretch
	size := 0
	flush := func(to int) {
		if from == to {
			return
		}
		start, end := int(tokens[from].start), int(tokens[to-1].end)
		after := string(runes)
		for _, k := range lost {
			at := start + shift + k
			damage = append(damage, document.Damage{Kind: document.DamageLost, Span: document.Span{Start: at, End: at}, Confidence: 0.8})
		}
		if after != text[start:end] {
			n.chars = len(runes)
			c := kind(n)
			c.Start, c.End, c.After = start, end, after
			out = append(out, c)
			shift += len(after) - (end - start)
		}
	}
	for _, p := range path {
		if p.how&literal != 0 {
			flush(int(p.tok))
			from, runes, lost, size, n = int(p.tok)+1, runes[:0], lost[:0], 0, made{sure: rateCertain}
			continue
		}
		if p.r >= 0 {
			runes = append(runes, p.r)
			size += utf8.RuneLen(p.r)
			if p.share > 0 {
				n.sure *= p.share
			}
		}
		if p.how&gone != 0 {
			lost = append(lost, size)
		}
	}
	flush(len(tokens))
	return out, damage
}
