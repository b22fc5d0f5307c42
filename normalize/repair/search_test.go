package repair

import (
	"cmp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestPruneKeepsTheCheapest(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(0, 60).Draw(rt, "n")
		width := rapid.IntRange(1, 20).Draw(rt, "width")
		in := make([]state, n)
		least := map[[2]rune]float32{}
		best := float32(1e9)
		for i := range in {
			in[i] = state{before: rune(rapid.IntRange('a', 'd').Draw(rt, "before")), last: rune(rapid.IntRange('a', 'd').Draw(rt, "last")), cost: float32(rapid.IntRange(0, 40).Draw(rt, "cost"))}
			k := [2]rune{in[i].before, in[i].last}
			if c, ok := least[k]; !ok || in[i].cost < c {
				least[k] = in[i].cost
			}
			best = min(best, in[i].cost)
		}
		var want []float32
		for _, c := range least {
			if c <= best+costBehind {
				want = append(want, c)
			}
		}
		slices.Sort(want)
		want = want[:min(width, len(want))]
		var s search
		got := s.prune(in, width)
		slices.SortFunc(got, func(a, b state) int { return cmp.Compare(a.cost, b.cost) })
		if len(got) != len(want) {
			rt.Fatalf("%d states, want %d", len(got), len(want))
		}
		for i := range got {
			if got[i].cost != want[i] {
				rt.Fatalf("state %d costs %v, want %v", i, got[i].cost, want[i])
			}
		}
	})
}

// An unknown byte stands for all characters that it can make.
func TestCandidates(t *testing.T) {
	var l lattice
	l.start(doubleByte{cp936()})
	l.token(0, 1, 'x')
	l.read(0, 0, only(0xD6), byteSet{0x40, 0xD0, 0xFF})
	arcs := l.arcs(place{tok: 0, alt: -1}, nil)
	if len(arcs) != 1 {
		t.Fatalf("%d characters begin, want 1", len(arcs))
	}
	if got := string(l.candidates(&arcs[0], nil)); got != "諤中" {
		t.Errorf("candidates %q", got)
	}
	if to := arcs[0].to; to != (place{tok: 1, alt: -1}) {
		t.Errorf("the character ends at %v", to)
	}
}

// Pieces that ask for the search, each repeated.
var hostile = []string{
	"?", "\uFFFD", "?，", "是?，又", "中\uFFFD", "??头", "鍙戝睍", "锟斤拷", "\uFFFD竽陈鞅BΤ", "몿雅뗤폏", "Ã¥Â", "å\uFFFD", "F(xiàn)?qū)", "？?頭", "\ue5c6鍙",
	"%E8%8", "问 。", "ｺ\uFFFD", "?p>?qū)", "識?", "ÖÐ¹ú?",
}

// The work is linear in the length of the text, and bounded for each byte.
func TestWorkIsLinear(t *testing.T) {
	r := NewRepairer()
	for _, s := range hostile {
		var steps [2]int
		for k := range steps {
			page := strings.Repeat(s, 1500<<k)
			_, steps[k] = r.page([]string{page})
			if limit := 2 * (stepsFixed + 4*stepsPerByte*len(page)); steps[k] > limit {
				t.Errorf("%q: %d steps for %d bytes, at most %d", s, steps[k], len(page), limit)
			}
		}
		if steps[1] > 2*steps[0]+steps[0]/4+stepsFixed {
			t.Errorf("%q: %d steps, %d for twice the length", s, steps[0], steps[1])
		}
	}
}
