package repair

import (
	"math"
	"strings"
	"unicode/utf8"

	"zhengwen/internal/lexicon/charlm"
)

func (s *search) costOf(before, last, r rune) float32 {
	s.work++
	return costOf(before, last, r) + odd(r)
}

// odd is the cost of an ideographic space, which stands at the head of a line and
// nowhere else, and of a full-width letter or digit: the model takes them for
// common ones.
func odd(r rune) float32 {
	if r == wideSpace || '０' <= r && r <= '９' || 'Ａ' <= r && r <= 'ｚ' {
		return costOdd
	}
	return 0
}

// wideSpace is the ideographic space, of which none is made up.
const wideSpace = '\u3000'

// costOf is the model's cost, with a moderate one for U+FFFD, which is neither
// text nor garbage.
func costOf(before, last, r rune) float32 {
	if r == utf8.RuneError {
		return costGone
	}
	return charlm.CostAfter(simple(before), simple(last), simple(r))
}

// simple is a character as the model knows it: it keeps the Traditional forms apart
// that GB 2312 has too, and these two stand for Simplified ones in nearly all text.
func simple(r rune) rune {
	switch r {
	case '後':
		return '后'
	case '於':
		return '于'
	}
	return r
}

// A script is what is known about a text's forms.
type script uint8

const (
	anyScript script = iota
	hans
	hant
	scripts
)

// foreign is the cost of a character that the text's script does not have, or
// that prose does not have.
func (s *search) foreign(r rune) float32 {
	switch {
	case s.style == cornered && (r == '“' || r == '”'), s.style == curled && (r == '「' || r == '」'):
		return costScript
	case s.forms == anyScript || !cp936().isHan(r):
		return 0
	case s.forms == hant && !traditionalSet(r) && r != '着':
		return 2 * costScript // such pages were converted one character at a time: none is left out
	case s.forms == hans && !cp936().simplifiedSet(r) && charlm.Fold(r) != r:
		return 2 * costScript
	}
	return 0
}

// quotes is the form of a text's quotation marks.
type quotes uint8

const (
	anyQuotes quotes = iota
	curled           // “ ”
	cornered         // 「 」
)

// quotesOf tells the form of the quotation marks from those that open.
func quotesOf(text string) quotes {
	a, b := strings.Contains(text, "“"), strings.Contains(text, "「")
	switch {
	case a && !b:
		return curled
	case b && !a:
		return cornered
	}
	return anyQuotes
}

// scriptSample is the number of bytes that tell a page's script.
const scriptSample = 8 << 10

// scriptOf tells the script from at least three characters that only one has.
func scriptOf(texts ...string) script {
	trad, simp, n := 0, 0, 0
	for _, text := range texts {
		if n += len(text); n > scriptSample && trad+simp >= 3 {
			break
		}
		for _, r := range text {
			switch {
			case !cp936().isHan(r):
			case cp936().simplifiedSet(r):
				if !traditionalSet(r) {
					simp++
				}
			case charlm.Fold(r) != r:
				trad++
			}
		}
	}
	switch {
	case trad >= 3 && trad > 3*simp:
		return hant
	case simp >= 3 && simp > 3*trad:
		return hans
	}
	return anyScript
}

// traditional reports whether the text has characters that only Traditional text
// has.
func traditional(text string) bool {
	n := 0
	for _, r := range text {
		if cp936().isHan(r) && charlm.Fold(r) != r && !cp936().simplifiedSet(r) {
			if n++; n > 1 {
				return true
			}
		}
	}
	return false
}

// A census counts the characters of a page.
type census struct {
	n     [0x10000]uint16
	total int
}

// pageShare is the share of a text's characters that are chosen because the page
// has them already.
const pageShare = 0.15

// cost is the cost of a character that is chosen for standing on the page.
func (t *census) cost(r rune) float32 {
	if uint32(r) >= uint32(len(t.n)) || t.n[r] == 0 {
		return 1e9
	}
	return float32(math.Log(float64(t.total) / float64(t.n[r]) / pageShare))
}

// correct counts the characters that a path decodes for those that stand there in
// the text, and reports whether there are any.
func (t *census) correct(tokens []token, path []step) bool {
	kept := make([]bool, len(tokens))
	n := 0
	for _, p := range path {
		switch {
		case p.how&literal != 0:
			kept[p.tok] = true
		case p.how&(guess|chosen) == 0 && cp936().isHan(p.r):
			t.n[p.r]++
			t.total++
			n++
		}
	}
	for i, k := range tokens {
		if !kept[i] && cp936().isHan(k.r) && t.n[k.r] > 0 {
			t.n[k.r]--
			t.total--
		}
	}
	return n > 0
}
