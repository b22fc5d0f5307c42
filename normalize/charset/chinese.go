package charset

import "sort"

// appendGB18030 follows the gb18030 decoder of the Encoding Standard, which serves
// GBK and GB2312 too.
func (t *codeTables) appendGB18030(dst, b []byte) []byte {
	return decodePairs(dst, b, &t.gb, t.oddGB18030)
}

// oddGB18030 reads what is not a two-byte character: the euro sign, a four-byte
// code, or an error. It returns the character and the bytes that it uses up.
func (t *codeTables) oddGB18030(b []byte) (uint32, int) {
	switch {
	case b[0] == 0x80:
		return packRune('€'), 1
	case b[0] == 0xFF:
		return replacement, 1
	case len(b) == 1:
		return replacement, 1
	case b[1] >= '0' && b[1] <= '9':
		// What does not turn out to be a four-byte code is given back after the lead byte.
		// At the end of the input all of an unfinished code is one error.
		switch {
		case len(b) == 2:
			return replacement, 2
		case b[2] < 0x81 || b[2] > 0xFE:
			return replacement, 1
		case len(b) == 3:
			return replacement, 3
		case b[3] < '0' || b[3] > '9':
			return replacement, 1
		}
		pointer := uint32(b[0]-0x81)*12600 + uint32(b[1]-'0')*1260 + uint32(b[2]-0x81)*10 + uint32(b[3]-'0')
		if r, ok := t.rangeRune(pointer); ok {
			return packRune(r), 4
		}
		return replacement, 4
	case b[1] < 0x80:
		return replacement, 1
	}
	return replacement, 2
}

// rangeRune is the character of a four-byte pointer; see "index gb18030 ranges code
// point" in the Encoding Standard.
func (t *codeTables) rangeRune(pointer uint32) (rune, bool) {
	if pointer > 39419 && pointer < 189000 || pointer > 1237575 {
		return 0, false
	}
	if pointer == 7457 {
		return 0xE7C7, true
	}
	i := sort.Search(len(t.ranges), func(i int) bool { return t.ranges[i][0] > pointer }) - 1
	return rune(t.ranges[i][1] + pointer - t.ranges[i][0]), true
}

// appendBig5 follows the Big5 decoder of the Encoding Standard, HKSCS included.
func (t *codeTables) appendBig5(dst, b []byte) []byte {
	return decodePairs(dst, b, &t.big5, func(b []byte) (uint32, int) { return replacement, badPair(b) })
}

// badPair is the number of bytes that a two-byte code without a meaning uses up: an
// ASCII byte in second place is given back.
func badPair(b []byte) int {
	if b[0] < 0x81 || b[0] > 0xFE || len(b) == 1 || b[1] < 0x80 {
		return 1
	}
	return 2
}

// appendEUCTW reads CNS 11643 in EUC: two bytes for plane 1; 8E, A0 + plane and two
// bytes for planes 1–7 and 15. Errors are treated as in Big5.
func (t *codeTables) appendEUCTW(dst, b []byte) []byte {
	return decodePairs(dst, b, &t.tw, t.oddEUCTW)
}

// oddEUCTW reads a four-byte code or an error.
func (t *codeTables) oddEUCTW(b []byte) (uint32, int) {
	if b[0] != 0x8E || len(b) < 4 || b[1] < 0xA1 || b[1] > 0xB0 || b[2] < 0xA1 || b[3] < 0xA1 || b[2] == 0xFF || b[3] == 0xFF {
		if b[0] == 0x8E {
			return replacement, 1
		}
		return replacement, badPair(b)
	}
	if v := t.cnsEntry(int(b[1]-0xA0), b[2], b[3]); v != 0 {
		return v, 4
	}
	return replacement, 4
}

// cnsEntry is the character at a place of CNS 11643; row and column are bytes with
// the high bit set.
func (t *codeTables) cnsEntry(plane int, row, column byte) uint32 {
	if plane == 15 {
		plane = 8
	}
	if plane < 1 || plane > 8 {
		return 0
	}
	return t.cns[(plane-1)*94*94+int(row-0xA1)*94+int(column-0xA1)]
}
