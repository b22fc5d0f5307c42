package sink

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"

	"github.com/klauspost/compress/zstd"
)

// lines writes JSON Lines.
type lines[T row] struct {
	buf  *bufio.Writer
	json *json.Encoder
	zstd *zstd.Encoder // nil when plain
}

func newLines[T row](w io.Writer) *lines[T] {
	buf := bufio.NewWriterSize(w, 256<<10)
	enc := json.NewEncoder(buf)
	enc.SetEscapeHTML(false)
	return &lines[T]{buf: buf, json: enc}
}

func newCompressedLines[T row](w io.Writer) (*lines[T], error) {
	// One goroutine: the compressed bytes must not depend on the number of cores.
	z, err := zstd.NewWriter(w, zstd.WithEncoderConcurrency(1))
	if err != nil {
		return nil, fmt.Errorf("start zstd: %w", err)
	}
	l := newLines[T](z)
	l.zstd = z
	return l, nil
}

func (l *lines[T]) Write(r *T) error {
	if err := l.json.Encode(r); err != nil {
		return fmt.Errorf("write JSON line: %w", err)
	}
	return nil
}

func (l *lines[T]) Close() error {
	if err := l.buf.Flush(); err != nil {
		return fmt.Errorf("write JSON lines: %w", err)
	}
	if l.zstd != nil {
		if err := l.zstd.Close(); err != nil {
			return fmt.Errorf("complete zstd stream: %w", err)
		}
	}
	return nil
}
