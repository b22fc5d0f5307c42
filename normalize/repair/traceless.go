package repair

import (
	"strings"
	"unicode/utf8"
)

// Words deleted without a trace, looked for only on pages that have lost others
// with one.

// attributes are those of the deletable words that stand before 的. Laws on
// advertising forbid them, and mills delete them.
var attributes = []string{"最佳"}

// What an attribute must bring, in nats: in 435,000 characters of clean text four
// places come up to the first. Where it has been found missing once between the
// same characters, less will do.
const (
	gainTraceless = -4
	gainAgain     = -6
)

// bareAttributes returns the places before 的 where an attribute seems to be gone.
func (w *worker) bareAttributes() (out []gap) {
	var weak []gap
	again := map[[2]rune]bool{}
	for i := range w.flags {
		text := w.text(i)
		for at, r := range text {
			if r != '的' {
				continue
			}
			before, last := lastTwo(text[:at])
			if !cp936().isHan(last) || last == '的' {
				continue
			}
			g := gap{block: i, at: at, before: before, last: last}
			for _, word := range attributes {
				g.word = word
				if x := gain(before, last, word, text[at:]); x > gainTraceless {
					out = append(out, g)
					again[[2]rune{before, last}] = true
					break
				} else if x > gainAgain {
					weak = append(weak, g)
					break
				}
			}
		}
	}
	for _, g := range weak {
		if again[[2]rune{g.before, g.last}] {
			out = append(out, g)
		}
	}
	return out
}

// gainLabel is what a word must bring at the head of a label; the labels beside it
// are the evidence.
const gainLabel = -9

const (
	longestLabel = 8  // characters
	mostSiblings = 32 // labels that are compared with one another
)

// A label is what names an item of a list: a numbered heading, or what stands
// before a colon.
type label struct {
	block, at int
	list      string // what its siblings share: the number less its last part
	name      string
}

// bareLabels returns the labels that are short of what distinguishes them: among
// 在线客服, 邮件沟通 and 沟通 the last one was 电话沟通.
func (w *worker) bareLabels() (out []gap) {
	var siblings []label
	flush := func() {
		for _, a := range siblings {
			for _, b := range siblings {
				if len(b.name) == len(a.name)+len("邮件") && strings.HasSuffix(b.name, a.name) && !strings.HasPrefix(b.name, "其") {
					if word := missing('\n', '\n', w.text(a.block)[a.at:], gainLabel); word != "" {
						out = append(out, gap{block: a.block, at: a.at, word: word})
					}
					break
				}
			}
		}
		siblings = siblings[:0]
	}
	// Items before a colon stand one after the other, numbered headings have text
	// between them.
	for i := range w.flags {
		l, ok := labelOf(w.text(i))
		l.block = i
		switch {
		case ok && (len(siblings) == 0 || siblings[0].list == l.list && len(siblings) < mostSiblings):
			siblings = append(siblings, l)
		case ok:
			flush()
			siblings = append(siblings, l)
		case len(siblings) > 0 && siblings[0].list == "":
			flush()
		}
	}
	flush()
	return out
}

// labelOf returns the label of a text.
func labelOf(text string) (l label, ok bool) {
	n := 0
	for n < len(text) && (digit(text[n]) || text[n] == '.') {
		n++
	}
	if dot := strings.LastIndexByte(strings.TrimRight(text[:n], "."), '.'); dot > 0 {
		l.list = text[:dot+1]
	}
	l.at = n + len(text[n:]) - len(strings.TrimLeft(text[n:], " "))
	l.name = text[l.at:]
	if l.list == "" {
		if l.name, _, ok = strings.Cut(strings.ReplaceAll(firstRunes(l.name, longestLabel+1), "：", ":"), ":"); !ok {
			return l, false
		}
	}
	hanzi := utf8.RuneCountInString(l.name)
	if hanzi < 2 || hanzi > longestLabel {
		return l, false
	}
	for _, r := range l.name {
		if !cp936().isHan(r) {
			return l, false
		}
	}
	return l, true
}
