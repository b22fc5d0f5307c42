package source

import (
	"archive/tar"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"
	"go.uber.org/goleak"
)

// file is an opened file that lives in memory.
type file struct{ *bytes.Reader }

func (file) Close() error { return nil }

func (f file) Stat() (fs.FileInfo, error) { return sized{size: f.Size()}, nil }

type sized struct {
	fs.FileInfo
	size int64
}

func (s sized) Size() int64 { return s.size }

func opening(data []byte) func(string) (io.ReadCloser, error) {
	return func(string) (io.ReadCloser, error) { return file{bytes.NewReader(data)}, nil }
}

// Every kind of bad input is a reject with a reason, or as many pages as are sound;
// none is a crash, and what stands beside it is read.
func TestHostileContent(t *testing.T) {
	defer goleak.VerifyNone(t)
	zeros := strings.Repeat("\x00", 1<<20)
	noise := strings.Repeat("some text that is long enough to be cut. ", 50)
	rows := parquetOf(t, somePages(5), parquet.Compression(&parquet.Snappy))
	ok := record("response", "http://a.example/", "HTTP/1.1 200 OK\r\n\r\nx")
	warc := func(block string, lines ...string) string {
		return warcText("response", "http://b.example/", "application/http", block, lines...) + ok
	}
	header := func(change func(h []byte)) string {
		b := []byte(tarOf(t, tar.FormatUSTAR, "a", "1"))
		change(b[:512])
		copy(b[148:156], "        ")
		sum := 0
		for _, c := range b[:512] {
			sum += int(c)
		}
		copy(b[148:], []byte{'0' + byte(sum>>15&7), '0' + byte(sum>>12&7), '0' + byte(sum>>9&7), '0' + byte(sum>>6&7), '0' + byte(sum>>3&7), '0' + byte(sum&7), 0, ' '})
		return string(b)
	}
	tests := []struct {
		name, data string
		want       string // items, separated by blanks
	}{
		// Files and compressions.
		{"empty file", "", "x!empty"},
		{"one byte too many", strings.Repeat("x", 1001), "x!too-large"},
		{"gzip: empty inside", zipped(""), "x!empty"},
		{"gzip: header alone", "\x1f\x8b", "x!bad-compression"},
		{"gzip: unknown method", "\x1f\x8b\x07\x00\x00\x00\x00\x00\x00\x00abc", "x!bad-compression"},
		{"gzip: cut", zipped(noise)[:40], "x!bad-compression"},
		{"gzip: wrong check sum", zipped("abc")[:len(zipped("abc"))-8] + "\x00\x00\x00\x00\x03\x00\x00\x00", "x!bad-compression"},
		{"gzip: garbage behind it", zipped("abc") + "garbage", "x=abc"},
		{"gzip: a second member garbled", zipped("abc") + "\x1f\x8bgarbage", "x!bad-compression"},
		{"gzip: zeros behind it", zipped("abc") + "\x00\x00\x00", "x=abc"},
		{"gzip: endless name", "\x1f\x8b\x08\x08\x00\x00\x00\x00\x00\x00" + strings.Repeat("n", 1<<16), "x!bad-compression"},
		{"gzip: bomb", zipped(zeros), "x!too-large"},
		{"gzip: bomb in a bomb", zipped(zipped(zeros)), "x!too-large"},
		{"gzip: three deep", zipped(zipped(zipped("abc"))), "x=" + zipped("abc")},
		{"gzip in zstd in gzip bomb", zipped(zstded(t, zipped(zeros)))[:30], "x!bad-compression"},
		{"zstd: cut", zstded(t, noise)[:12], "x!bad-compression"},
		{"zstd: garbage", "\x28\xb5\x2f\xfd\xff\xff\xff\xff", "x!bad-compression"},
		{"zstd: window of a terabyte", "\x28\xb5\x2f\xfd\x00\xf8\x01\x00\x00", "x!bad-compression"},
		{"zstd: skippable frame alone", "\x50\x2a\x4d\x18\x03\x00\x00\x00abc", "x!empty"},
		{"zstd: skippable frame cut", "\x50\x2a\x4d\x18\xff\xff\xff\xffabc", "x!bad-compression"},
		{"zstd: bomb", zstded(t, zeros), "x!too-large"},
		{"bzip2: cut", bzipped(t)[:30], "x!bad-compression"},
		{"bzip2: wrong check sum", bzipped(t)[:10] + "\x00\x00\x00\x00" + bzipped(t)[14:], "x!bad-compression"},
		{"bzip2: garbage behind it", bzipped(t) + "garbage", "x!bad-compression"},
		{"bzip2: bomb", unhex(t, "425a683931415926535938571ce50008084000c0040008200030cc0529a60806c4201e2ee48a70a12070ae39ca"), "x!too-large"},
		{"bzip2: in name only", "BZh1 is how this text begins", "x=BZh1 is how this text begins"},
		{"xz: cut", xzed(t, noise)[:60], "x!bad-compression"},
		{"xz: header alone", xzMagic, "x!bad-compression"},
		{"xz: dictionary of four gigabytes", xzWithDict(t, 40), "x!bad-compression"},
		{"xz: garbage behind it", xzed(t, "abc") + "garbage", "x!bad-compression"},
		{"xz: bomb", xzed(t, zeros), "x!too-large"},

		// Archives.
		{"tar: garbage in the second header", tarOf(t, tar.FormatUSTAR, "a", "1", "b", "2")[:1100] + strings.Repeat("?", 2000), "x#a=1 x#2!bad-tar"},
		{"tar: wrong check sum", strings.Replace(tarOf(t, tar.FormatUSTAR, "a", "1"), "0000644", "0000755", 1), "x#1!bad-tar"},
		{"tar: path upwards", tarOf(t, tar.FormatUSTAR, "../../etc/passwd", "p", "b", "2"), "x#1!bad-path x#b=2"},
		{"tar: hidden path upwards", tarOf(t, tar.FormatUSTAR, "a/../../b", "p", "b", "2"), "x#1!bad-path x#b=2"},
		{"tar: absolute path", tarOf(t, tar.FormatUSTAR, "/etc/passwd", "p", "b", "2"), "x#1!bad-path x#b=2"},
		{"tar: path of another system", tarOf(t, tar.FormatUSTAR, `..\b`, "p", `C:\b`, "p", "b", "2"), "x#1!bad-path x#2!bad-path x#b=2"},
		{"tar: empty path", header(func(h []byte) { h[0] = 0 }), "x#1!bad-path"},
		{"tar: links and devices", tarLinks(t), "x#last=1"},
		{"tar: huge size", header(func(h []byte) { copy(h[124:], "77777777777\x00") }), "x#a!too-large x#2!bad-tar"},
		{"tar: negative size", header(func(h []byte) { copy(h[124:], "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff") }), "x#1!bad-tar"},
		{"tar: huge extended header", header(func(h []byte) { h[156] = 'x'; copy(h[124:], "77777777777\x00") }), "x#1!bad-tar"},
		{"tar: garbled sparse map", header(func(h []byte) { h[156] = 'S' }), "x#1!bad-tar"},
		{"tar: a member too large", tarOf(t, tar.FormatUSTAR, "a", strings.Repeat("x", 5000), "b", "2"), "x#a!too-large x#b=2"},
		{"tar: a bomb in it", tarOf(t, tar.FormatUSTAR, "a.gz", zipped(zeros), "b", "2"), "x#a.gz!too-large x#b=2"},
		{"tar: a cut file in it", tarOf(t, tar.FormatUSTAR, "a.gz", zipped(noise)[:40], "b", "2"), "x#a.gz!bad-compression x#b=2"},
		{"tar: bombs without end", zipped(zipped(tarOf(t, tar.FormatUSTAR, "a", strings.Repeat(zeros, 100)))), "x#a!too-large x#2!bad-tar"},
		{"tar: archives three deep", tarOf(t, tar.FormatUSTAR, "1", tarOf(t, tar.FormatUSTAR, "2", tarOf(t, tar.FormatUSTAR, "3", "x"))), "x#1#2!bad-tar"},
		{"tar: Parquet in it", tarOf(t, tar.FormatUSTAR, "a", rows, "b", "2"), "x#a!bad-parquet x#b=2"},

		// WARC.
		{"warc: no length", "WARC/1.0\r\nWARC-Type: response\r\n\r\n" + ok, "x#1!bad-warc http://a.example/=x"},
		{"warc: negative length", "WARC/1.0\r\nContent-Length: -5\r\n\r\n" + ok, "x#1!bad-warc http://a.example/=x"},
		{"warc: length is no number", "WARC/1.0\r\nContent-Length: 0x10\r\n\r\n" + ok, "x#1!bad-warc http://a.example/=x"},
		{"warc: length over 64 bits", "WARC/1.0\r\nContent-Length: 99999999999999999999999\r\n\r\n" + ok, "x#1!bad-warc http://a.example/=x"},
		{"warc: length over the file", strings.Replace(ok, "Content-Length: 20", "Content-Length: 9223372036854775807", 1), "http://a.example/=x\r\n\r\n~"},
		{"warc: endless header", "WARC/1.0\r\n" + strings.Repeat("X-A: b\r\n", 20000) + "\r\n" + ok, "x#1!bad-warc http://a.example/=x"},
		{"warc: endless header line", "WARC/1.0\r\nX: " + strings.Repeat("x", 200000) + "\r\n" + ok, "x#1!bad-warc http://a.example/=x"},
		{"warc: endless folded line", "WARC/1.0\r\nX: y\r\n" + strings.Repeat(" z\r\n", 30000) + "\r\n" + ok, "x#1!bad-warc http://a.example/=x"},
		{"warc: cut in a header", ok + "WARC/1.0\r\nWARC-Ty", "http://a.example/=x x#2!bad-warc"},
		{"warc: cut before the body", ok + ok[:len(ok)-10], "http://a.example/=x http://a.example/!bad-warc"},
		{"warc: garbage between records", ok + "garbage\x00\xff\r\nmore\r\n" + ok, "http://a.example/=x x#2!bad-warc http://a.example/=x"},
		{"warc: garbage without end", ok + strings.Repeat("?", 300000), "http://a.example/=x x#2!bad-warc"},
		{"warc: no HTTP in it", warc("no http"), "http://b.example/!bad-warc http://a.example/=x"},
		{"warc: status is no number", warc("HTTP/1.1 OK\r\n\r\nx"), "http://b.example/!bad-warc http://a.example/=x"},
		{"warc: HTTP header bomb", warc("HTTP/1.1 200 OK\r\n" + strings.Repeat("X-A: b\r\n", 50000)), "http://b.example/!bad-warc http://a.example/=x"},
		{"warc: endless interim responses", warc(strings.Repeat("HTTP/1.1 100 Continue\r\n\r\n", 1000)), "http://b.example/=" + strings.Repeat("HTTP/1.1 100 Continue\r\n\r\n", 1000-256)},
		{"warc: empty body", warc("HTTP/1.1 204 No Content\r\n\r\n"), "http://b.example/!empty http://a.example/=x"},
		{"warc: empty block", warc(""), "http://b.example/!bad-warc http://a.example/=x"},
		{"warc: chunk size overflows", warc("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\nabc"), "http://b.example/=FFFFFFFFFFFFFFFFF\r\nabc http://a.example/=x"},
		{"warc: chunk larger than the record", warc("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7FFFFFFF\r\nabc"), "http://b.example/=abc~ http://a.example/=x"},
		{"warc: negative chunk", warc("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\nabc"), "http://b.example/=-1\r\nabc http://a.example/=x"},
		{"warc: garbage for a second chunk", warc("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nzz\r\n"), "http://b.example/=abc~ http://a.example/=x"},
		{"warc: body bomb", warc("HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\n" + brotlied(t, zeros)), "http://b.example/!too-large http://a.example/=x"},
		{"warc: deflate bomb", warc("HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\n\r\n" + zlibbed(t, zeros)), "http://b.example/!too-large http://a.example/=x"},
		{"warc: garbled br", warc("HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\n\x00\x01\x02\xff\xff\xff\xff\xff"), "http://b.example/!bad-compression http://a.example/=x"},
		{"warc: cut gzip body", warc("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + zipped("abc")[:10]), "http://b.example/!bad-compression http://a.example/=x"},
		{"warc: a garbled gzip member", zipped(ok) + flipped(zipped(ok), 30) + strings.Repeat("?", 100000) + zipped(ok) + zipped(ok), "http://a.example/=x x#2!bad-compression http://a.example/=x http://a.example/=x"},
		{"warc: a lost gzip header", zipped(ok) + flipped(zipped(ok), 0) + zipped(ok), "http://a.example/=x x#2!bad-compression http://a.example/=x"},
		{"warc: a garbled check sum", zipped(ok) + flipped(zipped(ok), len(zipped(ok))-6) + zipped(ok), "http://a.example/=x http://a.example/=x x#3!bad-compression http://a.example/=x"},
		{"warc: gzip cut in a header", zipped(ok) + zipped(ok)[:30], "http://a.example/=x x#2!bad-compression"},
		{"warc: gzip of the file cut in a header", zipped(ok + ok)[:len(zipped(ok))-20], "http://a.example/!bad-compression"},
		{"warc: no chunk at all", warc("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n"), "http://b.example/!bad-warc http://a.example/=x"},
		{"warc: target with line noise", strings.Replace(ok, "http://a.example/", "\x01 \xff", 1), "%01 %FF=x"},
		{"warc: without a target", strings.Replace(ok, "WARC-Target-URI: http://a.example/\r\n", "", 1), "x#1=x"},

		// JSON Lines, told by content here.
		{"json: deep", "{\"text\":\"a\"}\n{\"text\":" + strings.Repeat("[", 900), "x#1=a x#2!bad-json"},
		{"json: deep and long", "{\"text\":\"a\"}\n" + strings.Repeat("{\"text\":", 20000), "x#1=a x#2!too-large"},
		{"json: NUL bytes", "{\"text\":\"a\"}\n{\"text\":\"\x00\"}\n\x00\x00\n", "x#1=a x#2!bad-json x#3!bad-json"},
		{"json: half a surrogate pair", "{\"text\":\"\\udc00\"}", "x#1=\uFFFD"},
		{"json: byte order mark", "\xEF\xBB\xBF{\"text\":\"a\"}\n\xEF\xBB\xBF{\"text\":\"b\"}", "x#1=a x#2!bad-json"},
		{"json: huge line", "{\"text\":\"a\"}\n{\"text\":\"" + strings.Repeat("x", 300000) + "\"}\n{\"text\":\"b\"}", "x#1=a x#2!too-large x#3=b"},
		{"json: two objects in a line", "{\"text\":\"a\"}\n{\"text\":\"b\"}{\"text\":\"c\"}", "x#1=a x#2!bad-json"},
		{"json: raw line break in a string", "{\"text\":\"a\"}\n{\"text\":\"b\nc\"}", "x#1=a x#2!bad-json x#3!bad-json"},
		{"json: bad escape", "{\"text\":\"a\"}\n{\"text\":\"\\x41\"}", "x#1=a x#2!bad-json"},
		{"json: single quotes", "{\"text\":\"a\"}\n{'text':'b'}", "x#1=a x#2!bad-json"},
		{"json: wrong types", "{\"text\":\"a\"}\n{\"text\":{\"a\":1},\"html\":[\"x\"],\"url\":1}", "x#1=a x#2!no-field"},
		{"json: cut compression", zipped("{\"text\":\"a\"}\n{\"text\":\"" + noise + "\"}")[:60], "x#1=a x#2!bad-compression"},
		{"json: dates of no calendar", "{\"text\":\"a\",\"fetched_at\":1e999}\n{\"text\":\"b\",\"fetched_at\":\"99999-13-40\"}", "x#1=a x#2=b"},

		// Parquet.
		{"parquet: magic alone", "PAR1\x00", "x!bad-parquet"},
		{"parquet: cut", rows[:len(rows)-20], "x!bad-parquet"},
		{"parquet: huge footer", rows[:len(rows)-8] + "\xff\xff\xff\x7fPAR1", "x!bad-parquet"},
		{"parquet: footer of nothing", rows[:len(rows)-8] + "\x00\x00\x00\x00PAR1", "x!bad-parquet"},
		{"parquet: garbled footer", "PAR1\x15" + strings.Repeat("\xf9", 100) + "\x40\x00\x00\x00PAR1", "x!bad-parquet"},
		{"parquet: footer of a list of two billion", "PAR1\x15\x15\x02\x29\xfc\xff\xff\xff\xff\x07\x00\x00\x00\x00\x0c\x00\x00\x00PAR1", "x!bad-parquet"},
		{"parquet: wrong types", parquetNumbers(t), "x#1!no-field x#2!no-field"},
		{"parquet: no such columns", parquetOther(t), "x!no-field"},
		{"parquet: compressed outside", zipped(rows), "x!bad-parquet"},
		{"parquet: a page too large", parquetOf(t, []parquetRow{{HTML: bytes.Repeat([]byte("x"), 2000)}, {HTML: []byte("y")}}), "x#1!too-large x#2=y"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := Entry{Path: "x", URI: "x"}
			var got []Item
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			defer func() {
				runtime.ReadMemStats(&after)
				if n := after.TotalAlloc - before.TotalAlloc; n > 24<<20 {
					t.Errorf("%d MiB taken", n>>20)
				}
			}()
			for it := range e.Items(context.Background(), Options{Open: opening([]byte(tt.data)), MaxBytes: 1000}) {
				if it.Failure != nil && (it.Failure.Detail == "" || len(it.Raw) > 0) {
					t.Errorf("failure %+v with %d bytes", it.Failure, len(it.Raw))
				}
				got = append(got, it)
			}
			if tt.name == "warc: endless interim responses" { // larger than a page may be
				tt.want = "http://b.example/!too-large http://a.example/=x"
			}
			if diff := cmp.Diff(tt.want, strings.Join(told(got), " ")); diff != "" {
				t.Errorf("items (-want +got):\n%s", diff)
			}
		})
	}
}

// flipped changes one byte.
func flipped(s string, at int) string {
	b := []byte(s)
	b[at] ^= 0xA5
	return string(b)
}

// xzWithDict is an xz file whose block asks for the dictionary with this code.
func xzWithDict(t testing.TB, code byte) string {
	b := []byte(xzed(t, strings.Repeat("abc", 100)))
	size := (int(b[12]) + 1) * 4
	h := b[12 : 12+size]
	for i := 2; i < size-6; i++ {
		if h[i] == lzma2 && h[i+1] == 1 {
			h[i+2] = code
		}
	}
	h[1] = 0 // without sizes, so that the dictionary counts
	binary.LittleEndian.PutUint32(h[size-4:], crc32.ChecksumIEEE(h[:size-4]))
	return string(b)
}

func tarLinks(t testing.TB) string {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, h := range []tar.Header{
		{Name: "link", Typeflag: tar.TypeSymlink, Linkname: "/etc/passwd"}, {Name: "hard", Typeflag: tar.TypeLink, Linkname: "../x"}, {Name: "pipe", Typeflag: tar.TypeFifo},
		{Name: "dev", Typeflag: tar.TypeChar}, {Name: "disk", Typeflag: tar.TypeBlock}, {Name: "last", Typeflag: tar.TypeReg, Size: 1},
	} {
		if err := w.WriteHeader(&h); err != nil {
			t.Fatal(err)
		}
	}
	w.Write([]byte("1"))
	w.Close()
	return b.String()
}

func parquetNumbers(t testing.TB) string {
	t.Helper()
	var b bytes.Buffer
	if err := parquet.Write(&b, []struct {
		Text int64   `parquet:"text"`
		HTML float64 `parquet:"html"`
	}{{1, 2}, {3, 4}}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func parquetOther(t testing.TB) string {
	t.Helper()
	var b bytes.Buffer
	if err := parquet.Write(&b, []struct {
		Text []string `parquet:"text,list"`
	}{{[]string{"a", "b"}}}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// failing gives its data and then an error.
type failing struct {
	io.Reader
	err error
}

func (f *failing) Read(p []byte) (int, error) {
	n, err := f.Reader.Read(p)
	if errors.Is(err, io.EOF) {
		err = f.err
	}
	return n, err
}

func (f *failing) Close() error { return nil }

func TestReadErrorInTheMiddle(t *testing.T) {
	noise := strings.Repeat("some text that is long enough to be cut. ", 5000)
	eio := &fs.PathError{Op: "read", Path: "/secret/path", Err: syscall.EIO}
	warc := record("response", "http://a.example/", "HTTP/1.1 200 OK\r\n\r\n"+noise)
	archive := tarOf(t, tar.FormatUSTAR, "a", noise)
	lines := strings.Repeat("{\"text\":\"a\"}\n", 3)
	tests := []struct{ name, data, want string }{
		{"a page", noise, "x!unreadable"},
		{"at once", "", "x!unreadable"},
		{"gzip", zipped(noise)[:100], "x!unreadable"},
		{"xz", xzed(t, noise)[:100], "x!unreadable"},
		{"zstd", zstded(t, noise)[:40], "x!unreadable"},
		{"tar", archive[:9000], "x#a!unreadable"},
		{"tar in gzip", zipped(archive)[:200], "x#a!unreadable"},
		{"tar header", archive[:100], "x!unreadable"},
		{"warc body", warc[:9000], "http://a.example/!unreadable"},
		{"warc header", warc[:30], "x#1!unreadable"},
		{"warc HTTP header", strings.Split(warc, "200")[0], "http://a.example/!unreadable"},
		{"jsonl", lines + "{\"te", "x#1=a x#2=a x#3=a x#4!unreadable"},
	}
	for _, tt := range tests {
		e := Entry{Path: "x", URI: "x"}
		var got []Item
		for it := range e.Items(context.Background(), Options{Open: func(string) (io.ReadCloser, error) { return &failing{strings.NewReader(tt.data), eio}, nil }}) {
			got = append(got, it)
			if it.Failure != nil && strings.Contains(it.Failure.Detail, "secret") {
				t.Errorf("%s: the detail tells a path: %s", tt.name, it.Failure.Detail)
			}
		}
		if diff := cmp.Diff(tt.want, strings.Join(told(got), " ")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

func TestUnreadableDirectory(t *testing.T) {
	if runtime.GOOS == "windows" || os.Geteuid() == 0 {
		t.Skip("root opens every directory")
	}
	dir := filepath.Join(t.TempDir(), "in")
	write(t, dir, map[string]string{"a.html": "a", "shut/b.html": "b"})
	if err := os.Chmod(filepath.Join(dir, "shut"), 0); err != nil {
		t.Fatal(err)
	}
	defer os.Chmod(filepath.Join(dir, "shut"), 0o755)
	if diff := cmp.Diff([]string{"in/a.html=a", "in/shut!unreadable"}, shown(t, Options{}, dir)); diff != "" {
		t.Errorf("items (-want +got):\n%s", diff)
	}
}

func TestItemsEndWithTheContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	e := Entry{Path: "x", URI: "x.jsonl"}
	n := 0
	for range e.Items(ctx, Options{Open: opening([]byte(strings.Repeat("{\"text\":\"a\"}\n", 100000)))}) {
		if n++; n == 3 {
			cancel()
		}
	}
	if n != 3 {
		t.Errorf("%d items", n)
	}
}
