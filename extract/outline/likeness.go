package outline

import (
	"math"

	"zhengwen/document"
	"zhengwen/rules"
)

// names lists the kinds; the first is given when nothing is known.
var names = [kindCount]document.SectionKind{
	document.SectionOther, document.SectionIntro, document.SectionDefinition, document.SectionBackground, document.SectionNecessity, document.SectionConsequences, document.SectionChannels,
	document.SectionPreparation, document.SectionProcess, document.SectionTechniques, document.SectionComparison, document.SectionChoice, document.SectionAdvantages,
	document.SectionDisadvantages, document.SectionCautions, document.SectionLegal, document.SectionFollowup, document.SectionFAQ, document.SectionCases, document.SectionSummary,
}

const kindCount = 20

// index is the place of a kind in names, -1 for none of them.
func index(kind document.SectionKind) int {
	for i := range names {
		if names[i] == kind {
			return i
		}
	}
	return -1
}

// evidence is what speaks for each kind, in nats times scale. Whole numbers, so that
// every machine adds up to the same.
type evidence [kindCount]int32

const scale = 256

// hints is what the cues say about a heading.
type hints struct {
	best int    // the kind of the best cue, -1 for none
	any  uint32 // a bit for each kind that has a cue
}

// likeness tells kinds by likeness to headings whose kind is known: a naive Bayes
// classifier over the one to three characters that stand side by side in them, and over
// the cues they hold. It is counted when it is first asked, so that a heading that a
// user adds to the set "section-examples" counts like any other.
type likeness struct {
	at    map[gram]int32 // index into weigh
	weigh []evidence
}

// gram is up to three characters, or a hint.
type gram uint64

const (
	hinted   gram = 1 << 63 // | kind: a cue of that kind stands in the heading
	hintBest gram = 1 << 62 // | kind: the best cue is of that kind; kindCount for no cue
)

const (
	longest   = 40   // characters of a heading that are looked at
	smoothing = 0.1  // of an example that every kind is taken to have, so that what was never seen is not impossible
	doubt     = 0.5  // examples that an n-gram is short of being believed
	small     = 2    // examples that every kind is taken to have more, so that rare kinds do not win by one
	share     = 0.85 // weight of the heading; .7…1.4 did alike on labelled articles left out
)

func newLikeness(set *rules.Set, look func(string) hints) likeness {
	examples := 0
	for _, r := range set.Rules {
		examples += len(r.Any)
	}
	l := likeness{at: make(map[gram]int32, 10*examples)}
	counts := make([][kindCount]float32, 0, 10*examples)
	var size [kindCount]float64
	var buf [3*longest + 2*kindCount]gram
	for _, r := range set.Rules {
		at := index(document.SectionKind(r.Kind))
		if at < 0 {
			continue
		}
		for _, words := range r.Any {
			size[at]++
			for _, g := range grams(buf[:0], words, look(words)) {
				k, known := l.at[g]
				if !known {
					k = int32(len(counts))
					l.at[g] = k
					counts = append(counts, [kindCount]float32{})
				}
				counts[k][at]++
			}
		}
	}
	mean := 0.0
	for at := range size {
		size[at] += small
		mean += size[at] / kindCount
	}
	l.weigh = make([]evidence, len(counts))
	for k := range counts {
		weigh(&l.weigh[k], &counts[k], &size, smoothing/mean)
	}
	return l
}

// weigh turns the counts of an n-gram into what it says for each kind: the logarithm of
// how much more frequent it is in headings of the kind than on average.
func weigh(e *evidence, counts *[kindCount]float32, size *[kindCount]float64, floor float64) {
	total, all := kindCount*floor, 0.0
	for at, n := range counts {
		total += float64(n) / size[at]
		all += float64(n)
	}
	belief := scale * all / (all + doubt)
	never := int32(math.Round(belief * math.Log(floor/total*kindCount)))
	for at, n := range counts {
		e[at] = never
		if n > 0 {
			e[at] = int32(math.Round(belief * math.Log((float64(n)/size[at]+floor)/total*kindCount)))
		}
	}
}

// to is what the heading's likeness says for each kind. The sum over its n-grams is
// divided by the root of their number, as neighbours say the same.
func (l likeness) to(words string, h hints) (e evidence) {
	var buf [3*longest + 2*kindCount]gram
	all := grams(buf[:0], words, h)
	for _, g := range all {
		if k, known := l.at[g]; known {
			for at, w := range &l.weigh[k] {
				e[at] += w
			}
		}
	}
	if n := len(all); n > 0 {
		by := share / math.Sqrt(float64(n))
		for at := range e {
			e[at] = int32(float64(e[at]) * by)
		}
	}
	return e
}

// grams appends the n-grams of a heading and its hints. Numerals are one character,
// marks of punctuation another, a question mark is kept, all else that is not Han goes.
func grams(dst []gram, words string, h hints) []gram {
	const (
		edge    = 1
		numeral = 2
		pause   = 3
	)
	a, b, n := gram(0), gram(edge), 0
	push := func(c gram) {
		if c != edge {
			dst = append(dst, c)
		}
		dst = append(dst, b<<21|c)
		if a != 0 {
			dst = append(dst, a<<42|b<<21|c)
		}
		a, b = b, c
	}
	for _, r := range words {
		c := gram(r)
		switch {
		case isDigit(r) || few(r):
			if b == numeral {
				continue
			}
			c = numeral
		case isHan(r):
		case r == '?' || r == '？':
			c = '?'
		case r == '，' || r == ',' || r == '、' || r == '：' || r == ':' || r == '；' || r == ' ' || r == '·':
			c = pause
		default:
			continue
		}
		if n++; n >= longest-1 {
			break
		}
		push(c)
	}
	push(edge)
	for at := range kindCount {
		if h.any>>at&1 == 1 {
			dst = append(dst, hinted|gram(at))
		}
	}
	if h.best < 0 {
		return append(dst, hintBest|kindCount)
	}
	return append(dst, hintBest|gram(h.best))
}

// few reports whether a character is a small numeral, of which headings have many
// that say nothing: 三个误区.
func few(r rune) bool {
	switch r {
	case '一', '二', '两', '三', '四', '五', '六', '七', '八', '九', '十', '几':
		return true
	}
	return false
}
