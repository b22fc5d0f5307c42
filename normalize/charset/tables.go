package charset

import (
	"bytes"
	"compress/flate"
	_ "embed" // for the tables
	"encoding/binary"
	"io"
	"sync"
	"unicode/utf8"
)

// The tables stand packed beside the code; gen builds them and names all sources.
// Those of GB18030 and Big5 are the indexes of the Encoding Standard, Copyright ©
// WHATWG (Apple, Google, Mozilla, Microsoft), used under the BSD 3-Clause License;
// CNS 11643 is as glibc's iconv has it.
//
//go:generate go run ./gen -whatwg $WHATWG -lm $LM -udhr $UDHR -django $DJANGO -more $MORE
//go:embed codes.bin
var packedCodes []byte

//go:embed models.bin
var packedModels []byte

// pairTable tells the UTF-8 bytes of every two-byte code, index lead<<8 | trail:
// two to four bytes, the first lowest; 0 where the code means nothing.
type pairTable [1 << 16]uint32

// codeTables is everything unpacked from codes.bin.
type codeTables struct {
	gb, big5 pairTable
	ranges   [][2]uint32         // four-byte GB18030: pointer and code point a range begins with
	cns      [8 * 94 * 94]uint32 // CNS 11643 planes 1–7 and 15, row and column from 0; as in pairTable
	tw       pairTable           // CNS plane 1 as EUC-TW writes it
}

var codes = sync.OnceValue(func() *codeTables {
	data := unpack(packedCodes)
	t := new(codeTables)
	n := int(binary.LittleEndian.Uint16(data))
	data = data[2:]
	t.ranges = make([][2]uint32, n)
	for i := range t.ranges {
		t.ranges[i] = [2]uint32{binary.LittleEndian.Uint32(data), binary.LittleEndian.Uint32(data[4:])}
		data = data[8:]
	}
	gb, data := readTable(data, 126*190, false)
	for i, v := range gb {
		t.gb[gbPair(i)] = v
	}
	big5, data := readTable(data, 126*157, true)
	for i, v := range big5 {
		t.big5[big5Pair(i)] = v
	}
	// Four Big5 codes stand for a letter and a combining mark, which no index can
	// hold; see the decoder in the Encoding Standard.
	for code, s := range map[int]string{0x8862: "\u00CA\u0304", 0x8864: "\u00CA\u030C", 0x88A3: "\u00EA\u0304", 0x88A5: "\u00EA\u030C"} {
		t.big5[code] = binary.LittleEndian.Uint32([]byte(s))
	}
	cns, _ := readTable(data, len(t.cns), true)
	copy(t.cns[:], cns)
	for i, v := range cns[:94*94] {
		t.tw[(i/94+0xA1)<<8|(i%94+0xA1)] = v
	}
	return t
})

// gbPair is the code of the i-th entry of GB18030's index.
func gbPair(i int) int {
	lead, trail := i/190+0x81, i%190+0x40
	if trail >= 0x7F {
		trail++
	}
	return lead<<8 | trail
}

// big5Pair is the code of the i-th entry of Big5's index.
func big5Pair(i int) int {
	lead, trail := i/157+0x81, i%157+0x40
	if trail >= 0x7F {
		trail += 0xA1 - 0x7F
	}
	return lead<<8 | trail
}

// readTable reads n code points as gen writes them and returns what follows.
func readTable(data []byte, n int, planes bool) (table []uint32, rest []byte) {
	rest = data[2*n:]
	var high []byte
	if planes {
		high, rest = rest[:(n+7)/8], rest[(n+7)/8:]
	}
	table = make([]uint32, n)
	for i := range table {
		r := rune(binary.LittleEndian.Uint16(data[2*i:]))
		if planes && high[i/8]>>(i%8)&1 != 0 {
			r |= 0x20000
		}
		if r != 0 {
			table[i] = packRune(r)
		}
	}
	return table, rest
}

// packRune is the UTF-8 form of r with its first byte lowest.
func packRune(r rune) uint32 {
	var b [4]byte
	utf8.EncodeRune(b[:], r)
	return binary.LittleEndian.Uint32(b[:])
}

// unpackRune is the first character of an entry of a table.
func unpackRune(v uint32) rune {
	var b [4]byte
	binary.LittleEndian.PutUint32(b[:], v)
	r, _ := utf8.DecodeRune(b[:])
	return r
}

// packedLen is the number of bytes of an entry that is not 0.
func packedLen(v uint32) int {
	switch {
	case v >= 1<<24:
		return 4
	case v >= 1<<16:
		return 3
	}
	return 2
}

// unpack inflates an embedded table; a fault in it is a fault of the build.
func unpack(packed []byte) []byte {
	data, err := io.ReadAll(flate.NewReader(bytes.NewReader(packed)))
	if err != nil {
		panic("charset: embedded table: " + err.Error())
	}
	return data
}
