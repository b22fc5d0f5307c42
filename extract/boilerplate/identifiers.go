package boilerplate

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"zhengwen/document"
)

// provinces are the one-character names that open ICP and police numbers, with
// their Traditional forms.
const provinces = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼滇黔陇蜀滬雲遼魯蘇贛陝閩貴藏寧瓊隴"

// Identifiers reads filing numbers from all blocks but those of the head: ICP
// numbers (粤ICP备12345678号-1, 京ICP证010101号), police numbers
// (京公网安备11010100000001号) and the bare numbers of licences (粤B2-20100001,
// L-BJ-CJ00001, 10120170001). They stand in order of appearance, each once,
// without white space, in half-width characters, with their suffix. A number may
// be split by white space or over two neighbouring blocks. Formats after the
// registers of 工业和信息化部, 公安部 and 国家网信办.
func Identifiers(blocks []document.Block) document.Identifiers {
	var out document.Identifiers
	for i := range blocks {
		b := &blocks[i]
		if b.Role == document.RoleHead {
			continue
		}
		may := mayHold(b.Text)
		if may == (traces{}) {
			continue
		}
		next := ""
		for j := i + 1; j < len(blocks) && next == ""; j++ {
			if blocks[j].Role != document.RoleHead {
				next = blocks[j].Text
			}
		}
		may.read(&out, b.Text, next)
	}
	return out
}

// traces says which numbers a text may hold.
type traces struct{ icp, police, licence bool }

// marked are the bits of the last two bytes of the characters that mayHold looks for.
var marked = lastBytes("网網许許字经－Ｐ０１２３４５６７８９")

// bytePair has a bit for each value of the low six bits of a byte, of two bytes.
type bytePair struct{ middle, last uint64 }

func lastBytes(chars string) (b bytePair) {
	for _, r := range chars {
		b.middle |= 1 << (r >> 6 & 63)
		b.last |= 1 << (r & 63)
	}
	return b
}

// mayHold looks, in one pass, for the letters without which there is no number.
func mayHold(text string) traces {
	var may traces
	digit := false
	for i := 0; i < len(text); {
		switch c := text[i]; {
		case c >= 0xE0 && i+3 <= len(text):
			if marked.last>>(text[i+2]&63)&(marked.middle>>(text[i+1]&63))&1 != 0 {
				digit = may.at(text, i) || digit
			}
			i += 3
			continue
		case c-'0' <= 9:
			digit = true
		case c == 'P' || c == 'p':
			may.icp = may.icp || endsInC(text[:i])
		case c == '-':
			before := text[max(0, i-2):i] // B2-20100001, A-2-20100001, L-BJ-CJ00001
			may.licence = may.licence || strings.HasSuffix(before, "A") || strings.HasSuffix(before, "B") || strings.HasSuffix(before, "L") ||
				before == "A1" || before == "A2" || before == "B1" || before == "B2"
		}
		i++
	}
	if !digit && !mayGoOn(text) {
		return traces{}
	}
	return may
}

// at notes what the character of three bytes at byte i lets expect, and reports
// whether it is a digit.
func (may *traces) at(text string, i int) (digit bool) {
	after := text[i+3:]
	switch c := text[i : i+3]; c {
	case "网":
		may.police = may.police || strings.HasPrefix(after, "安") || strings.HasPrefix(after, " 安") || strings.HasSuffix(text[:i], "公")
		may.licence = may.licence || strings.HasPrefix(after, "文")
	case "網":
		may.police = may.police || strings.HasPrefix(after, "安")
	case "许":
		may.licence = may.licence || strings.HasPrefix(after, "可证")
	case "許":
		may.licence = may.licence || strings.HasPrefix(after, "可證")
	case "字":
		may.licence = may.licence || strings.HasPrefix(after, "第")
	case "经":
		may.licence = may.licence || strings.HasPrefix(after, "营性")
	case "－":
		may.licence = true
	case "Ｐ":
		may.icp = true
	default:
		return "０" <= c && c <= "９"
	}
	return false
}

// mayGoOn reports whether text may end in the beginning of a number that the next
// block ends.
func mayGoOn(text string) bool {
	switch r, _ := utf8.DecodeLastRuneInString(text); r {
	case '备', '備', '证', '證', '案', '号', '號', ':', '：', '安', 'P', 'p':
		return true
	}
	return false
}

// endsInC reports whether text ends in a C, white space apart.
func endsInC(text string) bool {
	c := strings.TrimRightFunc(text[max(0, len(text)-8):], document.IsSpace)
	return c != "" && c[len(c)-1]|0x20 == 'c'
}

var (
	space = `[\s\pZ\x{200B}\x{FEFF}]*`

	icp = regexp.MustCompile(`([` + provinces + `])` + space + `[IiＩ]` + space + `[CcＣ]` + space + `[PpＰ]` + space +
		`([备備证證])` + space + `案?` + space + `(?:字?第)?[:：]?` + space + `([0-9０-９][0-9０-９\s\pZ]*)` + `(号|號)?` + `(?:` + space + `[-－–—_]` + space + `([0-9０-９]{1,3}))?`)
	police = regexp.MustCompile(`([` + provinces + `])?` + space + `公` + space + `(\p{Han})?` + space + `([网網])` + space + `安` + space + `([备備])` + space +
		`案?` + space + `[:：]?` + space + `([0-9０-９][0-9０-９\s\pZ]*)` + `(号|號)?`)
	licence = regexp.MustCompile(`(?:[` + provinces + `合]` + space + `)?[AB][12](?:[.、][AB][12])*[-－][0-9]{8}(?:-[0-9]{1,3})?|` +
		`[` + provinces + `]` + space + `[AB]-(?:[0-9]-)*[0-9]{8}|` +
		`\bL-[A-Z]{2,3}-?[A-Z]{0,3}[0-9]{4,6}\b|` +
		`(?:许可证|許可證)(?:编|編)?(?:号码?|號碼?)?` + space + `[:：]?` + space + `[（(]?` + space + `([0-9]{7,14})(?:[^0-9]|$)|` +
		`[` + provinces + `]网文[〔\[（(【]?[0-9]{4}[〕\]）)】]?[0-9]{3,5}-[0-9]{2,4}号?|` +
		`[（(][` + provinces + `][）)]` + space + `-` + space + `(?:非?经营性)` + space + `-` + space + `[0-9]{4}` + space + `-` + space + `[0-9]{3,5}|` +
		`[（(][` + provinces + `][）)]字第[0-9]{3,6}号`)
)

// leastLicence is how many digits of ASCII stand together in every form of licence.
const leastLicence = 3

// holdsDigits reports whether so many digits of ASCII stand together in text.
func holdsDigits(text string, least int) bool {
	for i := least - 1; i < len(text); i += least {
		if text[i]-'0' > 9 {
			continue
		}
		from, to := i, i+1
		for from > 0 && text[from-1]-'0' <= 9 {
			from--
		}
		for to < len(text) && text[to]-'0' <= 9 {
			to++
		}
		if to-from >= least {
			return true
		}
	}
	return false
}

// window is how far a number may reach into the next block, in bytes.
const window = 60

// read appends the numbers that begin in text.
func (may traces) read(out *document.Identifiers, text, next string) {
	// What begins in this block may end in the next; what begins in the next is its own.
	own := len(text)
	if own > 0 && next != "" {
		text += " " + next[:runeStart(next, min(len(next), window))]
	}
	if may.icp {
		for _, m := range icp.FindAllStringSubmatchIndex(text, -1) {
			if m[0] < own {
				if s := icpNumber(text, m); s != "" {
					out.ICP = once(out.ICP, s)
				}
			}
		}
	}
	if may.police {
		for _, m := range police.FindAllStringSubmatchIndex(text, -1) {
			if m[0] < own {
				if s := policeNumber(text, m); s != "" {
					out.Police = once(out.Police, s)
				}
			}
		}
	}
	if !may.licence || !holdsDigits(text, leastLicence) {
		return
	}
	for _, m := range licence.FindAllStringSubmatchIndex(text, -1) {
		if m[0] >= own {
			continue
		}
		s := text[m[0]:m[1]]
		if m[2] >= 0 {
			s = text[m[2]:m[3]]
		}
		out.Licence = once(out.Licence, squeeze(s))
	}
}

// Lengths of the digits. ICP: six to eight for a permit (证), eight for a filing
// (备), ten where the year leads. Police: the district's code and a serial, mostly 14.
const (
	minICP, maxICP       = 6, 10
	filingICP            = 8
	minPolice, maxPolice = 11, 14
)

func icpNumber(text string, m []int) string {
	enough := minICP
	if kind := group(text, m, 2); kind == "备" || kind == "備" {
		enough = filingICP
	}
	digits, all := digitsOf(text[m[6]:m[7]], enough)
	if len(digits) < minICP || len(digits) > maxICP {
		return ""
	}
	s := group(text, m, 1) + "ICP" + group(text, m, 2) + digits
	if !all {
		return s
	}
	s += group(text, m, 4)
	if n := group(text, m, 5); n != "" {
		s += "-" + squeeze(n)
	}
	return s
}

func policeNumber(text string, m []int) string {
	digits, all := digitsOf(text[m[10]:m[11]], maxPolice)
	if len(digits) < minPolice || len(digits) > maxPolice {
		return ""
	}
	s := group(text, m, 1) + "公" + group(text, m, 2) + group(text, m, 3) + "安" + group(text, m, 4) + digits
	if all {
		s += group(text, m, 6)
	}
	return s
}

// digitsOf reads digits over white space; once there are enough of them white
// space ends the number. all is false when something was left behind it.
func digitsOf(s string, enough int) (digits string, all bool) {
	var out []byte
	gap := false
	for _, r := range s {
		switch {
		case r >= '０' && r <= '９':
			r -= '０' - '0'
			fallthrough
		case r >= '0' && r <= '9':
			if gap && len(out) >= enough {
				return string(out), false
			}
			gap = false
			out = append(out, byte(r))
		default:
			gap = true
		}
	}
	return string(out), true
}

func group(text string, m []int, i int) string {
	if m[2*i] < 0 {
		return ""
	}
	return text[m[2*i]:m[2*i+1]]
}

// squeeze removes white space and narrows full-width digits and letters.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case document.IsSpace(r):
			return -1
		case r >= '！' && r <= '～' && r != '（' && r != '）':
			return r - '！' + '!'
		}
		return r
	}, s)
}

// maxNumbers bounds each list; a page with more is a register, not a site.
const maxNumbers = 500

func once(list []string, s string) []string {
	if len(list) >= maxNumbers || slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}
