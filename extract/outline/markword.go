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
	if r, _ := utf8.DecodeRuneInString(line[1:]); c == 'Q' && (r == '：' || r == ':') {
		return mark{family: famQuestion, sub: 4, rest: 1}.finish(line, stopNone), true
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
	return m.needStop(line, "、.．)）")
}

var latinWords = []struct {
	word   string
	family family
	sub    uint8
}{
	{"part", famPartEn, 0}, {"chapter", famPartEn, 1}, {"no.", famPartEn, 2}, {"no", famPartEn, 2}, {"step", famStep, 5}, {"tips", famPartEn, 3}, {"q", famQuestion, 0},
}

// parseWord reads 步骤1 台阶一 案例一 问： 附： .
func parseWord(line string) (mark, bool) {
	for _, w := range countedWords {
		if !strings.HasPrefix(line, w.word) {
			continue
		}
		value, n := number(line[len(w.word):])
		i := len(w.word) + n
		r, _ := utf8.DecodeRuneInString(line[i:])
		switch {
		case n > 0 && (isSpace(r) || i == len(line) || strings.ContainsRune("：:｜|、.．，,", r) || w.family == famStep && isHan(r) && !strings.ContainsRune(units, r)):
		case n == 0 && w.alone && (r == '：' || r == ':'):
		default:
			continue
		}
		m := mark{family: w.family, sub: w.sub, value: value, rest: i}
		m = m.finish(line, stopOptional)
		for strings.HasPrefix(line[m.rest:], "，") {
			m.rest += len("，")
		}
		return m, true
	}
	return mark{}, false
}

var countedWords = []struct {
	word   string
	family family
	sub    uint8
	alone  bool // counts nothing, a colon follows
}{
	{"步骤", famStep, 1, false}, {"台阶", famStep, 6, false}, {"环节", famStep, 7, false}, {"阶段", famStep, 8, false}, {"案例", famCase, 0, false},
	{"实例", famCase, 1, false}, {"误区", famCase, 2, false}, {"方法", famCase, 3, false}, {"问题", famQuestion, 2, false}, {"问", famQuestion, 3, true},
	{"附录", famAppendix, 0, true}, {"附", famAppendix, 0, true},
}
