package boilerplate_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"zhengwen/document"
	"zhengwen/extract/boilerplate"
)

func TestMask(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"mobile number", "请拨打13800000000咨询", "请拨打***********咨询"},
		{"set apart", "电话 138-0000-0000，", "电话 *************，"},
		{"spelt out", "加我：壹叁捌零零零零零零零零", "加我：***********"},
		{"full width", "１３８００００００００", "***********"},
		{"part of a longer number", "订单号2013800000000012", "订单号2013800000000012"},
		{"hotline and office", "拨打12345或010-00000000", "拨打12345或010-00000000"},
		{"mail", "写信到 some.one+x@mail.example.com。", "写信到 " + strings.Repeat("*", 27) + "。"},
		{"QQ", "QQ：123456789 备注来意", "QQ：********* 备注来意"},
		{"QQ without a number", "QQ空间里有三百张照片", "QQ空间里有三百张照片"},
		{"WeChat", "微信号: river_boat88", "微信号: ************"},
		{"WeChat in a sentence", "微信支付很方便", "微信支付很方便"},
		{"identity number", "身份证11010519491231002X有效", "身份证******************有效"},
		{"wrong check digit", "编号110105194912310021有效", "编号110105194912310021有效"},
		{"amount and date", "2021年3月5日支付15800元", "2021年3月5日支付15800元"},
		{"nothing", "今天的会议讨论了三个问题。", "今天的会议讨论了三个问题。"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := boilerplate.Mask(c.in); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestMaskKeepsCounts(t *testing.T) {
	parts := []string{"13800000000", "微信：abcdefg", "QQ ", "12345678", "一三八零零零零零零零零", "a@b.cn", "今天。", " ", "1", "11010519491231002X", "\n", "é"}
	rapid.Check(t, func(t *rapid.T) {
		in := strings.Join(rapid.SliceOf(rapid.SampledFrom(parts)).Draw(t, "parts"), "")
		got := boilerplate.Mask(in)
		if a, b := utf8.RuneCountInString(in), utf8.RuneCountInString(got); a != b {
			t.Fatalf("%d code points became %d: %q", a, b, got)
		}
	})
}

func TestMaskRecord(t *testing.T) {
	title, before := "电话13800000000", "wechat"
	text := "有事加微信 river_boat88，\n或打13800000000。"
	r := &document.Record{
		Title: &title, Text: text, Words: []string{"有事", "加", "微信", "river", "_", "boat88", "，", "或", "打", "13800000000", "。"},
		Advice:      []document.RecordAdvice{{Text: "有事加微信 river_boat88，", Start: 0, End: 19, Terms: []string{"微信"}}},
		Cases:       []document.RecordCase{},
		Repairs:     []document.RecordRepair{{Start: 6, End: 8, Before: before, After: "ri"}, {Start: 20, End: 21, Before: "戓", After: "或"}},
		Boilerplate: []document.RecordChrome{{Text: "客服QQ：12345678"}},
	}
	boilerplate.MaskRecord(r)
	want := "有事加微信 ************，\n或打***********。"
	if r.Text != want || *r.Title != "电话***********" || r.Boilerplate[0].Text != "客服QQ：********" {
		t.Errorf("text %q, title %q, boilerplate %q", r.Text, *r.Title, r.Boilerplate[0].Text)
	}
	if r.Advice[0].Text != "有事加微信 ************，" {
		t.Errorf("advice %q", r.Advice[0].Text)
	}
	if diff := cmp.Diff([]string{"有事", "加", "微信", "*****", "*", "******", "，", "或", "打", "***********", "。"}, r.Words); diff != "" {
		t.Errorf("words (-want +got):\n%s", diff)
	}
	if r.Repairs[0].Before != "******" || r.Repairs[0].After != "**" || r.Repairs[1].Before != "戓" {
		t.Errorf("repairs %+v", r.Repairs)
	}
}
