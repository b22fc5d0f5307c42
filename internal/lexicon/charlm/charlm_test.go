package charlm

import (
	"encoding/hex"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/zeebo/xxh3"

	"zhengwen/internal/lexicon/flat"
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
		{"借款人應當如實說明", "借人款當應說如實明"},
		{"借款人應當如實說明", "借款人款當如廣說明"},
		{"维护自身的合法权益", "维护自身的合法杈益"},
		{"实现", "鐜板"},
		{"不同。客服", "不同??头"},
		{"能夠實現", "能夠崿實"},
	} {
		if g, b := total(c.good), total(c.bad); g >= b {
			t.Errorf("%q costs %.1f, %q %.1f", c.good, g, c.bad, b)
		}
		if g, b := Span("", c.good, ""), Span("", c.bad, ""); g >= b {
			t.Errorf("span %q costs %.1f, %q %.1f", c.good, g, c.bad, b)
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
			if c := CostAfter(p, p, r); c < 0 || c > Unknown {
				t.Errorf("CostAfter(%U, %U, %U) = %v", p, p, r, c)
			}
		}
	}
}

func TestFold(t *testing.T) {
	for r, want := range map[rune]rune{'網': '网', '网': '网', '著': '着', '裡': '里', '裏': '里', 'a': 'a', '拚': '拚', 0x10FFFF: 0x10FFFF, -1: -1} {
		if got := Fold(r); got != want {
			t.Errorf("%c: %c, want %c", r, got, want)
		}
	}
}

// What follows a pair costs less, on the whole, when the pair is known.
func TestTriplesHelp(t *testing.T) {
	const text = "人民法院依法受理了这起民间借贷纠纷案件，要求双方在三十日内提交有关证据。"
	var two, three float32
	x, a := '\n', '\n'
	for _, r := range text {
		two += Cost(a, r)
		three += CostAfter(x, a, r)
		x, a = a, r
	}
	if three > .8*two {
		t.Errorf("triples cost %.1f, pairs %.1f", three, two)
	}
	if s := Span("", text, "\n"); math.Abs(float64(s-three-CostAfter(x, a, '\n'))) > .01 {
		t.Errorf("span costs %.2f, its characters %.2f", s, three)
	}
}

func TestBest(t *testing.T) {
	for _, x := range []struct {
		name, before, after string
		candidates          []string
		want                int
	}{
		{"what follows decides", "他在银行办", "了手续", []string{"里", "理", "李"}, 1},
		{"what stands before decides", "网络贷款与银", "", []string{"杭", "行", "航"}, 1},
		{"Traditional", "網絡貸款與銀", "協商", []string{"杭", "行", "航"}, 1},
		{"several characters", "依法", "纠纷", []string{"鐜板疄", "解决", "解诀"}, 1},
		{"one", "", "", []string{"好"}, 0},
		{"none", "", "", nil, -1},
		{"equal", "", "", []string{"好", "好"}, 0},
	} {
		got, margin := Best(x.before, x.candidates, x.after)
		if got != x.want || margin < 0 || (margin > 0) != (len(x.candidates) > 1 && x.name != "equal") {
			t.Errorf("%s: candidate %d by %.1f, want %d", x.name, got, margin, x.want)
		}
	}
}

func TestWorst(t *testing.T) {
	const text = "客户可以通过电话或者網站与银行聯繫，嗳赐枥澹然后再提交2024年ABC的申请材料。"
	start, end, s := Worst(text, 4)
	if got := text[start:end]; got != "嗳赐枥澹" && got != "，嗳赐枥" && got != "赐枥澹然" {
		t.Errorf("worst window %q, %.1f", got, s)
	}
	if clean := Suspicion("客户可以通过电话或者网站与银行联系。"); clean > -3 || s < clean+4 {
		t.Errorf("clean text %.1f, worst window %.1f", clean, s)
	}
	for _, x := range []struct {
		text       string
		start, end int
	}{{"", 0, 0}, {"abc 12", 0, 0}, {"a好b", 1, 4}, {"嗳", 0, 3}} {
		if start, end, _ := Worst(x.text, 3); start != x.start || end != x.end {
			t.Errorf("%q: %d to %d, want %d to %d", x.text, start, end, x.start, x.end)
		}
	}
}

func FuzzWorst(f *testing.F) {
	for _, s := range []string{"", "a", "客户嗳赐枥澹", "\xff\xe4好", "１２ＡＢ網"} {
		f.Add(s, 4)
	}
	f.Fuzz(func(t *testing.T, text string, n int) {
		start, end, s := Worst(text, n)
		if start < 0 || end < start || end > len(text) || s != s {
			t.Fatalf("%q: %d to %d, %v", text, start, end, s)
		}
		if utf8.ValidString(text) && !utf8.ValidString(text[start:end]) {
			t.Fatalf("%q: border inside a character, %d to %d", text, start, end)
		}
		if c := Span(text, text, text); c < 0 || c != c {
			t.Fatalf("%q costs %v", text, c)
		}
	})
}

func TestNothingIsAllocated(t *testing.T) {
	text := strings.Repeat("网络贷款与银行协商，嗳赐枥澹。", 20)
	candidates := []string{"里", "理"}
	if n := testing.AllocsPerRun(10, func() {
		Worst(text, 4)
		Suspicion(text)
		Span(text, text, text)
		Best(text, candidates, text)
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestOpenRefuses(t *testing.T) {
	good := Build("none", []Symbol{{}, {Runes: []rune{'的'}}}, nil, nil)
	if _, err := open(string(good)); err != nil {
		t.Fatal(err)
	}
	flip := func(i int) string {
		b := []byte(string(good))
		b[i] ^= 1
		return string(b)
	}
	for _, x := range []struct{ name, data, want string }{
		{"empty", "", "does not begin with"},
		{"another version", flip(8), "version"},
		{"truncated", string(good[:len(good)-8]), "bytes"},
		{"changed content", flip(len(good) - 9), "digest"},
		{"other tables", string(flat.Encode(magic, version, "", nil, nil, nil, nil)), "wrong size"},
	} {
		_, err := open(x.data)
		if !errors.Is(err, flat.ErrImage) || !strings.Contains(err.Error(), x.want) {
			t.Errorf("%s: error %v, want one about %q", x.name, err, x.want)
		}
	}
}

// The image names the inputs that lie beside it.
func TestImageFitsItsInputs(t *testing.T) {
	inputs := load().inputs
	if strings.Count(inputs, "\n") != 4 {
		t.Errorf("inputs are %q", inputs)
	}
	for line := range strings.Lines(inputs) {
		name, digest, _ := strings.Cut(strings.TrimSpace(line), " xxh3:")
		dir := filepath.Join("..", "counts")
		if name == "opencc.txt" {
			dir = filepath.Join("..", "..", "..", "normalize", "script")
		}
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		sum := xxh3.Hash128(data).Bytes()
		if digest != hex.EncodeToString(sum[:]) {
			t.Errorf("%s has changed; run go generate", name)
		}
	}
}

const benchText = "借款人應當如實說明自己的情况，并在三十日内向银行提交有关证明材料。"

func bench(b *testing.B, f func(text string)) {
	text := strings.Repeat(benchText, 100)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		f(text)
	}
}

func BenchmarkSpan(b *testing.B)  { bench(b, func(text string) { Span("", text, "") }) }
func BenchmarkWorst(b *testing.B) { bench(b, func(text string) { Worst(text, 4) }) }
func BenchmarkCost(b *testing.B)  { bench(b, func(text string) { total(text) }) }

func BenchmarkOpen(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := open(builtin); err != nil {
			b.Fatal(err)
		}
	}
}
