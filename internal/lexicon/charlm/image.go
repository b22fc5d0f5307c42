package charlm

import (
	"fmt"
	"math"
	"math/bits"

	"zhengwen/internal/lexicon/flat"
)

const (
	magic   = "zwcharlm"
	version = 2

	buckets    = 112 << 10
	bucketSize = 16 // entries; with four bytes each, one cache line

	step     = 1.0 / 16 // nats, of costs
	backStep = 1.0 / 4  // nats, of the cost of leaving a pair
	backMax  = 15
)

// model is an image opened in place: the n-grams in buckets, symbols by code
// point, costs by symbol.
//
// A bucket holds the most useful n-grams that hash to it, so that finding one
// takes one cache line, whether it is there or not. An entry is a fingerprint of
// 20 bits, 4 bits of the cost of leaving the pair (0 for three symbols) and 8
// bits of cost. A look-up finds another n-gram's fingerprint once in 30,000 times.
type model struct {
	digest string
	inputs string
	grams  []uint32
	symbol []uint16 // by code point up to U+FFFF: number of its symbol, 0 for none
	fold   []uint16 // by code point up to U+FFFF: its Simplified form, 0 for itself
	costs  []uint32 // by number of the symbol: alone, leaving it, as garble, after unknown company; a byte each
}

func open(data string) (*model, error) {
	f, err := flat.Open(data, magic, version, 4)
	if err != nil {
		return nil, fmt.Errorf("open character model: %w", err)
	}
	m := &model{digest: f.Digest, inputs: f.Inputs}
	m.grams = flat.View[uint32](f.Sections[0])
	m.symbol = flat.View[uint16](f.Sections[1])
	m.fold = flat.View[uint16](f.Sections[2])
	m.costs = flat.View[uint32](f.Sections[3])
	if len(m.grams) != buckets*bucketSize || len(m.symbol) != 1<<16 || len(m.fold) != 1<<16 {
		return nil, fmt.Errorf("open character model: %w: its tables have the wrong size", flat.ErrImage)
	}
	for _, s := range m.symbol {
		if int(s) >= len(m.costs) {
			return nil, fmt.Errorf("open character model: %w: symbol %d of %d", flat.ErrImage, s, len(m.costs))
		}
	}
	return m, nil
}

// Symbol is a symbol on its way into a model. Costs are in nats.
type Symbol struct {
	Runes  []rune  // the characters that it stands for
	Alone  float64 // cost without context
	Leave  float64 // cost of leaving the pairs that it begins
	Garble float64 // cost in misread text
	New    float64 // cost after a symbol with which it was never seen
}

// Gram is a pair or triple of symbols on its way into a model. Costs are in nats.
type Gram struct {
	Key   Key
	Cost  float64 // of its last symbol after the others
	Leave float64 // cost of leaving the triples that a pair begins
}

// Key names a pair or triple by the numbers of its symbols, which begin at 1: the
// last in the lowest 16 bits, 0 on top for a pair.
type Key uint64

// place is an n-gram's bucket, as the index of its first entry, and its
// fingerprint in the bits of an entry.
func (k Key) place() (int, uint32) {
	h := uint64(k) * 0x9E3779B97F4A7C15
	h ^= h >> 32
	h *= 0xD6E8FEB86659FD93
	h ^= h >> 32
	bucket, _ := bits.Mul64(h<<32, buckets)
	return int(bucket) * bucketSize, uint32(h>>32)&^0xFFF | 1<<31
}

// Fits reports which n-grams find room in a model when they come in the given
// order.
func Fits(keys []Key) []bool {
	var used [buckets]uint8
	out := make([]bool, len(keys))
	for i, k := range keys {
		at, _ := k.place()
		if n := &used[at/bucketSize]; *n < bucketSize {
			*n++
			out[i] = true
		}
	}
	return out
}

// Build makes a model. The first symbol stands for all characters that are none.
// An n-gram that finds no room is left out.
func Build(inputs string, symbols []Symbol, grams []Gram, fold map[rune]rune) []byte {
	table := make([]uint32, buckets*bucketSize)
	var used [buckets]uint8
	for _, g := range grams {
		at, mark := g.Key.place()
		n := &used[at/bucketSize]
		if *n == bucketSize {
			continue
		}
		leave := min(max(math.Round(g.Leave/backStep), 0), backMax)
		table[at+int(*n)] = mark | uint32(leave)<<8 | uint32(quantised(g.Cost))
		*n++
	}
	number := make([]uint16, 1<<16)
	var costs []uint32
	for i, s := range symbols {
		for _, r := range s.Runes {
			number[r] = uint16(i)
		}
		costs = append(costs, uint32(quantised(s.Alone))|uint32(quantised(s.Leave))<<8|uint32(quantised(s.Garble))<<16|uint32(quantised(s.New))<<24)
	}
	folded := make([]uint16, 1<<16)
	for t, s := range fold {
		folded[t] = uint16(s)
	}
	return flat.Encode(magic, version, inputs, flat.Append(nil, table...), flat.Append(nil, number...), flat.Append(nil, folded...), flat.Append(nil, costs...))
}

func quantised(nats float64) uint8 { return uint8(min(math.MaxUint8, max(0, math.Round(nats/step)))) }
