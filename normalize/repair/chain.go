package repair

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"

	"zhengwen/document"
)

const ruleMojibake = "wrong-decoding"

// A reading is an encoding text was wrongly decoded with: how its characters map
// back to bytes.
type reading struct {
	name  string
	bytes func() map[rune][]byte // beyond ASCII
	open  []int16                // bytes the encoding shows as nothing or as a mark
	lossy bool                   // worth a search where bytes are missing
	wide  bool                   // gives hanzi or other wide characters
}

// readings of one byte a character come first: they are exact.
var wrongReadings = []reading{
	{name: "windows-1252", bytes: sync.OnceValue(func() map[rune][]byte { return single(charmap.Windows1252, true) }), open: []int16{0x81, 0x8D, 0x8F, 0x90, 0x9D}, lossy: true},
	{name: "windows-1250", bytes: sync.OnceValue(func() map[rune][]byte { return single(charmap.Windows1250, true) })},
	{name: "windows-1251", bytes: sync.OnceValue(func() map[rune][]byte { return single(charmap.Windows1251, true) })},
	{name: "ibm437", bytes: sync.OnceValue(func() map[rune][]byte { return single(charmap.CodePage437, false) })},
	{name: "macintosh", bytes: sync.OnceValue(func() map[rune][]byte { return single(charmap.Macintosh, false) })},
	{name: "gbk", bytes: sync.OnceValue(func() map[rune][]byte { return double(cp936()) }), lossy: true, wide: true},
	{name: "big5", bytes: sync.OnceValue(func() map[rune][]byte { return double(big5()) }), lossy: true, wide: true},
	{name: "euc-kr", bytes: sync.OnceValue(func() map[rune][]byte { return pairs(korean.EUCKR) }), lossy: true, wide: true},
	{name: "shift_jis", bytes: sync.OnceValue(func() map[rune][]byte { return pairs(japanese.ShiftJIS) }), lossy: true, wide: true},
}

// single maps the upper half of a single-byte charset. With controls, bytes the
// charset leaves open and C1 controls map to themselves, as latin-1 has them.
func single(c *charmap.Charmap, controls bool) map[rune][]byte {
	m := make(map[rune][]byte, 256)
	for b := 0x80; b <= 0xFF; b++ {
		if controls {
			if b < 0xA0 {
				m[rune(b)] = []byte{byte(b)}
			}
		}
	}
	for b := 0x80; b <= 0xFF; b++ {
		if r := c.DecodeByte(byte(b)); r != utf8.RuneError {
			m[r] = []byte{byte(b)}
		}
	}
	return m
}

func double(t *codepage) map[rune][]byte {
	m := make(map[rune][]byte, 24000)
	for r, c := range t.code {
		if c != 0 {
			m[rune(r)] = []byte{byte(c >> 8), byte(c)}
		}
	}
	m['€'] = []byte{0x80}
	return m
}

func pairs(e encoding.Encoding) map[rune][]byte {
	m := make(map[rune][]byte, 12000)
	dec := e.NewDecoder()
	for a := 0x80; a <= 0xFF; a++ {
		if out, err := dec.Bytes([]byte{byte(a)}); err == nil {
			if r, n := utf8.DecodeRune(out); n == len(out) && r >= 0x80 && r != utf8.RuneError {
				m[r] = []byte{byte(a)}
			}
		}
		for b := 0x40; b <= 0xFE; b++ {
			if out, err := dec.Bytes([]byte{byte(a), byte(b)}); err == nil {
				if r, n := utf8.DecodeRune(out); n == len(out) && r >= 0x80 && r != utf8.RuneError && m[r] == nil {
					m[r] = []byte{byte(a), byte(b)}
				}
			}
		}
	}
	return m
}

// truths are the encodings text may have had.
func truths() [3]machine { return [3]machine{unicodeBytes{}, doubleByte{cp936()}, doubleByte{big5()}} }

// maxDepth is the number of wrong decodings undone one after another.
const maxDepth = 3

// mojibake restores text that was decoded with the wrong encoding, span by span:
// runs of Latin, Greek, Cyrillic and box drawing characters exactly, whole texts
// through the search.
func (w *worker) mojibake(i int) {
	text := w.text(i)
	if w.flags[i]&(signLatin|signControl) != 0 && !w.spent() {
		var out []document.Change
		for _, s := range latinSpans(text) {
			if c, ok := w.undo(text[s.Start:s.End]); ok {
				out = append(out, document.Change{Start: s.Start, End: s.End, After: c, Kind: document.EditMojibake, Rule: ruleMojibake, Confidence: 0.97})
			}
		}
		if len(out) > 0 {
			w.change(i, trim(text, out))
			text = w.text(i)
		}
	}
	if w.flags[i]&(signHan|signForeign|signLost|signLatin) == 0 {
		return
	}
	if c := w.lossy(text); c != nil {
		w.change(i, c)
	}
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
		for k := range wrongReadings {
			if wrongReadings[k].wide {
				continue
			}
			for _, mixed := range [2]bool{false, true} {
				raw, ok := back(n.text, wrongReadings[k].bytes(), mixed)
				if !ok {
					continue
				}
				w.work += len(raw)
				for t, m := range truths() {
					if mixed && t == 0 {
						continue
					}
					out, ok := strict(m, raw)
					if !ok || out == n.text {
						continue
					}
					if ok, cost := restored(n.text, out, t == 0); ok {
						if !found || cost < bestCost {
							best, bestCost, found = out, cost, true
						}
					} else if t == 0 && n.depth+1 < maxDepth && !seen[out] && fewer(n.text, out) {
						seen[out] = true
						queue = append(queue, node{out, n.depth + 1})
					}
				}
			}
		}
		if found {
			return best, true
		}
	}
	return "", false
}

// back turns characters into the bytes they were read from. In mixed text,
// characters the charset lacks were read as UTF-8.
func back(s string, table map[rune][]byte, mixed bool) ([]byte, bool) {
	out := make([]byte, 0, len(s))
	foreign := false
	for _, r := range s {
		switch b, ok := table[r]; {
		case r < 0x80:
			out = append(out, byte(r))
		case ok:
			out = append(out, b...)
		case mixed && r < 0x800:
			foreign = true
			out = utf8.AppendRune(out, r)
		default:
			return nil, false
		}
	}
	return out, foreign == mixed
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

// lossy restores a text whose wrong decoding lost bytes, by search.
func (w *worker) lossy(text string) []document.Change {
	high, gone, latin := 0, 0, 0
	for _, r := range text {
		switch {
		case r == utf8.RuneError, r == '?':
			gone++
		case r >= 0x2E80:
			high++
		case r >= 0x80:
			high++
			latin++
		}
	}
	// Where a third of the bytes is gone nothing certain is left to find.
	if high < 6 || gone*2 > high || w.spent() {
		return nil
	}
	base, _ := literalCost(text)
	var best []document.Change
	bestCost := base - 12
	for k := range wrongReadings {
		rd := &wrongReadings[k]
		if !rd.lossy {
			continue
		}
		table := rd.bytes()
		inside := 0
		for _, r := range text {
			if r >= 0x80 && table[r] != nil {
				inside++
			}
		}
		if inside*10 < high*9 && rd.name != "gbk" && rd.name != "windows-1252" {
			continue
		}
		if rd.name == "windows-1252" && latin*2 < high {
			continue
		}
		for t, m := range truths() {
			if rd.name == "gbk" && t == 1 || rd.name == "big5" && t == 2 {
				continue
			}
			if t > 0 && (rd.name == "windows-1252" && inside*10 < high*9 || gone*5 > high) {
				continue
			}
			tokens := chainTokens(text, rd, table, t == 0)
			if t == 0 && !plausible(tokens) {
				continue
			}
			s := w.search(m)
			s.width = chainWidth
			path, cost := s.run(tokens)
			if s.forms = scriptOf(madeText(path)); s.forms != anyScript && cost < bestCost {
				path, cost = s.run(tokens)
			}
			if cost >= bestCost {
				continue
			}
			if !convincing(path) {
				continue
			}
			c, _ := changes(text, tokens, path, func(bool) document.Change {
				return document.Change{Kind: document.EditMojibake, Rule: ruleMojibake, Confidence: 0.85}
			})
			if madeHan(c) >= leastMade {
				best, bestCost = c, cost
			}
		}
	}
	return best
}

// leastMade is how many hanzi a search over a whole text must bring to light: one
// odd mark in clean text is no wrong decoding.
const leastMade = 4

// madeHan counts the hanzi that changes put in.
func madeHan(c []document.Change) int {
	n := 0
	for i := range c {
		for _, r := range c[i].After {
			if unicode.Is(unicode.Han, r) {
				n++
			}
		}
	}
	return n
}

// chainWidth bounds the search for lost bytes, which can stand anywhere.
const chainWidth = 24

// plausible reports whether the bytes of tokens are mostly UTF-8 of East Asian
// text: three in four belong to sequences that fit as far as they are known.
func plausible(tokens []token) bool {
	good, all, due := 0, 0, 0
	for i := range tokens {
		b := tokens[i].bytes()
		for _, c := range b {
			if c >= 0 && c < 0x80 {
				due = 0
				continue
			}
			all++
			switch {
			case c == unknown:
				due = max(0, due-1)
				good++
			case 0xE2 <= c && c <= 0xEF:
				due = 2
				good++
			case c < 0xC0 && due > 0:
				due--
				good++
			default:
				due = 0
			}
		}
		if b == nil {
			due = 0
		}
	}
	return all >= 6 && good*4 >= all*3
}

// bytes returns the bytes the token was read from, where that is known.
func (t *token) bytes() []int16 {
	for k := range t.alts {
		if b := t.alts[k].bytes; b != nil && (!t.alts[k].pending || t.r == utf8.RuneError || t.r == '?') {
			return b
		}
	}
	return nil
}

// convincing reports whether what a path makes reads like prose and nothing was
// given up.
func convincing(path []step) bool {
	for _, p := range path {
		if p.lost {
			return false
		}
	}
	han, cost := prose(madeText(path))
	return han >= 4 && cost < 7
}

// madeText is what a path reads.
func madeText(path []step) string {
	var out strings.Builder
	for _, p := range path {
		if p.r >= 0 {
			out.WriteRune(p.r)
		}
	}
	return out.String()
}

func literalCost(text string) (float32, int) {
	n := utf8.RuneCountInString(text)
	_, mean := prose(text)
	high := 0
	for _, r := range text {
		if r >= 0x80 {
			high++
		}
	}
	return mean*float32(high) + 3*float32(n-high), n
}

// chainTokens cuts text into tokens that stand for the bytes a wrong decoding
// read.
func chainTokens(text string, rd *reading, table map[rune][]byte, utf bool) []token {
	out := make([]token, 0, len(text))
	for i, r := range text {
		n := utf8.RuneLen(r)
		k := token{start: i, end: i + n, r: r}
		switch b, ok := table[r]; {
		case r == utf8.RuneError || r == '?':
			k.alts = append(k.alts, alt{literal: true, raw: r == '?', cost: 6})
			if rd.open != nil && utf {
				for _, o := range rd.open {
					k.alts = append(k.alts, alt{pending: true, bytes: []int16{o}})
				}
				break
			}
			k.alts = append(k.alts, alt{bytes: []int16{unknown}, cost: 1})
		case r < 0x80:
			k.alts = append(k.alts, alt{literal: true, raw: true})
			if r == ' ' && utf {
				k.alts = append(k.alts, alt{pending: true, bytes: []int16{0xA0}})
			} else if !utf && r >= 0x40 {
				k.alts = append(k.alts, alt{pending: true, bytes: []int16{int16(r)}})
			}
		case ok:
			bytes := make([]int16, len(b))
			for j := range b {
				bytes[j] = int16(b[j])
			}
			k.alts = append(k.alts, alt{literal: true, cost: 0.5}, alt{bytes: bytes})
			if rd.open != nil && utf {
				// An open byte may have been dropped before this one.
				for _, o := range rd.open {
					k.alts = append(k.alts, alt{pending: true, cost: 5, bytes: append([]int16{o}, bytes...)})
				}
			}
		default:
			k.alts = append(k.alts, alt{literal: true})
		}
		out = append(out, k)
	}
	return out
}
