package source

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/andybalholm/brotli"
)

// maxHTTPHeader bounds the header of a stored response; servers stop at far less.
const maxHTTPHeader = 256 << 10

// httpHeader is what the body of a response needs.
type httpHeader struct {
	status      int
	charset     string
	date        string
	encodings   []string // in the order they were applied
	chunked     bool
	contentType bool // seen
}

// isHTTP reports whether a block is a stored HTTP response. Some writers leave out
// the media type.
func isHTTP(r *bufio.Reader, contentType string) bool {
	media, _ := mediaType(contentType)
	head, _ := r.Peek(5)
	return media == "application/http" || media == "" && string(head) == "HTTP/"
}

// httpItem reads the header of a response and its body, transfer and content
// encodings undone.
func (in *input) httpItem(it *Item, b *stream, block *io.LimitedReader) {
	h, err := readHTTPHeader(b.Reader)
	if err != nil {
		if it.Failure = badWARC("HTTP response: " + err.Error()); b.in.err != nil {
			it.Failure = b.failure(err)
		}
		return
	}
	it.Status, it.HTTPCharset = h.status, h.charset
	if it.FetchedAt == nil {
		if t, err := http.ParseTime(h.date); err == nil {
			it.FetchedAt = instant(t)
		}
	}
	size := block.N + int64(b.Buffered())
	var r io.Reader = b.Reader
	if h.chunked && beginsChunk(b.Reader) {
		r = &chunks{in: b.Reader}
	}
	// The leading bytes are believed before the header: a stored body is often
	// decoded already, and as often compressed without a word.
	plain := openStream(r, in.o.maxBytes())
	defer plain.close()
	if it.Failure = plain.unpack(); it.Failure != nil {
		return
	}
	in.body(it, plain, size)
	for i := len(h.encodings) - 1; i >= 0 && it.Failure == nil; i-- {
		in.undo(it, h.encodings[i])
	}
}

func readHTTPHeader(r *bufio.Reader) (httpHeader, error) {
	limit := maxHTTPHeader
	for {
		var h httpHeader
		l, err := r.ReadSlice('\n')
		limit -= len(l)
		status := strings.Fields(string(l[:min(len(l), 64)]))
		if len(status) < 2 || !strings.HasPrefix(status[0], "HTTP/") {
			return h, errors.New("no status line")
		}
		if h.status, _ = strconv.Atoi(status[1]); h.status < 100 || h.status > 999 {
			return h, fmt.Errorf("no status in %.20q", status[1])
		}
		if err == nil {
			err = headerFields(r, limit, h.set)
		}
		switch {
		case errors.Is(err, errLongHeader), errors.Is(err, bufio.ErrBufferFull):
			return h, errLongHeader
		case err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF):
			return h, err
		case err != nil:
			return h, nil // without a body; the caller sees that
		}
		// Behind 100 Continue and the like follows another header.
		interim := h.status < 200 && h.status != http.StatusSwitchingProtocols
		head, _ := r.Peek(5)
		if limit -= 1 << 10; !interim || string(head) != "HTTP/" || limit < 0 {
			return h, nil
		}
	}
}

func (h *httpHeader) set(name, value string) {
	switch strings.ToLower(name) {
	case "content-type":
		if !h.contentType {
			_, h.charset = mediaType(value)
			h.contentType = true
		}
	case "date":
		h.date = value
	case "transfer-encoding":
		h.chunked = h.chunked || strings.Contains(strings.ToLower(value), "chunked")
	case "content-encoding":
		for _, e := range strings.Split(strings.ToLower(value), ",") {
			if e = strings.TrimSpace(e); (e == "br" || e == "deflate") && len(h.encodings) < 3 {
				h.encodings = append(h.encodings, e)
			}
		}
	}
}

// mediaType splits a Content-Type into its lower-case media type and its charset,
// as broken as headers are.
func mediaType(s string) (media, charset string) {
	media, params, _ := strings.Cut(s, ";")
	media = strings.ToLower(strings.TrimSpace(media))
	if i := strings.Index(strings.ToLower(params), "charset"); i >= 0 {
		if v, ok := strings.CutPrefix(strings.TrimLeft(params[i+len("charset"):], " "), "="); ok {
			v = strings.TrimLeft(v, " \"'")
			if end := strings.IndexAny(v, "\"'; ,"); end >= 0 {
				v = v[:end]
			}
			charset = strings.ToValidUTF8(v, "")
		}
	}
	return media, charset
}

// undo decodes a body that has no magic of its own. A body that does not decode and
// looks like text was decoded already by whoever stored it.
func (in *input) undo(it *Item, encoding string) {
	var (
		out []byte
		err error
	)
	if encoding == "br" {
		out, err = in.inflate(it.Raw, func(r io.Reader) (io.Reader, error) { return brotli.NewReader(r), nil })
	} else {
		zlibbed := len(it.Raw) > 1 && it.Raw[0]&0x0F == 8 && (int(it.Raw[0])<<8|int(it.Raw[1]))%31 == 0
		if zlibbed {
			out, err = in.inflate(it.Raw, func(r io.Reader) (io.Reader, error) { return zlib.NewReader(r) })
		}
		if !zlibbed || err != nil && len(out) == 0 {
			out, err = in.inflate(it.Raw, func(r io.Reader) (io.Reader, error) { return flate.NewReader(r), nil })
		}
	}
	var large tooLarge
	switch {
	case errors.As(err, &large):
		it.Raw, it.Failure = nil, &Failure{Reason: "too-large", Detail: large.Error()}
	case err == nil && len(out) > 0:
		it.Raw = out
	case looksTextual(it.Raw):
	case len(out) > 0 && errors.Is(err, io.ErrUnexpectedEOF):
		it.Raw, it.Truncated = out, true
	default:
		it.Raw, it.Failure = nil, &Failure{Reason: "bad-compression", Detail: fmt.Sprintf("%s: %v", encoding, err)}
	}
}

// inflate decodes all of raw; bytes left over are an error.
func (in *input) inflate(raw []byte, open func(io.Reader) (io.Reader, error)) ([]byte, error) {
	src := bytes.NewReader(raw)
	z, err := open(src)
	if err != nil {
		return nil, unexpected(err)
	}
	out, err := readAll(z, in.o.maxBytes(), 0)
	if err == nil && src.Len() > 0 {
		err = errors.New("data behind the end")
	}
	return out, err
}

// looksTextual reports whether bytes begin without the control characters that
// compressed data has everywhere.
func looksTextual(b []byte) bool {
	b = b[:min(len(b), 512)]
	for _, c := range b {
		if c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != 0x1B {
			return false
		}
	}
	return len(b) >= 32 || utf8.Valid(b)
}

// maxChunkLine bounds the line before a chunk: a size and its extensions.
const maxChunkLine = 4 << 10

// chunks undoes Transfer-Encoding: chunked. What breaks the rules ends the data as
// cut; trailers are left unread.
type chunks struct {
	in   *bufio.Reader
	left uint64
	err  error
}

// beginsChunk reports whether a body starts with a chunk, and where the whole chunk
// is in sight, whether it ends as one: a stored body is often put together already.
func beginsChunk(r *bufio.Reader) bool {
	head, err := r.Peek(bufferSize)
	i := bytes.IndexByte(head[:min(len(head), maxChunkLine)], '\n')
	n, ok := chunkSize(head[:max(i, 0)])
	if i < 0 || !ok {
		return false
	}
	rest := head[i+1:]
	switch {
	case n == 0:
		return true
	case n >= uint64(len(rest)):
		// Cut, or longer than the buffer; a size as large as it can be tells nothing.
		return err == nil || n < 1<<40
	}
	return rest[n] == '\r' || rest[n] == '\n'
}

// chunkSize reads the hexadecimal size at the start of a line.
func chunkSize(l []byte) (uint64, bool) {
	l, _, _ = bytes.Cut(l, []byte(";"))
	n, err := strconv.ParseUint(string(bytes.TrimSpace(l)), 16, 63)
	return n, err == nil
}

// errChunks keeps that the data was cut, so that what came before it is kept too.
var errChunks = &archiveError{badWARC("the chunks are cut"), io.ErrUnexpectedEOF}

func (c *chunks) Read(p []byte) (int, error) {
	for c.left == 0 && c.err == nil {
		c.err = c.next()
	}
	if c.err != nil {
		return 0, c.err
	}
	n, err := c.in.Read(p[:min(uint64(len(p)), c.left)])
	c.left -= uint64(n)
	if err != nil {
		if c.err = err; errors.Is(err, io.EOF) {
			c.err = errChunks
		}
	}
	if n == 0 {
		return 0, c.err
	}
	return n, nil
}

// next reads the line before a chunk, and the line break behind the one before.
func (c *chunks) next() error {
	for {
		l, err := c.in.ReadSlice('\n')
		if len(l) > maxChunkLine || errors.Is(err, bufio.ErrBufferFull) {
			return errChunks
		}
		if text := bytes.TrimSpace(l); len(text) > 0 {
			n, ok := chunkSize(text)
			switch {
			case n == 0 && ok:
				return io.EOF
			case !ok || errors.Is(err, io.EOF):
				return errChunks
			case err != nil:
				return err
			}
			c.left = n
			return nil
		}
		if errors.Is(err, io.EOF) {
			return errChunks
		}
		if err != nil {
			return err
		}
	}
}
