package corrupt

import (
	"strings"
	"unicode"
)

// Spin rewrites a text as spinning programs do, without a look at the context.
type Spin struct {
	Swaps map[string]string // words of two characters and what stands for them
	Turn  int               // every so many clauses one is turned round in the middle, 0 for none
}

// Apply damages a text.
func (p Spin) Apply(text string) string {
	var out strings.Builder
	clauses := 0
	for text != "" {
		end := strings.IndexFunc(text, func(r rune) bool { return !unicode.Is(unicode.Han, r) })
		if end < 0 {
			end = len(text)
		}
		clause := []rune(text[:end])
		if clauses++; p.Turn > 0 && clauses%p.Turn == 0 && len(clause) > 4 {
			half := len(clause) / 2
			clause = append(clause[half:len(clause):len(clause)], clause[:half]...)
		}
		for i := 0; i < len(clause); i++ {
			if i+1 < len(clause) {
				if s, ok := p.Swaps[string(clause[i:i+2])]; ok {
					out.WriteString(s)
					i++
					continue
				}
			}
			out.WriteRune(clause[i])
		}
		text = text[end:]
		for i, r := range text {
			if unicode.Is(unicode.Han, r) {
				end = i
				out.WriteString(text[:i])
				text = text[i:]
				break
			}
			if i+len(string(r)) == len(text) {
				out.WriteString(text)
				text = ""
			}
		}
	}
	return out.String()
}
