package lexicon

import (
	"slices"
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
	kindSurname      // a Han character that begins names of persons
	kindPlace        // a Han character that ends names of places
	kindNumber       // a number in digits, whole
	kindWord         // a word in another script, an address, a URL; whole
	kindDot          // the middle dot of a transliterated name
	kindSymbol       // everything else
)

// han reports whether k is a Han character that is no numeral.
func (k kind) han() bool { return k == kindHan || k == kindSurname || k == kindPlace }

// Append cuts text and appends its words to dst as byte offsets. Words are
// ascending, do not overlap and cover all of text but its white space.
//
// The dictionary decides over runs of Han characters, together with the Latin
// words and numbers that touch them (T恤, 2008年); white space and symbols end a
// run. Bytes that are no UTF-8 become words of their own.
func (c *Cutter) Append(dst []document.Span, text string) []document.Span {
	m := c.lex.base
	run := 0 // where the current run began
	c.clear()
	for i := 0; i < len(text); {
		if len(c.units) >= maxRun {
			dst = c.flush(dst, run, i)
		}
		if len(c.units) == 0 {
			run = i
		}
		if r, ok := han(text, i); ok {
			code := m.code(r)
			u := c.push()
			u.path, u.at, u.r, u.code, u.kind, u.inner = unreachable, int32(i-run), r, code, m.kinds[code], false
			if u.kind != kindHan {
				c.marks = append(c.marks, int32(len(c.units)-1))
			}
			i += 3
			continue
		}
		r, n := decode(text[i:])
		k := classify(r)
		switch k {
		case kindHan, kindNumeral:
			c.pushUnit(i-run, r, k)
		case kindWord, kindNumber:
			n, k = token(text[i:])
			c.pushToken(text[i:i+n], i-run, k)
		case kindDot:
			if !c.plain && c.joinsName(text[i+n:]) {
				c.pushUnit(i-run, r, k)
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

// han decodes the character of U+4E00 to U+9FFF at text[i:], if one stands there.
func han(text string, i int) (rune, bool) {
	if i+2 >= len(text) || text[i]-0xE4 > 5 {
		return 0, false
	}
	r := rune(text[i]&0x0F)<<12 | rune(text[i+1]&0x3F)<<6 | rune(text[i+2]&0x3F)
	return r, r >= 0x4E00 && text[i+1]&0xC0 == 0x80 && text[i+2]&0xC0 == 0x80
}

// push adds a unit to the run, whose fields must all be set.
func (c *Cutter) push() *unit {
	n := len(c.units)
	if n == cap(c.units) {
		c.units = slices.Grow(c.units, 1)
	}
	c.units = c.units[:n+1]
	return &c.units[n]
}

// pushUnit adds a character that the dictionary seldom knows.
func (c *Cutter) pushUnit(at int, r rune, k kind) {
	u := c.push()
	u.path, u.at, u.r, u.code, u.kind, u.inner = unreachable, int32(at), r, c.lex.base.code(r), k, false
	if k != kindHan && k != kindWord {
		c.marks = append(c.marks, int32(len(c.units)-1))
	}
}

// maxMixed is the longest Latin word or number, in bytes, that is looked up in
// the dictionary together with the Han characters around it.
const maxMixed = 12

// pushToken adds a token to the run: character by character when it can be part
// of a dictionary word, as one unit otherwise.
func (c *Cutter) pushToken(token string, at int, k kind) {
	c.mixed = true
	if len(token) > maxMixed {
		c.pushUnit(at, 0, k)
		return
	}
	for i, r := range token {
		c.pushUnit(at+i, r, k)
		c.units[len(c.units)-1].inner = i > 0
	}
}

// joinsName reports whether a dot stands between two Han characters.
func (c *Cutter) joinsName(after string) bool {
	if n := len(c.units); n == 0 || !c.units[n-1].kind.han() {
		return false
	}
	r, _ := decode(after)
	return classify(r).han()
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
