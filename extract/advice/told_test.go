package advice_test

import (
	"os"
	"strings"
	"testing"

	"zhengwen/document"
)

// TestTold reads testdata/fit/told.txt: short articles after lines of ===. A line
// >OUTCOME WHO TEXT begins a story, one with + goes on with it.
func TestTold(t *testing.T) {
	data, err := os.ReadFile("testdata/fit/told.txt")
	if err != nil {
		t.Fatal(err)
	}
	e := newEngine(t)
	var hit, gold, found, who, ended int
	for _, article := range strings.Split(string(data), "===\n")[1:] {
		var lines []string
		var want []document.Case
		at := 0
		for _, line := range strings.Split(strings.TrimSuffix(article, "\n"), "\n") {
			text := strings.TrimPrefix(line, "+")
			if rest, ok := strings.CutPrefix(line, ">"); ok {
				part := strings.SplitN(rest, " ", 3)
				text = part[2]
				want = append(want, document.Case{Outcome: document.Outcome(part[0]), Who: part[1], Span: document.Span{Start: at}})
			}
			if text != line {
				want[len(want)-1].Span.End = at + len(text)
			}
			lines = append(lines, text)
			at += len(text) + 1
		}
		d := e.run(t, strings.Join(lines, "\n"))
		gold += len(want)
		found += len(d.Cases)
		for _, w := range want {
			var got document.Case
			for _, c := range d.Cases {
				if c.Span == w.Span {
					got = c
				}
			}
			text := d.Text[w.Span.Start:w.Span.End]
			switch {
			case got.Span != w.Span:
				t.Logf("missed: %s", text)
				continue
			case got.Who != w.Who:
				t.Logf("who want %q, got %q: %s", w.Who, got.Who, text)
			case got.Outcome != w.Outcome:
				t.Logf("outcome want %s, got %s: %s", w.Outcome, got.Outcome, text)
			}
			hit++
			if got.Who == w.Who {
				who++
			}
			if got.Outcome == w.Outcome {
				ended++
			}
		}
		for _, c := range d.Cases {
			known := false
			for _, w := range want {
				known = known || c.Span == w.Span
			}
			if !known {
				t.Logf("invented %q: %s", c.Who, d.Text[c.Span.Start:c.Span.End])
			}
		}
	}
	if f := f1(hit, gold, found); f < .93 || part(who, hit) < 1 || part(ended, hit) < .85 {
		t.Errorf("case_f1 %.3f who %.3f outcome %.3f, want .93, 1 and .85", f, part(who, hit), part(ended, hit))
	}
	t.Logf("case_f1 %.3f who %.3f outcome %.3f of %d", f1(hit, gold, found), part(who, hit), part(ended, hit), gold)
}

// TestNoCases reads paragraphs that name people and tell no story, one a line, under a
// heading of cases and under another.
func TestNoCases(t *testing.T) {
	data, err := os.ReadFile("testdata/fit/nocases.txt")
	if err != nil {
		t.Fatal(err)
	}
	e := newEngine(t)
	lines := strings.Split(strings.TrimSpace(string(data)), "\n")
	for _, c := range []struct {
		heading string
		most    int // cases that may be invented
	}{{"一、真实案例", 22}, {"一、准备材料", 11}} {
		n := 0
		for _, line := range lines {
			if d := e.run(t, c.heading+"\n"+line); len(d.Cases) > 0 {
				n++
				t.Logf("%s: invented %q: %s", c.heading, d.Cases[0].Who, line)
			}
		}
		if n > c.most {
			t.Errorf("%s: %d of %d paragraphs are taken for cases, want at most %d", c.heading, n, len(lines), c.most)
		}
	}
}

// TestStories reads the paragraphs of testdata/fit/stories.tsv: outcome, who, story.
func TestStories(t *testing.T) {
	data, err := os.ReadFile("testdata/fit/stories.tsv")
	if err != nil {
		t.Fatal(err)
	}
	e := newEngine(t)
	n, found, who := 0, 0, 0
	for line := range strings.Lines(string(data)) {
		field := strings.Split(strings.TrimSpace(line), "\t")
		d := e.run(t, "一、准备材料\n"+field[2])
		n++
		if len(d.Cases) == 0 {
			continue
		}
		found++
		if d.Cases[0].Who == strings.Trim(field[1], "-") {
			who++
		}
	}
	t.Logf("%.3f of %d stories found, who %.3f", part(found, n), n, part(who, found))
	if part(found, n) < .93 || part(who, found) < .96 {
		t.Error("want .93 and .96")
	}
}
