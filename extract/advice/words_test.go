package advice

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestWords compares the short cuts with what they cut short.
func TestWords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOfN(rapid.StringMatching(`[时间之前后a]{1,3}`), 1, 6).Draw(t, "list")
		text := rapid.StringMatching(`[时间之前后天ab]{0,5}`).Draw(t, "text")
		w := newWords(list...)
		want := 0
		if i := slices.IndexFunc(list, func(s string) bool { return strings.HasPrefix(text, s) }); i >= 0 {
			want = len(list[i])
		}
		if got := w.begin(text); got != want {
			t.Fatalf("%q begins with %d bytes of %q, want %d", text, got, list, want)
		}
		ends := slices.ContainsFunc(list, func(s string) bool { return strings.HasSuffix(text, s) })
		if got := w.end(text); got != ends {
			t.Fatalf("%q ends in one of %q: %v, want %v", text, list, got, ends)
		}
	})
}

func TestTrimAndFewer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching("[ 　\t之a，]{0,6}").Draw(t, "text")
		if got, want := trim(text), strings.TrimSpace(text); got != want {
			t.Fatalf("%q, want %q", got, want)
		}
		n := rapid.IntRange(0, 8).Draw(t, "n")
		if got, want := fewer(text, n), len([]rune(text)) < n; got != want {
			t.Fatalf("fewer(%q, %d) is %v", text, n, got)
		}
	})
}
