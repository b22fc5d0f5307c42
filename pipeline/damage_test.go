package pipeline

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"

	"zhengwen/internal/corrupt"
	"zhengwen/internal/score"
	"zhengwen/pipeline/source"
)

// annotated is the lower part of the order in which mirrored sites annotate
// characters, each with its reading, by five steps of the order.
var annotated = []string{
	"發fā經jīng數shù據jù",
	"轉zhuǎn應yīng業yè產chǎn術shù質zhì創chuàng復fù區qū",
	"標biāo設shè監jiān當dāng環huán續xù規guī優yōu嚴yán關guān結jié現xiàn務wù態tài權quán網wǎng聯lián絡luò內nèi擔dān統tǒng準zhǔn協xié導dǎo負fù調diào風fēng",
	"實shí節jié機jī構gòu達dá",
	"濟jì學xué進jìn護hù計jì礎chǔ驗yàn運yùn預yù鎮zhèn鄉xiāng領lǐng驅qū",
}

// readings are the readings of the first steps of the order.
func readings(steps int) map[rune]string {
	out := map[rune]string{}
	var last rune
	for _, r := range strings.Join(annotated[:steps], "") {
		if r >= 0x4E00 {
			last = r
		} else {
			out[last] += string(r)
		}
	}
	return out
}

// scoreRepair damages the true texts in every way of internal/corrupt and counts
// the lines that repair restores exactly, one page a text.
func scoreRepair(t *testing.T, truth []*gold, table score.Table) {
	add := func(name string, lines func(*gold) []string, damage func(string) (string, error)) {
		var exact score.Rate
		for _, g := range truth {
			var want, page []string
			for _, s := range lines(g) {
				// What the encoding cannot write, or what comes through whole, is no damage.
				if d, err := damage(s); err == nil && d != s {
					want, page = append(want, s), append(page, d)
				}
			}
			if len(page) == 0 {
				continue
			}
			out, err := RepairText(context.Background(), strings.Join(page, "\n"), false)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			for i, s := range want {
				exact.Add(score.Equal(out[i].Text, s))
			}
		}
		table[name] = exact.Value()
	}
	body := func(g *gold) []string { return g.Body }
	written := func(g *gold) []string { return g.Written }
	tidy := strings.NewReplacer(", ", ".", " ", "_", "?", "question")
	for _, c := range corrupt.Chains {
		add("repair."+tidy.Replace(c.Name), body, c.Apply)
	}
	for _, steps := range []int{3, len(annotated)} {
		for _, x := range []struct {
			name string
			a    corrupt.Annotator
		}{
			{"plain", corrupt.Annotator{}}, {"cut", corrupt.Annotator{Cut: true}}, {"folded", corrupt.Annotator{Cut: true, Fold: true}}, {"space", corrupt.Annotator{Space: true}},
		} {
			x.a.Readings = readings(steps)
			add(fmt.Sprintf("repair.annotator.%d.%s", steps, x.name), written, func(s string) (string, error) { return x.a.Apply(s), nil })
		}
	}
}

// scoreDetection encodes the true texts, cuts a prefix at the start of every line,
// and counts how often its encoding is told. GBK is a part of GB18030, so both
// names are right.
func scoreDetection(truth []*gold, table score.Table) {
	for _, x := range []struct {
		name     string
		enc      encoding.Encoding
		bigFive  bool
		accepted []string
	}{
		{"utf-8", unicode.UTF8, false, []string{"utf-8"}},
		{"gb18030", simplifiedchinese.GB18030, false, []string{"gb18030", "gbk"}},
		{"big5", traditionalchinese.Big5, true, []string{"big5"}},
		{"utf-16le", unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), false, []string{"utf-16le"}},
		{"utf-16be", unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), false, []string{"utf-16be"}},
		{"utf-16le-bom", unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), false, []string{"utf-16le"}},
		{"hz", simplifiedchinese.HZGB2312, false, []string{"hz-gb-2312"}},
	} {
		rates := map[string]*score.Rate{}
		for _, g := range truth {
			lines := g.Body
			if x.bigFive {
				lines = g.Written
			}
			for i := range lines {
				raw, err := x.enc.NewEncoder().Bytes([]byte(strings.Join(lines[i:], "\n")))
				if err != nil {
					continue // not every text can be written in every encoding
				}
				for _, n := range []int{30, 100, 300, len(raw)} {
					size := fmt.Sprint(n)
					if n == len(raw) {
						size = "whole"
					}
					if n > len(raw) || size == "whole" && i > 0 {
						continue
					}
					r := rates[size]
					if r == nil {
						r = &score.Rate{}
						rates[size] = r
					}
					d := Detect("", source.Item{Raw: raw[:n]})
					r.Add(d.Charset != nil && slices.Contains(x.accepted, *d.Charset))
				}
			}
		}
		for size, r := range rates {
			table["detect."+x.name+"."+size] = r.Value()
		}
	}
}
