package main

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"zhengwen/internal/lexicon"
)

// The image in the repository is what the generator makes of its inputs, byte for
// byte.
func TestImageIsReproducible(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the whole dictionary")
	}
	got, err := generate("../counts")
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile("../words.img")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("words.img is not what go generate makes")
	}
}

func TestRowsAreChecked(t *testing.T) {
	err := rows(strings.NewReader("# a comment\n好\t5\n坏\n"), "words", 2, func([]string) error { return nil })
	if err == nil || err.Error() != "words:3: 1 columns, want 2" {
		t.Errorf("error %v", err)
	}
}

func TestEntries(t *testing.T) {
	dict := []lexicon.UserWord{{Text: "的", Freq: 1000, Tag: "uj"}, {Text: "国有", Freq: 300, Tag: "vn"}, {Text: "企业", Freq: 400, Tag: "n"}, {Text: "国有企业", Freq: 60, Tag: "n"}, {Text: "的", Freq: 1, Tag: "x"}}
	got := map[string]lexicon.Entry{}
	for _, e := range entries(dict, map[string]float64{"的": 7}, []lexicon.UserWord{{Text: "停息挂账", Freq: 3}}) {
		got[e.Text] = e
	}
	if e := got["国有企业"]; e.Cost != lexicon.Absent || e.Plain == lexicon.Absent {
		t.Errorf("a plain compound stays in the default mode: %+v", e)
	}
	if e := got["停息挂账"]; e.Cost == lexicon.Absent || e.Plain != lexicon.Absent || e.Tag != lexicon.TagNoun {
		t.Errorf("domain word %+v", e)
	}
	if a, b := got["的"], got["企业"]; a.Cost >= b.Cost || a.Plain != lexicon.CostOf(1000, 1760) {
		t.Errorf("的 %+v, 企业 %+v", a, b)
	}
}

func TestCompound(t *testing.T) {
	freq := map[string]float64{"国有": 300, "企业": 400, "国有企业": 60, "改革": 900, "开放": 800, "改革开放": 700, "一丝": 200, "不苟": 200, "一丝不苟": 20, "生产": 900, "生产力": 50}
	for _, x := range []struct {
		word, tag string
		want      bool
	}{{"国有企业", "n", true}, {"改革开放", "v", false}, {"一丝不苟", "i", false}, {"生产力", "n", false}, {"企业", "n", false}} {
		if got := compound(x.word, x.tag, freq); got != x.want {
			t.Errorf("%s: %v", x.word, got)
		}
	}
}
