package boilerplate

import (
	"context"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"zhengwen/document"
	"zhengwen/rules"
)

func book(t testing.TB) *rules.Book {
	t.Helper()
	b, err := rules.Load()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestRuleFileHoldsItsOwnHitsAndMisses(t *testing.T) {
	for _, p := range book(t).Check() {
		if p.Source == "data/boilerplate.toml" {
			t.Error(p)
		}
	}
}

// TestQuietLines compares what becomes of pages with what becomes of them when all
// rules are asked of every line.
func TestQuietLines(t *testing.T) {
	b := book(t)
	s, all := New(b), New(b)
	all.loud = all.set
	lines := slices.Concat([]string{"二、后来的事情", "第二段说的是事情的经过。", "首页 新闻 图片 视频"}, article)
	for _, r := range all.set.Rules {
		lines = append(lines, r.Hits...)
		lines = append(lines, r.Misses...)
	}
	rapid.Check(t, func(t *rapid.T) {
		page := rapid.SliceOfN(rapid.SampledFrom(lines), 1, 24).Draw(t, "lines")
		if at := rapid.IntRange(0, len(page)-1).Draw(t, "glued"); at > 0 {
			page[at] = article[0] + page[at]
		}
		d, same := textPage("", page...), textPage("", page...)
		for i := range d.Blocks {
			d.Blocks[i].Role = rapid.SampledFrom([]document.Role{document.RoleBody, document.RoleBody, document.RoleBody, document.RoleBoilerplate, document.RoleHeading, document.RoleTitle}).Draw(t, "role")
			same.Blocks[i].Role = d.Blocks[i].Role
		}
		for stage, d := range map[*Stage]*document.Document{s: d, all: same} {
			if err := stage.Apply(context.Background(), d); err != nil {
				t.Fatal(err)
			}
		}
		if got, want := show(d), show(same); got != want {
			t.Fatalf("got\n%swant\n%s", got, want)
		}
	})
}
