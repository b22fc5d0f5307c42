package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zhengwen/internal/lexicon/charlm"
)

const (
	countsDir = "../../counts"
	variants  = "../../../../normalize/script/opencc.txt"
)

// The image in the repository is what the generator makes of its inputs, byte for
// byte.
func TestImageIsReproducible(t *testing.T) {
	if testing.Short() {
		t.Skip("reads two million counts")
	}
	got, err := generate(countsDir, variants)
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile("../model.img")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("model.img is not what go generate makes")
	}
}

func TestCountsAreRefused(t *testing.T) {
	for _, x := range []struct{ name, pairs, want string }{
		{"no count", "的一\n", "bigrams.tsv:1: no count"},
		{"unknown symbol", "的一\t5\n的鿿\t5\n", "bigrams.tsv:2: "},
		{"one symbol", "的\t5\n", "bigrams.tsv:1: \"的\" has not 2 symbols"},
	} {
		c := &counts{number: map[rune]uint64{'的': 1, '一': 2}}
		err := c.parse(strings.NewReader(x.pairs), "bigrams.tsv", c.grams(2, map[charlm.Key]float64{}))
		if err == nil || !strings.HasPrefix(err.Error(), x.want) {
			t.Errorf("%s: error %v, want %q", x.name, err, x.want)
		}
	}
	if _, err := generate(filepath.Join(countsDir, "none"), variants); err == nil {
		t.Error("no error without counts")
	}
}

func TestSymbol(t *testing.T) {
	for r, want := range map[rune]rune{'7': '0', '７': '0', 'x': 'A', 'Ｘ': 'A', ',': '，', '「': '“', '○': '零', '\u3000': lineEnd, '中': '中', '*': '＊'} {
		if got := symbol(r); got != want {
			t.Errorf("%q: %q, want %q", r, got, want)
		}
	}
}
