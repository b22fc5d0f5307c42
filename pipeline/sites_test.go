package pipeline

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"zhengwen/document"
	"zhengwen/internal/score"
	"zhengwen/pipeline/source"
)

// scoreSites compares the records of testdata/sites, pages in the manner of common kinds
// of sites, with their truth: lines of text and metadata alone.
func scoreSites(t *testing.T, p *Pipeline, table score.Table) {
	files, err := filepath.Glob(filepath.Join(testdata, "sites", "*.html"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no pages in testdata/sites: %v", err)
	}
	var c comparison
	var lines score.F1
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		g := readGold(t, strings.TrimSuffix(file, ".html")+".toml")
		r := p.Process(context.Background(), source.Item{URI: filepath.Base(file), Raw: raw}).Record
		c.kept.Add(r != nil)
		if r == nil {
			r = &document.Record{}
		}
		c.text(g, r)
		c.meta(g, r)
		got := strings.Split(r.Text, "\n")
		lines.Add(g.Body, got)
		if !slices.EqualFunc(g.Body, got, score.Equal) {
			t.Logf("%s: got\n%s\nwant\n%s", g.name, r.Text, strings.Join(g.Body, "\n"))
		}
	}
	for name, v := range map[string]float64{
		"sites.kept":           c.kept.Value(),
		"sites.body.f1":        c.body.Value(),
		"sites.body.exact":     c.exact.Value(),
		"sites.body.lines":     lines.Value(),
		"sites.meta.title":     c.title.Value(),
		"sites.meta.author":    c.author.Value(),
		"sites.meta.editor":    c.editor.Value(),
		"sites.meta.source":    c.source.Value(),
		"sites.meta.site_name": c.site.Value(),
		"sites.meta.published": c.published.Value(),
	} {
		table[name] = v
	}
}
