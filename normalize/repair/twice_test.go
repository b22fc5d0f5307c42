package repair

import (
	"strings"
	"testing"
	"unicode/utf8"

	"zhengwen/internal/corrupt"
)

// The project's prose, line by line as UTF-8 read as GBK twice with bytes lost each
// time: nearly all characters come back.
func TestTwice(t *testing.T) {
	var gbk corrupt.Chain
	for _, c := range corrupt.Chains {
		if c.Name == "u8>gbk" {
			gbk = c
		}
	}
	lines, exact, length, wrong := 0, 0, 0, 0
	for _, page := range corrupt.Prose() {
		for _, s := range strings.Split(page, "\n") {
			once, err := gbk.Apply(s)
			if err != nil {
				t.Fatal(err)
			}
			damaged, err := gbk.Apply(once)
			if err != nil {
				t.Fatal(err)
			}
			out, _, _ := repaired(t, damaged)
			n := utf8.RuneCountInString(s)
			d := min(n, distance([]rune(out[0]), []rune(s)))
			lines, length, wrong = lines+1, length+n, wrong+d
			if d == 0 {
				exact++
			}
			if d > 8 {
				t.Logf("%s\n%s", s, out[0])
			}
		}
	}
	t.Logf("%d lines, %d exact, %d of %d characters wrong", lines, exact, wrong, length)
	if exact*2 < lines || wrong*20 > length {
		t.Errorf("%d of %d lines exact, %d of %d characters wrong", exact, lines, wrong, length)
	}
}

// Text that was read as GBK once, or never, is not taken for text read twice.
func TestNotTwice(t *testing.T) {
	w := &worker{r: NewRepairer(), flags: make([]signs, 1)}
	for _, s := range append([]string{"鍏充簬鎴戜滑鐨勪骇鍝佷笌鏈嶅姟", "锟斤拷锟斤拷锟斤拷锟竭凤拷", ""}, corrupt.Prose()...) {
		if c := w.twice(s); len(c) > 0 {
			t.Errorf("%q became %q", s, c[0].After)
		}
	}
}
