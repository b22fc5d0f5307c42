package article_test

import (
	"strings"
	"testing"

	"zhengwen/document"
	"zhengwen/extract/article"
)

const (
	prose  = "<p>天刚亮，渡口就排起了队，挑担的、推车的都等着第一班船过河，船家说今天水急，每次只能坐二十个人。</p>"
	prose2 = "<p>过了河就是集市，卖柿子的摊子一直摆到桥头，买的人先尝一口，觉得甜了才肯掏钱，摊主也不催。</p>"
)

// captions are what an article's first lines hold between two paragraphs, and the
// captions among them.
var captions = []struct{ name, between, want string }{
	{"figcaption", "<figure><img src=a><figcaption>渡口的清晨</figcaption></figure>", "渡口的清晨"},
	{"paragraph in a figcaption", "<figure><img src=a><figcaption><p>渡口的清晨</p><p>江野</p></figcaption></figure>", "渡口的清晨|江野"},
	{"class below a picture", "<p><img src=a></p><p class='pictext'>渡口的清晨</p>", "渡口的清晨"},
	{"class beside a picture", "<div class=pic><img src=a><span class=img_descr>渡口的清晨</span></div>", "渡口的清晨"},
	{"class of two lines", "<p><img src=a></p><div class=tushuo>渡口的清晨<br>江野</div>", "渡口的清晨|江野"},
	{"class without a picture", "<div class=caption>渡口的清晨</div>", ""},
	{"says what it shows", "<p><img src=a></p><p>图为渡口的清晨。</p>", "图为渡口的清晨。"},
	{"in the line of its picture", "<p><img src=a>图为渡口的清晨</p>", "图为渡口的清晨"},
	{"picture left out by the crawler", "<p>图为渡口的清晨。</p>", "图为渡口的清晨。"},
	{"mark", "<p><img src=a></p><p>▲渡口的清晨</p>", "▲渡口的清晨"},
	{"mark without a picture", "<p>▲渡口的清晨</p>", ""},
	{"source", "<p><img src=a></p><p>图片来源：河谷图库</p>", "图片来源：河谷图库"},
	{"photographer", "<p><img src=a><br>船家在解缆绳。本报记者 林溪 摄</p>", "船家在解缆绳。本报记者 林溪 摄"},
	{"photographer behind a paragraph", "<p>船家在解缆绳。本报记者 林溪 摄</p>", ""},
	{"number", "<p><img src=a></p><p>图 2-1　渡口的位置</p>", "图 2-1　渡口的位置"},
	{"screen", "<p><img src=a></p><p>网友发布的视频截图</p>", "网友发布的视频截图"},
	{"heading below a picture", "<p><img src=a></p><h2>图：渡口</h2>", ""},
	{"heading of a section below a picture", "<p><img src=a></p><p>一、渡口的来历</p>", ""},
	{"paragraph below a picture", "<p><img src=a></p>" + prose2, ""},
	{"library", "<p>图书馆的人说，老照片都收在二楼，可以去翻一翻，不收钱。</p>", ""},
	{"byline that names the photographer", "<p>文/林溪 图/何川</p>", ""},
	{"day in a caption", "<figure><img src=a><figcaption>2020年3月5日，渡口的清晨</figcaption></figure>", "2020年3月5日，渡口的清晨"},
}

func TestCaptions(t *testing.T) {
	for _, tc := range captions {
		t.Run(tc.name, func(t *testing.T) {
			d := apply(t, throughMarkup(t, site("渡口的早晨", "<h1>渡口的早晨</h1><div class=a>"+prose+tc.between+prose2+"</div>"), "text/html"), article.Options{})
			var got []string
			for i := range d.Blocks {
				b := &d.Blocks[i]
				if !b.Caption {
					continue
				}
				got = append(got, b.Text)
				if b.Role != document.RoleBody || b.Rule != "article.caption" {
					t.Errorf("%q is %s by %s", b.Text, b.Role, b.Rule)
				}
			}
			if got := strings.Join(got, "|"); got != tc.want {
				t.Errorf("captions %q, want %q", got, tc.want)
			}
		})
	}
}

// Where captions stand at the ends of the text, and what they are beside.
func TestCaptionsAndBody(t *testing.T) {
	figure := func(text string) string {
		return "<div class=pic><figure><img src=a><figcaption>" + text + "</figcaption></figure></div>"
	}
	for _, tc := range []struct{ name, page, want string }{
		{"behind the last paragraph", site("渡口的早晨", "<h1>渡口的早晨</h1><div class=a>"+prose+prose2+figure("收摊以后的集市，只剩两个人在扫地。")+"</div>"), "天刚亮 过了河 收摊以"},
		{"they choose no body", site("渡口的早晨", "<h1>渡口的早晨</h1><div class=a>"+prose+"</div><div class=b>"+strings.Repeat(figure("邻县的人也来赶集，坐的是头一天晚上的船，到了先吃一碗面。"), 3)+"</div>"), "天刚亮"},
		{"gallery", site("渡口的早晨", "<h1>渡口的早晨</h1><p>2021-03-05</p><div class=a>"+figure("天刚亮，渡口就排起了队，挑担的、推车的都在等。")+figure("船家解开缆绳，今天水急，每次只坐二十个人。")+figure("过了河就是集市，卖柿子的一直摆到桥头。")+"</div>"), "天刚亮 船家解 过了河"},
		{"pictures of recommendations", site("渡口的早晨", "<h1>渡口的早晨</h1><div class=a>"+prose+prose2+"</div><div class=more>"+strings.Repeat("<a href=/x><figure><img src=a><figcaption>山谷里的梯田开始插秧</figcaption></figure></a>", 4)+"</div>"), "天刚亮 过了河"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d := apply(t, throughMarkup(t, tc.page, "text/html"), article.Options{})
			var got []string
			for _, line := range strings.Split(body(d), "\n") {
				got = append(got, string([]rune(line)[:min(3, len([]rune(line)))]))
			}
			if got := strings.Join(got, " "); got != tc.want || d.Dropped() != nil {
				t.Errorf("body %q, want %q; dropped %v", got, tc.want, d.Dropped())
			}
		})
	}
}
