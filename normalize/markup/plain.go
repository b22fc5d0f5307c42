package markup

import (
	"slices"
	"strings"
	"unicode/utf8"

	"zhengwen/document"
)

// lines makes one block of every line of a text page that is not empty, and stops
// one above the most.
func lines(blocks []document.Block, text string, most int) []document.Block {
	// A page of very short lines grows the slice; no page reserves more than it needs.
	blocks = slices.Grow(blocks, min(strings.Count(text, "\n")+1, len(text)/32+8))
	gap := int32(0)
	for i := 0; i < len(text) && len(blocks) <= most; {
		end, next := lineEnd(text, i)
		line := text[i:end]
		i = next
		trimmed := document.Trim(line)
		if trimmed == "" {
			gap++
			continue
		}
		r, _ := utf8.DecodeRuneInString(line)
		blocks = append(blocks, document.Block{
			Text: untab(trimmed), Tag: "line", Element: -1, Gap: gap, Indent: document.IsSpace(r) && r != 0xFEFF && r != 0x200B,
		})
		gap = 0
	}
	return blocks
}

// lineEnd returns the end of the line that begins at i and the start of the next.
func lineEnd(text string, i int) (end, next int) {
	for ; i < len(text); i++ {
		for i+8 <= len(text) && !mayBreak(text[i:i+8]) {
			i += 8
		}
		if i == len(text) {
			break
		}
		if c := text[i]; c > '\r' && c != 0xE2 {
			continue
		}
		if n := breakLen(text[i:]); n > 0 {
			return i, i + n
		}
	}
	return i, i
}

// mayBreak reports whether a line break may begin in eight bytes: whether one of them is
// no more than CR, or E2.
func mayBreak(text string) bool {
	const ones, high = 0x0101010101010101, 0x8080808080808080
	_ = text[7]
	w := uint64(text[0]) | uint64(text[1])<<8 | uint64(text[2])<<16 | uint64(text[3])<<24 |
		uint64(text[4])<<32 | uint64(text[5])<<40 | uint64(text[6])<<48 | uint64(text[7])<<56
	lead := w ^ ones*0xE2
	return ((w-ones*('\r'+1))&^w|(lead-ones)&^lead)&high != 0
}

// breakLen is the length of the line break text begins with, or 0: LF, VT, FF, CR,
// CR LF and the line and paragraph separators.
func breakLen(text string) int {
	switch c := text[0]; {
	case c == '\r' && len(text) > 1 && text[1] == '\n':
		return 2
	case '\n' <= c && c <= '\r':
		return 1
	case c == 0xE2 && len(text) > 2 && text[1] == 0x80 && text[2]|1 == 0xA9:
		return 3
	}
	return 0
}

// untab makes one space of every run of tabs.
func untab(s string) string {
	if strings.IndexByte(s, '\t') < 0 {
		return s
	}
	var out strings.Builder
	out.Grow(len(s))
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] != '\t':
			out.WriteByte(s[i])
		case s[i-1] != '\t': // a trimmed text does not begin with one
			out.WriteByte(' ')
		}
	}
	return out.String()
}
