package source

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"
)

// maxWARCHeader bounds the header block of one record; real ones are under 2 KiB.
const maxWARCHeader = 64 << 10

// warcRecord is the header of one record, as far as it is needed.
type warcRecord struct {
	kind, target, date, contentType, truncated string
	length                                     int64 // of the block; -1 when missing or no number
}

func isWARC(r *bufio.Reader) bool {
	head, _ := r.Peek(8)
	return bytes.HasPrefix(head, []byte("WARC/1.")) || bytes.HasPrefix(head, []byte("WARC/0."))
}

// readWARC yields one item for each response, resource and conversion record;
// other types are passed over. A record that the end of the file cuts is kept up to
// the break. What cannot be parsed is one failure, and reading goes on at the next
// line that begins a record, or at the next gzip member that does.
func (in *input) readWARC(s *stream) bool {
	lost := false // after a header that does not tell where its record ends
	for n := 1; ; n++ {
		at := "#" + strconv.Itoa(n)
		junk, err := warcVersion(s.Reader)
		if junk && !lost {
			if !in.fail(at, badWARC("no WARC record where one must begin")) {
				return false
			}
			n++
			at = "#" + strconv.Itoa(n)
		}
		if errors.Is(err, io.EOF) || lost && errors.Is(err, io.ErrUnexpectedEOF) {
			return true
		}
		var h warcRecord
		if err == nil {
			h, err = warcHeader(s.Reader)
		}
		lost = err != nil || h.length < 0
		var x *warcError
		switch {
		case errors.As(err, &x):
			if !in.fail(at, badWARC(x.Error())) {
				return false
			}
			continue
		case err != nil:
			if !in.fail(at, s.failure(err)) {
				return false
			}
			if !s.nextMember() {
				return true
			}
			continue
		case h.length < 0:
			if !in.fail(at, badWARC("a record without a Content-Length")) {
				return false
			}
			continue
		}
		ok, more := in.warcBlock(s, &h, at)
		if !ok || !more {
			return ok
		}
	}
}

// warcBlock reads one record's block and yields its item. It reports false for
// stop, and whether anything follows.
func (in *input) warcBlock(s *stream, h *warcRecord, at string) (ok, more bool) {
	block := &io.LimitedReader{R: s.Reader, N: h.length}
	wanted := h.kind == "response" || h.kind == "resource" || h.kind == "conversion"
	var it Item
	if wanted {
		it = in.warcItem(h, block, at)
	}
	_, err := io.Copy(io.Discard, block)
	broken := err != nil && !errors.Is(err, io.ErrUnexpectedEOF)
	cut := block.N > 0 && !broken
	switch {
	case broken:
		it = Item{URI: it.URI, Failure: s.failure(err)}
		if !wanted {
			it.URI = in.uri + at
		}
		wanted = true
	case cut && len(it.Raw) > 0:
		it.Truncated = true
	case cut && it.Failure == nil || cut && it.Failure.Reason == "empty":
		it.Failure = badWARC("the record is cut before its body")
	}
	if wanted && !in.yield(it) {
		return false, false
	}
	return true, !broken && !cut || broken && s.nextMember()
}

// warcItem makes the item of a record from its block.
func (in *input) warcItem(h *warcRecord, block *io.LimitedReader, at string) Item {
	it := Item{URI: cleanURL(h.target), URL: cleanURL(h.target), FetchedAt: warcTime(h.date), Truncated: h.truncated != ""}
	if h.target == "" {
		it.URI = in.uri + at
	}
	b := openStream(block, in.o.maxBytes())
	defer b.close()
	if isHTTP(b.Reader, h.contentType) {
		in.httpItem(&it, b, block)
	} else {
		in.plainItem(&it, b, h, block)
	}
	if it.FetchedAt == nil {
		it.FetchedAt = in.fetchedAt(in.uri)
	}
	if it.Failure == nil && len(it.Raw) == 0 {
		it.Raw, it.Failure = nil, &Failure{Reason: "empty", Detail: "the record has no body"}
	}
	return it
}

// plainItem takes the block as it is: conversions (the texts of a WET file),
// resources, and responses of other protocols.
func (in *input) plainItem(it *Item, b *stream, h *warcRecord, block *io.LimitedReader) {
	media, charset := mediaType(h.contentType)
	it.HTTPCharset = charset
	if h.kind == "conversion" && (media == "text/plain" || media == "text/html") {
		it.MediaType = media
		if charset == "" {
			it.HTTPCharset = "utf-8"
		}
	}
	if it.Failure = b.unpack(); it.Failure == nil {
		in.body(it, b, block.N+int64(b.Buffered()))
	}
}

// maxTrusted bounds the memory taken on the word of a header alone.
const maxTrusted = 1 << 20

// body reads the rest of a record, of about the given size, as the item's bytes;
// what was read before the data broke off is kept.
func (in *input) body(it *Item, s *stream, size int64) {
	if size = min(size, maxTrusted); s.compressed() {
		size = 0
	}
	raw, err := readAll(s, in.o.maxBytes(), size)
	switch {
	case err == nil, len(raw) > 0 && errors.Is(err, errTrailing):
		it.Raw = raw
	case len(raw) > 0 && errors.Is(err, io.ErrUnexpectedEOF):
		it.Raw, it.Truncated = raw, true
	default:
		it.Failure = s.failure(err)
	}
}

func badWARC(detail string) *Failure { return &Failure{Reason: "bad-warc", Detail: detail} }

// warcError says what is wrong with a record's header; errors of other types are
// those of the reader.
type warcError struct{ text string }

func (e *warcError) Error() string { return e.text }

// warcVersion reads up to the line that begins a record and reports whether
// anything but white space stood before it.
func warcVersion(r *bufio.Reader) (junk bool, err error) {
	begin := true // of a line
	for {
		l, err := r.ReadSlice('\n')
		if begin && isVersion(l) {
			return junk, nil
		}
		junk = junk || len(bytes.TrimSpace(l)) > 0
		begin = err == nil
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			return junk, err
		}
	}
}

// isVersion reports whether a line is "WARC/1.0", "WARC/1.1", "WARC/0.18" …
func isVersion(l []byte) bool {
	v, ok := bytes.CutPrefix(bytes.TrimSpace(l), []byte("WARC/"))
	return ok && len(v) >= 3 && len(v) <= 4 && (v[0] == '0' || v[0] == '1') && v[1] == '.' && '0' <= v[2] && v[2] <= '9'
}

// warcHeader reads the named fields up to the empty line.
func warcHeader(r *bufio.Reader) (warcRecord, error) {
	h := warcRecord{length: -1}
	err := headerFields(r, maxWARCHeader, func(name, value string) {
		set := func(to *string) {
			if *to == "" {
				*to = value
			}
		}
		switch strings.ToLower(name) {
		case "warc-type":
			if h.kind == "" {
				h.kind = strings.ToLower(value)
			}
		case "warc-target-uri":
			value = strings.Trim(value, "<> ")
			set(&h.target)
		case "warc-date":
			set(&h.date)
		case "warc-truncated":
			set(&h.truncated)
		case "content-type":
			set(&h.contentType)
		case "content-length":
			if n, err := strconv.ParseUint(value, 10, 63); err == nil && h.length < 0 {
				h.length = int64(n)
			}
		}
	})
	switch {
	case errors.Is(err, errLongHeader):
		return h, &warcError{"the record's header is too long"}
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return h, &warcError{"the record is cut in its header"}
	}
	return h, err
}

var errLongHeader = errors.New("the header is too long")

// headerFields reads header lines of the mail form, at most limit bytes, up to an
// empty line. Folded lines are joined, lines without a colon passed over. At the end
// of the file it returns io.EOF, after the fields before it.
func headerFields(r *bufio.Reader, limit int, field func(name, value string)) error {
	var folded []byte // the field so far
	flush := func() {
		if name, value, ok := strings.Cut(string(folded), ":"); ok {
			field(strings.TrimSpace(name), strings.TrimSpace(value))
		}
		folded = folded[:0]
	}
	for {
		l, err := r.ReadSlice('\n')
		if limit -= len(l); limit < 0 || errors.Is(err, bufio.ErrBufferFull) {
			return errLongHeader
		}
		text := bytes.TrimRight(l, "\r\n")
		switch {
		case err != nil && len(text) > 0 && errors.Is(err, io.EOF):
			return io.EOF // a line that the end cuts tells nothing
		case err != nil:
			flush()
			return err
		case len(text) == 0:
			flush()
			return nil
		case text[0] == ' ' || text[0] == '\t':
			folded = append(append(folded, ' '), bytes.TrimSpace(text)...)
		default:
			flush()
			folded = append(folded, text...)
		}
	}
}
