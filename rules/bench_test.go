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

// BenchmarkPatterns asks every pattern of the set "boilerplate" about the hits of all its
// rules, beside the regexp engine.
func BenchmarkPatterns(b *testing.B) {
	book, err := Load()
	if err != nil {
		b.Fatal(err)
	}
	var texts []string
	var patterns []*pattern
	size := 0
	for _, r := range book.Set("boilerplate").Rules {
		for _, h := range r.Hits {
			texts = append(texts, h)
			size += len(h)
		}
		if r.re != nil {
			patterns = append(patterns, r.re)
		}
	}
	for name, holds := range map[string]func(*pattern, string) bool{
		"automaton": (*pattern).holds,
		"regexp":    func(p *pattern, text string) bool { return p.re().MatchString(text) },
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(size * len(patterns)))
			for b.Loop() {
				for _, p := range patterns {
					for _, t := range texts {
						holds(p, t)
					}
				}
			}
		})
	}
}
