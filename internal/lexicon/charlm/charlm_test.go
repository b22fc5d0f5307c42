package charlm

import (
	"math"
	"testing"
)

func total(s string) (sum float32) {
	prev := rune('\n')
	for _, r := range s {
		sum += Cost(prev, r)
		prev = r
	}
	return sum
}

func TestCostPrefersProse(t *testing.T) {
	for _, c := range []struct{ good, bad string }{
		{"借款人應當如實說明", "借款人款當如廣說明"},
		{"维护自身的合法权益", "维护自身的合法杈益"},
		{"实现", "鐜板"},
		{"不同。客服", "不同??头"},
		{"能夠實現", "能夠崿實"},
	} {
		if g, b := total(c.good), total(c.bad); g >= b {
			t.Errorf("%q costs %.1f, %q %.1f", c.good, g, c.bad, b)
		}
	}
}

func TestTraditionalCostsAsSimplified(t *testing.T) {
	if a, b := total("經濟發展與國際關係"), total("经济发展与国际关系"); math.Abs(float64(a-b)) > 0.01 {
		t.Errorf("Traditional %.2f, Simplified %.2f", a, b)
	}
}

func TestCostIsBounded(t *testing.T) {
	for _, p := range []rune{-1, 0, 'a', '中', 0xFFFD, 0xE000, 0x10FFFF} {
		for _, r := range []rune{-1, 0, 'a', '中', 0xFFFD, 0xE000, 0x10FFFF} {
			if c := Cost(p, r); c < 0 || c > Unknown {
				t.Errorf("Cost(%U, %U) = %v", p, r, c)
			}
		}
	}
}

func BenchmarkCost(b *testing.B) {
	const s = "借款人應當如實說明自己的情况"
	b.SetBytes(int64(len(s)))
	for b.Loop() {
		total(s)
	}
}
