package charset

import "unicode/utf8"

// run is a piece of input from a byte outside ASCII to two ASCII bytes in a row.
type run struct {
	b      []byte
	before byte // the byte before it, a space at the start of the input
	last   bool // the input ends with it
}

// cost scores the characters that begin in r.b[from:to] under candidate k and returns
// where the next one begins, which may be beyond to.
func (m *modelSet) cost(k int, r run, from, to int) (cost, next int) {
	switch k {
	case inUTF8:
		return utf8Cost(r, from, to, &m.ascii)
	case inGBHans:
		return m.gbHans.cost(r, from, to, &m.ascii, oddGB)
	case inGBHant:
		return m.gbHant.cost(r, from, to, &m.ascii, oddGB)
	case inBig5:
		return m.big5.cost(r, from, to, &m.ascii, oddPair)
	case inTW:
		return m.tw.cost(r, from, to, &m.ascii, oddTW)
	case inSJIS:
		return m.sjis.cost(r, from, to, &m.ascii, oddSJIS)
	case inEUCJP:
		return m.eucJP.cost(r, from, to, &m.ascii, oddEUCJP)
	case inEUCKR:
		return m.eucKR.cost(r, from, to, &m.ascii, oddPair)
	case inJohab:
		return m.johab.cost(r, from, to, &m.ascii, oddPair)
	case inNoise:
		return noiseCost(r, from, to, &m.ascii), to
	}
	return m.letters[k-inSingle].cost(r, from, to), to
}

// odd judges what is no two-byte code at the start of b: its cost and the bytes it
// covers, at least 1. Last says that the input ends with b.
type odd func(b []byte, last bool) (cost, size int)

func (m *pairModel) cost(r run, from, to int, ascii *[128]uint8, odd odd) (cost, next int) {
	b, i := r.b, from
	if from == 0 {
		cost = costRun
	}
	for i < to {
		c := b[i]
		if c < 0x80 {
			cost += int(ascii[c])
			i++
			continue
		}
		if i+1 < len(b) {
			if k := m[uint16(c)<<8|uint16(b[i+1])]; k != 0 {
				cost += int(k)
				i += 2
				continue
			}
		}
		k, n := odd(b[i:], r.last)
		cost += k
		i += n
	}
	return cost, i
}

func oddPair(run []byte, last bool) (cost, size int) {
	if last && len(run) == 1 {
		return costTorn, 1
	}
	return costBad, 1
}

func oddGB(run []byte, last bool) (cost, size int) {
	if len(run) >= 2 && run[0] != 0xFF && run[1] >= '0' && run[1] <= '9' {
		switch {
		case len(run) >= 4 && run[2] >= 0x81 && run[2] != 0xFF && run[3] >= '0' && run[3] <= '9':
			return costFour, 4
		case last && (len(run) == 2 || len(run) == 3 && run[2] >= 0x81):
			return costTorn, len(run)
		}
	}
	return oddPair(run, last)
}

func oddTW(run []byte, last bool) (cost, size int) {
	if run[0] == 0x8E {
		switch {
		case len(run) >= 4 && run[1] >= 0xA1 && run[1] <= 0xAF && run[2] >= 0xA1 && run[3] >= 0xA1:
			return costFour, 4
		case last && len(run) < 4:
			return costTorn, len(run)
		}
	}
	return oddPair(run, last)
}

func oddSJIS(run []byte, last bool) (cost, size int) {
	if run[0] >= 0xA1 && run[0] <= 0xDF {
		return costKana, 1
	}
	return oddPair(run, last)
}

func oddEUCJP(run []byte, last bool) (cost, size int) {
	switch {
	case len(run) >= 2 && run[0] == 0x8E && run[1] >= 0xA1 && run[1] <= 0xDF:
		return costKana, 2
	case len(run) >= 3 && run[0] == 0x8F && run[1] >= 0xA1 && run[2] >= 0xA1:
		return costFour, 3
	}
	return oddPair(run, last)
}

// Costs of characters in UTF-8 by their length. The sequences are so unlikely in
// other encodings that the characters themselves need no weighing.
const (
	costLatin1 = 6 * nat
	costTwo    = 9 * nat
	costThree  = 8 * nat
	costAstral = 11 * nat
)

func utf8Cost(r run, from, to int, ascii *[128]uint8) (cost, next int) {
	b, i := r.b, from
	for i < to {
		if b[i] < 0x80 {
			cost += int(ascii[b[i]])
			i++
			continue
		}
		c, n := utf8.DecodeRune(b[i:])
		switch {
		case n == 1 && r.last && len(b)-i < utf8.UTFMax && !utf8.FullRune(b[i:]):
			return cost + costTorn, len(b)
		case n == 1:
			n = badUTF8(b[i:])
			cost += costBad
		case c < 0x100:
			cost += costLatin1
		case n == 2:
			cost += costTwo
		case n == 3:
			cost += costThree
		default:
			cost += costAstral
		}
		i += n
	}
	return cost, i
}

func (l *letterModel) cost(r run, from, to int) int {
	sum, before := l.run, r.before
	if from > 0 {
		sum, before = 0, r.b[from-1]
	}
	class, state := l.class[before], l.kind[before]
	for _, c := range r.b[from:to] {
		k, kind := l.class[c], l.kind[c]
		sum += int(l.pairs[int(class)<<8|int(k)]) + int(l.extra[c]) + caseCosts[state&3][kind&3]
		if kind == capital && state >= capital {
			kind = capitals
		}
		class, state = k, kind
	}
	return sum
}

// noiseCost is for bytes in no known encoding.
func noiseCost(r run, from, to int, ascii *[128]uint8) int {
	sum := 0
	alone := from == 0 || r.b[from-1] < 0x80
	for _, c := range r.b[from:to] {
		switch {
		case c < 0x80:
			sum += int(ascii[c])
		case alone:
			sum += costNoise
		default:
			sum += costMoreNoise
		}
		alone = c < 0x80
	}
	return sum
}
