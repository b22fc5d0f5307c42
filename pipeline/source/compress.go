package source

import (
	"bufio"
	"bytes"
	"errors"
	"io"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// peekSize is how far the content is looked at to tell what it is.
const peekSize = 512

// decompress undoes the compressions that the leading bytes announce, at most
// two deep; what the name says does not matter.
func decompress(r io.Reader) (*bufio.Reader, *Failure) {
	in := bufio.NewReaderSize(r, 64<<10)
	for range 2 {
		head, err := in.Peek(4)
		if err != nil && len(head) == 0 && !errors.Is(err, io.EOF) {
			return nil, readFailure(err)
		}
		switch {
		case bytes.HasPrefix(head, []byte{0x1F, 0x8B}):
			z, err := gzip.NewReader(in)
			if err != nil {
				return nil, &Failure{Reason: "bad-compression", Detail: "gzip: " + err.Error()}
			}
			in = bufio.NewReaderSize(corrupt{z, "gzip"}, 64<<10)
		case bytes.HasPrefix(head, []byte{0x28, 0xB5, 0x2F, 0xFD}):
			// One goroutine and a bounded window: a page needs no more, and a frame that
			// asks for more is refused instead of allocated.
			z, err := zstd.NewReader(in, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(64<<20), zstd.WithDecoderLowmem(true))
			if err != nil {
				return nil, &Failure{Reason: "bad-compression", Detail: "zstd: " + err.Error()}
			}
			in = bufio.NewReaderSize(corrupt{z, "zstd"}, 64<<10)
		default:
			return in, nil
		}
	}
	return in, nil
}

// corrupt marks the errors of a decompressor as such.
type corrupt struct {
	io.Reader
	format string
}

type compressionError struct {
	format string
	err    error
}

func (e *compressionError) Error() string { return e.format + ": " + e.err.Error() }
func (e *compressionError) Unwrap() error { return e.err }

func (c corrupt) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	if err != nil && err != io.EOF { //nolint:errorlint // the bare value is the contract of io.Reader
		err = &compressionError{c.format, err}
	}
	return n, err
}

func readFailure(err error) *Failure {
	var c *compressionError
	if errors.As(err, &c) {
		return &Failure{Reason: "bad-compression", Detail: c.Error()}
	}
	return unreadable(err)
}
