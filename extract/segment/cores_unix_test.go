//go:build unix

package segment

import (
	"math"
	"sync"
	"syscall"
	"testing"
	"time"
)

// BenchmarkCores cuts on one core and on two in turn and reports how many times as
// much two do, by processor time, so that it does not matter what else runs: less
// than two is lost to locks and shared memory. Best rounds are compared.
func BenchmarkCores(b *testing.B) {
	s, text := segmenter(b), benchText()
	work := func() {
		words := s.Spans(nil, text)
		for range 50 {
			words = s.Spans(words[:0], text)
		}
	}
	one, two := time.Duration(math.MaxInt64), time.Duration(math.MaxInt64)
	for b.Loop() {
		start := processorTime(b)
		work()
		middle := processorTime(b)
		var wg sync.WaitGroup
		wg.Go(work)
		wg.Go(work)
		wg.Wait()
		one, two = min(one, middle-start), min(two, processorTime(b)-middle)
	}
	b.ReportMetric(4*one.Seconds()/two.Seconds(), "two/one")
}

func processorTime(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
