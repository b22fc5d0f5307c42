package source

import (
	"archive/tar"
	"context"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// benchmarkPage is a page of about 30 KB that packs as pages do.
func benchmarkPage() string {
	var b strings.Builder
	b.WriteString("<html><body>")
	for i := range 400 {
		fmt.Fprintf(&b, "<p class=\"x%d\">第%d句，正文%x说的是别的事。</p>\n", i%7, i, i*i*i*7919)
	}
	return b.String()
}

func BenchmarkItems(b *testing.B) {
	page := benchmarkPage()
	const n = 200
	var records, lines strings.Builder
	var members []string
	gz := strings.Builder{}
	for i := range n {
		r := record("response", "http://a.example/"+strconv.Itoa(i), "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"+page)
		records.WriteString(r)
		gz.WriteString(zipped(r))
		fmt.Fprintf(&lines, "{\"url\":\"http://a.example/%d\",\"html\":%q}\n", i, page)
		members = append(members, strconv.Itoa(i), page)
	}
	archive := tarOf(b, tar.FormatPAX, members...)
	for _, bb := range []struct{ name, data string }{
		{"warc", records.String()}, {"warc.gz", gz.String()}, {"jsonl", lines.String()}, {"tar", archive}, {"tar.zst", zstded(b, archive)}, {"tar.xz", xzed(b, archive)},
	} {
		b.Run(bb.name, func(b *testing.B) {
			b.SetBytes(int64(n * len(page)))
			b.ReportAllocs()
			for b.Loop() {
				got := 0
				for it := range (Entry{Path: "x", URI: "x"}).Items(context.Background(), Options{Open: opening([]byte(bb.data))}) {
					if it.Failure != nil {
						b.Fatal(it.Failure)
					}
					got++
				}
				if got != n {
					b.Fatal(got)
				}
			}
		})
	}
}

func BenchmarkFiles(b *testing.B) {
	page := benchmarkPage()
	for _, bb := range []struct{ name, data string }{{"plain", page}, {"gz", zipped(page)}, {"zst", zstded(b, page)}} {
		b.Run(bb.name, func(b *testing.B) {
			dir := filepath.Join(b.TempDir(), "in")
			files := map[string]string{}
			for i := range 200 {
				files[strconv.Itoa(i)] = bb.data
			}
			write(b, dir, files)
			b.SetBytes(int64(200 * len(page)))
			b.ReportAllocs()
			for b.Loop() {
				for it, err := range Items(context.Background(), List([]string{dir}, Options{}), Options{}) {
					if err != nil || it.Failure != nil {
						b.Fatal(err, it.Failure)
					}
				}
			}
		})
	}
}
