package segment

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zhengwen/document"
	"zhengwen/internal/stagetest"
)

func readLines(t testing.TB, name string) []string {
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.ReplaceAll(string(data), "\r", ""), "\n")
}

// runeSpans are the words' places in the text without white space.
func runeSpans(words []string) map[document.Span]bool {
	out := make(map[document.Span]bool, len(words))
	at := 0
	for _, w := range words {
		n := len(w)
		out[document.Span{Start: at, End: at + n}] = true
		at += n
	}
	return out
}

// F1 by word span on the SIGHAN 2005 test sets. The floors are a little below
// what was measured, so that a change that costs quality fails.
func TestSIGHAN(t *testing.T) {
	dir := stagetest.Shared(t, "data", "sighan")
	for _, x := range []struct {
		set   string
		plain bool
		floor float64
	}{
		{"pku", true, .837}, {"msr", true, .835}, {"pku", false, .892}, {"msr", false, .875},
	} {
		var options []Option
		name := x.set
		if x.plain {
			options, name = append(options, Plain()), x.set+" plain"
		}
		t.Run(name, func(t *testing.T) {
			s, err := New(options...)
			if err != nil {
				t.Fatal(err)
			}
			text := readLines(t, filepath.Join(dir, "testing", x.set+"_test.utf8"))
			gold := readLines(t, filepath.Join(dir, "gold", x.set+"_test_gold.utf8"))
			hits, got, want := 0, 0, 0
			for i, line := range text {
				g, w := runeSpans(s.Cut(line)), runeSpans(strings.Fields(gold[i]))
				for span := range g {
					if w[span] {
						hits++
					}
				}
				got, want = got+len(g), want+len(w)
			}
			p, r := float64(hits)/float64(got), float64(hits)/float64(want)
			f := 2 * p * r / (p + r)
			t.Logf("P %.4f R %.4f F1 %.4f", p, r, f)
			if f < x.floor {
				t.Errorf("F1 is %.4f, want at least %.3f", f, x.floor)
			}
		})
	}
}
