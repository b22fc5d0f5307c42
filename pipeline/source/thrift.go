package source

import (
	"encoding/binary"
	"errors"
)

// Thrift's compact protocol, as far as it must be walked to know that a Parquet
// footer or page header asks for no more memory than it has bytes. The type numbers
// follow "Thrift Compact protocol encoding" (Apache Thrift, Apache-2.0).
const (
	thriftTrue   = 1
	thriftFalse  = 2
	thriftByte   = 3
	thriftDouble = 7
	thriftBinary = 8
	thriftList   = 9
	thriftSet    = 10
	thriftMap    = 11
	thriftStruct = 12

	maxThriftDepth    = 32
	maxThriftElements = 1 << 20 // in all lists together: 1,000 row groups of 1,000 columns
)

var errThrift = errors.New("metadata is garbled")

// thriftWalker walks one structure and reports its numbers.
type thriftWalker struct {
	data     []byte
	pos      int
	elements int
	// integer is called with the ids of the field and of the field around it (0 for
	// none) for integers and booleans at most one structure deep.
	integer func(outer, id int16, v int64)
}

// walkThrift returns the length of the structure data begins with.
func walkThrift(data []byte, integer func(outer, id int16, v int64)) (int, error) {
	w := thriftWalker{data: data, integer: integer}
	err := w.structure(0, 0)
	return w.pos, err
}

func (w *thriftWalker) byte() (byte, error) {
	if w.pos >= len(w.data) {
		return 0, errThrift
	}
	w.pos++
	return w.data[w.pos-1], nil
}

func (w *thriftWalker) varint() (uint64, error) {
	v, n := binary.Uvarint(w.data[w.pos:])
	if n <= 0 {
		return 0, errThrift
	}
	w.pos += n
	return v, nil
}

func zigzag(v uint64) int64 { return int64(v>>1) ^ -int64(v&1) }

func (w *thriftWalker) structure(depth int, outer int16) error {
	var id int16
	for {
		h, err := w.byte()
		if err != nil || h == 0 {
			return err
		}
		if h>>4 != 0 {
			id += int16(h >> 4)
		} else {
			v, err := w.varint()
			if err != nil {
				return err
			}
			id = int16(zigzag(v))
		}
		switch kind := h & 15; kind {
		case thriftTrue, thriftFalse: // as a field, the value is the type
			w.report(depth+1, outer, id, int64(kind&1))
		default:
			if err := w.value(kind, depth+1, outer, id); err != nil {
				return err
			}
		}
	}
}

func (w *thriftWalker) report(depth int, outer, id int16, v int64) {
	if depth <= 2 && w.integer != nil {
		w.integer(outer, id, v)
	}
}

func (w *thriftWalker) value(kind byte, depth int, outer, id int16) error {
	switch kind {
	case thriftTrue, thriftFalse, thriftByte:
		return w.skip(1)
	case thriftDouble:
		return w.skip(8)
	case 4, 5, 6: // integers of 16, 32 and 64 bits
		v, err := w.varint()
		w.report(depth, outer, id, zigzag(v))
		return err
	case thriftBinary:
		n, err := w.varint()
		if err != nil {
			return err
		}
		return w.skip(n)
	case thriftStruct:
		if depth > maxThriftDepth {
			return errThrift
		}
		return w.structure(depth, id)
	case thriftList, thriftSet, thriftMap:
		return w.list(kind, depth)
	}
	return errThrift
}

func (w *thriftWalker) list(kind byte, depth int) error {
	if depth > maxThriftDepth {
		return errThrift
	}
	var (
		n    uint64
		h    byte
		err  error
		each = [2]byte{}
	)
	if kind == thriftMap {
		if n, err = w.varint(); err != nil || n == 0 {
			return err
		}
		if h, err = w.byte(); err != nil {
			return err
		}
		each = [2]byte{h >> 4, h & 15}
	} else {
		if h, err = w.byte(); err != nil {
			return err
		}
		if n = uint64(h >> 4); n == 15 {
			if n, err = w.varint(); err != nil {
				return err
			}
		}
		each[0] = h & 15
	}
	if n > uint64(len(w.data)-w.pos) || w.elements+int(n) > maxThriftElements {
		return errThrift
	}
	w.elements += int(n)
	for range n {
		for _, k := range each {
			if k == 0 {
				continue
			}
			// Deeper than integers are reported.
			if err := w.value(k, depth+2, 0, 0); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *thriftWalker) skip(n uint64) error {
	if n > uint64(len(w.data)-w.pos) {
		return errThrift
	}
	w.pos += int(n)
	return nil
}
