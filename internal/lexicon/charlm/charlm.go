// Package charlm is a character trigram model of modern Chinese prose: it says
// how surprising a character is after others.
//
// The counts come from 107 million characters of public Chinese text (law, news,
// technical and general prose; origin and figures in the counts' own README),
// with absolute discounting and interpolation. Traditional characters are folded
// to Simplified first (pairs from OpenCC's STCharacters, Apache-2.0), so that one
// model serves both scripts.
package charlm

import (
	"bytes"
	"compress/flate"
	_ "embed"
	"encoding/binary"
	"io"
	"slices"
	"sync"
)

//go:generate go run ./gen -counts ../../../../shared/data/lm -variants ../../../../shared/eval/s2t.tsv -out model.bin

//go:embed model.bin
var packed []byte

// Unknown is the cost of a character the model has never seen, in nats.
const Unknown = 18

// Costs are stored in sixteenths of a nat.
const step = 1.0 / 16

type model struct {
	id   map[rune]uint16
	flat [0x10000]uint16 // id+1 of the folded symbol, 0 for unknown
	fold map[rune]rune
	uni  []uint8 // cost of the symbol alone
	back []uint8 // cost of leaving the row for the unigram
	row  []int32 // row[a] to row[a+1] are the entries of a
	next []uint16
	cost []uint8

	third []uint64 // open addressing: three symbols of 16 bits, then the cost; all ones is free
	leave []uint64 // the same for two ids and the cost of leaving them
}

const free = ^uint64(0)

// slot finds a key of 48 bits in a table of entries with a cost below: its index,
// or that of the free place where it belongs.
func slot(table []uint64, key uint64) int {
	i := int(key * 0x9E3779B97F4A7C15 >> 32 & uint64(len(table)-1))
	for table[i] != free && table[i]>>8 != key {
		i = (i + 1) & (len(table) - 1)
	}
	return i
}

func newTable(n int) []uint64 {
	size := 1
	for size < n+n/2 {
		size *= 2
	}
	t := make([]uint64, size)
	for i := range t {
		t[i] = free
	}
	return t
}

// load unpacks the table at its first use: clean text never needs it.
var load = sync.OnceValue(func() *model {
	body, err := io.ReadAll(flate.NewReader(bytes.NewReader(packed)))
	if err != nil {
		panic("charlm: embedded model is damaged: " + err.Error())
	}
	take := func() int {
		v, n := binary.Uvarint(body)
		body = body[n:]
		return int(v)
	}
	n := take()
	m := &model{id: make(map[rune]uint16, n), fold: map[rune]rune{}, uni: make([]uint8, n), back: make([]uint8, n), row: make([]int32, n+1)}
	for i := range n {
		m.id[rune(take())] = uint16(i)
		m.uni[i], m.back[i], body = body[0], body[1], body[2:]
	}
	for i := range n {
		k, last := take(), -1
		for range k {
			last += take() + 1
			m.next = append(m.next, uint16(last))
		}
		m.cost = append(m.cost, body[:k]...)
		body = body[k:]
		m.row[i+1] = int32(len(m.next))
	}
	n = take()
	m.third, m.leave = newTable(n), newTable(n)
	pair := uint64(0)
	for range n {
		if d := uint64(take()); d > 0 {
			pair += d
			m.leave[slot(m.leave, pair)] = pair<<8 | uint64(body[0])
			body = body[1:]
		}
		key := pair<<16 | uint64(take())
		m.third[slot(m.third, key)] = key<<8 | uint64(body[0])
		body = body[1:]
	}
	for range take() {
		t, s := rune(take()), rune(take())
		// Of several Simplified forms the commoner one serves.
		if old, ok := m.fold[t]; !ok || m.rank(s) < m.rank(old) {
			m.fold[t] = s
		}
	}
	// 著 stands for 着 on converted pages far more often than for itself.
	m.fold['著'] = '着'
	for r := range rune(len(m.flat)) {
		m.flat[r] = uint16(m.symbol(r))
	}
	return m
})

func (m *model) rank(r rune) int {
	if i, ok := m.id[r]; ok {
		return int(i)
	}
	return 1 << 20
}

// symbol is the id of the model's symbol for r plus 1, or 0.
func (m *model) symbol(r rune) int {
	switch {
	case r <= ' ' || r == 0xA0 || r == 0x3000:
		r = '$'
	case '0' <= r && r <= '9' || '０' <= r && r <= '９':
		r = '0'
	case 'a' <= r|0x20 && r|0x20 <= 'z' && r < 0x80 || 'ａ' <= r && r <= 'ｚ' || 'Ａ' <= r && r <= 'Ｚ':
		r = 'A'
	case r < 0x7F:
		r += 0xFEE0
	}
	switch r {
	case '「', '『':
		r = '“'
	case '」', '』':
		r = '”'
	}
	if s, ok := m.fold[r]; ok {
		r = s
	}
	if i, ok := m.id[r]; ok {
		return int(i) + 1
	}
	return 0
}

func (m *model) at(r rune) uint16 {
	if uint32(r) < uint32(len(m.flat)) {
		return m.flat[r]
	}
	return 0
}

// Cost returns the negative natural logarithm of the probability of r after
// prev. Latin letters count as one symbol and digits as another; ASCII marks
// count as their full-width forms and white space as a line's end.
func Cost(prev, r rune) float32 {
	m := load()
	a, b := m.at(prev), m.at(r)
	if b == 0 {
		return Unknown
	}
	if a == 0 {
		return float32(m.uni[b-1]) * step
	}
	if a == b && r < 0x80 && prev < 0x80 {
		return 0.5 // inside a run, which the model sees as one symbol
	}
	lo, hi := m.row[a-1], m.row[a]
	if i, ok := slices.BinarySearch(m.next[lo:hi], b-1); ok {
		return float32(m.cost[int(lo)+i]) * step
	}
	return min(Unknown, (float32(m.back[a-1])+float32(m.uni[b-1]))*step)
}

// CostAfter is Cost with one more character of context: r after prev after
// before.
func CostAfter(before, prev, r rune) float32 {
	c := Cost(prev, r)
	m := load()
	x, a, b := m.at(before), m.at(prev), m.at(r)
	if x == 0 || a == 0 || b == 0 || a == b && r < 0x80 {
		return c
	}
	pair := uint64(x-1)<<16 | uint64(a-1)
	key := pair<<16 | uint64(b-1)
	if e := m.third[slot(m.third, key)]; e != free {
		return float32(e&0xFF) * step
	}
	if e := m.leave[slot(m.leave, pair)]; e != free {
		c += float32(e&0xFF) * step
	}
	return min(Unknown, c)
}

// Alone returns the cost of r without regard to what stands before it.
func Alone(r rune) float32 {
	m := load()
	if i := m.at(r); i > 0 {
		return float32(m.uni[i-1]) * step
	}
	return Unknown
}

// Fold returns the Simplified form of a Traditional character, and any other
// character as it is.
func Fold(r rune) rune {
	if s, ok := load().fold[r]; ok {
		return s
	}
	return r
}
