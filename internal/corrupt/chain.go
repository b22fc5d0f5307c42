package corrupt

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
)

// Bad says what becomes of a byte that cannot be decoded.
type Bad uint8

const (
	Replace  Bad = iota // U+FFFD
	Question            // ?
	Delete              // nothing
	Latin               // the control character of the same number, as latin-1 has it
)

// A Chain is text encoded one way and read another.
type Chain struct {
	Name     string
	From, To encoding.Encoding
	Bad      Bad
}

// Chains are the wrong decodings seen on the web.
var Chains = []Chain{
	{"u8>latin1", unicode.UTF8, charmap.ISO8859_1, Latin},
	{"u8>cp1252", unicode.UTF8, charmap.Windows1252, Latin},
	{"u8>cp1252, bad lost", unicode.UTF8, charmap.Windows1252, Question},
	{"u8>cp1251", unicode.UTF8, charmap.Windows1251, Latin},
	{"u8>cp437", unicode.UTF8, charmap.CodePage437, Replace},
	{"u8>macroman", unicode.UTF8, charmap.Macintosh, Replace},
	{"gbk>latin1", simplifiedchinese.GBK, charmap.ISO8859_1, Latin},
	{"gbk>cp1252", simplifiedchinese.GBK, charmap.Windows1252, Latin},
	{"gbk>cp1250", simplifiedchinese.GBK, charmap.Windows1250, Latin},
	{"big5>latin1", traditionalchinese.Big5, charmap.ISO8859_1, Latin},
	{"u8>gbk", unicode.UTF8, simplifiedchinese.GBK, Replace},
	{"u8>gbk, ?", unicode.UTF8, simplifiedchinese.GBK, Question},
	{"gbk>big5", simplifiedchinese.GBK, traditionalchinese.Big5, Replace},
	{"gbk>cp949", simplifiedchinese.GBK, korean.EUCKR, Replace},
	{"gbk>cp932", simplifiedchinese.GBK, japanese.ShiftJIS, Replace},
}

// Apply damages a text. It fails when From cannot encode it.
func (c Chain) Apply(text string) (string, error) {
	raw, err := c.From.NewEncoder().Bytes([]byte(text))
	if err != nil {
		return "", fmt.Errorf("encode for %s: %w", c.Name, err)
	}
	return c.Bad.decode(raw, c.To), nil
}

// Dropped is GBK text that has lost its k-th byte. It fails when GBK cannot encode
// it.
func Dropped(text string, k int, bad Bad) (string, error) {
	raw, err := simplifiedchinese.GBK.NewEncoder().Bytes([]byte(text))
	if err != nil {
		return "", fmt.Errorf("encode: %w", err)
	}
	return bad.decode(append(raw[:k:k], raw[k+1:]...), simplifiedchinese.GBK), nil
}

// DroppedUnicode is UTF-8 text that has lost a byte of its k-th character, read by
// a program that shows one U+FFFD for what is left of it. It returns the character
// too, 0 when it has one byte or there is none.
func DroppedUnicode(text string, k int) (string, rune) {
	for i, r := range text {
		if k == 0 {
			if r < 0x80 {
				return text, 0
			}
			return text[:i] + "\uFFFD" + text[i+utf8.RuneLen(r):], r
		}
		k--
	}
	return text, 0
}

// decode reads bytes one or two at a time. Of a pair that does not fit only the
// first byte is bad.
func (bad Bad) decode(raw []byte, e encoding.Encoding) string {
	dec := e.NewDecoder()
	var out strings.Builder
	for i := 0; i < len(raw); {
		n := 1
		r := utf8.RuneError
		if raw[i] < 0x80 {
			r = rune(raw[i])
		} else {
			for k := 1; k <= 2 && i+k <= len(raw); k++ {
				s, err := dec.Bytes(raw[i : i+k])
				if v, size := utf8.DecodeRune(s); err == nil && size == len(s) && v != utf8.RuneError {
					r, n = v, k
					break
				}
			}
		}
		switch {
		case r != utf8.RuneError:
			out.WriteRune(r)
		case bad == Replace:
			out.WriteRune(r)
		case bad == Question:
			out.WriteByte('?')
		case bad == Latin:
			out.WriteRune(rune(raw[i]))
		}
		i += n
	}
	return out.String()
}
