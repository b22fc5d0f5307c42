package lexicon

import "strings"

// token measures the Latin word, number, address or URL that text begins with
// and says which it is: kindNumber when it holds digits and no letters.
func token(text string) (int, kind) {
	if n := urlLen(text); n > 0 {
		return n, kindWord
	}
	k := kindNumber
	i := 0
	var last rune
	for i < len(text) {
		r, n := decode(text[i:])
		switch c := classify(r); {
		case c == kindWord:
			k = kindWord
		case c == kindNumber:
		case i > 0 && connects(last, r, text[i+n:]):
		case i > 0 && (r == '%' || r == '％' || r == '‰') && isDigit(last):
			return i + n, k
		case i > 0 && k == kindWord && (r == '+' || r == '#'):
			i += n
			if r == '+' && i < len(text) && text[i] == '+' {
				i++ // C++
			}
			return i, k
		default:
			return i, k
		}
		last = r
		i += n
	}
	return i, k
}

// connects reports whether a mark joins the letters or digits on its two sides
// into one token: 3.5, 10:30, 2024-01-05, 1,000, a@b.cn, AT&T, don't.
func connects(before, mark rune, after string) bool {
	next, n := decode(after)
	digits := isDigit(before) && isDigit(next)
	switch mark {
	case '.', '-', '_', '&', '@', '\'', '’':
		letters := func(r rune) bool { k := classify(r); return k == kindWord || k == kindNumber }
		return letters(before) && letters(next)
	case '．', '·', ':', '：', '/', '∶':
		return digits
	case ',', '，': // only between groups of three, so that lists of numbers come apart
		if !digits {
			return false
		}
		for range 2 {
			after = after[n:]
			if next, n = decode(after); !isDigit(next) {
				return false
			}
		}
		next, _ = decode(after[n:])
		return !isDigit(next)
	}
	return false
}

func isDigit(r rune) bool { return '0' <= r && r <= '9' || '０' <= r && r <= '９' }

// urlLen is the length of the URL text begins with, 0 for none. Marks that end a
// sentence do not belong to it.
func urlLen(text string) int {
	switch text[0] | 0x20 {
	case 'h', 'f', 'w':
	default:
		return 0
	}
	n := 0
	for _, p := range [...]string{"http://", "https://", "ftp://", "www."} {
		if len(text) > len(p) && strings.EqualFold(text[:len(p)], p) {
			n = len(p)
			break
		}
	}
	if n == 0 {
		return 0
	}
	head := n
	for n < len(text) && '!' <= text[n] && text[n] <= '~' && !strings.ContainsRune(`"<>\^{|}'`+"`", rune(text[n])) {
		n++
	}
	for n > head && strings.IndexByte(".,;:!?)(]", text[n-1]) >= 0 {
		n--
	}
	if n == head {
		return 0
	}
	return n
}

// symbols measures the run of one and the same mark that text begins with, for
// marks that are written several times: …… —— --- ***.
func symbols(text string, r rune, n int) int {
	switch r {
	case '…', '—', '─', '-', '=', '*', '_', '~', '～', '.', '．', '·', '?', '!', '？', '！', '＊', '－':
	default:
		return n
	}
	mark := text[:n]
	for strings.HasPrefix(text[n:], mark) {
		n += len(mark)
	}
	return n
}
