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
	cost  int // of the last run of several units
}

// unit is one character of a run of text that is cut by the dictionary, or one
// token of the scanner that is no word by itself.
type unit struct {
	at    int32 // byte offset from the start of the run
	r     rune
	best  int32 // cost of the cheapest path to the start of this unit
	prev  int32 // the unit where the last word of that path starts
	code  uint16
	kind  kind
	inner bool // no word begins here: inside a Latin word or a number
}

// edge is a word that a rule proposes and the dictionary need not know.
type edge struct{ from, to, cost int32 }

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
	switch n {
	case 0:
		return dst
	case 1:
		c.units = c.units[:0]
		return append(dst, document.Span{Start: start, End: end})
	}
	c.edges = c.edges[:0]
	if !c.plain {
		c.propose()
	}
	c.units = append(c.units, unit{at: int32(end - start)})
	units := c.units
	units[0].best = 0
	for i := 1; i <= n; i++ {
		units[i].best = unreached
	}
	next := 0
	for i := 0; i < n; i++ {
		if units[i].inner {
			continue
		}
		c.relax(c.lex.base, i)
		if c.lex.user != nil {
			c.relaxUser(i)
		}
		for ; next < len(c.edges) && int(c.edges[next].from) <= i; next++ {
			reach(&units[c.edges[next].to], int32(i), units[i].best+c.edges[next].cost)
		}
		j := i + 1
		for units[j].inner {
			j++
		}
		reach(&units[j], int32(i), units[i].best+unknownCost)
	}
	c.cost = int(units[n].best)

	first := len(dst)
	for j := int32(n); j > 0; j = units[j].prev {
		dst = append(dst, document.Span{Start: start + int(units[units[j].prev].at), End: start + int(units[j].at)})
	}
	slices.Reverse(dst[first:])
	c.units = units[:0]
	return dst
}

func reach(u *unit, from, cost int32) {
	if cost < u.best {
		u.best, u.prev = cost, from
	}
}

// relax follows every word of the image that begins at unit i.
func (c *Cutter) relax(m *image, i int) {
	units, nodes := c.units, m.nodes
	from := units[i].best
	s := uint32(0)
	for j := i; j < len(units)-1; j++ {
		code := units[j].code
		t := nodes[s].base + uint32(code)
		if code == 0 || int(t) >= len(nodes) || nodes[t].check != code {
			return
		}
		s = t
		cost := nodes[s].cost
		if c.plain {
			cost = m.plain[s]
		}
		if u := &units[j+1]; cost != Absent && !u.inner && from+int32(cost) < u.best {
			u.best, u.prev = from+int32(cost), int32(i)
		}
	}
}

// relaxUser is relax over the user's words, which have character codes of their
// own.
func (c *Cutter) relaxUser(i int) {
	m := c.lex.user
	s := uint32(0)
	for j := i; j < len(c.units)-1; j++ {
		t, ok := m.step(s, m.code(c.units[j].r))
		if !ok {
			return
		}
		s = t
		if u, cost := &c.units[j+1], m.nodes[s].cost; cost != Absent && !u.inner {
			reach(u, int32(i), c.units[i].best+int32(cost))
		}
	}
}
