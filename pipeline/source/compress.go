package source

import (
	"bufio"
	"bytes"
	"compress/bzip2"
	"errors"
	"io"
	"sync"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// maxZstdWindow is what the zstd tool accepts by default; a frame that asks for
// more is refused instead of allocated.
const maxZstdWindow = 128 << 20

// codec is one compression, known by the bytes it begins with.
type codec struct {
	name  string
	magic func(head []byte) bool
	open  func(*bufio.Reader) (r io.Reader, release func(), err error)
}

var codecs = [...]codec{
	{"gzip", isGzip, openGzip},
	{"zstd", isZstd, openZstd},
	{"bzip2", isBzip2, func(r *bufio.Reader) (io.Reader, func(), error) { return bzip2.NewReader(r), func() {}, nil }},
	{"xz", func(h []byte) bool { return bytes.HasPrefix(h, []byte(xzMagic)) }, func(r *bufio.Reader) (io.Reader, func(), error) {
		return &xzReader{in: r}, func() {}, nil
	}},
}

func isGzip(h []byte) bool { return bytes.HasPrefix(h, []byte{0x1F, 0x8B}) }

func isZstd(h []byte) bool {
	if len(h) < 4 {
		return false
	}
	frame := h[0] == 0x28 && h[1] == 0xB5 && h[2] == 0x2F && h[3] == 0xFD
	skippable := h[0]&0xF0 == 0x50 && h[1] == 0x2A && h[2] == 0x4D && h[3] == 0x18
	return frame || skippable
}

// isBzip2 looks at the first block's magic as well, since "BZh1" could begin a text.
func isBzip2(h []byte) bool {
	return len(h) >= 10 && string(h[:3]) == "BZh" && '1' <= h[3] && h[3] <= '9' &&
		(string(h[4:10]) == "1AY&SY" || string(h[4:10]) == "\x17rE8P\x90")
}

// errTrailing means garbage behind sound data. Of a single page all is there; in a
// file of many members it hides the next one.
var errTrailing = errors.New("garbage behind the data")

// gzipReader reads the members of a gzip file one after the other, with zeros
// behind the last one, as tapes and some tools leave them.
type gzipReader struct {
	z  *gzip.Reader
	in *bufio.Reader
}

var gzips = sync.Pool{New: func() any { return new(gzip.Reader) }}

func openGzip(in *bufio.Reader) (io.Reader, func(), error) {
	z := gzips.Get().(*gzip.Reader)
	release := func() { gzips.Put(z) }
	if err := z.Reset(in); err != nil {
		release()
		return nil, nil, err
	}
	z.Multistream(false)
	return &gzipReader{z, in}, release, nil
}

func (g *gzipReader) Read(p []byte) (int, error) {
	for {
		n, err := g.z.Read(p)
		if err != io.EOF { //nolint:errorlint // the bare value is the contract of io.Reader
			return n, err
		}
		if n > 0 {
			return n, nil
		}
		if err := skipZeros(g.in); err != nil {
			return 0, err
		}
		if head, _ := g.in.Peek(2); !isGzip(head) {
			return 0, errTrailing
		}
		if err := g.z.Reset(g.in); err != nil {
			return 0, unexpected(err)
		}
		g.z.Multistream(false)
	}
}

// skipZeros skips zero bytes; io.EOF when nothing follows them.
func skipZeros(r *bufio.Reader) error {
	for {
		c, err := r.ReadByte()
		if err != nil {
			return err
		}
		if c != 0 {
			return r.UnreadByte()
		}
	}
}

// One goroutine: the reader is one of many things that run.
var zstds = sync.Pool{New: func() any {
	z, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxZstdWindow), zstd.WithDecoderLowmem(true))
	if err != nil {
		panic(err) // the options are constants
	}
	return z
}}

func openZstd(in *bufio.Reader) (io.Reader, func(), error) {
	z := zstds.Get().(*zstd.Decoder)
	release := func() {
		// Without an input the decoder lets go of the last one; that cannot fail.
		_ = z.Reset(nil)
		zstds.Put(z)
	}
	if err := z.Reset(in); err != nil {
		release()
		return nil, nil, err
	}
	return z, release, nil
}

// unexpected turns an end of file where none may be into one that says so.
func unexpected(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
