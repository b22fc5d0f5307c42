package article_test

import (
	"strings"
	"testing"

	"zhengwen/extract/article"
)

// Pages whose cost would explode if a step were quadratic: such a step takes minutes
// here, so that the test run's own limit fails it.
func TestHostilePages(t *testing.T) {
	n := 100_000
	nested := strings.Repeat("<div><p>短</p>", 400) + strings.Repeat("<p>"+first+"</p>", n/10) + strings.Repeat("</div>", 400)
	pages := map[string][2]string{
		"tails between texts":    {"text/html", "<p>" + first + "</p>" + strings.Repeat("<p>上一篇</p>", n) + strings.Repeat("<p>"+second+"</p>", 20)},
		"nested wrappers":        {"text/html", nested},
		"short lines, one text":  {"text/plain", strings.Repeat("材料说明与安排\n", n) + first + "\n"},
		"menus, then short ones": {"text/plain", strings.Repeat("首页 新闻 视频 图片\n", n) + strings.Repeat("短句\n", n) + first + "\n"},
		"no sentence at all":     {"text/plain", strings.Repeat("字\n", n)},
		"headings of tails":      {"text/html", "<p>" + first + "</p>" + strings.Repeat("<div><h3>推荐阅读</h3>", n) + "<p>" + first},
		"a thread, nested":       {"text/html", strings.Repeat("<div class=a><p>只看该作者</p><p>"+first+"</p>", n/10)},
		"a thread, side by side": {"text/html", strings.Repeat("<div class=a><div class=a><p>只看该作者</p><p>"+first+"</p></div></div>", n/10)},
		"questions":              {"text/html", "<title>老桥检修完成</title><h1>老桥检修完成</h1><p>3个回答</p>" + strings.Repeat("<div class=x><p>"+second+"</p></div><div class=comment>好。</div>", n/10)},
		"links":                  {"text/html", "<title>老桥检修完成</title>" + strings.Repeat("<li><a href=x>老桥检修完成的消息</a></li>", n)},
	}
	for name, p := range pages {
		t.Run(name, func(t *testing.T) {
			d := apply(t, throughMarkup(t, p[1], p[0]), article.Options{})
			complete(t, d)
		})
	}
}
