package repair

import (
	"strings"
	"unicode/utf8"

	"zhengwen/document"
)

// Bounds of white space on pages that are known to have lost words.
const (
	leastSpaced = 2  // gaps with white space before a mark that make a page known
	mostSpaced  = 5  // so many times as many other places with white space: where there are more, it is the way the page is set
	costJoined  = 10 // text that reads well without the white space has lost nothing
	spacedLine  = 3  // places in one line, as many as a line of prose may have lost
)

// spaced marks white space inside sentences, and behind their marks, on a page with
// several gaps before marks: there a word is gone wherever white space is left.
func (w *worker) spaced() {
	known := 0
	for i := range w.flags {
		for _, d := range w.doc.Blocks[i].Damage {
			if text := w.text(i); d.Kind == document.DamageDeletedWord && strings.HasPrefix(text[d.Span.Start:], " ") && markAt(text[d.Span.Start+1:]) {
				known++
			}
		}
	}
	if known < leastSpaced {
		return
	}
	var found []gap
	for i, f := range w.flags {
		if f&signGap != 0 {
			w.work += len(w.text(i))
			found = spacesIn(found, i, w.text(i))
		}
	}
	if len(found) > mostSpaced*known {
		return
	}
	for _, g := range found {
		if w.near(g) {
			continue
		}
		before, last := lastTwo(w.text(g.block)[:g.at])
		rest := w.text(g.block)[g.at+1:]
		g.word = missing(before, last, rest, gainWord)
		if g.word != "" || cp936().isHan(last) && joined(before, last, rest) > costJoined {
			w.deleted(g, 0.6)
		}
	}
}

// joined is what the first two characters of a text cost behind two others.
func joined(before, last rune, rest string) float32 {
	next, n := utf8.DecodeRuneInString(rest)
	then, _ := utf8.DecodeRuneInString(rest[n:])
	return costOf(before, last, next) + costOf(last, next, then)
}

// markAt reports whether s begins with a mark that no author puts white space
// before.
func markAt(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return strings.ContainsRune(gapMarks, r)
}

// spacesIn appends the places of a line of prose where a single space stands
// between a hanzi or a mark of full width and a hanzi.
func spacesIn(out []gap, block int, text string) []gap {
	first := len(out)
	hanzi, sentence := 0, false
	last := rune('\n')
	for i, r := range text {
		switch {
		case cp936().isHan(r):
			hanzi++
		case strings.ContainsRune("，。；！？、", r):
			sentence = true
		case r == ' ' && (cp936().isHan(last) || last >= 0x80 && strings.ContainsRune(gapMarks, last)):
			if next, _ := utf8.DecodeRuneInString(text[i+1:]); cp936().isHan(next) {
				out = append(out, gap{block: block, at: i})
			}
		}
		last = r
	}
	if hanzi < longLine || !sentence || len(out)-first > spacedLine {
		return out[:first]
	}
	return out
}
