package gseref

import (
	"bufio"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"zhengwen/document"
	"zhengwen/internal/lexicon"
)

// sentences of our own for the comparison, where no labelled data is at hand.
var sentences = []string{
	"研究生命的起源是一件很有意思的事情", "他说的确实在理", "结婚的和尚未结婚的都要登记", "乒乓球拍卖完了", "南京市长江大桥于去年开放通车",
	"逾期以后先和银行协商还款方案再考虑停息挂账", "信用卡持卡人应当保留通话录音作为证据", "这套房子的首付款已经付清", "人民法院依法受理了这起民间借贷纠纷案件",
	"小明硕士毕业于中国科学院计算所后在日本京都大学深造", "工信处女干事每月经过下属科室都要亲口交代交换机等技术性器件的安装工作",
}

// hanRuns are the maximal runs of Han characters of text; on anything else the
// two engines differ by design.
func hanRuns(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return !unicode.Is(unicode.Han, r) })
}

func TestSameCutsAsGse(t *testing.T) {
	if testing.Short() {
		t.Skip("loads gse's trie")
	}
	e, err := New()
	if err != nil {
		t.Fatal(err)
	}
	lex, err := lexicon.Default()
	if err != nil {
		t.Fatal(err)
	}
	cut := lexicon.NewCutter(lex, lexicon.ModePlain)
	same := func(line string) bool {
		for _, run := range hanRuns(line) {
			want, got := e.Spans(nil, run), cut.Append(nil, run)
			if !slices.Equal(got, want) && cost(lex, run, got) != cost(lex, run, want) {
				t.Logf("%s\n got %s\nwant %s", run, join(run, got), join(run, want))
				return false
			}
		}
		return true
	}
	for _, s := range sentences {
		if !same(s) {
			t.Errorf("cut differs from gse's: %s", s)
		}
	}
	for _, set := range []string{"pku", "msr", "as", "cityu"} {
		name := filepath.Join("..", "..", "..", "..", "shared", "data", "sighan", "testing", set+"_test.utf8")
		f, err := os.Open(name)
		if err != nil {
			t.Log("no labelled data beside the project: ", err)
			continue
		}
		in := bufio.NewScanner(f)
		in.Buffer(nil, 1<<20)
		lines, differ := 0, 0
		for in.Scan() {
			lines++
			if !same(in.Text()) {
				differ++
			}
		}
		f.Close()
		t.Logf("%s: %d of %d lines differ", set, differ, lines)
		if differ*1000 > lines {
			t.Errorf("%s: %d of %d lines differ", set, differ, lines)
		}
	}
}

// cost of a cut in the plain mode; two cuts of equal cost are both right.
func cost(l *lexicon.Lexicon, text string, cut []document.Span) int {
	sum := 0
	for _, w := range cut {
		sum += int(l.PlainCost(text[w.Start:w.End]))
	}
	return sum
}

func join(text string, cut []document.Span) string {
	var b strings.Builder
	for _, w := range cut {
		b.WriteString(text[w.Start:w.End])
		b.WriteByte('|')
	}
	return b.String()
}

// BenchmarkAgainstGse cuts the same texts by gse and by both modes in turn, so
// that a busy machine slows all of them, and reports how many times as fast the
// modes are (best rounds compared).
func BenchmarkAgainstGse(b *testing.B) {
	e, err := New()
	if err != nil {
		b.Fatal(err)
	}
	lex, err := lexicon.Default()
	if err != nil {
		b.Fatal(err)
	}
	texts := map[string][]string{"sentences": sentences}
	if data, err := os.ReadFile(filepath.Join("..", "..", "..", "..", "shared", "data", "sighan", "testing", "pku_test.utf8")); err == nil {
		texts["news"] = strings.Split(string(data), "\n")
	}
	plain, full := lexicon.NewCutter(lex, lexicon.ModePlain), lexicon.NewCutter(lex, lexicon.ModeDefault)
	for name, lines := range texts {
		size := len(strings.Join(lines, ""))
		b.Run(name, func(b *testing.B) {
			var dst []document.Span
			cuts := [...]func(line string){
				func(line string) { dst = e.Spans(dst[:0], line) },
				func(line string) { dst = plain.Append(dst[:0], line) },
				func(line string) { dst = full.Append(dst[:0], line) },
			}
			best := [...]time.Duration{math.MaxInt64, math.MaxInt64, math.MaxInt64}
			for b.Loop() {
				for i, cut := range cuts {
					for range 5 {
						start := time.Now()
						for _, line := range lines {
							cut(line)
						}
						best[i] = min(best[i], time.Since(start))
					}
				}
			}
			mb := float64(size) / 1e6
			b.ReportMetric(mb/best[0].Seconds(), "gse-MB/s")
			b.ReportMetric(mb/best[1].Seconds(), "plain-MB/s")
			b.ReportMetric(mb/best[2].Seconds(), "default-MB/s")
			b.ReportMetric(best[0].Seconds()/best[1].Seconds(), "plain/gse")
			b.ReportMetric(best[0].Seconds()/best[2].Seconds(), "default/gse")
		})
	}
}
