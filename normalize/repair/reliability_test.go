package repair

import (
	"strings"
	"testing"

	"zhengwen/document"
)

// The confidence of a repair is the share of repairs like it that are right: of
// all lines the edits of which have at least a given confidence, by decile of the
// least confident edit, the share that is restored exactly.
func TestReliability(t *testing.T) {
	var all, right [10]int
	var sum [10]float64
	for _, x := range items(t, "repair.jsonl") {
		gold := x.Hant
		if gold == "" {
			gold = x.Hans
		}
		lines := strings.Split(x.Damaged, "\n")
		results := NewRepairer().Page(lines)
		for i, g := range strings.Split(gold, "\n") {
			if results == nil || len(results[i].Changes) == 0 || len(results[i].Damage) > 0 {
				continue
			}
			p := 1.0
			for _, c := range results[i].Changes {
				p = min(p, c.Confidence)
			}
			got, _, err := document.Apply(lines[i], results[i].Changes)
			if err != nil {
				t.Fatal(err)
			}
			if x.Fold {
				got, g = foldMarks.Replace(got), foldMarks.Replace(g)
			}
			k := min(9, int(p*10))
			all[k]++
			sum[k] += p
			if got == g {
				right[k]++
			}
		}
	}
	for k := range all {
		if all[k] == 0 {
			continue
		}
		share := float64(right[k]) / float64(all[k])
		mean := sum[k] / float64(all[k])
		t.Logf("confidence %.1f to %.1f: %4d lines, mean %.2f, right %.2f", float64(k)/10, float64(k+1)/10, all[k], mean, share)
		if all[k] >= 50 && (share < mean-0.12 || share > mean+0.2) {
			t.Errorf("confidence %.2f, but %.2f of %d lines are right", mean, share, all[k])
		}
	}
}

// What has been repaired is text: a second pass over the development set finds next
// to nothing more.
func TestSecondPass(t *testing.T) {
	lines, changed := 0, 0
	for _, x := range items(t, "repair.jsonl") {
		once, _, _ := repaired(t, x.Damaged)
		twice, _, _ := repaired(t, strings.Join(once, "\n"))
		for i := range once {
			lines++
			if once[i] != twice[i] {
				changed++
				t.Logf("%s\n%s\n%s", x.Chain, once[i], twice[i])
			}
		}
	}
	if changed*100 > lines {
		t.Errorf("%d of %d lines change in a second pass", changed, lines)
	}
}
