package quality

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"zhengwen/internal/corrupt"
	"zhengwen/internal/stagetest"
)

// A thesaurus of its own for the simulated program: about half of it is known to the
// score.
var spinner = map[string]string{
	"问题": "题目", "方法": "要领", "办法": "法子", "时候": "时刻", "发现": "发明", "解决": "办理", "简单": "简略", "重要": "要紧", "可以": "能够", "因为": "由于",
	"所以": "以是", "如果": "倘使", "已经": "曾经", "大家": "各人", "工作": "事情", "学习": "进修", "选择": "抉择", "容易": "轻易", "需要": "须要", "最后": "末了",
	"知道": "晓得", "开始": "起头", "当然": "固然", "方便": "利便", "提醒": "提示", "准备": "预备", "联系": "接洽", "安全": "平安", "孩子": "小孩", "自己": "本人",
	"应当": "该当", "最佳": "最优", "处理": "处置", "平台": "站台", "软件": "软体", "老人": "白叟", "医生": "大夫", "觉得": "感到", "看见": "瞥见", "出现": "泛起",
	"公司": "企业", "进行": "实施", "提供": "供给", "影响": "作用", "情况": "情形", "发展": "成长", "生活": "糊口", "国家": "国度", "社会": "社会面", "环境": "情况",
}

// clean returns clean texts of news and web pages, written by people.
func clean(t testing.TB) (texts []string) {
	t.Helper()
	for _, d := range []string{"zh-html-dev", "advice-dev"} {
		gold, _ := filepath.Glob(filepath.Join(stagetest.Shared(t, "data", d), "*.json"))
		for _, name := range gold {
			raw, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			var x struct{ Body, Text string }
			if json.Unmarshal(raw, &x) == nil {
				texts = append(texts, x.Body+x.Text)
			}
		}
	}
	files, _ := filepath.Glob(filepath.Join(stagetest.Shared(t, "data", "sighan"), "testing", "*"))
	for _, name := range files {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for lines := range slices.Chunk(strings.Split(string(raw), "\n"), 40) {
			texts = append(texts, strings.Join(lines, "\n"))
		}
	}
	return append(texts, corrupt.Prose()...)
}

// spunScores returns the scores of texts that have one, ascending.
func spunScores(texts []string, f func(string) string) (out []float32) {
	for _, s := range texts {
		if x := spunScore(f(s)); x != nil {
			out = append(out, *x)
		}
	}
	slices.Sort(out)
	return out
}

// Of a hundred clean texts 99 score under 0.35; of those with a word swapped wherever
// the program knows one, half score more.
func TestSpunScore(t *testing.T) {
	plain := func(s string) string { return s }
	swaps := corrupt.Spin{Swaps: spinner}
	both := corrupt.Spin{Swaps: spinner, Turn: 3}
	at := func(x []float32, share int) float32 { return x[min(len(x)-1, len(x)*share/100)] }
	for _, c := range []struct {
		name         string
		texts        []string
		f            func(string) string
		median, high float32 // at least the one, at most the other at 99 of 100
	}{
		{"clean", clean(t), plain, 0, 0.35},
		{"prose", corrupt.Prose(), plain, 0, 0.35},
		{"swapped", corrupt.Prose(), swaps.Apply, 0.5, 1},
		{"both", corrupt.Prose(), both.Apply, 0.8, 1},
		{"swapped web", clean(t), swaps.Apply, 0.3, 1},
		{"both web", clean(t), both.Apply, 0.4, 1},
	} {
		x := spunScores(c.texts, c.f)
		t.Logf("%s: %d texts, 5 %% %.2f, median %.2f, 90 %% %.2f, 95 %% %.2f, 99 %% %.2f, most %.2f", c.name, len(x), at(x, 5), at(x, 50), at(x, 90), at(x, 95), at(x, 99), x[len(x)-1])
		if at(x, 50) < c.median || at(x, 99) > c.high {
			t.Errorf("%s: median %.2f, at 99 of 100 %.2f", c.name, at(x, 50), at(x, 99))
		}
	}
	if spunScore("要紧的脚色。") != nil {
		t.Error("a short text has a score")
	}
}
