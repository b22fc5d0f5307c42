package repair

import (
	"strings"
	"testing"
)

// Pieces that ask for marks, each repeated: the work stays linear, and the marks of a
// block are bounded where each costs a look at the others.
func TestMarksOfHostileText(t *testing.T) {
	r := NewRepairer()
	for _, s := range []string{
		"字，的字", "在里字。", "有问，", "字 ，字 字", "通过找到了", "字*字", "字□字，", "字**字", "字X字", "约翰?约翰", "字?字字?，", "? 字\n", "字ab字", "字。ab\n",
		"锟\uFFFD", "鐨\uFFFD勬", "閻\uFFFDㄥ嫭", "开锁换锁字",
	} {
		var steps [2]int
		for k := range steps {
			lines := strings.Split(strings.Repeat(s, 2000<<k), "\n")
			_, steps[k] = r.page(lines)
		}
		if steps[1] > 3*steps[0]+stepsFixed {
			t.Errorf("%q: %d steps, %d for twice the length", s, steps[0], steps[1])
		}
	}
}
