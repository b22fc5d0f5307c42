package repair

import (
	"html"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"zhengwen/document"
)

const ruleEscape = "escape"

// escapes finds characters written as entities, \uXXXX, %uXXXX or percent codes
// in running text. What stands for ASCII stays (a page may show &lt; on purpose),
// and so do escapes inside quoted strings, addresses and code.
func (w *worker) escapes(s string) []document.Change {
	var out []document.Change
	add := func(start, end int, after string) {
		out = append(out, document.Change{Start: start, End: end, After: after, Kind: document.EditEntity, Rule: ruleEscape, Confidence: 0.98})
	}
	about := strings.Contains(s, "实体") || strings.Contains(s, "實體") || strings.Contains(s, "转义") || strings.Contains(s, "轉義")
	for i := 0; i < len(s); {
		k := strings.IndexAny(s[i:], `&\%`)
		if k < 0 {
			break
		}
		i += k
		n, text := 0, ""
		switch {
		case s[i] == '&':
			if !about {
				n, text = entity(s[i:])
			}
		case escaped(s[i:], `\u`) > 0 || escaped(s[i:], `%u`) > 0:
			n, text = unicodeRun(s[i:], s[i:i+2])
			if quoted(s[:i], s[i+n:]) || n < 12 {
				text = ""
			}
		case s[i] == '%':
			n, text = percentRun(s[i:])
			if address(s[:i]) || n < 6 {
				text = ""
			}
		}
		if n == 0 {
			i++
			continue
		}
		if text != "" {
			add(i, i+n, text)
		}
		i += n
	}
	return out
}

// entity decodes a character reference, escaped any number of times up to three.
func entity(s string) (n int, text string) {
	body := s[1:]
	n = 1
	for range 3 {
		if !strings.HasPrefix(body, "amp;") {
			break
		}
		body = body[4:]
		n += 4
	}
	end := 0
	for end < len(body) && end < 32 && (body[end] == '#' && end == 0 || '0' <= body[end] && body[end] <= '9' || 'a' <= body[end]|0x20 && body[end]|0x20 <= 'z') {
		end++
	}
	if end < 2 {
		return n, ""
	}
	ref := "&" + body[:end] + ";"
	size := n + end
	if end < len(body) && body[end] == ';' {
		size++
	} else if body[0] != '#' {
		return n, "" // a name without its semicolon may be a parameter of an address
	}
	text = html.UnescapeString(ref)
	r, k := utf8.DecodeRuneInString(text)
	if text == ref || k != len(text) || r < 0x80 || r == utf8.RuneError {
		return n, ""
	}
	return size, text
}

// escaped returns the length of an escape of four hexadecimal digits, or 0.
func escaped(s, mark string) int {
	if !strings.HasPrefix(s, mark) || len(s) < 6 {
		return 0
	}
	for _, c := range []byte(s[2:6]) {
		if hex(c) < 0 {
			return 0
		}
	}
	return 6
}

func hex(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c|0x20 && c|0x20 <= 'f':
		return int(c|0x20-'a') + 10
	}
	return -1
}

// unicodeRun decodes escapes that follow each other, ASCII letters, digits and
// spaces between them apart, and returns the length up to the last escape.
func unicodeRun(s, mark string) (n int, text string) {
	var units []uint16
	i := 0
	for i < len(s) {
		if escaped(s[i:], mark) > 0 {
			v, _ := strconv.ParseUint(s[i+2:i+6], 16, 16)
			units = append(units, uint16(v))
			i += 6
			continue
		}
		break
	}
	text = string(utf16.Decode(units))
	for _, r := range text {
		if r == utf8.RuneError || r < ' ' || isPrivate(r) {
			return i, ""
		}
	}
	return i, text
}

// quoted reports whether an escape stands in a quoted string, as in source code.
func quoted(before, after string) bool {
	q := strings.TrimRightFunc(before, func(r rune) bool { return r != '"' && r != '\'' && r != '`' })
	return q != "" && strings.ContainsAny(after, "\"'`")
}

// percentRun decodes a run of percent codes as UTF-8, else GBK.
func percentRun(s string) (n int, text string) {
	for n+2 < len(s) {
		switch {
		case s[n] == '%' && hex(s[n+1]) >= 0 && hex(s[n+2]) >= 0:
			n += 3
			continue
		case n > 0 && hasCode(s[n:]):
			// ASCII between codes belongs to the run: the trail byte of a pair or a
			// letter of the text.
			n++
			continue
		}
		break
	}
	raw, err := url.PathUnescape(s[:n])
	if err != nil || raw == s[:n] {
		return n, ""
	}
	if utf8.ValidString(raw) {
		if han, _ := prose(raw); han < 2 {
			return n, ""
		}
		return n, raw
	}
	out, ok := strict(doubleByte{cp936()}, []byte(raw))
	if han, cost := prose(out); !ok || han < 2 || cost > 8 {
		return n, ""
	}
	return n, out
}

// hasCode reports whether a percent code follows after at most two characters of
// an unreserved kind.
func hasCode(s string) bool {
	for i := 0; i < len(s) && i < 12; i++ {
		c := s[i]
		switch {
		case c == '%':
			return i+2 < len(s) && hex(s[i+1]) >= 0 && hex(s[i+2]) >= 0
		case '0' <= c && c <= '9', 'a' <= c|0x20 && c|0x20 <= 'z', c == '-', c == '.', c == '_', c == '~', c == '+':
		default:
			return false
		}
	}
	return false
}

// address reports whether the text ends inside an address.
func address(before string) bool {
	k := strings.LastIndexFunc(before, func(r rune) bool { return r <= ' ' || r >= 0x80 })
	word := before[k+1:]
	return strings.ContainsAny(word, "/=?&:#")
}

// prose returns the number of hanzi of a text and the mean cost of its characters
// beyond ASCII.
func prose(s string) (han int, cost float32) {
	before, last, n, sum := rune('\n'), rune('\n'), 0, float32(0)
	for _, r := range s {
		if r >= 0x80 {
			n++
			sum += costOf(before, last, r)
			if cp936().isHan(r) {
				han++
			}
		}
		before, last = last, r
	}
	return han, sum / float32(max(1, n))
}
