package advice

import (
	"flag"
	"fmt"
	"math"
	"math/rand"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pelletier/go-toml/v2"

	"zhengwen/document"
	"zhengwen/rules"
)

var update = flag.Bool("update", false, "fit verdict.tsv anew")

// story is a labelled one.
type story struct {
	text  string
	class int // 0 good, 1 bad, 2 not told
	signs []sign
}

// readStories reads lines of an outcome and, after the last tab, a text.
func readStories(t *testing.T, path string) []story {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var out []story
	for line := range strings.Lines(string(data)) {
		class := strings.IndexByte("sfu", line[0])
		i := strings.LastIndexByte(line, '\t')
		if class < 0 || i < 0 {
			t.Fatalf("%s: bad line %q", path, line)
		}
		out = append(out, story{text: strings.TrimSpace(line[i+1:]), class: class})
	}
	return out
}

// readTold reads the stories of the labelled articles.
func readTold(t *testing.T) []story {
	t.Helper()
	var out []story
	for _, pattern := range []string{"testdata/*.txt", "testdata/blind/*.txt"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			data, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			for line := range strings.Lines(string(data)) {
				if line[0] == '>' {
					part := strings.SplitN(line[1:], " ", 3)
					out = append(out, story{text: strings.TrimSpace(part[2]), class: strings.IndexByte("sfu", part[0][0])})
				}
			}
		}
	}
	return out
}

// readPages reads the first paragraphs of the stories of the labelled pages.
func readPages(t *testing.T) []story {
	t.Helper()
	files, err := filepath.Glob("../../testdata/gold/*.toml")
	if err != nil {
		t.Fatal(err)
	}
	var out []story
	for _, f := range files {
		var page struct{ Body, Cases []string }
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if err := toml.Unmarshal(data, &page); err != nil {
			t.Fatal(err)
		}
		for _, c := range page.Cases {
			part := strings.SplitN(c, "|", 3) // outcome, who, first words
			for _, line := range page.Body {
				if strings.HasPrefix(line, part[2]) {
					out = append(out, story{text: line, class: strings.IndexByte("sfu", part[0][0])})
					break
				}
			}
		}
	}
	return out
}

// newUnfitted returns the verdict of the built-in rules with no weights.
func newUnfitted(t *testing.T) *verdict {
	t.Helper()
	book, err := rules.Load()
	if err != nil {
		t.Fatal(err)
	}
	tales := newTales(book.Set("cases"))
	return &tales.verdict
}

// TestVerdict fits the weights to the stories but for every other one of stories.tsv
// and tries them on those; then the shipped ones, which know all, on all.
func TestVerdict(t *testing.T) {
	v := newUnfitted(t)
	written := readStories(t, "testdata/fit/stories.tsv")
	rest := slices.Concat(readStories(t, "testdata/fit/tails.tsv"), readStories(t, "testdata/endings.tsv"), readTold(t), readPages(t))
	var learn, exam []story
	for i, s := range written {
		if i%2 == 0 {
			learn = append(learn, s)
		} else {
			exam = append(exam, s)
		}
	}
	held := newVerdict(v.set, v.cues, format(fit(v, slices.Concat(rest, learn))))
	got := held.right(exam)
	t.Logf("of the stories held out %.3f are judged right", got)
	if got < .74 {
		t.Errorf("of the stories held out %.3f are judged right, want .74", got)
	}
	all := slices.Concat(rest, written)
	if *update {
		table := format(fit(v, all))
		if err := os.WriteFile("verdict.tsv", []byte(table), 0o644); err != nil {
			t.Fatal(err)
		}
		*v = newVerdict(v.set, v.cues, table)
	}
	if got := v.right(all); got < .95 {
		t.Errorf("of all stories %.3f are judged right, want .95: fit them anew with -update", got)
	}
}

// right is the share of the stories that are judged as labelled.
func (v *verdict) right(stories []story) float64 {
	n := 0
	for _, s := range stories {
		want := [...]document.Outcome{document.OutcomeSuccess, document.OutcomeFailure, document.OutcomeUnknown}[s.class]
		if v.weigh(s.text).outcome() == want {
			n++
		}
	}
	return float64(n) / float64(len(stories))
}

const (
	minStories = 3    // in which a sign must stand
	epochs     = 40   // the weights of the second half are averaged
	strength   = .1   // of a sign; there are some hundred to a story
	cueFactor  = 2    // by which a cue is stronger, as few stand against many characters
	decay      = 5e-5 // of the weights, per story seen
)

// fit returns the weights that judge the stories best: a logistic regression by
// stochastic descent, the same for the same stories in the same order.
func fit(v *verdict, stories []story) map[sign]odds {
	count := map[sign]int{}
	for i := range stories {
		signs := v.appendSigns(nil, stories[i].text)
		slices.Sort(signs)
		stories[i].signs = slices.Compact(signs)
		for _, s := range stories[i].signs {
			count[s]++
		}
	}
	var signs []sign
	for s, n := range count {
		if n >= minStories {
			signs = append(signs, s)
		}
	}
	slices.Sort(signs)
	at := make(map[sign]int, len(signs))
	for i, s := range signs {
		at[s] = i
	}
	rows := make([][]int, len(stories))
	for i, s := range stories {
		for _, g := range s.signs {
			if k, ok := at[g]; ok {
				rows[i] = append(rows[i], k)
			}
		}
	}
	value := func(k int) float64 {
		if first := signs[k] >> 24 & 0xFFFFFF; first <= sign(cueLost) {
			return strength * cueFactor
		}
		return strength
	}
	w, sum := make([][3]float64, len(signs)), make([][3]float64, len(signs))
	rng := rand.New(rand.NewSource(1))
	seen := 0.0
	for epoch := range epochs {
		for _, i := range rng.Perm(len(rows)) {
			seen++
			rate := 2 / (1 + 2*decay*seen)
			p := softmax(w, rows[i], value)
			p[stories[i].class]--
			for _, k := range rows[i] {
				for c := range p {
					w[k][c] -= rate * p[c] * value(k)
				}
			}
		}
		shrink := 1 - min(.9, 2*decay*float64(len(rows)))
		for k := range w {
			for c := range w[k] {
				w[k][c] *= shrink
				if epoch >= epochs/2 {
					sum[k][c] += w[k][c]
				}
			}
		}
	}
	out := make(map[sign]odds, len(signs))
	for k, s := range signs {
		scale := 100 * value(k) / (epochs / 2)
		o := odds{int32(math.Round(scale * (sum[k][0] - sum[k][2]))), int32(math.Round(scale * (sum[k][1] - sum[k][2])))}
		if o != (odds{}) {
			out[s] = o
		}
	}
	return out
}

// softmax is how likely each class is by the weights of a row.
func softmax(w [][3]float64, row []int, value func(int) float64) [3]float64 {
	var z [3]float64
	for _, k := range row {
		for c := range z {
			z[c] += w[k][c] * value(k)
		}
	}
	top, sum := max(z[0], z[1], z[2]), 0.0
	for c := range z {
		z[c] = math.Exp(z[c] - top)
		sum += z[c]
	}
	for c := range z {
		z[c] /= sum
	}
	return z
}

// format writes the table that newVerdict reads.
func format(weights map[sign]odds) string {
	signs := make([]sign, 0, len(weights))
	for s := range weights {
		signs = append(signs, s)
	}
	slices.Sort(signs)
	var out strings.Builder
	for _, s := range signs {
		first, second := rune(s>>24&0xFFFFFF), rune(s&0xFFFFFF)
		text := string(first)
		if second != 0 {
			text += string(second)
		}
		if first <= rune(cueLost) {
			for name, c := range taleCues {
				if rune(c) == first {
					text = name
				}
			}
		}
		fmt.Fprintf(&out, "%d\t%s\t%d\t%d\n", s>>48, text, weights[s][0], weights[s][1])
	}
	return out.String()
}
