package repair

import (
	"strings"
	"testing"

	"zhengwen/document"
	"zhengwen/internal/corrupt"
)

// Of the strings put into the project's prose, the least share that is marked, in
// percent; nothing else is.
func TestWatermarks(t *testing.T) {
	for _, c := range []struct {
		name  string
		m     corrupt.Watermark
		least int
	}{
		{"every 17", corrupt.Watermark{Text: "www.abc.example", Every: 17}, 85},
		{"every 50", corrupt.Watermark{Text: "abc小站", Every: 50}, 5},
		{"letters, every 41", corrupt.Watermark{Text: "SUIBI", Every: 41}, 50},
		{"full width, every 23", corrupt.Watermark{Text: "ｗｗｗ．ａｂｃ．ｅｘａｍｐｌｅ"[:24], Every: 23}, 80},
		{"behind paragraphs", corrupt.Watermark{Text: "更多文章见随笔小站"}, 60},
		{"behind paragraphs, letters", corrupt.Watermark{Text: " www.abc.example"}, 60},
	} {
		all, marks, right := 0, 0, 0
		for _, page := range corrupt.Prose() {
			damaged, places := c.m.Apply(page)
			all += places
			out, damage, n := repaired(t, damaged)
			if n > 0 {
				t.Errorf("%s: %d changes", c.name, n)
			}
			for i, list := range damage {
				for _, d := range list {
					marks++
					if d.Kind == document.DamageScrambled && out[i][d.Span.Start:d.Span.End] == strings.TrimSpace(c.m.Text) {
						right++
					}
				}
			}
		}
		t.Logf("%s: %d places, %d marks, %d right", c.name, all, marks, right)
		if marks != right || right*100 < c.least*all {
			t.Errorf("%s: %d places, %d marks, %d right", c.name, all, marks, right)
		}
	}
}

func TestNoWatermarks(t *testing.T) {
	for _, c := range []struct{ name, in string }{
		{"a name", "用AI技术写作，用AI技术画画，用AI技术翻译，还有人对AI的结果不放心。"},
		{"a product", "打开APP查看，用APP付款，在APP里评价，APP会提醒你。"},
		{"units", "长5cm左右，宽3cm左右，高2cm左右。"},
		{"twice", "图书abc馆每天开门，节假abc日也不休息。"},
		{"short lines", "第一章 www.abc.example\n第二章 www.abc.example\n第三章 www.abc.example"},
		{"notes", "这座小城的老街上有许多卖茶叶的店铺，游客往往一坐就是半天。[12]\n图书馆每天早上八点开门，晚上九点关门，节假日也不休息。[12]\n会议决定把下一年的预算提高百分之五，主要用于道路维修。[12]"},
		{"endings", "他说得很对，大家都同意，没有人反对这个办法。（完）\n她听了以后也没有反对，只是笑了笑就走了出去。（完）\n"},
	} {
		_, damage, n := repaired(t, c.in)
		for _, d := range damage {
			if n += len(d); n > 0 {
				t.Errorf("%s: %v", c.name, d)
			}
		}
	}
}
