package charset

import (
	"encoding/binary"
	"fmt"
	"math/bits"
	"slices"
)

// Decode appends b, read in the encoding of that name, to dst as UTF-8. Name is one
// that Detect gives or Canonical returns. What cannot be decoded becomes U+FFFD as
// the WHATWG Encoding Standard has it, a byte order mark is left out, and private-use
// characters are kept. The error says that the name is not known.
func Decode(dst, b []byte, name string) ([]byte, error) {
	switch name {
	case "utf-8":
		return appendUTF8(dst, b), nil
	case "gb18030", "gbk":
		return codes().appendGB18030(dst, b), nil
	case "big5":
		return codes().appendBig5(dst, b), nil
	case "euc-tw":
		return codes().appendEUCTW(dst, b), nil
	case "hz-gb-2312":
		return codes().appendHZ(dst, b), nil
	case "iso-2022-cn":
		return codes().appendISO2022CN(dst, b), nil
	case "utf-16le", "utf-16be":
		return appendUTF16(dst, b, name == "utf-16be"), nil
	case "utf-32le", "utf-32be":
		return appendUTF32(dst, b, name == "utf-32be"), nil
	}
	if e := foreign(name); e != nil {
		out, err := e.NewDecoder().Bytes(b)
		if err != nil {
			return dst, fmt.Errorf("decode %s: %w", name, err)
		}
		return append(dst, out...), nil
	}
	return dst, fmt.Errorf("unknown charset %q", name)
}

// decodable reports whether Decode knows the encoding.
func decodable(name string) bool {
	_, err := Decode(nil, nil, name)
	return err == nil
}

// replacement is U+FFFD as in a pairTable.
const replacement = 0xBDBFEF

// blockSize is how many bytes of input are decoded between two looks at the room
// left in the output; no decoder writes more than three bytes for one.
const blockSize = 4096

// room makes dst hold the output of a block and a word more, so that entries can be
// stored four bytes at a time.
func room(dst []byte, input int) []byte {
	return slices.Grow(dst, 3*min(input, blockSize)+16)
}

// put stores an entry of a table at out[n:] and returns the place after it.
func put(out []byte, n int, v uint32) int {
	binary.LittleEndian.PutUint32(out[n:], v)
	return n + packedLen(v)
}

const highBits = 0x8080808080808080

// copyASCII copies the ASCII bytes at b[i:end] to out[n:] by words as far as whole
// words of them go, and returns both places.
func copyASCII(out []byte, n int, b []byte, i, end int) (int, int) {
	for i+8 <= end {
		w := binary.LittleEndian.Uint64(b[i:])
		if w&highBits != 0 {
			break
		}
		binary.LittleEndian.PutUint64(out[n:], w)
		i, n = i+8, n+8
	}
	return i, n
}

// copyPairs decodes two-byte characters from b[i:end] to out[n:], two at a time, as
// long as both are of three bytes in UTF-8, and returns both places.
func copyPairs(out []byte, n int, b []byte, i, end int, t *pairTable) (int, int) {
	const three = 1<<24 - 1<<16
	for i+4 <= end {
		w := binary.LittleEndian.Uint32(b[i:])
		if w&0x00800080 != 0x00800080 {
			break
		}
		v, x := t[bits.ReverseBytes16(uint16(w))], t[bits.ReverseBytes16(uint16(w>>16))]
		if v-1<<16 >= three || x-1<<16 >= three {
			break
		}
		binary.LittleEndian.PutUint64(out[n:], uint64(v)|uint64(x)<<24)
		i, n = i+4, n+6
	}
	return i, n
}

// decodePairs appends b to dst in an encoding of ASCII and the two-byte codes of t.
// What is neither, odd reads: it returns a character and the bytes used up.
func decodePairs(dst, b []byte, t *pairTable, odd func(b []byte) (uint32, int)) []byte {
	for i := 0; i < len(b); {
		dst = room(dst, len(b)-i)
		out, n := dst[:cap(dst)], len(dst)
		end := min(len(b), i+blockSize)
		for i < end {
			i, n = copyASCII(out, n, b, i, end)
			i, n = copyPairs(out, n, b, i, end, t)
			if i == end {
				break
			}
			c := b[i]
			if c < 0x80 {
				out[n] = c
				i, n = i+1, n+1
				continue
			}
			if i+1 < len(b) {
				if v := t[uint16(c)<<8|uint16(b[i+1])]; v != 0 {
					n = put(out, n, v)
					i += 2
					continue
				}
			}
			v, size := odd(b[i:])
			n = put(out, n, v)
			i += size
		}
		dst = out[:n]
	}
	return dst
}
