package repair

import (
	"strings"
	"unicode/utf8"

	"zhengwen/document"
)

const ruleMojibake = "wrong-decoding"

// mojibake restores text that was decoded with the wrong encoding, span by span.
// One pass undoes one wrong decoding, or several exactly.
func (w *worker) mojibake(i int) {
	for range maxDepth {
		if w.flags[i]&(signHan|signForeign|signLost|signLatin|signControl) == 0 || w.spent() {
			return
		}
		text := w.text(i)
		n := count(text)
		if n.high < leastHigh {
			return
		}
		c := w.utf8Text(text, w.flags[i], n)
		if len(c) == 0 && w.flags[i]&signHan != 0 && outlandish(text) {
			c = w.twice(text)
		}
		if len(c) == 0 && n.latin > 2 {
			c = w.exact(text)
		}
		if len(c) == 0 {
			c = w.doubleByteText(text, w.flags[i], n)
		}
		if len(c) == 0 {
			return
		}
		w.change(i, c)
	}
}

// counts says what a text is made of.
type counts struct{ all, high, latin, marks int }

func count(text string) (n counts) {
	for _, r := range text {
		n.all++
		switch {
		case r == utf8.RuneError, r == '?':
			n.marks++
		case r >= 0x2E80:
			n.high++
		case r >= 0x80:
			n.high++
			n.latin++
		}
	}
	return n
}

// leastHigh is the number of characters beyond ASCII a text needs for a search.
const leastHigh = 4

// utf8Text restores text that was UTF-8.
func (w *worker) utf8Text(text string, f signs, n counts) []document.Change {
	var best *reading
	var stretches []document.Span
	most := 0
	whole := len(strings.TrimFunc(text, func(r rune) bool { return r < 0x80 }))
	try := func(list ...*reading) {
		for _, rd := range list {
			if most >= whole {
				return // nothing is left to explain
			}
			w.work += len(text)
			found := utf8Stretches(text, rd)
			size := 0
			for _, x := range found {
				size += x.End - x.Start
			}
			if size > most {
				best, stretches, most = rd, found, size
			}
		}
	}
	if n.latin*3 >= n.high {
		try(latinReadings()...)
	}
	if f&(signHan|signLost|signForeign) != 0 {
		try(gbkReading())
	}
	if f&(signForeign|signLost) != 0 {
		try(big5Reading())
		try(foreignReadings()...)
	}
	return w.utf8Runs(text, best, stretches)
}

// utf8Runs restores the stretches of a text that were UTF-8 and were read as rd.
func (w *worker) utf8Runs(text string, rd *reading, stretches []document.Span) (out []document.Change) {
	for _, run := range stretches {
		part := text[run.Start:run.End]
		if raw, ok := rd.raw(part); ok && !strings.Contains(part, "?") {
			if after, ok := strict(unicodeBytes{}, raw); ok {
				if han, cost := prose(after); han >= 2 && cost < restoredUTF8Cost {
					out = append(out, document.Change{Start: run.Start, End: run.End, After: after, Kind: document.EditMojibake, Rule: ruleMojibake, Confidence: 0.97})
					w.prove(chain{rd, unicodeBytes{}})
				}
				continue
			}
		}
		s := w.search()
		s.prior = 0
		s.chain(part, rd, unicodeBytes{}, len(rd.drops) > 0)
		path := s.settled()
		if !convincing(part, path, restoredUTF8Cost) {
			continue
		}
		c, _ := changes(part, s.tokens, path, func(n made) document.Change {
			return document.Change{Kind: document.EditMojibake, Rule: ruleMojibake, Confidence: confidence(n.sure)}
		})
		for k := range c {
			c[k].Start += run.Start
			c[k].End += run.Start
		}
		out = append(out, c...)
		w.prove(chain{rd, unicodeBytes{}})
	}
	return out
}

// convincing reports whether what a path makes of a text reads like prose, far
// better than the text does, and little was given up.
func convincing(text string, path []step, limit float32) bool {
	lost := 0
	for _, p := range path {
		if p.how&gone != 0 {
			lost++
		}
	}
	han, cost := prose(madeText(path))
	_, before := prose(text)
	return han >= 2 && cost < limit && cost < before-1 && lost*10 <= han
}

// madeText is what a path reads.
func madeText(path []step) string {
	var out []rune
	for _, p := range path {
		if p.r >= 0 {
			out = append(out, p.r)
		}
	}
	return string(out)
}
