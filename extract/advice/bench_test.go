package advice_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zhengwen/document"
	"zhengwen/internal/lexicon"
)

// pages are the articles of testdata as lines, and their size in bytes of text.
func pages(b *testing.B) (pages [][]string, size int64) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		b.Fatalf("no articles: %v", err)
	}
	for _, f := range files {
		_, page := readOwn(b, f)
		pages = append(pages, strings.Split(page, "\n"))
		size += int64(len(page))
	}
	return pages, size
}

func fill(d *document.Document, lines []string) {
	d.Blocks = d.Blocks[:0]
	for _, l := range lines {
		d.Blocks = append(d.Blocks, document.Block{Text: l, Role: document.RoleBody, Tag: "line", Element: -1})
	}
}

// BenchmarkStages measures outline and advice together, in bytes of text, over
// documents that have their headings and words. "best-MB/s" is the pace by the best time
// of every document, which a busy machine leaves as it is.
func BenchmarkStages(b *testing.B) {
	e := newEngine(b)
	lex, err := lexicon.Default()
	if err != nil {
		b.Fatal(err)
	}
	cutter := lexicon.NewCutter(lex, lexicon.ModePlain)
	all, size := pages(b)
	var docs []*document.Document
	for _, lines := range all {
		d := new(document.Document)
		fill(d, lines)
		if err := e.headings.Apply(context.Background(), d); err != nil {
			b.Fatal(err)
		}
		d.Freeze()
		d.Words = cutter.Append(nil, d.Text)
		docs = append(docs, d)
	}
	best := make([]time.Duration, len(docs))
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		for i, d := range docs {
			start := time.Now()
			if err := e.outline.Apply(context.Background(), d); err != nil {
				b.Fatal(err)
			}
			if err := e.advice.Apply(context.Background(), d); err != nil {
				b.Fatal(err)
			}
			if took := time.Since(start); best[i] == 0 || took < best[i] {
				best[i] = took
			}
		}
	}
	var sum time.Duration
	for _, t := range best {
		sum += t
	}
	b.ReportMetric(float64(size)/sum.Seconds()/1e6, "best-MB/s")
}

// BenchmarkHeadings measures the stage before the freeze.
func BenchmarkHeadings(b *testing.B) {
	e := newEngine(b)
	all, size := pages(b)
	b.SetBytes(size)
	b.ReportAllocs()
	var d document.Document
	for b.Loop() {
		for _, lines := range all {
			fill(&d, lines)
			if err := e.headings.Apply(context.Background(), &d); err != nil {
				b.Fatal(err)
			}
		}
	}
}
