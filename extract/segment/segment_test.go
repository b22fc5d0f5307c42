package segment

import (
	"context"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"zhengwen/document"
)

func segmenter(t testing.TB, options ...Option) *Segmenter {
	s, err := New(options...)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestUserDictionary(t *testing.T) {
	s := segmenter(t, WithDict(strings.NewReader("能力培训 500 n\n反催收联盟\n"), "my.txt"))
	got := strings.Join(s.Cut("证明能力培训，远离反催收联盟。"), "|")
	if want := "证明|能力培训|，|远离|反催收联盟|。"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if s.Digest() == segmenter(t).Digest() {
		t.Error("the digest does not tell of the user's words")
	}
	_, err := New(WithDict(strings.NewReader("好 1\n坏 许多 n\n"), "my.txt"))
	if err == nil || !strings.Contains(err.Error(), "my.txt:2: frequency") {
		t.Errorf("error %v", err)
	}
}

func TestTwoDictionaries(t *testing.T) {
	s := segmenter(t, WithDict(strings.NewReader("能力培训\n"), "a"), WithDict(strings.NewReader("反催收联盟\n"), "b"))
	if got := strings.Join(s.Cut("能力培训反催收联盟"), "|"); got != "能力培训|反催收联盟" {
		t.Errorf("got %s", got)
	}
}

func TestKeywords(t *testing.T) {
	s := segmenter(t)
	text := "停息挂账是指银行停止计算利息。申请停息挂账需要准备失业证明，可以进行协商。我们认为停息挂账的申请材料很重要。银行会审核材料。"
	got := s.Keywords(text, s.Spans(nil, text), 3)
	if len(got) != 3 || got[0].Term != "停息挂账" {
		t.Errorf("got %v", got)
	}
	if !slices.IsSortedFunc(got, func(x, y document.Keyword) int {
		if x.Weight != y.Weight {
			if x.Weight > y.Weight {
				return -1
			}
			return 1
		}
		return strings.Compare(x.Term, y.Term)
	}) {
		t.Errorf("not in order: %v", got)
	}
	for _, k := range s.Keywords(text, s.Spans(nil, text), 100) {
		if slices.Contains([]string{"可以", "进行", "我们", "认为", "需要", "的", "，", "是"}, k.Term) || k.Weight <= 0 {
			t.Errorf("%v is a keyword", k)
		}
	}
	if got := s.Keywords("", nil, 10); len(got) != 0 {
		t.Errorf("keywords of nothing: %v", got)
	}
}

func TestContent(t *testing.T) {
	s := segmenter(t)
	for word, want := range map[string]bool{
		"失业证明": true, "银行": true, "协商": true, "iPhone": true, "停息挂账": true,
		"的": false, "他们": false, "可以": false, "三百": false, "三千九百": false, "百分之五": false, "3.5%": false, "，": false, "": false, "2024年": false, "非常": false,
	} {
		if got := s.Content(word); got != want {
			t.Errorf("%s: %v, want %v", word, got, want)
		}
	}
}

func TestStage(t *testing.T) {
	d := &document.Document{Blocks: []document.Block{
		{Text: "一、先协商", Role: document.RoleHeading},
		{Text: "逾期后先和银行协商。保留录音！", Role: document.RoleBody},
		{Text: "版权所有", Role: document.RoleBoilerplate},
	}}
	d.Freeze()
	if err := NewStage(segmenter(t)).Apply(context.Background(), d); err != nil {
		t.Fatal(err)
	}
	var sentences []string
	for _, s := range d.Sentences {
		sentences = append(sentences, d.Text[s.Start:s.End])
	}
	if want := []string{"一、先协商", "逾期后先和银行协商。", "保留录音！"}; !slices.Equal(sentences, want) {
		t.Errorf("sentences %q", sentences)
	}
	var joined strings.Builder
	for _, w := range d.Words {
		joined.WriteString(d.Text[w.Start:w.End])
	}
	if want := strings.Join(strings.Fields(d.Text), ""); joined.String() != want {
		t.Errorf("words join to %q, want %q", joined.String(), want)
	}
	if len(d.Keywords) == 0 || len(d.Keywords) > keywordCount {
		t.Errorf("%d keywords", len(d.Keywords))
	}
}

func TestConcurrentUse(t *testing.T) {
	s := segmenter(t)
	text := "研究生命的起源，2024年3月5日在北京大学。"
	want := s.Cut(text)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 50 {
				if got := s.Cut(text); !slices.Equal(got, want) {
					t.Errorf("got %v", got)
					return
				}
			}
		})
	}
	wg.Wait()
}

// allocations is the least number that f makes once it is warm: the race detector
// lets a sync.Pool lose things, and a collection empties it.
func allocations(f func()) float64 {
	least := math.Inf(1)
	for range 20 {
		least = min(least, testing.AllocsPerRun(1, f))
	}
	return least
}

func TestSpansAllocateNothing(t *testing.T) {
	s := segmenter(t)
	text := strings.Repeat("逾期之后，借款人应当先与银行协商，并准备好2024年的收入证明。\n", 50)
	words, sentences := s.Spans(nil, text), Sentences(nil, text)
	if n := allocations(func() { words, sentences = s.Spans(words[:0], text), Sentences(sentences[:0], text) }); n != 0 {
		t.Errorf("%v allocations a text", n)
	}
}

// The stage allocates what it hands over: words, sentences and keywords.
func TestStageAllocatesItsOutputOnly(t *testing.T) {
	const output = 3
	stage := NewStage(segmenter(t))
	d := &document.Document{Blocks: []document.Block{{Text: strings.Repeat("逾期之后，借款人应当先与银行协商，并准备好2024年的收入证明。", 50), Role: document.RoleBody}}}
	d.Freeze()
	ctx := context.Background()
	if n := allocations(func() {
		if err := stage.Apply(ctx, d); err != nil {
			t.Error(err)
		}
	}); n > output {
		t.Errorf("%v allocations a document, want %d", n, output)
	}
}

// Text made to be cut slowly: a step that looks at everything before or after it
// would not get through this.
func TestHostileTextEnds(t *testing.T) {
	s := segmenter(t)
	const size = 1 << 20
	for _, unit := range []string{"的", "一", "一.", "…", "….", "...a", ".", "\"", "。\"", "？", "阿·", "·阿", "第", "百分之", "www.", "http://", "a@", "1,", "年", "中华人民共和", "\xff", "\xe4\xb8"} {
		text := strings.Repeat(unit, size/len(unit))
		for _, tail := range []string{"", "，", "a"} {
			Sentences(nil, text+tail)
		}
		Sentences(nil, strings.Repeat("一", size/6)+strings.Repeat(unit, size/2/len(unit)))
		s.Keywords(text, s.Spans(nil, text), keywordCount)
	}
}

var sentenceCases = []struct {
	name, text string
	want       []string
}{
	{"plain", "今天下雨。明天晴！后天呢？", []string{"今天下雨。", "明天晴！", "后天呢？"}},
	{"semicolon does not end", "一是还款；二是协商。", []string{"一是还款；二是协商。"}},
	{"lines", "第一行\n第二行。\r\n\n  第三行  ", []string{"第一行", "第二行。", "第三行"}},
	{"closers", "他说：“好的。”然后走了。（完。）结束", []string{"他说：“好的。”", "然后走了。", "（完。）", "结束"}},
	{"several marks", "真的吗？！太好了！！！", []string{"真的吗？！", "太好了！！！"}},
	{"numbers", "版本1.1涨了3.5%。第2.3节", []string{"版本1.1涨了3.5%。", "第2.3节"}},
	{"list marks", "1.先还款。2.再协商。", []string{"1.先还款。", "2.再协商。"}},
	{"Han list mark", "一.先还款\n二.再协商", []string{"一.先还款", "二.再协商"}},
	{"folded full stop", "先还款.再协商.", []string{"先还款.", "再协商."}},
	{"ellipsis", "他走了……我也走。等等……，再说", []string{"他走了……", "我也走。", "等等……，再说"}},
	{"ASCII ellipsis", "等一下...再说", []string{"等一下...", "再说"}},
	{"ASCII marks", "好吗?好!走", []string{"好吗?", "好!", "走"}},
	{"URL", "见http://a.cn/x.php?id=1的说明。完", []string{"见http://a.cn/x.php?id=1的说明。", "完"}},
	{"straight quotes", "他说:\"好。\"她说:\"不。\"", []string{"他说:\"好。\"", "她说:\"不。\""}},
	{"corner brackets", "他说「好。」她说『不。』", []string{"他说「好。」", "她说『不。』"}},
	{"only marks", "。。。", []string{"。。。"}},
	{"empty", " \n\u3000", nil},
	{"broken UTF-8", "好\xe3\x80。\xef", []string{"好\xe3\x80。", "\xef"}},
}

func TestSentences(t *testing.T) {
	for _, x := range sentenceCases {
		t.Run(x.name, func(t *testing.T) {
			var got []string
			for _, s := range Sentences(nil, x.text) {
				got = append(got, x.text[s.Start:s.End])
			}
			if !slices.Equal(got, x.want) {
				t.Errorf("got %q, want %q", got, x.want)
			}
		})
	}
}

func FuzzSentences(f *testing.F) {
	for _, x := range sentenceCases {
		f.Add(x.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		at := 0
		for _, s := range Sentences(nil, text) {
			if s.Start < at || s.End <= s.Start || s.End > len(text) {
				t.Fatalf("span %v after %d of %d bytes", s, at, len(text))
			}
			if strings.TrimFunc(text[at:s.Start], document.IsSpace) != "" {
				t.Fatalf("left out %q", text[at:s.Start])
			}
			if utf8.ValidString(text) && !utf8.ValidString(text[s.Start:s.End]) {
				t.Fatalf("border inside a code point: %v", s)
			}
			at = s.End
		}
		if strings.TrimFunc(text[at:], document.IsSpace) != "" {
			t.Fatalf("left out %q", text[at:])
		}
	})
}

func benchText() string {
	return strings.Repeat("逾期之后，借款人应当先与银行协商，说明自己的还款能力，并准备好收入证明、失业证明等材料。"+
		"2024年3月5日起，持卡人可以拨打客服电话申请分期，最长60期，利率不超过15.4%。法律规定，催收人员不得骚扰与债务无关的第三人。\n", 40)
}

func BenchmarkSpans(b *testing.B) {
	s, text := segmenter(b), benchText()
	words := s.Spans(nil, text)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		words = s.Spans(words[:0], text)
	}
}

func BenchmarkSentences(b *testing.B) {
	text := benchText()
	spans := Sentences(nil, text)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		spans = Sentences(spans[:0], text)
	}
}

func BenchmarkKeywords(b *testing.B) {
	s, text := segmenter(b), benchText()
	words := s.Spans(nil, text)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		s.Keywords(text, words, keywordCount)
	}
}
