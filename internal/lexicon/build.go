package lexicon

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"zhengwen/internal/lexicon/flat"
)

// Entry is a word on its way into an image. Absent as a cost leaves the word out
// of that mode.
type Entry struct {
	Text  string
	Cost  Cost    // of the default mode
	Plain Cost    // of the plain mode
	IDF   float32 // natural logarithm
	Tag   Tag
	Stop  bool
}

// NameCosts are the costs of a character in the places of names, Absent where it
// does not stand: as surname, as first and as last character of a given name, as
// first and as second character of a place name of three.
type NameCosts [nameParts]Cost

const (
	partSurname = iota
	partGiven1
	partGiven2
	partPlace1
	partPlace2
	nameParts
)

// maxWordLen bounds the length of a word in characters, and with it the work at
// one position of a text.
const maxWordLen = 64

// Build makes the image of the given words and characters of names; of two entries
// for one word, the last one stands. Inputs names what they came from. The bytes
// depend on the arguments only.
func Build(inputs string, entries []Entry, names map[rune]NameCosts) ([]byte, error) {
	words := make([]Entry, 0, len(entries))
	for _, e := range entries {
		if !utf8.ValidString(e.Text) {
			return nil, fmt.Errorf("build dictionary: %q is no valid UTF-8", e.Text)
		}
		if strings.ContainsRune(e.Text, 0) {
			return nil, fmt.Errorf("build dictionary: %q holds U+0000", e.Text)
		}
		e.Text = fold(e.Text)
		switch n := utf8.RuneCountInString(e.Text); {
		case n == 0:
			return nil, fmt.Errorf("build dictionary: an empty word")
		case n > maxWordLen:
			return nil, fmt.Errorf("build dictionary: %q has over %d characters", e.Text, maxWordLen)
		}
		words = append(words, e)
	}
	slices.SortStableFunc(words, func(x, y Entry) int { return strings.Compare(x.Text, y.Text) })
	keep := words[:0]
	for i, e := range words {
		if i+1 < len(words) && words[i+1].Text == e.Text {
			continue
		}
		keep = append(keep, e)
	}
	words = keep

	b := &builder{}
	order, err := b.number(words)
	if err != nil {
		return nil, err
	}
	b.insert(words)
	b.place()
	return b.encode(inputs, order, names), nil
}

// builder turns words into a trie and packs it into one array.
type builder struct {
	code  map[rune]uint16
	trie  []branch
	nodes []node
	plain []Cost
	idf   []uint8
	tag   []uint8
}

// branch is a node before it has its place.
type branch struct {
	codes []uint16 // ascending once inserted in order of codes
	next  []int32
	entry *Entry
}

// number gives characters codes from 1, the most frequent first, so that the
// children of most nodes lie close together.
func (b *builder) number(words []Entry) ([]rune, error) {
	count := map[rune]int{}
	for _, w := range words {
		for _, r := range w.Text {
			count[r]++
		}
	}
	order := make([]rune, 0, len(count))
	for r := range count {
		order = append(order, r)
	}
	slices.SortFunc(order, func(x, y rune) int {
		if count[x] != count[y] {
			return count[y] - count[x]
		}
		return int(x - y)
	})
	if len(order) >= math.MaxUint16-1 {
		return nil, fmt.Errorf("build dictionary: %d different characters are too many", len(order))
	}
	b.code = make(map[rune]uint16, len(order))
	for i, r := range order {
		b.code[r] = uint16(i + 1)
	}
	return order, nil
}

func (b *builder) insert(words []Entry) {
	b.trie = make([]branch, 1, 2*len(words)+1)
	for i := range words {
		s := int32(0)
		for _, r := range words[i].Text {
			c := b.code[r]
			k, ok := slices.BinarySearch(b.trie[s].codes, c)
			if !ok {
				t := int32(len(b.trie))
				b.trie[s].codes = slices.Insert(b.trie[s].codes, k, c)
				b.trie[s].next = slices.Insert(b.trie[s].next, k, t)
				b.trie = append(b.trie, branch{})
			}
			s = b.trie[s].next[k]
		}
		b.trie[s].entry = &words[i]
	}
}

func (b *builder) set(slot int, base uint32, code uint16, e *Entry) {
	if e == nil {
		b.nodes[slot] = newNode(base, code, Absent)
		return
	}
	b.nodes[slot], b.plain[slot] = newNode(base, code, e.Cost), e.Plain
	b.idf[slot] = uint8(min(max(math.Round(float64(e.IDF)*idfUnit), 0), math.MaxUint8))
	b.tag[slot] = uint8(e.Tag)
	if e.Stop {
		b.tag[slot] |= stopBit
	}
}

func (b *builder) encode(inputs string, order []rune, names map[rune]NameCosts) []byte {
	top := rune(0)
	for _, r := range order {
		for _, f := range folded(r) {
			top = max(top, f)
		}
	}
	codes := make([]uint16, top+1)
	for r := range codes {
		codes[r] = uint16(len(order) + 1)
	}
	for i, r := range order {
		for _, f := range folded(r) {
			codes[f] = uint16(i + 1)
		}
	}
	parts := make([]Cost, nameParts*(len(order)+2))
	for i, r := range order {
		c := names[r]
		copy(parts[nameParts*(i+1):], c[:])
	}
	return flat.Encode(magic, version, inputs, flat.Append(nil, b.nodes...), flat.Append(nil, b.plain...), flat.Append(nil, codes...), b.idf, b.tag, flat.Append(nil, parts...))
}
