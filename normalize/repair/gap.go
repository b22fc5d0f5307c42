package repair

import (
	"strings"
	"unicode/utf8"

	"zhengwen/document"
	"zhengwen/internal/lexicon/charlm"
)

// deletable are words mills are known to delete wherever they stand, longest
// known first. The model decides which of them a gap wants.
var deletable = []string{"电话", "電話", "方法", "处理", "處理", "平台", "平臺", "最佳", "微信", "软件", "軟件"}

// Gains in nats a word must bring to the text around a gap: where nothing but the
// words tells of the gap, and where white space marks it.
const (
	gainBare   = 3.5
	gainMill   = 1 // on a page the annotator has been at
	gainSpaced = 0
)

// minGaps is the number of gaps a page must show: one may be a slip of the
// author's.
const minGaps = 2

// gaps marks where words were deleted: a 问 that has lost its 题, white space
// between hanzi or before a mark, empty brackets.
func (w *worker) gaps() {
	found := make([][]document.Damage, len(w.flags))
	total, whole, headless := 0, 0, 0
	for i, f := range w.flags {
		if f&signGap == 0 && !w.mill {
			continue
		}
		text := w.text(i)
		whole += strings.Count(text, "问题") + strings.Count(text, "問題")
		found[i] = gapsIn(text, w.mill)
		total += len(found[i])
		for _, x := range found[i] {
			if utf8.RuneCountInString(x.Suggestion) == 1 {
				headless++
			}
		}
	}
	keepHeadless := headless > whole // a mill deletes all of them, or nearly
	if !keepHeadless {
		total -= headless
	}
	if total < minGaps {
		return
	}
	for i, list := range found {
		for _, x := range list {
			if keepHeadless || utf8.RuneCountInString(x.Suggestion) != 1 {
				w.damage(i, x)
			}
		}
	}
}

func gapsIn(text string, mill bool) []document.Damage {
	var out []document.Damage
	mark := func(at int, word string, confidence float64) {
		out = append(out, document.Damage{Kind: document.DamageDeletedWord, Span: document.Span{Start: at, End: at}, Suggestion: word, Confidence: confidence})
	}
	bare := float32(gainBare)
	if mill {
		bare = gainMill
	}
	t := cp936()
	before, last := rune('\n'), rune('\n')
	for i, r := range text {
		rest := text[i+utf8.RuneLen(r):]
		switch {
		case r == ' ' && t.isHan(last):
			next, _ := utf8.DecodeRuneInString(rest)
			if !t.isHan(next) && !strings.ContainsRune("，。、；,;", next) {
				break
			}
			best, word := float32(gainSpaced), ""
			for _, d := range deletable {
				if g := gain(before, last, d, rest); g > best {
					best, word = g, d
				}
			}
			if word != "" {
				mark(i, word, 0.7)
			}
		case (r == '(' || r == '（') && t.isHan(last) && (strings.HasPrefix(rest, ")") || strings.HasPrefix(rest, "）")):
			mark(i+utf8.RuneLen(r), "", 0.6)
		case r == '问' || r == '問':
			next, _ := utf8.DecodeRuneInString(rest)
			if word := completion[r]; string(next) != word && gain(last, r, word, rest) > bare {
				mark(i+utf8.RuneLen(r), word, 0.8)
			}
		}
		before, last = last, r
	}
	return out
}

// completion gives what a character is short of when it stands alone.
var completion = map[rune]string{'问': "题", '問': "題"}

// gain is what the word brings between the two characters and the rest of the
// text, in nats: how much cheaper the text is with it, its own cost counted.
func gain(before, last rune, word, rest string) float32 {
	read := func(parts ...string) (sum float32) {
		a, b, n := before, last, 0
		for _, s := range parts {
			for _, r := range s {
				if n++; n > 4 {
					return sum
				}
				sum += charlm.CostAfter(a, b, r)
				a, b = b, r
			}
		}
		return sum
	}
	tail := firstRunes(rest, 2)
	return read(tail) - read(word, tail)
}

// firstRunes returns the first n characters of s.
func firstRunes(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}
