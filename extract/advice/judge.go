package advice

import (
	_ "embed" // for the weights
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"zhengwen/document"
)

// The weights were fitted by TestFit to labelled articles and sentences; a line is
// what is weighed, a tab and the weight.
//
//go:embed weights.tsv
var weightsData string

// judge has the last word on whether a sentence is advice. The grammar knows which
// words direct and which describe, but where it is in doubt it has to decide by what
// it saw first; the judge adds up everything that speaks for and against: how the
// grammar reads the sentence, its phrases, its characters, its length, what kind of
// section it stands in and how its neighbours read. It is a linear model; all weights
// are whole numbers, weightUnit to one in the logarithm of the odds.
type judge struct {
	bias    int32
	read    [classCount]int32 // by the class of the directive that the grammar found
	phrase  [classCount][phrasePlaces]int32
	kind    map[document.SectionKind]kindWeight
	before  [neighbours]int32
	after   [neighbours]int32
	length  [lengths]int32
	clauses [clauseCounts]int32
	char    [1 << 16]int8
	pairs   index // rows of pair
	pair    []int8
}

// kindWeight is what the kind of the section adds, and what it adds further to a
// sentence that the grammar takes for advice. Text before the first heading has the
// kind "".
type kindWeight struct{ any, read int32 }

// neighbour is how the sentence before or after another reads.
type neighbour uint8

const (
	neighbourNone    neighbour = iota // there is none
	neighbourPlain                    // no advice, or told in a case
	neighbourDirects                  // advice by the grammar
	neighbours
)

const (
	weightUnit   = 32
	trust        = weightUnit // what the grammar's reading counts from the start; the rest is fitted
	phrasePlaces = 4          // by phrase.place
	lengths      = 9          // tens of characters, the last for all longer ones
	lengthUnit   = 10         // characters
	clauseCounts = 6          // the last for all with more; 0 if nothing could direct
)

// place tells phrases that open a clause (1) and those with a complement (2).
func (p phrase) place(c *clause) int {
	n := 0
	if p.start == c.start {
		n++
	}
	if p.firm {
		n += 2
	}
	return n
}

// newJudge reads weights as TestFit writes them.
func newJudge(data string) (*judge, error) {
	j := &judge{kind: map[document.SectionKind]kindWeight{}, pairs: newIndex(strings.Count(data, "\n"))}
	for line := range strings.Lines(data) {
		line = strings.TrimSuffix(line, "\n")
		if strings.HasPrefix(line, "#") {
			continue
		}
		name, number, _ := strings.Cut(line, "\t")
		w, err := strconv.ParseInt(number, 10, 16)
		if err != nil {
			return nil, fmt.Errorf("weight of %q: %w", name, err)
		}
		if !j.set(name, int32(w)) {
			return nil, fmt.Errorf("nothing is weighed as %q", name)
		}
	}
	return j, nil
}

// set gives one weight by its name and reports whether there is such a name.
func (j *judge) set(name string, w int32) bool {
	what, which, _ := strings.Cut(name, " ")
	at := func(table []int32) bool {
		i, err := strconv.Atoi(which)
		if err != nil || i < 0 || i >= len(table) {
			return false
		}
		table[i] = w
		return true
	}
	switch what {
	case "bias":
		j.bias = w
	case "read":
		c, ok := classes[which]
		j.read[c] = w
		return ok
	case "phrase":
		which, place, _ := strings.Cut(which, " ")
		c, ok := classes[which]
		k, err := strconv.Atoi(place)
		if !ok || err != nil || k < 0 || k >= phrasePlaces {
			return false
		}
		j.phrase[c][k] = w
	case "kind":
		k := j.kind[document.SectionKind(which)]
		k.any = w
		j.kind[document.SectionKind(which)] = k
	case "kind+read":
		k := j.kind[document.SectionKind(which)]
		k.read = w
		j.kind[document.SectionKind(which)] = k
	case "before":
		return at(j.before[:])
	case "after":
		return at(j.after[:])
	case "length":
		return at(j.length[:])
	case "clauses":
		return at(j.clauses[:])
	case "char":
		r := []rune(which)
		switch {
		case len(r) == 1 && r[0] < 1<<16:
			j.char[r[0]] = int8(w)
		case len(r) == 2:
			j.pairs.put(pairKey(r[0], r[1]), len(j.pair))
			j.pair = append(j.pair, int8(w))
		default:
			return false
		}
	default:
		return false
	}
	return true
}

// weigh adds up what speaks for the sentence s, which the grammar reads as r if read
// is set and which stands in a section of the kind given. Its neighbours are not in it.
func (j *judge) weigh(s *sentence, r reading, read bool, kind kindWeight) int32 {
	sum := j.bias + kind.any + j.clauses[min(len(s.clauses), clauseCounts-1)]
	if read {
		sum += trust + j.read[r.class] + kind.read
	} else {
		sum -= trust
	}
	for k := range s.clauses {
		c := &s.clauses[k]
		for _, p := range s.phrases[c.first:c.last] {
			sum += j.phrase[p.class][p.place(c)]
		}
	}
	chars, n := j.characters(s.text)
	return sum + chars + j.length[min(n/lengthUnit, lengths-1)]
}

// characters adds up the weights of the characters of text and of each two neighbours
// and counts them. What stands between quotation marks is left out: others say it.
func (j *judge) characters(text string) (sum int32, n int) {
	last := rune(0)
	for i := 0; i < len(text); n++ {
		r, size := rune(text[i]), 1
		switch {
		case han(text[i]) && i+2 < len(text):
			r, size = wide(text, i), 3
		case r >= utf8.RuneSelf:
			r, size = utf8.DecodeRuneInString(text[i:])
		}
		i += size
		if r < 1<<16 {
			sum += int32(j.char[r])
			if k := j.pairs.get(pairKey(last, r)); k >= 0 {
				sum += int32(j.pair[k])
			}
		}
		if r == '“' {
			i += max(0, strings.Index(text[i:], "”"))
		}
		last = r
	}
	return sum, n
}

// pairKey is the key of two characters side by side.
func pairKey(a, b rune) uint64 { return uint64(a)<<32 | uint64(b) }
