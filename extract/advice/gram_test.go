package advice

import (
	"slices"
	"strings"
	"testing"

	"zhengwen/rules"
)

func TestGramNames(t *testing.T) {
	for _, name := range []string{"拍", "拍照", "打客服", "1", "^联系", "^先", "凭证$", "!"} {
		g, ok := newGram(name)
		if !ok || g.String() != name {
			t.Errorf("%q is read as %q, %t", name, g, ok)
		}
	}
	for _, name := range []string{"", "^", "$", "拍，照", "四个字的"} {
		if g, ok := newGram(name); ok {
			t.Errorf("%q is read as %q", name, g)
		}
	}
}

// TestGrams shows what is taken of a sentence: all of the directive's clause, the rest
// by its place, and nothing over a mark.
func TestGrams(t *testing.T) {
	f := newTopicFitter(t)
	r, ok := f.grammar.read(&f.s, "收到货后，应及时拍照，不退。")
	if !ok {
		t.Fatal("no advice")
	}
	got := map[string]int32{}
	for _, g := range f.s.appendGrams(nil, r) {
		got[g.gram.String()] += g.counts
	}
	for name, want := range map[string]int32{
		"收到货": gramBefore, "货后": gramBefore, "应": gramDirective, "拍照": gramDirective, "时拍照": gramDirective, "不退": gramAfter,
		"^拍": gramOpening, "^拍照": gramOpening, "照$": gramClosing, "时拍照$": gramClosing,
		"后应": 0, "照不": 0, "^应": 0, "^拍照不": 0, "，": 0, "!": 0,
	} {
		if got[name] != want {
			t.Errorf("%s counts %d, want %d", name, got[name], want)
		}
	}
}

func TestTopicWeights(t *testing.T) {
	good := "# about\n拍照\t0 0 0 0 90 0 0 0 0 0 0\n^投诉\t0 0 0 0 0 80 0 0 0 0 -3\n"
	book, err := rules.Load()
	if err != nil {
		t.Fatal(err)
	}
	m, err := newTopics(good, book.Set("topics"))
	if err != nil {
		t.Fatal(err)
	}
	f := newTopicFitter(t)
	for text, want := range map[string]string{"应及时拍照。": "evidence", "应及时投诉，并且拍照。": "rights", "应拨打12345。": "rights"} {
		r, _ := f.grammar.read(&f.s, text)
		if got := m.of(&f.s, r); string(got) != want {
			t.Errorf("%s is about %s, want %s", text, got, want)
		}
	}
	for _, bad := range []string{"拍照\t1 2 3\n", "拍照\n", "拍，照\t0 0 0 0 90 0 0 0 0 0 0\n", "拍照\t0 0 0 0 900 0 0 0 0 0 0\n"} {
		if _, err := newTopics(bad, book.Set("topics")); err == nil {
			t.Errorf("%q is taken for weights", bad)
		}
	}
}

// TestTopicsHeld tells how well the topics are found of advice that had no part in the
// fit of the weights: articles by other hands on subjects of their own.
func TestTopicsHeld(t *testing.T) {
	f := newTopicFitter(t)
	right, all := f.score(t, &f.topics, "testdata/articles/held")
	t.Logf("topic right in %d of %d, %.3f", right, all, float64(right)/float64(all))
	if all < 800 || float64(right) < .78*float64(all) {
		t.Errorf("topic right in %d of %d, want 78 of 100", right, all)
	}
}

func TestIndex(t *testing.T) {
	x := newIndex(300)
	var keys []uint64
	for i := range 300 {
		keys = append(keys, uint64(i*i+1)<<(i%3*16))
	}
	slices.Sort(keys)
	keys = slices.Compact(keys)
	for i, k := range keys {
		x.put(k, i)
	}
	for i, k := range keys {
		if got := x.get(k); got != i {
			t.Errorf("row of %x is %d, want %d", k, got, i)
		}
	}
	for k := range uint64(1000) {
		if _, there := slices.BinarySearch(keys, k<<20|7); !there && x.get(k<<20|7) != -1 {
			t.Errorf("%x has a row", k<<20|7)
		}
	}
}

// FuzzGrams asserts that no sentence makes a gram that has no name.
func FuzzGrams(f *testing.F) {
	for _, text := range []string{"应及时拍照，不退。", "不要…", "先\U00020BB7把", "打12345", "\xff应\xfe"} {
		f.Add(text)
	}
	g := newTopicFitter(f)
	f.Fuzz(func(t *testing.T, text string) {
		if text = strings.ToValidUTF8(text, ""); text == "" {
			return
		}
		r, ok := g.grammar.read(&g.s, text)
		if !ok {
			r = g.s.guess()
		}
		for _, p := range g.s.appendGrams(nil, r) {
			if back, ok := newGram(p.gram.String()); !ok || back != p.gram {
				t.Fatalf("%x is called %q", uint64(p.gram), p.gram)
			}
		}
	})
}
