package advice

import "math/bits"

// index finds the row of a key in a table, by open addressing. Most keys that are
// asked for have none; a bit by their hash tells so without a look at the keys.
type index struct {
	known []uint64
	keys  []uint64 // 0 where a slot is free
	rows  []uint16
	shift uint8 // of the hash, what is left are slots
}

// newIndex makes room for n keys. A key is never 0.
func newIndex(n int) index {
	slots := bits.Len(uint(2 * n)) // under half full
	return index{make([]uint64, 1<<slots*8/64+1), make([]uint64, 1<<slots), make([]uint16, 1<<slots), uint8(64 - slots)}
}

const golden = 0x9E3779B97F4A7C15 // 2^64 over the golden ratio, spreads keys that differ little

// slot is where a key with its hash is or would be.
func (x *index) slot(key, hash uint64) uint64 {
	i := hash >> x.shift
	for x.keys[i] != key && x.keys[i] != 0 {
		i = (i + 1) & uint64(len(x.keys)-1)
	}
	return i
}

// bit is where known tells of a hash.
func (x *index) bit(hash uint64) (word, bit uint64) {
	k := hash >> (x.shift - 3) // eight bits a slot
	return k >> 6, k & 63
}

func (x *index) put(key uint64, row int) {
	hash := key * golden
	i := x.slot(key, hash)
	x.keys[i], x.rows[i] = key, uint16(row)
	word, bit := x.bit(hash)
	x.known[word] |= 1 << bit
}

// get is the row of a key, -1 if it has none.
func (x *index) get(key uint64) int {
	hash := key * golden
	if word, bit := x.bit(hash); x.known[word]>>bit&1 == 0 {
		return -1
	}
	i := x.slot(key, hash)
	if x.keys[i] == 0 {
		return -1
	}
	return int(x.rows[i])
}
