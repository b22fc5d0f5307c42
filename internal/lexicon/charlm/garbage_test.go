package charlm

import (
	"bufio"
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"

	"zhengwen/internal/corrupt"
	"zhengwen/internal/stagetest"
)

// heldOut is text that did not go into the counts, in sentences.
func heldOut(t *testing.T) map[string][]string {
	t.Helper()
	hant := map[rune]rune{}
	in := bufio.NewScanner(strings.NewReader(readFile(t, stagetest.Shared(t, "eval", "s2t.tsv"))))
	for in.Scan() {
		if from, to, ok := strings.Cut(in.Text(), "\t"); ok && from[0] != '#' {
			hant[[]rune(from)[0]] = []rune(to)[0]
		}
	}
	sets := map[string][]string{}
	add := func(set, text string) {
		for _, s := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("。！？\n\r", r) }) {
			han := 0
			for _, r := range s {
				if unicode.Is(unicode.Han, r) {
					han++
				}
			}
			if s = strings.Join(strings.Fields(s), ""); han < 10 || han*10 < utf8.RuneCountInString(s)*6 || strings.ContainsRune(s, utf8.RuneError) {
				continue
			}
			sets[set] = append(sets[set], s+"。")
			sets[set+", Traditional"] = append(sets[set+", Traditional"], strings.Map(func(r rune) rune {
				if t, ok := hant[r]; ok {
					return t
				}
				return r
			}, s)+"。")
		}
	}
	add("news", readFile(t, stagetest.Shared(t, "data", "sighan", "testing", "pku_test.utf8")))
	add("news", readFile(t, stagetest.Shared(t, "data", "sighan", "testing", "msr_test.utf8")))
	pages, _ := filepath.Glob(filepath.Join(stagetest.Shared(t, "data", "zh-html-dev"), "*.json"))
	for _, p := range pages {
		var page struct{ Body string }
		if err := json.Unmarshal([]byte(readFile(t, p)), &page); err == nil {
			add("web", page.Body)
		}
	}
	return sets
}

func readFile(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// auc is the probability that a bad one scores above a good one.
func auc(bad, good []float64) float64 {
	slices.Sort(good)
	sum := 0.0
	for _, x := range bad {
		lo, _ := slices.BinarySearch(good, x)
		hi := lo
		for hi < len(good) && good[hi] == x {
			hi++
		}
		sum += float64(lo) + float64(hi-lo)/2
	}
	return sum / float64(len(bad)) / float64(len(good))
}

func TestMisdecodedSentences(t *testing.T) {
	const want = .995
	chains := append(slices.Clone(corrupt.Chains), corrupt.Chain{Name: "big5>gbk", From: traditionalchinese.Big5, To: simplifiedchinese.GBK, Bad: corrupt.Replace})
	for set, sentences := range heldOut(t) {
		sentences = sentences[:len(sentences)/3]
		var good []float64
		for _, s := range sentences {
			good = append(good, float64(Suspicion(s)))
		}
		for _, c := range chains {
			var bad []float64
			for _, s := range sentences {
				if b, err := c.Apply(s); err == nil {
					bad = append(bad, float64(Suspicion(b)))
				}
			}
			if len(bad) < 100 {
				continue // Big5 has no Simplified characters
			}
			if a := auc(bad, good); a < want {
				t.Errorf("%s, %s: AUC %.4f", set, c.Name, a)
			} else {
				t.Logf("%s, %s: AUC %.4f of %d", set, c.Name, a, len(bad))
			}
		}
	}
}

// misaligned reads GBK one byte off from byte i on, until an ASCII byte puts it
// in step again or, after burst characters, a second lost byte does. It tells how
// many characters it garbled.
func misaligned(raw []byte, i, burst int) (string, int) {
	rest := raw[i+1:]
	n := 0
	for n < burst && n*2+2 < len(rest) && rest[n*2] >= 0x81 && rest[n*2+1] >= 0x40 {
		n++
	}
	if n == burst {
		rest = slices.Delete(slices.Clone(rest), 2*n, 2*n+1)
	}
	return corrupt.Windows(raw[:i]) + corrupt.Windows(rest), n
}

func TestMisalignedSentences(t *testing.T) {
	const (
		want   = .985
		window = 4
		least  = 3 // garbled characters
		all    = 1 << 20
	)
	enc := simplifiedchinese.GBK.NewEncoder()
	for set, sentences := range heldOut(t) {
		rng := rand.New(rand.NewPCG(1, 2))
		worst := func(s string) float64 {
			_, _, w := Worst(s, window)
			return float64(w)
		}
		var good []float64
		bad := map[string][]float64{}
		for _, s := range sentences {
			good = append(good, worst(s))
			raw, err := enc.Bytes([]byte(s))
			if err != nil || len(raw) != 2*utf8.RuneCountInString(s) {
				continue // all pairs, so that every even byte begins one
			}
			for name, x := range map[string]struct{ at, burst int }{"whole": {0, all}, "byte lost": {2 * rng.IntN(len(raw)/2), all}, "burst": {2 * rng.IntN(len(raw)/2), least + rng.IntN(6)}} {
				if b, n := misaligned(raw, x.at, x.burst); n >= least {
					bad[name] = append(bad[name], worst(b))
				}
			}
		}
		for name, scores := range bad {
			if a := auc(scores, good); a < want {
				t.Errorf("%s, %s: AUC %.4f of %d", set, name, a, len(scores))
			} else {
				t.Logf("%s, %s: AUC %.4f of %d", set, name, a, len(scores))
			}
		}
	}
}
