package outline_test

import (
	"context"
	"strings"
	"sync"
	"testing"

	"zhengwen/document"
	"zhengwen/extract/outline"
	"zhengwen/rules"
)

// page makes the lines of a text page: a leading ideographic space sets Indent, an
// empty line the Gap of the next.
func page(text string) *document.Document {
	d := &document.Document{Raw: []byte(text)}
	gap := int32(0)
	for _, l := range strings.Split(text, "\n") {
		t := strings.TrimLeft(l, "\u3000")
		if t == "" {
			gap++
			continue
		}
		d.Blocks = append(d.Blocks, document.Block{Text: t, Role: document.RoleBody, Tag: "line", Element: -1, Gap: gap, Indent: t != l})
		gap = 0
	}
	return d
}

func headings(t *testing.T, d *document.Document) []string {
	t.Helper()
	if err := outline.NewHeadings().Apply(context.Background(), d); err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, b := range d.Blocks {
		if b.Role == document.RoleHeading {
			out = append(out, strings.TrimSpace(b.Text))
		}
	}
	return out
}

const para = "这是一段正文，说的是事情怎么发生、各方怎么应对，以及最后的结果。"

// Captions are no headings, hide none, and no line goes on in one.
func TestCaptions(t *testing.T) {
	body := func(lines ...string) *document.Document {
		d := &document.Document{}
		for _, l := range lines {
			b := document.Block{Role: document.RoleBody, Tag: "p", Element: -1}
			b.Text, b.Caption = strings.CutPrefix(l, "cap ")
			if text, ok := strings.CutPrefix(b.Text, "img "); ok {
				b.Text, b.Picture = text, document.PictureAbove
			}
			d.Blocks = append(d.Blocks, b)
		}
		return d
	}
	for _, tc := range []struct {
		name string
		page *document.Document
		want string
	}{
		{"number in a caption", body(para, "cap 图1 渡口", para), ""},
		{"bare caption", body(para, "cap 渡口的清晨", para), ""},
		{"bare line below a picture", body(para, "img 渡口的清晨", para), ""},
		{"bare heading behind a caption", body(para, "cap 渡口的清晨", "渡口的来历", para), "渡口的来历"},
		{"bare heading above a caption", body(para, "渡口的来历", "cap 渡口的清晨", para), "渡口的来历"},
		{"bare line above captions alone", body(para, "渡口的来历", "cap 渡口的清晨"), ""},
		{"numbered headings over pictures", body(para, "一、渡口", "cap 渡口的清晨", "二、集市", "cap 集市的黄昏"), "一、渡口|二、集市"},
		{"numbered heading below a picture", body(para, "img 一、渡口", para), "一、渡口"},
		{"caption glued to nothing", body(para, "cap 【渡口】 天刚亮，渡口就排起了队，挑担的、推车的都等着第一班船过河。"), ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := strings.Join(headings(t, tc.page), "|"); got != tc.want {
				t.Errorf("headings %q, want %q", got, tc.want)
			}
		})
	}
	t.Run("hard-wrapped lines", func(t *testing.T) {
		d := page(strings.Repeat("天刚亮，渡口就排起了队，挑担的、推车的都等着第一班船过\n", 6))
		d.Blocks[3].Caption = true
		headings(t, d)
		for i, want := range []bool{false, true, true, false, false, true} {
			if d.Blocks[i].Joins != want {
				t.Errorf("line %d joins: %v, want %v", i, d.Blocks[i].Joins, want)
			}
		}
	})
}

func TestHeadings(t *testing.T) {
	for _, tc := range []struct {
		name, page string
		want       []string
	}{
		{"numbered", "一、背景\n" + para + "\n二、办法\n" + para, []string{"一、背景", "二、办法"}},
		{"nested without text between", "一、背景\n1.1 来历\n" + para, []string{"一、背景", "1.1 来历"}},
		{"list is no heading", para + "\n1、身份证\n2、租赁合同\n3、收据\n" + para, nil},
		{"list of sentences", para + "\n1、先收好合同。\n2、再去窗口。\n" + para, nil},
		{"numbered sentence", "一、先收好合同，再去窗口。\n" + para, nil},
		{"nothing follows", para + "\n一、背景", nil},
		{"bare", "小编导语\n" + para + "\n写在最后\n" + para, []string{"小编导语", "写在最后"}},
		{"bare over an interview", para + "\n什么样的鼾声要紧\n记者：每晚打呼噜，要不要去医院？\n" + para, []string{"什么样的鼾声要紧"}},
		{"bare needs a paragraph after it", para + "\n信里应有\n1、日期\n2、金额\n" + para, nil},
		{"bare lines in a row", para + "\n起付线\n报销比例\n年度限额\n" + para, nil},
		{"lead-in with colon", para + "\n操作上可以照着这张表来办：\n" + para, nil},
		{"colon label", para + "\n1、押金：一个月租金\n" + para, nil},
		{"colon after the mark", "第一步：翻出收据\n" + para, []string{"第一步：翻出收据"}},
		{"question", "Q1：能退吗？\nA1：" + para, []string{"Q1：能退吗？"}},
		{"article of law", para + "\n第七条 双方的权利\n" + para, nil},
		{"amount", para + "\n3.5%的月息\n" + para, nil},
		{"too long", "一、" + strings.Repeat("长", 31) + "\n" + para, nil},
		{"brackets", "【什么是增项】\n" + para + "\n【签约之前】\n" + para, []string{"【什么是增项】", "【签约之前】"}},
		{"brackets glued", para + "\n【定义】 预付卡是指商家先收钱、后给服务的凭证，单张有限额。", []string{"【定义】"}},
		{"brackets open a line", "【字号：大 小】 打印\n" + para + "\n【福利】回复领取模板\n" + para, nil},
		{"table row", para + "\n项目 普通门诊 慢特病门诊\n" + para, nil},
		{"closing line", "一、背景\n" + para + "\n谢谢阅读", []string{"一、背景"}},
		{"glued", "1.1 定义 预付卡是指商家先收钱、后给服务的凭证，单张有限额。\n" + para, []string{"1.1 定义"}},
		{"space inside a sentence is no glue", "1.1 定义\n店员来 或登门，会员都应当让他先出示证件，再听他讲。\n" + para, []string{"1.1 定义"}},
		{"numbers restart", "1、甲方\n" + para + "\n1、乙方\n" + para, []string{"1、甲方", "1、乙方"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := headings(t, page(tc.page))
			if strings.Join(got, "|") != strings.Join(tc.want, "|") {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

func TestHeadingsInHTML(t *testing.T) {
	bold := func(text string, to int) document.Block {
		return document.Block{Text: text, Role: document.RoleBody, Tag: "p", Element: -1,
			Marks: []document.Mark{{Span: document.Span{Start: 0, End: to}, Kind: document.MarkBold}}}
	}
	p := document.Block{Text: para, Role: document.RoleBody, Tag: "p", Element: -1}
	h2 := document.Block{Text: "为什么有人被拒，有人却通过", Role: document.RoleBody, Tag: "h2", Element: -1}
	item := document.Block{Text: "身份证", Role: document.RoleBody, Tag: "li", Element: -1}
	for _, tc := range []struct {
		name   string
		blocks []document.Block
		want   string
	}{
		{"heading tag", []document.Block{p, h2, p}, h2.Text},
		{"bold alone", []document.Block{p, bold("看似简单，其实处处是门道的一步", len("看似简单，其实处处是门道的一步")), p}, "看似简单，其实处处是门道的一步"},
		{"bold word opens a sentence", []document.Block{p, bold("借款人应当说明情况，并附上证明，方便对方核实。", len("借款人")), p}, ""},
		{"bold number glued", []document.Block{p, bold("1.2 形式预付卡有记名和不记名两种，前者可以挂失，后者丢了就没了。", len("1.2 形式")), p}, "1.2 形式"},
		{"list items", []document.Block{p, item, item, p}, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d := &document.Document{Blocks: tc.blocks}
			if got := strings.Join(headings(t, d), "|"); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

func TestContents(t *testing.T) {
	body := "一、背景\n" + para + "\n二、办法\n" + para + "\n三、提醒\n" + para
	for _, tc := range []struct {
		name, page string
		toc        int
	}{
		{"titled", "目录\n一、背景\n二、办法\n三、提醒\n" + body, 4},
		{"untitled", "一、背景\n二、办法\n三、提醒\n" + body, 3},
		{"page numbers", "目　录\n一、背景……1\n二、办法……3\n三、提醒……5\n" + body, 4},
		{"first entry lost its section", "另外的话\n二、办法\n三、提醒\n一、背景\n二、办法\n" + para + "\n三、提醒\n" + para + "\n一、背景\n" + para + "\n二、办法\n" + para, 5},
		{"after the lead", para + "\n本文目录\n一、背景\n二、办法\n" + body, 3},
		{"none", body, 0},
		{"two equal lists", "一、材料\n1、身份证\n2、合同\n3、收据\n" + para + "\n二、办理\n1、身份证\n2、合同\n3、收据\n" + para, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d := page(tc.page)
			headings(t, d)
			n := 0
			for _, b := range d.Blocks {
				if b.Kind == document.KindTOC {
					n++
				}
			}
			if n != tc.toc {
				t.Errorf("%d lines of contents, want %d", n, tc.toc)
			}
		})
	}
}

func TestWrap(t *testing.T) {
	const text = `　　阳台上的花一到夏天就招虫子，叶子背面爬满小黑点，有人天天喷药也不见好。
其实虫子多半是从新买的盆土里带进来的，换土比喷药管用得多，一个春天换一回
就够了，旧土晒上半个月还能再用。
　　（一）哪些花会招虫子
　　茉莉、月季和辣椒最容易招蚜虫，多肉和虎皮兰几乎不招。蚜虫怕光也怕风，花
盆之间留一拃宽的空当，虫子就少了一多半。`
	d := page(text)
	if got := headings(t, d); len(got) != 1 || got[0] != "（一）哪些花会招虫子" {
		t.Errorf("headings %q", got)
	}
	d.Freeze()
	if n := strings.Count(d.Text, "\n") + 1; n != 3 {
		t.Errorf("%d lines after joining, want 3:\n%s", n, d.Text)
	}
	if !strings.Contains(d.Text, "花盆之间") {
		t.Errorf("lines not joined: %s", d.Text)
	}
}

// Lines broken after a fixed number of characters are as full with figures in them.
func TestWrapByCharacters(t *testing.T) {
	const text = `　　办一张卡要排三次队，头一次取号，第二次交材料，第三次才是领卡，前后两个月
的时间就这样过去了，中间还跑过一趟派出所，补了一张说明，盖了两个章，又等了一个
　　甲：从2015年起不收费，2021年以后可以在网上办，2023年又改了一次规矩
的人不多，知道的都说方便，只是照片要重新拍，旧照片一律不收，拍照的地方在隔壁。`
	d := page(text)
	headings(t, d)
	d.Freeze()
	if n := strings.Count(d.Text, "\n") + 1; n != 2 {
		t.Errorf("%d lines after joining, want 2:\n%s", n, d.Text)
	}
}

var load = sync.OnceValues(func() (*rules.Book, error) { return rules.Load() })

// tree prints the outline: level, number and heading of each section.
func tree(t testing.TB, d *document.Document) []string {
	t.Helper()
	book, err := load()
	if err != nil {
		t.Fatal(err)
	}
	if err := outline.NewHeadings().Apply(context.Background(), d); err != nil {
		t.Fatal(err)
	}
	d.Freeze()
	if err := outline.New(book).Apply(context.Background(), d); err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, s := range d.Sections {
		out = append(out, strings.Repeat("#", s.Level)+" "+s.Number+"/"+s.Heading)
	}
	return out
}
