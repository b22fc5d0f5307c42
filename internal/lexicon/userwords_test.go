package lexicon

import (
	"slices"
	"strings"
	"testing"
)

func TestReadWords(t *testing.T) {
	got, err := ReadWords(strings.NewReader("\ufeff云计算 5 n\n\n  区块链\t10 \r\n东方红 nz\n光刻机\n"), "u")
	want := []UserWord{{"云计算", 5, "n"}, {"区块链", 10, ""}, {"东方红", 0, "nz"}, {"光刻机", 0, ""}}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("got %v, %v", got, err)
	}
	for _, x := range []struct{ name, in, want string }{
		{"bad frequency", "好 1 a\n坏 x n\n", "u:2: frequency"},
		{"negative", "坏 -1\n", "u:1: frequency"},
		{"not a number", "坏 NaN\n", "u:1: frequency"},
		{"zero", "一\n二\n坏 0 n\n", "u:3: frequency"},
		{"too many fields", "a b c d\n", "u:1: want"},
		{"too long", strings.Repeat("长", 65) + "\n", "u:1: the word has over"},
		{"broken UTF-8", "坏\xff 3 n\n", "u:1: the word is no valid UTF-8"},
		{"endless line", strings.Repeat("长", 1<<17), "read dictionary u"},
	} {
		if _, err := ReadWords(strings.NewReader(x.in), "u"); err == nil || !strings.HasPrefix(err.Error(), x.want) {
			t.Errorf("%s: error %v, want %q", x.name, err, x.want)
		}
	}
}

func TestUserWords(t *testing.T) {
	l, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct{ name, dict, text, want string }{
		{"without frequency", "改革开放", "坚持改革开放", "坚持|改革开放"},
		{"unknown characters", "鿿鿿", "买鿿鿿", "买|鿿鿿"},
		{"with frequency", "的事 10000000", "我的事", "我|的事"},
		{"too rare to win", "的事 1", "我的事情", "我|的|事情"},
		{"one character", "目", "目的", "目的"},
		{"one unknown character", "𪚥", "买𪚥", "买|𪚥"},
		{"wins over a rule", "王小丫报 100000", "记者王小丫报道", "记者|王小丫报|道"},
		{"with Latin letters", "iPhone手机壳 9 n", "买IPHONE手机壳", "买|IPHONE手机壳"},
	} {
		t.Run(x.name, func(t *testing.T) {
			ws, err := ReadWords(strings.NewReader(x.dict), "u")
			if err != nil {
				t.Fatal(err)
			}
			with, err := l.With(ws)
			if err != nil {
				t.Fatal(err)
			}
			got := strings.Join(words(x.text, NewCutter(with, ModeDefault).Append(nil, x.text)), "|")
			if got != x.want {
				t.Errorf("got %s, want %s", got, x.want)
			}
			if with.Digest() == l.Digest() {
				t.Error("the digest does not tell of the user's words")
			}
		})
	}
}
