package article_test

import (
	"testing"

	"zhengwen/document"
	"zhengwen/extract/article"
)

// Where the head says nothing of the page, the title is what stands above the text.
func TestTitleAboveText(t *testing.T) {
	edition := `<table><tr><td>第03版：民生</td><td><a href=1>上一版</a></td></tr></table><ul>` + list(4, "<li><a href=/a>{t}</a></li>") + `</ul>`
	for _, tc := range []struct{ name, page, want string }{
		{"edition of a newspaper", bare("河谷晚报多媒体数字报刊平台", edition+"<p><strong>老街的路灯亮了</strong></p><p>七年里居民提过四次申请</p><div>"+prose+prose2+"</div>"), "老街的路灯亮了"},
		{"name of a newspaper", bare("河谷晚报", edition+"<h2>老街的路灯亮了</h2><div>"+prose+prose2+"</div>"), "老街的路灯亮了"},
		{"class of a title", bare("河谷晚报", edition+"<div class=title1>老街的路灯亮了</div><div class=author>□ 何川</div><div>"+prose+prose2+"</div>"), "老街的路灯亮了"},
		{"no title at all", bare("", "<p><b>老街的路灯亮了</b></p><div>"+prose+prose2+"</div>"), "老街的路灯亮了"},
		{"a numbered line", bare("无标题文档", "<div><p><b>一、老街的路灯</b></p>"+prose+prose2+"</div>"), ""},
		{"another title", bare("夜里的河谷 - 河谷晚报", "<p><b>老街的路灯亮了</b></p><div>"+prose+prose2+"</div>"), ""},
		{"a linked line", bare("河谷晚报", "<p><b><a href=/>老街的路灯亮了</a></b></p><div>"+prose+prose2+"</div>"), ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d := apply(t, throughMarkup(t, tc.page, "text/html"), article.Options{})
			got := ""
			for i := range d.Blocks {
				if b := &d.Blocks[i]; b.Role == document.RoleTitle {
					got += b.Text
				}
			}
			if got != tc.want {
				t.Errorf("title %q, want %q", got, tc.want)
			}
		})
	}
}
