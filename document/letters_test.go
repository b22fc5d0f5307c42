package document

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
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
