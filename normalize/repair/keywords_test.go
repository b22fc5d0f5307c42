package repair

import (
	"strings"
	"testing"

	"zhengwen/document"
	"zhengwen/internal/corrupt"
)

// Keywords put into the project's prose and into pages of the web: nothing else is
// marked, and on one page of four they are.
func TestInsertedKeywords(t *testing.T) {
	pages, hit, places, right := 0, 0, 0, 0
	for _, word := range []string{"旧房翻新报价", "二手钢琴回收", "空调移机电话", "儿童摄影哪家好"} {
		for _, page := range append(corrupt.Prose(), webPages(t)...) {
			damaged, n := corrupt.Watermark{Text: word, Every: 43}.Apply(page)
			if n < leastKeywords {
				continue
			}
			pages++
			places += n
			out, damage, _ := repaired(t, damaged)
			found := 0
			for i, list := range damage {
				for _, d := range list {
					if d.Kind != document.DamageScrambled {
						continue
					}
					if s := out[i][d.Span.Start:d.Span.End]; strings.Contains(s, word) || strings.Contains(word, s) {
						found++
					} else {
						t.Errorf("%s is marked", s)
					}
				}
			}
			right += found
			if found > 0 {
				hit++
			}
		}
	}
	t.Logf("%d pages, %d found; %d places, %d marked", pages, hit, places, right)
	if hit*4 < pages {
		t.Errorf("%d pages, %d found; %d places, %d marked", pages, hit, places, right)
	}
}

func TestNoKeywords(t *testing.T) {
	for _, c := range []struct{ name, in string }{
		{"subject", strings.Join(corrupt.Prose(), "\n")},
		{"a term", "集成电路的设计很难。我们的集成电路卖得很好，因为集成电路的价格低。有人说集成电路没有前途，可是集成电路还在发展。"},
		{"a refrain", strings.Repeat("借款人应当如实说明自己的情况，不要隐瞒。", 20)},
		{"twice", "这座小城旧房翻新报价的老街上有许多卖茶叶的店铺，游客往往一坐旧房翻新报价就是半天，谁也不着急。"},
	} {
		_, damage, n := repaired(t, c.in)
		for _, d := range damage {
			if n += len(d); n > 0 {
				t.Errorf("%s: %v", c.name, d)
			}
		}
	}
}
