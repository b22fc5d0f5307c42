package advice

// pairs holds the weights of neighbouring characters, by open addressing. Most pairs
// have none; a bit by their hash tells so without a look at the table.
type pairs struct {
	known   [1 << knownBits / 64]uint64
	keys    [1 << pairBits]uint32
	weights [1 << pairBits]int8
}

// The table is less than half full and few bits are set with up to 4000 pairs.
const (
	pairBits  = 13
	knownBits = 16
)

// hash spreads two characters of the basic plane over 32 bits.
func (*pairs) hash(a, b rune) (key, hash uint32) {
	key = uint32(a)<<16 | uint32(b)
	return key, key * 2654435769
}

// slot is where a key with its hash is or would be.
func (p *pairs) slot(key, hash uint32) uint32 {
	i := hash >> (32 - pairBits)
	for p.keys[i] != key && p.keys[i] != 0 {
		i = (i + 1) & (1<<pairBits - 1)
	}
	return i
}

func (p *pairs) put(a, b rune, w int8) {
	key, hash := p.hash(a, b)
	i := p.slot(key, hash)
	p.keys[i], p.weights[i] = key, w
	bit := hash >> (32 - knownBits)
	p.known[bit/64] |= 1 << (bit % 64)
}

// get is the weight of two characters, 0 if they have none.
func (p *pairs) get(a, b rune) int32 {
	key, hash := p.hash(a, b)
	bit := hash >> (32 - knownBits)
	if p.known[bit/64]>>(bit%64)&1 == 0 {
		return 0
	}
	return int32(p.weights[p.slot(key, hash)])
}
