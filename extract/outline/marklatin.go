package outline

import (
	"strings"
	"unicode/utf8"
)

// parseLatin reads A. a. i. Q1： Part 1 Step 1 No.1 .
func parseLatin(line string) (mark, bool) {
	for _, w := range latinWords {
		if len(line) <= len(w.word) || !strings.EqualFold(line[:len(w.word)], w.word) {
			continue
		}
		i := len(w.word)
		for i < len(line) && (line[i] == ' ' || line[i] == '.') {
			i++
		}
		value, n := number(line[i:])
		if w.family == famPartEn && n == 0 && i > len(w.word) {
			value, n = spelt(line[i:])
		}
		if n == 0 {
			continue
		}
		m := mark{family: w.family, sub: w.sub, value: value, rest: i + n}
		if r, _ := utf8.DecodeRuneInString(line[m.rest:]); isDigit(r) || r < 0x80 && isLetter(byte(r)) {
			return mark{}, false
		}
		return m.finish(line, stopOptional), true
	}
	if len(line) < 3 {
		return mark{}, false
	}
	c := line[0]
	if r, _ := utf8.DecodeRuneInString(strings.TrimLeft(line[1:], ". ")); c == 'Q' && (r == '：' || r == ':' || isHan(r) && !isHan(rune(line[1])) && line[1] < 0x80) {
		m := mark{family: famQuestion, sub: 4, rest: 1}.finish(line, stopOptional)
		m.number = "Q"
		return m, true
	}
	i := 1
	m := mark{rest: 1}
	switch {
	case strings.IndexByte("IVX", c) >= 0:
		for i < len(line) && i < 5 && strings.IndexByte("IVX", line[i]) >= 0 {
			i++
		}
		m.family, m.rest, m.value = famRoman, i, roman(line[:i])
	case strings.IndexByte("ivx", c) >= 0:
		for i < len(line) && i < 5 && strings.IndexByte("ivx", line[i]) >= 0 {
			i++
		}
		m.family, m.rest, m.value = famRomanLow, i, roman(line[:i])
	case 'A' <= c && c <= 'H':
		m.family, m.value = famUpper, int(c-'A')+1
	case 'a' <= c && c <= 'h':
		m.family, m.value = famLower, int(c-'a')+1
	default:
		return mark{}, false
	}
	if r, n := utf8.DecodeRuneInString(line[m.rest:]); r == '｜' || r == '|' {
		return m.finish(line, stopNone), true
	} else if next, _ := utf8.DecodeRuneInString(line[m.rest+n:]); isSpace(r) && isHan(next) && m.family == famUpper {
		return m.finish(line, stopNone), true
	}
	return m.needStop(line, "、.．)）")
}

// spelt reads One, II or B with a blank behind it.
func spelt(s string) (value, size int) {
	word, _, ok := strings.Cut(s, " ")
	if !ok || word == "" {
		return 0, 0
	}
	if strings.Trim(word, "IVX") == "" {
		return roman(word), len(word)
	}
	if len(word) == 1 && 'A' <= word[0] && word[0] <= 'H' {
		return int(word[0]-'A') + 1, 1
	}
	for i, w := range spelled {
		if strings.EqualFold(word, w) {
			return i + 1, len(word)
		}
	}
	return 0, 0
}

var spelled = []string{"one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"}

var latinWords = []struct {
	word   string
	family family
	sub    uint8
}{
	{"part", famPartEn, 0}, {"chapter", famPartEn, 1}, {"no.", famPartEn, 2}, {"no", famPartEn, 2}, {"step", famStep, 5}, {"tips", famPartEn, 3}, {"tip", famPartEn, 3}, {"day", famPartEn, 4}, {"lesson", famPartEn, 5}, {"case", famCase, 4}, {"q", famQuestion, 0},
}
