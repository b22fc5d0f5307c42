package markup

import (
	"strings"

	"golang.org/x/net/html"
)

// common are the entities of Chinese pages that are worth a look before the full
// table of the HTML standard.
var common = [...]struct{ name, text string }{
	{"nbsp;", "\u00a0"}, {"lt;", "<"}, {"gt;", ">"}, {"amp;", "&"}, {"quot;", `"`}, {"ldquo;", "“"}, {"rdquo;", "”"},
	{"middot;", "·"}, {"mdash;", "—"}, {"hellip;", "…"}, {"emsp;", "\u2003"}, {"ensp;", "\u2002"},
}

// unescape appends s with its entities resolved; in the value of an attribute, where
// addresses have parts such as &copy=, only those that end in a semicolon.
func unescape(dst []byte, s string, attribute bool) []byte {
	for {
		at := strings.IndexByte(s, '&')
		if at < 0 {
			return append(dst, s...)
		}
		dst = append(dst, s[:at]...)
		s = s[at:]
		text, n := entity(s)
		if attribute && s[n-1] != ';' {
			text = s[:n]
		}
		dst = append(dst, text...)
		s = s[n:]
	}
}

// longest is more than the length of any entity; those with a number may be longer
// only by zeros.
const longest = 40

// entity returns the text of the entity s begins with and its length.
func entity(s string) (text string, n int) {
	for i := range common {
		if c := &common[i]; strings.HasPrefix(s[1:], c.name) {
			return c.text, 1 + len(c.name)
		}
	}
	n = 1
	for n < len(s) && n < longest && (letter(s[n]) || '0' <= s[n] && s[n] <= '9' || s[n] == '#' && n == 1) {
		n++
	}
	if n == 1 {
		return "&", 1
	}
	if n < len(s) && s[n] == ';' {
		n++
	}
	return html.UnescapeString(s[:n]), n
}
