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
		if !p.shown(i) || b.Caption || b.Role == document.RoleTitle {
			continue
		}
		inBody := b.Role == document.RoleBody || b.Role == document.RoleHeading
		if inBody && i > p.first+1 && i < p.last-1 || !inBody && !short(b.Text) {
			continue
		}
		buf = p.labels.AppendAll(buf[:0], b.Text)
		mine := false
		for k, m := range buf {
			if !labels(m.Rule.Kind) || k > 0 && m.Start < buf[k-1].End && m.Rule.Kind == buf[k-1].Rule.Kind && m.End <= buf[k-1].End {
				continue
			}
			if inBody && m.Rule.Value != "text" && !short(b.Text) {
				continue
			}
			mine = p.take(m, b.Text, inBody && !short(b.Text)) || mine
		}
		if _, _, ok := FindDate(b.Text); (ok || dayOnly(b.Text)) && !inBody && p.beside(i) && !(p.thread() && i > p.first) {
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
		p.meta.Author = p.classed()
	}
	if p.meta.Author == "" {
		p.meta.Author = p.reporter
	}
	if p.meta.Author == "" {
		_, site := splitSite(p.head.first("title"))
		a := p.head.first("author", "ld:author", "article:author")
		if at := strings.IndexAny(a, ",，、_|"); at >= 0 {
			a = a[:at] // the name of the site stands behind it
		}
		if person(a) && !strings.Contains(site, a) {
			p.meta.Author = a
		}
	}
	if p.meta.Source == "" {
		if v := p.head.first("mediaid", "source"); v != "" && utf8.RuneCountInString(v) <= siteLetters && unicode.Is(unicode.Han, firstRune(v)) {
			p.meta.Source = v
		}
	}
}

// dayOnly reports whether a line holds a day with its hour and no year: 04-17 16:02.
func dayOnly(text string) bool {
	at := strings.IndexByte(text, ':')
	return at >= 8 && at+3 <= len(text) && text[at-6] == '-' && text[at-3] == ' ' && strings.IndexFunc(text[at-8:at-6]+text[at-5:at-3]+text[at-2:at]+text[at+1:at+3], func(r rune) bool { return !digitRune(r) }) < 0
}

// labels reports whether rules of that kind are labels, which others are not that speak
// of values.
func labels(kind string) bool {
	switch kind {
	case "medium", "noise", "surname", "field", "author-class":
		return false
	}
	return true
}

// thread reports whether the page is one of posts, each of which has a byline.
func (p *page) thread() bool {
	return p.d.Kind == document.PageForum || p.d.Kind == document.PageQA
}

// beside reports whether block i stands where a byline does: between title and body
// or right behind the title.
func (p *page) beside(i int) bool {
	return p.anchor >= 0 && i > p.anchor && (i < p.first || i < p.anchor+bylineReach && i < p.last)
}

// classed is the name in a line of its own above the text, or right below the title,
// whose element is named after authors.
func (p *page) classed() string {
	end := min(p.anchor+bylineReach, len(p.d.Blocks))
	if !p.thread() { // the name of who answers stands below the question
		end = min(end, p.first)
	}
	for i := max(0, p.anchor-bylineBack); i < end; i++ {
		b := &p.d.Blocks[i]
		if !p.shown(i) || b.Element < 0 || b.Role == document.RoleTitle || !alone(b.Text) {
			continue
		}
		name, matched := p.d.Elements[b.Element], false
		for _, s := range [...]string{name.Class, name.ID} {
			for _, m := range p.labels.Append(nil, s) {
				matched = matched || m.Rule.Kind == "author-class"
			}
		}
		for _, m := range p.labels.Append(nil, b.Text) {
			matched = matched && m.Rule.Kind != "noise" && m.Rule.Kind != "field"
		}
		if matched {
			b.SetBoilerplate(document.KindSource, "meta.author-class")
			return b.Text
		}
	}
	return ""
}

// alone reports whether a text is one name: letters without blanks and marks.
func alone(text string) bool {
	n := utf8.RuneCountInString(text)
	return n >= 2 && n <= nameMax && strings.IndexFunc(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !digitRune(r) && r != '_' && r != '-' && r != '·'
	}) < 0
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
		kind, v = "author", p.poster(text[:m.Start])
	case "signed":
		kind, v = "reporter", signed(text[:m.Start])
	default:
		v = p.beforeField(value(text[m.End:], kind, running), text[m.End:])
	}
	if v == "" {
		return false
	}
	switch kind {
	case "author":
		if p.meta.Author == "" {
			p.meta.Author = v
		}
	case "publisher":
		if !p.office(v) {
			if p.meta.Author == "" {
				p.meta.Author = v
			}
		} else if p.meta.Source == "" {
			p.meta.Source = v
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

// office reports whether a name is that of a medium, an office or a part of one.
func (p *page) office(name string) bool {
	for _, m := range p.labels.Append(nil, name) {
		if m.Rule.Kind == "medium" {
			return true
		}
	}
	return false
}

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

// noise reports whether a text holds a word that names nobody.
func (p *page) noise(text string) bool {
	for _, m := range p.labels.Append(nil, text) {
		if m.Rule.Kind == "noise" {
			return true
		}
	}
	return false
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
	last := ' '
	for _, f := range strings.FieldsFunc(text, func(r rune) bool {
		// A dot behind a time sets apart, one between names joins them.
		sets := document.IsSpace(r) || r == '|' || r == '｜' || r == '·' && digitRune(last)
		last = r
		return sets
	}) {
		n := utf8.RuneCountInString(f)
		if n < 2 || n > 10 || strings.IndexFunc(f, func(r rune) bool { return !unicode.Is(unicode.Han, r) }) >= 0 {
			continue
		}
		person, other := false, false
		for _, m := range p.labels.Append(nil, f) {
			person = person || m.Rule.Kind == "surname"
			other = other || m.Rule.Kind != "surname"
		}
		switch {
		case other || f == p.meta.Author:
		case person && p.meta.Author == "":
			p.meta.Author = f
		case !person && n > 2 && p.meta.Source == "":
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
