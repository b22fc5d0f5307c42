package outline_test

import (
	"context"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"zhengwen/document"
	"zhengwen/extract/outline"
	"zhengwen/rules"
)

// articles are headings with a paragraph under each but those that end in "-".
var articles = []struct {
	name string
	page []string
	want []string
}{
	{"han, decimals", []string{"小编导语", "一、甲方", "1.1 乙方", "1.1.1 丙方", "1.1.2 丁方", "1.2 戊方", "二、己方", "2.1 庚方", "小编总结"},
		[]string{"# /小编导语", "# 一、/甲方", "## 1.1/乙方", "### 1.1.1/丙方", "### 1.1.2/丁方", "## 1.2/戊方", "# 二、/己方", "## 2.1/庚方", "# /小编总结"}},
	{"han, paren, number", []string{"一、甲方", "（一）乙方", "1.丙方", "2.丁方", "（二）戊方", "二、己方", "（一）庚方"},
		[]string{"# 一、/甲方", "## （一）/乙方", "### 1./丙方", "### 2./丁方", "## （二）/戊方", "# 二、/己方", "## （一）/庚方"}},
	{"numbers with decimals", []string{"1 甲方", "1.1 乙方", "2 丙方", "2.1 丁方", "2.1.1 戊方"},
		[]string{"# 1/甲方", "## 1.1/乙方", "# 2/丙方", "## 2.1/丁方", "### 2.1.1/戊方"}},
	{"chapters", []string{"第一章 甲方", "第一节 乙方", "第二节 丙方", "第二章 丁方", "第一节 戊方"},
		[]string{"# 第一章/甲方", "## 第一节/乙方", "## 第二节/丙方", "# 第二章/丁方", "## 第一节/戊方"}},
	{"circled under bare", []string{"贵在哪里", "省钱的做法-", "①甲方法", "②乙方法", "几件别做的事"},
		[]string{"# /贵在哪里", "# /省钱的做法", "## ①/甲方法", "## ②/乙方法", "# /几件别做的事"}},
	{"bare under one number", []string{"1、甲方", "2、去哪里卖-", "银行", "金店", "3、丙方"},
		[]string{"# 1、/甲方", "# 2、/去哪里卖", "## /银行", "## /金店", "# 3、/丙方"}},
	{"bare beside steps", []string{"第一步：甲方", "第二步：乙方", "租客的经历", "写在最后"},
		[]string{"# 第一步/甲方", "# 第二步/乙方", "# /租客的经历", "# /写在最后"}},
	{"questions under brackets", []string{"【甲方法】", "【大家常问】-", "问：能退吗？", "问：能换吗？"},
		[]string{"# /甲方法", "# /大家常问", "## 问/能退吗？", "## 问/能换吗？"}},
	{"gaps and restarts", []string{"一、甲方", "1、乙方", "4、丙方", "四、丁方", "1、戊方", "三、己方"},
		[]string{"# 一、/甲方", "## 1、/乙方", "## 4、/丙方", "# 四、/丁方", "## 1、/戊方", "# 三、/己方"}},
	{"odd number", []string{"四、甲方", "1、乙方", "2、丙方", "3.5、丁方", "五、戊方"},
		[]string{"# 四、/甲方", "## 1、/乙方", "## 2、/丙方", "## 3.5、/丁方", "# 五、/戊方"}},
	{"numbers and paren numbers", []string{"1、甲方", "2、乙方-", "（1）丙方", "（2）丁方", "3、戊方"},
		[]string{"# 1、/甲方", "# 2、/乙方", "## （1）/丙方", "## （2）/丁方", "# 3、/戊方"}},
	{"upper case nests", []string{"Part 1 甲方", "Part 2 乙方-", "A.丙方", "B.丁方", "Part 3 戊方"},
		[]string{"# Part 1/甲方", "# Part 2/乙方", "## A./丙方", "## B./丁方", "# Part 3/戊方"}},
	{"mark alone", []string{"第一步", "第二步"}, []string{"# /第一步", "# /第二步"}},
	{"number above han", []string{"1、甲方", "（一）乙方", "（二）丙方", "2、丁方", "（一）戊方"},
		[]string{"# 1、/甲方", "## （一）/乙方", "## （二）/丙方", "# 2、/丁方", "## （一）/戊方"}},
	{"decorations under brackets", []string{"【甲方法】-", "▍乙方法", "▍丙方法", "【丁方法】"},
		[]string{"# /甲方法", "## /乙方法", "## /丙方法", "# /丁方法"}},
}

func TestLevels(t *testing.T) {
	for _, tc := range articles {
		t.Run(tc.name, func(t *testing.T) {
			var text []string
			for _, h := range tc.page {
				short := strings.TrimSuffix(h, "-")
				text = append(text, short)
				if short == h {
					text = append(text, para)
				}
			}
			got := tree(t, page(strings.Join(text, "\n")))
			if strings.Join(got, "\n") != strings.Join(tc.want, "\n") {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(tc.want, "\n"))
			}
		})
	}
}

func TestSpans(t *testing.T) {
	d := page("导言一句话，不属于任何一节，写在最前面。\n一、背景\n" + para + "\n1.1 来历\n" + para + "\n二、办法\n" + para)
	tree(t, d)
	if len(d.Sections) != 3 {
		t.Fatalf("%d sections, want 3", len(d.Sections))
	}
	cut := func(s document.Span) string { return d.Text[s.Start:s.End] }
	for i, want := range []struct{ span, body string }{
		{"一、背景\n" + para + "\n1.1 来历\n" + para, para},
		{"1.1 来历\n" + para, para},
		{"二、办法\n" + para, para},
	} {
		if got := cut(d.Sections[i].Span); got != want.span {
			t.Errorf("span %d: %q, want %q", i, got, want.span)
		}
		if got := cut(d.Sections[i].Body); got != want.body {
			t.Errorf("body %d: %q, want %q", i, got, want.body)
		}
	}
}

func TestKinds(t *testing.T) {
	for heading, want := range map[string]document.SectionKind{
		"一、什么是押金": "definition", "二、为什么要留收据": "necessity", "三、机票为什么贵": "background", "四、逾期的后果": "consequences",
		"五、投诉的渠道": "channels", "六、签约前的准备": "preparation", "七、申请流程": "process", "八、讲价的技巧和注意事项": "techniques",
		"九、借条与欠条的区别": "comparison", "十、年卡次卡怎么选": "choice", "一、预付卡的优势": "advantages", "二、预付卡的劣势": "disadvantages",
		"三、几个误区": "cautions", "四、法律效力": "legal", "五、裁决之后": "followup", "六、常见问题解答": "faq", "七、案例分析": "cases", "八、小结": "summary",
		"第一步 找证据": "process", "收到传票别慌": "cautions", "看看别人怎么退的": "cases",
	} {
		d := page(para + "\n" + heading + "\n" + para)
		tree(t, d)
		if len(d.Sections) != 1 || d.Sections[0].Kind != want {
			t.Errorf("%s: %+v, want kind %s", heading, d.Sections, want)
		}
	}
}

func TestKindInherits(t *testing.T) {
	d := page("一、申请材料\n1.1 个人\n" + para + "\n1.2 单位\n" + para + "\n二、案例\n2.1 胜在证据\n" + para)
	tree(t, d)
	want := []document.SectionKind{"preparation", "preparation", "preparation", "cases", "cases"}
	for i, s := range d.Sections {
		if s.Kind != want[i] {
			t.Errorf("%s is %s, want %s", s.Heading, s.Kind, want[i])
		}
	}
}

// checkTree fails when the sections of d break what every reader of them relies on.
func checkTree(t interface{ Fatalf(string, ...any) }, d *document.Document) {
	last := -1
	for i, s := range d.Sections {
		level := 0
		if s.Parent >= i || s.Parent < -1 {
			t.Fatalf("section %d has parent %d", i, s.Parent)
		}
		if s.Parent >= 0 {
			p := d.Sections[s.Parent]
			level = p.Level
			if s.Span.Start < p.Span.Start || s.Span.End > p.Span.End {
				t.Fatalf("section %d %v reaches out of its parent %v", i, s.Span, p.Span)
			}
		}
		if s.Level != level+1 {
			t.Fatalf("section %d has level %d below level %d", i, s.Level, level)
		}
		if s.Span.Start <= last || s.Span.End > len(d.Text) || s.Span.End < s.Span.Start {
			t.Fatalf("section %d has span %v of %d bytes", i, s.Span, len(d.Text))
		}
		last = s.Span.Start
		if s.Body.Start < s.Span.Start || s.Body.End > s.Span.End || s.Body.End < s.Body.Start {
			t.Fatalf("section %d has body %v in %v", i, s.Body, s.Span)
		}
		line, _, _ := strings.Cut(d.Text[s.Span.Start:], "\n")
		if !strings.Contains(line, s.Heading) || !strings.Contains(line, s.Number) {
			t.Fatalf("section %d: %q %q not in its line %q", i, s.Number, s.Heading, line)
		}
		if s.Kind == "" {
			t.Fatalf("section %d has no kind", i)
		}
	}
}

func TestTreeHolds(t *testing.T) {
	book, err := rules.Load()
	if err != nil {
		t.Fatal(err)
	}
	h, o := outline.NewHeadings(), outline.New(book)
	marks := []string{"一、", "二、", "（一）", "1.", "2、", "1.1 ", "2.3 ", "1.1.1 ", "(1)", "①", "第一章 ", "第一节 ", "第二步：", "Q1：", "问：", "案例一 ", "Part 1 ", "01｜", "A.", "a.", "Ⅰ.", "壹、", "附：", "▍", "", "", para}
	words := []string{"背景", "办法", "提醒", "能退吗？", "", "材料：", "目录", "先收好合同。", para}
	rapid.Check(t, func(t *rapid.T) {
		var d document.Document
		n := rapid.IntRange(0, 40).Draw(t, "lines")
		for range n {
			text := rapid.SampledFrom(marks).Draw(t, "mark") + rapid.SampledFrom(words).Draw(t, "words")
			b := document.Block{Text: text, Role: document.RoleBody, Tag: rapid.SampledFrom([]string{"line", "p", "h2", "h3", "li", "tr"}).Draw(t, "tag"), Element: -1}
			b.Indent, b.Break = rapid.Bool().Draw(t, "indent"), rapid.Bool().Draw(t, "break")
			if rapid.Bool().Draw(t, "bold") && text != "" {
				b.Marks = []document.Mark{{Span: document.Span{Start: 0, End: len(text)}, Kind: document.MarkBold}}
			}
			d.Blocks = append(d.Blocks, b)
		}
		if err := h.Apply(context.Background(), &d); err != nil {
			t.Fatalf("headings: %v", err)
		}
		d.Freeze()
		if err := o.Apply(context.Background(), &d); err != nil {
			t.Fatalf("outline: %v", err)
		}
		checkTree(t, &d)
	})
}

func FuzzOutline(f *testing.F) {
	for _, a := range articles {
		f.Add(strings.Join(a.page, "\n"+para+"\n"))
	}
	f.Add("目录\n一、\n二、\n一、\n\xff\n二、\n")
	book, err := rules.Load()
	if err != nil {
		f.Fatal(err)
	}
	h, o := outline.NewHeadings(), outline.New(book)
	f.Fuzz(func(t *testing.T, text string) {
		d := page(strings.ToValidUTF8(text, "\uFFFD"))
		if err := h.Apply(context.Background(), d); err != nil {
			t.Fatal(err)
		}
		d.Freeze()
		if err := o.Apply(context.Background(), d); err != nil {
			t.Fatal(err)
		}
		checkTree(t, d)
	})
}

func TestRules(t *testing.T) {
	book, err := rules.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range book.Check() {
		if strings.Contains(p.Source, "section") {
			t.Error(p)
		}
	}
	if len(book.Set("sections").Rules) == 0 || len(book.Set("section-content").Rules) == 0 {
		t.Error("rule sets are missing")
	}
}
