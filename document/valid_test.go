package document

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestValidUTF8(t *testing.T) {
	parts := []string{"正", "文", "，", "a", "12345678", "é", "😀", "\xE0", "\xED\xA0\x80", "\xE0\x80\x80", "\x80", "\xF4\x90\x80\x80", "\xEF\xBF\xBD", "한글", "\xED\x9F\xBF"}
	r := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		var b strings.Builder
		for range r.IntN(12) {
			if p := r.IntN(2 * len(parts)); p < len(parts) {
				b.WriteString(parts[p])
			} else {
				b.WriteString("正文")
			}
		}
		s := b.String()
		if ValidUTF8(s) != utf8.ValidString(s) || ValidUTF8([]byte(s)) != utf8.ValidString(s) {
			t.Fatalf("%q is said to be valid: %t", s, ValidUTF8(s))
		}
		if n := ValidPrefix(s); !utf8.ValidString(s[:n]) || n < len(s) && utf8.ValidString(s[:n+1]) {
			t.Fatalf("%q is said to be valid up to byte %d", s, n)
		}
	}
}

func BenchmarkValidUTF8(b *testing.B) {
	text := strings.Repeat("正文里的字，两个两个地看。\n", 100)
	for name, valid := range map[string]func(string) bool{"own": ValidUTF8[string], "standard": utf8.ValidString} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				valid(text)
			}
		})
	}
}
