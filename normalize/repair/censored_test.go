package repair

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"zhengwen/document"
	"zhengwen/internal/corrupt"
	"zhengwen/internal/lexicon"
)

func TestCensored(t *testing.T) {
	for _, c := range []struct {
		name, in string
		want     []string // suggestions
	}{
		{"twice", "会议决*提高预算。\n医*建议病人多喝水。", []string{"定", "生"}},
		{"X and ×", "会议决X提高预算。\n医×建议病人多喝水。", []string{"定", "生"}},
		{"box", "会议决□提高明年的预算，用于修路和修桥。", []string{"定"}},
		{"boxes", "他在信里提到□□的名字，又用墨水涂掉了。", []string{""}},
		{"asterisks", "他骂了一句，说这个***东西一天也不能留。", []string{""}},
		{"once", "医*建议病人多喝水。", nil},
		{"names", "王*明和李*华都来了。", nil},
		{"emphasis", "我*喜欢*你，这*真的*好。", nil},
		{"strong emphasis", "这件事**非常重要**，请大家不要忘记。", nil},
		{"product", "面积是长*宽，体积是长*宽*高。", nil},
		{"X-rays", "医院买了X光机，病人先拍X光片，再看X射线的结果。", nil},
		{"a name left open", "某市XX公司的张XX没有到庭，法院缺席判决。", nil},
		{"variable", "设X为正整数，若X大于十，则X的平方大于一百，记X的立方为Y。", nil},
		{"results", "比赛结果：甲队○乙队●丙队，共三轮，胜者得三分。", nil},
		{"zero", "二○○八年的夏天，全国都在看这场比赛。", nil},
		{"form", "请在方框里打勾，可以多选：□已婚□未婚□其他。", nil},
		{"slogan", "诚信●创新●共赢", nil},
		{"list", "●先打电话\n●再写信", nil},
		{"footnote", "价格为十元*，不含运费。\n*表示会员价。", nil},
	} {
		_, damage, n := repaired(t, c.in)
		var got []string
		for _, d := range damage {
			for _, x := range d {
				got = append(got, x.Suggestion)
			}
		}
		if n > 0 || !slices.Equal(got, c.want) {
			t.Errorf("%s: %d changes, suggestions %q, want %q", c.name, n, got, c.want)
		}
	}
}

// One word of two characters inside each line of the project's prose loses its
// second character, or both: the least share that is marked, in percent, and that of
// right suggestions. Nothing else is marked.
func TestHiddenCharacters(t *testing.T) {
	lex, err := lexicon.Default()
	if err != nil {
		t.Fatal(err)
	}
	cut := lexicon.NewCutter(lex, lexicon.ModeDefault)
	for _, c := range []struct {
		sign   string
		all    bool
		marked int
		right  int
	}{{"*", false, 45, 70}, {"X", false, 45, 70}, {"□", false, 90, 30}, {"○", false, 40, 70}, {"**", true, 95, 0}, {"□□", true, 90, 0}} {
		places, marks, hit, right := 0, 0, 0, 0
		for _, page := range corrupt.Prose() {
			lines := strings.Split(page, "\n")
			at := make([]int, len(lines))
			was := make([]string, len(lines))
			for i, s := range lines {
				x, ok := hideable(s, cut.Append(nil, s))
				if !ok {
					continue
				}
				places++
				at[i] = x.Start
				if !c.all {
					at[i] += len("字")
					was[i] = s[at[i]:x.End]
				}
				lines[i] = s[:at[i]] + c.sign + s[x.End:]
			}
			_, damage, n := repaired(t, strings.Join(lines, "\n"))
			if n > 0 {
				t.Errorf("%s: %d changes", c.sign, n)
			}
			for i, list := range damage {
				for _, d := range list {
					marks++
					if d.Kind == document.DamageLost && d.Span.Start == at[i] && at[i] > 0 {
						hit++
						if d.Suggestion == was[i] {
							right++
						}
					}
				}
			}
		}
		t.Logf("%s: %d places, %d marks, %d of them right, %d with the right suggestion", c.sign, places, marks, hit, right)
		if hit != marks || hit*100 < c.marked*places || right*100 < c.right*hit {
			t.Errorf("%s: %d places, %d marks, %d right, %d suggestions", c.sign, places, marks, hit, right)
		}
	}
}

// hideable returns the first word of two hanzi that stands between hanzi.
func hideable(s string, words []document.Span) (document.Span, bool) {
	han := cp936().isHan
	for _, x := range words {
		_, last := lastTwo(s[:x.Start])
		next, _ := utf8.DecodeRuneInString(s[x.End:])
		first, _ := utf8.DecodeRuneInString(s[x.Start:])
		if utf8.RuneCountInString(s[x.Start:x.End]) == 2 && han(first) && han(last) && han(next) {
			return x, true
		}
	}
	return document.Span{}, false
}
