package markup_test

import (
	"context"
	"fmt"
	"html"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"zhengwen/document"
	"zhengwen/normalize/markup"
)

func apply(t testing.TB, o markup.Options, mediaType, text string) *document.Document {
	t.Helper()
	d := &document.Document{Raw: []byte(text), MediaType: mediaType, Decoded: text}
	if err := markup.New(nil, o).Apply(context.Background(), d); err != nil {
		t.Fatal(err)
	}
	return d
}

// tree reads a page through the parser of the standard, as a judge.
func tree(t testing.TB, text string) *document.Document {
	t.Helper()
	d := &document.Document{Decoded: text}
	if !markup.Tree(d) {
		t.Fatal("the parser refuses the page")
	}
	return d
}

// show writes blocks as lines "tag: text", with what else is worth seeing.
func show(d *document.Document) string {
	var out strings.Builder
	for i := range d.Blocks {
		b := &d.Blocks[i]
		fmt.Fprintf(&out, "%s: ", b.Tag)
		pos := 0
		for _, m := range b.Marks {
			if m.Start < pos {
				fmt.Fprintf(&out, "(%d:%d)", m.Kind, m.Start)
				continue
			}
			out.WriteString(b.Text[pos:m.Start])
			fmt.Fprintf(&out, "%c%s%c", " <*"[m.Kind], b.Text[m.Start:m.End], " >*"[m.Kind])
			pos = m.End
		}
		out.WriteString(b.Text[pos:])
		if b.Name != "" {
			out.WriteString(" name=" + b.Name)
		}
		if b.Indent {
			out.WriteString(" indent")
		}
		if b.Break {
			out.WriteString(" break")
		}
		if b.Gap > 0 {
			fmt.Fprintf(&out, " gap=%d", b.Gap)
		}
		switch b.Picture {
		case document.PictureBeside:
			out.WriteString(" beside")
		case document.PictureAbove:
			out.WriteString(" above")
		}
		if b.Role == document.RoleHidden {
			out.WriteString(" " + b.Rule)
		}
		out.WriteByte('\n')
	}
	return out.String()
}

// page is a table case; on HTML the parser of the standard must agree.
type page struct{ name, in, want string }

var pages = []page{
	{"paragraphs", "<body><p>一</p><p>二</p>三<div>四</div>五", "p: 一\np: 二\nbody: 三\ndiv: 四\nbody: 五\n"},
	{"open paragraphs", "<p>一<p>二<ul><li>甲<li>乙</ul>", "p: 一\np: 二\nli: 甲\nli: 乙\n"},
	{"br", "<p>一<br>二<br><br/>三</p><p>四", "p: 一\np: 二 break\np: 三 break\np: 四\n"},
	{"br first", "<p><br>一</p>", "p: 一\n"},
	{"inline does not cut", "<p>维<b>权</b>必<a href=/x>读</a><span>！</span></p>", "p: 维*权*必<读>！\n"},
	{"white space collapses", "<p> a \n\t b  <b> c</b> </p>", "p: a b *c*\n"},
	{"source line break between Han", "<p>今天\n    天气，\r\n很好 ok\nok</p>", "p: 今天天气，很好 ok ok\n"},
	{"space between Han stays", "<p>张 三</p>", "p: 张 三\n"},
	{"line break at a tag is a space", "<div><a href=a>首页</a>\n<a href=b>新闻</a></div>", "div: <首页> <新闻>\n"},
	{"indent", "<p>&nbsp;&nbsp;　一</p><p>　　二</p><p> 三&nbsp;</p>", "p: 一 indent\np: 二 indent\np: 三\n"},
	{"nbsp inside", "<p>甲&nbsp;&nbsp;乙　丙</p>", "p: 甲\u00a0\u00a0乙　丙\n"},
	{"only nbsp", "<p>&nbsp;</p><p>一</p>", "p: 一\n"},
	{"pre", "<pre>一\n  二  2\n\n三</pre>四", "pre: 一\npre: 二  2 indent break\npre: 三 break\nbody: 四\n"},
	{"white-space style", "<p style='white-space: pre-wrap'>一\n二</p><p>三\n四</p>", "p: 一\np: 二 break\np: 三四\n"},
	{"headings and bold", "<h2>题</h2><p><strong>一</strong><b>二</b> <font size=5>三</font><span style='font-weight:700'>四<i style='font-weight:normal'>五</i></span>", "h2: 题\np: *一二 三四*五\n"},
	{"marks overlap", "<p><a href=x>甲<b>乙</b></a><b>丙</b>", "p: <甲乙>(2:3)丙\n"},
	{"anchor without href", "<p><a name=x>甲</a>", "p: 甲\n"},
	{"data row", "<table><tr><th>姓名<th>电话<tr><td>张三</td><td><a href=x>123</a></td><td></td></tr></table>", "tr: 姓名 电话\ntr: 张三 <123>\n"},
	{"one cell", "<table><tr><td>一</td></tr></table>", "td: 一\n"},
	{"cell paragraphs", "<table><tr><td><p>甲</p></td><td><p>乙<br>丙</p></td></tr></table>", "tr: 甲 乙 丙\n"},
	{"cell of many lines", "<table><tr><td>甲<td>1<br>2<br>3<br>4<br>5</table>", "tr: 甲 1 2 3 4 5\n"},
	{"list in a cell", "<table><tr><td>甲<td>科目<td>1、乙<br>2、丙<td>备注</table>", "tr: 甲 科目\ntr: 1、乙\ntr: 2、丙 break\ntr: 备注\n"},
	{"layout: list of lines", "<table><tr><td>甲<td>1<br>2<br>3<br>4<br>5<br>6<br>7</table>", "td: 甲\ntd: 1\ntd: 2 break\ntd: 3 break\ntd: 4 break\ntd: 5 break\ntd: 6 break\ntd: 7 break\n"},
	{"layout: block content", "<table><tr><td>导航</td><td><h1>题</h1><p>文</p></td></tr></table>", "td: 导航\nh1: 题\np: 文\n"},
	{"layout: long text", "<table><tr><td>左</td><td>" + strings.Repeat("长", 200) + "</td></tr></table>", "td: 左\ntd: " + strings.Repeat("长", 200) + "\n"},
	{"layout: nested table", "<table><tr><td>左</td><td><table><tr><td>甲</td><td>乙</td></tr></table></td></tr></table>", "td: 左\ntr: 甲 乙\n"},
	{"hidden cell in a row", "<table><tr><td>甲</td><td style='display:none'>藏</td><td>乙</td></tr></table>", "td: 藏 hidden.display\ntr: 甲 乙\n"},
	{"list item with paragraph", "<ul><li><p>甲</p></li><li><a href=x>乙</a><span>2020</span></li></ul>", "li: 甲\nli: <乙>2020\n"},
	{"definition list", "<dl><dt>词<dd>义<dt>词二<dd>义二</dl>", "dt: 词\ndd: 义\ndt: 词二\ndd: 义二\n"},
	{"picture above", "<p><img src=a></p><p>甲</p><p>乙</p>", "p: 甲 above\np: 乙\n"},
	{"picture above a break", "<p><img src=a><br>甲<br>乙</p>", "p: 甲 above\np: 乙 break\n"},
	{"picture at the end of a line", "<p>甲<img src=a></p><p>乙</p>", "p: 甲\np: 乙 above\n"},
	{"picture beside", "<p><img src=a>甲</p><p><a href=x><img></a> <span>乙</span></p>", "p: 甲 beside\np: 乙 beside\n"},
	{"picture inside a line", "<p>甲<img src=a>乙</p><p>丙</p>", "p: 甲乙\np: 丙\n"},
	{"picture and hidden text", "<div><img><p hidden>藏</p><p>甲</p></div>", "p: 藏 hidden.attribute\np: 甲 above\n"},
	{"hidden picture", "<div hidden><img></div><p>甲</p>", "p: 甲\n"},
	{"film and caption", "<figure><video src=a>旧</video><figcaption>甲</figcaption></figure>", "figure: 旧 hidden.video\nfigcaption: 甲 above\n"},
	{"hidden inline", "<p>甲<span style='display: none'>藏</span>乙</p>", "p: 甲乙\np: 藏 hidden.display\n"},
	{"floating table in a paragraph", "<p>甲<table align=left><tr><td>广告</td></tr></table>乙<p>丙", "p: 甲乙\ntd: 广告\np: 丙\n"},
	{"floating inline stays", "<li>甲 <span style='float:right'>2020</span></li>", "li: 甲 2020\n"},
	{"floating blocks in a row", "<div><div style='float:left'>甲</div><div style='float:left'>乙</div>丙</div>", "div: 甲\ndiv: 乙\ndiv: 丙\n"},
	{"hidden block in a line", "<div>甲<div style='display:none'>藏<p>二</p></div>乙</div>", "div: 甲乙\ndiv: 藏 hidden.display\np: 二 hidden.display\n"},
	{"hidden in a float", "<div>甲<div style='float:left'>浮<i hidden>藏</i>浮</div>乙</div>", "div: 甲乙\ndiv: 浮浮\ndiv: 藏 hidden.attribute\n"},
	{"cells without a row", "<table><td>甲<td>乙</table>", "tr: 甲 乙\n"},
	{"bold ends outside its block", "<div><b>甲<p>乙</b>丙</p>丁</div>", "div: *甲*\np: *乙*丙\ndiv: 丁\n"},
	{"hidden block", "<div hidden>藏</div><p style='VISIBILITY:hidden !important'>隐</p><div aria-hidden=true>窗</div><i aria-hidden=true>标</i>文", "div: 藏 hidden.attribute\np: 隐 hidden.visibility\ndiv: 窗 hidden.aria\nbody: 标文\n"},
	{"noscript", "<p>文</p><noscript><p>请开</p>脚本</noscript>", "p: 文\np: 请开 hidden.noscript\nbody: 脚本 hidden.noscript\n"},
	{"out of print", "<h2>背景<span class='mw-editsection'>[编辑]</span></h2><p>甲<span class='noprint note'>注</span>乙</p>", "h2: 背景\nh2: [编辑] hidden.class\np: 甲乙\np: 注 hidden.class\n"},
	{"text before a raw element", "<div>甲\n<script>if(1<2){}</script><style>p{}</style>乙</div>", "div: 甲 乙\n"},
	{"script inside a comment in a script", "<script><!--\ndocument.write('<script src=x></script>');\n//--></script>文", "body: 文\n"},
	{"ruby", "<p><ruby>漢<rp>(</rp><rt>hàn</rt><rp>)</rp></ruby>字</p>", "p: 漢字\np: ( hidden.rp\np: hàn hidden.rt\np: ) hidden.rp\n"},
	{"nothing from scripts", "<script>var a='<p>脚本</p>'</script><style>p{}</style><!-- 注 --><svg><title>图</title><text>字</text></svg><select><option>项</select><iframe>框</iframe>文", "body: 文\n"},
	{"svg left open", "<svg><path><div>文</div>", "div: 文\n"},
	{"textarea", "<textarea>一 &lt;p&gt;二</textarea>文", "body: 一 hidden.textarea\np: 二 hidden.textarea\nbody: 文\n"},
	{"cdata", "<p><![CDATA[一]]></p><![CDATA[<p>二</p>]]>", "p: 一\np: 二\n"},
	{"entities in attributes", "<link rel=canonical href='http://a/?b=1&copy=2&amp;c=3'>文", "meta: http://a/?b=1&copy=2&c=3 name=canonical\nbody: 文\n"},
	{"entities", "<p>&lt;b&gt; &amp;amp; &#8220;x&#x3000;&copy;</p>", "p: <b> &amp; “x　©\n"},
	{"NUL", "<p>a\x00b</p>", "p: a\uFFFDb\n"},
	{"several html", "<html><body><p>一</p></body></html><html><body><p>二</p></body></html>", "p: 一\np: 二\n"},
	{"frameset", "<frameset><frame src=a></frameset><noframes><body><p>" + strings.Repeat("无框", 40) + "</p></body></noframes>", "p: " + strings.Repeat("无框", 40) + "\n"},
	{"unclosed inline", "<div><font><b>一</div>", "div: *一*\n"},
	{"wrong end tags", "<div>一</b></table></p>二</div></div>三", "div: 一\ndiv: 二\nbody: 三\n"},
	{"display block", "<p><span style='display:block'>一</span>二</p>", "span: 一\np: 二\n"},
	{"button", "<p>一<button>分享</button>二</p>", "p: 一\nbutton: 分享\np: 二\n"},
	{"head", "<html lang=zh-CN><head><title> 题\n 目 </title><meta name=Description content='摘要'><meta property='og:title' content=题><link rel=canonical href=http://a/><meta name=x></head><body><title>二</title><time datetime=2020-01-02>昨天</time>",
		"meta: zh-CN name=lang\ntitle: 题 目 name=title\nmeta: 摘要 name=description\nmeta: 题 name=og:title\nmeta: http://a/ name=canonical\nmeta: 2020-01-02 name=time:datetime\nbody: 昨天\n"},
	{"meta in typographic quotes", "<meta name=”author” content=张三><meta name=viewport><meta property='' itemprop=datePublished content=2020>", "meta: 张三 name=author\nmeta: 2020 name=datepublished\n"},
	{"json-ld", `<script type="application/ld+json">{"@type":"NewsArticle","headline":"题\u4e00","author":[{"@type":"Person","name":"张三"}],"publisher":{"name":"报","logo":{"name":"标"}},
	 "datePublished":"2020-01-02","articleBody":"一段",}</script>`,
		"meta: 题一 name=ld:headline\nmeta: 张三 name=ld:author\nmeta: 报 name=ld:publisher\nmeta: 2020-01-02 name=ld:datePublished\n"},
	{"broken json-ld", "<script type='application/ld+json'>{\"headline\": \"他说\"不\"了\", \"datePublished\" \"x\", \"pubDate\": \"2020-01-02T03:04:05\" </script>",
		"meta: 他说\"不\"了 name=ld:headline\nmeta: 2020-01-02T03:04:05 name=ld:pubDate\n"},
}

func TestPages(t *testing.T) {
	for _, p := range pages {
		t.Run(p.name, func(t *testing.T) {
			d := apply(t, markup.Options{}, "text/html", p.in)
			check(t, d)
			if diff := cmp.Diff(p.want, show(d)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(p.want, show(tree(t, p.in))); diff != "" {
				t.Errorf("parser (-want +got):\n%s", diff)
			}
		})
	}
}

// check asserts what every later stage relies on.
func check(t interface{ Errorf(string, ...any) }, d *document.Document) {
	holds := make([]bool, len(d.Elements))
	for i := range d.Blocks {
		b := &d.Blocks[i]
		switch {
		case b.Text == "":
			t.Errorf("block %d is empty", i)
		case !utf8.ValidString(b.Text):
			t.Errorf("block %d is no UTF-8: %q", i, b.Text)
		case strings.TrimFunc(b.Text, document.IsSpace) != b.Text:
			t.Errorf("block %d is not trimmed: %q", i, b.Text)
		case strings.ContainsAny(b.Text, "\n\r\v\f\u2028\u2029"):
			t.Errorf("block %d has a line break: %q", i, b.Text)
		case b.Tag == "":
			t.Errorf("block %d has no tag", i)
		}
		last := 0
		for _, m := range b.Marks {
			if m.Start < last || m.Start >= m.End || m.End > len(b.Text) ||
				!utf8.RuneStart(b.Text[m.Start]) || m.End < len(b.Text) && !utf8.RuneStart(b.Text[m.End]) {
				t.Errorf("block %d %q: bad marks %v", i, b.Text, b.Marks)
			}
			last = m.Start
		}
		if b.Element < -1 || int(b.Element) >= len(d.Elements) {
			t.Errorf("block %d: element %d of %d", i, b.Element, len(d.Elements))
		} else if b.Element >= 0 {
			holds[b.Element] = true
		}
		if (b.Role == document.RoleHead) != (b.Name != "") {
			t.Errorf("block %d: role %q and name %q", i, b.Role, b.Name)
		}
		if b.Role != document.RoleUnset && b.Rule == "" {
			t.Errorf("block %d: role %q without a rule", i, b.Role)
		}
	}
	for i := len(d.Elements) - 1; i >= 0; i-- {
		e := d.Elements[i]
		if int(e.Parent) >= i || e.Parent < -1 {
			t.Errorf("element %d has parent %d", i, e.Parent)
		} else if e.Parent >= 0 && holds[i] {
			holds[e.Parent] = true
		}
		if !holds[i] {
			t.Errorf("element %d <%s> holds no block", i, e.Tag)
		}
		if e.Class != strings.ToLower(e.Class) || e.ID != strings.ToLower(e.ID) {
			t.Errorf("element %d: class %q, id %q", i, e.Class, e.ID)
		}
	}
}

// TestRepaired asserts what read makes of pages where the parser of the standard
// loses text.
func TestRepaired(t *testing.T) {
	for _, p := range []page{
		{"comment never closed", "<p>甲</p><!-- 广告 ><p>乙</p>", "p: 甲\np: 乙\n"},
		{"quote never closed", "<p class=\"a>甲</p><p>乙</p>", "p: 甲\np: 乙\n"},
		{"quote closed by the next tag's", "<img alt=\"图><p>甲</p><p class=\"b\">乙</p>", "p: 甲 above\np: 乙\n"},
		{"markup in an attribute", "<p title=\"<b>甲</b>\">乙</p>", "p: 乙\n"},
		{"less-than before a letter", "<p>当x<y，则y>x。</p>", "p: 当x<y，则y>x。\n"},
		{"less-than at the end", "<p>甲<b", "p: 甲<b\n"},
		{"cut off in a tag", "<p>甲</p><a href=\"http://example.com/", "p: 甲\n"},
		{"script never closed", "<p>甲</p><script>var a=1;\n<p>乙</p>", "p: 甲\np: 乙\n"},
	} {
		t.Run(p.name, func(t *testing.T) {
			d := apply(t, markup.Options{}, "text/html", p.in)
			check(t, d)
			if diff := cmp.Diff(p.want, show(d)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestElements(t *testing.T) {
	path := func(d *document.Document, text string) string {
		for i := range d.Blocks {
			if b := &d.Blocks[i]; strings.Contains(b.Text, text) {
				var names []string
				for e := b.Element; e >= 0; e = d.Elements[e].Parent {
					x := d.Elements[e]
					names = append(names, x.Tag+"."+x.Class+"#"+x.ID)
				}
				return strings.Join(names, " ")
			}
		}
		return "not found"
	}
	for _, c := range []struct{ name, in, text, want string }{
		{"path", "<html><body><div class='A B' id=C><p>文", "文", "p.# div.a b#c body.# html.#"},
		{"empty siblings leave no element", "<html><body><div></div><div id=x>文", "文", "div.#x body.# html.#"},
		{"row", "<html><body><table class=t><tbody><tr id=r><td>甲</td><td>乙", "甲", "tr.#r tbody.# table.t# body.# html.#"},
		{"inline holder of lines, first", "<html><body><div><font id=Zoom>甲<br>乙<br>丙</font></div>", "甲", "font.#zoom div.# body.# html.#"},
		{"inline holder of lines, last", "<html><body><div><font id=Zoom>甲<br>乙<br>丙</font></div>", "丙", "font.#zoom div.# body.# html.#"},
		{"text beside the holder", "<html><body><div><font id=Zoom>甲<br>乙<br>丙</font>丁</div>", "丙", "div.# body.# html.#"},
		{"no holder in a paragraph", "<html><body><p><span class=s>甲<br>乙</span></p>", "甲", "p.# body.# html.#"},
		{"no holder for one line", "<html><body><div><span class=s>甲</span></div>", "甲", "div.# body.# html.#"},
		{"inline around blocks", "<html><body><span class=s><div>甲</div></span>", "甲", "div.# span.s# body.# html.#"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := apply(t, markup.Options{}, "text/html", c.in)
			check(t, d)
			if got := path(d, c.text); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
			if got := path(tree(t, c.in), c.text); got != c.want {
				t.Errorf("parser: got %s, want %s", got, c.want)
			}
		})
	}
}

func TestReveal(t *testing.T) {
	article := strings.Repeat("正文的一句话。", 30)
	chrome := strings.Repeat("导航", 30)
	for _, c := range []struct {
		name, in string
		hidden   bool
	}{
		{"article that a script makes visible", "<p>" + chrome + "</p><div id=js_content style='visibility: hidden;'><p>" + article + "</p></div>", false},
		{"small hidden part", "<p>" + article + "</p><div style='visibility: hidden'>" + chrome + "</div>", true},
		{"body hidden against frames", "<body style='display:none'><p>" + article + "</p>", false},
		{"dialog beside an article", "<p>" + article + "</p><div style='display:none'>" + article + "</div>", true},
		{"noscript alone", "<noscript><p>" + article + "</p></noscript>", false},
		{"noscript beside text", "<p>" + chrome + "</p><noscript><p>" + article + article + article + "</p></noscript>", true},
		{"lazy textarea alone", "<textarea>&lt;p&gt;" + article + "&lt;/p&gt;</textarea>", false},
		{"JSON-LD beside a menu", "<p>" + chrome + "</p><script type='application/ld+json'>{\"articleBody\":\"开头。\\n" + article + "\"}</script>", false},
		{"data attribute beside a menu and a foot", "<p>" + chrome + "</p><div data-content='&lt;p&gt;" + article + "&lt;/p&gt;'></div><p>" + chrome + "</p>", false},
		{"data attribute alone", "<div data-content='&lt;p&gt;" + article + "&lt;/p&gt;'></div>", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := apply(t, markup.Options{}, "text/html", c.in)
			check(t, d)
			hidden := false
			for i := range d.Blocks {
				hidden = hidden || d.Blocks[i].Role == document.RoleHidden
			}
			if hidden != c.hidden {
				t.Errorf("hidden %v, want %v", hidden, c.hidden)
			}
			if !c.hidden && !strings.Contains(show(d), article) {
				t.Errorf("article is missing:\n%s", show(d))
			}
		})
	}
	d := apply(t, markup.Options{}, "text/html", "<p>"+article+"</p><script type='application/ld+json'>{\"articleBody\":\""+chrome+"\"}</script>")
	if strings.Contains(show(d), chrome) {
		t.Errorf("text of JSON-LD shown beside an article")
	}
	d = apply(t, markup.Options{}, "text/html", "<p>"+article+"</p><div data-content='"+chrome+chrome+"'></div>")
	if strings.Contains(show(d), chrome) {
		t.Errorf("text of an attribute shown beside an article")
	}
	for _, lazy := range []string{strings.Repeat(chrome, 3), `{"list":"` + article + `"}`} {
		d = apply(t, markup.Options{}, "text/html", "<p>"+chrome+"</p><div data-x='"+lazy+"'></div>")
		if len(d.Blocks) != 1 {
			t.Errorf("%.20s… of an attribute shown", lazy)
		}
	}
}

func TestPlain(t *testing.T) {
	for _, p := range []page{
		{"line ends", "一\n二\r\n三\r四\u2028五\f六\u2029七", "line: 一\nline: 二\nline: 三\nline: 四\nline: 五\nline: 六\nline: 七\n"},
		{"gap and indent", "\n\n一\n　　二\n \n\t三\tx\t\ty ", "line: 一 gap=2\nline: 二 indent\nline: 三 x y indent gap=1\n"},
		{"markup is text", "<p>一</p>", "line: <p>一</p>\n"},
		{"control characters stay", "\ufeff一\x01二", "line: 一\x01二\n"},
		{"bad bytes", "一\xff二", "line: 一\uFFFD二\n"},
		{"empty", "", ""},
	} {
		t.Run(p.name, func(t *testing.T) {
			d := apply(t, markup.Options{}, "text/plain", p.in)
			check(t, d)
			if diff := cmp.Diff(p.want, show(d)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if len(d.Elements) > 0 {
				t.Errorf("elements %v", d.Elements)
			}
		})
	}
}

func TestReopenIsCalledOnce(t *testing.T) {
	calls := 0
	reopen := func(s string) string {
		calls++
		return strings.ReplaceAll(s, "?/p>", "？</p>")
	}
	d := &document.Document{MediaType: "text/html", Decoded: "<title>题</title><p>一?/p><p>二</p>"}
	s := markup.New(reopen, markup.Options{})
	if err := s.Apply(context.Background(), d); err != nil {
		t.Fatal(err)
	}
	if got, want := show(d), "title: 题 name=title\np: 一？\np: 二\n"; got != want || calls != 1 {
		t.Errorf("got %q after %d calls, want %q", got, calls, want)
	}
}

func TestSwallowedTitleEnd(t *testing.T) {
	text := strings.Repeat("正文。", 60)
	d := apply(t, markup.Options{}, "text/html", "<html><head><title>题目\n<meta name=keywords content=词></head><body><p>"+text+"</p><title>二")
	check(t, d)
	want := "title: 题目 name=title\nmeta: 词 name=keywords\np: " + text + "\n"
	if diff := cmp.Diff(want, show(d)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestApplyDone(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := markup.New(nil, markup.Options{}).Apply(ctx, &document.Document{}); err == nil {
		t.Error("no error from a context that is done")
	}
}

// TestHostile asserts that text survives pages made to break parsers.
func TestHostile(t *testing.T) {
	rep := strings.Repeat
	for _, c := range []struct {
		name, in string
		blocks   int // least
		last     string
	}{
		{"600 nested", rep("<div>", 600) + "深" + rep("</div>", 600) + "<p>后", 2, "后"},
		{"5000 nested", rep("<div>甲", 5000) + rep("</div>乙", 5000) + "<p>后", 10001, "后"},
		{"5000 nested inline", rep("<span class=a>甲", 5000) + "<p>后", 1, "后"},
		{"5000 open fonts", rep("<font color=red>甲<br>", 5000) + "<p>后", 5001, "后"},
		{"br", rep("<br>", 4<<20) + "后", 1, "后"},
		{"one line", rep("长", 50<<20/3) + "后", 1, ""},
		{"formatting multiplied", "<p>" + rep("<b><i>", 200) + rep("<p>甲", 50000) + "<p>后", 50001, "后"},
		{"many bodies", rep("<body a=b>甲", 20000) + "<p>后", 1, "后"},
		{"wrong end tags", rep("<i>", 900) + rep("甲</x></u>", 200000) + "<p>后", 1, "后"},
		{"nested tables", rep("<table><tr><td>甲<td>", 300) + "后", 300, "甲 后"},
		{"nested noscript", "<p>前" + rep("<noscript>", 20000) + "后", 1, ""},
		{"nested textarea", "<p>前</p>" + rep("<textarea>&lt;textarea&gt;", 20000) + "后", 1, ""},
		{"open title", "<title>题" + rep("<title>", 20000) + "后", 1, ""},
		{"open comment", "<p>前</p><!--" + rep("<p>甲", 1000), 1000, "甲"},
		{"less-than signs", rep("<", 100000) + "<p>后", 1, "后"},
		{"tags that never end", "<p>前</p>" + rep("<a ", 200000), 2, ""},
		{"scripts that never end", "<p>前</p>" + rep("<script>\n", 200000), 1, "前"},
		{"scripts inside comments in scripts", "<p>前</p>" + rep("<script><!--<script></script>", 100000), 1, ""},
		{"quotes that never end", rep("<p a=\"x>甲", 100000), 100000, "甲"},
		{"both quotes", rep("<p a=\"x>甲<p a='x>乙", 50000), 100000, "乙"},
		{"many attributes", "<p " + rep("a=b ", 200000) + ">后", 1, "后"},
		{"json-ld nesting", "<script type='application/ld+json'>" + rep(`{"author":[`, 100000) + `{"name":"甲"}` + "</script>后", 1, "后"},
		{"json-ld quotes", "<script type='application/ld+json'>" + rep(`" `, 200000) + "</script>后", 1, "后"},
		{"style of semicolons", "<p style='" + rep(";:", 200000) + "'>后", 1, "后"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := apply(t, markup.Options{}, "text/html", c.in)
			check(t, d)
			if len(d.Blocks) < c.blocks {
				t.Fatalf("%d blocks, want at least %d", len(d.Blocks), c.blocks)
			}
			if last := d.Blocks[len(d.Blocks)-1].Text; c.last != "" && last != c.last {
				t.Errorf("last block is %.60q, want %q", last, c.last)
			}
		})
	}
}

func TestTooManyBlocks(t *testing.T) {
	for _, mediaType := range []string{"text/html", "text/plain"} {
		sep := map[string]string{"text/html": "<br>", "text/plain": "\n"}[mediaType]
		d := apply(t, markup.Options{MaxBlocks: 1000}, mediaType, strings.Repeat("a"+sep, 5000))
		if len(d.Blocks) != 1000 || d.Dropped() == nil || d.Dropped().Rule != "markup.blocks" {
			t.Errorf("%s: %d blocks, drop %v", mediaType, len(d.Blocks), d.Dropped())
		}
	}
}

// TestStageIsReusable asserts that nothing of one page shows up in the next.
func TestStageIsReusable(t *testing.T) {
	s := markup.New(nil, markup.Options{})
	want := map[string]string{}
	for round := range 2 {
		for _, p := range pages {
			d := &document.Document{MediaType: "text/html", Decoded: p.in}
			if err := s.Apply(context.Background(), d); err != nil {
				t.Fatal(err)
			}
			got := show(d) + fmt.Sprint(d.Elements)
			if round == 0 {
				want[p.name] = got
			} else if got != want[p.name] {
				t.Errorf("%s: second time %q, first %q", p.name, got, want[p.name])
			}
		}
	}
}

var parts = []string{
	"<div>", "</div>", "<div style='float:left'>", "<table align=right>", "<p>", "</p>", "<br>", "<table>", "<tr>", "<td>", "</td>", "</tr>", "</table>", "<li>", "<ul>", "</ul>", "<b>", "</b>", "<a href=x>",
	"</a>", "<span style='display:none'>", "</span>", "<font id=Z>", "</font>", "<pre>", "</pre>", "<noscript>", "</noscript>", "<template>", "</template>",
	"<title>", "</title>", "<select>", "<svg>", "</svg>", "<script type='application/ld+json'>{\"headline\":\"题\"", "</script>", "<textarea>", "</textarea>",
	"<html lang=zh>", "<body>", "</body>", "<frameset>", "<dl><dt>", "<dd>", "<h2>", "</h2>", "<button>", "<ruby><rt>", "</rt>", "<div hidden>", "<hr>", "<object>",
	"正文", "a b", " ", "\n", "&nbsp;", "　", "\u2028", "\xff", "\x00", "<![CDATA[", "]]>", "<!--", "-->", "<", "&#x4e00;", "\u200b", strings.Repeat("长", 130),
}

func TestInvariants(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := strings.Join(rapid.SliceOfN(rapid.SampledFrom(parts), 0, 60).Draw(t, "parts"), "")
		d := &document.Document{MediaType: "text/html", Decoded: in}
		if err := markup.New(nil, markup.Options{}).Apply(context.Background(), d); err != nil {
			t.Fatal(err)
		}
		check(t, d)
	})
}

// TestNoTextIsLost asserts that every character outside of dropped elements ends
// up in exactly one block, shown or hidden.
func TestNoTextIsLost(t *testing.T) {
	var kept []string
	for _, p := range parts {
		if !regexp.MustCompile(`title|select|svg|script|frameset|CDATA|]]>|--|^<$|html|textarea|noscript`).MatchString(p) {
			kept = append(kept, p)
		}
	}
	tag := regexp.MustCompile(`<[^>]*>`)
	letters := func(s string) string {
		var out []rune
		for _, r := range s {
			if r != utf8.RuneError && r != 0 && !document.IsSpace(r) {
				out = append(out, r)
			}
		}
		slices.Sort(out)
		return string(out)
	}
	rapid.Check(t, func(t *rapid.T) {
		in := strings.Join(rapid.SliceOfN(rapid.SampledFrom(kept), 0, 60).Draw(t, "parts"), "")
		want := letters(html.UnescapeString(tag.ReplaceAllString(in, "")))
		d := &document.Document{MediaType: "text/html", Decoded: in}
		if err := markup.New(nil, markup.Options{}).Apply(context.Background(), d); err != nil {
			t.Fatal(err)
		}
		var got strings.Builder
		for i := range d.Blocks {
			if d.Blocks[i].Role != document.RoleHead {
				got.WriteString(d.Blocks[i].Text)
			}
		}
		if got := letters(got.String()); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

func FuzzMarkup(f *testing.F) {
	for _, p := range pages {
		f.Add(p.in)
	}
	f.Fuzz(func(t *testing.T, in string) {
		for _, mediaType := range []string{"text/html", "text/plain"} {
			check(t, apply(t, markup.Options{}, mediaType, in))
		}
	})
}
