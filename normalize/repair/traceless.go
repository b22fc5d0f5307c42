package repair

import (
	"strings"
	"unicode/utf8"
)

// Words deleted without a trace, looked for only on pages that have lost others
// with one.

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
// 邮件咨询, 在线咨询 and 咨询 the last one was 电话咨询.
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
