package corrupt

import (
	"slices"
	"testing"
)

func TestDeletion(t *testing.T) {
	got, gone := Deletion{Words: []string{"电话", "方法"}, Space: true}.Apply("先打电话，再想方法。")
	if got != "先打 ，再想 。" || !slices.Equal(gone, []int{6, 16}) {
		t.Errorf("%q, gone at %v", got, gone)
	}
	if got, gone = (Deletion{}).Apply("先打电话。"); got != "先打电话。" || gone != nil {
		t.Errorf("%q, gone at %v", got, gone)
	}
}

func TestWatermark(t *testing.T) {
	if got, n := (Watermark{Text: "ab", Every: 3}).Apply("一二三四，五六七八"); got != "一二三ab四，五六ab七八" || n != 2 {
		t.Errorf("%q, %d places", got, n)
	}
	if got, n := (Watermark{Text: "ab"}).Apply("一。\n二。\n"); got != "一。ab\n二。ab\n" || n != 2 {
		t.Errorf("%q, %d places", got, n)
	}
}

func TestSpin(t *testing.T) {
	p := Spin{Swaps: map[string]string{"问题": "题目"}, Turn: 2}
	if got := p.Apply("有问题，大家一起想，a没有问题。"); got != "有题目，一起想大家，a没有题目。" {
		t.Errorf("%q", got)
	}
}

func TestDroppedUnicode(t *testing.T) {
	if got, r := DroppedUnicode("一二三", 1); got != "一\uFFFD三" || r != '二' {
		t.Errorf("%q, %q", got, r)
	}
	if got, r := DroppedUnicode("a二", 0); got != "a二" || r != 0 {
		t.Errorf("%q, %q", got, r)
	}
}
