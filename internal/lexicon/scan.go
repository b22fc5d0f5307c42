package lexicon

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"zhengwen/document"
)

// kind is what the scanner makes of a character or token.
type kind uint8

const (
	kindSpace   kind = iota
	kindHan          // cut by the dictionary
	kindNumeral      // a Han character that writes a number
	kindNumber       // a number in digits, whole
	kindWord         // a word in another script, an address, a URL; whole
	kindDot          // the middle dot of a transliterated name
	kindSymbol       // everything else
)

// Append cuts text and appends its words to dst as byte offsets. Words are
// ascending, do not overlap and cover all of text but its white space.
//
// The dictionary decides over runs of Han characters, together with the Latin
// words and numbers that touch them (T恤, 2008年); white space and symbols end a
// run. Bytes that are no UTF-8 become words of their own.
func (c *Cutter) Append(dst []document.Span, text string) []document.Span {
	run := 0 // where the current run began
	c.units = c.units[:0]
	for i := 0; i < len(text); {
		r, n := decode(text[i:])
		k := classify(r)
		if len(c.units) >= maxRun {
			dst = c.flush(dst, run, i)
		}
		if k == kindHan || k == kindNumeral {
			if len(c.units) == 0 {
				run = i
			}
			c.units = append(c.units, unit{at: int32(i - run), r: r, code: c.lex.base.code(r), kind: k})
			i += n
			continue
		}
		switch k {
		case kindWord, kindNumber:
			if len(c.units) == 0 {
				run = i
			}
			n, k = token(text[i:])
			c.pushToken(text[i:i+n], i-run, k)
		case kindDot:
			if !c.plain && c.joinsName(text[i+n:]) {
				c.units = append(c.units, unit{at: int32(i - run), r: r, kind: kindDot})
				break
			}
			dst = c.flush(dst, run, i)
			dst = append(dst, document.Span{Start: i, End: i + n})
		case kindSpace:
			dst = c.flush(dst, run, i)
		default:
			dst = c.flush(dst, run, i)
			n = symbols(text[i:], r, n)
			dst = append(dst, document.Span{Start: i, End: i + n})
		}
		i += n
	}
	return c.flush(dst, run, len(text))
}

// maxMixed is the longest Latin word or number, in bytes, that is looked up in
// the dictionary together with the Han characters around it.
const maxMixed = 12

// pushToken adds a token to the run: character by character when it can be part
// of a dictionary word, as one unit otherwise.
func (c *Cutter) pushToken(token string, at int, k kind) {
	if len(token) > maxMixed {
		c.units = append(c.units, unit{at: int32(at), kind: k})
		return
	}
	for i, r := range token {
		c.units = append(c.units, unit{at: int32(at + i), r: r, code: c.lex.base.code(r), kind: k, inner: i > 0})
	}
}

// joinsName reports whether a dot stands between two Han characters.
func (c *Cutter) joinsName(after string) bool {
	if n := len(c.units); n == 0 || c.units[n-1].kind != kindHan {
		return false
	}
	r, _ := decode(after)
	return classify(r) == kindHan
}

// decode is utf8.DecodeRuneInString with a short way for what Chinese text
// consists of.
func decode(s string) (rune, int) {
	if len(s) > 0 && s[0] < utf8.RuneSelf {
		return rune(s[0]), 1
	}
	if len(s) >= 3 && 0xE3 <= s[0] && s[0] <= 0xE9 && s[1]&0xC0 == 0x80 && s[2]&0xC0 == 0x80 {
		return rune(s[0]&0x0F)<<12 | rune(s[1]&0x3F)<<6 | rune(s[2]&0x3F), 3
	}
	return utf8.DecodeRuneInString(s)
}

func classify(r rune) kind {
	switch {
	case 0x4E00 <= r && r <= 0x9FFF:
		if IsNumeral(r) {
			return kindNumeral
		}
		return kindHan
	case r < utf8.RuneSelf:
		return ascii[r]
	case r == '，', r == '。', r == '、':
		return kindSymbol
	case r == 0x3007, r == 0x25CB: // 〇, and ○ that is typed for it
		return kindNumeral
	case 0x3400 <= r && r <= 0x4DBF, 0x20000 <= r && r <= 0x3FFFF, 0xF900 <= r && r <= 0xFAFF, r == 0x3005:
		return kindHan
	case '０' <= r && r <= '９':
		return kindNumber
	case 'Ａ' <= r && r <= 'Ｚ', 'ａ' <= r && r <= 'ｚ':
		return kindWord
	case r == 0xB7, r == 0x2022, r == 0x2027, r == 0x30FB:
		return kindDot
	case r == utf8.RuneError, 0x2010 <= r && r <= 0x2027, 0x3001 <= r && r <= 0x3003, 0xFF01 <= r && r <= 0xFF0F:
		return kindSymbol
	case unicode.IsSpace(r):
		return kindSpace
	case unicode.IsLetter(r), unicode.IsMark(r):
		return kindWord
	case unicode.Is(unicode.Nd, r):
		return kindNumber
	}
	return kindSymbol
}

// ascii classes. 0x1C to 0x1F are white space to Python, which reads the words
// back; other control characters are symbols.
var ascii = func() (t [utf8.RuneSelf]kind) {
	for c := range t {
		switch {
		case c == ' ', '\t' <= c && c <= '\r', 0x1C <= c && c <= 0x1F:
			t[c] = kindSpace
		case '0' <= c && c <= '9':
			t[c] = kindNumber
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z':
			t[c] = kindWord
		default:
			t[c] = kindSymbol
		}
	}
	return t
}()

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
	n := 0
	for _, p := range []string{"http://", "https://", "ftp://", "www."} {
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
