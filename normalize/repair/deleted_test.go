package repair

import (
	"testing"

	"zhengwen/document"
	"zhengwen/internal/corrupt"
)

// marked counts, over the project's prose with words deleted, the words gone, the
// marks of deleted words and those within one character of a gap.
func marked(t *testing.T, d corrupt.Deletion) (gone, marks, right int) {
	t.Helper()
	for _, page := range corrupt.Prose() {
		damaged, places := d.Apply(page)
		gone += len(places)
		out, damage, n := repaired(t, damaged)
		if n > 0 {
			t.Errorf("%d changes", n)
		}
		base := 0
		for i, s := range out {
			for _, x := range damage[i] {
				if x.Kind != document.DamageDeletedWord {
					continue
				}
				marks++
				hit := false
				for k, at := range places {
					if at >= base+x.Span.Start-3 && at <= base+x.Span.Start+3 {
						places[k], hit = -9, true
						break
					}
				}
				if hit {
					right++
				} else {
					t.Logf("%v in %s", x, s)
				}
			}
			base += len(s) + 1
		}
	}
	return gone, marks, right
}

// What is reached today, rounded down, of words that a mill deletes from the
// project's prose; nine of ten marks must be right.
func TestDeletedWords(t *testing.T) {
	list := []string{"电话", "方法", "平台", "微信", "软件", "最佳", "处理"}
	others := []string{"孩子", "时候", "办法", "手机"}
	for _, c := range []struct {
		name  string
		d     corrupt.Deletion
		least int // of a hundred gone
	}{
		{"题 of 问题", corrupt.Deletion{Words: []string{"题"}}, 80},
		{"list, with space", corrupt.Deletion{Words: list, Space: true}, 50},
		{"list, without a trace", corrupt.Deletion{Words: list}, 9},
		{"other words, with space", corrupt.Deletion{Words: append([]string{"问题"}, others...), Space: true}, 60},
		{"other words, without a trace", corrupt.Deletion{Words: others}, 10},
		{"nothing", corrupt.Deletion{}, 0},
	} {
		gone, marks, right := marked(t, c.d)
		t.Logf("%s: %d gone, %d marked, %d of them right", c.name, gone, marks, right)
		if right*100 < c.least*gone || right*10 < marks*9 {
			t.Errorf("%s: %d gone, %d marked, %d right", c.name, gone, marks, right)
		}
	}
}

func TestSeams(t *testing.T) {
	for _, c := range []struct {
		name, in string
		want     int // byte of the mark, -1 for none
	}{
		{"的 opens a clause", "他想了很久，的做法是先等一等。", 18},
		{"们 opens a sentence", "下课以后。们都走了，教室里空空的。", 15},
		{"preposition without object", "晚上他在里说了一句话，的意思没有人懂。", 12},
		{"means without object", "老李通过找到了一位房东，的价钱也不高。", 12},
		{"是 without what is", "朝南的阳台是的选择，的果子又大又甜。", 18},
		{"that is so", "他是的确不知道，是的，谁也不知道。", -1},
		{"the doubtless", "他想了很久，的确没有别的办法。", -1},
		{"a taxi", "下雨天，的士很难叫到。", -1},
		{"a place", "客人坐在里面，主人站在里边。", -1},
		{"a seat high above", "她像个高高在上的公主，谁也不理。", -1},
		{"an adjective", "正在使用中的机器，不要碰。", -1},
		{"a person as means", "老李通过他见到了房东，的确不贵。", -1},
		{"a firm", "昨天收盘，Yahoo！的股价又跌了。", -1},
		{"a town", "船到了港口，的黎波里的灯火就在眼前。", -1},
		{"particles", "常用的词尾有的、们、里，各有各的用处。", -1},
		{"code", "a = b;的意思是把右边的值放到左边。", -1},
	} {
		_, damage, n := repaired(t, c.in)
		got := -1
		if len(damage[0]) > 0 {
			got = damage[0][0].Span.Start
		}
		if n > 0 || got != c.want {
			t.Errorf("%s: %d changes, mark at %d, want %d", c.name, n, got, c.want)
		}
	}
}

func TestBare(t *testing.T) {
	for _, c := range []struct {
		name, in string
		want     int
	}{
		{"one", "大家坐下来一起解决问。", 1},
		{"a page that has the word", "大家坐下来一起解决问。\n没有问题。", 0},
		{"a label", "【大家常问】", 0},
		{"a question", "孩子总是不停地问，爸爸有时答不上来。\n你去问，他会说的。", 0},
		{"learning", "他很有学问，大家都去访问他，向他提问。\n没有学问的人也去。", 0},
	} {
		_, damage, _ := repaired(t, c.in)
		got := 0
		for _, d := range damage {
			got += len(d)
		}
		if got != c.want {
			t.Errorf("%s: %d marks, want %d: %v", c.name, got, c.want, damage)
		}
	}
}
