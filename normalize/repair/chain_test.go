package repair

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"zhengwen/internal/corrupt"
)

// Prose of this project: no line is from elsewhere.
var prose1 = []string{
	"修改合同以前，双方应当先把旧的条款逐条核对一遍。",
	"图书馆每天早上八点开门，晚上九点关门，节假日也不休息。",
	"这座小城的老街上有许多卖茶叶的店铺，游客往往一坐就是半天。",
	"会议决定把下一年的预算提高百分之五，主要用于道路的维修。",
	"他在信里写道：孩子们都很好，请不要担心。",
	"医生建议病人多喝水、少吃盐，并且每个星期散步三次。",
}

// What a chain leaves whole comes back as it was; where it loses bytes the model
// finds nearly all of them.
func TestChainsAreUndone(t *testing.T) {
	lossy := []string{"u8>cp1252, bad lost", "u8>gbk", "u8>gbk, ?", "gbk>big5", "gbk>cp949", "gbk>cp932"}
	for _, c := range corrupt.Chains {
		if c.Name == "big5>latin1" {
			continue // the prose is Simplified
		}
		lines, wrong, length := 0, 0, 0
		for _, s := range prose1 {
			damaged, err := c.Apply(s)
			if err != nil {
				t.Fatal(err)
			}
			out, _, _ := repaired(t, damaged)
			lines++
			length += utf8.RuneCountInString(s)
			if d := distance([]rune(out[0]), []rune(s)); d > 0 {
				wrong += d
				t.Logf("%s: %q", c.Name, out[0])
			}
		}
		if !slices.Contains(lossy, c.Name) && wrong > 0 || wrong*20 > length {
			t.Errorf("%s: %d of %d characters are wrong", c.Name, wrong, length)
		}
	}
}

// A byte that GBK text has lost costs at most a few characters: most of what the
// shift garbled comes back.
func TestDroppedByte(t *testing.T) {
	for _, bad := range []corrupt.Bad{corrupt.Replace, corrupt.Question} {
		before, after := 0, 0
		for _, s := range prose1 {
			for k := 4; k < utf8.RuneCountInString(s); k += 5 {
				damaged, err := corrupt.Dropped(s, k, bad)
				if err != nil {
					t.Fatal(err)
				}
				out, _, _ := repaired(t, damaged)
				before += distance([]rune(damaged), []rune(s))
				after += distance([]rune(out[0]), []rune(s))
			}
		}
		if after*4 > before {
			t.Errorf("%d wrong characters before, %d after repair", before, after)
		}
	}
}

// A character of which no byte is left stays lost, with a suggestion.
func TestSuggestion(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"经济\uFFFD展的速度越来越快。", "发"},
		{"请输入您的手机\uFFFD码。", "号"},
		{"為了保護消\uFFFD者的權益，政府修改了這項規定。", "費"},
	} {
		out, damage, _ := repaired(t, c.in)
		if out[0] != c.in || len(damage[0]) != 1 || damage[0][0].Suggestion != c.want {
			t.Errorf("%q became %q with %v, want %q suggested", c.in, out[0], damage[0], c.want)
		}
	}
}

func TestGaps(t *testing.T) {
	page := "请直接拨打银行的客服 ，说明自己的情况。\n沟通的方式有很多，可以选择 、短信或者邮件。\n不要着急，总会找到解决的办法，总会有人愿意帮助你。\n耐心一些，态度好一些，对方也会客气一些，事情就好办了。"
	_, damage, n := repaired(t, page)
	if n != 0 || len(damage[0]) != 1 || len(damage[1]) != 1 || len(damage[2])+len(damage[3]) != 0 {
		t.Errorf("%d changes, marks %v", n, damage)
	}
	// Where white space before marks is the way a page is set, nothing is gone.
	_, damage, _ = repaired(t, "今天 ，天气 ，很好 。\n明天 ，也会 ，很好 。")
	for _, d := range damage {
		if len(d) > 0 {
			t.Errorf("marks %v", d)
		}
	}
}

// Words that are gone without a trace are looked for only where others left one.
func TestTracelessGaps(t *testing.T) {
	list := "在线咨询：写下问题等人回复。\n邮件咨询：把材料一起寄来。\n咨询：直接拨打热线。"
	_, damage, _ := repaired(t, list)
	for i, d := range damage {
		if len(d) > 0 {
			t.Errorf("line %d of a page that has lost nothing: %v", i+1, d)
		}
	}
	_, damage, n := repaired(t, list+"\n请打开手机应用程序()查看。")
	if n != 0 || len(damage[0])+len(damage[1]) > 0 || len(damage[2]) != 1 || len(damage[3]) != 1 {
		t.Fatalf("%d changes, marks %v", n, damage)
	}
	if x := damage[2][0]; x.Span.Start != 0 || x.Suggestion != "电话" {
		t.Errorf("the bare label is marked with %v", x)
	}
}

// One garbled character before a mark proves nothing; on a page that has lost bytes
// elsewhere it is restored.
func TestProvenPage(t *testing.T) {
	lost := make([]string, len(prose1))
	for i, s := range prose1 {
		var err error
		if lost[i], err = corrupt.Dropped(s, 11, corrupt.Replace); err != nil {
			t.Fatal(err)
		}
	}
	const want = "这条路很长，走了半天。"
	single, err := corrupt.Dropped(want, 9, corrupt.Replace)
	if err != nil {
		t.Fatal(err)
	}
	out, _, _ := repaired(t, single)
	if out[0] != single {
		t.Errorf("alone: %q", out[0])
	}
	out, _, _ = repaired(t, strings.Join(append(lost, single), "\n"))
	if got := out[len(lost)]; got != want {
		t.Errorf("on a damaged page: %q", got)
	}
}

func TestStretches(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"whole", "鍏充簬鎴戜滑鐨勪骇鍝?", "鍏充簬鎴戜滑鐨勪骇鍝?"},
		{"inside", "这是一句鍏充簬鎴戜滑鐨勪骇鍝�没有坏的话", "鍏充簬鎴戜滑鐨勪骇鍝�"},
		{"clean", "这是一句没有坏的话，里面什么也没有", ""},
		{"two characters", "鍏充", ""},
	} {
		var got []string
		for _, x := range utf8Stretches(c.in, gbkReading()) {
			got = append(got, c.in[x.Start:x.End])
		}
		if strings.Join(got, "|") != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
