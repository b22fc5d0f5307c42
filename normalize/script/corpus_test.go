package script

import (
	"bufio"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"zhengwen/internal/stagetest"
)

func read(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(stagetest.Shared(t, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

var prose = []string{"data/sighan/testing/pku_test.utf8", "data/sighan/testing/msr_test.utf8"}

// around shows a changed place with its neighbours.
func around(text string, start, end int) string {
	a, b := start, end
	for range 4 {
		_, n := utf8.DecodeLastRuneInString(text[:a])
		a -= n
		_, n = utf8.DecodeRuneInString(text[b:])
		b += n
	}
	return text[a:start] + "[" + text[start:end] + "]" + text[end:b]
}

func TestSimplifiedProseIsUntouched(t *testing.T) {
	const limit = 10 // changes a million code points
	total, changed := 0, 0
	for _, name := range prose {
		text := read(t, name)
		page := Count(text)
		for line := range strings.Lines(text) {
			total += utf8.RuneCountInString(line)
			for _, c := range (Converter{Page: page}).Changes(nil, line) {
				changed++
				t.Logf("%s → %s", around(line, c.Start, c.End), c.After)
			}
		}
	}
	t.Logf("%d of %d code points changed", changed, total)
	if changed*1_000_000 > limit*total {
		t.Errorf("more than %d in a million changed", limit)
	}
}

// TestRoundTrip takes Simplified prose to Traditional one character at a time, as
// mirror sites do, with 着 as it is and as Taiwan's 著, and back.
func TestRoundTrip(t *testing.T) {
	const limit = 60 // errors a million code points
	toTraditional := map[rune]rune{}
	lines := bufio.NewScanner(strings.NewReader(read(t, "eval/s2t.tsv")))
	for lines.Scan() {
		from, to, ok := strings.Cut(lines.Text(), "\t")
		if ok && from[0] != '#' {
			toTraditional[[]rune(from)[0]] = []rune(to)[0]
		}
	}
	for _, variant := range []struct {
		name string
		zhe  rune
	}{{"着", '着'}, {"著", '著'}} {
		t.Run(variant.name, func(t *testing.T) {
			toTraditional['着'] = variant.zhe
			total, wrong, zhe, wrongZhe := 0, 0, 0, 0
			for _, name := range prose {
				text := read(t, name)
				traditional := strings.Map(func(r rune) rune {
					if x, ok := toTraditional[r]; ok {
						return x
					}
					return r
				}, text)
				page := Count(traditional)
				want := []rune(text)
				got := []rune(convert(t, Converter{Page: page}, traditional))
				total += len(want)
				for i := range want {
					among := want[i] == '着' || want[i] == '著'
					if among {
						zhe++
					}
					if want[i] != got[i] {
						wrong++
						if among {
							wrongZhe++
						}
						t.Logf("%c → %c in %s", want[i], got[i], string(want[max(0, i-4):min(len(want), i+5)]))
					}
				}
			}
			t.Logf("%d of %d code points wrong, %.1f a million", wrong, total, float64(wrong)*1e6/float64(total))
			if wrong*1_000_000 > limit*total {
				t.Errorf("more than %d in a million wrong", limit)
			}
			t.Logf("%d of %d 着 and 著 wrong", wrongZhe, zhe)
			if wrongZhe*1000 > zhe*15 {
				t.Errorf("more than 1.5 %% of 着 and 著 wrong")
			}
		})
	}
}
