package index

import (
	"encoding/binary"
	"strings"
)

// Keys of inputs are paths with zero bytes between the components, see
// source.Entry.Key. What belongs to an input follows its key behind two more zero
// bytes, which no path has, so that all of it stands before the next path and, by
// the third byte, in this order: its rows (0), its further pieces (1), and other
// inputs of the same name (2, made by source). Four bytes count, the highest
// first.
const (
	rowMark   = "\x00\x00\x00"
	pieceMark = "\x00\x00\x01"
	markSize  = 3 + 4
)

func marked(key, mark string, n int) string {
	b := make([]byte, 0, len(key)+markSize)
	return string(binary.BigEndian.AppendUint32(append(append(b, key...), mark...), uint32(n)))
}

// RowKey orders documents: by input, then by their number inside.
func RowKey(key string, n int) string { return marked(key, rowMark, n) }

// InputOf returns the input key of a row key.
func InputOf(row string) string { return row[:len(row)-markSize] }

// PieceKey is the key of the piece of a file with the given number. The first one,
// 0, has the key of the file.
func PieceKey(file string, n int) string {
	if n == 0 {
		return file
	}
	return marked(file, pieceMark, n)
}

// PieceOf returns the key of the file to which an input belongs, and the number of
// the piece that it is.
func PieceOf(key string) (file string, n int) {
	i := len(key) - markSize
	if i < 0 || !strings.HasPrefix(key[i:], pieceMark) {
		return key, 0
	}
	return key[:i], int(binary.BigEndian.Uint32([]byte(key[i+len(pieceMark):])))
}
