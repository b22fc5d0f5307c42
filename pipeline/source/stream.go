package source

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"sync"
)

const (
	bufferSize = 64 << 10
	maxLayers  = 2 // compressions undone around one input; more are not met in the wild

	// What a stream may grow to under decompression: a fixed allowance, then a factor
	// that no archive of pages reaches (text packs 4 to 30 times; gzip ends at 1032).
	bombAllowance = 64 << 20
	bombRatio     = 200
)

// stream is an input with its compressions undone.
type stream struct {
	*bufio.Reader
	in     *counter
	limit  int64 // bytes a layer may give before its ratio counts
	open   []*bufio.Reader
	closes []func()
	top    *layer // the innermost; nil when nothing is compressed
}

var buffers = sync.Pool{New: func() any { return bufio.NewReaderSize(nil, bufferSize) }}

// openStream begins to read r; limit is the size of the largest page.
func openStream(r io.Reader, limit int64) *stream {
	s := &stream{in: &counter{r: r}, limit: bombAllowance + limit}
	s.push(s.in)
	return s
}

func (s *stream) push(r io.Reader) {
	s.Reader = buffers.Get().(*bufio.Reader)
	s.Reset(r)
	s.open = append(s.open, s.Reader)
}

// close gives the buffers and decompressors back, the innermost first.
func (s *stream) close() {
	for i := len(s.closes) - 1; i >= 0; i-- {
		s.closes[i]()
	}
	for _, b := range s.open {
		b.Reset(nil)
		buffers.Put(b)
	}
	s.open, s.closes, s.Reader = nil, nil, nil
}

func (s *stream) compressed() bool { return len(s.closes) > 0 }

// unpack undoes the compressions that the leading bytes announce; what the name
// says does not matter.
func (s *stream) unpack() *Failure {
	for range maxLayers {
		head, err := s.Peek(10)
		if len(head) == 0 && err != nil && !errors.Is(err, io.EOF) {
			return s.failure(err)
		}
		found := false
		for i := range codecs {
			c := &codecs[i]
			if !c.magic(head) {
				continue
			}
			r, release, err := c.open(s.Reader)
			if err != nil {
				return s.failure(&compressionError{c.name, unexpected(err)})
			}
			s.closes = append(s.closes, release)
			s.top = &layer{r: r, format: c.name, s: s}
			s.push(s.top)
			found = true
			break
		}
		if !found {
			break
		}
	}
	return nil
}

// failure says what an error while reading the stream means. What the stream is read
// from has the first word: its errors cause those further in.
func (s *stream) failure(err error) *Failure {
	var (
		large   tooLarge
		archive *archiveError
		packed  *compressionError
	)
	if errors.As(err, &large) {
		return &Failure{Reason: "too-large", Detail: large.Error()}
	}
	if s.in.err != nil {
		err = s.in.err
	}
	switch {
	case errors.As(err, &archive):
		return archive.failure
	case errors.As(err, &packed):
		return &Failure{Reason: "bad-compression", Detail: packed.Error()}
	}
	return unreadable(err)
}

// archiveError is an error of what surrounds an input; it explains the input's
// failure better than what it causes further in.
type archiveError struct {
	failure *Failure
	err     error
}

func (e *archiveError) Error() string { return e.failure.Detail }
func (e *archiveError) Unwrap() error { return e.err }

// counter counts what was read and keeps the first error.
type counter struct {
	r   io.Reader
	n   int64
	err error
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	if err != nil && err != io.EOF && c.err == nil { //nolint:errorlint // the bare value is the contract of io.Reader
		c.err = err
	}
	return n, err
}

// layer is the output of one decompressor: it marks errors as such and refuses
// bombs.
type layer struct {
	r      io.Reader
	format string
	s      *stream
	out    int64
}

type compressionError struct {
	format string
	err    error
}

func (e *compressionError) Error() string { return e.format + ": " + e.err.Error() }
func (e *compressionError) Unwrap() error { return e.err }

func (l *layer) Read(p []byte) (int, error) {
	n, err := l.r.Read(p)
	l.out += int64(n)
	if err != nil {
		switch {
		case l.s.in.err != nil:
			err = l.s.in.err // not the compression's fault
		case err != io.EOF: //nolint:errorlint // the bare value is the contract of io.Reader
			err = &compressionError{l.format, err}
		}
		return n, err
	}
	if l.out > l.s.limit && l.out/bombRatio > l.s.in.n {
		return 0, &compressionError{l.format, fmt.Errorf("%d bytes grow to more than %d", l.s.in.n, l.out)}
	}
	return n, nil
}

// nextMember goes on behind a garbled place of a gzip file, at the next member that
// begins with a WARC record. It reports false when there is none.
func (s *stream) nextMember() bool {
	if len(s.closes) != 1 || s.in.err != nil {
		return false
	}
	g, ok := s.top.r.(*gzipReader)
	if !ok {
		return false
	}
	magic := []byte{0x1F, 0x8B, 8}
	for {
		if _, err := g.in.Peek(len(magic)); err != nil {
			return false
		}
		have, _ := g.in.Peek(g.in.Buffered())
		i := bytes.Index(have, magic)
		if i < 0 {
			// The magic can begin in the last bytes.
			if _, err := g.in.Discard(len(have) - len(magic) + 1); err != nil {
				return false
			}
			continue
		}
		if _, err := g.in.Discard(i); err != nil || g.z.Reset(g.in) != nil {
			continue
		}
		g.z.Multistream(false)
		if s.Reset(s.top); isWARC(s.Reader) {
			return true
		}
	}
}
