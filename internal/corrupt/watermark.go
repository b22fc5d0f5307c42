package corrupt

import (
	"strings"
	"unicode"
)

// Watermark puts a string into a text, as sites do against copying: after so many
// hanzi, where another follows, or behind each paragraph.
type Watermark struct {
	Text  string
	Every int // hanzi between two of them; 0 for behind each line
}

// Apply damages a text and returns the number of places.
func (m Watermark) Apply(text string) (string, int) {
	var out strings.Builder
	n, places := 0, 0
	han := func(r rune) bool { return unicode.Is(unicode.Han, r) }
	runes := []rune(text)
	for i, r := range runes {
		if m.Every == 0 && r == '\n' {
			out.WriteString(m.Text)
			places++
		}
		out.WriteRune(r)
		if m.Every > 0 && han(r) {
			if n++; n >= m.Every && i+1 < len(runes) && han(runes[i+1]) {
				out.WriteString(m.Text)
				n = 0
				places++
			}
		}
	}
	return out.String(), places
}
