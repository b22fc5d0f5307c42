package lexicon

import (
	"math/bits"
	"slices"
)

// place packs the trie: the root, then the nodes with most children, each to the
// first base where the slots of all its children are free; nodes with one child
// last, to fill the holes. A base does not depend on where its own node lies.
func (b *builder) place() {
	order := make([]int32, 0, len(b.trie))
	for s := range b.trie {
		if len(b.trie[s].codes) > 0 {
			order = append(order, int32(s))
		}
	}
	slices.SortStableFunc(order, func(x, y int32) int {
		if x == 0 || y == 0 {
			return int(x - y)
		}
		p, q := b.trie[x].codes, b.trie[y].codes
		if len(p) != len(q) {
			return len(q) - len(p)
		}
		return int(p[0]) - int(q[0])
	})
	var free slots
	free.grow(0)
	set(free.used, 0) // the root
	bases := make([]uint32, len(b.trie))
	at, code := make([]int, len(b.trie)), make([]uint16, len(b.trie))
	for _, s := range order {
		x := &b.trie[s]
		base := free.fit(x.codes)
		bases[s] = uint32(base)
		if s == 0 {
			set(free.based, base+leafOffset)
		}
		for i, c := range x.codes {
			at[x.next[i]], code[x.next[i]] = base+int(c), c
		}
	}
	n := free.size() + len(b.code) + 2 // room for every code above every base
	b.nodes, b.plain, b.idf, b.tag = make([]node, n), make([]Cost, n), make([]uint8, n), make([]uint8, n)
	for s := range b.trie {
		x := &b.trie[s]
		base := bases[0] + leafOffset
		if len(x.codes) > 0 {
			base = bases[s]
		}
		if s == 0 {
			b.nodes[0] = newNode(base, 0, Absent)
		} else {
			b.set(at[s], base, code[s], x.entry)
		}
	}
}

// slots keeps track of what is free in the array, a bit for each slot and base.
type slots struct {
	used  []uint64
	based []uint64 // some node has this base
	first int      // no search for several codes begins before it
	one   int      // where the last search for the code below ended
	code  uint16
}

func (f *slots) grow(n int) {
	if n = n/64 + 2; n > len(f.used) {
		f.used = append(f.used, make([]uint64, n-len(f.used))...)
		f.based = append(f.based, make([]uint64, n-len(f.based))...)
	}
}

func set(words []uint64, i int) { words[i/64] |= 1 << (i % 64) }

// bitsAt returns the 64 bits from i on.
func bitsAt(words []uint64, i int) uint64 {
	w := words[i/64] >> (i % 64)
	if i%64 > 0 {
		w |= words[i/64+1] << (64 - i%64)
	}
	return w
}

// size is the number of slots up to the last one in use.
func (f *slots) size() int {
	n := len(f.used)
	for n > 0 && f.used[n-1] == 0 {
		n--
	}
	return n * 64
}

// fit finds a base that no node has and at which all codes meet free slots, and
// takes the base and the slots. It looks at 64 bases at once. Stretches that are
// 97 % full are not searched again for several codes; for a single code, any hole
// will do, and what one search passed is full for the next one of that code.
func (f *slots) fit(codes []uint16) int {
	start := f.first
	if len(codes) == 1 {
		if f.code != codes[0] {
			f.code, f.one = codes[0], 0
		}
		start = f.one
	}
	high := int(codes[len(codes)-1])
	for b := start; ; b += 64 {
		f.grow(b + 128 + high)
		free := ^bitsAt(f.based, b)
		if b == 0 {
			free &^= 1
		}
		for _, c := range codes {
			free &^= bitsAt(f.used, b+int(c))
			if free == 0 {
				break
			}
		}
		if free == 0 {
			if b == f.first && bits.OnesCount64(bitsAt(f.used, b)) >= 62 {
				f.first += 64
			}
			continue
		}
		if len(codes) == 1 {
			f.one = b
		}
		base := b + bits.TrailingZeros64(free)
		set(f.based, base)
		for _, c := range codes {
			set(f.used, base+int(c))
		}
		return base
	}
}
