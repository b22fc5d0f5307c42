package boilerplate

import (
	"fmt"
	"strings"
	"testing"

	"zhengwen/document"
	"zhengwen/rules"
)

// show prints one line a block: "B text" for the body, "KIND text" for chrome.
func show(d *document.Document) string {
	var out strings.Builder
	for _, b := range d.Blocks {
		switch b.Role {
		case document.RoleBody:
			fmt.Fprintf(&out, "body: %s\n", b.Text)
		case document.RoleBoilerplate:
			fmt.Fprintf(&out, "%s: %s\n", b.Kind, b.Text)
		default:
			fmt.Fprintf(&out, "%s: %s\n", b.Role, b.Text)
		}
	}
	return out.String()
}

// parse reads what show prints; the kind is what the stage has to find, so that
// chrome is given to it as body.
func parse(page string) (given *document.Document, want string) {
	given = textPage("")
	for _, l := range strings.Split(strings.TrimSpace(page), "\n") {
		role, text, _ := strings.Cut(strings.TrimSpace(l), ": ")
		b := document.Block{Text: text, Tag: "line", Element: -1, Role: document.RoleBody}
		if role == "title" {
			b.Role = document.RoleTitle
		}
		given.Blocks = append(given.Blocks, b)
		want += role + ": " + text + "\n"
	}
	return given, want
}

func TestPages(t *testing.T) {
	s := New(book(t))
	for name, page := range map[string]string{
		"chrome at both ends": `
			breadcrumb: 首页 > 生活 > 厨房
			title: 铁锅生锈怎么办
			source: 2020-05-06 08:00 来源：某某晚报
			controls: 字号：大 中 小
			body: 铁锅用久了难免生锈。
			body: 先用温水泡十分钟，再用钢丝球擦。
			other: 【广告】不粘锅限时九折
			body: 擦干以后抹一层油，下次就不容易生锈。
			body: 最后要提醒一句，铁锅不要装醋过夜。
			editor: 责任编辑：张三
			disclaimer: 本文内容仅供参考。
			navigation: 上一篇：怎样磨刀 下一篇：怎样洗碗
			related: 相关阅读
			related: 砂锅第一次用要注意什么
			related: 高压锅的密封圈多久换一次
			copyright: © 2020 某某网
			icp: 苏ICP备12345678号`,
		"related lines in the middle": `
			body: 第一段说的是事情的起因。
			related: 延伸阅读：
			related: 当年那场大水是怎样退去的
			body: 第二段说的是事情的经过。
			body: 第三段说的是事情的结果。
			body: 第四段是几句评论。
			body: 第五段再补充一点。
			body: 第六段结束全文。`,
		"a numbered heading below a label stays": `
			body: 第一段说的是事情的起因。
			related: 推荐阅读
			body: 二、后来的事情
			body: 第二段说的是事情的经过。
			body: 第三段说的是事情的结果。
			body: 第四段是几句评论。
			body: 第五段结束全文。`,
		"words of chrome in sentences": `
			body: 来源不明的转账，要先问清楚。
			body: 责任编辑发现了这个错误，版权所有者也同意更正。
			body: 客服电话打不通，他就加了对方的微信。
			body: 对方让他扫码关注公众号，说转发朋友圈可以领奖。
			body: 他点赞、评论、分享，最后被骗走三百元。
			body: 当前位置的信号不好，他没有收到短信。`,
		"a list of numbers is no contact of the site": `
			body: 各区的服务窗口如下。
			body: 东区服务电话：00000001
			body: 西区服务电话：00000002
			body: 南区服务电话：00000003
			body: 北区服务电话：00000004
			body: 以上窗口周末不办公。
			body: 节假日安排另行通知。
			body: 材料不全的，可以先在网上补交。
			body: 请带好身份证。`,
		"a title that stands again": `
			title: 旧手机里的照片怎样导出来
			body: 旧手机开不了机，照片不一定就没了。
			other: 旧手机里的照片怎样导出来
			body: 先充一夜电试试。`,
		"link farm": `
			body: 天气转凉，要注意添衣。
			body: 早晚温差大，出门带一件外套。
			links: 友情链接：
			links: 甲乙网
			links: 丙丁在线
			links: 戊己之窗`,
		"spam above the text": `
			keywords: 百家乐开户 老虎机 时时彩 葡京娱乐城
			body: 秋天的银杏最好看。
			body: 落叶铺满了整条街。`,
	} {
		t.Run(name, func(t *testing.T) {
			d, want := parse(page)
			apply(t, s, d)
			if got := show(d); got != want {
				t.Errorf("got\n%swant\n%s", got, want)
			}
		})
	}
}

func TestTails(t *testing.T) {
	s := New(book(t))
	for _, x := range []struct{ text, body, chrome, kind string }{
		{"音乐会在掌声中结束。（责任编辑：张三）", "音乐会在掌声中结束。", "（责任编辑：张三）", "editor"},
		{"大家都平安到家。责编：李四", "大家都平安到家。", "责编：李四", "editor"},
		{"工程年底完工。（来源：某某日报）（责任编辑：王五）", "工程年底完工。", "（来源：某某日报）（责任编辑：王五）", "editor"},
		{"工程年底完工。 来源：某某日报", "工程年底完工。 ", "来源：某某日报", "source"},
		{"大家可以试试。（图片来自网络，侵删）", "大家可以试试。", "（图片来自网络，侵删）", "disclaimer"},
		{"他终于笑了。免责声明：本文不代表本站立场。", "他终于笑了。", "免责声明：本文不代表本站立场。", "disclaimer"},
		{"这本书的责任编辑是张三。", "这本书的责任编辑是张三。", "", ""},
		{"数据见下表（来源：统计局）。", "数据见下表（来源：统计局）。", "", ""},
	} {
		t.Run(x.text, func(t *testing.T) {
			d := textPage("", article[0], article[1], x.text)
			d.Blocks[2].Marks = []document.Mark{{Span: document.Span{Start: 0, End: 6}, Kind: document.MarkBold}}
			apply(t, s, d)
			if got := d.Blocks[2].Text; got != x.body {
				t.Errorf("body %q, want %q", got, x.body)
			}
			var chrome, kind string
			if len(d.Blocks) > 3 {
				chrome, kind = d.Blocks[3].Text, string(d.Blocks[3].Kind)
			}
			if chrome != x.chrome || kind != x.kind {
				t.Errorf("chrome %q of kind %q, want %q of kind %q", chrome, kind, x.chrome, x.kind)
			}
			if d.Blocks[2].Role != document.RoleBody {
				t.Errorf("paragraph became %s", d.Blocks[2].Role)
			}
		})
	}
	long := strings.Repeat(article[0], 60)
	d := textPage("", article[1], long+"（责任编辑：张三）")
	apply(t, s, d)
	if len(d.Blocks) != 3 || d.Blocks[1].Text != long {
		t.Errorf("tail of a long paragraph was not split off")
	}
}

func TestTailFarFromTheEnd(t *testing.T) {
	lines := append([]string{"前一篇讲的是水。（来源：某某日报）", "后一篇讲的是火。（责任编辑：张三）"}, article...)
	d := textPage("", lines...)
	apply(t, New(book(t)), d)
	if d.Blocks[0].Text != lines[0] {
		t.Errorf("a source cited far from the end was split off: %q", d.Blocks[0].Text)
	}
	if d.Blocks[1].Text == lines[1] {
		t.Errorf("an editor was not split off far from the end")
	}
}

func TestLinkedRun(t *testing.T) {
	d := textPage("", article[0], "相关新闻", "某地举行运动会", "另一地举行灯会", article[1], article[2], article[3], article[4], article[5])
	for i := 2; i < 4; i++ {
		b := &d.Blocks[i]
		b.Tag, b.Marks = "li", []document.Mark{{Span: document.Span{End: len(b.Text)}, Kind: document.MarkLink}}
	}
	apply(t, New(book(t)), d)
	for i, b := range d.Blocks {
		if got, want := b.Kind == document.KindRelated, i >= 1 && i <= 3; got != want {
			t.Errorf("%q: related is %v, want %v", b.Text, got, want)
		}
	}
}

func TestRolesThatStay(t *testing.T) {
	d := textPage("")
	for _, r := range []document.Role{document.RoleHead, document.RoleHidden, document.RoleTitle, document.RoleHeading, document.RoleUnset} {
		d.Blocks = append(d.Blocks, document.Block{Text: "责任编辑：张三", Role: r})
	}
	before := show(d)
	apply(t, New(book(t)), d)
	if got := show(d); got != before {
		t.Errorf("got\n%swant\n%s", got, before)
	}
}

func TestPriorKindIsKept(t *testing.T) {
	d := textPage("")
	d.Blocks = []document.Block{
		{Text: "他说得有道理", Role: document.RoleBoilerplate, Kind: document.KindComments, Rule: "article.comments"},
		{Text: "随便什么文字都行", Role: document.RoleBoilerplate},
	}
	apply(t, New(book(t)), d)
	if d.Blocks[0].Kind != document.KindComments || d.Blocks[0].Rule != "article.comments" {
		t.Errorf("kind became %s by %s", d.Blocks[0].Kind, d.Blocks[0].Rule)
	}
	if d.Blocks[1].Kind != document.KindOther {
		t.Errorf("kind is %q, want other", d.Blocks[1].Kind)
	}
}

func TestEveryKindHasRules(t *testing.T) {
	b := book(t)
	for _, p := range Problems(b) {
		t.Error(p)
	}
	count := map[string]int{}
	for _, r := range b.Set("boilerplate").Rules {
		count[r.Kind]++
	}
	for _, k := range document.BoilerplateKinds() {
		if count[string(k)] < 2 {
			t.Errorf("%s has %d rules, want several", k, count[string(k)])
		}
	}
}

func TestUserRules(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, `
set = "boilerplate"
[[rule]]
id = "mine.slogan"
kind = "other"
any = ["每天进步一点点"]
at = "whole"
max = 20
value = "tail"
reason = "our site's slogan"
hits = ["每天进步一点点"]
[[rule]]
id = "editor.label"
[[rule]]
id = "editor.bare"
[[rule]]
id = "editor.credits"
[[rule]]
id = "editor.cut"
[[rule]]
id = "mine.odd"
kind = "nonsense"
any = ["甲"]
value = "upstairs"
`)
	b, err := rules.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(Problems(b)); n != 1 {
		t.Errorf("%d problems, want one for mine.odd", n)
	}
	d := textPage("", article[0], article[1], "每天进步一点点", "责任编辑：张三")
	apply(t, New(b), d)
	if d.Blocks[2].Rule != "mine.slogan" {
		t.Errorf("own rule did not apply: %s %s", d.Blocks[2].Role, d.Blocks[2].Rule)
	}
	if d.Blocks[3].Role != document.RoleBody {
		t.Errorf("removed rule still applies: %s", d.Blocks[3].Rule)
	}
}

func TestHeadingsAreNoMenus(t *testing.T) {
	for tag, want := range map[string]document.Role{"h2": document.RoleBody, "p": document.RoleBoilerplate} {
		d := &document.Document{Blocks: []document.Block{
			{Text: "材料 工具 步骤 提示", Tag: tag, Role: document.RoleBody},
			{Text: "先把铁锅用温水泡十分钟，再用钢丝球擦。", Tag: "p", Role: document.RoleBody},
		}}
		if err := New(book(t)).Apply(t.Context(), d); err != nil {
			t.Fatal(err)
		}
		if got := d.Blocks[0].Role; got != want {
			t.Errorf("<%s>: role %s, want %s", tag, got, want)
		}
	}
}
