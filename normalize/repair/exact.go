package repair

import (
	"slices"
	"unicode/utf8"

	"zhengwen/document"
)

// truths are the encodings text may have had.
func truths() [3]machine { return [3]machine{unicodeBytes{}, doubleByte{cp936()}, doubleByte{big5()}} }

// maxDepth is the number of wrong decodings undone one after another.
const maxDepth = 3

// exact undoes wrong decodings of the Latin spans of a text.
func (w *worker) exact(text string) (out []document.Change) {
	for _, s := range latinSpans(text) {
		if after, ok := w.undo(text[s.Start:s.End]); ok {
			out = append(out, document.Change{Start: s.Start, End: s.End, After: after, Kind: document.EditMojibake, Rule: ruleMojibake, Confidence: 0.97})
		}
	}
	return trim(text, out)
}

// trim takes what stays the same at both ends out of the changes.
func trim(text string, in []document.Change) []document.Change {
	for k := range in {
		c := &in[k]
		before, n := text[c.Start:c.End], 0
		for n < len(before) && n < len(c.After) && before[n] < 0x80 && before[n] == c.After[n] {
			n++
		}
		c.Start, c.After, before = c.Start+n, c.After[n:], before[n:]
		for n = 0; n < len(before) && n < len(c.After) && before[len(before)-1-n] < 0x80 && before[len(before)-1-n] == c.After[len(c.After)-1-n]; {
			n++
		}
		c.End, c.After = c.End-n, c.After[:len(c.After)-n]
	}
	return in
}

// latinSpans returns the stretches of text without East Asian characters that
// hold at least three characters beyond ASCII.
func latinSpans(text string) []document.Span {
	var out []document.Span
	start, high := 0, 0
	end := func(at int) {
		if high >= 3 {
			out = append(out, document.Span{Start: start, End: at})
		}
		high = 0
	}
	for i, r := range text {
		if r >= 0x2E80 || r == utf8.RuneError {
			end(i)
			start = i + utf8.RuneLen(r)
			continue
		}
		if r >= 0x80 {
			high++
		}
	}
	end(len(text))
	return out
}

// undo reverses up to maxDepth wrong decodings exactly.
func (w *worker) undo(s string) (string, bool) {
	type node struct {
		text  string
		depth int
	}
	queue := []node{{s, 0}}
	seen := map[string]bool{s: true}
	for len(queue) > 0 && len(seen) < 32 {
		n := queue[0]
		queue = queue[1:]
		best, found := "", false
		bestCost := float32(0)
		var by chain
		for _, rd := range latinReadings() {
			raw, ok := rd.raw(n.text)
			if !ok {
				continue
			}
			w.work += len(raw)
			for t, m := range truths() {
				out, ok := strict(m, raw)
				if !ok || out == n.text {
					continue
				}
				if ok, cost := restored(n.text, out, t == 0); ok {
					if !found || cost < bestCost {
						best, bestCost, found = out, cost, true
						by = chain{rd, m}
					}
				} else if t == 0 && n.depth+1 < maxDepth && !seen[out] && fewer(n.text, out) {
					seen[out] = true
					queue = append(queue, node{out, n.depth + 1})
				}
			}
		}
		if found {
			if n.depth == 0 {
				w.prove(by)
			}
			return best, true
		}
	}
	return "", false
}

// raw turns characters into the bytes they were read from.
func (rd *reading) raw(s string) ([]byte, bool) {
	out := make([]byte, 0, len(s))
	for _, r := range s {
		b, n := rd.of(r)
		if n == 0 {
			return nil, false
		}
		out = append(out, b[:n]...)
	}
	return out, true
}

// fewer reports whether undoing one UTF-8 decoding shortened the text as it must.
func fewer(before, after string) bool {
	return utf8.RuneCountInString(after) < utf8.RuneCountInString(before)
}

// Limits for taking a text as restored, in nats a character. Good text costs 4 to
// 6, what a wrong pair of encodings gives 9 and more. Valid UTF-8 of several
// hanzi does not come about by chance.
const (
	restoredCost      = 7.6
	restoredShortCost = 6.6
	restoredUTF8Cost  = 11
)

// restored reports whether text is Chinese prose that its garbled form was made
// from.
func restored(garbled, text string, utf bool) (bool, float32) {
	han, cost := prose(text)
	high, wide := 0, 0
	for _, r := range text {
		if r >= 0x80 {
			high++
		}
		if r >= 0x2E80 || 0x2010 <= r && r <= 0x2026 || r == '·' {
			wide++
		}
	}
	if han < 2 || wide*10 < high*9 {
		return false, cost
	}
	limit := float32(restoredCost)
	switch {
	case utf && han >= 2:
		limit = restoredUTF8Cost
	case han < 8:
		limit = restoredShortCost
	}
	return cost <= limit, cost
}

// A chain is a wrong decoding: what the text was and what it was read as.
type chain struct {
	rd *reading
	m  machine
}

// prove notes that a chain has damaged the page.
func (w *worker) prove(c chain) {
	if !slices.Contains(w.proven, c) {
		w.proven = append(w.proven, c)
	}
}

// leastBetter is how much better than its damaged form, in nats a character, a
// short text must read to be undone by a chain that other texts of the page have
// proven.
const leastBetter = 2

// short undoes a proven chain in a text that is too short to prove one.
func (w *worker) short(text string) []document.Change {
	_, before := prose(text)
	for _, c := range w.proven {
		raw, ok := c.rd.raw(text)
		if !ok || len(raw) == len(text) {
			continue
		}
		after, ok := strict(c.m, raw)
		if !ok || after == text {
			continue
		}
		if han, cost := prose(after); han > 0 && cost < before-leastBetter {
			return trim(text, []document.Change{{End: len(text), After: after, Kind: document.EditMojibake, Rule: ruleMojibake, Confidence: 0.9}})
		}
	}
	return nil
}
