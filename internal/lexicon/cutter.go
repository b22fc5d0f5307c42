package lexicon

import (
	"slices"

	"zhengwen/document"
)

// Mode says how text is cut.
type Mode uint8

const (
	// ModeDefault drops dictionary entries that are plain compounds of two
	// words and keeps numbers, dates and transliterated names whole.
	ModeDefault Mode = iota
	// ModePlain cuts by the dictionary of gse alone, for comparison with it.
	ModePlain
)

// Cutter cuts text into words. It holds the scratch space of one worker: it
// must not be used by two at once, and allocates nothing once it has grown to
// the longest run of a text.
type Cutter struct {
	lex   *Lexicon
	plain bool
	units []unit
	edges []edge
	marks []int32 // the units that propose looks at
	mixed bool    // the run holds Latin words or numbers
	cost  int     // of the last run of several units
}

// unit is one character of a run of text that is cut by the dictionary, or one
// token of the scanner that is no word by itself.
type unit struct {
	path  path
	words [3]Cost // of the words of one to three characters that begin here
	code  uint16
	next  uint32 // base of the node after three characters, by which longer words go on
	at    int32  // byte offset from the start of the run
	r     rune
	kind  kind
	inner bool // no word begins here: inside a Latin word or a number
}

// path is the cheapest way to the start of a unit: its cost above, the unit where
// its last word starts below, so that the lesser of two paths of equal cost is the
// one whose last word starts first.
type path uint64

func newPath(cost, from int) path { return path(cost)<<32 | path(from) }

func (p path) cost() int { return int(p >> 32) }
func (p path) from() int { return int(uint32(p)) }

// edge is a word that a rule proposes and the dictionary need not know.
type edge struct {
	from, to int32
	cost     Cost
}

// NewCutter returns a cutter over the dictionary.
func NewCutter(l *Lexicon, mode Mode) *Cutter { return &Cutter{lex: l, plain: mode == ModePlain} }

// maxRun bounds the units of a run, so that costs fit 32 bits and scratch space
// stays small. No text that means something has as many characters in a row
// without a mark between them.
const (
	maxRun    = 1 << 14
	unreached = (maxRun + maxMixed) * unknownCost
)

// flush cuts the run of units that begins at byte offset start of the text and
// ends at end, and appends its words.
//
// It is the shortest path over a graph without cycles whose nodes are the
// positions of the text, in order: every word of the dictionary that begins at a
// position is an edge, its cost the negative logarithm of its probability. At
// equal cost the word that starts first wins, as in gse. maxWordLen bounds the
// edges at a position, so that time is linear in the run.
func (c *Cutter) flush(dst []document.Span, start, end int) []document.Span {
	n := len(c.units)
	if n < 2 {
		if n == 1 {
			dst = append(dst, document.Span{Start: start, End: end})
		}
		c.clear()
		return dst
	}
	for range behind {
		*c.push() = unit{path: unreachable, at: int32(end - start), code: c.lex.base.none}
	}
	units := c.units
	c.fetch(units)
	if !c.plain {
		c.propose()
	}
	if c.mixed || len(c.edges) > 0 || c.lex.user != nil {
		c.search(units)
	} else {
		c.searchHan(units)
	}
	c.cost = units[n].path.cost()

	words := 0
	for j := n; j > 0; j = units[j].path.from() {
		words++
	}
	dst = slices.Grow(dst, words)[:len(dst)+words]
	for j, k := n, len(dst)-1; j > 0; k-- {
		i := units[j].path.from()
		dst[k] = document.Span{Start: start + int(units[i].at), End: start + int(units[j].at)}
		j = i
	}
	c.clear()
	return dst
}

// clear begins a new run.
func (c *Cutter) clear() {
	c.units, c.edges, c.marks, c.mixed = c.units[:0], c.edges[:0], c.marks[:0], false
}

// fetch looks up the words of up to three characters from every unit, ahead of the
// search and without branches: most of their nodes are not in the cache, nothing
// foretells whether they are there, and fetches that do not wait for each other
// overlap.
func (c *Cutter) fetch(units []unit) {
	m := c.lex.base
	nodes, nowhere := m.nodes, m.nowhere
	root := nodes[0].base()
	for i := range units[:len(units)-behind] {
		u := &units[i]
		code1, code2, code3 := u.code, units[i+1].code, units[i+2].code
		one := nodes[root+uint32(code1)].child(code1, nowhere)
		two := nodes[one.base()+uint32(code2)].child(code2, nowhere)
		three := nodes[two.base()+uint32(code3)].child(code3, nowhere)
		if c.plain {
			at1, at2, at3 := root+uint32(code1), one.base()+uint32(code2), two.base()+uint32(code3)
			u.words = [3]Cost{m.plainCost(one, at1), m.plainCost(two, at2), m.plainCost(three, at3)}
		} else {
			u.words = [3]Cost{one.cost(), two.cost(), three.cost()}
		}
		u.next = three.base()
	}
}

// plainCost is the plain mode's cost of node x, which lies at index at.
func (m *image) plainCost(x node, at uint32) Cost {
	if x == m.nowhere {
		at = 0 // the root is no word
	}
	return m.plain[at]
}

// behind is the number of units behind a run: its end and two characters that no
// word holds.
const behind = 3

// or returns a cost, or another one where it is absent.
func (c Cost) or(other Cost) path {
	if c == Absent {
		c = other
	}
	return path(c) << 32
}

const (
	never       = path(1) << 62 // longer than any path
	unreachable = path(unreached) << 32
)

func (c Cost) orNever() path {
	p := path(c) << 32
	if c == Absent {
		p = never
	}
	return p
}

// searchHan finds the cheapest paths of a run of characters that the dictionary
// alone decides. Nothing foretells which path is the cheaper one, so that it has
// no branch but for words of four characters and more.
func (c *Cutter) searchHan(units []unit) {
	here, after1, after2 := path(0), unreachable, unreachable
	for i := range units[:len(units)-behind] {
		u := &units[i]
		from := newPath(here.cost(), i)
		here = min(after1, from+u.words[0].or(unknownCost))
		after1 = min(after2, from+u.words[1].orNever())
		after2 = min(units[i+3].path, from+u.words[2].orNever())
		units[i+1].path = here
		if u.next != c.lex.base.leaf {
			c.longer(i, from)
		}
	}
}

// search finds the cheapest paths of any run.
func (c *Cutter) search(units []unit) {
	next := 0
	units[0].path = 0
	for i := range units[:len(units)-behind] {
		if units[i].inner {
			continue // paths that end here go no further
		}
		from := newPath(units[i].path.cost(), i)
		for k, cost := range units[i].words {
			units[i+k+1].reach(from, cost)
		}
		c.longer(i, from)
		if c.lex.user != nil {
			c.user(i, from)
		}
		for ; next < len(c.edges) && int(c.edges[next].from) <= i; next++ {
			units[c.edges[next].to].reach(from, c.edges[next].cost)
		}
		j := i + 1
		for units[j].inner {
			j++
		}
		units[j].reach(from, unknownCost)
	}
}

// reach offers a path whose last word costs that much.
func (u *unit) reach(from path, cost Cost) { u.path = min(u.path, from+cost.orNever()) }

// longer follows the words of four characters and more that begin at unit i, to
// which from is the path.
func (c *Cutter) longer(i int, from path) {
	m, units := c.lex.base, c.units
	base := units[i].next
	for j := i + 3; base != m.leaf; j++ {
		at := base + uint32(units[j].code)
		x := m.nodes[at]
		if x.check() != units[j].code {
			return
		}
		cost := x.cost()
		if c.plain {
			cost = m.plain[at]
		}
		units[j+1].reach(from, cost)
		base = x.base()
	}
}

// user follows the user's words that begin at unit i, to which from is the path.
// They have character codes of their own.
func (c *Cutter) user(i int, from path) {
	m := c.lex.user
	s := uint32(0)
	for j := i; j < len(c.units)-behind; j++ {
		t, ok := m.step(s, m.code(c.units[j].r))
		if !ok {
			return
		}
		s = t
		c.units[j+1].reach(from, m.nodes[s].cost())
	}
}
