package script

import "zhengwen/document"

// Evidence counts the code points that tell in what script a text is written.
type Evidence struct {
	Han     int // ideographs
	Hans    int // ideographs that only Simplified text has
	Hant    int // ideographs that only Traditional text has
	Foreign int // kana and hangul
	zhe     int // 着 in Traditional text
	zhu     int // 著 in Traditional text
}

// A text with more kana and hangul than this share of its letters is Japanese or
// Korean: Japanese prose has 40–60 %, its headlines about 25 %; a Chinese text that
// quotes names or writes の for 的 stays under 10 %.
const foreignShare = 0.15

// A page is mixed when the rarer script has more than this share of the telling
// ideographs, and at least mixedLeast of them. Stray characters (a converter's
// wrong picks, names, a link to the other edition) stay below it.
const (
	mixedShare = 0.15
	mixedLeast = 2
)

// Count reads the evidence off a text in one pass.
func Count(text string) Evidence {
	e, _ := tables().count(text)
	return e
}

// count is Count with the classes of the characters, all taken together.
func (t *table) count(text string) (e Evidence, all class) {
	sum, left := uint64(0), mostSummed
	for i := 0; i < len(text); {
		c := text[i]
		if c>>4 != 0xE || i+2 >= len(text) {
			i++
			continue
		}
		k := t.class[rune3(c, text[i+1], text[i+2])]
		sum += t.tallies[k]
		all |= k
		i += 3
		if left--; left == 0 {
			e = e.Add(summed(sum))
			sum, left = 0, mostSummed
		}
	}
	e = e.Add(summed(sum))
	if e.Hans > e.Hant {
		e.zhe, e.zhu = 0, 0
	}
	return e, all
}

// Evidence is summed up in a number, of which each count has tallyBits bits.
const (
	tallyBits  = 10
	mostSummed = 1<<tallyBits - 1
)

// tally is the evidence of one character.
func (c class) tally() (sum uint64) {
	for i, bit := range [...]class{isHan, isHans, isHant, isForeign, isZhe, isZhu} {
		if c&bit != 0 {
			sum |= 1 << (i * tallyBits)
		}
	}
	return sum
}

func summed(sum uint64) Evidence {
	n := func(i int) int { return int(sum >> (i * tallyBits) & mostSummed) }
	return Evidence{Han: n(0), Hans: n(1), Hant: n(2), Foreign: n(3), zhe: n(4), zhu: n(5)}
}

// rune3 decodes a sequence of three bytes without checking it.
func rune3(a, b, c byte) rune {
	return rune(a&0x0F)<<12 | rune(b&0x3F)<<6 | rune(c&0x3F)
}

// Add sums up two pieces of evidence.
func (e Evidence) Add(x Evidence) Evidence {
	return Evidence{e.Han + x.Han, e.Hans + x.Hans, e.Hant + x.Hant, e.Foreign + x.Foreign, e.zhe + x.zhe, e.zhu + x.zhu}
}

// Script names the script; it is empty when there are no ideographs. Text without
// telling characters is as good as Simplified.
func (e Evidence) Script() document.Script {
	rarer, all := min(e.Hans, e.Hant), e.Hans+e.Hant
	switch {
	case e.Han == 0:
		return ""
	case rarer >= mixedLeast && float64(rarer) > mixedShare*float64(all):
		return document.ScriptMixed
	case e.Hant > e.Hans:
		return document.ScriptHant
	}
	return document.ScriptHans
}

// foreign reports whether the text is Japanese or Korean.
func (e Evidence) foreign() bool {
	return float64(e.Foreign) > foreignShare*float64(e.Foreign+e.Han)
}

// Classify tells the script of a text: hans, hant, mixed, or empty when it has no
// ideographs.
func Classify(text string) document.Script { return Count(text).Script() }
