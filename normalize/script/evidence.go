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
func Count(text string) Evidence { return tables().count(text) }

func (t *table) count(text string) Evidence {
	// By class, of every second character each: one count would wait for the last.
	var seen, others [256]int32
	for i := 0; i < len(text); {
		for i+5 < len(text) && text[i]>>4 == 0xE && text[i+3]>>4 == 0xE {
			seen[t.class[rune3(text[i], text[i+1], text[i+2])]]++
			others[t.class[rune3(text[i+3], text[i+4], text[i+5])]]++
			i += 6
		}
		if i == len(text) {
			break
		}
		if text[i]>>4 == 0xE && i+2 < len(text) {
			seen[t.class[rune3(text[i], text[i+1], text[i+2])]]++
			i += 3
			continue
		}
		i++
	}
	var e Evidence
	for _, c := range t.used {
		n := seen[c] + others[c]
		if n == 0 {
			continue
		}
		add := func(bit class, to *int) {
			if c&bit != 0 {
				*to += int(n)
			}
		}
		add(isHan, &e.Han)
		add(isHans, &e.Hans)
		add(isHant, &e.Hant)
		add(isForeign, &e.Foreign)
		add(isZhe, &e.zhe)
		add(isZhu, &e.zhu)
	}
	if e.Hans > e.Hant {
		e.zhe, e.zhu = 0, 0
	}
	return e
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
