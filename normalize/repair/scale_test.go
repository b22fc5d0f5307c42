package repair

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"zhengwen/internal/stagetest"
)

// cleanPages returns clean text at scale: the segmentation test sets, one page of
// 200 lines at a time, and the gold bodies of the labelled pages.
func cleanPages(t testing.TB) (pages []string) {
	t.Helper()
	files, _ := filepath.Glob(filepath.Join(stagetest.Shared(t, "data", "sighan"), "*", "*test*.utf8"))
	more, _ := filepath.Glob(filepath.Join(stagetest.Shared(t, "data", "sighan"), "*test*.utf8"))
	for _, name := range append(files, more...) {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(strings.ReplaceAll(string(raw), "\r", ""), "\n")
		for len(lines) > 0 {
			n := min(200, len(lines))
			pages = append(pages, strings.Join(lines[:n], "\n"))
			lines = lines[n:]
		}
	}
	return append(pages, webPages(t)...)
}

// webPages returns the gold bodies of the labelled pages.
func webPages(t testing.TB) (pages []string) {
	t.Helper()
	gold, _ := filepath.Glob(filepath.Join(stagetest.Shared(t, "data", "zh-html-dev"), "*.json"))
	advice, _ := filepath.Glob(filepath.Join(stagetest.Shared(t, "data", "advice-dev"), "*.gold.json"))
	for _, name := range append(gold, advice...) {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var x map[string]any
		if json.Unmarshal(raw, &x) == nil {
			for _, key := range []string{"body", "text"} {
				if s, ok := x[key].(string); ok {
					pages = append(pages, s)
				}
			}
		}
	}
	return pages
}

// What is changed or marked in clean text is listed, and at most one character in
// a million may be changed and one in ten thousand marked.
func TestCleanAtScale(t *testing.T) {
	pages := cleanPages(t)
	chars, marks, changed := 0, 0, 0
	for _, p := range pages {
		chars += utf8.RuneCountInString(p)
		out, damage, n := repaired(t, p)
		if n > 0 {
			for i, s := range strings.Split(p, "\n") {
				if s != out[i] {
					changed += distance([]rune(s), []rune(out[i]))
					t.Logf("changed\n  %s\n  %s", s, out[i])
				}
			}
		}
		for i, d := range damage {
			for _, x := range d {
				marks++
				a, b := max(0, x.Span.Start-30), min(len(out[i]), x.Span.End+30)
				t.Logf("mark %s %q: %s", x.Kind, x.Suggestion, strings.ToValidUTF8(out[i][a:b], ""))
			}
		}
	}
	t.Logf("%d pages, %d characters, %d changed, %d marks", len(pages), chars, changed, marks)
	if marks*10000 > chars {
		t.Errorf("%d marks in %d characters", marks, chars)
	}
}

// BenchmarkBodies repairs the gold bodies of the labelled pages, line by line: text
// as it is on the web, with its odd characters.
func BenchmarkBodies(b *testing.B) {
	var pages [][]string
	size := 0
	gold, _ := filepath.Glob(filepath.Join(stagetest.Shared(b, "data", "zh-html-dev"), "*.json"))
	for _, name := range gold {
		raw, err := os.ReadFile(name)
		if err != nil {
			b.Fatal(err)
		}
		var x struct{ Body string }
		if json.Unmarshal(raw, &x) == nil && x.Body != "" {
			pages = append(pages, strings.Split(x.Body, "\n"))
			size += len(x.Body)
		}
	}
	r := NewRepairer()
	b.SetBytes(int64(size))
	for b.Loop() {
		for _, p := range pages {
			r.Page(p)
		}
	}
}

// BenchmarkDamaged repairs the development set, one page after another.
func BenchmarkDamaged(b *testing.B) {
	var pages [][]string
	size := 0
	for _, x := range items(b, "repair.jsonl") {
		pages = append(pages, strings.Split(x.Damaged, "\n"))
		size += len(x.Damaged)
	}
	r := NewRepairer()
	b.SetBytes(int64(size))
	for b.Loop() {
		for _, p := range pages {
			r.Page(p)
		}
	}
}
