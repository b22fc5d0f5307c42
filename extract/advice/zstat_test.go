package advice

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zhengwen/rules"
)

func TestZStat(t *testing.T) {
	book, _ := rules.Load()
	a := New(book)
	fs, _ := filepath.Glob("testdata/*.txt")
	s := new(sentence)
	var n, chars, matches, phr, kept, able, adv, q, cl int
	byClass := map[class]int{}
	for _, f := range fs {
		x, _ := os.ReadFile(f)
		for _, line := range strings.Split(string(x), "\n") {
			for pos := 0; pos < len(line); {
				end := sentenceEnd(line, pos)
				b := line[pos:end]
				pos = end
				n++
				chars += len(b) / 3
				if len(b) < 9 || question(b) || announces(b) {
					q++
					continue
				}
				ok := a.grammar.parse(s, b)
				matches += len(s.matches)
				for _, m := range s.matches {
					byClass[a.grammar.class[m.Index]]++
				}
				phr += len(s.phrases)
				if ok {
					able++
					kept += len(s.phrases)
					cl += len(s.clauses)
				}
				if _, ok := a.grammar.read(s, b); ok {
					adv++
				}
			}
		}
	}
	t.Log("sentences", n, "chars", chars, "matches", matches, "phrases", phr, "skipped", q, "able", able, "kept", kept, "clauses", cl, "advice", adv)
	for k, v := range classes {
		t.Log(k, byClass[v])
	}
}
