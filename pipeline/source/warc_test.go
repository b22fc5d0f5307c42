package source

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/zlib"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/google/go-cmp/cmp"
)

// warcText writes one record; extra are further header lines.
func warcText(kind, uri, contentType, block string, extra ...string) string {
	lines := append([]string{"WARC/1.1", "WARC-Type: " + kind, "WARC-Target-URI: " + uri, "WARC-Date: 2024-03-05T01:02:03.456Z",
		"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000001>", "Content-Type: " + contentType, fmt.Sprint("Content-Length: ", len(block))}, extra...)
	return strings.Join(lines, "\r\n") + "\r\n\r\n" + block + "\r\n\r\n"
}

func httpRecord(uri, block string) string {
	return warcText("response", uri, "application/http; msgtype=response", block)
}

func packed(t *testing.T, s string, open func(*bytes.Buffer) (interface {
	Write([]byte) (int, error)
	Close() error
}, error)) string {
	t.Helper()
	var b bytes.Buffer
	w, err := open(&b)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte(s)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

type writeCloser = interface {
	Write([]byte) (int, error)
	Close() error
}

func brotlied(t *testing.T, s string) string {
	return packed(t, s, func(b *bytes.Buffer) (writeCloser, error) { return brotli.NewWriter(b), nil })
}

func zlibbed(t *testing.T, s string) string {
	return packed(t, s, func(b *bytes.Buffer) (writeCloser, error) { return zlib.NewWriter(b), nil })
}

func deflated(t *testing.T, s string) string {
	return packed(t, s, func(b *bytes.Buffer) (writeCloser, error) { return flate.NewWriter(b, 6) })
}

// chunked writes a body in chunks of n bytes.
func chunked(s string, n int) string {
	var b strings.Builder
	for len(s) > 0 {
		c := s[:min(n, len(s))]
		s = s[len(c):]
		fmt.Fprintf(&b, "%X;x=y\r\n%s\r\n", len(c), c)
	}
	return b.String() + "0\r\nX-Trailer: 1\r\n\r\n"
}

// one reads data as one file and returns its items.
func itemsOf(t *testing.T, name, data string, o Options) []Item {
	t.Helper()
	o.Stdin = strings.NewReader(data)
	var out []Item
	for it := range (Entry{Path: Stdin, URI: name}).Items(context.Background(), o) {
		out = append(out, it)
	}
	return out
}

func TestWARCBodies(t *testing.T) {
	page := "<html><p>" + strings.Repeat("正文的一句话。", 40) + "</p></html>"
	head := func(lines ...string) string {
		return strings.Join(append([]string{"HTTP/1.1 200 OK"}, lines...), "\r\n") + "\r\n\r\n"
	}
	tests := []struct{ name, block, want string }{
		{"plain", head("Content-Type: text/html") + page, page},
		{"line feeds alone", "HTTP/1.0 200\nContent-Type: text/html\n\n" + page, page},
		{"no reason and no field", "HTTP/2 200\r\n\r\n" + page, page},
		{"interim response before it", "HTTP/1.1 100 Continue\r\n\r\n" + head() + page, page},
		{"chunked", head("Transfer-Encoding: chunked") + chunked(page, 100), page},
		{"chunked in one", head("transfer-encoding: Chunked") + chunked(page, 1<<20), page},
		{"chunked, without an end", head("Transfer-Encoding: chunked") + strings.TrimSuffix(chunked(page, 64), "0\r\nX-Trailer: 1\r\n\r\n"), page + "~"},
		{"chunked, long", head("Transfer-Encoding: chunked") + chunked(strings.Repeat(page, 300), 200000), strings.Repeat(page, 300)},
		{"chunked in name only", head("Transfer-Encoding: chunked") + page, page},
		{"chunked in name only, begins like a size", head("Transfer-Encoding: chunked") + "abc\r\n" + strings.Repeat(page, 30), "abc\r\n" + strings.Repeat(page, 30)},
		{"chunked, cut in a chunk", head("Transfer-Encoding: chunked") + "400\r\n" + page[:300], page[:300] + "~"},
		{"gzip", head("Content-Encoding: gzip") + zipped(page), page},
		{"gzip without a word", head() + zipped(page), page},
		{"gzip with garbage behind it", head("Content-Encoding: gzip") + zipped(page) + "<!-- -->", page},
		{"gzip in name only", head("Content-Encoding: gzip") + page, page},
		{"gzip, chunked", head("Content-Encoding: x-gzip", "Transfer-Encoding: chunked") + chunked(zipped(page), 33), page},
		{"br", head("Content-Encoding: br") + brotlied(t, page), page},
		{"br, chunked", head("Content-Encoding: br", "Transfer-Encoding: chunked") + chunked(brotlied(t, page), 33), page},
		{"br in name only", head("Content-Encoding: br") + page, page},
		{"br in name only, short", head("Content-Encoding: br") + "; ok", "; ok"},
		{"zlib", head("Content-Encoding: deflate") + zlibbed(t, page), page},
		{"raw deflate", head("Content-Encoding: DEFLATE") + deflated(t, page), page},
		{"deflate in name only", head("Content-Encoding: deflate") + page, page},
		{"deflate, chunked", head("Content-Encoding: deflate", "Transfer-Encoding: chunked") + chunked(deflated(t, page), 10), page},
		{"zstd", head("Content-Encoding: zstd") + zstded(t, page), page},
		{"two encodings", head("Content-Encoding: br, gzip") + zipped(brotlied(t, page)), page},
		{"two encodings without magic", head("Content-Encoding: deflate, br") + brotlied(t, zlibbed(t, page)), page},
		{"identity", head("Content-Encoding: identity") + page, page},
		{"no such encoding", head("Content-Encoding: utf-8") + page, page},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := itemsOf(t, "x.warc", httpRecord("http://a.example/", tt.block)+httpRecord("http://b.example/", head()+"next"), Options{})
			if len(got) != 2 || got[0].Failure != nil || string(got[1].Raw) != "next" {
				t.Fatalf("%d items, first %+v", len(got), got[0].Failure)
			}
			text := string(got[0].Raw)
			if got[0].Truncated {
				text += "~"
			}
			if diff := cmp.Diff(tt.want, text); diff != "" {
				t.Errorf("body (-want +got):\n%s", diff)
			}
		})
	}
}

func TestWARCFields(t *testing.T) {
	data := strings.Join([]string{
		warcText("warcinfo", "", "application/warc-fields", "software: x\r\n"),
		warcText("request", "http://a.example/1", "application/http", "GET / HTTP/1.1\r\n\r\n"),
		warcText("response", "<http://a.example/%41中\xFF>", "application/http;msgtype=response", "HTTP/1.1 404 Not Found\r\nContent-Type: text/html;\r\n charset = \"GBK\"\r\n\r\ngone"),
		"\r\n\r\nwarc/1.0\r\n", // junk
		"WARC/1.0\r\nwarc-type: RESPONSE\r\nwarc-target-uri: http://a.example/2\r\nwarc-date: bad\r\ncontent-type: application/http\r\ncontent-length:   77  \r\n\r\nHTTP/1.1 200 OK\r\nDate: Tue, 05 Mar 2024 01:02:03 GMT\r\nX-Y: 1\r\n z\r\n\r\n123456789",
		"WARC/0.18\r\nWARC-Type: resource\r\nWARC-Target-URI: ftp://a.example/3\r\nWARC-Date: 2024\r\nContent-Type: text/plain; charset=big5\r\nWARC-Truncated: length\r\nContent-Length: 3\r\n\r\nabc\r\n\r\n\r\n\r\n",
		warcText("conversion", "http://a.example/4", "text/plain", "正文"),
		warcText("revisit", "http://a.example/5", "application/http", "HTTP/1.1 200 OK\r\n\r\n"),
		warcText("metadata", "http://a.example/6", "application/warc-fields", "a: b\r\n"),
		warcText("continuation", "http://a.example/7", "text/plain", "rest"),
	}, "")
	type row struct {
		URI, URL, Charset, Media, Date, Raw, Failure string
		Status                                       int
		Truncated                                    bool
	}
	var got []row
	for _, it := range itemsOf(t, "x.warc", data, Options{}) {
		r := row{URI: it.URI, URL: it.URL, Charset: it.HTTPCharset, Media: it.MediaType, Raw: string(it.Raw), Status: it.Status, Truncated: it.Truncated}
		if it.FetchedAt != nil {
			r.Date = it.FetchedAt.Format("2006-01-02T15:04:05.000Z07:00")
		}
		if it.Failure != nil {
			r.Failure = it.Failure.Reason
		}
		got = append(got, r)
	}
	want := []row{
		{URI: "http://a.example/%41中%FF", URL: "http://a.example/%41中%FF", Charset: "GBK", Date: "2024-03-05T01:02:03.456Z", Raw: "gone", Status: 404},
		{URI: "x.warc#4", Failure: "bad-warc"},
		{URI: "http://a.example/2", URL: "http://a.example/2", Date: "2024-03-05T01:02:03.000Z", Raw: "123456789", Status: 200},
		{URI: "ftp://a.example/3", URL: "ftp://a.example/3", Charset: "big5", Date: "2024-01-01T00:00:00.000Z", Raw: "abc", Truncated: true},
		{URI: "http://a.example/4", URL: "http://a.example/4", Charset: "utf-8", Media: "text/plain", Date: "2024-03-05T01:02:03.456Z", Raw: "正文"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("items (-want +got):\n%s", diff)
	}
}

func TestTruncatedWARCIsKeptUpToTheBreak(t *testing.T) {
	first := httpRecord("http://a.example/1", "HTTP/1.1 200 OK\r\n\r\nfirst")
	body := "HTTP/1.1 200 OK\r\n\r\n" + strings.Repeat("正文", 20000)
	last := httpRecord("http://a.example/2", body)
	cut := len(last) / 2
	var noise strings.Builder // does not compress away
	for i := range 4000 {
		sum := sha256.Sum256([]byte{byte(i), byte(i >> 8)})
		noise.WriteString(hex.EncodeToString(sum[:]))
	}
	noisy := httpRecord("http://a.example/2", "HTTP/1.1 200 OK\r\n\r\n"+noise.String())
	gz, zst := zipped(noisy), zstded(t, noisy)
	for name, data := range map[string]string{
		"plain":            first + last[:cut],
		"gzip by record":   zipped(first) + gz[:len(gz)/2],
		"gzip of the file": zipped(first + noisy)[:len(gz)/2],
		"zstd by record":   zstded(t, first) + zst[:len(zst)*3/4],
	} {
		t.Run(name, func(t *testing.T) {
			got := itemsOf(t, "x.warc", data, Options{})
			if len(got) != 2 || got[0].Truncated || got[0].Failure != nil || string(got[0].Raw) != "first" {
				t.Fatalf("%d items, first %+v", len(got), got[0].Failure)
			}
			x := got[1]
			if x.Failure != nil || !x.Truncated || len(x.Raw) < 1000 {
				t.Fatalf("%d bytes, truncated %v, failure %+v", len(x.Raw), x.Truncated, x.Failure)
			}
			if !strings.Contains(last+noisy, string(x.Raw)) {
				t.Error("the bytes are not the page's")
			}
		})
	}
	got := itemsOf(t, "x.warc", zipped(first)+gz[:len(gz)-3], Options{})
	if len(got) != 3 || string(got[1].Raw) != noise.String() || got[2].Failure == nil || got[2].Failure.Reason != "bad-compression" {
		t.Errorf("cut in the last check sum: %d items", len(got))
	}
}

// warcioScript prints one JSON line for each record that holds a page.
const warcioScript = `
import sys, json, hashlib
from warcio.archiveiterator import ArchiveIterator
for name in sys.argv[1:]:
    with open(name, 'rb') as f:
        for r in ArchiveIterator(f):
            if r.rec_type in ('response', 'resource', 'conversion'):
                body, stream = b'', r.content_stream()
                while part := stream.read(8192):
                    body += part
                print(json.dumps([r.rec_headers.get_header('WARC-Target-URI'), hashlib.sha256(body).hexdigest()]))
`

// Every record that an independent reader finds is found here, with the same body.
func TestWARCAgainstWarcio(t *testing.T) {
	if exec.Command("python3", "-c", "import warcio").Run() != nil {
		t.Skip("needs python3 with warcio (pip install warcio)")
	}
	page := "<html>" + strings.Repeat("<p>正文的一句话。</p>\n", 200)
	head := "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
	// warcio takes trailers for a part of the body.
	noTrailer := func(s string) string { return strings.Replace(s, "X-Trailer: 1\r\n", "", 1) }
	records := []string{
		warcText("warcinfo", "http://x.example/", "application/warc-fields", "software: x\r\n"),
		httpRecord("http://a.example/plain", head+"\r\n"+page),
		httpRecord("http://a.example/gzip", head+"Content-Encoding: gzip\r\n\r\n"+zipped(page)),
		httpRecord("http://a.example/chunked", head+"Transfer-Encoding: chunked\r\n\r\n"+noTrailer(chunked(page, 77))),
		httpRecord("http://a.example/chunked-gzip", head+"Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n"+noTrailer(chunked(zipped(page), 50))),
		httpRecord("http://a.example/deflate", head+"Content-Encoding: deflate\r\n\r\n"+deflated(t, page)),
		httpRecord("http://a.example/not-chunked", head+"Transfer-Encoding: chunked\r\n\r\n"+page),
		httpRecord("http://a.example/not-gzip", head+"Content-Encoding: gzip\r\n\r\n"+page),
		httpRecord("http://a.example/404", "HTTP/1.1 404 Not Found\r\nX-Folded: a\r\n b\r\n\r\ngone"),
		"WARC/1.0\r\nwarc-type: response\r\nwarc-target-uri: http://a.example/lower\r\nx-folded: a\r\n\t b\r\ncontent-type: application/http\r\ncontent-length:  24 \r\n\r\nHTTP/1.1 200 OK\r\n\r\n<p>ab\r\n\r\n\r\n\r\n\r\n",
		warcText("request", "http://a.example/plain", "application/http", "GET / HTTP/1.1\r\n\r\n"),
		warcText("resource", "http://a.example/resource", "text/html", page),
		warcText("conversion", "http://a.example/wet", "text/plain", "正文\n"),
		warcText("metadata", "http://a.example/m", "application/warc-fields", "a: b\r\n"),
		strings.TrimSuffix(httpRecord("http://a.example/no-blank-lines", head+"\r\nWARC"), "\r\n\r\n") + "\n",
		httpRecord("http://a.example/last", head+"\r\n"+page),
	}
	all := strings.Join(records, "")
	each := func(pack func(string) string) string {
		var b strings.Builder
		for _, r := range records {
			b.WriteString(pack(r))
		}
		return b.String()
	}
	// warcio reads neither one gzip member for the whole file nor zstd; it is shown the
	// plain file instead.
	layouts := map[string]string{
		"plain.warc": all, "records.warc.gz": each(zipped), "whole.warc.gz": zipped(all),
		"records.warc.zst": each(func(s string) string { return zstded(t, s) }), "whole.warc.zst": zstded(t, all), "whole.warc.xz": xzed(t, all),
	}
	dir := t.TempDir()
	write(t, dir, layouts)
	for name, reference := range map[string]string{
		"plain.warc": "plain.warc", "records.warc.gz": "records.warc.gz", "whole.warc.gz": "plain.warc",
		"records.warc.zst": "plain.warc", "whole.warc.zst": "plain.warc", "whole.warc.xz": "plain.warc",
	} {
		t.Run(name, func(t *testing.T) {
			out, err := exec.Command("python3", "-c", warcioScript, filepath.Join(dir, reference)).Output()
			if err != nil {
				t.Fatal(err)
			}
			var want, got [][2]string
			for lines := bufio.NewScanner(bytes.NewReader(out)); lines.Scan(); {
				var x [2]string
				if err := json.Unmarshal(lines.Bytes(), &x); err != nil {
					t.Fatal(err)
				}
				want = append(want, x)
			}
			for it, err := range Items(context.Background(), List([]string{filepath.Join(dir, name)}, Options{}), Options{}) {
				if err != nil || it.Failure != nil {
					t.Fatalf("%s: %v %+v", it.URI, err, it.Failure)
				}
				got = append(got, [2]string{it.URI, fmt.Sprintf("%x", sha256.Sum256(it.Raw))})
			}
			if len(want) != 13 {
				t.Errorf("warcio finds %d records", len(want))
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("records (-warcio +got):\n%s", diff)
			}
		})
	}
}

func FuzzWARC(f *testing.F) {
	f.Add([]byte(record("response", "http://a.example/1", "HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n")))
	f.Add([]byte("WARC/1.0\r\nContent-Length: 99999999999\r\n\r\n"))
	f.Add([]byte("WARC/1.0\r\nWARC-Type: conversion\r\nContent-Length: 3\r\n\r\nabc\r\n\r\nWARC/1.1\r\n"))
	f.Fuzz(func(t *testing.T, data []byte) { fuzzItems(t, append([]byte("WARC/1.0\r\n"), data...)) })
}

// fuzzItems reads data as a file and checks what must hold for every input.
func fuzzItems(t *testing.T, data []byte) {
	t.Helper()
	for it := range (Entry{Path: Stdin, URI: "x.jsonl"}).Items(context.Background(), Options{Stdin: bytes.NewReader(data), MaxBytes: 1 << 14}) {
		switch {
		case it.URI == "":
			t.Fatal("an item without a URI")
		case it.Failure == nil && (len(it.Raw) == 0 || len(it.Raw) > 1<<14):
			t.Fatalf("%d bytes without a failure", len(it.Raw))
		case it.Failure != nil && (it.Failure.Reason == "" || len(it.Raw) > 0):
			t.Fatalf("failure %+v with %d bytes", it.Failure, len(it.Raw))
		}
	}
}
