package outline_test

import (
	"strings"
	"testing"

	"zhengwen/document"
)

// TestContentsAmongMenus: entries that an earlier stage took for links are a table
// of contents when they repeat headings, and headings left out with them come back.
func TestContentsAmongMenus(t *testing.T) {
	build := func(links, lost []string, body string) *document.Document {
		d := &document.Document{}
		for _, l := range links {
			b := document.Block{Text: l, Tag: "li", Element: -1}
			b.SetBoilerplate(document.KindRelated, "test.link")
			d.Blocks = append(d.Blocks, b)
		}
		for _, l := range lost {
			b := document.Block{Text: l, Tag: "p", Element: -1}
			b.SetBoilerplate(document.KindOther, "test.head")
			d.Blocks = append(d.Blocks, b)
		}
		d.Blocks = append(d.Blocks, page(body).Blocks...)
		return d
	}
	body := "第一节 来历\n" + para + "\n第二章 办法\n" + para + "\n第三章 期限\n" + para + "\n第四章 提醒\n" + para
	entries := []string{"第一章 背景", "第二章 办法", "第三章 期限", "第四章 提醒"}
	for _, tc := range []struct {
		name        string
		links, lost []string
		toc         int
		heads       string
	}{
		{"entries and a lost heading", append([]string{"网站首页"}, entries...), []string{"第一章 背景"}, 4, "第一章 背景, 第一节 来历, 第二章 办法, 第三章 期限, 第四章 提醒"},
		{"with its title", append([]string{"目录"}, entries...), nil, 5, "第一节 来历, 第二章 办法, 第三章 期限, 第四章 提醒"},
		{"two that happen to agree", []string{"办法", "期限", "别的文章"}, nil, 0, "第一节 来历, 第二章 办法, 第三章 期限, 第四章 提醒"},
		{"other lost lines stay out", entries, []string{"本站公告"}, 4, "第一节 来历, 第二章 办法, 第三章 期限, 第四章 提醒"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d := build(tc.links, tc.lost, body)
			if got := strings.Join(headings(t, d), ", "); got != tc.heads {
				t.Errorf("headings %s, want %s", got, tc.heads)
			}
			toc := 0
			for _, b := range d.Blocks {
				if b.Kind == document.KindTOC {
					toc++
				}
			}
			if toc != tc.toc {
				t.Errorf("%d lines of contents, want %d", toc, tc.toc)
			}
		})
	}
}
