package charset

import (
	"bytes"
	"strings"
)

// declarationWindow is how far into a page a declaration is looked for, in bytes.
// Browsers look at 1024; pages with long comments or scripts first are common.
const declarationWindow = 16 << 10

// declared is the label a page claims for itself in a <meta> element, else in its
// XML declaration, in lower case; empty when it claims none.
func declared(b []byte) string {
	b = b[:min(len(b), declarationWindow)]
	xml := ""
	for {
		i := bytes.IndexByte(b, '<')
		if i < 0 || i+5 >= len(b) {
			return xml
		}
		b = b[i+1:]
		switch {
		case bytes.HasPrefix(b, []byte("!--")):
			if end := bytes.Index(b, []byte("-->")); end >= 0 {
				b = b[end:]
			}
		case hasPrefixFold(b, "?xml"):
			if xml == "" {
				xml = attribute(upTo(b, '>'), "encoding")
			}
		case hasPrefixFold(b, "meta") && !isWord(b[4]):
			// Covers content="text/html; charset=…" as well.
			if label := attribute(upTo(b, '>'), "charset"); label != "" {
				return label
			}
		}
	}
}

// attribute is the word after name and an equals sign, quoted or not.
func attribute(tag []byte, name string) string {
	for i := 0; i+len(name) < len(tag); i++ {
		if !hasPrefixFold(tag[i:], name) || i > 0 && isWord(tag[i-1]) {
			continue
		}
		rest := bytes.TrimLeft(tag[i+len(name):], " \t\r\n")
		if len(rest) == 0 || rest[0] != '=' {
			continue
		}
		rest = bytes.TrimLeft(rest[1:], " \t\r\n\"'")
		n := 0
		for n < len(rest) && isWord(rest[n]) {
			n++
		}
		if n > 0 && n <= 40 {
			return strings.ToLower(string(rest[:n]))
		}
	}
	return ""
}

func upTo(b []byte, end byte) []byte {
	if i := bytes.IndexByte(b, end); i >= 0 {
		return b[:i]
	}
	return b
}

// isWord reports whether c can stand in a label.
func isWord(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c == ':' || c == '.'
}

func hasPrefixFold(b []byte, prefix string) bool {
	return len(b) >= len(prefix) && strings.EqualFold(string(b[:len(prefix)]), prefix)
}

// byteOrderMark is the encoding that a mark at the start of b names, or "".
func byteOrderMark(b []byte) string {
	switch {
	case bytes.HasPrefix(b, []byte{0xEF, 0xBB, 0xBF}):
		return "utf-8"
	case bytes.HasPrefix(b, []byte{0xFF, 0xFE, 0, 0}):
		return "utf-32le"
	case bytes.HasPrefix(b, []byte{0, 0, 0xFE, 0xFF}):
		return "utf-32be"
	case bytes.HasPrefix(b, []byte{0xFF, 0xFE}):
		return "utf-16le"
	case bytes.HasPrefix(b, []byte{0xFE, 0xFF}):
		return "utf-16be"
	case bytes.HasPrefix(b, []byte{0x84, 0x31, 0x95, 0x33}):
		return "gb18030"
	}
	return ""
}
