package bench

import (
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"testing"
	"time"

	"zhengwen/pipeline"
	"zhengwen/pipeline/source"
)

// textPages reads the labelled articles beside the project, 3 KB on average.
func textPages(b *testing.B) []string {
	names, _ := filepath.Glob(filepath.Join("..", "..", "shared", "data", "advice-dev", "*.txt"))
	if len(names) == 0 {
		b.Skip("the labelled articles are not beside the project")
	}
	var out []string
	for _, n := range names {
		raw, err := os.ReadFile(n)
		if err != nil {
			b.Fatal(err)
		}
		out = append(out, string(raw))
	}
	return out
}

// BenchmarkPipeline takes every page through all stages on one core, up to the record.
// It reports the share of each stage in per cent, and as "best-MB/s" the pace by the
// best time of every page, which a busy machine leaves as it is.
func BenchmarkPipeline(b *testing.B) {
	for name, read := range map[string]func(*testing.B) []string{"html": webPages, "text": textPages} {
		b.Run(name, func(b *testing.B) { benchmarkPipeline(b, read(b)) })
	}
}

func benchmarkPipeline(b *testing.B, pages []string) {
	p, err := pipeline.New(pipeline.Options{Keep: true})
	if err != nil {
		b.Fatal(err)
	}
	size := 0
	for _, page := range pages {
		size += len(page)
	}
	best := make([]time.Duration, len(pages))
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	b.SetBytes(int64(size))
	for b.Loop() {
		for i, page := range pages {
			start := time.Now()
			p.Process(b.Context(), source.Item{URI: strconv.Itoa(i), Raw: []byte(page)})
			if took := time.Since(start); best[i] == 0 || took < best[i] {
				best[i] = took
			}
		}
	}
	var all, sum time.Duration
	for _, t := range p.Times() {
		all += t.Spent
	}
	for _, t := range p.Times() {
		if share := 100 * t.Spent.Seconds() / all.Seconds(); share >= 1 {
			b.ReportMetric(share, t.Stage+"-%")
		}
	}
	for _, t := range best {
		sum += t
	}
	b.ReportMetric(float64(size)/sum.Seconds()/1e6, "best-MB/s")
}
