package article

import (
	"unicode/utf8"

	"zhengwen/document"
)

// Shares of letters that tell a language. Japanese prose is a third kana at least,
// Chinese pages quote some; a Han character stands for about four Latin letters.
const (
	kanaShare   = 0.12
	hangulShare = 0.3
	hanLetters  = 4
	latinAlone  = 0.85
)

// lang tells the language of the body by the letters it is written in.
func (p *page) lang() document.Lang {
	var han, kana, hangul, latin, other int
	for i := range p.d.Blocks {
		b := &p.d.Blocks[i]
		if b.Role != document.RoleBody && b.Role != document.RoleTitle {
			continue
		}
		for i := 0; i < len(b.Text); {
			if n := document.HanPrefix(b.Text[i:]); n > 0 {
				han += n / len("一")
				i += n
				continue
			}
			r, n := utf8.DecodeRuneInString(b.Text[i:])
			i += n
			switch {
			case r < 0x80:
				if r|0x20 >= 'a' && r|0x20 <= 'z' {
					latin++
				}
			case r >= 0x4E00 && r <= 0x9FFF || r >= 0x3400 && r <= 0x4DBF || r >= 0x20000 && r <= 0x3FFFF || r >= 0xE000 && r <= 0xF8FF:
				han++
			case r >= 0x3041 && r <= 0x30FF:
				kana++
			case r >= 0xAC00 && r <= 0xD7AF:
				hangul++
			case document.IsLetter(r) && r < 0x2000:
				other++
			}
		}
	}
	switch {
	case float64(kana) > kanaShare*float64(han+kana) && kana >= 10:
		return document.LangJapanese
	case float64(hangul) > hangulShare*float64(han+hangul) && hangul >= 10:
		return document.LangKorean
	}
	foreign := latin + other
	if float64(foreign) > latinAlone*float64(foreign+hanLetters*han) && foreign >= 40 {
		if other > latin/2 {
			return document.LangOther
		}
		return document.LangEnglish
	}
	return document.LangChinese
}
