package repair

import (
	"unicode"

	"zhengwen/document"
)

// doubleByteText restores a text that was GBK or Big5 and was read as something
// else. Any bytes are GBK, so that the model must decide.
func (w *worker) doubleByteText(text string, f signs, n counts) []document.Change {
	// Where half of the characters are gone nothing certain is left to find.
	if n.marks > n.high || len(text) > maxPiece {
		return nil
	}
	latin := n.latin*2 >= n.high
	if latin && n.latin*denseLatin < n.all || !latin && f&(signForeign|signLost|signHan) == 0 {
		return nil
	}
	_, base := prose(firstRunes(text, 2*glanced))
	if base < garbledCost {
		return nil
	}
	var suspects []*reading
	switch {
	case latin:
		suspects = []*reading{latinReadings()[0], mixedReading()}
	case f&(signForeign|signLost) != 0:
		suspects = append([]*reading{big5Reading(), gbkReading()}, foreignReadings()...)
	default:
		suspects = []*reading{big5Reading(), gbkReading()}
	}
	var best []document.Change
	var by chain
	bestCost := base - 2
	for _, rd := range suspects {
		inside := 0
		for _, r := range text {
			if _, k := rd.of(r); k > 0 && r >= 0x80 {
				inside++
			}
		}
		if inside*10 < n.high*9 && !rd.mixed {
			continue
		}
		for _, m := range []machine{doubleByte{cp936()}, doubleByte{big5()}} {
			t := m.(doubleByte).codepage
			if rd.name == "gbk" && t == cp936() || rd.name == "big5" && t == big5() {
				continue
			}
			if !rd.mixed && glance(text, rd, t) > garbledCost {
				continue
			}
			s := w.search()
			s.chain(text, rd, m, false)
			path, _ := s.run('\n', '\n')
			if s.forms = scriptOf(madeText(path)); s.forms != anyScript {
				path, _ = s.run('\n', '\n')
			}
			_, cost := prose(madeText(path))
			if cost >= bestCost || !convincing(text, path, restoredCost) {
				continue
			}
			s.reconsider(path)
			c, _ := changes(text, s.tokens, path, func(n made) document.Change {
				return document.Change{Kind: document.EditMojibake, Rule: ruleMojibake, Confidence: confidence(n.sure)}
			})
			if k := madeHan(c); k >= 8 || k >= leastMade && cost < restoredShortCost {
				best, bestCost, by = c, cost, chain{rd, m}
			}
		}
	}
	if best != nil {
		w.prove(by)
	}
	return best
}

// denseLatin is the share of Latin characters beyond ASCII that GBK read as Latin
// has at least, one in so many: languages with accents have one in twenty.
const denseLatin = 3

// glanced is the number of characters that a glance takes in.
const glanced = 24

// glance returns the mean cost of the beginning of a text when it is undone without
// regard to lost bytes: the better of the two ways to pair the bytes between two
// marks.
func glance(text string, rd *reading, t *codepage) float32 {
	var raw [4 * glanced]byte
	n, chars := 0, 0
	sum := float32(0)
	flush := func() {
		best, k := float32(1e9), 0
		for phase := range min(2, n) {
			cost, count := float32(0), 0
			before, last := rune('\n'), rune('\n')
			for i := phase; i+1 < n; count++ {
				r := rune(raw[i])
				if i++; r >= 0x80 {
					r = t.pair(byte(r), raw[i])
					i++
				}
				cost += costOf(before, last, r)
				before, last = last, r
			}
			if count > 0 && cost/float32(count) < best {
				best, k = cost/float32(count), count
			}
		}
		if k > 0 {
			sum += best * float32(k)
			chars += k
		}
		n = 0
	}
	for _, r := range text {
		b, k := rd.of(r)
		if k == 0 || n+k > len(raw) {
			if flush(); chars >= glanced {
				break
			}
			continue
		}
		n += copy(raw[n:], b[:k])
	}
	flush()
	return sum / float32(max(1, chars))
}

// garbledCost is the mean cost of a character, in nats, from which on a text may
// be garbage: prose costs 4 to 6, wrongly decoded text 9 and more.
const garbledCost = 9

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
