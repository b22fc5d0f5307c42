package rules

import (
	"regexp/syntax"
	"slices"
	"sync/atomic"
	"unicode"
)

// classes are the classes of characters that a program tells apart.
type classes struct {
	n      int                    // how many
	sample []rune                 // one character of each
	begins []rune                 // first characters of the stretches of one class, ascending from 0
	class  []int32                // the class of each stretch
	lately [1 << 10]atomic.Uint32 // characters with their classes, by low bits

	han int                  // the class of most Han characters
	odd [1 << 10 / 64]uint64 // a bit for each of the others, by low bits
}

// The basic block of Han characters.
const firstHan, lastHan = 0x4E00, 0x9FFF

// maxClasses is what an entry of lately has room for beside the character.
const maxClasses = 1 << 10

// newClasses divides the characters by every set that the program asks for. It is
// nil for a program that tells too many apart.
func newClasses(prog *syntax.Prog, looks bool) *classes {
	var sets [][]rune // pairs of first and last characters
	add := func(ranges ...rune) {
		if !slices.ContainsFunc(sets, func(s []rune) bool { return slices.Equal(s, ranges) }) {
			sets = append(sets, ranges)
		}
	}
	for i := range prog.Inst {
		in := &prog.Inst[i]
		if len(in.Rune) > 1 {
			add(in.Rune...)
		}
		if len(in.Rune) != 1 {
			continue
		}
		r := in.Rune[0]
		add(r, r)
		if syntax.Flags(in.Arg)&syntax.FoldCase == 0 {
			continue
		}
		for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
			add(f, f)
		}
	}
	if looks {
		add('\n', '\n')
		add('0', '9', 'A', 'Z', '_', '_', 'a', 'z')
	}
	c := divide(sets)
	if c.n > maxClasses {
		return nil
	}
	return c
}

// divide makes the classes of the characters that are in the same sets.
func divide(sets [][]rune) *classes {
	c := &classes{begins: []rune{0}}
	for _, set := range sets {
		for i := 0; i < len(set); i += 2 {
			c.begins = append(c.begins, set[i], set[i+1]+1)
		}
	}
	slices.Sort(c.begins)
	c.begins = slices.Compact(c.begins)
	c.class = make([]int32, len(c.begins))
	n := int32(1)
	for _, set := range sets {
		inside := map[int32]int32{} // what becomes of the members of a class that are in the set
		old, to := int32(-1), int32(-1)
		for i := 0; i < len(set); i += 2 {
			at, _ := slices.BinarySearch(c.begins, set[i])
			for ; at < len(c.begins) && c.begins[at] <= set[i+1]; at++ {
				if old != c.class[at] {
					old = c.class[at]
					if to = inside[old]; to == 0 {
						to = n
						inside[old] = to
						n++
					}
				}
				c.class[at] = to
			}
		}
	}
	c.number()
	return c
}

// number joins neighbours of one class and numbers the classes that are left.
func (c *classes) number() {
	ids := map[int32]int32{}
	kept := 0
	for i, old := range c.class {
		id, ok := ids[old]
		if !ok {
			id = int32(len(ids))
			ids[old] = id
			c.sample = append(c.sample, c.begins[i])
		}
		if kept > 0 && c.class[kept-1] == id {
			continue
		}
		c.begins[kept], c.class[kept] = c.begins[i], id
		kept++
	}
	c.begins, c.class, c.n = c.begins[:kept], c.class[:kept], len(ids)
	c.settle()
}

// settle finds the class of most Han characters and marks the others.
func (c *classes) settle() {
	size := make([]int, c.n)
	for i, class := range c.class {
		from, to := c.hanOf(i)
		size[class] += max(0, int(to-from))
	}
	for class, n := range size {
		if n > size[c.han] {
			c.han = class
		}
	}
	for i, class := range c.class {
		if int(class) == c.han {
			continue
		}
		for r, to := c.hanOf(i); r < to; r++ {
			c.odd[r>>6%rune(len(c.odd))] |= 1 << (r & 63)
		}
	}
}

// hanOf is the part of stretch i, half-open, that is Han characters.
func (c *classes) hanOf(i int) (from, to rune) {
	from, to = max(c.begins[i], firstHan), lastHan+1
	if i+1 < len(c.begins) {
		to = min(to, c.begins[i+1])
	}
	return from, to
}

// of is the class of a character. Most Han characters are nothing to a pattern, and one
// look at few bytes tells, so that a pattern that is asked seldom finds them in the
// cache. The others are looked for among those met lately first, as a text repeats its
// characters.
func (c *classes) of(r rune) int {
	if uint32(r-firstHan) <= lastHan-firstHan && c.odd[r>>6%rune(len(c.odd))]>>(r&63)&1 == 0 {
		return c.han
	}
	return c.search(r)
}

func (c *classes) search(r rune) int {
	slot := &c.lately[int(r)&(len(c.lately)-1)]
	if v := slot.Load(); v/maxClasses == uint32(r)+1 {
		return int(v % maxClasses)
	}
	lo, hi := 0, len(c.begins)
	for hi-lo > 1 {
		if mid := (lo + hi) / 2; c.begins[mid] <= r {
			lo = mid
		} else {
			hi = mid
		}
	}
	slot.Store((uint32(r)+1)*maxClasses + uint32(c.class[lo]))
	return int(c.class[lo])
}
