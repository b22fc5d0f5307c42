package advice

import (
	"strconv"
	"strings"
	"testing"

	"zhengwen/rules"
)

// TestWeights reads the weights and adds up those of each sentence by their names.
func TestWeights(t *testing.T) {
	j, err := newJudge(weightsData)
	if err != nil {
		t.Fatal(err)
	}
	byName := map[string]int32{}
	for line := range strings.Lines(weightsData) {
		name, number, _ := strings.Cut(strings.TrimSpace(line), "\t")
		if n, err := strconv.Atoi(number); err == nil {
			byName[name] = int32(n)
		}
	}
	book, err := rules.Load()
	if err != nil {
		t.Fatal(err)
	}
	a, s := New(book), new(sentence)
	for _, text := range []string{
		"先把押金条拍下来，再联系房东。", "如果对方不肯退，可以向12315投诉；材料要一次交齐。", "店员说“先交钱”，他没有答应。", "“别签字，等我来。", "办证要两个小时…\xff",
		"春天到了。",
	} {
		r, read := a.grammar.read(s, text)
		want := int32(-trust)
		if read {
			want = trust
		}
		for _, name := range weighed(s, r, read, "process", neighbourNone, neighbourNone) {
			want += byName[name]
		}
		if got := j.weigh(s, r, read, j.kind["process"]); got != want {
			t.Errorf("%s weighs %d, want %d", text, got, want)
		}
	}
	for _, bad := range []string{"char 先\tmuch", "charm 先\t1", "char 先交钱\t1", "length 9\t1", "phrase act 4\t1", "read nothing\t1", "phrase\t1"} {
		if _, err := newJudge(bad); err == nil {
			t.Errorf("%q is no weight", bad)
		}
	}
}
