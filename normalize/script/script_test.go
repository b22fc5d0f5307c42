package script

import (
	"context"
	"testing"

	"zhengwen/document"
)

func page() *document.Document {
	return &document.Document{Blocks: []document.Block{
		{Role: document.RoleHead, Name: "title", Text: "乾貨分享"},
		{Text: "首页"},
		{Text: "登录"},
		{Text: traditionalProse, Edits: []document.Edit{{Kind: document.EditPinyin, Start: 0, End: 3, Before: "x", After: "我", Confidence: 1}}},
		{Text: "第１章：看著"},
		{Role: document.RoleHidden, Text: "隱藏"},
	}}
}

func TestStage(t *testing.T) {
	for _, x := range []struct {
		name string
		mode Mode
		want []string
	}{
		{"hans", Hans, []string{"干货分享", "首页", "登录", simplifiedProse, "第1章：看着", "隐藏"}},
		{"both", Both, []string{"干货分享", "首页", "登录", simplifiedProse, "第1章：看着", "隐藏"}},
		{"script", Script, []string{"干货分享", "首页", "登录", simplifiedProse, "第１章：看着", "隐藏"}},
		{"keep", Keep, []string{"乾貨分享", "首页", "登录", traditionalProse, "第１章：看著", "隱藏"}},
	} {
		t.Run(x.name, func(t *testing.T) {
			d := page()
			if err := New(x.mode).Apply(context.Background(), d); err != nil {
				t.Fatal(err)
			}
			if d.Script != document.ScriptHant {
				t.Errorf("script %q, want hant", d.Script)
			}
			for i, want := range x.want {
				if got := d.Blocks[i].Text; got != want {
					t.Errorf("block %d: got %q, want %q", i, got, want)
				}
			}
			if got := document.AsWritten(d.Blocks[3].Text, d.Blocks[3].Edits); got != traditionalProse {
				t.Errorf("as written: %q", got)
			}
		})
	}
}

func TestStageLeavesJapanesePages(t *testing.T) {
	d := &document.Document{Blocks: []document.Block{{Text: "会社の概要について説明します。詳しくはお問い合わせください"}, {Text: "會員專用Ａ"}}}
	if err := New(Hans).Apply(context.Background(), d); err != nil {
		t.Fatal(err)
	}
	if got := d.Blocks[1].Text; got != "會員專用Ａ" {
		t.Errorf("got %q", got)
	}
}

func TestStageConvertsSuggestions(t *testing.T) {
	d := &document.Document{Blocks: []document.Block{{
		Text:   "借款人應當說明遇到的問，並且協商解決",
		Damage: []document.Damage{{Kind: document.DamageDeletedWord, Span: document.Span{Start: 30, End: 30}, Suggestion: "題"}},
	}}}
	if err := New(Hans).Apply(context.Background(), d); err != nil {
		t.Fatal(err)
	}
	if got := d.Blocks[0].Damage[0].Suggestion; got != "题" {
		t.Errorf("suggestion %q", got)
	}
}

func TestStageAfterFreeze(t *testing.T) {
	d := page()
	d.Freeze()
	if err := New(Hans).Apply(context.Background(), d); err == nil {
		t.Error("no error on a frozen document")
	}
}

func TestParseMode(t *testing.T) {
	for name, want := range map[string]Mode{"hans": Hans, "keep": Keep, "both": Both} {
		if got, err := ParseMode(name); err != nil || got != want {
			t.Errorf("%s: got %v, %v", name, got, err)
		}
	}
	if _, err := ParseMode("hant"); err == nil {
		t.Error("no error for hant")
	}
}
