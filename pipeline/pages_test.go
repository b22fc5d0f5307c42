package pipeline

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pelletier/go-toml/v2"

	"zhengwen/pipeline/source"
)

const testdata = "../testdata"

// standard is the pipeline with the default options; loading its data once is
// enough for all tests.
var standard = sync.OnceValues(func() (*Pipeline, error) { return New(Options{}) })

func newStandard(t testing.TB) *Pipeline {
	t.Helper()
	p, err := standard()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// crawl is every input of testdata/crawl.
func crawl(t testing.TB) []source.Item {
	t.Helper()
	entries := source.List([]string{filepath.Join(testdata, "crawl")}, source.Options{})
	var out []source.Item
	for it, err := range source.Items(context.Background(), entries, source.Options{}) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, it)
	}
	if len(out) == 0 {
		t.Fatal("there are no test pages")
	}
	return out
}

// fileName turns a URI into the name of its file in testdata/golden and
// testdata/gold, without characters that a file system or a module refuses.
func fileName(uri string) string {
	return strings.NewReplacer("://", "__", "/", "__", ":", "_", "#", "_").Replace(uri)
}

// gold is the truth about one page, written by hand by the rules of
// testdata/README.md and never from what the program says. Pairs are divided by
// "|"; an empty string means that the page does not say.
type gold struct {
	name        string
	Title       string   `toml:"title"`
	Author      string   `toml:"author"`
	Editor      string   `toml:"editor"`
	Source      string   `toml:"source"`
	SiteName    string   `toml:"site_name"`
	Published   string   `toml:"published"`   // RFC 3339
	Body        []string `toml:"body"`        // lines, Simplified
	Headings    []string `toml:"headings"`    // "level number|heading"
	Kinds       []string `toml:"kinds"`       // of the headings
	Advice      []string `toml:"advice"`      // "stance|sentence"
	Topics      []string `toml:"topics"`      // of the advice
	Cases       []string `toml:"cases"`       // "outcome|who|first words"
	Boilerplate []string `toml:"boilerplate"` // "kind|line"; of long lists of links a sample
	ICP         []string `toml:"icp"`
	Police      []string `toml:"police"`
	Licence     []string `toml:"licence"`
	Written     []string `toml:"written"` // lines in Traditional, where the page has them so
}

// golds reads testdata/gold in the order of the names.
func golds(t testing.TB) []*gold {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(testdata, "gold", "*.toml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no truth to compare with: %v", err)
	}
	out := make([]*gold, len(files))
	for i, f := range files {
		out[i] = readGold(t, f)
	}
	return out
}

func readGold(t testing.TB, file string) *gold {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	g := &gold{name: strings.TrimSuffix(filepath.Base(file), ".toml")}
	if err := toml.NewDecoder(f).DisallowUnknownFields().Decode(g); err != nil {
		t.Fatalf("read %s: %v", g.name, err)
	}
	return g
}

// TestGold finds slips in the hand-made truth: what it says about the body must
// stand in the body.
func TestGold(t *testing.T) {
	pages := map[string]bool{}
	for _, it := range crawl(t) {
		pages[fileName(it.URI)] = true
	}
	for _, g := range golds(t) {
		t.Run(g.name, func(t *testing.T) {
			if !pages[g.name] {
				t.Error("there is no such page")
			}
			if g.Title == "" || len(g.Body) == 0 {
				t.Error("title or body is missing")
			}
			if g.Published != "" {
				if _, err := time.Parse(time.RFC3339, g.Published); err != nil {
					t.Error(err)
				}
			}
			if len(g.Kinds) != len(g.Headings) {
				t.Errorf("%d kinds for %d headings", len(g.Kinds), len(g.Headings))
			}
			if len(g.Topics) != len(g.Advice) {
				t.Errorf("%d topics for %d sentences of advice", len(g.Topics), len(g.Advice))
			}
			if len(g.Written) != 0 && len(g.Written) != len(g.Body) {
				t.Errorf("%d lines as written for %d of body", len(g.Written), len(g.Body))
			}
			body := strings.Join(g.Body, "\n")
			for _, list := range [][]string{g.Headings, g.Advice, g.Cases} {
				for _, s := range list {
					if part := s[strings.LastIndex(s, "|")+1:]; !strings.Contains(body, part) {
						t.Errorf("%q is not in the body", part)
					}
				}
			}
			for _, s := range g.Boilerplate {
				if !strings.Contains(s, "|") {
					t.Errorf("boilerplate %q has no kind", s)
				}
			}
		})
	}
}
