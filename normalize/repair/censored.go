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
	shareCensored = 4  // of so many signs between hanzi one must stand for a character: letters are names, too
	gainCensored  = 1  // so much more cost the two without it: asterisks that set off a passage can go
)

// What stands for hidden characters. The first may stand for other things too, and
// hide a character only where one fits; between hanzi the boxes have no other use.
const (
	veils   = "*＊xXＸ×"
	boxes   = "□■▇█◯○●"
	circles = "◯○●" // of these a single one may be a mark of a result
	stars   = "*＊"
)

// afterX are characters that an X belongs to: X光, X轴.
const afterX = "光射线線轴軸染型档檔片战戰元值"

// hanNumerals are the characters between which a circle is a zero.
const hanNumerals = "零一二三四五六七八九十百千第年○〇"

// A veil is a run of one sign in place of characters.
type veil struct {
	start, end int
	sign       rune
	inside     bool // between hanzi
	single     bool
}

// censored marks signs that stand for characters: a single one inside a word, boxes
// between hanzi, and asterisks in a row that set nothing off.
func (w *worker) censored() {
	type place struct {
		block  int
		damage document.Damage
	}
	var found []place
	var veiled []veil
	singles := 0
	for i, f := range w.flags {
		if f&signStar != 0 {
			w.work += len(w.text(i))
			for _, v := range veilsIn(veiled[:0], w.text(i)) {
				if v.single && v.inside && !strings.ContainsRune(boxes, v.sign) {
					singles++
				}
			}
		}
	}
	for i, f := range w.flags {
		if f&signStar == 0 {
			continue
		}
		text := w.text(i)
		w.work += len(text)
		veiled = veilsIn(veiled[:0], text)
		form, emphasis := !proseLine(text), 0
		for _, v := range veiled {
			form = form || !v.inside && strings.ContainsRune(boxes, v.sign)
			if strings.ContainsRune(stars, v.sign) && utf8.RuneCountInString(text[v.start:v.end]) > 1 {
				emphasis++
			}
		}
		for _, v := range veiled {
			lost := document.Damage{Kind: document.DamageLost, Span: document.Span{Start: v.start, End: v.end}, Confidence: 0.6}
			if v.single && v.inside && (singles >= leastCensored || strings.ContainsRune(boxes, v.sign)) && emphasis == 0 && w.suggested < mostSuggested && !w.spent() {
				w.suggested++
				before, last := lastTwo(text[:v.start])
				if r, cost := w.fitting(text, v.start, v.end); cp936().isHan(r) && cost < costCensored && cost < joined(before, last, text[v.end:])-gainCensored {
					lost.Suggestion = string(r)
				}
			}
			switch {
			case strings.ContainsRune(boxes, v.sign):
				if v.inside && !form && (!v.single || lost.Suggestion != "" || !strings.ContainsRune(circles, v.sign)) {
					w.damage(i, lost)
				}
			case v.single && lost.Suggestion != "":
				found = append(found, place{i, lost})
			case !v.single && v.inside && emphasis%2 == 1:
				w.damage(i, lost)
			}
		}
	}
	if len(found) < leastCensored || len(found)*shareCensored < singles {
		return
	}
	for _, p := range found {
		w.damage(p.block, p.damage)
	}
}

// proseLine reports whether a text is long enough for a sentence and has a mark of
// one. Slogans and forms are set with boxes and circles.
func proseLine(text string) bool {
	return len(text) > longLine*len("字") && strings.ContainsAny(text, "，。；！？")
}

// veilsIn appends the runs of signs of a text that may hide characters.
func veilsIn(out []veil, text string) []veil {
	t := cp936()
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		if !strings.ContainsRune(veils, r) && !strings.ContainsRune(boxes, r) {
			i += n
			continue
		}
		v := veil{start: i, end: i + n, sign: r}
		for strings.HasPrefix(text[v.end:], string(r)) {
			v.end += n
		}
		i, v.single = v.end, v.end == v.start+n
		last, _ := utf8.DecodeLastRuneInString(text[:v.start])
		next, _ := utf8.DecodeRuneInString(text[v.end:])
		v.inside = t.isHan(last) && t.isHan(next)
		switch {
		case r == '○' && (strings.ContainsRune(hanNumerals, last) || strings.ContainsRune(hanNumerals, next)):
		case strings.ContainsRune(stars, r), strings.ContainsRune(boxes, r):
			out = append(out, v)
		case v.inside && v.single && !strings.ContainsRune(afterX, next):
			out = append(out, v) // a run of X is a name that the author left open
		}
	}
	return out
}
