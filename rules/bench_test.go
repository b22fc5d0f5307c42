package rules

import (
	"strings"
	"testing"
)

func BenchmarkAppend(b *testing.B) {
	book, err := Load()
	if err != nil {
		b.Fatal(err)
	}
	line := strings.Repeat("租客应当先要求房东列出扣款项目和金额，再逐项核对，必要时向街道申请调解。", 4)
	for _, name := range []string{"boilerplate", "advice", "topics"} {
		b.Run(name, func(b *testing.B) {
			s := book.Set(name)
			var m []Match
			b.SetBytes(int64(len(line)))
			b.ReportAllocs()
			for b.Loop() {
				m = s.Append(m[:0], line)
			}
		})
	}
}
