package repair

import (
	"strings"
	"testing"

	"zhengwen/internal/corrupt"
)

func TestUnasked(t *testing.T) {
	for _, c := range []repairCase{
		{"name", "馆长约翰?彼得森是从国外请来的专家。", "馆长约翰·彼得森是从国外请来的专家。"},
		{"name of three parts", "作家加西亚?马尔克斯和谢尔盖?米哈尔科夫都没有来。", "作家加西亚·马尔克斯和谢尔盖·米哈尔科夫都没有来。"},
		{"quotes", "主任说：?没有十全十美的办法，大家接受就好。?\n他被称为?修车大王?，生意很好。", "主任说：“没有十全十美的办法，大家接受就好。”\n他被称为“修车大王”，生意很好。"},
		{"bullets", "要带的东西：\n? 身份证\n? 户口本\n? 照片", "要带的东西：\n• 身份证\n• 户口本\n• 照片"},

		{"stays: questions", "你是谁?从哪里来?要到哪里去?没有人知道。", "你是谁?从哪里来?要到哪里去?没有人知道。"},
		{"stays: a page with quotes", "他说“知道了”。\n他被称为?修车大王?，生意很好。", "他说“知道了”。\n他被称为?修车大王?，生意很好。"},
		{"stays: questions with a bullet", "? 怎么退货\n? 怎么换货\n? 运费由谁出", "? 怎么退货\n? 怎么换货\n? 运费由谁出"},
		{"stays: two bullets", "? 身份证\n? 户口本", "? 身份证\n? 户口本"},
		{"stays: short questions", "妖?人?还是神?没有人看清楚。真的?假的?", "妖?人?还是神?没有人看清楚。真的?假的?"},
		{"stays: name in a question", "你认识约翰?我也认识。去过巴黎?伦敦呢?", "你认识约翰?我也认识。去过巴黎?伦敦呢?"},
		{"stays: address", "见 http://example.com/?q=1 和 http://example.com/?p=2 两页。", "见 http://example.com/?q=1 和 http://example.com/?p=2 两页。"},
	} {
		out, _, _ := repaired(t, c.in)
		if got := strings.Join(out, "\n"); got != c.want {
			t.Errorf("%s\n  in   %s\n  got  %s\n  want %s", c.name, c.in, got, c.want)
		}
		if twice, _, n := repaired(t, strings.Join(out, "\n")); n > 0 {
			t.Errorf("%s: a second pass gives %s", c.name, twice)
		}
	}
}

// Where all marks that a charset lacks have become question marks, half of them come
// back and 97 in 100 changes are right; where only the questions have ASCII marks,
// nothing is changed.
func TestUnaskedAtScale(t *testing.T) {
	ascii := strings.NewReplacer("？", "?")
	lost := strings.NewReplacer("“", "?", "”", "?", "·", "?")
	gone, right, wrong := 0, 0, 0
	for _, page := range append(corrupt.Prose(), webPages(t)...) {
		page = ascii.Replace(page)
		damaged := lost.Replace(page)
		if strings.Contains(page, "?") && strings.Count(page, "第") > 100 {
			continue // a list of chapters, which reads as if bytes were missing
		}
		out, _, _ := repaired(t, damaged)
		was, got, gold := []rune(damaged), []rune(strings.Join(out, "\n")), []rune(page)
		if len(got) != len(gold) {
			continue // otherwise repaired
		}
		for i := range gold {
			if was[i] != gold[i] {
				gone++
			}
			switch {
			case got[i] == was[i]:
			case got[i] == gold[i]:
				right++
			case strings.ContainsRune("“”·•", got[i]):
				wrong++
				t.Logf("%s: %s", string(gold[max(0, i-15):min(len(gold), i+15)]), string(got[i]))
			}
		}
	}
	t.Logf("%d lost, %d restored, %d wrong", gone, right, wrong)
	if right*2 < gone || wrong*100 > 3*right {
		t.Errorf("%d lost, %d restored, %d wrong", gone, right, wrong)
	}
	for _, page := range corrupt.Prose() {
		if out, _, n := repaired(t, ascii.Replace(page)); n > 0 {
			t.Errorf("changed: %s", strings.Join(out, "\n"))
		}
	}
}
