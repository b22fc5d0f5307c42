package charset

import (
	"math/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zhengwen/internal/stagetest"
)

// Of the Chinese answers that claim a confidence, at least that share is right. The
// pieces are short and half of the files are foreign: on whole pages there is
// nothing left to doubt. go test -run Confidence -v prints the table.
func TestConfidenceIsTheShareOfRightAnswers(t *testing.T) {
	dir := stagetest.Shared(t, "data", "encoding-dev")
	list, err := os.ReadFile(filepath.Join(dir, "manifest.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	families := map[string]string{"gb": "gb18030", "big5": "big5", "euc-tw": "euc-tw", "hz": "hz-gb-2312"}
	rnd := rand.New(rand.NewSource(7))
	var answers, right [10]int
	var sum [10]float64
	for _, line := range strings.Split(strings.TrimSpace(string(list)), "\n")[1:] {
		f := strings.Split(line, "\t")
		raw, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(f[0])))
		if err != nil {
			t.Fatal(err)
		}
		want, foreign := families[f[1]], f[2] == "1"
		if want == "" && !foreign {
			continue // Unicode
		}
		starts := []int{0}
		for i := 1; i+1 < len(raw); i++ {
			if raw[i-1] < 0x80 && raw[i] >= 0x80 && raw[i+1] >= 0x80 {
				starts = append(starts, i)
			}
		}
		for _, n := range []int{6, 8, 10, 14, 20, 30, 50, 100} {
			for range 3 {
				i := starts[rnd.Intn(len(starts))]
				r := Detect(raw[i:min(i+n, len(raw))], Hint{})
				if !isChinese(r.Name) {
					continue
				}
				k := min(9, int(r.Confidence*10))
				answers[k]++
				sum[k] += r.Confidence
				if r.Name == want && !foreign {
					right[k]++
				}
			}
		}
	}
	for k := range answers {
		if answers[k] == 0 {
			continue
		}
		share := float64(right[k]) / float64(answers[k])
		t.Logf("confidence %.3f: right %.3f of %d", sum[k]/float64(answers[k]), share, answers[k])
		if k >= 8 && share < sum[k]/float64(answers[k])-0.05 {
			t.Errorf("of %d answers at %.2f %.2f are right", answers[k], sum[k]/float64(answers[k]), share)
		}
	}
	if answers[9] < 500 {
		t.Errorf("only %d sure answers", answers[9])
	}
}

// After the first document nothing is allocated but the text.
func TestAllocations(t *testing.T) {
	for _, c := range texts(t) {
		if !isChinese(c.want) && c.want != "utf-8" {
			continue // other encodings are left to x/text
		}
		var out []byte
		decode := func() {
			out, _ = Decode(out[:0], c.b, Detect(c.b, Hint{}).Name)
		}
		decode()
		if n := testing.AllocsPerRun(20, decode); n > 0 {
			t.Errorf("%s: %v allocations to detect and decode", c.what, n)
		}
	}
}
