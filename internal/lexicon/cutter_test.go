package lexicon

import (
	"math"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"zhengwen/document"
)

// cuts are texts with their words, divided by bars; white space stands where it
// stood in the text.
var cuts = []struct{ name, want string }{
	{"prose", "研究|生命|的|起源|。"},
	{"plain compounds come apart", "信息|技术|与|经济|建设"},
	{"idioms stay whole", "他|一丝不苟|地|工作"},
	{"domain words stay whole", "申请|停息挂账|之前|，|先|准备|失业|证明"},
	{"Latin letters inside words", "买|了|T恤|和|4S店|的|车|，|阿Q|懂|C++"},
	{"case and width do not matter", "ｔ恤|Ｔ恤|t恤"},
	{"letters are kept as written", "用|iPhone|上网"},
	{"numbers", "3.5|倍|，|1,000|元|，|40％|，|－|4|℃|，|25%|，|50万|户"},
	{"lists of numbers", "1|,|2|,|3"},
	{"Han numbers", "三百二十五|人|，|百分之五点二|，|第三十二|次|，|四分之一"},
	{"dates", "1998年|12月|5日|下午|3时|，|二○○一年|七月|二十八日|，|2024-01-05| |10:30"},
	{"a length of time is no date", "用|100|年|的|时间"},
	{"full width", "１９９８年|，|ＡＢＣ|，|１２．５％"},
	{"mail", "写信|到|a.b-c@mail.example.cn|。"},
	{"URL", "访问|https://www.example.cn/a?b=1&c=%20|。|再|看|www.example.cn|，"},
	{"names with a dot", "列夫·托尔斯泰|和|约翰·斯图尔特·密尔|的|书"},
	{"names of persons", "记者|王小丫|报道|，|法官|陈建华|认为|，|由于|林志颖|在|此"},
	{"names kept back", "张某某|与|李某|签订|合同|，|某|公司|称|王某|违约"},
	{"no names", "余额|不足|，|金额|较大|，|于是|他|高兴|地|说|，|任何人|都|可以|，|方案"},
	{"names of places", "位于|凤岗镇|，|小区|的|居民|，|全县|人民|，|两个|村"},
	{"a dot between words", "新闻|·|中心"},
	{"runs of marks", "你好|！！！|……|——|再见"},
	{"white space", "\t你好|\u3000|世界|\n|。|\r\n"},
	{"zero width space is no white space", "你好|\u200b|世界"},
	{"characters outside the dictionary", "𪚥|𪚥|㐀"},
	{"broken UTF-8", "你好|\xff|\xe4|世界"},
	{"empty", ""},
}

func defaultCutter(t testing.TB, m Mode) *Cutter {
	l, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	return NewCutter(l, m)
}

func words(text string, spans []document.Span) []string {
	out := make([]string, len(spans))
	for i, s := range spans {
		out[i] = text[s.Start:s.End]
	}
	return out
}

func TestCut(t *testing.T) {
	c := defaultCutter(t, ModeDefault)
	for _, x := range cuts {
		t.Run(x.name, func(t *testing.T) {
			var want []string
			for _, w := range strings.Split(x.want, "|") {
				if w = strings.TrimFunc(w, unicode.IsSpace); w != "" {
					want = append(want, w)
				}
			}
			text := strings.ReplaceAll(x.want, "|", "")
			if got := words(text, c.Append(nil, text)); !slices.Equal(got, want) {
				t.Errorf("got  %s\nwant %s", strings.Join(got, "|"), strings.Join(want, "|"))
			}
		})
	}
}

// isSpace is what the words need not cover.
func isSpace(r rune) bool { return unicode.IsSpace(r) || 0x1C <= r && r <= 0x1F }

// check reports what is wrong with a cut of text.
func check(text string, spans []document.Span) string {
	at, valid := 0, utf8.ValidString(text)
	for _, s := range spans {
		if s.Start < at || s.End <= s.Start || s.End > len(text) {
			return "span out of order or of range"
		}
		if strings.TrimFunc(text[at:s.Start], isSpace) != "" {
			return "text left out: " + text[at:s.Start]
		}
		if strings.ContainsFunc(text[s.Start:s.End], isSpace) {
			return "white space inside a word"
		}
		if valid && (!utf8.RuneStart(text[s.Start]) || s.End < len(text) && !utf8.RuneStart(text[s.End])) {
			return "border inside a code point"
		}
		at = s.End
	}
	if strings.TrimFunc(text[at:], isSpace) != "" {
		return "text left out at the end"
	}
	return ""
}

func FuzzCut(f *testing.F) {
	for _, x := range cuts {
		f.Add(strings.ReplaceAll(x.want, "|", ""))
	}
	l, err := Default()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, m := range []Mode{ModeDefault, ModePlain} {
			if bad := check(text, NewCutter(l, m).Append(nil, text)); bad != "" {
				t.Error(bad)
			}
		}
	})
}

// Text made of what the rules look at, where they meet most often.
func TestCutCoversText(t *testing.T) {
	c := defaultCutter(t, ModeDefault)
	piece := rapid.SampledFrom([]string{"一", "十", "点", "分之", "第", "年", "月", "·", "阿", "尔", "的", "3", "％", ".", ",", "，", "A", "@", "+", "…", "http://", " ", "\u3000", "\xff", "○", "C++"})
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(piece, 0, 40).Draw(t, "pieces"), "")
		if bad := check(text, c.Append(nil, text)); bad != "" {
			t.Fatalf("%s: %q", bad, text)
		}
	})
}

// A run longer than one search goes on is cut in parts and loses nothing.
func TestLongRun(t *testing.T) {
	c := defaultCutter(t, ModeDefault)
	for _, unit := range []string{"的", "一", "阿·", "𪚥", "停息挂账", "1年"} {
		text := strings.Repeat(unit, 3*maxRun)
		if bad := check(text, c.Append(nil, text)); bad != "" {
			t.Errorf("%s: %s", unit, bad)
		}
		if cap(c.units) > 4*maxRun {
			t.Errorf("%s: scratch space for %d units", unit, cap(c.units))
		}
	}
}

func TestCutAllocatesNothing(t *testing.T) {
	c := defaultCutter(t, ModeDefault)
	text := prose()
	spans := c.Append(nil, text)
	if n := testing.AllocsPerRun(10, func() { spans = c.Append(spans[:0], text) }); n != 0 {
		t.Errorf("%v allocations a text", n)
	}
}

// The shortest path costs no more than any other cut into dictionary words.
func TestShortestPath(t *testing.T) {
	l := built(t, "一 9", "一个 5", "个 4", "个人 6", "人 7", "人家 3", "家 4", "个人家 1")
	c := NewCutter(l, ModePlain)
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.SampledFrom([]rune("一个人家外")), 1, 8, -1).Draw(t, "text")
		c.cost = 0
		got := 0
		for _, w := range c.Append(nil, text) {
			got += price(l, text[w.Start:w.End])
		}
		if want := cheapest(l, text); got != want {
			t.Fatalf("%s costs %d, the cheapest cut %d", text, got, want)
		}
	})
}

func price(l *Lexicon, word string) int {
	if c := l.PlainCost(word); c != Absent {
		return int(c)
	}
	if utf8.RuneCountInString(word) == 1 {
		return unknownCost
	}
	return math.MaxInt32
}

// cheapest tries every cut.
func cheapest(l *Lexicon, text string) int {
	if text == "" {
		return 0
	}
	best := math.MaxInt32
	for i := range text + "." {
		if i > 0 && price(l, text[:i]) < math.MaxInt32 {
			best = min(best, price(l, text[:i])+cheapest(l, text[i:]))
		}
	}
	return best
}

// imageOf is that of a dictionary of "word frequency" lines.
func imageOf(t testing.TB, lines ...string) string {
	ws, err := ReadWords(strings.NewReader(strings.Join(lines, "\n")), "test")
	if err != nil {
		t.Fatal(err)
	}
	var entries []Entry
	for _, w := range ws {
		c := CostOf(w.Freq, 100)
		entries = append(entries, Entry{Text: w.Text, Cost: c, Plain: c, IDF: 1, Tag: ParseTag(w.Tag)})
	}
	data, err := Build("", entries, nil)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func built(t testing.TB, lines ...string) *Lexicon {
	l, err := Open(imageOf(t, lines...))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func prose() string {
	return strings.Repeat("逾期之后，借款人应当先与银行协商，说明自己的还款能力，并准备好收入证明、失业证明等材料。"+
		"2024年3月5日起，持卡人可以拨打客服电话申请分期，最长60期，利率不超过15.4%。法律规定，催收人员不得骚扰与债务无关的第三人。\n", 40)
}

func BenchmarkCut(b *testing.B) {
	for _, x := range []struct {
		name string
		mode Mode
	}{{"default", ModeDefault}, {"plain", ModePlain}} {
		b.Run(x.name, func(b *testing.B) {
			c := defaultCutter(b, x.mode)
			text := prose()
			spans := c.Append(nil, text)
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				spans = c.Append(spans[:0], text)
			}
		})
	}
}

func BenchmarkOpen(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Open(builtin); err != nil {
			b.Fatal(err)
		}
	}
}
