package source

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/textproto"
	"strconv"
	"strings"
	"time"
)

// maxWARCHeader bounds the header block of one record; real ones are under 2 KiB.
const maxWARCHeader = 64 << 10

func isWARC(r *bufio.Reader) bool {
	head, _ := r.Peek(8)
	return bytes.HasPrefix(head, []byte("WARC/1.")) || bytes.HasPrefix(head, []byte("WARC/0."))
}

// readWARC yields one item for each response record. Records of other types are
// passed over. What cannot be parsed ends the file with one failure.
func readWARC(r *bufio.Reader, e Entry, o Options, yield func(Item) bool) bool {
	for n := 1; ; n++ {
		h, err := warcHeader(r)
		if errors.Is(err, io.EOF) {
			return true
		}
		if err != nil {
			return yield(Item{URI: e.URI + "#" + strconv.Itoa(n), Failure: &Failure{Reason: "bad-warc", Detail: err.Error()}})
		}
		size, err := strconv.ParseInt(h.Get("Content-Length"), 10, 64)
		if err != nil || size < 0 {
			return yield(Item{URI: e.URI + "#" + strconv.Itoa(n), Failure: &Failure{Reason: "bad-warc", Detail: "record without a Content-Length"}})
		}
		body := &io.LimitedReader{R: r, N: size}
		if strings.EqualFold(h.Get("WARC-Type"), "response") {
			it := warcItem(h, body, e, o, n)
			if body.N > 0 && it.Failure == nil {
				it.Raw = nil
				it.Failure = &Failure{Reason: "bad-warc", Detail: "the record is cut short"}
			}
			if !yield(it) {
				return false
			}
		}
		if _, err := io.Copy(io.Discard, body); err != nil {
			return yield(Item{URI: e.URI + "#" + strconv.Itoa(n+1), Failure: readFailure(err)})
		}
		if body.N > 0 {
			return true
		}
	}
}

// warcHeader reads the version line and the named fields; io.EOF at the end of
// the file, other errors when it is no WARC header.
func warcHeader(r *bufio.Reader) (textproto.MIMEHeader, error) {
	lr := &io.LimitedReader{R: r, N: maxWARCHeader}
	var line []byte
	for {
		l, err := r.ReadSlice('\n')
		if errors.Is(err, bufio.ErrBufferFull) {
			return nil, errors.New("no WARC record where one must begin")
		}
		line = bytes.TrimSpace(l)
		if len(line) > 0 {
			break
		}
		if err != nil {
			return nil, err
		}
	}
	if !bytes.HasPrefix(line, []byte("WARC/")) {
		return nil, errors.New("no WARC record where one must begin")
	}
	h := textproto.MIMEHeader{}
	for {
		l, err := r.ReadString('\n')
		lr.N -= int64(len(l))
		if lr.N < 0 {
			return nil, errors.New("record header too long")
		}
		l = strings.TrimRight(l, "\r\n")
		if l == "" {
			if err != nil {
				return nil, fmt.Errorf("record header cut short: %w", io.ErrUnexpectedEOF)
			}
			return h, nil
		}
		if k, v, ok := strings.Cut(l, ":"); ok {
			h.Add(strings.TrimSpace(k), strings.TrimSpace(v))
		}
		if err != nil {
			return nil, fmt.Errorf("record header cut short: %w", io.ErrUnexpectedEOF)
		}
	}
}

func warcItem(h textproto.MIMEHeader, body io.Reader, e Entry, o Options, n int) Item {
	target := strings.Trim(h.Get("WARC-Target-URI"), "<>")
	it := Item{URI: EncodeURI(target), URL: target}
	if target == "" {
		it.URI = e.URI + "#" + strconv.Itoa(n)
	}
	if t, err := time.Parse(time.RFC3339, h.Get("WARC-Date")); err == nil {
		t = t.UTC().Truncate(time.Millisecond)
		it.FetchedAt = &t
	}
	if !strings.HasPrefix(h.Get("Content-Type"), "application/http") {
		it.Raw, it.Failure = readAll(body, o.maxBytes())
	} else if resp, err := http.ReadResponse(bufio.NewReader(body), nil); err != nil {
		it.Failure = &Failure{Reason: "bad-warc", Detail: "HTTP response: " + err.Error()}
	} else {
		if _, params, err := mime.ParseMediaType(resp.Header.Get("Content-Type")); err == nil {
			it.HTTPCharset = params["charset"]
		}
		plain, failure := decompress(resp.Body)
		if it.Failure = failure; failure == nil {
			it.Raw, it.Failure = readAll(plain, o.maxBytes())
		}
	}
	if it.Failure == nil && len(it.Raw) == 0 {
		it.Failure = &Failure{Reason: "empty", Detail: "the response has no body"}
	}
	return it
}
