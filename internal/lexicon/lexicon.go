// Package lexicon is a compiled Chinese dictionary: one flat image that is used
// where it lies, with the shortest path through it that cuts text into words.
//
// The image is made by gen from the zh_s dictionary of gse and from counts of
// modern prose; see ORIGIN.md for both. Nothing is parsed when it is opened, so
// that a program that runs once a page starts in milliseconds.
package lexicon

//go:generate go run ./gen -counts counts -out words.img

import (
	_ "embed"
	"fmt"
	"iter"
	"math"
	"slices"
	"sync"
)

//go:embed words.img
var builtin string

// Default returns the built-in dictionary. It is opened on first use.
var Default = sync.OnceValues(func() (*Lexicon, error) {
	l, err := Open(builtin)
	if err != nil {
		return nil, fmt.Errorf("open built-in dictionary: %w", err)
	}
	return l, nil
})

// Lexicon is a dictionary, or a dictionary with words of the user above it. It
// is read only and safe for concurrent use.
type Lexicon struct {
	base *image
	user *image // nil when there are no user words
}

// Open checks an image made by Build and returns the dictionary in it. The
// dictionary keeps using the string; nothing is copied when it is aligned to
// four bytes.
func Open(data string) (*Lexicon, error) {
	m, err := openImage(data)
	if err != nil {
		return nil, err
	}
	return &Lexicon{base: m}, nil
}

// Digest names the dictionary, user words included: "xxh3:" and 32 hex digits.
func (l *Lexicon) Digest() string {
	if l.user == nil {
		return l.base.digest
	}
	return l.base.digest + "+" + l.user.digest
}

// Word is what the dictionary knows about a word.
type Word struct {
	Cost Cost    // of the default mode
	IDF  float32 // natural logarithm, 0 for a word that stands in every text
	Tag  Tag
	Stop bool // says nothing about the text it stands in
}

// Lookup finds a word. Words that only the plain mode knows are found too, with
// the cost Absent. ASCII letters match in either case and width.
func (l *Lexicon) Lookup(word string) (Word, bool) {
	if l.user != nil {
		if w, ok := l.user.lookup(word); ok {
			return w, true
		}
	}
	return l.base.lookup(word)
}

// Place is where a word stands in the dictionary, None where it does not.
type Place struct {
	node uint32
	user bool // of the user's words
}

// None is the place of what the dictionary does not know.
var None Place

// Find is Lookup up to what the dictionary knows about the word. That lies far from
// where the word is found and is seldom in the cache: who looks up many words finds
// them all before Words reads about them.
func (l *Lexicon) Find(word string) Place {
	if l.user != nil {
		if node := l.user.entry(word); node != 0 {
			return Place{node, true}
		}
	}
	return Place{node: l.base.entry(word)}
}

// Words appends what the dictionary knows about places, of None nothing.
func (l *Lexicon) Words(dst []Word, places []Place) []Word {
	for _, p := range places {
		m := l.base
		if p.user {
			m = l.user
		}
		dst = append(dst, m.word(p.node))
	}
	return dst
}

// Cost is the quantised negative logarithm of a probability, in 1/1024 bit.
type Cost uint16

// Absent is the cost of what is no word.
const Absent Cost = 0

const (
	costUnit = 1024
	maxCost  = math.MaxUint16
	// unknownCost is that of one character outside the dictionary: 32 bits, as
	// in gse, dearer than any word of one character.
	unknownCost = 32 * costUnit
)

// CostOf is the cost of a word seen freq times among total.
func CostOf(freq, total float64) Cost {
	bits := math.Log2(total / freq)
	return Cost(min(max(math.Round(bits*costUnit), 1), maxCost))
}

// TotalFrequency is the sum of frequencies to which the dictionary's scale
// belongs: that of gse's zh_s dictionary, which is also that of jieba's. A user
// word's frequency is read on this scale.
const TotalFrequency = 57622195

// PlainCost is the cost of a word in the plain mode, Absent when it has none.
func (l *Lexicon) PlainCost(word string) Cost {
	if node, ok := l.base.find(word); ok {
		return l.base.plain[node]
	}
	return Absent
}

// PlainWords yields the words of the plain mode with their costs, in no order
// that means anything but always in the same one.
func (l *Lexicon) PlainWords() iter.Seq2[string, Cost] {
	m := l.base
	return func(yield func(string, Cost) bool) {
		runes := make([]rune, 1<<16)
		for r, c := range m.codes {
			if c != m.none && foldRune(rune(r)) == rune(r) {
				runes[c] = rune(r)
			}
		}
		owner := make([]uint32, len(m.nodes)) // base → node
		for s, x := range m.nodes {
			owner[x.base()] = uint32(s)
		}
		var word []rune
		for s, cost := range m.plain {
			if cost == Absent {
				continue
			}
			word = word[:0]
			for t := uint32(s); t != 0; {
				c := m.nodes[t].check()
				word = append(word, runes[c])
				t = owner[t-uint32(c)]
			}
			slices.Reverse(word)
			if !yield(string(word), cost) {
				return
			}
		}
	}
}

// Frequency is the inverse of CostOf.
func (c Cost) Frequency(total float64) float64 { return total * math.Exp2(-float64(c)/costUnit) }

// find walks to the node of a text that begins some word.
func (m *image) find(text string) (uint32, bool) {
	node := uint32(0)
	for i, n := 0, 0; i < len(text); i += n {
		r := rune(0)
		r, n = decode(text[i:])
		t, ok := m.step(node, m.code(r))
		if !ok {
			return 0, false
		}
		node = t
	}
	return node, true
}

func (m *image) lookup(word string) (Word, bool) {
	node := m.entry(word)
	if node == 0 {
		return Word{}, false
	}
	return m.word(node), true
}

// entry is the node of a word, 0 for what is none.
func (m *image) entry(word string) uint32 {
	node, ok := m.find(word)
	if !ok || m.nodes[node].cost() == Absent && m.plain[node] == Absent {
		return 0
	}
	return node
}

func (m *image) word(node uint32) Word {
	return Word{
		Cost: m.nodes[node].cost(), IDF: float32(m.idf[node]) / idfUnit,
		Tag: Tag(m.tag[node] &^ stopBit), Stop: m.tag[node]&stopBit != 0,
	}
}
