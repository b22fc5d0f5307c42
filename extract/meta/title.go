package meta

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"zhengwen/document"
)

// title takes the heading that stage article found to open the page's <title>, else
// og:title, else <title> without the site's name, and marks the block that says it.
func (p *page) title() {
	p.belowTitle()
	for i := range p.d.Blocks {
		if b := &p.d.Blocks[i]; b.Role == document.RoleTitle {
			if t := strings.TrimFunc(b.Text, document.IsSpace); p.meta.Title == "" {
				p.meta.Title = t
			} else {
				p.meta.Title += " " + t // a title broken by <br>
			}
		}
	}
	if p.meta.Title != "" {
		p.withoutClass()
		return
	}
	t := p.head.first("og:title", "ld:headline", "title")
	if t == "" {
		return
	}
	t, _ = splitSite(t)
	p.meta.Title = t
	k := key(t)
	if utf8.RuneCountInString(k) < 4 {
		return
	}
	for i := range p.d.Blocks {
		if b := &p.d.Blocks[i]; p.shown(i) && len(b.Text) < 2*len(t) && key(b.Text) == k {
			b.Set(document.RoleTitle, "meta.title")
			p.meta.Title = strings.TrimFunc(b.Text, document.IsSpace)
			return
		}
	}
}

// withoutClass takes the class of a thread, which boards set before its title in
// brackets, off a title that the head gives without it.
func (p *page) withoutClass() {
	for _, brackets := range [...][2]string{{"[", "]"}, {"【", "】"}} {
		if !strings.HasPrefix(p.meta.Title, brackets[0]) {
			continue
		}
		_, rest, ok := strings.Cut(p.meta.Title, brackets[1])
		rest = strings.TrimFunc(rest, document.IsSpace)
		if ok && rest != "" && strings.HasPrefix(p.head.first("title", "og:title"), rest) {
			p.meta.Title = rest
		}
	}
}

// belowTitle puts right a title line that names a medium and stands below a longer
// line: the line above is the title, and the medium its source.
func (p *page) belowTitle() {
	for i := 1; i < len(p.d.Blocks); i++ {
		b, above := &p.d.Blocks[i], &p.d.Blocks[i-1]
		if b.Role != document.RoleTitle {
			continue
		}
		n := utf8.RuneCountInString(above.Text)
		if b.Tag == "line" && above.Role == document.RoleBoilerplate && above.Kind == document.KindOther && n > utf8.RuneCountInString(b.Text) && n <= maxTitle && p.named(b.Text) {
			above.Set(document.RoleTitle, "meta.title")
			p.meta.Source = strings.TrimFunc(b.Text, document.IsSpace)
			b.SetBoilerplate(document.KindSource, "meta.byline")
		}
		return
	}
}

// maxTitle is how long a title line may be, in characters.
const maxTitle = 60

// named reports whether a text is nothing but the name of a medium.
func (p *page) named(text string) bool {
	for _, m := range p.labels.Append(nil, text) {
		if m.Rule.Kind == "medium" {
			return strings.IndexFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !document.IsSpace(r) }) < 0
		}
	}
	return false
}

// Longest name of a site or channel behind a title, in characters.
const siteLetters = 16

// splitSite cuts the names of site and channel off a <title> and returns the last of
// them. An underscore or a bar always sets them apart, a hyphen does with blanks or
// before a short name.
func splitSite(t string) (title, site string) {
	title = strings.TrimFunc(t, document.IsSpace)
	for {
		at, size := lastSeparator(title)
		if at <= 0 {
			return title, site
		}
		rest := strings.TrimFunc(title[at+size:], document.IsSpace)
		before := strings.TrimRightFunc(title[:at], func(r rune) bool { return document.IsSpace(r) || separator(r) })
		if n := utf8.RuneCountInString(rest); n > siteLetters || utf8.RuneCountInString(before) < 4 || n > 0 && !unicode.IsLetter(firstRune(rest)) && n > 8 {
			return title, site
		}
		if site == "" && siteLike(rest) {
			site = rest
		}
		title = before
	}
}

func separator(r rune) bool {
	switch r {
	case '_', '|', '｜', '-', '–', '—', '－', '＿', '·', '«', '»', '›', '丨':
		return true
	}
	return false
}

func lastSeparator(s string) (at, size int) {
	at = -1
	for i, r := range s {
		if separator(r) && r != '·' {
			at, size = i, utf8.RuneLen(r)
		}
	}
	return at, size
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// key folds a text to its letters and digits.
func key(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 0xFF01 && r <= 0xFF5E {
			r -= 0xFEE0
		}
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// siteName takes the name behind the page's <title>, else the first item of the
// breadcrumb that is no home page, else the name beside ©.
func (p *page) siteName() {
	if full := p.head.first("title"); full != "" {
		rest := full
		if t := p.meta.Title; t != "" && strings.HasPrefix(full, t) {
			rest = full[len(t):]
			if _, site := splitSite("正文正文" + rest); site != "" {
				p.meta.SiteName = site
				return
			}
		} else if _, site := splitSite(full); site != "" {
			p.meta.SiteName = site
			return
		}
	}
	for i := range p.d.Blocks {
		if b := &p.d.Blocks[i]; p.shown(i) && i < p.first && (b.Kind == document.KindBreadcrumb || strings.IndexAny(b.Text, ">＞»›") > 0) {
			if n := crumbSite(b.Text); n != "" {
				p.meta.SiteName = n
				return
			}
		}
	}
	for i := range p.d.Blocks[:min(p.first, len(p.d.Blocks))] {
		if b := &p.d.Blocks[i]; p.shown(i) && b.Kind == document.KindNavigation {
			if n := menuSite(b.Text); n != "" {
				p.meta.SiteName = n
			}
			break
		}
	}
	if p.meta.SiteName != "" {
		return
	}
	for i := range p.d.Blocks {
		if b := &p.d.Blocks[i]; p.shown(i) && i > p.last {
			if n := ownerName(b.Text); n != "" {
				p.meta.SiteName = n
				return
			}
		}
	}
	if n := p.head.first("og:site_name"); n != "" && utf8.RuneCountInString(n) <= siteLetters {
		p.meta.SiteName = n
	}
}

// crumbSite is the first item of a breadcrumb that is not the home page.
func crumbSite(text string) string {
	if i := strings.IndexAny(text, ":："); i >= 0 && i < 30 {
		_, n := utf8.DecodeRuneInString(text[i:])
		text = text[i+n:]
	}
	items := strings.FieldsFunc(strings.ReplaceAll(text, " - ", ">"), func(r rune) bool { return r == '>' || r == '＞' || r == '»' || r == '›' || r == '/' || r == '→' })
	if len(items) < 2 {
		return ""
	}
	// Behind a bare 首页 come channels, not the site.
	first := strings.TrimFunc(items[0], document.IsSpace)
	for _, home := range [...]string{"首页", "主页"} {
		first = strings.TrimFunc(strings.TrimSuffix(first, home), document.IsSpace)
	}
	if n := utf8.RuneCountInString(first); n >= 2 && n <= siteLetters && siteLike(first) {
		return first
	}
	return ""
}

// menuSite is the first item of a menu when it is named as sites are; 首页 and
// channels are not.
func menuSite(text string) string {
	first, _, _ := strings.Cut(text, "|")
	if f := strings.FieldsFunc(first, document.IsSpace); len(f) > 0 {
		first = f[0]
	}
	if n := utf8.RuneCountInString(first); n < 3 || n > siteLetters {
		return ""
	}
	for _, end := range [...]string{"网", "社区", "论坛", "热线", "信息港", "在线"} {
		if strings.HasSuffix(first, end) {
			return first
		}
	}
	return ""
}

// ownerName is the name beside © or 版权所有.
func ownerName(text string) string {
	if strings.Contains(text, "作者") || !strings.Contains(text, "©") && !strings.Contains(text, "版权所有") && !strings.Contains(text, "Copyright") {
		return ""
	}
	for _, f := range strings.FieldsFunc(text, func(r rune) bool {
		return document.IsSpace(r) || r == '©' || r == '|' || r == '.' || r == ',' || r == '，' || r == '：' || r == ':'
	}) {
		f = strings.TrimPrefix(strings.TrimSuffix(f, "版权所有"), "版权所有")
		if n := utf8.RuneCountInString(f); n >= 2 && n <= siteLetters && siteLike(f) && unicode.Is(unicode.Han, firstRune(f)) && !strings.Contains(f, "备") && !strings.Contains(f, "版权") && !strings.Contains(f, "公司") && !strings.Contains(f, "转载") && !strings.Contains(f, "授权") && !strings.Contains(f, "作者") && !strings.Contains(f, "所有") {
			return f
		}
	}
	return ""
}

// siteLike reports whether a name can be a site's: these are channels.
func siteLike(s string) bool {
	switch s {
	case "首页", "主页", "正文", "新闻", "资讯", "手机版", "触屏版", "移动版", "电脑版", "标准版", "当前位置", "您的位置", "保留所有权利":
		return false
	}
	return true
}
