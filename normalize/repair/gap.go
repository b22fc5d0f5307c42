package repair

import (
	"slices"
	"strings"
	"unicode/utf8"

	"zhengwen/document"
	"zhengwen/internal/lexicon/charlm"
)

// deletable are words mills are known to delete wherever they stand, longest
// known first. The model decides which of them a gap wants.
var deletable = []string{"电话", "電話", "方法", "处理", "處理", "平台", "平臺", "最佳", "微信", "软件", "軟件"}

// Gains in nats a 题 must bring to the text around a gap: anywhere, and on a page
// that the annotator has been at.
const (
	gainBare = 3.5
	gainMill = 1
	gainWord = -4 // what a word must bring to be suggested where white space or brackets tell of the gap
)

// minBare is the number of gaps without white space that a page must show: one may
// be a slip of the author's.
const minBare = 2

// spacedShare is the share of marks that may have white space before them, one in
// so many: where more have, it is the way the page is set.
const spacedShare = 5

// longLine is the number of hanzi from which on white space inside a line stands
// out.
const longLine = 12

// A gap is a place where words may be gone.
type gap struct {
	block, at int
	word      string
	kind      gapKind
	before    rune // of white space: the two characters before it
	last      rune
}

type gapKind uint8

const (
	gapBare   gapKind = iota // a 问 that has lost its 题
	gapMark                  // white space before a mark
	gapInside                // white space between hanzi
	gapEmpty                 // empty brackets
	gapKinds
)

// gaps marks where words were deleted: a 问 that has lost its 题, white space
// between hanzi or before a mark, empty brackets.
func (w *worker) gaps() {
	var found []gap
	var n [gapKinds]int
	whole, marks := 0, 0
	for i, f := range w.flags {
		if f&signGap == 0 && !w.mill {
			continue
		}
		text := w.text(i)
		whole += strings.Count(text, "问题") + strings.Count(text, "問題")
		found = gapsIn(found, i, text, w.mill)
	}
	for _, g := range found {
		n[g.kind]++
	}
	if n[gapMark] > 0 {
		for i := range w.flags {
			for _, m := range gapMarks {
				marks += strings.Count(w.text(i), string(m))
			}
		}
	}
	kept := 0
	for _, g := range found {
		confidence := 0.7
		switch g.kind {
		case gapBare:
			if n[gapBare] <= whole || n[gapBare] < minBare {
				continue // a mill deletes all of them, or nearly
			}
			confidence = 0.8
		case gapMark:
			if n[gapMark]*spacedShare > marks {
				continue
			}
		case gapInside:
			if n[gapMark] == 0 || n[gapInside] > 2*n[gapMark] || n[gapMark]*spacedShare > marks {
				continue
			}
			confidence = 0.6
		case gapEmpty:
			confidence = 0.6
		}
		if g.last != 0 {
			g.word = missing(g.before, g.last, w.text(g.block)[g.at+1:], gainWord)
		}
		kept++
		w.deleted(g, confidence)
	}
	if kept == 0 {
		return
	}
	// A page that has lost words has lost others without a trace.
	for _, g := range w.bareLabels() {
		w.deleted(g, 0.5)
	}
}

// deleted marks a gap.
func (w *worker) deleted(g gap, confidence float64) {
	w.damage(g.block, document.Damage{Kind: document.DamageDeletedWord, Span: document.Span{Start: g.at, End: g.at}, Suggestion: g.word, Confidence: confidence})
}

// gapMarks are the marks that no author puts white space before.
const gapMarks = "，。、；,;"

func isGapMark(r rune) bool {
	switch r {
	case '，', '。', '、', '；', ',', ';':
		return true
	}
	return false
}

// gapsIn appends the gaps of one text.
func gapsIn(out []gap, block int, text string, mill bool) []gap {
	bare := float32(gainBare)
	if mill {
		bare = gainMill
	}
	t := cp936()
	first := len(out)
	before, last := rune('\n'), rune('\n')
	hanzi, inside, sentence := 0, 0, false
	for i, r := range text {
		rest := text[i+utf8.RuneLen(r):]
		switch {
		case t.isHan(r):
			hanzi++
			if word := completion(r); word != "" {
				if next, _ := utf8.DecodeRuneInString(rest); string(next) != word && gain(last, r, word, rest) > bare {
					out = append(out, gap{block: block, at: i + utf8.RuneLen(r), word: word, kind: gapBare})
				}
			}
		case r == ' ' && t.isHan(last):
			next, _ := utf8.DecodeRuneInString(rest)
			switch {
			case isGapMark(next):
				out = append(out, gap{block: block, at: i, kind: gapMark, before: before, last: last})
			case t.isHan(next):
				inside++
				out = append(out, gap{block: block, at: i, kind: gapInside, before: before, last: last})
			}
		case (r == '(' || r == '（') && t.isHan(last) && (strings.HasPrefix(rest, ")") || strings.HasPrefix(rest, "）")):
			out = append(out, gap{block: block, at: i + utf8.RuneLen(r), kind: gapEmpty})
		case isGapMark(r):
			sentence = true
		}
		before, last = last, r
	}
	if inside > 0 && (inside > 2 || hanzi < longLine || !sentence) {
		kept := slices.DeleteFunc(out[first:], func(g gap) bool { return g.kind == gapInside })
		out = out[:first+len(kept)]
	}
	return out
}

// missing returns the deletable word that fits best between two characters and the
// rest of a text, none when none brings more than least.
func missing(before, last rune, rest string, least float32) (word string) {
	best := least
	for _, d := range deletable {
		if g := gain(before, last, d, rest); g > best {
			best, word = g, d
		}
	}
	return word
}

// completion gives what a character is short of when it stands alone.
func completion(r rune) string {
	switch r {
	case '问':
		return "题"
	case '問':
		return "題"
	}
	return ""
}

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
