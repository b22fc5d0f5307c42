package rules

import (
	"math/bits"
	"slices"
	"unicode/utf8"
)

// triggers finds literals in a text in one pass. They form a trie over
// characters, upper-case ASCII read as lower case. Most places of a text begin no
// literal and cost a look at two small bitmaps, of the characters that are a
// literal and of the pairs that begin one; only at the others a table gives the
// node of the pair, and the trie is followed as long as some literal goes on alike.
// So the cost hardly grows with the number of literals, and it is linear in the
// text, as literals are short.
type triggers struct {
	single bitmap  // low bits of the characters that are a literal
	pairs  bitmap  // hashes of the two characters that begin a longer one
	ones   table   // characters that are a literal, by low bits
	twos   table   // pairs that begin a longer one, by hash
	nodes  []node  // nodes[0] is unused
	edges  []edge  // those of one node side by side, by character
	hits   []int32 // owners of the literals that end at one node, in the order of the literals
}

// first is an entry of the tables into the trie; its node is 0 where it stands for none. It
// repeats what most places need, so that they need not look at the node.
type first struct {
	key  uint64 // the character, or the pair
	mask uint64 // that of the node, 0 where longer literals do not count
	node int32
	only int32 // the owner of the one literal that ends there or above, none, or several
}

// What only is where no literal, or more than one, ends at a node or above it.
const (
	noOwner = -1 - iota
	severalOwners
)

// entry is the one for a node; longer says that literals which go on from it count.
func (t *triggers) entry(key uint64, node int32, longer bool) first {
	n := &t.nodes[node]
	f := first{key, 0, node, severalOwners}
	if longer {
		f.mask = n.mask
	}
	if n.shorter == 0 {
		f.only = n.owner
	}
	return f
}

// bitmap has 4 KiB: those of the sets used together fit the first cache, and a few
// thousand pairs fill a tenth of it.
type bitmap [1 << 9]uint64

func (b *bitmap) add(i uint16)        { b[i>>6%uint16(len(b))] |= 1 << (i & 63) }
func (b *bitmap) bit(i uint16) uint64 { return b[i>>6%uint16(len(b))] >> (i & 63) }

// pair is a hash of two characters.
func pair(r, next rune) uint16 {
	return uint16((uint32(r)*0x9E3779B1 ^ uint32(next)*0x85EBCA6B) >> 16)
}

func both(r, next rune) uint64 { return uint64(r)<<32 | uint64(next) }

// node is what some literals begin with.
type node struct {
	mask       uint64 // low 6 bits of the characters that may follow
	edge, last int32  // edges[edge:last]
	owner      int32  // of the one literal that ends here, noOwner or severalOwners
	hit        int32  // of several: hits[hit] tells how many, who they are stands behind it
	shorter    int32  // the longest node above it at which a literal ends, 0 for none
	size       int32  // bytes
}

type edge struct {
	next rune
	node int32
}

// newTriggers makes the trie of words, which owners[i] stands for.
func newTriggers(words []string, owners []int32) *triggers {
	t := new(triggers)
	folded := make([][]rune, len(words))
	order := make([]int32, len(words))
	for i, w := range words {
		order[i] = int32(i)
		folded[i] = []rune(w)
		for k, r := range folded[i] {
			folded[i][k] = lowerRune(r)
		}
	}
	slices.SortStableFunc(order, func(a, b int32) int { return slices.Compare(folded[a], folded[b]) })
	t.grow(folded, order, owners, 0, 0, 0)
	t.index()
	return t
}

// index fills the tables into the trie.
func (t *triggers) index() {
	root := &t.nodes[0]
	starts := t.edges[root.edge:root.last]
	ones, twos := 0, 0
	for _, e := range starts {
		n := &t.nodes[e.node]
		if n.owner != noOwner {
			ones++
		}
		twos += int(n.last - n.edge)
	}
	t.ones, t.twos = newTable(ones), newTable(twos)
	for _, e := range starts {
		n := &t.nodes[e.node]
		if n.owner != noOwner {
			t.single.add(uint16(e.next))
			t.ones.put(uint16(e.next), t.entry(uint64(e.next), e.node, false))
		}
		for _, f := range t.edges[n.edge:n.last] {
			h := pair(e.next, f.next)
			t.pairs.add(h)
			t.twos.put(h, t.entry(both(e.next, f.next), f.node, true))
		}
	}
}

// table finds entries by a hash of their keys, open addressing. The slots are small, so
// that they stay in the first cache, and the entries lie close together.
type table struct {
	slots []uint32 // 0 where free, else an index into entries
	from  []first  // from[0] is the entry of no key
}

// newTable has room for n entries in slots of which they fill less than half.
func newTable(n int) table {
	return table{make([]uint32, 2<<bits.Len(uint(n))), make([]first, 1, n+1)}
}

func (t *table) put(hash uint16, f first) {
	i := int(hash) & (len(t.slots) - 1)
	for t.slots[i] != 0 {
		i = (i + 1) & (len(t.slots) - 1)
	}
	t.slots[i] = uint32(len(t.from))
	t.from = append(t.from, f)
}

// get is the entry of a key, or that of none, whose node is 0.
func (t *table) get(hash uint16, key uint64) *first {
	i := int(hash) & (len(t.slots) - 1)
	for {
		f := &t.from[t.slots[i]]
		if f.key == key || f.node == 0 {
			return f
		}
		i = (i + 1) & (len(t.slots) - 1)
	}
}

// grow adds the node of the sorted words that are alike in their first depth
// characters and returns it. shorter is the nearest node above at which a word ends.
func (t *triggers) grow(words [][]rune, order, owners []int32, depth int, size, shorter int32) int32 {
	at := int32(len(t.nodes))
	n := node{owner: noOwner, size: size, shorter: shorter}
	here := 0
	for here < len(order) && len(words[order[here]]) == depth {
		here++
	}
	switch {
	case here == 1:
		n.owner = owners[order[0]]
	case here > 1:
		n.owner, n.hit = severalOwners, int32(len(t.hits))
		t.hits = append(t.hits, int32(here))
		for _, word := range order[:here] {
			t.hits = append(t.hits, owners[word])
		}
	}
	order = order[here:]
	t.nodes = append(t.nodes, n)
	if here > 0 {
		shorter = at
	}
	var edges []edge
	for len(order) > 0 {
		r := words[order[0]][depth]
		end := 1
		for end < len(order) && words[order[end]][depth] == r {
			end++
		}
		edges = append(edges, edge{r, t.grow(words, order[:end], owners, depth+1, size+int32(utf8.RuneLen(r)), shorter)})
		order = order[end:]
	}
	n.edge = int32(len(t.edges))
	t.edges = append(t.edges, edges...)
	n.last = int32(len(t.edges))
	for _, e := range edges {
		n.mask |= 1 << (e.next & 63)
	}
	t.nodes[at] = n
	return at
}

// places appends every place at which a literal stands, in the order of places,
// longer literals first.
func (t *triggers) places(dst []Place, text string) []Place {
	if text == "" {
		return dst
	}
	r, after := decode(text, 0)
	for at := 0; at < len(text); {
		next, end := none, after+1
		if after+2 < len(text) && text[after] > 0xE0 && text[after] < 0xF0 {
			next, end = rune(text[after]&0x0F)<<12|rune(text[after+1]&0x3F)<<6|rune(text[after+2]&0x3F), after+3
		} else if after < len(text) {
			next, end = decode(text, after)
		}
		h := pair(r, next)
		one, two := t.single.bit(uint16(r))&1, t.pairs.bit(h)&1
		if one|two != 0 {
			f, to := &t.twos.from[0], end
			if two != 0 {
				f = t.twos.get(h, both(r, next))
			}
			if f.node == 0 && one != 0 {
				f, to = t.ones.get(uint16(r), uint64(r)), after
			}
			switch {
			case f.node == 0:
			case f.mask != 0 && end < len(text) && f.mask>>(low(text, end)&63)&1 != 0:
				dst = t.append(dst, t.longest(text, end, f.node), at)
			case f.only >= 0:
				dst = append(dst, Place{f.only, int32(at), int32(to)})
			case f.only == severalOwners:
				dst = t.append(dst, f.node, at)
			}
		}
		at, after, r = after, end, next
	}
	return dst
}

// low has the low six bits of the character at byte i of text as its own.

func low(text string, i int) byte {
	if i+2 < len(text) && text[i] > 0xE0 && text[i] < 0xF0 {
		return text[i+2]
	}
	r, _ := decode(text, i)
	return byte(r)
}

// append adds the literals that begin at a place and end at a node or above it.
func (t *triggers) append(dst []Place, node int32, at int) []Place {
	for node != 0 {
		n := &t.nodes[node]
		if n.owner >= 0 {
			dst = append(dst, Place{n.owner, int32(at), int32(at) + n.size})
		} else if n.owner == severalOwners {
			for _, owner := range t.hits[n.hit+1 : n.hit+1+t.hits[n.hit]] {
				dst = append(dst, Place{owner, int32(at), int32(at) + n.size})
			}
		}
		node = n.shorter
	}
	return dst
}

// longest follows the trie from a node whose literal is read up to byte i and
// returns the deepest node at which a literal ends, 0 for none.
func (t *triggers) longest(text string, i int, at int32) int32 {
	n := &t.nodes[at]
	for n.mask != 0 && i < len(text) {
		var r rune
		size := 3
		if c := text[i]; c > 0xE0 && c < 0xF0 && i+2 < len(text) {
			r = rune(c&0x0F)<<12 | rune(text[i+1]&0x3F)<<6 | rune(text[i+2]&0x3F)
		} else {
			r, size = decode(text, i)
			size -= i
		}
		if n.mask>>(r&63)&1 == 0 {
			break
		}
		down := t.follow(n, r)
		if down == 0 {
			break
		}
		at, i = down, i+size
		n = &t.nodes[at]
	}
	if n.owner != noOwner {
		return at
	}
	return n.shorter
}

// follow is the node below n for a character, 0 for none.
func (t *triggers) follow(n *node, r rune) int32 {
	edges := t.edges[n.edge:n.last]
	for len(edges) > 8 {
		half := len(edges) / 2
		if edges[half].next <= r {
			edges = edges[half:]
		} else {
			edges = edges[:half]
		}
	}
	for _, e := range edges {
		if e.next == r {
			return e.node
		}
	}
	return 0
}

// decode reads the character at byte i, ASCII in lower case, and returns where it
// ends. A byte that is part of no character gives none.
func decode(text string, i int) (r rune, end int) {
	if c := text[i]; c < utf8.RuneSelf {
		return rune(lower(c)), i + 1
	}
	r, n := utf8.DecodeRuneInString(text[i:])
	if r == utf8.RuneError && n == 1 {
		r = none
	}
	return r, i + n
}

// none is no character; no literal holds it.
const none rune = 0x10FFFF + 1

func lowerRune(r rune) rune {
	if r < utf8.RuneSelf {
		return rune(lower(byte(r)))
	}
	return r
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		c += 'a' - 'A'
	}
	return c
}
