package outline

import (
	"strings"
	"unicode/utf8"

	"zhengwen/document"
)

// number reads an Arabic or Chinese number of at most four characters and
// returns its value and length in bytes; the length is 0 when there is none.
func number(s string) (value, size int) {
	r, _ := utf8.DecodeRuneInString(s)
	if isDigit(r) {
		for k := 0; k < 3 && size < len(s); k++ {
			r, n := utf8.DecodeRuneInString(s[size:])
			if !isDigit(r) {
				break
			}
			if r >= '０' {
				r -= '０' - '0'
			}
			value = value*10 + int(r-'0')
			size += n
		}
		return value, size
	}
	unit := 0
	for k := 0; k < 4 && size < len(s); k++ {
		r, n := utf8.DecodeRuneInString(s[size:])
		v := hanValue(r)
		if v == 0 {
			break
		}
		switch {
		case v < 10:
			unit = v
		default: // 十 百
			value += max(unit, 1) * v
			unit = 0
		}
		size += n
	}
	return value + unit, size
}

// hanValue is the value of a Chinese numeral character, 0 for any other.
func hanValue(r rune) int {
	switch r {
	case '一':
		return 1
	case '二':
		return 2
	case '三':
		return 3
	case '四':
		return 4
	case '五':
		return 5
	case '六':
		return 6
	case '七':
		return 7
	case '八':
		return 8
	case '九':
		return 9
	case '十':
		return 10
	case '百':
		return 100
	}
	return 0
}

func bigValue(r rune) int {
	return utf8.RuneCountInString(bigNumerals[:strings.IndexRune(bigNumerals, r)]) + 1
}

// circled is the value of ①, ❶, ➀, ㊀, ㈠, ⑴ or ⒈, 0 for any other character.
func circled(r rune) int {
	for _, c := range circles {
		if c.first <= r && r <= c.last {
			return int(r-c.first) + 1
		}
	}
	return 0
}

var circles = []struct{ first, last rune }{
	{'①', '⑳'}, {'⑴', '⒇'}, {'⒈', '⒛'}, {'❶', '❿'}, {'➀', '➉'}, {'➊', '➓'}, {'⓵', '⓾'}, {'㈠', '㈩'}, {'㊀', '㊉'},
}

func roman(s string) int {
	value := 0
	of := func(c byte) int {
		switch c | 0x20 {
		case 'i':
			return 1
		case 'v':
			return 5
		}
		return 10
	}
	for i := range len(s) {
		v := of(s[i])
		if i+1 < len(s) && of(s[i+1]) > v {
			v = -v
		}
		value += v
	}
	return value
}

func isDigit(r rune) bool  { return '0' <= r && r <= '9' || '０' <= r && r <= '９' }
func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
func isHan(r rune) bool    { return 0x4E00 <= r && r <= 0x9FFF || 0x3400 <= r && r <= 0x4DBF }
func isSpace(r rune) bool  { return document.IsSpace(r) }
