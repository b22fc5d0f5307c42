package markup

import (
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"zhengwen/document"
)

// What JSON-LD is read for: schema.org's CreativeWork, and the dates of Baidu's
// cambrian context, which are ISO 8601 without a zone.
var (
	ldValues = []string{"headline", "datePublished", "dateModified", "dateCreated", "articleBody", "author", "publisher", "pubDate", "upDate"}
	ldNamed  = []string{"author", "publisher"} // also objects with a name
)

// maxLDDepth is how deep objects are told apart; what is deeper is not read.
const maxLDDepth = 32

// scanLD calls emit for the values of interest, each name once. Templates write JSON-LD by hand, with raw line breaks, unescaped
// quotes and lost commas; so it is scanned, not parsed: a quote closes a string
// when punctuation of JSON follows.
func scanLD(s string, emit func(name, value string)) {
	type level struct {
		key   string // under which it stands
		array bool
	}
	var (
		levels []level
		deep   int // levels beyond maxLDDepth
		key    string
		done   []string
	)
	value := func(name, quoted string) {
		if slices.Contains(done, name) {
			return
		}
		text := unquote(quoted)
		if document.Trim(text) == "" {
			return
		}
		done = append(done, name)
		emit(name, text)
	}
	for i := 0; i < len(s); {
		c := s[i]
		i++
		switch c {
		case '{', '[':
			k := key
			key = ""
			if n := len(levels); k == "" && n > 0 && levels[n-1].array {
				k = levels[n-1].key
			}
			if len(levels) < maxLDDepth {
				levels = append(levels, level{k, c == '['})
			} else {
				deep++
			}
		case '}', ']':
			key = ""
			if deep > 0 {
				deep--
			} else if n := len(levels); n > 0 {
				levels = levels[:n-1]
			}
		case ',':
			key = ""
		case '"':
			end, next := stringEnd(s, i)
			text := s[i:end]
			i = next
			if deep > 0 {
				continue
			}
			for next < len(s) && jsonSpace(s[next]) {
				next++
			}
			if key == "" && next < len(s) && s[next] == ':' {
				key = text
				i = next + 1
				continue
			}
			name, under := key, ""
			if n := len(levels); n > 0 {
				if under = levels[n-1].key; name == "" && levels[n-1].array {
					name = under
				}
			}
			if slices.Contains(ldValues, name) {
				value(name, text)
			} else if name == "name" && slices.Contains(ldNamed, under) {
				value(under, text)
			}
			key = ""
		}
	}
}

// stringEnd returns the end of the string that begins at i and the offset behind
// its closing quote.
func stringEnd(s string, i int) (end, next int) {
	for ; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '"':
			j := i + 1
			for j < len(s) && jsonSpace(s[j]) {
				j++
			}
			if j == len(s) || strings.IndexByte(",:}]", s[j]) >= 0 {
				return i, i + 1
			}
			i = j - 1
		}
	}
	return len(s), len(s)
}

func jsonSpace(c byte) bool { return c == ' ' || '\t' <= c && c <= '\r' }

// unquote resolves the escapes of a JSON string; a wrong one stays as it is.
func unquote(s string) string {
	if strings.IndexByte(s, '\\') < 0 {
		return s
	}
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			out = append(out, s[i])
			continue
		}
		i++
		switch s[i] {
		case 'n', 'r', 'f':
			out = append(out, '\n')
		case 't', 'b':
			out = append(out, ' ')
		case '"', '\\', '/':
			out = append(out, s[i])
		case 'u':
			r, n := unicodeEscape(s[i+1:])
			if n == 0 {
				out = append(out, '\\', 'u')
				continue
			}
			i += n
			if utf16.IsSurrogate(r) {
				low := rune(-1)
				if strings.HasPrefix(s[i+1:], `\u`) {
					if low, n = unicodeEscape(s[i+3:]); n > 0 && utf16.DecodeRune(r, low) != utf8.RuneError {
						i += 2 + n
					}
				}
				r = utf16.DecodeRune(r, low)
			}
			if r == 0 {
				r = utf8.RuneError
			}
			out = utf8.AppendRune(out, r)
		default:
			out = append(out, '\\', s[i])
		}
	}
	return string(out)
}

// unicodeEscape reads four hexadecimal digits; n is 4, or 0 when they are not there.
func unicodeEscape(s string) (r rune, n int) {
	if len(s) < 4 {
		return 0, 0
	}
	for _, c := range []byte(s[:4]) {
		switch {
		case '0' <= c && c <= '9':
			c -= '0'
		case 'a' <= c|0x20 && c|0x20 <= 'f':
			c = c | 0x20 - 'a' + 10
		default:
			return 0, 0
		}
		r = r<<4 | rune(c)
	}
	return r, 4
}
