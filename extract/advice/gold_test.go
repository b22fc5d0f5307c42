package advice_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"zhengwen/document"
	"zhengwen/extract/advice"
	"zhengwen/extract/outline"
	"zhengwen/internal/stagetest"
	"zhengwen/rules"
)

// gold is a labelled article. Offsets are code points of Text.
type gold struct {
	Name     string
	Text     string
	Sections []struct {
		Level           int
		Number, Heading string
		Kind            document.SectionKind
		Parent          int
		Start, End      int
	}
	Advice []struct {
		Text    string
		Stance  document.Stance
		Topic   document.Topic
		Section int
	}
	Cases []struct {
		Outcome    document.Outcome
		Who        string
		Section    int
		Start, End int
	}
}

// engine is the stages under test in their order.
type engine struct {
	headings *outline.Headings
	outline  *outline.Outline
	advice   *advice.Advice
}

func newEngine(t testing.TB) engine {
	t.Helper()
	book, err := rules.Load()
	if err != nil {
		t.Fatal(err)
	}
	return engine{outline.NewHeadings(), outline.New(book), advice.New(book)}
}

// run takes the lines of text through the stages.
func (e engine) run(t testing.TB, text string) *document.Document {
	t.Helper()
	d := &document.Document{Raw: []byte(text)}
	for _, l := range strings.Split(text, "\n") {
		d.Blocks = append(d.Blocks, document.Block{Text: l, Role: document.RoleBody, Rule: "test", Tag: "line", Element: -1})
	}
	ctx := context.Background()
	if err := e.headings.Apply(ctx, d); err != nil {
		t.Fatal(err)
	}
	d.Freeze()
	if err := e.outline.Apply(ctx, d); err != nil {
		t.Fatal(err)
	}
	if err := e.advice.Apply(ctx, d); err != nil {
		t.Fatal(err)
	}
	return d
}

// tally counts what agrees with the labels.
type tally struct {
	headHit, headGold, headFound             int
	number, level, parent, kind              int
	adviceHit, adviceGold, adviceFound       int
	stance, topic, section                   int
	caseHit, caseGold, caseFound, ended, who int
}

func f1(hit, gold, found int) float64 {
	if gold+found == 0 {
		return 1
	}
	return 2 * float64(hit) / float64(gold+found)
}

func part(n, of int) float64 {
	if of == 0 {
		return 1
	}
	return float64(n) / float64(of)
}

func (c *tally) String() string {
	return fmt.Sprintf("heading_f1 %.4f number %.4f level %.4f parent %.4f kind %.4f | advice p %.4f r %.4f f1 %.4f stance %.4f topic %.4f section %.4f | case_f1 %.4f outcome %.4f who %.4f",
		f1(c.headHit, c.headGold, c.headFound), part(c.number, c.headHit), part(c.level, c.headHit), part(c.parent, c.headHit), part(c.kind, c.headHit),
		part(c.adviceHit, c.adviceFound), part(c.adviceHit, c.adviceGold), f1(c.adviceHit, c.adviceGold, c.adviceFound),
		part(c.stance, c.adviceHit), part(c.topic, c.adviceHit), part(c.section, c.adviceHit),
		f1(c.caseHit, c.caseGold, c.caseFound), part(c.ended, c.caseHit), part(c.who, c.caseHit))
}

func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, norm.NFKC.String(s))
}

// compare adds the agreement of d with g. Every difference is logged through say.
func (c *tally) compare(g *gold, d *document.Document, say func(string, ...any)) {
	at := document.NewOffsets(d.Text)
	found := map[string][]int{}
	for j, s := range d.Sections {
		h := squeeze(s.Heading)
		found[h] = append(found[h], j)
	}
	toFound, toGold := map[int]int{-1: -1}, map[int]int{-1: -1}
	last := -1
	for i, s := range g.Sections {
		h := squeeze(s.Heading)
		for len(found[h]) > 0 && found[h][0] <= last {
			found[h] = found[h][1:]
		}
		if len(found[h]) == 0 {
			say("heading missed: %s", s.Heading)
			continue
		}
		last = found[h][0]
		toFound[i], toGold[last] = last, i
	}
	c.headGold += len(g.Sections)
	c.headFound += len(d.Sections)
	for j, s := range d.Sections {
		i, ok := toGold[j]
		if !ok {
			say("heading invented: %s", s.Heading)
			continue
		}
		w := g.Sections[i]
		c.headHit++
		if squeeze(w.Number) == squeeze(s.Number) {
			c.number++
		} else {
			say("number of %s: want %q, got %q", w.Heading, w.Number, s.Number)
		}
		if w.Level == s.Level {
			c.level++
		} else {
			say("level of %s: want %d, got %d", w.Heading, w.Level, s.Level)
		}
		if p, ok := toGold[s.Parent]; ok && p == w.Parent {
			c.parent++
		}
		if w.Kind == s.Kind {
			c.kind++
		} else {
			say("kind of %s: want %s, got %s", w.Heading, w.Kind, s.Kind)
		}
	}
	c.adviceGold += len(g.Advice)
	c.adviceFound += len(d.Advice)
	used := make([]bool, len(d.Advice))
	for _, w := range g.Advice {
		hit := -1
		for j, x := range d.Advice {
			if !used[j] && alike(squeeze(w.Text), squeeze(d.Text[x.Span.Start:x.Span.End])) {
				hit = j
				break
			}
		}
		if hit < 0 {
			say("advice missed: %s", w.Text)
			continue
		}
		used[hit] = true
		x := d.Advice[hit]
		c.adviceHit++
		if x.Stance == w.Stance {
			c.stance++
		} else {
			say("stance want %s, got %s: %s", w.Stance, x.Stance, w.Text)
		}
		if x.Topic == w.Topic {
			c.topic++
		} else {
			say("topic want %s, got %s: %s", w.Topic, x.Topic, w.Text)
		}
		if i, ok := toGold[x.Section]; ok && i == w.Section {
			c.section++
		}
	}
	for j, x := range d.Advice {
		if !used[j] {
			say("advice invented: %s", d.Text[x.Span.Start:x.Span.End])
		}
	}
	c.caseGold += len(g.Cases)
	c.caseFound += len(d.Cases)
	taken := make([]bool, len(d.Cases))
	for _, w := range g.Cases {
		hit := -1
		for j, x := range d.Cases {
			s, e := int(at.At(x.Span.Start)), int(at.At(x.Span.End))
			both := min(e, w.End) - max(s, w.Start)
			if !taken[j] && 2*both >= max(e, w.End)-min(s, w.Start) {
				hit = j
				break
			}
		}
		if hit < 0 {
			say("case missed: %s", caseText(g, w.Start, w.End))
			continue
		}
		taken[hit] = true
		x := d.Cases[hit]
		c.caseHit++
		if x.Outcome == w.Outcome {
			c.ended++
		} else {
			say("outcome want %s, got %s: %s", w.Outcome, x.Outcome, caseText(g, w.Start, w.End))
		}
		if x.Who == w.Who {
			c.who++
		} else {
			say("who want %q, got %q", w.Who, x.Who)
		}
	}
	for j, x := range d.Cases {
		if !taken[j] {
			say("case invented: %s", d.Text[x.Span.Start:x.Span.End])
		}
	}
}

func caseText(g *gold, start, end int) string { return string([]rune(g.Text)[start:end]) }

// alike is the scorer's test for two sentences: a ratio of matching characters of
// at least 0.8.
func alike(a, b string) bool {
	if a == b {
		return true
	}
	x, y := []rune(a), []rune(b)
	if 10*min(len(x), len(y)) < 6*max(len(x), len(y)) {
		return false
	}
	row := make([]int, len(y)+1)
	for i := range x {
		diagonal := 0
		for j := range y {
			up := row[j+1]
			if x[i] == y[j] {
				row[j+1] = diagonal + 1
			} else {
				row[j+1] = max(row[j+1], row[j])
			}
			diagonal = up
		}
	}
	return 10*2*row[len(y)] >= 8*(len(x)+len(y))
}

func TestGold(t *testing.T) {
	for _, tc := range []struct {
		name  string
		dir   []string
		floor tally100
	}{
		// Articles by other hands that no rule and no weight was made from: what to expect of new ones.
		{"held", nil, tally100{heading: 97, level: 99, parent: 99, kind: 75, advice: 91, stance: 97, topic: 78, cases: 91, outcome: 88}},
		{"articles", []string{"data", "advice-dev"}, tally100{heading: 99, level: 99, parent: 99, kind: 95, advice: 97, stance: 98, topic: 77, cases: 98, outcome: 98}},
		{"seeds", []string{"data", "advice-dev", "seeds"}, tally100{heading: 100, level: 100, parent: 100, kind: 97, advice: 95, stance: 98, topic: 80, cases: 100, outcome: 100}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			e := newEngine(t)
			dir := "testdata/articles/held"
			if tc.dir != nil {
				dir = stagetest.Shared(t, tc.dir...)
			}
			files, err := filepath.Glob(filepath.Join(dir, "*.gold.json"))
			if err != nil || len(files) == 0 {
				t.Fatalf("no labelled articles: %v", err)
			}
			slices.Sort(files)
			var sum tally
			for _, f := range files {
				data, err := os.ReadFile(f)
				if err != nil {
					t.Fatal(err)
				}
				var g gold
				if err := json.Unmarshal(data, &g); err != nil {
					t.Fatal(err)
				}
				sum.compare(&g, e.run(t, g.Text), func(format string, args ...any) {
					t.Logf("%s: "+format, append([]any{filepath.Base(f)[:8]}, args...)...)
				})
			}
			t.Log(sum.String())
			tc.floor.check(t, &sum)
		})
	}
}

// tally100 holds least figures in percent.
type tally100 struct{ heading, level, parent, kind, advice, stance, topic, cases, outcome float64 }

func (f tally100) check(t *testing.T, c *tally) {
	t.Helper()
	for _, x := range []struct {
		name     string
		got, min float64
	}{
		{"heading_f1", f1(c.headHit, c.headGold, c.headFound), f.heading},
		{"level", part(c.level, c.headHit), f.level},
		{"parent", part(c.parent, c.headHit), f.parent},
		{"kind", part(c.kind, c.headHit), f.kind},
		{"advice_f1", f1(c.adviceHit, c.adviceGold, c.adviceFound), f.advice},
		{"stance", part(c.stance, c.adviceHit), f.stance},
		{"topic", part(c.topic, c.adviceHit), f.topic},
		{"case_f1", f1(c.caseHit, c.caseGold, c.caseFound), f.cases},
		{"outcome", part(c.ended, c.caseHit), f.outcome},
	} {
		if 100*x.got < x.min {
			t.Errorf("%s is %.2f %%, want at least %.2f %%", x.name, 100*x.got, x.min)
		}
	}
}
