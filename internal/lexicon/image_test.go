package lexicon

import (
	"encoding/hex"
	"errors"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
	"unsafe"

	"github.com/zeebo/xxh3"
	"pgregory.net/rapid"
)

// Every word put in comes out with what was put in, and nothing else does.
func TestBuildRoundTrip(t *testing.T) {
	word := rapid.StringOfN(rapid.RuneFrom([]rune("一二三的人A4tＴ𪚥·")), 1, 5, -1)
	rapid.Check(t, func(t *rapid.T) {
		want := map[string]Entry{}
		var entries []Entry
		for _, w := range rapid.SliceOfN(word, 1, 60).Draw(t, "words") {
			e := Entry{
				Text: w, Cost: Cost(rapid.Uint16().Draw(t, "cost")), Plain: Cost(rapid.Uint16Min(1).Draw(t, "plain")),
				IDF: float32(rapid.IntRange(0, 255).Draw(t, "idf")) / idfUnit, Tag: Tag(rapid.IntRange(0, int(tagCount)-1).Draw(t, "tag")), Stop: rapid.Bool().Draw(t, "stop"),
			}
			entries = append(entries, e)
			want[fold(w)] = e
		}
		data, err := Build("", entries, nil)
		if err != nil {
			t.Fatal(err)
		}
		l, err := Open(string(data))
		if err != nil {
			t.Fatal(err)
		}
		for w, e := range want {
			for _, form := range []string{w, e.Text, strings.ToUpper(w)} {
				got, ok := l.Lookup(form)
				if !ok || got != (Word{e.Cost, e.IDF, e.Tag, e.Stop}) || l.PlainCost(form) != e.Plain {
					t.Fatalf("%q: %+v, %v; want %+v", form, got, ok, e)
				}
			}
			if _, ok := l.Lookup(w + "外"); ok {
				t.Fatalf("found a word that was not put in")
			}
		}
		listed := map[string]bool{}
		for w := range l.PlainWords() {
			listed[w] = true
		}
		if a, b := slices.Sorted(maps.Keys(listed)), slices.Sorted(maps.Keys(want)); !slices.Equal(a, b) {
			t.Fatalf("listed %q, want %q", a, b)
		}
	})
}

func TestBuildRefuses(t *testing.T) {
	for name, word := range map[string]string{
		"empty word": "", "long word": strings.Repeat("长", maxWordLen+1), "broken UTF-8": "坏\xff",
	} {
		if _, err := Build("", []Entry{{Text: word, Cost: 1}}, nil); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestOpenRefuses(t *testing.T) {
	good := imageOf(t, "一个 5", "个人 6")
	flip := func(i int) string {
		b := []byte(good)
		b[i] ^= 1
		return string(b)
	}
	for _, x := range []struct{ name, data, want string }{
		{"empty", "", "does not begin with"},
		{"another file", strings.Repeat("PK", 100), "does not begin with"},
		{"another version", flip(8), "version"},
		{"truncated", good[:len(good)-1], "bytes"},
		{"wrong size", flip(33), "bytes"},
		{"changed content", flip(len(good) - 1), "digest"},
		{"changed digest", flip(30), "digest"},
	} {
		_, err := Open(x.data)
		if !errors.Is(err, ErrImage) || !strings.Contains(err.Error(), x.want) {
			t.Errorf("%s: error %v, want one about %q", x.name, err, x.want)
		}
	}
}

// An image that does not lie on a border of eight bytes is copied and works the
// same.
func TestUnaligned(t *testing.T) {
	good := imageOf(t, "一个 5", "个人 6", "家 7")
	for shift := range 8 {
		l, err := Open((strings.Repeat("x", shift) + good)[shift:])
		if err != nil {
			t.Fatal(err)
		}
		if w, ok := l.Lookup("个人"); !ok || w.Cost != CostOf(6, 100) {
			t.Errorf("shift %d: got %+v, %v", shift, w, ok)
		}
	}
}

func TestDefaultImage(t *testing.T) {
	l, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	if uintptr(unsafe.Pointer(unsafe.StringData(builtin)))%8 != 0 {
		t.Log("the embedded image is not aligned and gets copied at start")
	}
	n, sum := 0, 0.0
	for w, c := range l.PlainWords() {
		if !utf8.ValidString(w) {
			t.Errorf("%q is no UTF-8", w)
		}
		n++
		sum += c.Frequency(TotalFrequency)
	}
	// Folding of case makes a few of gse's 352,279 words one.
	if n < 352000 || n > 352279 {
		t.Errorf("%d words", n)
	}
	if math.Abs(sum/TotalFrequency-1) > .001 {
		t.Errorf("probabilities add up to %f", sum/TotalFrequency)
	}
	for _, x := range []struct {
		word    string
		tag     Tag
		stop    bool
		low, hi float32
	}{
		{"的", TagFunction, false, 0, .1},
		{"银行", TagNoun, false, 1, 4},
		{"停息挂账", TagNoun, false, 8, 14},
		{"北京", TagPlace, false, 1, 4},
		{"问题", TagNoun, true, 0, 2},
	} {
		w, ok := l.Lookup(x.word)
		if !ok || w.Tag != x.tag || w.Stop != x.stop || w.IDF < x.low || w.IDF > x.hi {
			t.Errorf("%s: got %+v, %v", x.word, w, ok)
		}
	}
}

// The image names the inputs that lie beside it.
func TestImageFitsItsInputs(t *testing.T) {
	l, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for line := range strings.Lines(l.base.inputs) {
		name, digest, _ := strings.Cut(strings.TrimSpace(line), " xxh3:")
		data, err := os.ReadFile(filepath.Join("counts", name))
		if errors.Is(err, os.ErrNotExist) {
			continue // gse's dictionary lies in its module
		}
		if err != nil {
			t.Fatal(err)
		}
		found++
		if sum := xxh3.Hash128(data).Bytes(); digest != hex.EncodeToString(sum[:]) {
			t.Errorf("%s has changed; run go generate", name)
		}
	}
	if found != 2 {
		t.Errorf("%d inputs lie beside the image: %q", found, l.base.inputs)
	}
}
