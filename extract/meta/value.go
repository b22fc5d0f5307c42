package meta

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"zhengwen/document"
)

// beforeField takes the name of the next field off a value that it is glued to, as
// fields are that only a style sheet keeps apart: 来源：县水利局浏览次数：312.
func (p *page) beforeField(v, text string) string {
	at := strings.Index(text, v)
	if v == "" || at < 0 || !strings.HasPrefix(text[at+len(v):], "：") && !strings.HasPrefix(text[at+len(v):], ":") {
		return v
	}
	end := len(v)
	for _, m := range p.labels.AppendAll(nil, v) {
		if m.Rule.Kind == "field" {
			end = min(end, m.Start)
		}
	}
	return strings.TrimFunc(v[:end], document.IsSpace)
}

// poster is the name that a line begins with, before 发表于 and its like: one word.
func (p *page) poster(s string) string {
	s = strings.TrimFunc(s, document.IsSpace)
	for _, w := range [...]string{"由", "楼主", "作者"} {
		s = strings.TrimFunc(strings.TrimPrefix(s, w), document.IsSpace)
	}
	if name, floor, ok := strings.Cut(s, " "); ok && (p.noise(floor) || strings.HasSuffix(floor, "楼")) {
		s = name
	}
	if n := utf8.RuneCountInString(s); n < 2 || n > 16 || strings.IndexFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' && r != '-' && r != '·'
	}) >= 0 {
		return ""
	}
	if _, _, ok := FindDate(s); ok {
		return ""
	}
	if p.noise(s) {
		return ""
	}
	return s
}

// signed is the name in the bracket that a report ends with: （姓名 某地报道）.
func signed(s string) string {
	open := max(strings.LastIndex(s, "（"), strings.LastIndex(s, "("))
	if open < 0 {
		return ""
	}
	name, place, ok := strings.Cut(strings.TrimLeft(s[open:], "（("), " ")
	if !ok || utf8.RuneCountInString(place) > 8 || !person(name) {
		return ""
	}
	return name
}

// Longest value of a byline field, in characters.
const (
	nameMax   = 24
	sourceMax = 24
)

// value cuts the value out of what follows a label: it ends at a mark, a figure, the
// next label or a wide gap. In running text only a name in brackets counts.
func (p *page) value(s, kind string, running bool) string {
	s = strings.TrimLeftFunc(s, func(r rune) bool {
		return document.IsSpace(r) || r == ':' || r == '：' || r == '/' || r == '|' || r == '｜' || r == '丨' || r == '【' || r == '／'
	})
	end, gap, n := len(s), 0, 0
scan:
	for i, r := range s {
		switch {
		case r == ' ' || r == 0xA0 || r == 0x3000 || document.IsSpace(r):
			gap++
			if gap > 1 || r == 0x3000 {
				end = i
				break scan
			}
			if rest := strings.TrimLeftFunc(s[i:], document.IsSpace); !p.continues(rest, kind) {
				end = i
				break scan
			}
			continue
		case strings.ContainsRune("，,。；;：:|｜丨）)】］]>＞（(【[《『！!？?@#\"", r):
			end = i
			break scan
		case (r == '/' || r == '／') && kind == "reporter":
			end = i
			break scan
		case r >= '0' && r <= '9' && kind != "source" && n > 0 && dateAhead(s[i:]):
			end = i
			break scan
		}
		gap = 0
		n++
	}
	v := strings.TrimFunc(s[:end], document.IsSpace)
	if n == 1 {
		v = spacedName(v, s[end:])
	}
	if first, rest, ok := strings.Cut(v, " "); ok && kind != "source" && p.office(first) {
		v = rest // the medium that the person works for
	}
	limit := nameMax
	if kind == "source" {
		limit = sourceMax
	}
	if c := utf8.RuneCountInString(v); c == 0 || c > limit || running && (end == len(s) || c > 12) {
		return ""
	}
	if strings.IndexFunc(v, unicode.IsLetter) < 0 {
		return ""
	}
	for _, no := range [...]string{"未知", "佚名", "暂无", "不详", "网络", "互联网", "本站", "原创", "网上", "转载", "转载文章", "作者授权", "本站原创", "整理", "综合", "admin", "管理员", "小编"} {
		if v == no {
			return ""
		}
	}
	return v
}

// spacedName is a name of two characters that a blank keeps as wide as one of three
// (林　溪), where v is the first and rest what follows.
func spacedName(v, rest string) string {
	second := strings.TrimLeftFunc(rest, document.IsSpace)
	r, size := utf8.DecodeRuneInString(second)
	if len(second) == len(rest) || !unicode.Is(unicode.Han, r) || !unicode.Is(unicode.Han, firstRune(v)) {
		return v
	}
	if next := firstRune(second[size:]); size < len(second) && unicode.IsLetter(next) {
		return v
	}
	return v + second[:size]
}

func dateAhead(s string) bool {
	_, span, ok := FindDate(s)
	return ok && span.Start == 0
}

// continues reports whether, after a single blank, a value goes on: another name of
// two or three Han characters, or a Latin word.
func (p *page) continues(s, kind string) bool {
	if kind == "source" {
		return false
	}
	end, n := len(s), 0
	for i, r := range s {
		if unicode.Is(unicode.Han, r) {
			n++
			continue
		}
		if i == 0 && (r < 0x80 && unicode.IsLetter(r) || r == '(') {
			return true
		}
		if r == ':' || r == '：' || r == '/' || r == '｜' {
			return false
		}
		end = i
		break
	}
	return n >= 2 && n <= 3 && !p.noise(s[:end])
}
