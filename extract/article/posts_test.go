package article_test

import (
	"testing"

	"zhengwen/document"
	"zhengwen/extract/article"
)

// A reply may weigh less than what stands around it.
func TestPostsAreGathered(t *testing.T) {
	post := func(card, floor, text string) string {
		return "<div class=post><div class=pls><p>" + card + "</p><p>主题</p><p>402</p></div><div><div class=bar><a href=1>" + floor + "</a> 发表于 2016-3-4 <a href=2>只看该作者</a> <a href=3>引用</a> <a href=4>举报</a></div><div class=post-text>" + text + "</div></div></div>"
	}
	page := site("修桥的事", "<h1>修桥的事</h1>"+post("阿宽", "楼主", first)+post("老林", "沙发", "听说修好了。")+post("小何", "板凳", "昨天走过一次，路面很平，晚上还有灯。")+"<div class=post-text>"+list(6, "<a href=/a>{t}</a><br>")+"</div>")
	d := apply(t, throughMarkup(t, page, "text/html"), article.Options{})
	if want := first + "\n听说修好了。\n昨天走过一次，路面很平，晚上还有灯。"; body(d) != want || d.Kind != document.PageForum {
		t.Errorf("kind %s, got\n%s\nwant\n%s", d.Kind, body(d), want)
	}
}
