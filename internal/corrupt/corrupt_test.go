package corrupt

import "testing"

// The expected forms follow from the bytes and are seen on real pages.
func TestAnnotator(t *testing.T) {
	r := map[rune]string{'驅': "qū", '現': "xiàn", '網': "wǎng", '護': "hù"}
	for _, c := range []struct {
		name     string
		a        Annotator
		in, want string
	}{
		{"aligned", Annotator{Readings: r}, "網貸", "網(wǎng)貸"},
		{"spaced", Annotator{Readings: r, Space: true}, "網貸", "網(wǎng )貸"},
		{"torn", Annotator{Readings: r, Cut: true}, "能夠實現", "能夠?qū)崿F(xiàn)"},
		{"cut", Annotator{Readings: r, Cut: true, Fold: true}, "不同。客服注重維護", "不同??头⒅鼐S護(hù)"},
		{"spurious", Annotator{Readings: r}, "，F1", "，F(xiàn)1"},
		{"untouched", Annotator{Cut: true}, "没有什么可说的。", "没有什么可说的。"},
	} {
		if got := c.a.Apply(c.in); got != c.want {
			t.Errorf("%s: %q became %q, want %q", c.name, c.in, got, c.want)
		}
	}
}

func TestChains(t *testing.T) {
	want := map[string]string{"u8>gbk": "鍙戝睍", "gbk>latin1": "·¢Õ¹", "u8>latin1": "å\u008f\u0091å±\u0095"}
	for _, c := range Chains {
		got, err := c.Apply("发展")
		if err != nil {
			if c.Name != "big5>latin1" { // Big5 has no Simplified forms
				t.Errorf("%s: %v", c.Name, err)
			}
			continue
		}
		if w, ok := want[c.Name]; ok && got != w {
			t.Errorf("%s: %q, want %q", c.Name, got, w)
		}
	}
}

func TestDropped(t *testing.T) {
	// 大家好 is B4F3 BCD2 BAC3.
	for _, c := range []struct {
		k    int
		bad  Bad
		want string
	}{{0, Replace, "蠹液�"}, {1, Question, "醇液?"}, {5, Delete, "大家"}} {
		if got, err := Dropped("大家好", c.k, c.bad); err != nil || got != c.want {
			t.Errorf("byte %d: %q, %v, want %q", c.k, got, err, c.want)
		}
	}
	if _, err := Dropped("😀", 0, Replace); err == nil {
		t.Error("no error for what GBK lacks")
	}
}
