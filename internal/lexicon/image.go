package lexicon

import (
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"unsafe"

	"github.com/zeebo/xxh3"
)

// The image is little endian:
//
//	magic    8 bytes
//	version  uint32
//	runes    uint32  length of the code table
//	nodes    uint32  number of nodes
//	zero     uint32
//	digest  16 bytes xxh3-128 of what follows
//	nodes × {base uint32, check uint16, cost uint16}
//	nodes × plain uint16
//	runes × code uint16
//	nodes × idf uint8
//	nodes × tag uint8
//
// The nodes are a double-array trie over character codes: the child of node s
// by code c is t = base[s]+c if check[t] == c. No two nodes share a base, so
// that the code alone tells whose child t is. The root is node 0.
const (
	magic      = "zwlexicn"
	version    = 1
	headerSize = 40
	nodeSize   = 8

	idfUnit = 16   // idf is stored in sixteenths
	stopBit = 0x80 // of tag: a stop word
)

type node struct {
	base  uint32
	check uint16
	cost  Cost
}

type image struct {
	data  string
	nodes []node
	plain []Cost   // cost of the plain mode, by node
	codes []uint16 // by code point; 0 for characters outside the dictionary
	idf   []uint8
	tag   []uint8
}

// ErrImage is wrapped by the errors of Open.
var ErrImage = errors.New("not a usable dictionary image")

func openImage(data string) (*image, error) {
	if len(data) < headerSize || data[:len(magic)] != magic {
		return nil, fmt.Errorf("%w: it does not begin with %q", ErrImage, magic)
	}
	head := []byte(data[:headerSize])
	if v := binary.LittleEndian.Uint32(head[8:]); v != version {
		return nil, fmt.Errorf("%w: version %d, want %d; run go generate", ErrImage, v, version)
	}
	runes, nodes := int(binary.LittleEndian.Uint32(head[12:])), int(binary.LittleEndian.Uint32(head[16:]))
	if want := headerSize + nodes*(nodeSize+4) + runes*2; len(data) != want || nodes == 0 {
		return nil, fmt.Errorf("%w: %d bytes, its header asks for %d", ErrImage, len(data), want)
	}
	sum := xxh3.HashString128(data[headerSize:]).Bytes()
	if string(sum[:]) != data[24:headerSize] {
		return nil, fmt.Errorf("%w: its digest does not fit its content", ErrImage)
	}
	m := &image{data: data}
	p := headerSize
	take := func(n int) string { p += n; return data[p-n : p] }
	m.nodes = viewNodes(take(nodes * nodeSize))
	m.plain = view16[Cost](take(nodes * 2))
	m.codes = view16[uint16](take(runes * 2))
	m.idf, m.tag = viewBytes(take(nodes)), viewBytes(take(nodes))
	return m, nil
}

func (m *image) digest() string { return "xxh3:" + hex.EncodeToString([]byte(m.data[24:headerSize])) }

// code is the dense number of a character, 0 when no word holds it.
func (m *image) code(r rune) uint16 {
	if uint(r) < uint(len(m.codes)) {
		return m.codes[r]
	}
	return 0
}

// step goes from node s to its child by code c.
func (m *image) step(s uint32, c uint16) (uint32, bool) {
	if c == 0 {
		return 0, false
	}
	t := m.nodes[s].base + uint32(c)
	if int(t) >= len(m.nodes) || m.nodes[t].check != c {
		return 0, false
	}
	return t, true
}

var littleEndian = binary.NativeEndian.Uint16([]byte{1, 0}) == 1

// aligned reports whether data can be used in place as values of that size.
func aligned(data string, size uintptr) bool {
	return littleEndian && uintptr(unsafe.Pointer(unsafe.StringData(data)))%size == 0
}

func viewNodes(data string) []node {
	n := len(data) / nodeSize
	if aligned(data, unsafe.Alignof(node{})) {
		return unsafe.Slice((*node)(unsafe.Pointer(unsafe.StringData(data))), n)
	}
	out := make([]node, n)
	for i := range out {
		b := []byte(data[i*nodeSize : (i+1)*nodeSize])
		out[i] = node{binary.LittleEndian.Uint32(b), binary.LittleEndian.Uint16(b[4:]), Cost(binary.LittleEndian.Uint16(b[6:]))}
	}
	return out
}

func view16[T ~uint16](data string) []T {
	n := len(data) / 2
	if aligned(data, 2) {
		return unsafe.Slice((*T)(unsafe.Pointer(unsafe.StringData(data))), n)
	}
	out := make([]T, n)
	for i := range out {
		out[i] = T(data[2*i]) | T(data[2*i+1])<<8
	}
	return out
}

func viewBytes(data string) []uint8 {
	return unsafe.Slice(unsafe.StringData(data), len(data))
}

// folded lists the forms of a character that the dictionary takes for one: ASCII
// in either case and width.
func folded(r rune) []rune {
	switch {
	case 'a' <= r && r <= 'z':
		return []rune{r, r - 'a' + 'A', r - 'a' + 'ａ', r - 'a' + 'Ａ'}
	case '0' <= r && r <= '9':
		return []rune{r, r - '0' + '０'}
	}
	return []rune{r}
}

// fold is the form under which a word is stored.
func fold(word string) string { return strings.Map(foldRune, word) }

func foldRune(r rune) rune {
	switch {
	case 'A' <= r && r <= 'Z':
		return r + 'a' - 'A'
	case 'Ａ' <= r && r <= 'Ｚ':
		return r - 'Ａ' + 'a'
	case 'ａ' <= r && r <= 'ｚ':
		return r - 'ａ' + 'a'
	case '０' <= r && r <= '９':
		return r - '０' + '0'
	}
	return r
}
