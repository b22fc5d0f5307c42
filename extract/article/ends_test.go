package article_test

import (
	"strings"
	"testing"

	"zhengwen/extract/article"
)

// What stands at the ends of a text and looks like chrome.
func TestEnds(t *testing.T) {
	for _, tc := range []struct{ name, inside, want string }{
		{"day of a notice", prose + "<p align=right>南坝村委会</p><p align=right>2023年5月16日</p>", "南坝村委会|2023年5月16日"},
		{"day in Han numerals", prose + "<p>二〇二三年五月十六日</p>", "二〇二三年五月十六日"},
		{"day and time of the page", prose + "<p>2023-05-16 09:30</p>", ""},
		{"enclosures", prose + "<p>附件：<a href=1>巡查记录表.doc</a></p><p><a href=2>报名汇总表.xlsx</a></p>", "附件：巡查记录表.doc|报名汇总表.xlsx"},
		{"links that are none", prose + "<p><a href=2>怎样给自行车换内胎</a></p>", ""},
		{"link of the portal behind a short line", prose + "<p>3. 草木灰一碗<a href=/>返回四方，查看更多</a></p>", "3. 草木灰一碗返回四方，查看更多"},
		{"numbers of the lines of code", prose + "<pre><code>go test ./...</code><ul class=pre-numbering><li>1</li></ul></pre>", "go test ./..."},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d := apply(t, throughMarkup(t, site("渡口的早晨", "<h1>渡口的早晨</h1><p>2023-05-18</p><div class=a>"+tc.inside+"</div>"), "text/html"), article.Options{})
			first, rest, _ := strings.Cut(body(d), "\n")
			if got := strings.ReplaceAll(rest, "\n", "|"); got != tc.want || !strings.HasPrefix(first, "天刚亮") {
				t.Errorf("behind %q: %q, want %q", first, got, tc.want)
			}
		})
	}
	t.Run("class that names rich text", func(t *testing.T) {
		d := apply(t, throughMarkup(t, site("渡口的早晨", "<h1>渡口的早晨</h1><div class='RichText CopyrightRichText-richText'>"+prose+prose2+"</div>"), "text/html"), article.Options{})
		if !strings.HasPrefix(body(d), "天刚亮") {
			t.Errorf("body %q", body(d))
		}
	})
}
