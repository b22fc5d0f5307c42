package markup_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"zhengwen/document"
	"zhengwen/internal/stagetest"
	"zhengwen/normalize/markup"
)

// labelled is one page of a labelled set with its gold body.
type labelled struct {
	name, html, body string
}

// labelledPages reads the set in ../shared beside the project, without the pages
// whose gold is flagged.
func labelledPages(t testing.TB) []labelled {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(stagetest.Shared(t, "data", "zh-html-dev"), "*.html"))
	if err != nil {
		t.Fatal(err)
	}
	if len(names) == 0 {
		t.Skip("the labelled pages are not beside the project")
	}
	var out []labelled
	for _, name := range names {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		side, err := os.ReadFile(strings.TrimSuffix(name, ".html") + ".json")
		if err != nil {
			t.Fatal(err)
		}
		var gold struct {
			Body    string
			Suspect bool
		}
		if err := json.Unmarshal(side, &gold); err != nil {
			t.Fatalf("parse gold of %s: %v", name, err)
		}
		if gold.Suspect || gold.Body == "" {
			continue
		}
		if !utf8.Valid(raw) {
			if raw, err = simplifiedchinese.GB18030.NewDecoder().Bytes(raw); err != nil {
				t.Fatalf("decode %s: %v", name, err)
			}
		}
		out = append(out, labelled{strings.TrimSuffix(filepath.Base(name), ".html"), string(raw), gold.Body})
	}
	return out
}

// grams counts the 4-grams of text without white space and punctuation.
func grams(text string) map[string]int {
	var runes []rune
	for _, r := range text {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			runes = append(runes, r)
		}
	}
	out := map[string]int{}
	for i := 0; i+4 <= len(runes); i++ {
		out[string(runes[i:i+4])]++
	}
	return out
}

// share is the part of the gold's 4-grams that occur in the blocks.
func share(d *document.Document, gold string) float64 {
	var text strings.Builder
	for i := range d.Blocks {
		if d.Blocks[i].Role == document.RoleUnset {
			text.WriteString(d.Blocks[i].Text)
		}
	}
	have, found, all := grams(text.String()), 0, 0
	for g, n := range grams(gold) {
		all += n
		found += min(n, have[g])
	}
	if all == 0 {
		return 1
	}
	return float64(found) / float64(all)
}

// TestGoldIsInBlocks asserts that no article text is lost or hidden on real pages,
// and less than the parser of the standard keeps only by a trace.
func TestGoldIsInBlocks(t *testing.T) {
	pages := labelledPages(t)
	var sum, judge float64
	for _, p := range pages {
		d := apply(t, markup.Options{}, "text/html", p.html)
		check(t, d)
		s := share(d, p.body)
		sum += s
		judge += share(tree(t, p.html), p.body)
		if s < .99 {
			t.Logf("%s: %.4f", p.name, s)
		}
	}
	n := float64(len(pages))
	t.Logf("mean share %.5f over %d pages, through the parser %.5f", sum/n, len(pages), judge/n)
	if sum/n < .99 || sum < judge-.001*n {
		t.Errorf("mean share of gold 4-grams in blocks is %.4f, through the parser %.4f", sum/n, judge/n)
	}
}

// BenchmarkApply measures the labelled pages one after another.
func BenchmarkApply(b *testing.B) {
	pages := labelledPages(b)
	size := 0
	for _, p := range pages {
		size += len(p.html)
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	s := markup.New(nil, markup.Options{})
	for b.Loop() {
		for _, p := range pages {
			d := document.Document{MediaType: "text/html", Decoded: p.html}
			if err := s.Apply(b.Context(), &d); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// BenchmarkPlain measures text pages.
func BenchmarkPlain(b *testing.B) {
	text := strings.Repeat("　　正文的一句话，后面还有一句。\r\n\r\n", 2000)
	s := markup.New(nil, markup.Options{})
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		d := document.Document{MediaType: "text/plain", Decoded: text}
		if err := s.Apply(b.Context(), &d); err != nil {
			b.Fatal(err)
		}
	}
}
