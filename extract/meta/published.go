package meta

import (
	"strings"

	"zhengwen/document"
)

// How far from the title a byline stands, in blocks, and how long it is, in
// characters.
const (
	bylineReach = 16
	bylineBack  = 4
	bylineMax   = 120
)

// headDates are the names under which pages keep their date in the head, surest first.
var headDates = []string{
	"article:published_time", "og:release_date", "og:article:published_time", "pubdate", "publishdate", "publish-date", "publish_date", "datepublished",
	"ld:datePublished", "article:create_at", "weibo: article:create_at", "weibo:article:create_at", "bytedance:published_time", "og:published_time", "date", "dc.date", "firstcreatetime", "createdate", "time:datetime",
}

// published looks for the date near the title, then in the head, then behind a label
// anywhere in the chrome, then at the end of the body, then in the address.
func (p *page) published() {
	if p.anchor >= 0 {
		if p.near() || p.fromHead() || p.labelled() {
			return
		}
	} else if p.fromHead() || p.labelled() || p.scan(max(0, p.first-bylineReach), p.first+2) {
		return
	}
	for _, a := range [...]string{p.d.URL, p.head.first("og:url"), p.d.URI} {
		if x, ok := urlDate(a); ok {
			p.meta.Published = x
			return
		}
	}
}

// near takes the first date of the byline: the short blocks behind the title, then
// those before it.
func (p *page) near() bool {
	seen, end := 0, p.anchor+1
	for ; end < len(p.d.Blocks) && seen < bylineReach; end++ {
		if p.shown(end) {
			seen++
		}
		if p.last >= 0 && end > p.first+1 {
			break
		}
	}
	return p.scan(p.anchor, end) || p.scan(max(0, p.anchor-bylineBack), p.anchor) || p.scan(p.anchor+1, min(p.first, len(p.d.Blocks)))
}

// scan takes the first date of a short block in blocks[from:to].
func (p *page) scan(from, to int) bool {
	for i := from; i < min(to, len(p.d.Blocks)); i++ {
		b := &p.d.Blocks[i]
		if !p.shown(i) || b.Caption || b.Role == document.RoleTitle || !short(b.Text) || strings.Contains(b.Text, "。") {
			continue
		}
		if x, _, ok := FindDate(b.Text); ok && !updated(b.Text, x.Raw) {
			p.meta.Published = x
			return true
		}
	}
	return false
}

func short(text string) bool {
	return len(text) <= 4*bylineMax && document.CountRunes(text) <= bylineMax
}

// otherDates are labels of dates that are not the day of publication.
var otherDates = []string{"建立于", "注册", "注册时间", "注册日期", "加入", "加入时间", "截止", "最后登录", "今天是", "现在是"}

// updated reports whether a label says that the date is that of something else.
func updated(text, raw string) bool {
	before := strings.TrimRight(text[:max(strings.Index(text, raw), 0)], ":： ")
	for _, l := range otherDates {
		if strings.HasSuffix(before, l) {
			return true
		}
	}
	return false
}

// fromHead takes the date from the page's head.
func (p *page) fromHead() bool {
	for _, name := range headDates {
		if v := p.head.first(name); v != "" {
			if x, _, ok := FindDate(v); ok {
				p.meta.Published = x
				return true
			}
		}
	}
	return false
}

// labelled takes a date behind a label of publication anywhere on the page.
func (p *page) labelled() bool {
	for i := range p.d.Blocks {
		b := &p.d.Blocks[i]
		if !p.shown(i) || b.Caption || !short(b.Text) {
			continue
		}
		for _, l := range [...]string{"发布时间", "发布日期", "发表时间", "发表于", "发布于", "日期：", "日期:", "时间：", "时间:", "发帖时间", "张贴", "编辑于"} {
			at := strings.Index(b.Text, l)
			if at < 0 {
				continue
			}
			if x, _, ok := FindDate(b.Text[at:]); ok {
				p.meta.Published = x
				return true
			}
		}
	}
	return false
}
