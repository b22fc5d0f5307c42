package meta

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"zhengwen/document"
	"zhengwen/rules"
)

// byline reads author, editor and source behind their labels, in the short blocks
// around title and body and in the first and last lines of the body.
func (p *page) byline() {
	var buf []rules.Match
	for i := range p.d.Blocks {
		b := &p.d.Blocks[i]
		if !p.shown(i) || b.Role == document.RoleTitle {
			continue
		}
		inBody := b.Role == document.RoleBody || b.Role == document.RoleHeading
		if inBody && i > p.first+1 && i < p.last-1 || !inBody && !short(b.Text) {
			continue
		}
		buf = p.labels.AppendAll(buf[:0], b.Text)
		mine := false
		for k, m := range buf {
			if m.Rule.Kind == "medium" || m.Rule.Kind == "noise" || m.Rule.Kind == "surname" || k > 0 && m.Start < buf[k-1].End && m.Rule.Kind == buf[k-1].Rule.Kind && m.End <= buf[k-1].End {
				continue
			}
			if inBody && m.Rule.Value != "text" && !short(b.Text) {
				continue
			}
			mine = p.take(m, b.Text, inBody && !short(b.Text)) || mine
		}
		if !inBody && p.beside(i) && dated(b.Text) {
			if p.meta.Source == "" {
				p.meta.Source = p.medium(b.Text)
			}
			p.unlabelled(b.Text)
			mine = true
		}
		if mine && !inBody && b.Role == document.RoleBoilerplate && weak(b.Kind) {
			b.SetBoilerplate(document.KindSource, "meta.byline")
		}
	}
	if p.meta.Author == "" {
		p.meta.Author = p.reporter
	}
	if p.meta.Author == "" {
		_, site := splitSite(p.head.first("title"))
		if a := p.head.first("author", "ld:author", "article:author"); person(a) && !strings.Contains(site, a) {
			p.meta.Author = a
		}
	}
	if p.meta.Source == "" {
		if v := p.head.first("mediaid", "source"); v != "" && utf8.RuneCountInString(v) <= siteLetters && unicode.Is(unicode.Han, firstRune(v)) {
			p.meta.Source = v
		}
	}
}

func dated(text string) bool {
	_, _, ok := FindDate(text)
	return ok
}

// beside reports whether block i stands where a byline does: between title and body
// or right behind the title.
func (p *page) beside(i int) bool {
	return p.anchor >= 0 && i > p.anchor && (i < p.first || i < p.anchor+bylineReach && i < p.last)
}

// weak reports whether a kind gives way to source in the order of the kinds.
func weak(k document.BoilerplateKind) bool {
	all := document.BoilerplateKinds()
	return slices.Index(all, k) > slices.Index(all, document.KindSource)
}

// take stores the value behind a label and reports whether there was one.
func (p *page) take(m rules.Match, text string, running bool) bool {
	kind, v := m.Rule.Kind, ""
	switch kind {
	case "poster":
		kind, v = "author", poster(text[:m.Start])
	case "signed":
		kind, v = "reporter", signed(text[:m.Start])
	default:
		v = value(text[m.End:], kind, running)
	}
	if v == "" {
		return false
	}
	switch kind {
	case "author":
		if p.meta.Author == "" {
			p.meta.Author = v
		}
	case "reporter":
		if p.reporter == "" {
			p.reporter = v
		}
	case "editor":
		if p.meta.Editor == "" {
			p.meta.Editor = v
		}
		return false
	case "source":
		if p.meta.Source == "" {
			p.meta.Source = v
		}
	}
	return true
}

// poster is the name that a line begins with, before 发表于 and its like: one word.
func poster(s string) string {
	s = strings.TrimFunc(s, document.IsSpace)
	for _, w := range [...]string{"由", "楼主", "作者"} {
		s = strings.TrimFunc(strings.TrimPrefix(s, w), document.IsSpace)
	}
	if n := utf8.RuneCountInString(s); n < 2 || n > 16 || strings.IndexFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' && r != '-' && r != '·'
	}) >= 0 {
		return ""
	}
	if dated(s) {
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
func value(s, kind string, running bool) string {
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
			if rest := strings.TrimLeftFunc(s[i:], document.IsSpace); !continues(rest, kind) {
				end = i
				break scan
			}
			continue
		case strings.ContainsRune("，,。；;：:|｜丨）)】］]>＞（(【[《『！!？?@#\"", r):
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
	for _, no := range [...]string{"未知", "佚名", "暂无", "不详", "网络", "互联网", "本站", "原创", "网上", "转载"} {
		if v == no {
			return ""
		}
	}
	return v
}

func dateAhead(s string) bool {
	_, span, ok := FindDate(s)
	return ok && span.Start == 0
}

// continues reports whether, after a single blank, a value goes on: another name of
// two to four Han characters that is not itself a label, or a Latin word.
func continues(s, kind string) bool {
	n := 0
	for i, r := range s {
		if unicode.Is(unicode.Han, r) {
			n++
			continue
		}
		if i == 0 && (r < 0x80 && unicode.IsLetter(r) || r == '(' && kind != "source") {
			return kind != "source"
		}
		if r == ':' || r == '：' || r == '/' || r == '｜' {
			return false
		}
		break
	}
	return kind != "source" && n >= 2 && n <= 3 && !strings.HasPrefix(s, "编辑") && !strings.HasPrefix(s, "来源") && !strings.HasPrefix(s, "作者") && !strings.HasPrefix(s, "责编") && !strings.HasPrefix(s, "发布") && !strings.HasPrefix(s, "阅读") && !strings.HasPrefix(s, "浏览") && !strings.HasPrefix(s, "字号") && !strings.HasPrefix(s, "时间") && !strings.HasPrefix(s, "点击") && !strings.HasPrefix(s, "摄影") && !strings.HasPrefix(s, "字体") && !strings.HasPrefix(s, "报道") && !strings.HasPrefix(s, "打印")
}

// medium is the name of a medium in a byline that has no label: a word of Han
// characters that ends as names of media do.
func (p *page) medium(text string) string {
	for _, f := range strings.FieldsFunc(text, func(r rune) bool {
		return document.IsSpace(r) || r == '|' || r == '｜' || r == '/' || r == '(' || r == ')' || r == '（' || r == '）' || r == '《' || r == '》' || digitRune(r) || r == ':' || r == '：'
	}) {
		n := utf8.RuneCountInString(f)
		if n < 3 || n > 14 || !unicode.Is(unicode.Han, firstRune(f)) {
			continue
		}
		for _, m := range p.labels.Append(nil, f) {
			if m.Rule.Kind == "medium" {
				return f
			}
		}
	}
	return ""
}

// unlabelled reads the names that stand beside the date without a label: a short one
// is the author's (阿禾 2022-03-18), a longer one the source (邻里生活志 2022-03-18).
func (p *page) unlabelled(text string) {
	if utf8.RuneCountInString(text) > bylineLetters {
		return
	}
	for _, f := range strings.FieldsFunc(text, document.IsSpace) {
		n := utf8.RuneCountInString(f)
		if n < 2 || n > 10 || strings.IndexFunc(f, func(r rune) bool { return !unicode.Is(unicode.Han, r) }) >= 0 {
			continue
		}
		person, other := n == 2, false
		for _, m := range p.labels.Append(nil, f) {
			person = person || m.Rule.Kind == "surname"
			other = other || m.Rule.Kind != "surname"
		}
		switch {
		case other || f == p.meta.Author:
		case person && p.meta.Author == "":
			p.meta.Author = f
		case !person && p.meta.Source == "":
			p.meta.Source = f
		}
	}
}

// bylineLetters is how long a byline without labels may be; longer lines say other
// things too.
const bylineLetters = 40

func digitRune(r rune) bool { return r >= '0' && r <= '9' }

// person reports whether a name from the head can be a person's: two to four Han
// characters, as sites put their own name and their logins there too.
func person(s string) bool {
	n := 0
	for _, r := range s {
		if !unicode.Is(unicode.Han, r) {
			return false
		}
		n++
	}
	return n >= 2 && n <= 4 && !strings.HasSuffix(s, "网") && !strings.HasSuffix(s, "报") && !strings.HasSuffix(s, "社")
}
