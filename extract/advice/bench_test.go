package advice_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"zhengwen/document"
)

// BenchmarkStages measures outline and advice together over the articles of
// testdata, in bytes of text.
func BenchmarkStages(b *testing.B) {
	e := newEngine(b)
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		b.Fatalf("no articles: %v", err)
	}
	var docs []*document.Document
	size := int64(0)
	for _, f := range files {
		_, page := readOwn(b, f)
		d := &document.Document{Raw: []byte(page)}
		for _, l := range strings.Split(page, "\n") {
			d.Blocks = append(d.Blocks, document.Block{Text: l, Role: document.RoleBody, Tag: "line", Element: -1})
		}
		if err := e.headings.Apply(context.Background(), d); err != nil {
			b.Fatal(err)
		}
		d.Freeze()
		size += int64(len(d.Text))
		docs = append(docs, d)
	}
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		for _, d := range docs {
			if err := e.outline.Apply(context.Background(), d); err != nil {
				b.Fatal(err)
			}
			if err := e.advice.Apply(context.Background(), d); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// BenchmarkHeadings measures the stage before the freeze.
func BenchmarkHeadings(b *testing.B) {
	e := newEngine(b)
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		b.Fatalf("no articles: %v", err)
	}
	var pages [][]string
	size := int64(0)
	for _, f := range files {
		_, page := readOwn(b, f)
		pages = append(pages, strings.Split(page, "\n"))
		size += int64(len(page))
	}
	b.SetBytes(size)
	b.ReportAllocs()
	var d document.Document
	for b.Loop() {
		for _, lines := range pages {
			d.Blocks = d.Blocks[:0]
			for _, l := range lines {
				d.Blocks = append(d.Blocks, document.Block{Text: l, Role: document.RoleBody, Tag: "line", Element: -1})
			}
			if err := e.headings.Apply(context.Background(), &d); err != nil {
				b.Fatal(err)
			}
		}
	}
}
