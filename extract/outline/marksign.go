package outline

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// parseParen reads （一） (1) （壹） and （A）.
func parseParen(line string, open int) (mark, bool) {
	m, end := inside(line[open:])
	r, c := utf8.DecodeRuneInString(line[open+end:])
	if end == 0 || r != '）' && r != ')' {
		return mark{}, false
	}
	switch m.family {
	case famHan:
		m.family = famHanParen
	case famNum:
		m.family = famNumParen
	default:
		m.sub = parenthesised
	}
	m.rest = open + end + c
	return m.finish(line, stopOptional), true
}

// parenthesised tells （A） from A.
const parenthesised = 20

// inside reads the number that stands alone within brackets: 一 1 壹 甲 A.
func inside(s string) (m mark, size int) {
	if value, n := number(s); n > 0 && value <= 99 {
		m.family, m.value = famHan, value
		if r, _ := utf8.DecodeRuneInString(s); isDigit(r) {
			m.family = famNum
		}
		return m, n
	}
	r, n := utf8.DecodeRuneInString(s)
	switch {
	case n == 0:
		return m, 0
	case strings.ContainsRune(bigNumerals, r):
		return mark{family: famBig, value: bigValue(r)}, n
	case strings.ContainsRune(stems, r):
		return mark{family: famStem, value: runes(stems[:strings.IndexRune(stems, r)]) + 1}, n
	case 'A' <= r && r <= 'H':
		return mark{family: famUpper, value: int(r-'A') + 1}, n
	case 'a' <= r && r <= 'h':
		return mark{family: famLower, value: int(r-'a') + 1}, n
	}
	return m, 0
}

const (
	openBrackets  = "【〔〈〖[「［"
	closeBrackets = "】〕〉〗]」］"
)

// parseBracket reads 【words】 and the numbers in brackets: 【一】 [1] 【第一步】.
func parseBracket(line string, open rune, n int) (mark, bool) {
	at := runes(openBrackets[:strings.IndexRune(openBrackets, open)])
	shut := string([]rune(closeBrackets)[at])
	end := strings.Index(line, shut)
	if end <= n || end > 90 {
		return mark{}, false
	}
	whole := strings.TrimRight(line, "：: \u3000")
	if len(whole) == end+len(shut) {
		return mark{family: famBracket}, open == '【'
	}
	m, size := inside(line[n:end])
	if line[n:end] == "问" || line[n:end] == "Q" {
		return mark{family: famQuestion, sub: 6, rest: end + len(shut)}.finish(line, stopNone), true
	}
	if size != end-n {
		var ok bool
		if m, ok = parseMark(line[n:end]); !ok || m.rest != end-n || m.family == famBracket || m.family == famDecor {
			return mark{}, false
		}
	}
	m.sub, m.rest, m.colon = m.sub+parenthesised*uint8(at+2), end+len(shut), false
	return m.finish(line, stopNone), true
}

// parseHash reads ## and #1.
func parseHash(line string) (mark, bool) {
	n := len(line) - len(strings.TrimLeft(line, "#"))
	if value, size := number(line[n:]); n == 1 && size > 0 && isDigit(rune(line[n])) && n+size < len(line) && isSpace(rune(line[n+size])) {
		return mark{family: famNum, sub: 6, value: value, rest: n + size}.finish(line, stopNone), true
	}
	if n > 6 || n == len(line) || line[n] != ' ' {
		return mark{}, false
	}
	return mark{family: famDecor, sub: uint8(n), rest: n + 1}, true
}

// frames are the signs that stand on both sides of a heading; those of flags do so before
// it alone, too.
const (
	frames = "-—–=~～*+>|｜"
	flags  = "*+>|｜"
)

// parseFrame reads —— words ——, == words == and > words.
func parseFrame(line string, sign rune) (mark, bool) {
	inner := strings.TrimLeft(line, string(sign))
	from := len(line) - len(inner) + leadingSpace(inner)
	words := strings.TrimRightFunc(line[from:], isSpace)
	if r, _ := utf8.DecodeRuneInString(words); !isHan(r) && r != '“' && r != '《' {
		return mark{}, false
	}
	framed := strings.HasSuffix(words, string(sign)) || sign == '>' && strings.HasSuffix(words, "<")
	if !framed && (!strings.ContainsRune(flags, sign) || sign < 0x80 && sign != '|' && leadingSpace(inner) == 0) {
		return mark{}, false
	}
	return mark{family: famDecor, sub: 7 + uint8(strings.IndexRune(frames, sign)), rest: from}, true
}

// decorates reports whether a character stands before headings for its looks: the
// usual ones, and pictures.
func decorates(r rune) bool {
	switch {
	case r < 0x80:
		return false
	case strings.ContainsRune("•·※→»√✓\uFE0F\u200D", r):
		return true
	}
	return '│' <= r && r <= '◿' && r != '┄' && r != '┅' && r != '┈' && r != '┉' || '☀' <= r && r <= '➾' || r >= 0x1F300 && r <= 0x1FAFF || r >= 0x2B00 && unicode.Is(unicode.So, r) && r <= 0x2BFF
}
