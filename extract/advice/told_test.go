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
	t.Logf("case_f1 %.3f who %.3f outcome %.3f of %d", f1(hit, gold, found), part(who, hit), part(ended, hit), gold)
}
