package meta_test

import (
	"context"
	"testing"
	"time"
	"unicode/utf8"

	"zhengwen/document"
	"zhengwen/extract/meta"
	"zhengwen/rules"
)

func book(t testing.TB) *rules.Book {
	t.Helper()
	b, err := rules.Load()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestRules(t *testing.T) {
	b, err := rules.LoadFile("../../rules/data/meta.toml")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range b.Check() {
		t.Error(p)
	}
}

var dates = []struct{ name, text, raw, at, precision string }{
	{"Chinese day", "发布日期：2023年2月27日", "2023年2月27日", "2023-02-27T00:00:00+08:00", "day"},
	{"Chinese minute", "2023年12月3日 07:01　来源", "2023年12月3日 07:01", "2023-12-03T07:01:00+08:00", "minute"},
	{"second", "2023-12-03 07:01:26", "2023-12-03 07:01:26", "2023-12-03T07:01:26+08:00", "second"},
	{"slashes", "2023/09/19", "2023/09/19", "2023-09-19T00:00:00+08:00", "day"},
	{"dots", "2022.10.10 作者", "2022.10.10", "2022-10-10T00:00:00+08:00", "day"},
	{"spaced out", "2025 01/ 25 19:28:18", "2025 01/ 25 19:28:18", "2025-01-25T19:28:18+08:00", "second"},
	{"year last", "08-05 13:00 2023", "08-05 13:00 2023", "2023-08-05T13:00:00+08:00", "minute"},
	{"weekday", "2020年5月6日 星期三 08:30", "2020年5月6日 星期三 08:30", "2020-05-06T08:30:00+08:00", "minute"},
	{"afternoon", "2020-5-6 下午3:05", "2020-5-6 下午3:05", "2020-05-06T15:05:00+08:00", "minute"},
	{"ISO with zone", "2019-10-23T09:10:42+09:00", "2019-10-23T09:10:42+09:00", "2019-10-23T09:10:42+09:00", "second"},
	{"ISO in UTC", "2019-10-23T20:10:42.123Z", "2019-10-23T20:10:42.123Z", "2019-10-23T20:10:42Z", "second"},
	{"leap day", "2024-02-29", "2024-02-29", "2024-02-29T00:00:00+08:00", "day"},
	{"after a wrong one", "2023-13-01 2023-12-01", "2023-12-01", "2023-12-01T00:00:00+08:00", "day"},
	{"no such day", "2023-02-29", "", "", ""},
	{"month only", "2003-5", "", "", ""},
	{"phone number", "0871-2020-05-06123", "", "", ""},
	{"three bare numbers", "2020 12 13", "", "", ""},
	{"number of a filing", "ICP备2021009096号-1", "", "", ""},
}

func TestFindDate(t *testing.T) {
	for _, tt := range dates {
		t.Run(tt.name, func(t *testing.T) {
			p, span, ok := meta.FindDate(tt.text)
			if ok != (tt.raw != "") {
				t.Fatalf("found %v: %+v", ok, p)
			}
			if !ok {
				return
			}
			want, err := time.Parse(time.RFC3339, tt.at)
			if err != nil {
				t.Fatal(err)
			}
			if p.Raw != tt.raw || !p.At.Equal(want) || p.Precision != tt.precision || p.Date != tt.at[:10] || tt.text[span.Start:span.End] != p.Raw {
				t.Errorf("got %+v at %v, want %q %s %s", p, span, tt.raw, tt.at, tt.precision)
			}
		})
	}
}

func FuzzFindDate(f *testing.F) {
	for _, tt := range dates {
		f.Add(tt.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, span, ok := meta.FindDate(text)
		if !ok {
			return
		}
		if span.Start < 0 || span.End > len(text) || text[span.Start:span.End] != p.Raw {
			t.Fatalf("span %v of %q is not %q", span, text, p.Raw)
		}
		if utf8.ValidString(text) && !utf8.ValidString(p.Raw) {
			t.Fatalf("raw %q cuts a character", p.Raw)
		}
		if _, err := time.Parse(time.DateOnly, p.Date); err != nil {
			t.Fatal(err)
		}
	})
}

func head(name, text string) document.Block {
	return document.Block{Text: text, Name: name, Tag: "meta", Role: document.RoleHead, Element: -1}
}

func line(role document.Role, text string) document.Block {
	b := document.Block{Text: text, Tag: "line", Role: role, Element: -1, Rule: "test"}
	if role == document.RoleBoilerplate {
		b.Kind = document.KindOther
	}
	return b
}

func linked(text string) document.Block {
	b := line(document.RoleBoilerplate, text)
	b.Marks = []document.Mark{{Span: document.Span{End: len(text)}, Kind: document.MarkLink}}
	return b
}

const sentence = "昨天下午，河边的老桥完成了最后一次检修，工人们把拆下的木板运到岸上。"

func TestApply(t *testing.T) {
	chrome, title, text := document.RoleBoilerplate, document.RoleTitle, document.RoleBody
	tests := []struct {
		name   string
		blocks []document.Block
		want   document.Meta
		day    string
		url    string
	}{
		{"labels", []document.Block{head("title", "老桥检修完成_河边新闻网"), line(title, "老桥检修完成"), line(chrome, "2021年03月05日 08:20　来源：河谷晚报　作者：林溪"), line(text, sentence), line(chrome, "（责任编辑：何川）")},
			document.Meta{Title: "老桥检修完成", Author: "林溪", Editor: "何川", Source: "河谷晚报", SiteName: "河边新闻网"}, "2021-03-05", ""},
		{"medium without label", []document.Block{line(title, "老桥检修完成"), line(chrome, "2022-11-03 08:15 河边日报"), line(text, sentence)},
			document.Meta{Title: "老桥检修完成", Source: "河边日报"}, "2022-11-03", ""},
		{"author without label", []document.Block{line(title, "老桥检修完成"), line(chrome, "阿禾 2022-03-18"), line(text, sentence)},
			document.Meta{Title: "老桥检修完成", Author: "阿禾"}, "2022-03-18", ""},
		{"name of three characters", []document.Block{line(title, "老桥检修完成"), line(chrome, "林小满　2022-03-18 阅读 120"), line(text, sentence)},
			document.Meta{Title: "老桥检修完成", Author: "林小满"}, "2022-03-18", ""},
		{"source without label", []document.Block{line(title, "老桥检修完成"), line(chrome, "妇幼之声 2022-12-20"), line(text, sentence)},
			document.Meta{Title: "老桥检修完成", Source: "妇幼之声"}, "2022-12-20", ""},
		{"account without label", []document.Block{line(title, "老桥检修完成"), line(chrome, "文｜江野　慢慢过桥　2022年3月18日"), line(text, sentence)},
			document.Meta{Title: "老桥检修完成", Author: "江野", Source: "慢慢过桥"}, "2022-03-18", ""},
		{"words beside the date", []document.Block{line(title, "老桥检修完成"), line(chrome, "2022-03-18 星期五 上午 原创 收藏"), line(text, sentence)},
			document.Meta{Title: "老桥检修完成"}, "2022-03-18", ""},
		{"medium below the title", []document.Block{line(chrome, "老桥检修完成，六月通车"), line(title, "河边手记"), line(chrome, "2022-03-18"), line(text, sentence)},
			document.Meta{Title: "老桥检修完成，六月通车", Source: "河边手记"}, "2022-03-18", ""},
		{"fields without a blank between", []document.Block{line(title, "老桥检修完成"), line(chrome, "发布时间：2022-03-18来源：河边水利局浏览次数：31作者：admin"), line(text, sentence)},
			document.Meta{Title: "老桥检修完成", Source: "河边水利局"}, "2022-03-18", ""},
		{"name glued to the date", []document.Block{line(title, "老桥检修完成"), line(chrome, "林小满2022-03-18 21:05"), line(text, sentence)},
			document.Meta{Title: "老桥检修完成", Author: "林小满"}, "2022-03-18", ""},
		{"name behind a square", []document.Block{line(title, "老桥检修完成"), line(chrome, "□ 何小苗"), line(text, sentence)},
			document.Meta{Title: "老桥检修完成", Author: "何小苗"}, "", ""},
		{"edition behind the site", []document.Block{head("title", "老桥检修完成 - 河边论坛 - 手机版"), line(title, "老桥检修完成"), line(text, sentence)},
			document.Meta{Title: "老桥检修完成", SiteName: "河边论坛"}, "", ""},
		{"name behind a dot", []document.Block{line(title, "老桥检修完成"), line(chrome, "原创2022-03-18 21:05·夜里过桥记"), line(text, sentence)},
			document.Meta{Title: "老桥检修完成", Source: "夜里过桥记"}, "2022-03-18", ""},
		{"a channel is nobody", []document.Block{line(title, "老桥检修完成"), line(chrome, "汽车 · 过桥人家 2022-03-18"), line(text, sentence)},
			document.Meta{Title: "老桥检修完成", Source: "过桥人家"}, "2022-03-18", ""},
		{"office that puts it up", []document.Block{line(title, "老桥检修完成"), line(chrome, "发布者：林学院 发布时间：2022-03-18"), line(text, sentence)},
			document.Meta{Title: "老桥检修完成", Source: "林学院"}, "2022-03-18", ""},
		{"person who puts it up", []document.Block{line(title, "老桥检修完成"), line(chrome, "发布者：何川 发布时间：2022-03-18"), line(text, sentence)},
			document.Meta{Title: "老桥检修完成", Author: "何川"}, "2022-03-18", ""},
		{"poster and floor", []document.Block{line(title, "老桥检修完成"), line(chrome, "南山樵夫 楼主 发表于 2022-03-18 10:00"), line(text, sentence)},
			document.Meta{Title: "老桥检修完成", Author: "南山樵夫"}, "2022-03-18", ""},
		{"floor of a thread", []document.Block{line(title, "老桥检修完成"), line(chrome, "沙发发表于: 2022-03-18"), line(text, sentence)},
			document.Meta{Title: "老桥检修完成"}, "2022-03-18", ""},
		{"reporter between strokes", []document.Block{line(title, "老桥检修完成"), line(chrome, "2022-03-18 河边报 / 记者林小满／溪口报导"), line(text, sentence)},
			document.Meta{Title: "老桥检修完成", Author: "林小满", Source: "河边报"}, "2022-03-18", ""},
		{"site behind the author in the head", []document.Block{head("author", "何川,河边博客"), line(title, "老桥检修完成"), line(text, sentence)},
			document.Meta{Title: "老桥检修完成", Author: "何川"}, "", ""},
		{"day of signing beside that of publication", []document.Block{line(title, "老桥检修完成"), line(chrome, "成文日期：2022年3月2日 发布日期：2022年3月18日"), line(text, sentence)},
			document.Meta{Title: "老桥检修完成"}, "2022-03-18", ""},
		{"day of signing above that of publication", []document.Block{line(title, "老桥检修完成"), line(chrome, "成文日期：2022年3月2日"), line(chrome, "发布日期：2022年3月18日"), line(text, sentence)},
			document.Meta{Title: "老桥检修完成"}, "2022-03-18", ""},
		{"day of signing alone", []document.Block{line(title, "老桥检修完成"), line(chrome, "成文日期：2022年3月2日"), line(text, sentence)},
			document.Meta{Title: "老桥检修完成"}, "2022-03-02", ""},
		{"another day", []document.Block{line(title, "老桥检修完成"), line(chrome, "今天是2026年3月2日"), line(chrome, "截止时间：2022-04-01"), line(text, sentence)},
			document.Meta{Title: "老桥检修完成"}, "", ""},
		{"name spaced out", []document.Block{line(title, "老桥检修完成"), line(chrome, "本报记者　林　溪"), line(chrome, "2022-03-18"), line(text, sentence)},
			document.Meta{Title: "老桥检修完成", Author: "林溪"}, "2022-03-18", ""},
		{"trade behind a name", []document.Block{line(title, "老桥检修完成"), line(chrome, "作者: 吴禾 通讯员 何苗 2022-03-18"), line(text, sentence)},
			document.Meta{Title: "老桥检修完成", Author: "吴禾"}, "2022-03-18", ""},
		{"medium before the name", []document.Block{line(title, "老桥检修完成"), line(text, sentence), line(chrome, "（文/图 河边之家 何川）")},
			document.Meta{Title: "老桥检修完成", Author: "何川"}, "", ""},
		{"name in the next line", []document.Block{line(title, "老桥检修完成"), line(chrome, "2022-03-18 编辑："), line(chrome, "何川"), line(text, sentence)},
			document.Meta{Title: "老桥检修完成", Editor: "何川"}, "2022-03-18", ""},
		{"button in the next line", []document.Block{line(title, "老桥检修完成"), line(chrome, "2022-03-18 编辑："), line(chrome, "收藏"), line(text, sentence)},
			document.Meta{Title: "老桥检修完成"}, "2022-03-18", ""},
		{"author beside the date and below", []document.Block{line(title, "老桥检修完成"), line(chrome, "一勺盐 2022-03-18"), line(text, sentence), line(chrome, "© 本文版权归作者 一勺盐 所有")},
			document.Meta{Title: "老桥检修完成", Author: "一勺盐"}, "2022-03-18", ""},
		{"account that leads to its page", []document.Block{line(title, "老桥检修完成"), linked("柳荫下的阿苗"), line(chrome, "2022-03-18 字数 312"), line(text, sentence)},
			document.Meta{Title: "老桥检修完成", Author: "柳荫下的阿苗"}, "2022-03-18", ""},
		{"channel that leads to its page", []document.Block{line(title, "老桥检修完成"), linked("社会新闻"), line(chrome, "2022-03-18"), line(text, sentence)},
			document.Meta{Title: "老桥检修完成"}, "2022-03-18", ""},
		{"class of a thread", []document.Block{head("title", "老桥检修完成 - 河边论坛"), line(title, "[公告] 老桥检修完成"), line(text, sentence)},
			document.Meta{Title: "老桥检修完成", SiteName: "河边论坛"}, "", ""},
		{"brackets of the title itself", []document.Block{head("title", "【公告】老桥检修完成 - 河边论坛"), line(title, "【公告】老桥检修完成"), line(text, sentence)},
			document.Meta{Title: "【公告】老桥检修完成", SiteName: "河边论坛"}, "", ""},
		{"photographer in a caption", []document.Block{line(title, "老桥检修完成"), {Text: "2020年3月5日的老桥。记者 林溪 摄", Tag: "p", Role: text, Caption: true, Element: -1}, line(text, sentence)},
			document.Meta{Title: "老桥检修完成"}, "", ""},
		{"two authors", []document.Block{line(title, "老桥检修完成"), line(chrome, "作者：王建 张文 来源：河边网"), line(text, sentence)},
			document.Meta{Title: "老桥检修完成", Author: "王建 张文", Source: "河边网"}, "", ""},
		{"reporter in the text", []document.Block{line(title, "老桥检修完成"), line(text, "河边报讯（记者 王建）"+sentence), line(text, sentence), line(text, sentence)},
			document.Meta{Title: "老桥检修完成", Author: "王建"}, "", ""},
		{"poster", []document.Block{line(title, "老桥检修完成"), line(chrome, "riverman 发表于 2005-9-15 11:46:00"), line(text, sentence)},
			document.Meta{Title: "老桥检修完成", Author: "riverman"}, "2005-09-15", ""},
		{"title from the head", []document.Block{head("title", "老桥检修完成 - 河边新闻网"), line(text, sentence)},
			document.Meta{Title: "老桥检修完成", SiteName: "河边新闻网"}, "", ""},
		{"hyphen inside a title", []document.Block{head("title", "2023-2024年度检修计划一览"), line(text, sentence)},
			document.Meta{Title: "2023-2024年度检修计划一览"}, "", ""},
		{"date from the head", []document.Block{head("article:published_time", "2020-05-06T08:00:00+08:00"), line(title, "老桥检修完成"), line(text, sentence)},
			document.Meta{Title: "老桥检修完成"}, "2020-05-06", ""},
		{"date from the address", []document.Block{head("canonical", "https://news.example.cn/a/2020/05/06/12.html#top"), line(title, "老桥检修完成"), line(text, sentence)},
			document.Meta{Title: "老桥检修完成"}, "2020-05-06", "https://news.example.cn/a/2020/05/06/12.html"},
		{"date in the text is none of publication", []document.Block{line(title, "老桥检修完成"), line(text, "这座桥建于1990年5月6日，已经用了三十年。"), line(text, sentence)},
			document.Meta{Title: "老桥检修完成"}, "", ""},
		{"source not told", []document.Block{line(title, "老桥检修完成"), line(text, sentence), line(chrome, "本文内容来源于网络，仅供参考。")},
			document.Meta{Title: "老桥检修完成"}, "", ""},
		{"site from the breadcrumb", []document.Block{line(chrome, "河边信息港 > 新闻 > 正文"), line(title, "老桥检修完成"), line(text, sentence)},
			document.Meta{Title: "老桥检修完成", SiteName: "河边信息港"}, "", ""},
		{"address of a site is no page's", []document.Block{head("canonical", "https://news.example.cn/"), line(text, sentence)}, document.Meta{}, "", ""},
		{"relative address", []document.Block{head("canonical", "/a/b.html"), line(text, sentence)}, document.Meta{}, "", ""},
		{"script address", []document.Block{head("canonical", "javascript://x/yz"), line(text, sentence)}, document.Meta{}, "", ""},
	}
	stage := meta.New(book(t))
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := &document.Document{Blocks: tt.blocks}
			if err := stage.Apply(context.Background(), d); err != nil {
				t.Fatal(err)
			}
			got := d.Meta
			got.Published = document.Published{}
			if got != tt.want || d.Meta.Published.Date != tt.day || d.URL != tt.url {
				t.Errorf("got %+v, day %q, url %q\nwant %+v, %q, %q", got, d.Meta.Published.Date, d.URL, tt.want, tt.day, tt.url)
			}
		})
	}
}

func TestBylineKind(t *testing.T) {
	d := &document.Document{Blocks: []document.Block{line(document.RoleTitle, "老桥检修完成"), line(document.RoleBoilerplate, "2022-11-03 08:15"), line(document.RoleBoilerplate, "分享"), line(document.RoleBody, sentence)}}
	if err := meta.New(book(t)).Apply(context.Background(), d); err != nil {
		t.Fatal(err)
	}
	if d.Blocks[1].Kind != document.KindSource || d.Blocks[2].Kind != document.KindOther {
		t.Errorf("kinds %s, %s, want source, other", d.Blocks[1].Kind, d.Blocks[2].Kind)
	}
}

// A name alone in an element named after authors is the author's.
func TestAuthorByClass(t *testing.T) {
	for _, tc := range []struct{ class, text, want string }{
		{"authorinfo", "木匠阿禾", "木匠阿禾"},
		{"article-author fl", "木匠阿禾", "木匠阿禾"},
		{"author-list", "木匠阿禾", ""},
		{"info", "木匠阿禾", ""},
		{"authorinfo", "匿名用户", ""},
		{"authorinfo", "关注", ""},
		{"authorinfo", "修了二十年房子，欢迎来问", ""},
	} {
		name := line(document.RoleBoilerplate, tc.text)
		name.Element = 0
		d := &document.Document{
			Elements: []document.Element{{Parent: -1, Tag: "div", Class: tc.class}},
			Blocks:   []document.Block{line(document.RoleTitle, "老桥检修完成"), name, line(document.RoleBody, sentence)},
		}
		if err := meta.New(book(t)).Apply(context.Background(), d); err != nil {
			t.Fatal(err)
		}
		if d.Meta.Author != tc.want {
			t.Errorf("%s %q: author %q, want %q", tc.class, tc.text, d.Meta.Author, tc.want)
		}
	}
}
