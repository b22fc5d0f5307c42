package document

import (
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestFreeze(t *testing.T) {
	d := &Document{Blocks: []Block{
		{Text: "标题", Role: RoleTitle},
		{Text: "　一、定义 ", Role: RoleHeading},
		{Text: "第一行没有写完", Role: RoleBody},
		{Text: "第二行接上。", Role: RoleBody, Joins: true},
		{Text: "页脚", Role: RoleBoilerplate, Kind: KindICP},
		{Text: " \u00a0", Role: RoleBody},
		{Text: "a word", Role: RoleBody},
		{Text: "and more", Role: RoleBody, Joins: true},
		{Text: "带\n换行", Role: RoleBody},
	}}
	d.Freeze()
	if want := "一、定义\n第一行没有写完第二行接上。\na word and more\n带 换行"; d.Text != want {
		t.Errorf("text = %q, want %q", d.Text, want)
	}
	for _, p := range d.Pieces {
		if got, want := d.Text[p.At:p.End()], d.Blocks[p.Block].Text[p.From.Start:p.From.End]; got != want && p.Block != 8 {
			t.Errorf("piece of block %d holds %q, want %q", p.Block, got, want)
		}
	}
}

func TestTextEditsAreCarriedOver(t *testing.T) {
	d := &Document{Blocks: []Block{{Text: "导航", Role: RoleBoilerplate}, {Text: " 網(wǎng)貸 ", Role: RoleBody}, {Text: "客服 ，再", Role: RoleBody}}}
	if err := d.Rewrite(1, []Change{{Start: 4, End: 11, Kind: EditPinyin, Rule: "aligned", Confidence: 1}}); err != nil {
		t.Fatal(err)
	}
	d.Blocks[2].Damage = []Damage{{Kind: DamageDeletedWord, Span: Span{6, 6}, Suggestion: "电话"}}
	d.Freeze()
	want := []Edit{{Kind: EditPinyin, Rule: "aligned", Start: 3, End: 3, Before: "(wǎng)", Confidence: 1}}
	if diff := cmp.Diff(want, d.TextEdits()); diff != "" {
		t.Errorf("edits (-want +got):\n%s", diff)
	}
	x := d.TextDamage()
	if len(x) != 1 || d.Text[:x[0].Span.Start] != "網貸\n客服" {
		t.Errorf("damage = %+v in %q", x, d.Text)
	}
}

func TestSplit(t *testing.T) {
	d := &Document{Blocks: []Block{
		{Text: "甲", Role: RoleBody},
		{Text: "1.1 定义 网贷是。", Role: RoleBody, Gap: 1, Marks: []Mark{{Span{0, 13}, MarkBold}}, Edits: []Edit{{Start: 10, End: 10, Before: "x"}, {Start: 15, End: 18, Before: "y", After: "贷"}}},
	}}
	d.Split([]Split{{1, len("1.1 定义")}})
	got := []string{}
	for _, b := range d.Blocks {
		got = append(got, b.Text)
	}
	if diff := cmp.Diff([]string{"甲", "1.1 定义 ", "网贷是。"}, got); diff != "" {
		t.Fatalf("blocks (-want +got):\n%s", diff)
	}
	a, b := d.Blocks[1], d.Blocks[2]
	if len(a.Edits) != 1 || len(b.Edits) != 1 || b.Edits[0].Start != 4 || len(b.Marks) != 1 || b.Marks[0].End != 2 || a.Gap != 1 || b.Gap != 0 {
		t.Errorf("first %+v\nsecond %+v", a, b)
	}
}

func TestOffsetsCountCodePoints(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringN(0, 200, -1).Draw(t, "text")
		o := NewOffsets(text)
		for i := range text {
			if got, want := o.At(i), int32(utf8.RuneCountInString(text[:i])); got != want {
				t.Fatalf("At(%d) = %d, want %d", i, got, want)
			}
		}
		if got, want := o.Len(), int32(utf8.RuneCountInString(text)); got != want {
			t.Fatalf("Len = %d, want %d", got, want)
		}
	})
}
