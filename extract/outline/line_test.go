package outline

import "testing"

func TestMeasure(t *testing.T) {
	for _, text := range []string{"", "a", "正文", "正文abc，1. é\u02FF\u0300\u0301ü한😀", "abcdefgh正文正文正文正文é"} {
		columns, letters := 0, 0
		for _, r := range text {
			letters++
			if columns++; r >= 0x300 {
				columns++
			}
		}
		if c, l := measure(text); c != columns || l != letters {
			t.Errorf("%q measures %d columns and %d letters, want %d and %d", text, c, l, columns, letters)
		}
	}
}
