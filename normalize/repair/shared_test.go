package repair

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"zhengwen/document"
	"zhengwen/internal/stagetest"
)

type item struct {
	ID, Chain, Damaged, Clean, Kind, Recoverable string
	Hant                                         string `json:"gold_hant"`
	Hans                                         string `json:"gold_hans"`
	Fold                                         bool
}

func items(t testing.TB, name string) []item {
	t.Helper()
	f, err := os.Open(stagetest.Shared(t, "data", "repair-dev", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []item
	s := bufio.NewScanner(f)
	s.Buffer(nil, 1<<22)
	for s.Scan() {
		var x item
		if err := json.Unmarshal(s.Bytes(), &x); err != nil {
			t.Fatal(err)
		}
		out = append(out, x)
	}
	return out
}

// repaired runs one page and checks the ledger on the way.
func repaired(t testing.TB, page string) ([]string, [][]document.Damage, int) {
	t.Helper()
	lines := strings.Split(page, "\n")
	results := NewRepairer().Page(lines)
	out := make([]string, len(lines))
	damage := make([][]document.Damage, len(lines))
	changed := 0
	for i, s := range lines {
		out[i] = s
		if results == nil {
			continue
		}
		text, edits, err := document.Apply(s, results[i].Changes)
		if err != nil {
			t.Fatalf("%q: %v", s, err)
		}
		if document.Undo(text, edits) != s {
			t.Fatalf("%q: the ledger does not restore the input", s)
		}
		if !utf8.ValidString(text) {
			t.Fatalf("%q: repaired to invalid UTF-8", s)
		}
		for _, x := range results[i].Damage {
			if x.Span.Start < 0 || x.Span.End < x.Span.Start || x.Span.End > len(text) {
				t.Fatalf("%q: damage %v is outside the text", s, x)
			}
		}
		out[i], damage[i] = text, results[i].Damage
		changed += len(results[i].Changes)
	}
	return out, damage, changed
}

var foldMarks = strings.NewReplacer("，", ",", "：", ":", "；", ";", "（", "(", "）", ")", "！", "!", "？", "?")

func TestCleanControls(t *testing.T) {
	marks := 0
	for _, x := range items(t, "clean.jsonl") {
		out, damage, n := repaired(t, x.Clean)
		if n > 0 {
			t.Errorf("%s %s changed\n%s\n%s", x.Kind, x.ID, x.Clean, strings.Join(out, "\n"))
		}
		for i, d := range damage {
			marks += len(d)
			if len(d) > 0 {
				t.Logf("%s: mark %v in %s", x.ID, d, out[i])
			}
		}
	}
	if marks > 5 {
		t.Errorf("%d damage marks on clean text, at most 5", marks)
	}
}

// minimum is the share of lines, in percent, that must be restored exactly: what
// is reached today, rounded down. Chains that are not listed must be exact where
// they are recoverable in full.
var minimum = map[string]float64{
	"misalign, bytes lost": 45, "page, pinyin+misalign": 98,
	"u8>gbk, bad->U+FFFD": 95, "u8>gbk, bad->?": 94, "u8>gbk hant, bad->U+FFFD": 92,
	"u8>gbk twice, bad->U+FFFD": 66,
	"u8>cp1252, undef->U+FFFD":  95, "u8>cp1252, undef->?": 95, "u8>cp1252, undef dropped": 86, "u8>cp1252, nbsp->space": 100,
	"u8>cp932, bad->U+FFFD": 100, "u8>cp949, bad->U+FFFD": 27, "gbk>cp1252, undef->?": 100, "gbk>cp949, bad->U+FFFD": 97, "gbk>cp932, bad->U+FFFD": 92, "gbk>big5, bad->U+FFFD": 100,
	"big5>gbk, bad->U+FFFD": 75, "gbk one byte dropped, bad->U+FFFD": 73, "gbk one byte dropped, bad->?": 77,
}

func TestDevelopmentSet(t *testing.T) {
	type sum struct {
		lines, exact, distance, length, marked int
		wrong                                  []string
		full                                   bool
	}
	sums := map[string]*sum{}
	var order []string
	for _, x := range items(t, "repair.jsonl") {
		gold := x.Hant
		if gold == "" {
			gold = x.Hans
		}
		s := sums[x.Chain]
		if s == nil {
			s = &sum{full: x.Recoverable == "full"}
			sums[x.Chain] = s
			order = append(order, x.Chain)
		}
		out, damage, _ := repaired(t, x.Damaged)
		damaged := strings.Split(x.Damaged, "\n")
		for i, g := range strings.Split(gold, "\n") {
			got, was := out[i], damaged[i]
			if x.Recoverable == "none" && got != was {
				t.Errorf("%s: what cannot be restored was changed:\n%s\n%s", x.ID, was, got)
			}
			if x.Fold {
				got, g, was = foldMarks.Replace(got), foldMarks.Replace(g), foldMarks.Replace(was)
			}
			if len(damage[i]) > 0 {
				s.marked++
			}
			if was == g && got == g {
				continue
			}
			s.lines++
			d := distance([]rune(got), []rune(g))
			s.length += utf8.RuneCountInString(g)
			s.distance += min(d, utf8.RuneCountInString(g))
			if d == 0 {
				s.exact++
			} else {
				s.wrong = append(s.wrong, fmt.Sprintf("  in   %s\n  got  %s\n  gold %s", was, got, g))
			}
		}
	}
	only := os.Getenv("ZHENGWEN_CHAIN")
	for _, c := range order {
		s := sums[c]
		exact := 100 * float64(s.exact) / float64(max(1, s.lines))
		t.Logf("%-45s lines %4d  exact %6.2f  characters %6.2f  marked %d", c, s.lines, exact, 100*(1-float64(s.distance)/float64(max(1, s.length))), s.marked)
		want, listed := minimum[c]
		if !listed && s.full {
			want = 100
		}
		if exact < want {
			t.Errorf("%s: %.2f %% of the lines exact, want %.0f", c, exact, want)
		}
		if only != "" && strings.Contains(c, only) {
			t.Log("\n" + strings.Join(s.wrong, "\n"))
		}
	}
}

func distance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		prev := row[0]
		row[0] = i + 1
		for j := range b {
			cost := prev
			if a[i] != b[j] {
				cost++
			}
			prev = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
