package bench

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"codeberg.org/readeck/go-readability/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"zhengwen/document"
	"zhengwen/extract/article"
	"zhengwen/extract/boilerplate"
	"zhengwen/extract/meta"
	"zhengwen/normalize/markup"
	"zhengwen/rules"
)

// webPages reads the labelled pages beside the project as UTF-8, which is what the
// peer asks for.
func webPages(b *testing.B) []string {
	names, _ := filepath.Glob(filepath.Join("..", "..", "shared", "data", "zh-html-dev", "*.html"))
	if len(names) == 0 {
		b.Skip("the labelled pages are not beside the project")
	}
	var out []string
	for _, n := range names {
		raw, err := os.ReadFile(n)
		if err != nil {
			b.Fatal(err)
		}
		if !utf8.Valid(raw) {
			if raw, err = simplifiedchinese.GB18030.NewDecoder().Bytes(raw); err != nil {
				b.Fatal(err)
			}
		}
		out = append(out, string(raw))
	}
	return out
}

// articleStages take HTML to a document whose every block has a role.
func articleStages(b *testing.B) func(page string) *document.Document {
	book, err := rules.Load()
	if err != nil {
		b.Fatal(err)
	}
	stages := []interface {
		Apply(ctx context.Context, d *document.Document) error
	}{markup.New(nil, markup.Options{}), article.New(book, article.Options{Keep: true}), boilerplate.New(book), meta.New(book)}
	return func(page string) *document.Document {
		d := &document.Document{Decoded: page, MediaType: "text/html"}
		for _, s := range stages {
			if err := s.Apply(b.Context(), d); err != nil {
				b.Fatal(err)
			}
		}
		d.Freeze()
		return d
	}
}

// BenchmarkArticle takes every page through both programs in turn, so that a busy
// machine slows both down. "x" is how many times faster zhengwen is, by the best
// times of every page; "worst-ms/MB" is its slowest page, one under 50 KB counting
// as 50 KB.
func BenchmarkArticle(b *testing.B) {
	pages := webPages(b)
	ours := articleStages(b)
	peer := func(page string) {
		a, err := readability.FromReader(strings.NewReader(page), nil)
		if err == nil && a.Node != nil {
			err = a.RenderText(io.Discard)
		}
		if err != nil {
			b.Logf("readeck: %v", err)
		}
	}
	size := 0
	for _, p := range pages {
		size += len(p)
	}
	best := make([][2]time.Duration, len(pages))
	b.SetBytes(int64(size))
	for b.Loop() {
		for i, p := range pages {
			start := time.Now()
			ours(p)
			mine := time.Since(start)
			start = time.Now()
			peer(p)
			theirs := time.Since(start)
			if best[i][0] == 0 || mine < best[i][0] {
				best[i][0] = mine
			}
			if best[i][1] == 0 || theirs < best[i][1] {
				best[i][1] = theirs
			}
		}
	}
	var sum [2]time.Duration
	worst := 0.0
	for i := range best {
		sum[0] += best[i][0]
		sum[1] += best[i][1]
		worst = max(worst, best[i][0].Seconds()*1e9/float64(max(len(pages[i]), 50_000)))
	}
	b.ReportMetric(float64(size)/sum[0].Seconds()/1e6, "zhengwen-MB/s")
	b.ReportMetric(float64(size)/sum[1].Seconds()/1e6, "readeck-MB/s")
	b.ReportMetric(sum[1].Seconds()/sum[0].Seconds(), "x")
	b.ReportMetric(worst, "worst-ms/MB")
}

// BenchmarkArticleMemory reports all that the largest page allocates on its way, which
// is more than what it ever holds at once.
func BenchmarkArticleMemory(b *testing.B) {
	pages := webPages(b)
	largest := pages[0]
	for _, p := range pages {
		if len(p) > len(largest) {
			largest = p
		}
	}
	ours := articleStages(b)
	var before, after runtime.MemStats
	for b.Loop() {
		runtime.GC()
		runtime.ReadMemStats(&before)
		ours(largest)
		runtime.ReadMemStats(&after)
	}
	b.ReportMetric(float64(after.TotalAlloc-before.TotalAlloc)/1e6, "allocated-MB")
	b.ReportMetric(float64(len(largest))/1e6, "page-MB")
}
