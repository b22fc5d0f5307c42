package repair

import (
	"math"
	"unicode/utf8"

	"zhengwen/document"
)

// made counts what a path makes in one stretch.
type made struct {
	chars   int // characters
	chosen  int // of them chosen by the model among several
	guessed int // of these from bytes that left no trace
}

// How often a character that the model chose is right, by what was done to the
// text (reliability table in docs/repair.md).
const (
	rateCertain   = 0.99 // a stretch in which nothing was chosen
	rateRealigned = 0.97
	rateVanished  = 0.75
	rateLossy     = 0.975
	rateLost      = 0.96 // where a byte is missing without a mark
	rateDropped   = 0.8
)

// confidence is the likelihood that a stretch is right when its chosen characters
// are at the given rates.
func (n made) confidence(chosen, guessed float64) float64 {
	return rateCertain * math.Pow(chosen, float64(n.chosen-n.guessed)) * math.Pow(guessed, float64(n.guessed))
}

// changes turns a path into changes of the text, one for every stretch that is
// not taken as it stands, and marks what is lost.
func changes(text string, tokens []token, path []step, kind func(made) document.Change) (out []document.Change, damage []document.Damage) {
	shift, from := 0, 0 // from is the first token of the current stretch
	var runes []rune
	var n made
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
			from, runes, lost, size, n = int(p.tok)+1, runes[:0], lost[:0], 0, made{}
			continue
		}
		if p.r >= 0 {
			runes = append(runes, p.r)
			size += utf8.RuneLen(p.r)
			if p.how&(guess|chosen) != 0 {
				n.chosen++
			}
			if p.how&guess != 0 {
				n.guessed++
			}
		}
		if p.how&gone != 0 {
			lost = append(lost, size)
		}
	}
	flush(len(tokens))
	return out, damage
}
