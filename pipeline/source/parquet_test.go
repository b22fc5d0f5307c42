package source

import (
	"bufio"
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"
	"pgregory.net/rapid"
)

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

func TestParquetPagesAreBounded(t *testing.T) {
	zeros := strings.Repeat("\x00", 1<<16)
	for _, tt := range []struct {
		name  string
		codec format.CompressionCodec
		data  string
	}{
		{"gzip", format.Gzip, zipped(zeros)}, {"zstd", format.Zstd, zstded(t, zeros)}, {"brotli", format.Brotli, brotlied(t, zeros)}, {"snappy", format.Snappy, "\x80\x80\x04\x00"},
	} {
		if err := checkSize(strings.NewReader(tt.data), tt.codec, 1<<16); err != nil {
			t.Errorf("%s: a sound page: %v", tt.name, err)
		}
		if err := checkSize(strings.NewReader(tt.data), tt.codec, 1<<16-1); err == nil {
			t.Errorf("%s: a page larger than announced passes", tt.name)
		}
	}
	// Page headers: type, uncompressed size, compressed size, as zigzag numbers.
	for name, header := range map[string]string{
		"huge":               "\x15\x00\x15\xfe\xff\xff\xff\x0f\x15\x02\x00x",
		"negative":           "\x15\x00\x15\x01\x15\x02\x00x",
		"cut":                "\x15\x00\x15\x02\x15\x08\x00x",
		"no sizes":           "\x15\x00\x00x",
		"no end":             "\x15\x00\x15\x02\x15\x02",
		"two billion values": "\x15\x00\x15\x02\x15\x02\x2c\x15\xfe\xff\xff\xff\x0f\x00\x00x",
	} {
		if _, err := checkPage(bufio.NewReader(strings.NewReader(header)), format.Uncompressed); err == nil {
			t.Errorf("a page header passes: %s", name)
		}
	}
	if _, err := checkPage(bufio.NewReader(strings.NewReader("\x15\x00\x15\x02\x15\x02\x00x")), format.Uncompressed); err != nil {
		t.Errorf("a sound page header: %v", err)
	}
}

func FuzzThrift(f *testing.F) {
	f.Add([]byte("\x15\x00\x15\x02\x15\x02\x2c\x15\x02\x00\x29\xfc\x01\x00\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if n, err := walkThrift(data, func(int16, int16, int64) {}); n > len(data) || err == nil && n == 0 {
			t.Fatalf("%d of %d bytes, error %v", n, len(data), err)
		}
	})
}
