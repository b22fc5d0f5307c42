package charset

import (
	"bytes"
	"encoding/binary"
	"unicode/utf16"
	"unicode/utf8"

	"zhengwen/document"
)

// appendUTF8 copies b, with each maximal part that is no UTF-8 replaced once by
// U+FFFD (Encoding Standard; Unicode 3.9, "substitution of maximal subparts").
func appendUTF8(dst, b []byte) []byte {
	b = bytes.TrimPrefix(b, []byte("\uFEFF"))
	for len(b) > 0 {
		n := document.ValidPrefix(b)
		dst = append(dst, b[:n]...)
		b = b[n:]
		if len(b) > 0 {
			dst = utf8.AppendRune(dst, utf8.RuneError)
			b = b[badUTF8(b):]
		}
	}
	return dst
}

// badUTF8 is the length of the maximal part at the start of b that begins a
// character without completing it, at least 1.
func badUTF8(b []byte) int {
	need, lo, hi := 0, byte(0x80), byte(0xBF)
	switch c := b[0]; {
	case c >= 0xC2 && c <= 0xDF:
		need = 1
	case c >= 0xE0 && c <= 0xEF:
		need = 2
		switch c {
		case 0xE0:
			lo = 0xA0
		case 0xED:
			hi = 0x9F
		}
	case c >= 0xF0 && c <= 0xF4:
		need = 3
		switch c {
		case 0xF0:
			lo = 0x90
		case 0xF4:
			hi = 0x8F
		}
	}
	n := 1
	for n <= need && n < len(b) && b[n] >= lo && b[n] <= hi {
		n++
		lo, hi = 0x80, 0xBF
	}
	return n
}

func order(bigEndian bool) binary.ByteOrder {
	if bigEndian {
		return binary.BigEndian
	}
	return binary.LittleEndian
}

// appendUTF16 reads UTF-16; half a pair and a last odd byte become U+FFFD.
func appendUTF16(dst, b []byte, bigEndian bool) []byte {
	o := order(bigEndian)
	if len(b) >= 2 && o.Uint16(b) == 0xFEFF {
		b = b[2:]
	}
	for len(b) >= 2 {
		r := rune(o.Uint16(b))
		b = b[2:]
		if utf16.IsSurrogate(r) {
			full := rune(utf8.RuneError)
			if len(b) >= 2 {
				full = utf16.DecodeRune(r, rune(o.Uint16(b)))
			}
			if r = full; r != utf8.RuneError {
				b = b[2:]
			}
		}
		dst = utf8.AppendRune(dst, r)
	}
	if len(b) > 0 {
		dst = utf8.AppendRune(dst, utf8.RuneError)
	}
	return dst
}

// appendUTF32 reads UTF-32.
func appendUTF32(dst, b []byte, bigEndian bool) []byte {
	o := order(bigEndian)
	if len(b) >= 4 && o.Uint32(b) == 0xFEFF {
		b = b[4:]
	}
	for ; len(b) >= 4; b = b[4:] {
		dst = utf8.AppendRune(dst, rune(o.Uint32(b)))
	}
	if len(b) > 0 {
		dst = utf8.AppendRune(dst, utf8.RuneError)
	}
	return dst
}
