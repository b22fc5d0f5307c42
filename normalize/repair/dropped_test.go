package repair

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"zhengwen/document"
	"zhengwen/internal/corrupt"
	"zhengwen/internal/stagetest"
)

// proseLines are the lines of the labelled pages' bodies that are prose, each once.
func proseLines(t testing.TB) (out []string) {
	gold, _ := filepath.Glob(filepath.Join(stagetest.Shared(t, "data", "zh-html-dev"), "*.json"))
	seen := map[string]bool{}
	for _, name := range gold {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var x struct{ Body string }
		if json.Unmarshal(raw, &x) != nil {
			continue
		}
		for s := range strings.SplitSeq(x.Body, "\n") {
			n, han := utf8.RuneCountInString(s), 0
			for _, r := range s {
				if unicode.Is(unicode.Han, r) {
					han++
				}
			}
			if n >= 12 && n <= 80 && han*10 >= 8*n && !seen[s] {
				seen[s] = true
				out = append(out, s)
			}
		}
	}
	return out
}

// alone repairs a page of one line.
func alone(t *testing.T, p *Repairer, s string) string {
	t.Helper()
	res := p.Page([]string{s})
	if res == nil {
		return s
	}
	out, _, err := document.Apply(s, res[0].Changes)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// hanAt returns the place of the first hanzi at or behind rune k, -1 for none.
func hanAt(rs []rune, k int) int {
	for ; k < len(rs); k++ {
		if unicode.Is(unicode.Han, rs[k]) {
			return k
		}
	}
	return -1
}

// Lines of GBK that lost one byte, and lines that only look like them: UTF-8 that
// lost a character, and clean text with question marks of half width.
func TestDroppedSimulated(t *testing.T) {
	lines := proseLines(t)
	rng := rand.New(rand.NewPCG(1, 2))
	p := NewRepairer()
	var n, garbled, exact int
	var edits, length int
	for i, s := range lines {
		rs := []rune(s)
		at := hanAt(rs, rng.IntN(len(rs)))
		if at < 0 || strings.ContainsAny(s, "?�") {
			continue
		}
		k := rng.IntN(2)
		for _, r := range rs[:at] {
			if k++; r >= 0x80 {
				k++
			}
		}
		bad, mark := corrupt.Replace, "�"
		if i%2 == 1 {
			bad, mark = corrupt.Question, "?"
		}
		d, err := corrupt.Dropped(s, k, bad)
		m := strings.Index(d, mark)
		if err != nil || m < 0 {
			continue
		}
		n++
		if utf8.RuneCountInString(d[:m]) > at {
			garbled++ // else all that is left of the character is the mark
		}
		got := alone(t, p, d)
		if got == s {
			exact++
		}
		edits += distance([]rune(got), rs)
		length += len(rs)
	}
	t.Logf("%d lines lost a byte: %.1f %% come back whole, of those with garbled characters %.1f %%; %.2f %% of the characters",
		n, 100*float64(exact)/float64(n), 100*float64(exact)/float64(garbled), 100-100*float64(edits)/float64(length))
	if 100*exact < 59*n {
		t.Errorf("%d of %d lines come back whole, want 59 in a hundred", exact, n)
	}

	lost, wrong := 0, 0
	for _, s := range lines {
		rs := []rune(s)
		at := rng.IntN(len(rs))
		if !unicode.Is(unicode.Han, rs[at]) {
			continue
		}
		lost++
		d := string(rs[:at]) + "�" + string(rs[at+1:])
		if got := alone(t, p, d); got != d {
			wrong++
			t.Logf("made up\n  %s\n  %s", d, got)
		}
	}
	if wrong*200 > lost {
		t.Errorf("%d of %d lines of UTF-8 that lost a character were changed, want at most one in 200", wrong, lost)
	}

	// Together on pages, where one mistake must not prove the others.
	places, made := 0, 0
	for page := range slices.Chunk(lines, 20) {
		broken := slices.Clone(page)
		for i, s := range broken {
			rs := []rune(s)
			if at := hanAt(rs, rng.IntN(len(rs))); at >= 0 {
				rs[at] = utf8.RuneError
				broken[i] = string(rs)
				places++
			}
		}
		for _, r := range p.Page(broken) {
			made += len(r.Changes)
		}
	}
	if made*100 > places {
		t.Errorf("on pages of UTF-8 that lost characters %d of %d places were changed, want at most one in 100", made, places)
	}

	asked := 0
	for _, s := range lines {
		s = strings.ReplaceAll(s, "？", "?")
		if !strings.Contains(s, "?") {
			continue
		}
		asked++
		if got := alone(t, p, s); got != s {
			t.Errorf("clean text with a question mark was changed\n  %s\n  %s", s, got)
		}
	}
	t.Logf("%d of %d lines of UTF-8 changed, %d of %d on pages; %d clean lines with question marks", wrong, lost, made, places, asked)
}
