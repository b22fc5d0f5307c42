package pipeline

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite testdata/golden and testdata/score.txt")

// TestGolden compares the record or reject of every test page with its golden
// file. What a golden file says is not the truth but what came out last time; the
// truth is in testdata/gold.
func TestGolden(t *testing.T) {
	p := newStandard(t)
	dir := filepath.Join(testdata, "golden")
	stale := map[string]bool{}
	files, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		stale[f] = true
	}
	for _, it := range crawl(t) {
		file := filepath.Join(dir, fileName(it.URI)+".json")
		delete(stale, file)
		t.Run(fileName(it.URI), func(t *testing.T) {
			got := indented(t, p.Process(context.Background(), it))
			golden(t, file, got)
		})
	}
	for f := range stale {
		if !*update {
			t.Errorf("%s belongs to no page; -update removes it", f)
		} else if err := os.Remove(f); err != nil {
			t.Error(err)
		}
	}
}

// golden compares text with a file, or writes the file with -update.
func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v; -update writes it", err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("%s (-want +got; -update if the change is meant):\n%s", file, diff)
	}
}

// indented is a result as JSON for people. The version is left out: it changes
// with every rule and says nothing about the page.
func indented(t testing.TB, r Result) string {
	t.Helper()
	var row any
	switch {
	case r.Record != nil && r.Reject == nil:
		x := *r.Record
		x.ProcessedWith = ""
		row = x
	case r.Reject != nil && r.Record == nil:
		x := *r.Reject
		x.Version = ""
		row = x
	default:
		t.Fatalf("neither a record nor a reject: %+v", r)
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(row); err != nil {
		t.Fatal(err)
	}
	return strings.Replace(out.String(), ",\n \"processed_with\": \"\"", "", 1)
}
