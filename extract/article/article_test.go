package article_test

import (
	"context"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"zhengwen/document"
	"zhengwen/extract/article"
	"zhengwen/rules"
)

const (
	first  = "昨天下午，河边的老桥完成了最后一次检修，工人们把拆下的木板运到岸上，等待重新上漆。"
	second = "负责人说，新桥面用的是本地松木，比原来的厚两厘米，可以多用二十年。"
	third  = "附近的居民希望施工尽快结束，因为绕路要多走一公里。"
)

// page wraps a body as a page with title, menu and footer.
func htmlPage(body string) string {
	return `<html><head><title>老桥检修完成 - 河边新闻网</title></head><body><div class="nav"><a href="/">首页</a> <a href="/a">新闻</a> <a href="/b">视频</a></div>
<h1>老桥检修完成</h1>` + body + `<div class="footer"><p>河边新闻网 版权所有，未经许可不得复制本站内容，违者承担法律责任。</p></div></body></html>`
}

func links(class string, n int) string {
	var s strings.Builder
	s.WriteString(`<div class="` + class + `"><ul>`)
	for range n {
		s.WriteString(`<li><a href="/x">这里是另一篇文章的标题文字</a></li>`)
	}
	return s.String() + "</ul></div>"
}

func apply(t testing.TB, d *document.Document, o article.Options) *document.Document {
	t.Helper()
	if err := article.New(book(t), o).Apply(context.Background(), d); err != nil {
		t.Fatal(err)
	}
	return d
}

func body(d *document.Document) string {
	var out []string
	for i := range d.Blocks {
		if d.Blocks[i].Role == document.RoleBody {
			out = append(out, d.Blocks[i].Text)
		}
	}
	return strings.Join(out, "\n")
}

func TestBody(t *testing.T) {
	p := func(s string) string { return "<p>" + s + "</p>" }
	all := first + "\n" + second + "\n" + third
	tests := []struct{ name, page, want string }{
		{"paragraphs", htmlPage("<div>" + p(first) + p(second) + p(third) + "</div>"), all},
		{"br paragraphs", htmlPage("<div>　　" + first + "<br><br>　　" + second + "<br>" + third + "</div>"), all},
		{"text in divs", htmlPage("<div><div>" + first + "</div><div>" + second + "</div><div>" + third + "</div></div>"), all},
		{"split over siblings", htmlPage("<div><div>" + p(first) + "</div><div>" + p(second) + p(third) + "</div></div>"), all},
		{"layout table", htmlPage("<table><tr><td>" + links("side", 5) + "</td><td>" + p(first) + p(second) + p(third) + "</td></tr></table>"), all},
		{"heading inside", htmlPage("<div>" + p(first) + "<h2>一、材料</h2>" + p(second) + p(third) + "</div>"), first + "\n一、材料\n" + second + "\n" + third},
		{"short article before recommendations", htmlPage("<div><div>" + p(first) + "</div>" + links("box", 20) + "</div>"), first},
		{"teasers of other articles", htmlPage("<div><div>" + p(first) + "</div><div>" + strings.Repeat("<div><h3><a href=/x>另外一篇报道的标题在这里</a></h3>"+p(second)+"</div>", 6) + "</div></div>"), first},
		{"comments", htmlPage("<div><div>" + p(first) + p(second) + "</div><div class='comment-list'>" + strings.Repeat(p(third), 9) + "</div></div>"), first + "\n" + second},
		{"byline and tail", htmlPage("<div><p>2020-05-06 08:00 来源：河边日报</p>" + p(first) + p(second) + "<p>（责任编辑：王某）</p><p>相关阅读</p><p>别的事情也在发生，请看下一条。</p></div>"), first + "\n" + second},
		{"wrapper called share", htmlPage("<div class='share-wrap'>" + p(first) + p(second) + p(third) + "</div>"), all},
		{"wrapper called after its side column", "<html><head><title>河边网</title></head><body><div class='layout has_sidebar_right'><div>" + p(first) + p(second) + p(third) + "</div>" + links("side", 5) + "</div></body></html>", all},
		{"next post of a blog", htmlPage("<div>" + p(first) + "<p>共3条评论</p><p>第二篇日记 2005-03-18 01:58:01</p>" + p(second) + p(third) + "</div>"), first},
		{"replies under no name", htmlPage("<div>" + p(first) + p(second) + strings.Repeat("<h4>路人 2020-05-06 08:01</h4><p>修得真快，明天就去走一走。</p>", 5) + "</div>"), first + "\n" + second},
		{"chronicle", htmlPage("<div>" + p(first) + strings.Repeat("<h4>2020年5月6日</h4>"+p(second), 5) + "</div>"), first + strings.Repeat("\n2020年5月6日\n"+second, 5)},
		{"two short paragraphs beside links", htmlPage("<div><p>老桥今天重新开放。</p><p>早上已经有人过桥。</p><div>" + links("box", 5) + "</div></div>"), "老桥今天重新开放。\n早上已经有人过桥。"},
		{"code", htmlPage("<div>" + p(first) + "<pre>x = 1\nprint(x)</pre></div>"), first + "\nx = 1\nprint(x)"},
		{"title in og:title", `<html><head><title>河边网</title><meta property="og:title" content="老桥检修完成"></head><body><p>` + second + `</p><div>老桥检修完成</div><div>` + p(first) + `</div></body></html>`, first},
		{"title of two letters", `<html><head><title>老桥 - 河边百科</title></head><body><p>` + second + `</p><h1>老桥</h1><h1>目录</h1><div>` + p(first) + `</div></body></html>`, first},
		{"title in the only h1", `<html><head><title>河边网</title></head><body><p>` + second + `</p><h1>老桥检修完成</h1><div>` + p(first) + `</div></body></html>`, first},
		{"summary above the text", htmlPage("<div><div class=box>核心提示：绕路的日子快要结束了。</div><div class=box>字数统计工具今天很慢，请稍候。</div>" + links("share", 3) + "<div>" + p(first) + p(second) + p(third) + "</div></div>"), "核心提示：绕路的日子快要结束了。\n" + all},
		{"class of a summary", htmlPage("<div><div class=art-intro><p>绕路的日子快要结束了。</p></div>" + links("share", 3) + "<div>" + p(first) + p(second) + p(third) + "</div></div>"), "绕路的日子快要结束了。\n" + all},
		{"element headed as recommendations", htmlPage("<div><div>" + p(first) + p(second) + "</div><div><h3>推荐阅读</h3><ul><li><a href=/1>渡口的灯</a><div>" + third + "</div></li><li><a href=/2>桥下的棋</a><div>" + third + "</div></li></ul></div></div>"), first + "\n" + second},
		{"items of a digest", htmlPage("<div>" + p(first) + p("1.<a href=/1>"+second+"</a>") + p("2.<a href=/2>"+third+"</a>") + "</div>"), first + "\n1." + second + "\n2." + third},
		{"linked summaries", htmlPage("<div>" + p(first) + p("<a href=/1>"+second+"</a>") + p("<a href=/2>"+third+"</a>") + "</div>"), first},
		{"word on the author", htmlPage("<div><div>" + p(first) + p(second) + "</div><div><h3>作者简介</h3>" + p("林溪，渡口人，写桥也写船。") + "</div></div>"), first + "\n" + second},
		{"comments longer than the text", htmlPage("<div><div>" + p(first) + "</div><div><div>网友评论</div>" + p(second) + p(third) + p("以后每天可以多睡十分钟，坐公交也不用在那里换车了。") + "</div></div>"), first},
		{"teasers below a heading of recommendations", htmlPage("<div>" + p(first) + "<p>猜您喜欢</p><p><a href=/1>渡口的灯</a></p>" + p(second) + "<p><a href=/2>桥下的棋</a></p>" + p(third) + "</div>"), first},
		{"paragraphs below links of recommendations", htmlPage("<div>" + p(first) + "<p>推荐阅读：</p><p><a href=/1>渡口的灯和桥下的棋</a></p>" + p(second) + p(third) + "</div>"), all},
		{"line spaced out", htmlPage("<div>" + p("检 修 通 知") + p(first) + p(second) + "</div>"), "检 修 通 知\n" + first + "\n" + second},
		{"title of two letters in no heading", "<html><head><title>讣告-河边大学</title></head><body><div>讣告</div><div>" + p(first) + p(second) + "</div></body></html>", first + "\n" + second},
		{"text below a heading of recommendations", htmlPage("<div><h3>推荐阅读</h3>" + p(first) + p(second) + p(third) + "</div>"), all},
		{"repeated title", htmlPage("<div><p>老桥检修完成</p>" + p(first) + p(second) + "</div>"), first + "\n" + second},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := apply(t, throughMarkup(t, tt.page, "text/html"), article.Options{})
			if got := body(d); got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
			if d.Dropped() != nil || d.Kind != document.PageArticle || d.Lang != document.LangChinese {
				t.Errorf("dropped %+v, kind %s, language %s", d.Dropped(), d.Kind, d.Lang)
			}
		})
	}
}

func TestLines(t *testing.T) {
	tests := []struct{ name, page, title, want string }{
		{"menu, title, byline, footer", "首页 新闻 视频 图片\n首页 > 新闻 > 正文\n老桥检修完成，居民不必再绕路\n2020-05-06 08:00 来源：河边日报\n" + first + "\n" + second + "\n上一篇：另一件事\nCopyright © 2020 河边网\n",
			"老桥检修完成，居民不必再绕路", first + "\n" + second},
		{"the last sentence on two lines", "首页 新闻 视频 图片\n老桥检修完成，居民不必再绕路\n2020-05-06 08:00 来源：河边日报\n" + first + "\n负责人说，新桥面用的是本地松木，比原来的厚两厘米，可以多用二\n十年。\n本站内容只供参考\n",
			"老桥检修完成，居民不必再绕路", first + "\n负责人说，新桥面用的是本地松木，比原来的厚两厘米，可以多用二\n十年。"},
		{"no title", "小编导语\n" + first + "\n一、材料\n" + second + "\n", "", "小编导语\n" + first + "\n一、材料\n" + second},
		{"title repeated below", "河边网 > 新闻 > 正文\n老桥检修完成\n材料说明与安排\n" + first + "\n老桥检修完成\n" + second + "\n", "老桥检修完成", "材料说明与安排\n" + first + "\n" + second},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := apply(t, throughMarkup(t, tt.page, "text/plain"), article.Options{})
			title := ""
			for i := range d.Blocks {
				if d.Blocks[i].Role == document.RoleTitle {
					title = d.Blocks[i].Text
				}
			}
			if got := body(d); got != tt.want || title != tt.title {
				t.Errorf("title %q, want %q; got\n%s\nwant\n%s", title, tt.title, got, tt.want)
			}
		})
	}
}

func TestKinds(t *testing.T) {
	text := "<div><p>" + first + "</p><p>" + second + "</p></div>"
	tests := []struct {
		name, page string
		kind       document.PageKind
		reason     string
	}{
		{"article", htmlPage(text), document.PageArticle, ""},
		{"article between many links", htmlPage(links("left", 60) + text + links("right", 60)), document.PageArticle, ""},
		{"one dated sentence between many links", htmlPage("<p>2020-05-06 08:00</p><p>老桥今天重新开放。</p>" + links("box", 60)), document.PageArticle, ""},
		{"listing", htmlPage(links("list", 40)), document.PageListing, "listing"},
		{"title only", htmlPage("<p>图片</p>"), document.PageTitleOnly, "title_only"},
		{"no text", "<html><body><img src=x></body></html>", document.PageTitleOnly, "empty"},
		{"soft 404", "<html><head><title>提示信息</title></head><body><p>抱歉，您访问的页面不存在或已被移走。</p></body></html>", document.PageError, "error"},
		{"404 title", "<html><head><title>404 Not Found</title></head><body><h1>404 Not Found</h1><hr>nginx</body></html>", document.PageError, "error"},
		{"parked", "<html><head><title>本域名出售</title></head><body><p>该域名正在出售，有意者请联系。</p></body></html>", document.PageError, "error"},
		{"captcha", "<html><head><title>安全验证</title></head><body><p>访问过于频繁，请输入验证码后继续访问。</p></body></html>", document.PageError, "error"},
		{"article about error pages", htmlPage("<div><p>很多人都遇到过“页面不存在”的提示，" + first + "</p><p>" + second + "</p><p>" + third + "</p></div>"), document.PageArticle, ""},
		{"forum", htmlPage("<div><p>只看该作者</p><p>" + first + "</p><p>沙发</p><p>" + second + "</p></div>"), document.PageForum, ""},
		{"thread whose replies are called comments", htmlPage("<div><p>桥修好了吗？</p></div><div class=comments>" + strings.Repeat("<div><p>2020-05-06</p><p>"+second+"</p></div>", 6) + "</div>"), document.PageForum, ""},
		{"questions", htmlPage("<div><p>" + first + "</p><p>共3个回答</p><p>最佳答案</p><p>" + second + third + "</p></div>"), document.PageQA, ""},
		{"English", "<html><body><p>The old bridge was repaired yesterday, and people who live nearby can cross the river again.</p></body></html>", document.PageArticle, "language"},
		{"Japanese", "<html><body><p>昨日の午後、川沿いの古い橋の点検がようやく終わり、近くに住む人たちはまた橋を渡れるようになりました。</p></body></html>", document.PageArticle, "language"},
		{"Korean", "<html><body><p>어제 오후 강변의 오래된 다리 점검이 끝나 근처 주민들이 다시 다리를 건널 수 있게 되었습니다.</p></body></html>", document.PageArticle, "language"},
		{"JSON-LD alone", `<html><head><script type="application/ld+json">{"@type":"NewsArticle","articleBody":"` + first + second + `"}</script></head><body><div id="app"></div></body></html>`, document.PageArticle, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := apply(t, throughMarkup(t, tt.page, "text/html"), article.Options{})
			reason := ""
			if x := d.Dropped(); x != nil {
				reason = x.Reason
			}
			if d.Kind != tt.kind || reason != tt.reason {
				t.Errorf("kind %s, reason %q, want %s, %q; body %q", d.Kind, reason, tt.kind, tt.reason, body(d))
			}
		})
	}
	t.Run("kept", func(t *testing.T) {
		d := apply(t, throughMarkup(t, htmlPage(links("list", 40)), "text/html"), article.Options{Keep: true})
		if d.Dropped() != nil || d.Kind != document.PageListing {
			t.Errorf("kind %s, dropped %+v", d.Kind, d.Dropped())
		}
	})
	t.Run("language asked for", func(t *testing.T) {
		d := apply(t, throughMarkup(t, "<p>The old bridge was repaired yesterday, and people who live nearby can cross again.</p>", "text/html"), article.Options{Langs: []document.Lang{document.LangEnglish}})
		if d.Dropped() != nil || d.Lang != document.LangEnglish {
			t.Errorf("language %s, dropped %+v", d.Lang, d.Dropped())
		}
	})
}

// complete fails when a block is left without a role, or a role without a rule.
func complete(t interface{ Fatalf(string, ...any) }, d *document.Document) {
	for i := range d.Blocks {
		b := &d.Blocks[i]
		if b.Role == document.RoleUnset || b.Role == document.RoleBoilerplate && (b.Kind == "" || b.Rule == "") {
			t.Fatalf("block %d %q: role %q, kind %q, rule %q", i, b.Text, b.Role, b.Kind, b.Rule)
		}
	}
}

func TestEveryBlockHasARole(t *testing.T) {
	b := book(t)
	parts := []string{"<div>", "</div>", "<p>" + first + "</p>", "<a href=/x>另一篇文章的标题文字</a>", "<li>", "<td>", "<h1>老桥检修完成</h1>", "上一篇：旧事", "2020-01-02", "<br>", `<div class="comment">`, "来源：河边日报", second}
	rapid.Check(t, func(t *rapid.T) {
		page := "<title>老桥检修完成</title>" + strings.Join(rapid.SliceOf(rapid.SampledFrom(parts)).Draw(t, "parts"), "")
		check(t, b, page)
	})
}

type fataler interface{ Fatalf(string, ...any) }

func check(t fataler, b *rules.Book, page string) {
	for _, media := range []string{"text/html", "text/plain"} {
		d := &document.Document{Raw: []byte(page), Decoded: page, MediaType: media}
		if err := markupStage.Apply(context.Background(), d); err != nil {
			t.Fatalf("markup: %v", err)
		}
		stage := article.New(b, article.Options{})
		if err := stage.Apply(context.Background(), d); err != nil {
			t.Fatalf("article: %v", err)
		}
		complete(t, d)
	}
}

func FuzzApply(f *testing.F) {
	b := book(f)
	f.Add(htmlPage("<p>" + first + "</p>"))
	f.Add("首页 新闻 视频 图片\n老桥检修完成\n2020-05-06\n" + first)
	f.Fuzz(func(t *testing.T, page string) { check(t, b, strings.ToValidUTF8(page, "")) })
}

func BenchmarkApply(b *testing.B) {
	page := htmlPage(links("left", 60) + "<div>" + strings.Repeat("<p>"+first+second+"</p>", 30) + "</div>" + links("right", 60))
	d := throughMarkup(b, page, "text/html")
	stage := article.New(book(b), article.Options{})
	b.SetBytes(int64(len(page)))
	b.ReportAllocs()
	for b.Loop() {
		stage.Apply(context.Background(), d)
	}
}
