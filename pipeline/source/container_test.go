package source

import (
	"archive/tar"
	"bytes"
	"context"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"
	"pgregory.net/rapid"
)

// tarOf writes an archive; a name with a trailing slash is a directory.
func tarOf(t testing.TB, format tar.Format, members ...string) string {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for i := 0; i < len(members); i += 2 {
		h := &tar.Header{Name: members[i], Size: int64(len(members[i+1])), Mode: 0o644, Typeflag: tar.TypeReg, Format: format, ModTime: time.Unix(1709600523, 0)}
		if strings.HasSuffix(h.Name, "/") {
			h.Typeflag = tar.TypeDir
		}
		if err := w.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(members[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// told writes items as "uri=bytes", "uri=bytes~" when cut, or "uri!reason".
func told(items []Item) []string {
	var out []string
	for _, it := range items {
		s := it.URI + "=" + string(it.Raw)
		if it.Truncated {
			s += "~"
		}
		if it.Failure != nil {
			s = it.URI + "!" + it.Failure.Reason
		}
		out = append(out, s)
	}
	return out
}

func TestTar(t *testing.T) {
	members := []string{
		"b.html", "b", "a/", "", "./a//1.html.gz", zipped("1"), "a/" + strings.Repeat("长", 60) + ".html", "long", "a/bz", bzipped(t), "rows.jsonl", "{\"text\":\"x\"}\n", "empty", "",
		"in.warc", record("response", "http://a.example/", "HTTP/1.1 200 OK\r\n\r\nw"), "more.tar", tarOf(t, tar.FormatUSTAR, "z", "inner"),
	}
	want := []string{
		"x#b.html=b", "x#a/1.html.gz=1", "x#a/" + strings.Repeat("长", 60) + ".html=long", "x#a/bz=page", "x#rows.jsonl#1=x", "x#empty!empty", "http://a.example/=w", "x#more.tar#z=inner",
	}
	for name, format := range map[string]tar.Format{"pax": tar.FormatPAX, "gnu": tar.FormatGNU} {
		archive := tarOf(t, format, members...)
		for layout, data := range map[string]string{"plain": archive, "gz": zipped(archive), "zst": zstded(t, archive), "xz": xzed(t, archive)} {
			if diff := cmp.Diff(want, told(itemsOf(t, "x", data, Options{}))); diff != "" {
				t.Errorf("%s %s (-want +got):\n%s", name, layout, diff)
			}
		}
	}
	at, err := ParseFetchedAt("mtime")
	if err != nil {
		t.Fatal(err)
	}
	it := itemsOf(t, "x", tarOf(t, tar.FormatPAX, "a", "b"), Options{FetchedAt: at})
	if len(it) != 1 || it[0].FetchedAt == nil || it[0].FetchedAt.Unix() != 1709600523 {
		t.Errorf("the member's time is lost: %+v", it)
	}
}

func TestTruncatedTar(t *testing.T) {
	archive := tarOf(t, tar.FormatUSTAR, "a", "1", "b", strings.Repeat("2", 5000), "c", "3")
	var noise strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&noise, "%x", i*i*i)
	}
	packed := zipped(tarOf(t, tar.FormatUSTAR, "a", "1", "b", noise.String()))
	tests := []struct {
		name string
		data string
		want []string
	}{
		{"in a member", archive[:4000], []string{"x#a=1", "x#b!bad-tar"}},
		{"in a header", archive[:1300], []string{"x#a=1", "x#2!bad-tar"}},
		{"without the end", archive[:1024], []string{"x#a=1"}},
		{"in the compression", packed[:len(packed)/2], []string{"x#a=1", "x#b!bad-tar"}},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, told(itemsOf(t, "x", tt.data, Options{}))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// bzipped is "page", written by the bzip2 tool.
func bzipped(t testing.TB) string {
	return unhex(t, "425a683931415926535955b94dc80000018180228040002000219a68334d173c5dc914e1424156e53720")
}

func unhex(t testing.TB, s string) string {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestXZ(t *testing.T) {
	sha := unhex(t, "fd377a585a00000ae1fb0ca10200210116000000742fe5a301000370616765003660315a9af3df255d8f19ab077e4797822b41488a0e2a04bc6af71213c2327400013404c582c19c189b4b9a01000000000a595a")
	long := strings.Repeat("正文的一句话。", 100000)
	tests := []struct{ name, data, want string }{
		{"SHA-256", sha, "page"},
		{"two streams and padding", sha + "\x00\x00\x00\x00" + sha + "\x00\x00\x00\x00", "pagepage"},
		{"CRC64", xzed(t, long), long},
	}
	for _, tt := range tests {
		got := itemsOf(t, "x", tt.data, Options{})
		if len(got) != 1 || got[0].Failure != nil || string(got[0].Raw) != tt.want {
			t.Errorf("%s: %+v", tt.name, got[0].Failure)
		}
	}
	for i := range sha {
		b := []byte(sha)
		b[i] ^= 0x10
		if got := itemsOf(t, "x", string(b), Options{}); len(got) != 1 || got[0].Failure == nil && string(got[0].Raw) == "page" {
			t.Errorf("a wrong byte at %d is not seen", i)
		}
	}
}

func TestJSONLines(t *testing.T) {
	data := "\xEF\xBB\xBF" + strings.Join([]string{
		`{"text":"正文\n\u4e00\ud83d\ude00","url":" http://a.example/%41 ","fetched_at":"2024-03-05T09:02:03+08:00"}`,
		``,
		`{"html":"<p>\"x\"\/</p>", "text":"not this" , "fetched_at":1709600523}`,
		`{"html":"","text":"t","fetched_at":1709600523456}`,
		`{"n":[{"text":"inner"}],"text":"last of two","text":"second","fetched_at":"soon"}`,
		`{"text":"cut`,
		`{"body":"none"}`,
		`{"text":null,"html":3}`,
		`{"text":""}`,
		`[1]`,
		`{"text":"` + "\xC4\xE3\xBA\xC3" + `"}`,
		`{"text":"\ud800x"}`,
		`{}`,
		`{"te\u0078t":"escaped key"}` + "\r",
		`{"text":"no line break at the end"}`,
	}, "\n")
	want := []string{
		"x.jsonl#1=正文\n一😀", "x.jsonl#3=<p>\"x\"/</p>", "x.jsonl#4=t", "x.jsonl#5=second", "x.jsonl#6!bad-json", "x.jsonl#7!no-field", "x.jsonl#8!no-field", "x.jsonl#9!empty",
		"x.jsonl#10!bad-json", "x.jsonl#11=\xC4\xE3\xBA\xC3", "x.jsonl#12=\uFFFDx", "x.jsonl#13!no-field", "x.jsonl#14=escaped key", "x.jsonl#15=no line break at the end",
	}
	got := itemsOf(t, "x.jsonl", data, Options{})
	if diff := cmp.Diff(want, told(got)); diff != "" {
		t.Fatalf("items (-want +got):\n%s", diff)
	}
	if it := got[0]; it.URL != "http://a.example/%41" || it.MediaType != "text/plain" || it.HTTPCharset != "utf-8" || it.FetchedAt.UnixMilli() != 1709600523000 {
		t.Errorf("first %+v", it)
	}
	if it := got[1]; it.MediaType != "text/html" || it.FetchedAt.UnixMilli() != 1709600523000 {
		t.Errorf("second %+v", it)
	}
	if got[2].FetchedAt.UnixMilli() != 1709600523456 || got[3].FetchedAt != nil {
		t.Errorf("times %v, %v", got[2].FetchedAt, got[3].FetchedAt)
	}
	if got[9].HTTPCharset != "" {
		t.Error("bytes outside UTF-8 are not UTF-8")
	}
}

func TestJSONLinesFields(t *testing.T) {
	o := Options{Fields: Fields{Text: "data.body", HTML: "raw.html", URL: "meta.u.r", FetchedAt: "t"}}
	data := `{"data":{"body":"b"},"meta":{"u":{"r":"http://a.example/"}},"t":"2024-03-05"}` + "\n" + `{"data.body":"literal","data":{"body":"inner"}}` + "\n" + `{"raw":{"html":"h"},"data":[]}`
	got := itemsOf(t, "x.ndjson.gz", zipped(data), o)
	if diff := cmp.Diff([]string{"x.ndjson.gz#1=b", "x.ndjson.gz#2=literal", "x.ndjson.gz#3=h"}, told(got)); diff != "" {
		t.Fatalf("items (-want +got):\n%s", diff)
	}
	if got[0].URL != "http://a.example/" || got[0].FetchedAt.Format(time.RFC3339) != "2024-03-04T16:00:00Z" {
		t.Errorf("first %+v", got[0])
	}
}

func TestWhatIsJSONLines(t *testing.T) {
	tests := []struct {
		name, uri, data string
		want            bool
	}{
		{"by name", "x.JSONL", "anything", true},
		{"by name behind a compression", "x.ndjson.zst", "{", true},
		{"by content", "x.json", "{\"text\":\"a\"}\n{\"text\":\"b\"}\n", true},
		{"by content, one line", "x", " {\"html\":\"a\"}", true},
		{"other objects", "x.json", "{\"code\":0}\n{\"code\":1}\n", false},
		{"one pretty object", "x.json", "{\n  \"text\": \"a\"\n}\n", false},
		{"a script", "x.js", "{text: 1}", false},
		{"a page", "x.html", "<html>", false},
		{"an array", "x.json", "[{\"text\":\"a\"}]", false},
	}
	for _, tt := range tests {
		in := input{uri: tt.uri, o: &Options{}}
		s := openStream(strings.NewReader(tt.data), 1<<20)
		if got := in.isJSONL(s.Reader); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
		s.close()
	}
}

type parquetRow struct {
	Text  *string `parquet:"text,optional"`
	HTML  []byte  `parquet:"html,optional"`
	URL   string  `parquet:"url,dict"`
	Other string  `parquet:"other"`
	Meta  struct {
		At int64 `parquet:"at,timestamp(microsecond)"`
	} `parquet:"meta"`
}

func parquetOf(t testing.TB, rows []parquetRow, options ...parquet.WriterOption) string {
	t.Helper()
	var b bytes.Buffer
	w := parquet.NewGenericWriter[parquetRow](&b, options...)
	for i := range rows {
		if _, err := w.Write(rows[i : i+1]); err != nil {
			t.Fatal(err)
		}
		if i%3 == 2 {
			if err := w.Flush(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func somePages(n int) []parquetRow {
	rows := make([]parquetRow, n)
	for i := range rows {
		text := strings.Repeat("字", i+1)
		if rows[i].URL = "http://a.example/"; i%4 != 3 {
			rows[i].Text = &text
		}
		if i%4 == 2 {
			rows[i].HTML = []byte("<p>" + text)
		}
		rows[i].Meta.At = 1709600523456000 + int64(i)*1000
	}
	return rows
}

func fileItems(t testing.TB, name, data string, o Options) []Item {
	t.Helper()
	p := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(p, []byte(data), 0o644); err != nil {
		t.Fatal(err)
	}
	var out []Item
	for it, err := range Items(context.Background(), List([]string{p}, o), o) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, it)
	}
	return out
}

func TestParquet(t *testing.T) {
	want := []string{"x#1=字", "x#2=字字", "x#3=<p>字字字", "x#4!no-field", "x#5=字字字字字"}
	for name, options := range map[string][]parquet.WriterOption{
		"stored": nil, "snappy": {parquet.Compression(&parquet.Snappy)}, "zstd": {parquet.Compression(&parquet.Zstd)}, "gzip": {parquet.Compression(&parquet.Gzip)},
		"brotli": {parquet.Compression(&parquet.Brotli)}, "lz4": {parquet.Compression(&parquet.Lz4Raw)}, "v1": {parquet.DataPageVersion(1), parquet.Compression(&parquet.Snappy)}, "small pages": {parquet.PageBufferSize(16)},
	} {
		t.Run(name, func(t *testing.T) {
			got := fileItems(t, "x", parquetOf(t, somePages(5), options...), Options{Fields: Fields{FetchedAt: "meta.at"}})
			if diff := cmp.Diff(want, told(got)); diff != "" {
				t.Fatalf("items (-want +got):\n%s", diff)
			}
			if it := got[2]; it.URL != "http://a.example/" || it.MediaType != "text/html" || it.HTTPCharset != "utf-8" || it.FetchedAt.UnixMilli() != 1709600523458 {
				t.Errorf("third %+v", it)
			}
		})
	}
}

// A wrong byte anywhere gives fewer or other rows, or a failure, and never a crash.
func TestGarbledParquet(t *testing.T) {
	data := parquetOf(t, somePages(7), parquet.Compression(&parquet.Zstd))
	rapid.Check(t, func(rt *rapid.T) {
		b := []byte(data)
		for range rapid.IntRange(1, 4).Draw(rt, "changes") {
			b[rapid.IntRange(5, len(b)-1).Draw(rt, "at")] = rapid.Byte().Draw(rt, "byte")
		}
		b = b[:rapid.IntRange(len(b)/2, len(b)).Draw(rt, "length")]
		e := Entry{Path: "x", URI: "x"}
		n := 0
		for range e.Items(context.Background(), Options{Open: opening(b)}) {
			n++
		}
		if n == 0 || n > 8 {
			rt.Fatalf("%d items", n)
		}
	})
}

func FuzzTar(f *testing.F) {
	f.Add([]byte(tarOf(f, tar.FormatPAX, "a", "b", strings.Repeat("x", 200), "c")))
	f.Add([]byte(tarOf(f, tar.FormatGNU, "../a", "b", "x.tar", tarOf(f, tar.FormatUSTAR, "z", "y"))))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 263 {
			copy(data[257:], "ustar\x00")
		}
		fuzzItems(t, data)
	})
}

func FuzzJSONL(f *testing.F) {
	f.Add([]byte("{\"text\":\"a\\u0041\\ud83d\"}\n{\"html\":1}\n\n[]\n{\"a\":{\"text\":[{}]}}"))
	f.Fuzz(func(t *testing.T, data []byte) { fuzzItems(t, data) })
}
