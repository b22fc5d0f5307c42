package document

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestRewriteLedger(t *testing.T) {
	type step []Change
	tests := []struct {
		name  string
		text  string
		steps []step
		want  string
		edits []Edit
	}{
		{
			name: "deletion leaves an empty range", text: "a(x)b", steps: []step{{{Start: 1, End: 4, Kind: EditPinyin, Rule: "r", Confidence: 1}}},
			want: "ab", edits: []Edit{{Kind: EditPinyin, Rule: "r", Start: 1, End: 1, Before: "(x)", Confidence: 1}},
		},
		{
			name: "a change beside a deletion stays apart", text: "a(x)b",
			steps: []step{{{Start: 1, End: 4, Kind: EditPinyin, Confidence: 1}}, {{Start: 0, End: 1, After: "A", Kind: EditScript, Confidence: 1}}},
			want:  "Ab",
			edits: []Edit{{Kind: EditScript, Start: 0, End: 1, Before: "a", After: "A", Confidence: 1}, {Kind: EditPinyin, Start: 1, End: 1, Before: "(x)", Confidence: 1}},
		},
		{
			name: "a change over an edit keeps the earliest text and the repair's kind", text: "a??b",
			steps: []step{{{Start: 1, End: 3, After: "cd", Kind: EditRealign, Rule: "torn", Confidence: .9}}, {{Start: 2, End: 3, After: "D", Kind: EditScript, Confidence: 1}}},
			want:  "acDb",
			edits: []Edit{{Kind: EditRealign, Rule: "torn", Start: 1, End: 3, Before: "??", After: "cD", Repaired: "cd", Confidence: .9}},
		},
		{
			name: "a change around a deletion swallows it", text: "ab(x)cd",
			steps: []step{{{Start: 2, End: 5, Kind: EditPinyin, Confidence: 1}}, {{Start: 1, End: 3, After: "Z", Kind: EditMojibake, Confidence: 1}}},
			want:  "aZd",
			edits: []Edit{{Kind: EditPinyin, Start: 1, End: 2, Before: "b(x)c", After: "Z", Confidence: 1}},
		},
		{
			name: "later edits move", text: "abc",
			steps: []step{{{Start: 2, End: 3, After: "C", Kind: EditScript, Confidence: 1}}, {{Start: 0, End: 0, After: "xx", Kind: EditMarkup, Confidence: 1}}},
			want:  "xxabC",
			edits: []Edit{{Kind: EditMarkup, Start: 0, End: 2, After: "xx", Confidence: 1}, {Kind: EditScript, Start: 4, End: 5, Before: "c", After: "C", Confidence: 1}},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := &Document{Blocks: []Block{{Text: tt.text}}}
			for _, s := range tt.steps {
				if err := d.Rewrite(0, s); err != nil {
					t.Fatal(err)
				}
			}
			b := d.Blocks[0]
			if b.Text != tt.want {
				t.Errorf("text = %q, want %q", b.Text, tt.want)
			}
			if diff := cmp.Diff(tt.edits, b.Edits); diff != "" {
				t.Errorf("edits (-want +got):\n%s", diff)
			}
			if got := Undo(b.Text, b.Edits); got != tt.text {
				t.Errorf("undone = %q, want %q", got, tt.text)
			}
		})
	}
}

func TestRewriteRefuses(t *testing.T) {
	tests := []struct {
		name    string
		changes []Change
	}{
		{"out of order", []Change{{Start: 2, End: 3}, {Start: 0, End: 1}}},
		{"overlapping", []Change{{Start: 0, End: 2}, {Start: 1, End: 3}}},
		{"outside", []Change{{Start: 0, End: 9}}},
		{"backwards", []Change{{Start: 2, End: 1}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := &Document{Blocks: []Block{{Text: "abc"}}}
			if err := d.Rewrite(0, tt.changes); err == nil {
				t.Error("no error")
			}
			if d.Blocks[0].Text != "abc" || len(d.Blocks[0].Edits) != 0 {
				t.Errorf("a refused change left %q", d.Blocks[0].Text)
			}
		})
	}
	d := &Document{Blocks: []Block{{Text: "abc", Role: RoleBody}}}
	d.Freeze()
	if err := d.Rewrite(0, []Change{{Start: 0, End: 1}}); err == nil {
		t.Error("Rewrite after the freeze: no error")
	}
}

func TestRewriteMovesMarksAndDamage(t *testing.T) {
	d := &Document{Blocks: []Block{{
		Text:   "see (x)link here",
		Marks:  []Mark{{Span{7, 11}, MarkLink}},
		Damage: []Damage{{Kind: DamageLost, Span: Span{12, 12}}},
	}}}
	if err := d.Rewrite(0, []Change{{Start: 4, End: 7}}); err != nil {
		t.Fatal(err)
	}
	b := d.Blocks[0]
	if m := b.Marks[0]; b.Text[m.Start:m.End] != "link" {
		t.Errorf("mark covers %q", b.Text[m.Start:m.End])
	}
	if got := b.Damage[0].Span; got != (Span{9, 9}) {
		t.Errorf("damage at %v", got)
	}
}

// changesOf draws ascending, disjoint changes of a text at code point boundaries.
func changesOf(t *rapid.T, text string) []Change {
	var at []int
	for i := range text {
		at = append(at, i)
	}
	at = append(at, len(text))
	kinds := []EditKind{EditPinyin, EditScript, EditMojibake}
	var out []Change
	for i := 0; i < len(at); {
		i += rapid.IntRange(0, 3).Draw(t, "skip")
		if i >= len(at) {
			break
		}
		j := min(i+rapid.IntRange(0, 3).Draw(t, "size"), len(at)-1)
		out = append(out, Change{
			Start: at[i], End: at[j], After: rapid.SampledFrom([]string{"", "x", "正文", "(é)"}).Draw(t, "after"),
			Kind: rapid.SampledFrom(kinds).Draw(t, "kind"), Confidence: 1,
		})
		i = j + 1
	}
	return out
}

func TestUndoRestoresWhateverWasDone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.RuneFrom([]rune("ab中文，(é")), 0, 30, -1).Draw(t, "text")
		b := Block{Text: text, Marks: []Mark{{Span{0, len(text)}, MarkBold}}}
		for range rapid.IntRange(1, 4).Draw(t, "rounds") {
			if err := b.rewrite(changesOf(t, b.Text)); err != nil {
				t.Fatal(err)
			}
		}
		if got := Undo(b.Text, b.Edits); got != text {
			t.Fatalf("undone = %q, want %q; now %q, edits %+v", got, text, b.Text, b.Edits)
		}
		last := 0
		for _, e := range b.Edits {
			if e.Start < last || e.End > len(b.Text) || b.Text[e.Start:e.End] != e.After {
				t.Fatalf("edit %+v does not stand in %q", e, b.Text)
			}
			last = e.End
		}
		if m := b.Marks[0]; m.Start < 0 || m.End > len(b.Text) || m.Start > m.End {
			t.Fatalf("mark %v outside %q", m, b.Text)
		}
		if !utf8.ValidString(b.Text) {
			t.Fatalf("%q is no valid UTF-8", b.Text)
		}
	})
}

func TestAsWritten(t *testing.T) {
	d := &Document{Blocks: []Block{{Text: "網(wǎng)貸??款", Role: RoleBody}}}
	i := strings.Index(d.Blocks[0].Text, "(")
	j := strings.Index(d.Blocks[0].Text, "??")
	err := d.Rewrite(0, []Change{{Start: i, End: i + len("(wǎng)"), Kind: EditPinyin}, {Start: j, End: j + 2, After: "還", Kind: EditRealign}})
	if err != nil {
		t.Fatal(err)
	}
	var hans []Change
	for k, r := range d.Blocks[0].Text {
		if s := map[rune]string{'網': "网", '貸': "贷", '還': "还"}[r]; s != "" {
			hans = append(hans, Change{Start: k, End: k + utf8.RuneLen(r), After: s, Kind: EditScript})
		}
	}
	if err := d.Rewrite(0, hans); err != nil {
		t.Fatal(err)
	}
	d.Freeze()
	if d.Text != "网贷还款" {
		t.Errorf("text = %q", d.Text)
	}
	if got := AsWritten(d.Text, d.TextEdits()); got != "網貸還款" {
		t.Errorf("as written = %q", got)
	}
}
