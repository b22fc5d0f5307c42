package boilerplate

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zhengwen/document"
	"zhengwen/internal/stagetest"
)

type gold struct {
	Title       string
	Text        string
	Body        string
	Suspect     bool
	Boilerplate []struct{ Kind, Text string }
	Identifiers document.RecordFiling
}

func readGold(t *testing.T, patterns ...string) map[string]gold {
	t.Helper()
	out := map[string]gold{}
	for _, p := range patterns {
		names, err := filepath.Glob(p)
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range names {
			data, err := os.ReadFile(n)
			if err != nil {
				t.Fatal(err)
			}
			var g gold
			if err := json.Unmarshal(data, &g); err != nil {
				t.Fatalf("%s: %v", n, err)
			}
			out[n] = g
		}
	}
	if len(out) == 0 {
		t.Skip("no gold files")
	}
	return out
}

// textPage makes a document of lines that the article stage took for the body.
func textPage(title string, lines ...string) *document.Document {
	d := &document.Document{MediaType: "text/plain"}
	gap := int32(0)
	for _, l := range lines {
		l = strings.Trim(l, " \t\r　")
		if l == "" {
			gap++
			continue
		}
		b := document.Block{Text: l, Tag: "line", Element: -1, Role: document.RoleBody, Gap: gap}
		if l == title && title != "" {
			b.Role, title = document.RoleTitle, ""
		}
		d.Blocks = append(d.Blocks, b)
		gap = 0
	}
	return d
}

func apply(t testing.TB, s *Stage, d *document.Document) {
	t.Helper()
	if err := s.Apply(context.Background(), d); err != nil {
		t.Fatal(err)
	}
}

// TestGoldKinds gives every labelled line of chrome to the stage as a block that
// was left out already, all of a page in their order, and asks for its kind.
func TestGoldKinds(t *testing.T) {
	dir := stagetest.Shared(t, "data")
	s := New(book(t))
	right, all := 0, 0
	for name, g := range readGold(t, filepath.Join(dir, "advice-dev", "*.gold.json"), filepath.Join(dir, "advice-dev", "seeds", "*.gold.json")) {
		d := textPage("")
		d.Blocks = append(d.Blocks, document.Block{Role: document.RoleTitle, Text: g.Title})
		for _, x := range g.Boilerplate {
			d.Blocks = append(d.Blocks, document.Block{Role: document.RoleBoilerplate, Text: x.Text, Tag: "line", Element: -1})
		}
		apply(t, s, d)
		for i, x := range g.Boilerplate {
			b := d.Blocks[i+1]
			if x.Kind == string(document.KindTOC) && i > 0 {
				continue // its lines are judged with the headings
			}
			all++
			if string(b.Kind) == x.Kind {
				right++
			} else {
				t.Logf("%s: %q is %s, got %s by %s", filepath.Base(name), x.Text, x.Kind, b.Kind, b.Rule)
			}
		}
	}
	share := float64(right) / float64(all)
	t.Logf("kind right: %d of %d = %.3f", right, all, share)
	if share < .97 {
		t.Errorf("share of right kinds %.3f, want at least .97", share)
	}
}

// TestGoldPages gives whole text pages to the stage as body and counts chrome
// that stays and lines of the text that go.
func TestGoldPages(t *testing.T) {
	dir := stagetest.Shared(t, "data")
	s := New(book(t))
	gone, chrome, lost, text, kinds := 0, 0, 0, 0, 0
	for name, g := range readGold(t, filepath.Join(dir, "advice-dev", "d*.gold.json")) {
		page, err := os.ReadFile(strings.TrimSuffix(name, ".gold.json") + ".txt")
		if err != nil {
			continue
		}
		d := textPage(g.Title, strings.Split(string(page), "\n")...)
		apply(t, s, d)
		want := map[string]string{}
		for _, x := range g.Boilerplate {
			want[squeeze(x.Text)] = x.Kind
		}
		for _, b := range d.Blocks {
			kind, isChrome := want[squeeze(b.Text)]
			if kind == string(document.KindTOC) && b.Kind != document.KindTOC {
				continue
			}
			switch {
			case isChrome:
				chrome++
				if b.Role == document.RoleBoilerplate {
					gone++
					if string(b.Kind) == kind {
						kinds++
					} else {
						t.Logf("%s: %q is %s, got %s by %s", filepath.Base(name), b.Text, kind, b.Kind, b.Rule)
					}
				} else {
					t.Logf("%s: stays: %s %q", filepath.Base(name), kind, b.Text)
				}
			case b.Role != document.RoleTitle:
				text++
				if b.Role == document.RoleBoilerplate {
					lost++
					t.Logf("%s: lost: %q by %s", filepath.Base(name), b.Text, b.Rule)
				}
			}
		}
		if got, want := strings.Join(d.Identifiers.ICP, " ")+strings.Join(d.Identifiers.Police, " ")+strings.Join(d.Identifiers.Licence, " "),
			strings.Join(g.Identifiers.ICP, " ")+strings.Join(g.Identifiers.Police, " ")+strings.Join(g.Identifiers.Licence, " "); got != want {
			t.Errorf("%s: identifiers %s, want %s", filepath.Base(name), got, want)
		}
	}
	t.Logf("chrome out of the body: %d of %d, kind right %d; lines of the text lost: %d of %d", gone, chrome, kinds, lost, text)
	if lost > 0 || float64(gone) < .97*float64(chrome) || float64(kinds) < .97*float64(gone) {
		t.Errorf("want no line lost, and of the chrome .97 gone with .97 of the kinds right")
	}
}

// TestGoldBodies gives labelled bodies, which hold no chrome but what their
// annotators left in, to the stage and counts what goes.
func TestGoldBodies(t *testing.T) {
	dir := stagetest.Shared(t, "data")
	s := New(book(t))
	lost, all := 0, 0
	for name, g := range readGold(t, filepath.Join(dir, "zh-html-dev", "*.json"), filepath.Join(dir, "advice-dev", "*.gold.json")) {
		body := g.Body + g.Text
		if g.Suspect || body == "" {
			continue
		}
		d := textPage("", strings.Split(body, "\n")...)
		all += len(d.Blocks)
		apply(t, s, d)
		for _, b := range d.Blocks {
			if b.Role == document.RoleBoilerplate {
				lost++
				t.Logf("%s: %s by %s: %q", filepath.Base(name), b.Kind, b.Rule, b.Text)
			}
		}
	}
	share := float64(lost) / float64(all)
	t.Logf("lines moved out of labelled bodies: %d of %d = %.4f", lost, all, share)
	if share > .002 {
		t.Errorf("share of lines moved out of labelled bodies %.4f, want at most .002", share)
	}
}
