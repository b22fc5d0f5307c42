package quality

import (
	"context"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"zhengwen/document"
)

func link(start, end int) document.Mark {
	return document.Mark{Span: document.Span{Start: start, End: end}, Kind: document.MarkLink}
}

func body(text string, marks ...document.Mark) document.Block {
	return document.Block{Text: text, Role: document.RoleBody, Marks: marks}
}

func measure(t testing.TB, blocks ...document.Block) document.Quality {
	t.Helper()
	d := &document.Document{Blocks: blocks}
	d.Freeze()
	if err := New().Apply(context.Background(), d); err != nil {
		t.Fatal(err)
	}
	return d.Quality
}

func TestQuality(t *testing.T) {
	const line = "这一行有八个字。" // 8 code points, 7 of them ideographs
	for _, x := range []struct {
		name               string
		blocks             []document.Block
		hanzi, twice, link float32
	}{
		{"empty", nil, 0, 0, 0},
		{"ideographs only", []document.Block{body("正文")}, 1, 0, 0},
		{"white space does not count", []document.Block{body("正 文　ab")}, 0.5, 0, 0},
		{"beyond the basic plane", []document.Block{body("𠮷〇")}, 1, 0, 0},
		{"kana are no ideographs", []document.Block{body("のは正文")}, 0.5, 0, 0},
		{"a line twice", []document.Block{body(line), body(line)}, 7. / 8, 0.5, 0},
		{"a line three times", []document.Block{body(line), body(line), body(line)}, 7. / 8, 2. / 3, 0},
		{"short lines may repeat", []document.Block{body("七个字的一行啊"), body("七个字的一行啊")}, 1, 0, 0},
		{"chrome does not count", []document.Block{body(line), {Text: line, Role: document.RoleBoilerplate, Marks: []document.Mark{link(0, 24)}}}, 7. / 8, 0, 0},
		{"half a link", []document.Block{body("链接正文", link(0, 6))}, 1, 0, 0.5},
		{"overlapping links", []document.Block{body("链接正文", link(0, 6), link(3, 6), link(3, 9))}, 1, 0, 0.75},
		{"bold is no link", []document.Block{body("正文", document.Mark{Span: document.Span{End: 6}, Kind: document.MarkBold})}, 1, 0, 0},
		{"link over trimmed space", []document.Block{body(" 链接正文 ", link(0, 7))}, 1, 0, 0.5},
	} {
		t.Run(x.name, func(t *testing.T) {
			got := measure(t, x.blocks...)
			for _, v := range []struct {
				name      string
				got, want float32
			}{{"hanzi", got.HanziRatio, x.hanzi}, {"duplicate", got.DuplicateLineRatio, x.twice}, {"link", got.LinkDensity, x.link}} {
				if math.Abs(float64(v.got-v.want)) > 1e-6 {
					t.Errorf("%s ratio %v, want %v", v.name, v.got, v.want)
				}
			}
			if got.Score != nil || got.LMCost != nil {
				t.Error("a measure without definition is set")
			}
		})
	}
}

func TestRatiosStayInRange(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		var blocks []document.Block
		for _, s := range rapid.SliceOf(rapid.StringOf(rapid.RuneFrom([]rune("正文是这 　a1の𠮷")))).Draw(r, "texts") {
			b := body(s)
			for at := 0; at < len(s); {
				end := rapid.IntRange(at, len(s)).Draw(r, "end")
				b.Marks = append(b.Marks, link(at, end))
				at = end + 1
			}
			blocks = append(blocks, b)
		}
		q := measure(t, blocks...)
		for _, v := range []float32{q.HanziRatio, q.DuplicateLineRatio, q.LinkDensity} {
			if !(v >= 0 && v <= 1) {
				r.Fatalf("%+v out of range", q)
			}
		}
	})
}

func BenchmarkApply(b *testing.B) {
	var blocks []document.Block
	for i := range 100 {
		blocks = append(blocks, body(strings.Repeat("我们看着窗外的雨，", 1+i%7), link(0, 6)))
	}
	d := &document.Document{Blocks: blocks}
	d.Freeze()
	b.SetBytes(int64(len(d.Text)))
	b.ReportAllocs()
	for b.Loop() {
		if err := New().Apply(context.Background(), d); err != nil {
			b.Fatal(err)
		}
	}
}
