package source

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"
	"github.com/ulikunitz/xz"
)

func write(t testing.TB, dir string, files map[string]string) {
	t.Helper()
	for name, data := range files {
		p := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func zipped(s string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write([]byte(s))
	w.Close()
	return b.String()
}

func zstded(t testing.TB, s string) string {
	t.Helper()
	w, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	return string(w.EncodeAll([]byte(s), nil))
}

// shown lists items as "uri=bytes" or "uri!reason".
func shown(t *testing.T, o Options, args ...string) []string {
	t.Helper()
	var out []string
	for it, err := range Items(context.Background(), List(args, o), o) {
		if err != nil {
			return append(out, "error: "+err.Error())
		}
		if it.Failure != nil {
			out = append(out, it.URI+"!"+it.Failure.Reason)
			continue
		}
		out = append(out, it.URI+"="+string(it.Raw))
	}
	return out
}

func TestItemsInOrderAndUnpacked(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "crawl")
	write(t, dir, map[string]string{
		"b.html": "b", "a/2.txt": "2", "a/1.html.gz": zipped("1"), "c.html.zst": zstded(t, "c"), "twice.gz": zipped(zipped("x")), "z.html": zipped("named plainly"),
	})
	got := shown(t, Options{}, dir)
	want := []string{"crawl/a/1.html.gz=1", "crawl/a/2.txt=2", "crawl/b.html=b", "crawl/c.html.zst=c", "crawl/twice.gz=x", "crawl/z.html=named plainly"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("items (-want +got):\n%s", diff)
	}
	got = shown(t, Options{}, filepath.Join(dir, "b.html"), filepath.Join(dir, "a"))
	if diff := cmp.Diff([]string{"a/1.html.gz=1", "a/2.txt=2", "b.html=b"}, got); diff != "" {
		t.Errorf("arguments are not sorted (-want +got):\n%s", diff)
	}
	got = shown(t, Options{}, filepath.Join(dir, "**/*.txt"))
	if diff := cmp.Diff([]string{"2.txt=2"}, got); diff != "" {
		t.Errorf("glob (-want +got):\n%s", diff)
	}
}

func TestIncludeExclude(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "crawl")
	write(t, dir, map[string]string{"a.html": "a", "b.txt": "b", "tmp/c.html": "c", "keep/d.html": "d"})
	got := shown(t, Options{Include: []string{"*.html"}, Exclude: []string{"tmp"}}, dir)
	if diff := cmp.Diff([]string{"crawl/a.html=a", "crawl/keep/d.html=d"}, got); diff != "" {
		t.Errorf("items (-want +got):\n%s", diff)
	}
}

func TestBadInputsAreItemsWithAReason(t *testing.T) {
	bomb := zipped(strings.Repeat("\x00", 1<<20))
	tests := []struct {
		name, data, want string
	}{
		{"empty file", "", "empty"},
		{"empty after decompression", zipped(""), "empty"},
		{"one byte too many", strings.Repeat("x", 1001), "too-large"},
		{"compression bomb", bomb, "too-large"},
		{"truncated gzip", zipped("some text that is long enough")[:24], "bad-compression"},
		{"gzip with a bad checksum", zipped("abc")[:len(zipped("abc"))-8] + "\x00\x00\x00\x00\x03\x00\x00\x00", "bad-compression"},
		{"gzip header alone", "\x1f\x8b", "bad-compression"},
		{"truncated zstd", zstded(t, strings.Repeat("abc", 100))[:12], "bad-compression"},
		{"zstd magic and garbage", "\x28\xb5\x2f\xfd\xff\xff\xff\xff", "bad-compression"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "in")
			write(t, dir, map[string]string{"a.html": "before", "x.html": tt.data, "z.html": "after"})
			got := shown(t, Options{MaxBytes: 1000}, dir)
			if diff := cmp.Diff([]string{"in/a.html=before", "in/x.html!" + tt.want, "in/z.html=after"}, got); diff != "" {
				t.Errorf("items (-want +got):\n%s", diff)
			}
		})
	}
}

func TestFileSystemTrouble(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("links and odd names need a Unix file system")
	}
	dir := filepath.Join(t.TempDir(), "in")
	write(t, dir, map[string]string{"a.html": "a", "sub/b.html": "b", "odd\n\xff%41.html": "odd"})
	for name, target := range map[string]string{"loop": "..", "self": "self", "nowhere": "missing", "same": "a.html"} {
		at := filepath.Join(dir, "sub", name)
		if name != "loop" {
			at = filepath.Join(dir, name)
		}
		if err := os.Symlink(target, at); err != nil {
			t.Fatal(err)
		}
	}
	want := []string{
		"in/a.html=a", "in/nowhere!broken-link", "in/odd%0A%FF%2541.html=odd", "in/same=a", "in/self!symlink-loop", "in/sub/b.html=b", "in/sub/loop!symlink-loop",
	}
	if diff := cmp.Diff(want, shown(t, Options{}, dir)); diff != "" {
		t.Errorf("items (-want +got):\n%s", diff)
	}
}

func TestUnreadableFile(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("needs a file that opens and cannot be read")
	}
	dir := filepath.Join(t.TempDir(), "in")
	write(t, dir, map[string]string{"a.html": "a"})
	// Root reads everything, but not the unmapped start of its own memory.
	if err := os.Symlink("/proc/self/mem", filepath.Join(dir, "b.html")); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"in/a.html=a", "in/b.html!unreadable"}, shown(t, Options{}, dir)); diff != "" {
		t.Errorf("items (-want +got):\n%s", diff)
	}
}

func TestMissingPathIsAnError(t *testing.T) {
	got := shown(t, Options{}, filepath.Join(t.TempDir(), "none"))
	if len(got) != 1 || !strings.Contains(got[0], "no such file") {
		t.Errorf("got %q", got)
	}
}

func TestStandardInput(t *testing.T) {
	got := shown(t, Options{Stdin: strings.NewReader(zipped("page"))}, Stdin)
	if diff := cmp.Diff([]string{"stdin=page"}, got); diff != "" {
		t.Errorf("items (-want +got):\n%s", diff)
	}
}

func record(kind, uri, body string) string {
	return fmt.Sprintf("WARC/1.0\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\nWARC-Date: 2024-03-05T01:02:03Z\r\n"+
		"Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", kind, uri, len(body), body)
}

func TestWARC(t *testing.T) {
	page := "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=GBK\r\n\r\n<p>"
	dir := filepath.Join(t.TempDir(), "in")
	write(t, dir, map[string]string{"x.warc": record("warcinfo", "", "software: x") + record("response", "http://a.example/1", page) +
		record("request", "http://a.example/1", "GET / HTTP/1.1\r\n\r\n") + record("response", "http://a.example/2", "no http") + record("response", "http://a.example/3", page)})
	if diff := cmp.Diff([]string{"http://a.example/1=<p>", "http://a.example/2!bad-warc", "http://a.example/3=<p>"}, shown(t, Options{}, dir)); diff != "" {
		t.Errorf("items (-want +got):\n%s", diff)
	}
	for it, err := range Items(context.Background(), List([]string{dir}, Options{}), Options{}) {
		if err != nil {
			t.Fatal(err)
		}
		if it.HTTPCharset != "GBK" || !it.FetchedAt.Equal(time.Date(2024, 3, 5, 1, 2, 3, 0, time.UTC)) || it.URL != "http://a.example/1" {
			t.Errorf("item %+v", it)
		}
		break
	}
}

func TestBrokenWARC(t *testing.T) {
	good := record("response", "http://a.example/1", "HTTP/1.1 200 OK\r\n\r\nx")
	tests := []struct {
		name, data string
		want       []string
	}{
		{"cut in the last record", good + good[:len(good)-6], []string{"http://a.example/1=x", "http://a.example/1!bad-warc"}},
		{"cut in a header", good + "WARC/1.0\r\nWARC-Ty", []string{"http://a.example/1=x", "in/x.warc#2!bad-warc"}},
		{"garbage behind a record", good + "garbage\r\n", []string{"http://a.example/1=x", "in/x.warc#2!bad-warc"}},
		{"no length", "WARC/1.0\r\nWARC-Type: response\r\n\r\n", []string{"in/x.warc#1!bad-warc"}},
		{"negative length", "WARC/1.0\r\nContent-Length: -5\r\n\r\n", []string{"in/x.warc#1!bad-warc"}},
		{"endless header", "WARC/1.0\r\n" + strings.Repeat("X-A: b\r\n", 20000), []string{"in/x.warc#1!bad-warc"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "in")
			write(t, dir, map[string]string{"x.warc": tt.data})
			if diff := cmp.Diff(tt.want, shown(t, Options{}, dir)); diff != "" {
				t.Errorf("items (-want +got):\n%s", diff)
			}
		})
	}
}

func TestFetchedAt(t *testing.T) {
	tests := []struct{ spec, uri, want string }{
		{"path:YYYY-MM-DD", "crawl/2024-03-05/x.html", "2024-03-04T16:00:00Z"},
		{"path:YYYYMMDDhh", "crawl/2024030507.html", "2024-03-04T23:00:00Z"},
		{"path:YYYY-MM-DD", "crawl/x.html", ""},
		{"", "crawl/2024-03-05/x.html", ""},
	}
	for _, tt := range tests {
		f, err := ParseFetchedAt(tt.spec)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if at := f.of(tt.uri, time.Time{}); at != nil {
			got = at.Format(time.RFC3339)
		}
		if got != tt.want {
			t.Errorf("%s of %s = %q, want %q", tt.spec, tt.uri, got, tt.want)
		}
	}
	for _, bad := range []string{"clock", "path:MM-DD"} {
		if _, err := ParseFetchedAt(bad); err == nil {
			t.Errorf("%s: no error", bad)
		}
	}
}

func FuzzItem(f *testing.F) {
	f.Add([]byte("<p>"))
	f.Add([]byte(zipped("abc")))
	f.Add([]byte(record("response", "http://a.example/1", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx")))
	f.Fuzz(func(t *testing.T, data []byte) {
		n := 0
		e := Entry{Path: Stdin, URI: "x"}
		for it := range e.Items(context.Background(), Options{Stdin: bytes.NewReader(data), MaxBytes: 1 << 16}) {
			if it.Failure == nil && (len(it.Raw) == 0 || len(it.Raw) > 1<<16) {
				t.Fatalf("%d bytes without a failure", len(it.Raw))
			}
			n++
		}
		if n == 0 && !bytes.HasPrefix(data, []byte("WARC/")) && !bytes.HasPrefix(data, []byte{0x1f}) && !bytes.Contains(data, []byte("ustar")) {
			t.Fatal("an input vanished")
		}
	})
}

func xzed(t testing.TB, s string) string {
	t.Helper()
	var b bytes.Buffer
	w, err := xz.NewWriter(&b)
	if err != nil {
		t.Fatal(err)
	}
	w.Write([]byte(s))
	w.Close()
	return b.String()
}
