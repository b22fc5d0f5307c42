package outline

import (
	"strings"
	"unicode/utf8"
)

// family is one way of marking headings. Families are listed from the widest to
// the narrowest; that order is the rank which decides when nesting does not.
type family uint8

const (
	famNone     family = iota
	famPart            // 第一部分 第一篇 Part 1
	famChapter         // 第一章
	famPartEn          // Part 1 No.1
	famJie             // 第一节
	famBig             // 壹、
	famRoman           // Ⅰ. I.
	famHan             // 一、
	famStem            // 甲、
	famBar             // 01｜
	famStep            // 第一步 步骤1 台阶一 Step 1
	famFirst           // 第一，
	famCounted         // 误区一 第一件事：
	famHanParen        // （一）
	famNum             // 1. 1、 1
	famDecimal         // 1.1 1.1.1
	famUpper           // A.
	famNumParen        // (1)
	famNumHalf         // 1） 1》
	famRomanLow        // i. ⅰ.
	famLower           // a.
	famCircled         // ①
	famQuestion        // Q1： 问：
	famCase            // 案例一
	famAppendix        // 附：
	famBracket         // 【】
	famDecor           // ▍ ● ■ ##
	famBare            // no mark at all
)

// mark is what a line begins with. Number is the mark as printed with its own 、
// . ） ) 》; Rest is where the words begin, in bytes of the line.
type mark struct {
	family family
	sub    uint8 // tells styles of one family apart: the components of a decimal, the end mark of a number
	value  int   // what the mark counts, 0 when it counts nothing
	number string
	rest   int
	colon  bool // a colon or a bar stands between mark and words
}

// style identifies headings that stand side by side.
type style struct {
	family family
	sub    uint8
}

func (m mark) style() style { return style{m.family, m.sub} }

// parseMark reads the number mark a line begins with. Decimals, dates,
// percentages, sums of money and articles of law give no mark.
func parseMark(line string) (mark, bool) {
	r, n := utf8.DecodeRuneInString(line)
	switch {
	case n == 0:
		return mark{}, false
	case isDigit(r):
		return parseArabic(line)
	case isHan(r):
		return parseHanMark(line, r, n)
	case r == '（' || r == '(':
		return parseParen(line, n)
	case strings.ContainsRune(openBrackets, r):
		return parseBracket(line, r, n)
	case r == '#':
		return parseHash(line)
	case strings.ContainsRune(frames, r):
		return parseFrame(line, r)
	case circled(r) > 0:
		m := mark{family: famCircled, value: circled(r), rest: n}
		switch {
		case '㈠' <= r && r <= '㈩':
			m.family = famHanParen
		case '⑴' <= r && r <= '⒇':
			m.family = famNumParen
		case '⒈' <= r && r <= '⒛':
			m.family, m.sub = famNum, 4
		}
		return m.finish(line, stopOptional), true
	case decorates(r):
		m := mark{family: famDecor, rest: n}
		for m.rest < len(line) {
			r, n := utf8.DecodeRuneInString(line[m.rest:])
			if !decorates(r) && !isSpace(r) {
				break
			}
			m.rest += n
		}
		return m, true
	case 'Ⅰ' <= r && r <= 'Ⅻ' || 'ⅰ' <= r && r <= 'ⅻ':
		m := mark{family: famRoman, value: int(r-'Ⅰ') + 1, rest: n}
		if r >= 'ⅰ' {
			m.family, m.value = famRomanLow, int(r-'ⅰ')+1
		}
		return m.finish(line, stopOptional), true
	case r < 0x80:
		return parseLatin(line)
	}
	return mark{}, false
}

// parseHanMark reads the marks that begin with the Han character r of n bytes.
func parseHanMark(line string, r rune, n int) (mark, bool) {
	switch {
	case r == '第':
		return parseOrdinal(line)
	case strings.HasPrefix(line[n:], "篇") && strings.ContainsRune("上中下前后", r):
		if next, _ := utf8.DecodeRuneInString(line[n+len("篇"):]); strings.ContainsRune("：:｜|", next) || isSpace(next) {
			return mark{family: famPart, sub: 2, rest: n + len("篇")}.finish(line, stopNone), true // 上篇：出门之前
		}
	case hanValue(r) > 0:
		return parseHan(line)
	case strings.ContainsRune(bigNumerals, r):
		return single(line, mark{family: famBig, value: bigValue(r), rest: n})
	case strings.ContainsRune(stems, r):
		if next, _ := utf8.DecodeRuneInString(strings.TrimLeft(line[n:], "、 ")); strings.ContainsRune(stems, next) {
			return mark{}, false // 甲、乙双方
		}
		return single(line, mark{family: famStem, value: runes(stems[:strings.IndexRune(stems, r)]) + 1, rest: n})
	}
	return parseWord(line)
}

// leadingSpace is the length of the white space a text begins with.
func leadingSpace(s string) int { return len(s) - len(strings.TrimLeftFunc(s, isSpace)) }

// single finishes a mark of one character, which a blank, a bar, a dot or a stop
// sets off: 壹　出门之前.
func single(line string, m mark) (mark, bool) {
	if next, n := utf8.DecodeRuneInString(line[m.rest:]); isSpace(next) {
		words, size := utf8.DecodeRuneInString(line[m.rest+leadingSpace(line[m.rest:]):])
		if words == '、' {
			m.rest += leadingSpace(line[m.rest:]) + size
			return m.finish(line, stopNone), true
		}
		if !isHan(words) && !strings.ContainsRune("“《「", words) {
			return mark{}, false
		}
		return m.finish(line, stopNone), true
	} else if strings.ContainsRune("｜丨|·：:", next) && n > 0 {
		return m.finish(line, stopNone), true
	}
	return m.needStop(line, "、.．")
}

const (
	bigNumerals = "壹贰叁肆伍陆柒捌玖"
	stems       = "甲乙丙丁戊己庚辛壬癸"
	// units follow decimals that are amounts, not marks.
	units = "%％‰倍万亿千百元角天日月年个折米克斤吨公升度岁小分秒寸成级多以至到～~-—折期"
)

// counters follow a bare number that counts things: 3 天, 2 个.
const counters = "倍万亿千百元角天日月年个折米克斤吨升岁小分秒寸名位条张次份家台件"

// parseArabic reads 1. 1、 1.1 1） 1》 01｜ and "1 ", and refuses what is a date or an
// amount.
func parseArabic(line string) (mark, bool) {
	m := mark{family: famNum}
	part, parts, digits, first := 0, 0, 0, 0
	i := 0
	for i < len(line) && parts < 5 {
		start := i
		part = 0
		for i < len(line) && '0' <= line[i] && line[i] <= '9' && i-start < 5 {
			part = part*10 + int(line[i]-'0')
			i++
		}
		if digits = i - start; digits > 2 {
			return mark{}, false
		}
		parts++
		if parts == 1 {
			first = part
		}
		if i+1 < len(line) && line[i] == '.' && '0' <= line[i+1] && line[i+1] <= '9' {
			i++
			continue
		}
		break
	}
	if i == 0 {
		return parseFullwidth(line)
	}
	m.value, m.rest = part, i
	r, n := utf8.DecodeRuneInString(line[i:])
	if parts > 1 {
		return parseDecimal(line, m, parts, first, r, n)
	}
	if blank := leadingSpace(line[i:]); blank > 0 {
		if stop, size := utf8.DecodeRuneInString(line[i+blank:]); strings.ContainsRune("、｜|丨", stop) && size > 0 {
			r, n, m.rest = stop, size, i+blank // 01 | 出门之前
		} else if rest := strings.TrimLeft(line[i+blank:], "-—– "); digits == 2 && line[0] == '0' && len(rest) < len(line)-i-blank {
			m.family, m.sub, m.rest, m.number = famBar, 2, len(line)-len(rest), line[:i] // 01 —— 出门之前
			return m, rest != ""
		}
	}
	switch r {
	case '\uFE0F', '\u20E3': // 1 in a keycap
		m.sub = 5
		for strings.ContainsRune("\uFE0F\u20E3", r) && n > 0 {
			m.rest += n
			r, n = utf8.DecodeRuneInString(line[m.rest:])
		}
	case '：', ':':
		if next, _ := utf8.DecodeRuneInString(line[i+n:]); isDigit(next) {
			return mark{}, false // a time
		}
		m.sub = 3
	case '、', '.', '．':
		m.rest += n
		if r != '、' {
			m.sub = 1
		}
		if next, _ := utf8.DecodeRuneInString(line[m.rest:]); isDigit(next) && r != '、' {
			return mark{}, false
		}
	case '）', ')', '》':
		m.family, m.rest = famNumHalf, m.rest+n
	case '｜', '|', '丨', '/', '／':
		m.family = famBar
	case '-', '—', '–':
		// 01—出门之前; 3-5 days and the signs of rooms are no marks.
		if next, _ := utf8.DecodeRuneInString(strings.TrimLeft(line[i:], "-—–")); digits != 2 || line[0] != '0' || !isHan(next) {
			return mark{}, false
		}
		m.family, m.sub, m.rest = famBar, 2, len(line)-len(strings.TrimLeft(line[i:], "-—–"))
		m.number = line[:i]
		return m, true
	case ' ', '\u3000', '\t', '\u00A0':
		// A number set off by white space alone must be followed by words.
		next, _ := utf8.DecodeRuneInString(line[i+leadingSpace(line[i:]):])
		if !isHan(next) || strings.ContainsRune(counters, next) {
			return mark{}, false
		}
		m.sub = 2
		if digits == 2 && line[0] == '0' {
			m.family, m.sub = famBar, 0
		}
	default:
		if digits != 2 || line[0] != '0' || !isHan(r) || strings.ContainsRune(counters+"号版", r) {
			return mark{}, false
		}
		m.family, m.sub = famBar, 1 // 01出门之前
	}
	return m.finish(line, stopNone), true
}

// parseDecimal finishes 1.1 and 1.1.1, whose mark ends at i; r is what follows.
func parseDecimal(line string, m mark, parts, first int, r rune, n int) (mark, bool) {
	switch {
	case r == '、':
		// 3.5、 is an odd number of the style 1、.
		m.rest += n
		return m.finish(line, stopNone), true
	case first == 0 || first > 40 || strings.ContainsRune(units, r) || !isSpace(r) && !isHan(r) && !strings.ContainsRune(".．:：“《「（(", r):
		return mark{}, false
	case r == '.' || r == '．':
		m.rest += n
	}
	m.family, m.sub = famDecimal, uint8(parts)
	return m.finish(line, stopNone), true
}

// parseFullwidth reads １、 and １．, whose digits are full width.
func parseFullwidth(line string) (mark, bool) {
	m := mark{family: famNum}
	for m.rest < len(line) {
		r, n := utf8.DecodeRuneInString(line[m.rest:])
		if r < '０' || r > '９' || m.rest > 6 {
			break
		}
		m.value = m.value*10 + int(r-'０')
		m.rest += n
	}
	return m.needStop(line, "、.．")
}

// parseHan reads 一、 and 一. .
func parseHan(line string) (mark, bool) {
	value, n := number(line)
	m := mark{family: famHan, value: value, rest: n}
	if r, c := utf8.DecodeRuneInString(line[n:]); r == '问' {
		if next, _ := utf8.DecodeRuneInString(line[n+c:]); isSpace(next) || next == '：' || next == '｜' {
			m.family, m.sub, m.rest = famCounted, 39, n+c // 一问：谁来付
			return m.finish(line, stopNone), true
		}
	}
	if r, c := utf8.DecodeRuneInString(line[n:]); r == '）' || r == ')' {
		m.family, m.rest = famHanParen, n+c
		return m.finish(line, stopNone), true
	}
	if rest, ok := strings.CutPrefix(line[n:], "，"); ok && value < 20 && rest != "" {
		m.sub, m.rest = 7, len(line)-len(rest)
		m.number = line[:n]
		return m, true // 一，出门之前
	}
	if value < 20 {
		return single(line, m)
	}
	return m.needStop(line, "、.．")
}

type stop uint8

const (
	stopNone     stop = iota // what ends the mark has been read
	stopOptional             // 、 . may follow and belongs to the mark
)

// finish sets number and skips a colon, a bar and white space after the mark.
func (m mark) finish(line string, s stop) mark {
	if s == stopOptional {
		if r, n := utf8.DecodeRuneInString(line[m.rest:]); r == '、' || r == '.' || r == '．' {
			m.rest += n
		}
	}
	m.number = strings.TrimRightFunc(line[:m.rest], isSpace)
	for m.rest < len(line) {
		r, n := utf8.DecodeRuneInString(line[m.rest:])
		if strings.ContainsRune("：:｜|丨／/·", r) && !m.colon {
			m.colon = true
		} else if !isSpace(r) {
			break
		}
		m.rest += n
	}
	return m
}

// needStop reads one of the stops, which must follow, and finishes.
func (m mark) needStop(line, stops string) (mark, bool) {
	r, n := utf8.DecodeRuneInString(line[m.rest:])
	if m.rest == 0 || n == 0 || !strings.ContainsRune(stops, r) {
		return mark{}, false
	}
	m.rest += n
	return m.finish(line, stopNone), true
}
