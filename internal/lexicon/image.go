package lexicon

import (
	"strings"

	"zhengwen/internal/lexicon/flat"
)

// An image is a flat file of six tables:
//
//	nodes  uint64  base (32 bits), check (16), cost (16), from the lowest up
//	plain  uint16  cost of the plain mode, by node
//	codes  uint16  by code point
//	idf    uint8   by node, in sixteenths
//	tag    uint8   by node
//	names  uint16  by code, as NameCosts
//
// The nodes are a double-array trie over character codes: the child of node s
// by code c is t = base[s]+c if check[t] == c. No two nodes share a base, so
// that the code alone tells whose child t is. The root is node 0. Codes begin at
// 1; the code after the last one is that of all characters outside the
// dictionary and leads nowhere. Every sum of a base and a code is a node.
//
// Nodes without children have a base of their own, at which no check holds. It
// lies beside the root's, so that a look from there meets nodes that are in the
// cache, as the same character was looked up from the root.
const (
	magic   = "zwlexicn"
	version = 3

	leafOffset = 1 // from the root's base

	idfUnit = 16   // idf is stored in sixteenths
	stopBit = 0x80 // of tag: a stop word
)

type node uint64

func newNode(base uint32, check uint16, cost Cost) node {
	return node(base) | node(check)<<32 | node(cost)<<48
}

func (n node) base() uint32  { return uint32(n) }
func (n node) check() uint16 { return uint16(n >> 32) }
func (n node) cost() Cost    { return Cost(n >> 48) }

// child returns n if it is a child by code c, and nowhere otherwise, without a
// branch.
func (n node) child(c uint16, nowhere node) node {
	same := node(int64(uint64(n.check()^c)-1) >> 63) // all ones or none
	return nowhere ^ (nowhere^n)&same
}

type image struct {
	digest string
	inputs string
	nodes  []node
	plain  []Cost
	codes  []uint16
	idf    []uint8
	tag    []uint8
	names  []Cost

	none    uint16 // the code of characters outside the dictionary
	leaf    uint32 // the base of nodes without children
	nowhere node   // stands for the child that a node has not
	kinds   []kind // of Han characters, by code
}

// ErrImage is wrapped by the errors of Open.
var ErrImage = flat.ErrImage

func openImage(data string) (*image, error) {
	f, err := flat.Open(data, magic, version, 6)
	if err != nil {
		return nil, err
	}
	s := f.Sections
	m := &image{
		digest: f.Digest, inputs: f.Inputs,
		nodes: flat.View[node](s[0]), plain: flat.View[Cost](s[1]), codes: flat.View[uint16](s[2]), idf: flat.View[uint8](s[3]), tag: flat.View[uint8](s[4]), names: flat.View[Cost](s[5]),
	}
	m.none = m.codes[0] // U+0000 stands in no word
	m.leaf = m.nodes[0].base() + leafOffset
	m.nowhere = newNode(m.leaf, 0, Absent)
	m.kinds = make([]kind, int(m.none)+1)
	for c := range m.kinds {
		m.kinds[c] = kindHan
		if m.name(uint16(c), partSurname) != Absent {
			m.kinds[c] = kindSurname
		}
	}
	for _, r := range PlaceSuffixes {
		m.kinds[m.code(r)] = kindPlace
	}
	for r := rune(0x4E00); r <= 0x9FFF; r++ {
		if IsNumeral(r) {
			m.kinds[m.code(r)] = kindNumeral
		}
	}
	m.kinds[m.none] = kindHan
	return m, nil
}

// code is the number of a character.
func (m *image) code(r rune) uint16 {
	if uint(r) < uint(len(m.codes)) {
		return m.codes[r]
	}
	return m.none
}

// name returns the cost of a character, by its code, as a part of a name.
func (m *image) name(code uint16, part int) Cost { return m.names[nameParts*int(code)+part] }

// step goes from node s to its child by code c.
func (m *image) step(s uint32, c uint16) (uint32, bool) {
	t := m.nodes[s].base() + uint32(c)
	return t, m.nodes[t].check() == c
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
