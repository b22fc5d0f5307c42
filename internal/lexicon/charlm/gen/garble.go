package main

import (
	"slices"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// garble is the distribution of characters in text that was read wrongly: GBK
// one byte off, and UTF-8 as GBK. The pairs of the counts give it exactly, as
// pairs of bytes that straddle two characters.
type garble struct {
	enc   *encoding.Encoder
	dec   *encoding.Decoder
	mass  map[rune]float64
	bytes map[rune][]byte
}

// garbled returns the share of every symbol in misread text, by its number; both
// scripts and both accidents weigh the same.
func (c *counts) garbled(symbolOf func(rune) uint64, traditional map[rune]rune) []float64 {
	g := &garble{enc: simplifiedchinese.GBK.NewEncoder(), dec: simplifiedchinese.GBK.NewDecoder(), mass: map[rune]float64{}, bytes: map[rune][]byte{}}
	form := func(k uint64, hant bool) rune {
		r := c.symbols[k-1]
		if t, ok := traditional[r]; ok && hant {
			return t
		}
		return r
	}
	for k, n := range c.two {
		for _, hant := range []bool{false, true} {
			a, b := form(uint64(k>>16), hant), form(uint64(k&0xFFFF), hant)
			if x, y := g.gbk(a), g.gbk(b); len(x) == 2 && len(y) == 2 {
				g.add(x[1], y[0], 3*n) // whole numbers, so that their order does not matter
			}
			x, y := []byte(string(a)), []byte(string(b))
			if len(x) == 3 && len(y) == 3 {
				// Characters 1 2 | 3 1' | 2' 3', of which the middle straddles.
				g.add(x[0], x[1], n)
				g.add(x[2], y[0], n)
				g.add(y[1], y[2], n)
			}
		}
	}
	out := make([]float64, len(c.one))
	total := 0.0
	order := make([]rune, 0, len(g.mass))
	for r := range g.mass {
		order = append(order, r)
	}
	slices.Sort(order)
	for _, r := range order {
		out[symbolOf(r)] += g.mass[r]
		total += g.mass[r]
	}
	for i := range out {
		// What the counts never gave shares one part in a hundred.
		out[i] = 0.99*out[i]/total + 0.01/float64(len(out))
	}
	return out
}

func (g *garble) gbk(r rune) []byte {
	b, ok := g.bytes[r]
	if !ok {
		b, _ = g.enc.Bytes([]byte(string(r)))
		g.bytes[r] = b
	}
	return b
}

// add counts the character that two bytes give.
func (g *garble) add(lead, trail byte, n float64) {
	if lead < 0x81 || trail < 0x40 {
		return
	}
	if s, err := g.dec.Bytes([]byte{lead, trail}); err == nil {
		if r := []rune(string(s)); len(r) == 1 && r[0] != 0xFFFD {
			g.mass[r[0]] += n
		}
	}
}
