package markup

import "strings"

// treeSize estimates in one pass how many nodes the parser would make of text,
// and stops counting above limit. Formatting tags left open multiply: each end of
// a block opens all of them again, up to 512. Attributes of repeated <html> and
// <body> tags are compared with all earlier ones, which counts as nodes too.
func treeSize(text string, limit int) int {
	size, open, roots := 0, 0, 0
	for i := 0; size <= limit; {
		at := strings.IndexByte(text[i:], '<')
		if at < 0 || i+at+1 >= len(text) {
			break
		}
		i += at + 1
		if text[i] == '!' {
			if strings.HasPrefix(text[i:], "!--") {
				i = after(text, i+1, "-->") // from the second "-": "<!-->" is a whole comment
			}
			size++
			continue
		}
		end := text[i] == '/'
		if end {
			i++
		}
		name := tagName(text[i:])
		if name == "" {
			continue
		}
		i += len(name)
		size += 2 // an element and the text after it
		var buf [8]byte
		low := lowered(buf[:0], name)
		switch {
		case reopened[string(low)]:
			if !end {
				open = min(open+1, 512)
			} else if open > 0 {
				open--
			}
		case end:
			size += open
		case string(low) == "script" || string(low) == "style":
			i = after(text, i, "</")
			i = max(i-2, 0)
		case string(low) == "html" || string(low) == "body":
			roots++
			size += roots * roots / 16
		}
	}
	return size
}

// after returns the offset behind the first mark at or behind i, or the end.
func after(text string, i int, mark string) int {
	at := strings.Index(text[i:], mark)
	if at < 0 {
		return len(text)
	}
	return i + at + len(mark)
}

// tagName is the run of ASCII letters and digits text begins with, if it begins
// with a letter.
func tagName(text string) string {
	n := 0
	for n < len(text) {
		c := text[n] | 0x20
		if (c < 'a' || c > 'z') && (n == 0 || text[n] < '0' || text[n] > '9') {
			break
		}
		n++
	}
	return text[:n]
}

// lowered appends s in lower case, cut to the capacity of dst: no longer name is
// looked for.
func lowered(dst []byte, s string) []byte {
	for i := 0; i < len(s) && len(dst) < cap(dst); i++ {
		c := s[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		dst = append(dst, c)
	}
	return dst
}
