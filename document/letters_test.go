package document

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestIsLetterAgreesWithUnicode(t *testing.T) {
	for r := rune(-1); r <= unicode.MaxRune; r++ {
		if IsLetter(r) != unicode.IsLetter(r) {
			t.Fatalf("%U: %v", r, IsLetter(r))
		}
	}
}

func TestHanPrefix(t *testing.T) {
	for _, x := range []struct{ text, han string }{
		{"正文，甲", "正文"}, {"", ""}, {"a正", ""}, {"一丁\u4dff", "一丁"}, {"龥\u9fff\ua000", "龥\u9fff"}, {"䷿", ""}, {"丿", "丿"},
	} {
		if got := x.text[:HanPrefix(x.text)]; got != x.han {
			t.Errorf("%q: %q, want %q", x.text, got, x.han)
		}
	}
}

func TestCountRunes(t *testing.T) {
	text := strings.Repeat("正文a，\u00b7𠀀", 9)
	for i := range text {
		if got, want := CountRunes(text[i:]), utf8.RuneCountInString(text[i:]); got != want {
			t.Errorf("%q: %d, want %d", text[i:], got, want)
		}
	}
	for i := range len(text) {
		want := 0
		for k := range i {
			if utf8.RuneStart(text[k]) {
				want++
			}
		}
		if got := CountRunes(text[:i]); got != want {
			t.Errorf("%q: %d, want %d", text[:i], got, want)
		}
	}
}

func TestValidUTF8AgreesWithUnicode(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := []byte(rapid.StringMatching(`(正文|。|a|é|𠀀|\x{FFFD}|\x{800}|\x{D7FF}|\x{E000}){0,8}`).Draw(t, "text"))
		for range rapid.IntRange(0, 2).Draw(t, "faults") {
			if len(b) > 0 {
				b[rapid.IntRange(0, len(b)-1).Draw(t, "at")] = rapid.Byte().Draw(t, "byte")
			}
		}
		if got := ValidUTF8(b); got != utf8.Valid(b) || got != ValidUTF8(string(b)) {
			t.Fatalf("%q: %v", b, got)
		}
	})
}

func BenchmarkValidUTF8(b *testing.B) {
	text := strings.Repeat("租客应当先要求房东列出扣款项目和金额，再逐项核对，必要时向街道申请调解。\n", 20)
	for name, valid := range map[string]func(string) bool{"Chinese": ValidUTF8[string], "reference": utf8.ValidString} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				valid(text)
			}
		})
	}
}
