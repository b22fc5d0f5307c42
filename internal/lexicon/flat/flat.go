// Package flat reads and writes files of tables that are used where they lie: a
// checked header, then sections of little-endian integers. Opening one parses
// nothing.
//
//	magic     8 bytes
//	version   uint32
//	sections  uint32
//	digest   16 bytes  xxh3-128 of all that follows
//	sections × length in bytes, uint32, then zeros up to a multiple of 8
//	sections, each followed by zeros up to a multiple of 8
//
// The first section names what the file was made from.
package flat

import (
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"unsafe"

	"github.com/zeebo/xxh3"
)

// ErrImage is wrapped by the errors of Open.
var ErrImage = errors.New("not a usable image")

const (
	magicSize  = 8
	headerSize = 32
	digestAt   = 16
)

func padded(n int) int { return (n + 7) &^ 7 }

// Encode makes a file. The magic must have 8 bytes; inputs is free text that
// names what the tables were made from.
func Encode(magic string, version uint32, inputs string, sections ...[]byte) []byte {
	all := append([][]byte{[]byte(inputs)}, sections...)
	le := binary.LittleEndian
	var body []byte
	for _, s := range all {
		body = le.AppendUint32(body, uint32(len(s)))
	}
	pad := func() { body = append(body, make([]byte, padded(len(body))-len(body))...) }
	pad()
	for _, s := range all {
		body = append(body, s...)
		pad()
	}
	out := append([]byte(nil), magic[:magicSize]...)
	out = le.AppendUint32(out, version)
	out = le.AppendUint32(out, uint32(len(all)))
	sum := xxh3.Hash128(body).Bytes()
	out = append(out, sum[:]...)
	return append(out, body...)
}

// File is an opened file. Its sections are parts of the string it was opened
// from.
type File struct {
	Digest   string // "xxh3:" and 32 hex digits
	Inputs   string
	Sections []string
}

// Open checks a file's header, lengths and digest. The number of sections is
// that given to Encode.
func Open(data, magic string, version uint32, sections int) (*File, error) {
	if len(data) < headerSize || data[:magicSize] != magic {
		return nil, fmt.Errorf("%w: it does not begin with %q", ErrImage, magic)
	}
	number := func(at int) int { return int(binary.LittleEndian.Uint32([]byte(data[at : at+4]))) }
	if v := number(8); v != int(version) {
		return nil, fmt.Errorf("%w: version %d, want %d; run go generate", ErrImage, v, version)
	}
	sections++ // the names of its inputs
	at := headerSize + padded(4*sections)
	if n := number(12); n != sections || len(data) < at {
		return nil, fmt.Errorf("%w: %d sections in %d bytes, want %d sections", ErrImage, n, len(data), sections)
	}
	f := &File{Sections: make([]string, sections)}
	want := at
	for i := range sections {
		want += padded(number(headerSize + 4*i))
	}
	if len(data) != want {
		return nil, fmt.Errorf("%w: %d bytes, its header asks for %d", ErrImage, len(data), want)
	}
	digest := xxh3.HashString128(data[headerSize:]).Bytes()
	if string(digest[:]) != data[digestAt:headerSize] {
		return nil, fmt.Errorf("%w: its digest does not fit its content", ErrImage)
	}
	for i := range sections {
		n := number(headerSize + 4*i)
		f.Sections[i] = data[at : at+n]
		at += padded(n)
	}
	f.Digest = "xxh3:" + hex.EncodeToString(digest[:])
	f.Inputs, f.Sections = f.Sections[0], f.Sections[1:]
	return f, nil
}

// Number is what a section can hold.
type Number interface {
	~uint8 | ~uint16 | ~uint32 | ~uint64
}

// View returns a section as numbers: in place where the machine's byte order and
// the section's alignment allow it, as a copy otherwise. It must not be written.
func View[T Number](section string) []T {
	var zero T
	size := int(unsafe.Sizeof(zero))
	n := len(section) / size
	at := unsafe.StringData(section)
	if n == 0 {
		return nil
	}
	if InPlace[T](section) {
		return unsafe.Slice((*T)(unsafe.Pointer(at)), n)
	}
	out := make([]T, n)
	for i := range out {
		for k := range size {
			out[i] |= T(section[i*size+k]) << (8 * k)
		}
	}
	return out
}

// InPlace reports whether View needs no copy.
func InPlace[T Number](section string) bool {
	var zero T
	size := unsafe.Sizeof(zero)
	return size == 1 || littleEndian && uintptr(unsafe.Pointer(unsafe.StringData(section)))%size == 0
}

var littleEndian = binary.NativeEndian.Uint16([]byte{1, 0}) == 1

// Append appends numbers as a section holds them.
func Append[T Number](section []byte, numbers ...T) []byte {
	var zero T
	for _, x := range numbers {
		for k := range int(unsafe.Sizeof(zero)) {
			section = append(section, byte(x>>(8*k)))
		}
	}
	return section
}
