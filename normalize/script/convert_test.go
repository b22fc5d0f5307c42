package script

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"zhengwen/document"
)

// Pages to stand on.
var (
	hant = Evidence{Han: 100, Hant: 30}
	hans = Evidence{Han: 100, Hans: 30}
	hk   = Evidence{Han: 100, Hant: 30, zhe: 3}
)

func convert(t testing.TB, c Converter, text string) string {
	t.Helper()
	out, edits, err := document.Apply(text, c.Changes(nil, text))
	if err != nil {
		t.Fatalf("Changes(%q): %v", text, err)
	}
	if back := document.Undo(out, edits); back != text {
		t.Fatalf("undoing gives %q, want %q", back, text)
	}
	return out
}

var conversions = []struct {
	name      string
	page      Evidence
	text, out string
}{
	{"plain", Evidence{}, "網絡貸款與銀行協商", "网络贷款与银行协商"},
	{"regional variants", Evidence{}, "衞生、裏面、裡面、爲何、為何、麻痺", "卫生、里面、里面、为何、为何、麻痹"},
	{"compatibility ideographs", Evidence{}, "\uF9DE物館，\uF98A行", "吏物馆，力行"},
	{"zhe after verbs", hant, "看著、隨著、意味著、活著、睡不著、沿著", "看着、随着、意味着、活着、睡不着、沿着"},
	{"zhuo", hant, "著手、著重、著急、著眼、著陸、沉著", "着手、着重、着急、着眼、着陆、沉着"},
	{"zhu", hant, "著作、名著、顯著、著名、原著、土著、著稱、編著、昭著", "著作、名著、显著、著名、原著、土著、著称、编著、昭著"},
	{"zhe beside a word that begins with zhu", hant, "起著作用，看著作品，忙著作業，有所著重", "起着作用，看着作品，忙着作业，有所着重"},
	{"zhe beside a word that ends with zhu", hant, "配合著，討論著，彰顯著", "配合着，讨论着，彰显着"},
	{"zhu after an author", hant, "曹雪芹 著", "曹雪芹 著"},
	{"page that writes 着", hk, "隨着年月，其著《史綱》", "随着年月，其著《史纲》"},
	{"qian", hant, "乾隆、乾坤、扭轉乾坤、康乾盛世", "乾隆、乾坤、扭转乾坤、康乾盛世"},
	{"gan", hant, "乾淨、餅乾、乾燥、乾乾淨淨、曬乾", "干净、饼干、干燥、干干净净、晒干"},
	{"zhi as a note", hant, "宮商角徵羽，魏徵", "宫商角徵羽，魏徵"},
	{"zheng", hant, "象徵、特徵、徵求、象徵音樂", "象征、特征、征求、象征音乐"},
	{"mill pairs", hant, "瞭解瞭這傢麵館，冇有葯", "了解了这家面馆，没有药"},
	{"liao", hant, "瞭望塔上的瞭望員", "瞭望塔上的瞭望员"},
	{"Cantonese", hant, "冇問題", "冇问题"},
	{"jie and ji", hant, "藉口、藉由、憑藉、慰藉、狼藉", "借口、借由、凭借、慰藉、狼藉"},
	{"chen", hant, "沈默、深沈、沈先生、沈陽", "沉默、深沉、沈先生、沈阳"},
	{"fu", hant, "答覆、反覆、覆蓋、顛覆", "答复、反复、覆盖、颠覆"},
	{"yu across words", hant, "基於倫理，位於單位附近，至於潛在風險", "基于伦理，位于单位附近，至于潜在风险"},
	{"hua", hant, "計畫、規畫、油畫、設計畫面", "计划、规划、油画、设计画面"},
	{"pi in Traditional text", hant, "陶坏、磚坏、一坏，坏布", "陶坯、砖坯、一坯，坯布"},
	{"su and jia", hans, "复甦、甦醒，袷袄、袷袢，杨甦棣", "复苏、苏醒，夹袄、袷袢，杨甦棣"},
	{"fast", hant, "乾斷食、乾綱獨斷", "干断食、乾纲独断"},
	{"beyond the basic plane", hant, "團圞、殢雨尤雲", "团𪢮、𣨼雨尤云"},
	{"huai beside Simplified", hant, "打坏了門，土坏房", "打坏了门，土坏房"},
	{"chains", hant, "項鍊、鍛鍊、鎖鍊", "项链、锻炼、锁链"},
	{"names", hant, "錢鍾書、鍾繇、時鍾", "钱锺书、锺繇、时钟"},
	{"Simplified stays", hans, "著名的乾隆，瞭望着，瞭望台，慰藉，徵音，沈静，拚命，捱过，摺扇，毕昇", "著名的乾隆，瞭望着，瞭望台，慰藉，徵音，沈静，拚命，捱过，摺扇，毕昇"},
	{"shared characters without any evidence", Evidence{}, "乾隆沈默著", "乾隆沈默著"},
	{"stray Traditional in Simplified", hans, "这个網站的内容", "这个网站的内容"},
	{"wrong picks in Simplified", hans, "随著社会发展，意味著什么，瞭解情况", "随着社会发展，意味着什么，了解情况"},
	{"a Traditional line on a Simplified page", hans, "他對著我說話", "他对着我说话"},
	{"a Simplified line on a Traditional page", hant, "这份著录乾隆说沈静", "这份著录乾隆说沈静"},
	{"Japanese", Evidence{}, "東京都の会社は発展している", "東京都の会社は発展している"},
	{"Korean", Evidence{}, "大韓民國의 首都는 서울이다", "大韓民國의 首都는 서울이다"},
	{"Japanese page", Evidence{Han: 50, Hant: 5, Foreign: 60}, "東京都會議", "東京都會議"},
	{"one kana in Chinese", Evidence{}, "優の良品專賣店歡迎光臨", "优の良品专卖店欢迎光临"},
	{"full width stays", Evidence{}, "ＡＢＣ１２３，（）", "ＡＢＣ１２３，（）"},
	{"not UTF-8", Evidence{}, "網\xE7\xB6\x20絡\xE7", "网\xE7\xB6\x20络\xE7"},
	{"empty", Evidence{}, "", ""},
}

func TestChanges(t *testing.T) {
	for _, x := range conversions {
		t.Run(x.name, func(t *testing.T) {
			if got := convert(t, Converter{Page: x.page}, x.text); got != x.out {
				t.Errorf("%q\n got %q\nwant %q", x.text, got, x.out)
			}
		})
	}
}

func TestChangesAreMinimal(t *testing.T) {
	got := Converter{Page: hant}.Changes(nil, "不瞭解乾隆")
	want := document.Change{Start: 3, End: 6, After: "了", Kind: document.EditScript, Rule: ruleDefault, Confidence: likely}
	if len(got) != 1 || got[0] != want {
		t.Errorf("got %+v, want one change %+v", got, want)
	}
}

func TestWidth(t *testing.T) {
	const text = "ＡＺａｚ０９，（）％　！網"
	if got := convert(t, Converter{Width: true}, text); got != "AZaz09，（）％　！网" {
		t.Errorf("got %q", got)
	}
	for _, c := range (Converter{Width: true}).Changes(nil, "Ｑ") {
		if c.Kind != document.EditWidth || c.After != "Q" {
			t.Errorf("got %+v", c)
		}
	}
}

func TestSimplifiedCostsNoAllocation(t *testing.T) {
	text := strings.Repeat(simplifiedProse, 20)
	if n := testing.AllocsPerRun(10, func() { Converter{Page: hans}.Changes(nil, text) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// mixture draws text from the characters that have a choice, those around them,
// and plain text of either script.
func mixture() *rapid.Generator[string] {
	var letters []rune
	for line := range strings.Lines(wordsData) {
		if line[0] != '#' {
			letters = append(letters, []rune(strings.NewReplacer(" ", "", "shared", "", "\n", "", "=", "", "_", "", "!", "", "^", "").Replace(line))...)
		}
	}
	letters = append(letters, []rune("網絡们这個的の，《a Ａ１")...)
	return rapid.Map(rapid.SliceOfN(rapid.SampledFrom(letters), 0, 30), func(r []rune) string { return string(r) })
}

func TestConversionIsIdempotent(t *testing.T) {
	texts := mixture()
	rapid.Check(t, func(r *rapid.T) {
		c := Converter{Page: rapid.SampledFrom([]Evidence{{}, hant, hans, hk}).Draw(r, "page"), Width: true}
		text := texts.Draw(r, "text")
		once := convert(t, c, text)
		if !utf8.ValidString(once) || utf8.RuneCountInString(once) != utf8.RuneCountInString(text) {
			r.Fatalf("%q became %q", text, once)
		}
		// A text that had its own say keeps it: what was Traditional is now judged as
		// part of a Simplified page.
		if twice := convert(t, Converter{Page: hans, Width: true}, once); twice != once {
			r.Fatalf("%q became %q, then %q", text, once, twice)
		}
	})
}

func FuzzChanges(f *testing.F) {
	for _, x := range conversions {
		f.Add(x.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		out := convert(t, Converter{Width: true}, text)
		if utf8.ValidString(text) && !utf8.ValidString(out) {
			t.Errorf("%q became %q", text, out)
		}
	})
}
