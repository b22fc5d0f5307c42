package repair

import (
	"cmp"
	"slices"
	"sync"

	"zhengwen/internal/lexicon/charlm"
)

// A lattice is a damaged text with all the bytes that it may stand for: a row of
// tokens, each with one or several ways to read it. It owns flat storage that is
// used again for the next text.
type lattice struct {
	m      machine
	tokens []token
	alts   []alt
	sets   []byteSet
}

// A token is one piece of the damaged text. An optional token, for bytes that may
// be missing without a trace, is empty.
type token struct {
	start, end int32  // bytes of the damaged text
	r          rune   // what stands there; -1 when it is not one character
	alts       int32  // its ways to be read begin here and go up to the next token's
	reading    string // a character that ends with the token has this reading; empty for unknown
}

// An alt is one way to read a token: bytes for the machine, some of them known
// only as a set, or the text as it stands, or nothing.
type alt struct {
	sets int32 // its bytes begin here
	n    uint8 // number of bytes
	kind altKind
	cost float32 // nats
	emit rune    // put out after the last byte; 0 for none
}

// altKind says where an alt may stand and what it does.
type altKind uint8

const (
	literal altKind = 1 << iota // the token's text as it stands; only between characters
	inside                      // not as the first byte of a character
	chained                     // only after made-up bytes
	raw                         // a literal that the encoding reads the same way: no decoding ends here
	gone                        // something is lost here for good
	guess                       // its bytes are made up
	chosen                      // a character that the model chose among several (of steps)
)

// start empties the lattice.
func (l *lattice) start(m machine) {
	l.m, l.tokens, l.alts, l.sets = m, l.tokens[:0], l.alts[:0], l.sets[:0]
}

// token begins a new token; its ways to be read follow.
func (l *lattice) token(start, end int, r rune) {
	l.tokens = append(l.tokens, token{start: int32(start), end: int32(end), r: r, alts: int32(len(l.alts))})
}

// read adds a way to read the last token: by bytes.
func (l *lattice) read(kind altKind, cost float32, sets ...byteSet) *alt {
	l.alts = append(l.alts, alt{sets: int32(len(l.sets)), n: uint8(len(sets)), kind: kind, cost: cost})
	l.sets = append(l.sets, sets...)
	return &l.alts[len(l.alts)-1]
}

// pair adds a way to read the last token: by two known bytes.
func (l *lattice) pair(kind altKind, cost float32, lead, trail byte) {
	l.alts = append(l.alts, alt{sets: int32(len(l.sets)), n: 2, kind: kind, cost: cost})
	l.sets = append(l.sets, only(lead), only(trail))
}

// keep adds a way to read the last token: as it stands.
func (l *lattice) keep(kind altKind, cost float32) {
	l.alts = append(l.alts, alt{sets: int32(len(l.sets)), kind: kind | literal, cost: cost})
}

// skip adds a way to read the last token: it stands for nothing.
func (l *lattice) skip() {
	l.alts = append(l.alts, alt{sets: int32(len(l.sets))})
}

// of returns the range of the ways to read a token.
func (l *lattice) of(tok int) (from, to int32) {
	from, to = l.tokens[tok].alts, int32(len(l.alts))
	if tok+1 < len(l.tokens) {
		to = l.tokens[tok+1].alts
	}
	return from, to
}

// A place is a point in the lattice: before a token, or after some bytes of one
// of its alts.
type place struct {
	tok int32
	alt int32 // -1 before the token
	k   uint8 // bytes of the alt behind it
}

// node numbers the places: two for the point before each token (text taken as it
// stands has come up to it, or decoded text), one for each byte.
func (l *lattice) node(p place) int {
	if p.alt < 0 {
		return 2 * int(p.tok)
	}
	return 2*(len(l.tokens)+1) + int(l.alts[p.alt].sets) + int(p.k)
}

// maxSize is the longest character of an encoding in bytes.
const maxSize = 4

// An arc is one character between two places, with the bytes that it may have.
type arc struct {
	to   place
	tok  int32 // the token of its last byte
	sets [maxSize]byteSet
	n    uint8
	kind altKind // gone and guess of the alts passed
	emit rune
	cost float32
}

// arcs appends the characters that begin at p.
func (l *lattice) arcs(p place, out []arc) []arc {
	return l.extend(p, arc{}, 0, out)
}

// extend goes on with a character of which a.n bytes are there and size are
// needed, 0 when that is still open.
func (l *lattice) extend(p place, a arc, size int, out []arc) []arc {
	if a.n > 0 && int(a.n) == size {
		// White space and deleted brackets behind the character are left to the
		// next one.
		if a.to = p; p.alt >= 0 && p.k == l.alts[p.alt].n {
			a.to = place{tok: p.tok + 1, alt: -1}
		}
		return append(out, a)
	}
	if p.alt >= 0 && p.k < l.alts[p.alt].n {
		return l.take(p, a, size, out)
	}
	after := altKind(0)
	if p.alt >= 0 {
		after = l.alts[p.alt].kind
		p = place{tok: p.tok + 1, alt: -1}
	}
	if int(p.tok) >= len(l.tokens) {
		return out
	}
	from, to := l.of(int(p.tok))
	for i := from; i < to; i++ {
		x := &l.alts[i]
		if x.kind&literal != 0 || a.n == 0 && (x.kind&inside != 0 || x.n == 0) ||
			x.kind&chained != 0 && after&guess == 0 {
			continue
		}
		b := a
		b.cost += x.cost
		b.kind |= x.kind & (gone | guess)
		if x.n == 0 {
			out = l.extend(place{tok: p.tok + 1, alt: -1}, b, size, out)
			continue
		}
		out = l.take(place{p.tok, i, 0}, b, size, out)
	}
	return out
}

// take adds the byte behind p to the character.
func (l *lattice) take(p place, a arc, size int, out []arc) []arc {
	x := &l.alts[p.alt]
	set := l.sets[int(x.sets)+int(p.k)]
	next := place{p.tok, p.alt, p.k + 1}
	a.tok = p.tok
	if next.k == x.n && x.emit != 0 {
		a.emit = x.emit
	}
	if a.n > 0 {
		if set = inner(l.m, set); len(set) == 0 {
			return out
		}
		a.sets[a.n] = set
		a.n++
		return l.extend(next, a, size, out)
	}
	// One arc for each size that the first byte may ask for.
	a.n = 1
	for from := 0; from < len(set); {
		size := l.m.size(set[from])
		to := from + 1
		for to < len(set) && l.m.size(set[to]) == size {
			to++
		}
		if size > 0 {
			a.sets[0] = set[from:to]
			out = l.extend(next, a, size, out)
		}
		from = to
	}
	return out
}

// inner returns the bytes of a set that may stand inside a character. Sets are
// sorted, and so those bytes stand side by side.
func inner(m machine, set byteSet) byteSet {
	for len(set) > 0 && !m.inner(set[0]) {
		set = set[1:]
	}
	for len(set) > 0 && !m.inner(set[len(set)-1]) {
		set = set[:len(set)-1]
	}
	return set
}

// candidates appends the characters that an arc may be: all of them, or the common
// ones where its bytes are very open.
func (l *lattice) candidates(a *arc, out []rune) []rune {
	combinations := 1
	for _, s := range a.sets[:a.n] {
		combinations *= len(s)
	}
	var b [maxSize]byte
	if combinations > manyBytes {
		var allowed [maxSize][4]uint64
		for i := range a.n {
			for _, c := range a.sets[i] {
				allowed[i][c>>6] |= 1 << (c & 63)
			}
		}
	next:
		for _, r := range common() {
			n := l.m.bytes(r, &b)
			if n != int(a.n) {
				continue
			}
			for i, c := range b[:n] {
				if allowed[i][c>>6]>>(c&63)&1 == 0 {
					continue next
				}
			}
			if out = append(out, r); len(out) == vastChoices {
				break
			}
		}
		return out
	}
	var at [maxSize]int
	for range combinations {
		for i := range a.n {
			b[i] = a.sets[i][at[i]]
		}
		if r := l.m.char(b[:a.n]); r != 0 {
			out = append(out, r)
		}
		for i := range a.n {
			if at[i]++; at[i] < len(a.sets[i]) {
				break
			}
			at[i] = 0
		}
	}
	return out
}

// common are the characters of some frequency, the commonest first, in the forms
// of both scripts.
var common = sync.OnceValue(func() []rune {
	var out []rune
	for r := rune(0xA0); r < 0x10000; r++ {
		if charlm.Alone(r) < rareCost && odd(r) == 0 {
			out = append(out, r)
		}
	}
	slices.SortStableFunc(out, func(a, b rune) int { return cmp.Compare(charlm.Alone(a), charlm.Alone(b)) })
	return out
})
