package script

import (
	"strings"
	"testing"

	"zhengwen/document"
)

const (
	simplifiedProse  = "我们看着窗外的雨，随着时间过去，大家都觉得这家公司的服务很好，于是决定继续合作。合同规定，付款须在三十天内完成，逾期每天加收万分之五的费用。"
	traditionalProse = "我們看著窗外的雨，隨著時間過去，大家都覺得這家公司的服務很好，於是決定繼續合作。合同規定，付款須在三十天內完成，逾期每天加收萬分之五的費用。"
)

func BenchmarkChanges(b *testing.B) {
	for _, x := range []struct{ name, text string }{
		{"simplified", simplifiedProse},
		{"traditional", traditionalProse},
		{"ascii", "The quick brown fox jumps over the lazy dog. "},
	} {
		text := strings.Repeat(x.text, 50)
		b.Run(x.name, func(b *testing.B) {
			var buf []document.Change
			c := Converter{Width: true}
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				buf = c.Changes(buf[:0], text)
			}
		})
	}
}

func BenchmarkCount(b *testing.B) {
	text := strings.Repeat(simplifiedProse, 50)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Count(text)
	}
}

func BenchmarkLoad(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := parse(openccData, wordsData); err != nil {
			b.Fatal(err)
		}
	}
}
