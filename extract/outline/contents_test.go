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

// TestContentsOfText: a list is a table of contents when its lines return as headings,
// not when rows of a table repeat one another or the entries are all there is.
func TestContentsOfText(t *testing.T) {
	table := page("1、外语\n2、概论\n3、历史\n方向二\n1、外语\n3、历史\n2、概论\n4、实务")
	for i := range table.Blocks {
		table.Blocks[i].Tag = "tr"
	}
	rows := page("1、来历\n2、办法\n3、期限\n" + para + "\n1、来历\n" + para + "\n2、办法\n" + para + "\n3、期限\n" + para)
	for i := range 3 {
		rows.Blocks[i].Tag = "tr"
	}
	for _, tc := range []struct {
		name string
		page *document.Document
		toc  int
	}{
		{"rows that repeat one another", table, 0},
		{"rows that repeat headings", rows, 3},
		{"a list under the title of one", page("目录\n1、来历\n2、办法\n3、期限\n" + para + "\n" + para), 0},
		{"numbers in the list alone", page("目录\n1 来历\n2 办法\n3 期限\n" + para + "\n来历\n" + para + "\n办法\n" + para + "\n期限\n" + para), 4},
	} {
		t.Run(tc.name, func(t *testing.T) {
			headings(t, tc.page)
			toc := 0
			for _, b := range tc.page.Blocks {
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
