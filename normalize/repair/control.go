package repair

import (
	"unicode/utf8"

	"zhengwen/document"
)

// controls removes characters that show nothing and mean nothing between Chinese
// characters: C0 and C1 controls, byte order marks, soft hyphens, zero-width
// spaces and direction marks. A joiner stays where it joins (emoji, Indic and
// Arabic letters).
func controls(s string) []document.Change {
	var out []document.Change
	prev := rune(0)
	for i, r := range s {
		n := utf8.RuneLen(r)
		if r == utf8.RuneError {
			n = 3
		}
		if !invisible(r) {
			prev = r
			continue
		}
		if (r == 0x200C || r == 0x200D) && joins(prev) {
			prev = r
			continue
		}
		if r == 0xAD && prev < 0x250 && prev > ' ' {
			prev = r // a hyphenation point in a Latin word
			continue
		}
		if (r == 0x200E || r == 0x200F || 0x202A <= r && r <= 0x202E || 0x2066 <= r && r <= 0x2069) && rightToLeft(s) {
			continue
		}
		after := ""
		if r == 0x2028 || r == 0x2029 || r == 0x0B || r == 0x0C || r == 0x85 {
			after = " "
		}
		if k := len(out); k > 0 && out[k-1].End == i && out[k-1].After == after {
			out[k-1].End = i + n
			continue
		}
		out = append(out, document.Change{Start: i, End: i + n, After: after, Kind: document.EditControl, Rule: "invisible", Confidence: 0.99})
	}
	return out
}

func invisible(r rune) bool {
	switch {
	case r < ' ':
		return r != '\t' && r != '\n' && r != '\r'
	case r < 0x7F:
		return false
	case r <= 0x9F, r == 0xAD, r == 0xFEFF, r == 0x2028, r == 0x2029:
		return true
	}
	return 0x200B <= r && r <= 0x200F || 0x202A <= r && r <= 0x202E || 0x2060 <= r && r <= 0x206F
}

// joins reports whether a joiner after r has a meaning.
func joins(r rune) bool {
	return r >= 0x1F000 || r == 0xFE0F || 0x2600 <= r && r <= 0x27BF || 0x0600 <= r && r <= 0x0DFF
}

// rightToLeft reports whether the text holds Hebrew or Arabic, where direction
// marks have a meaning.
func rightToLeft(s string) bool {
	for _, r := range s {
		if 0x0590 <= r && r <= 0x08FF {
			return true
		}
	}
	return false
}
