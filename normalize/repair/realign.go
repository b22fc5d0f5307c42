package repair

import (
	"slices"
	"strings"
	"unicode/utf8"

	"zhengwen/document"
)

// Rules of the ledger.
const (
	ruleReading = "annotated-reading"
	ruleRealign = "gbk-realign"
)

// misaligned returns where a misaligned run of the text may begin: at the first
// `?` of the kind the annotator leaves, or -1. On a damaged page one at the end
// of the text counts too.
func misaligned(text string, damaged bool) int {
	for i := 0; i < len(text); i++ {
		k := strings.IndexByte(text[i:], '?')
		if k < 0 {
			return -1
		}
		i += k
		rest := text[i+1:]
		if rest == "" {
			if damaged {
				return i
			}
			return -1
		}
		if r, n := utf8.DecodeRuneInString(rest); strings.ContainsRune(beforeCut, r) && (wideEnd(text[:i]) || wideStart(rest[n:])) {
			return i
		}
		if _, n := torn(rest); n > 0 || tagRest(rest) {
			return i
		}
	}
	return -1
}

// wideEnd and wideStart report whether a text ends or begins with a character
// beyond ASCII, question marks apart.
func wideEnd(s string) bool {
	s = strings.TrimRight(s, "?")
	return s != "" && s[len(s)-1] >= 0x80
}

func wideStart(s string) bool {
	s = strings.TrimLeft(s, "?")
	return s != "" && s[0] >= 0x80
}

// realign restores one text of an annotated page: drop are its annotations that
// go, in order.
func (w *worker) realign(text string, drop []annotation, damaged bool) ([]document.Change, []document.Damage) {
	if misaligned(text, damaged) < 0 || len(text) > maxPiece {
		var out []document.Change
		for _, a := range drop {
			out = append(out, document.Change{Start: a.start, End: a.end, Kind: document.EditPinyin, Rule: ruleReading, Confidence: 0.99})
		}
		return out, nil
	}
	if !damaged && len(drop) == 0 && readsWell(text) {
		return nil, nil
	}
	s := w.search()
	s.page, s.near = w.characters(), w.whole()
	s.style, s.words = quotesOf(text), tornWeight
	if traditional(text) {
		s.forms = hant // the annotator writes Traditional; what is Simplified here is garbage
	}
	if !damaged && len(drop) == 0 {
		s.prior = costEnterClean
	}
	s.build(text, drop, nil)
	path, _ := s.run('\n', '\n')
	if guessed(path) && s.page.correct(s.tokens, path) {
		// What was decoded tells more of the page's words.
		path, _ = s.run('\n', '\n')
	}
	if holes := s.doubtful(text, path); len(holes) > 0 && !w.spent() {
		s.build(text, drop, holes)
		path, _ = s.run('\n', '\n')
	}
	s.reconsider(path)
	return changes(text, s.tokens, path, func(n made) document.Change {
		if n.chars == 0 {
			return document.Change{Kind: document.EditPinyin, Rule: ruleReading, Confidence: 0.99}
		}
		return document.Change{Kind: document.EditRealign, Rule: ruleRealign, Confidence: confidence(n.sure)}
	})
}

// costDoubt is what a decoded character and the one behind it cost together where a
// pair may have vanished inside it.
const costDoubt = 16

// readsWell reports whether the text about its question marks is prose: neither the
// two characters before one nor the two behind the mark after it are garbage.
func readsWell(text string) bool {
	bad := func(before, last rune, s string) bool {
		sum, n := float32(0), 0
		for _, r := range s {
			if n == 2 || r < 0x80 {
				break
			}
			sum += costOf(before, last, r)
			before, last = last, r
			n++
		}
		return n > 0 && sum >= float32(n)*costGarbage
	}
	for i := 0; i < len(text); i++ {
		k := strings.IndexByte(text[i:], '?')
		if k < 0 {
			break
		}
		i += k
		a := characterAt(text, max(0, i-1))
		b := characterAt(text, max(0, a-1))
		before, last := lastTwo(text[:b])
		if _, n := torn(text[i+1:]); n > 0 || bad(before, last, text[b:i]) {
			return false
		}
		rest := strings.TrimLeft(text[i:], "?")
		// Both bytes of a character may have been cut off, and an author writes marks
		// in one width.
		if next, _ := utf8.DecodeRuneInString(rest); strings.ContainsRune(beforeCut, next) && (next >= 0x80 || len(rest) < len(text)-i-1) {
			return false
		}
		rest = strings.TrimLeft(text[i:], "?，；！。,;!")
		if len(rest) < len(text)-i-1 && bad('。', '\n', rest) {
			return false
		}
	}
	return true
}

// costGarbage is the mean cost of two characters from which on they may be garbage.
const costGarbage = 7

// costEnterClean is the cost of beginning to decode where nothing else tells of the
// annotator.
const costEnterClean = 12

// behindCut is the number of tokens behind a cut in which a pair may have vanished
// so early that the search has found no way into the misaligned run.
const behindCut = 5

// doubtful returns the stretches of the text in which decoded characters read
// badly or something was given up, and those behind a cut that was left alone.
func (s *search) doubtful(text string, path []step) []document.Span {
	var out []document.Span
	add := func(from, to int32) {
		from, to = max(0, from), min(int32(len(s.tokens))-1, to)
		x := document.Span{Start: int(s.tokens[from].start), End: int(s.tokens[to].end)}
		if n := len(out); n > 0 && x.Start <= out[n-1].End {
			out[n-1].End = max(out[n-1].End, x.End)
			return
		}
		out = append(out, x)
	}
	before, last := rune('\n'), rune('\n')
	previous, at := float32(0), int32(-1) // of the decoded character before, and its token
	for _, p := range path {
		cost := float32(costDoubt)
		if p.r >= 0 {
			if at >= 0 || p.how&literal == 0 {
				cost = costOf(before, last, p.r)
			}
			before, last = last, p.r
		}
		if at >= 0 && previous+cost > costDoubt {
			add(at, at)
		}
		previous, at = cost, -1
		if p.how&literal == 0 {
			at = p.tok
		}
		if p.how&literal == 0 {
			continue
		}
		switch {
		case p.r < 0: // a torn pair
			add(p.tok, p.tok+behindCut)
		case p.r == '?':
			if next, _ := utf8.DecodeRuneInString(text[s.tokens[p.tok].end:]); strings.ContainsRune(beforeCut, next) {
				add(p.tok, p.tok+behindCut)
			}
		}
	}
	return out
}

// guessed reports whether the model had to choose between bytes.
func guessed(path []step) bool {
	return slices.ContainsFunc(path, func(p step) bool { return p.how&(guess|chosen) != 0 })
}
