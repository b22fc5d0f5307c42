package lexicon

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/zeebo/xxh3"
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

// maxWordLen bounds the length of a word in characters, and with it the work at
// one position of a text.
const maxWordLen = 64

// Build makes the image of the given words; of two entries for one word, the
// last one stands. The bytes depend on the entries only.
func Build(entries []Entry) ([]byte, error) {
	words := make([]Entry, 0, len(entries))
	for _, e := range entries {
		if !utf8.ValidString(e.Text) {
			return nil, fmt.Errorf("build dictionary: %q is no valid UTF-8", e.Text)
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
	return b.encode(order), nil
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
	if len(order) >= math.MaxUint16 {
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

// place packs the trie: the nodes with most children first, each to the first
// base where the slots of all its children are free; nodes with one child last,
// to fill the holes. A base does not depend on where its own node lies.
func (b *builder) place() {
	order := make([]int32, 0, len(b.trie))
	for s := range b.trie {
		if len(b.trie[s].codes) > 0 {
			order = append(order, int32(s))
		}
	}
	slices.SortStableFunc(order, func(x, y int32) int {
		p, q := b.trie[x].codes, b.trie[y].codes
		if len(p) != len(q) {
			return len(q) - len(p)
		}
		return int(p[0]) - int(q[0])
	})
	var free slots
	free.grow(2)
	free.take(0) // the root
	bases := make([]uint32, len(b.trie))
	at := make([]int, len(b.trie))
	for _, s := range order {
		x := &b.trie[s]
		base := free.fit(x.codes)
		bases[s] = uint32(base)
		for i, c := range x.codes {
			free.take(base + int(c))
			at[x.next[i]] = base + int(c)
		}
	}
	n := len(free.used)
	b.nodes, b.plain, b.idf, b.tag = make([]node, n), make([]Cost, n), make([]uint8, n), make([]uint8, n)
	for s := range b.trie {
		b.nodes[at[s]].base = bases[s]
		for i, t := range b.trie[s].next {
			b.set(at[t], b.trie[s].codes[i], b.trie[t].entry)
		}
	}
}

// slots keeps track of what is free in the array.
type slots struct {
	used  []bool
	based []bool // some node has this base
	first int    // no search begins before it
	holes bool   // the nodes with one child have come
}

func (f *slots) grow(n int) {
	if n > len(f.used) {
		f.used = append(f.used, make([]bool, n-len(f.used))...)
		f.based = append(f.based, make([]bool, n-len(f.based))...)
	}
}

func (f *slots) take(slot int) { f.used[slot] = true }

// fit finds the first base from 1 that no node has and at which all codes meet
// free slots, and takes the base. A stretch that a search finds 97 % full is not
// searched again until the nodes with one child come, for which any hole will do;
// they are sorted by code, so that what lies before one's search is lost to few.
func (f *slots) fit(codes []uint16) int {
	low, high := int(codes[0]), int(codes[len(codes)-1])
	if len(codes) == 1 && !f.holes {
		f.holes, f.first = true, 0
	}
	start := max(f.first, low+1)
	full := 0
search:
	for slot := start; ; slot++ {
		base := slot - low
		f.grow(base + high + 1)
		if f.used[slot] {
			full++
			continue
		}
		if f.based[base] {
			continue
		}
		for _, c := range codes[1:] {
			if f.used[base+int(c)] {
				continue search
			}
		}
		if n := slot - start; n == full && f.holes || n > 64 && full*100 >= n*97 && start == f.first {
			f.first = slot
		}
		f.based[base] = true
		return base
	}
}

func (b *builder) set(slot int, code uint16, e *Entry) {
	b.nodes[slot].check = code
	if e == nil {
		return
	}
	b.nodes[slot].cost, b.plain[slot] = e.Cost, e.Plain
	b.idf[slot] = uint8(min(max(math.Round(float64(e.IDF)*idfUnit), 0), math.MaxUint8))
	b.tag[slot] = uint8(e.Tag)
	if e.Stop {
		b.tag[slot] |= stopBit
	}
}

func (b *builder) encode(order []rune) []byte {
	top := rune(0)
	for _, r := range order {
		for _, f := range folded(r) {
			top = max(top, f)
		}
	}
	codes := make([]uint16, (int(top)+2)&^1)
	for i, r := range order {
		for _, f := range folded(r) {
			codes[f] = uint16(i + 1)
		}
	}
	le := binary.LittleEndian
	var body []byte
	for _, x := range b.nodes {
		body = le.AppendUint32(body, x.base)
		body = le.AppendUint16(body, x.check)
		body = le.AppendUint16(body, uint16(x.cost))
	}
	for _, c := range b.plain {
		body = le.AppendUint16(body, uint16(c))
	}
	for _, c := range codes {
		body = le.AppendUint16(body, c)
	}
	body = append(body, b.idf...)
	body = append(body, b.tag...)

	out := []byte(magic)
	out = le.AppendUint32(out, version)
	out = le.AppendUint32(out, uint32(len(codes)))
	out = le.AppendUint32(out, uint32(len(b.nodes)))
	out = le.AppendUint32(out, 0)
	sum := xxh3.Hash128(body).Bytes()
	out = append(out, sum[:]...)
	return append(out, body...)
}
