package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"zhengwen/pipeline"
	"zhengwen/pipeline/source"
)

// How often a run that is not on a terminal says how far it is. Text is read by
// people, often in a mail from cron: a short run says nothing but its summary.
const (
	jsonEvery = 5 * time.Second
	textAfter = time.Minute
	textEvery = 30 * time.Second
)

// progress shows how far a run is: a live bar on a terminal, otherwise lines of
// text or JSON.
type progress struct {
	w      io.Writer
	json   *slog.Logger // nil for text; names the run in every line
	bar    *progressbar.ProgressBar
	quiet  bool
	start  time.Time
	last   time.Time
	at     pipeline.Progress
	total  int64
	counts chan int64
}

func newProgress(w io.Writer, asJSON, quiet bool, run string) *progress {
	now := time.Now()
	p := &progress{w: w, quiet: quiet, start: now, last: now, counts: make(chan int64, 1)}
	switch {
	case asJSON:
		p.json = slog.New(slog.NewJSONHandler(w, nil)).With("run", run)
	case quiet:
	case isTerminal(w):
		p.bar = progressbar.NewOptions64(-1,
			progressbar.OptionSetWriter(w), progressbar.OptionSetDescription("pages"), progressbar.OptionShowCount(),
			progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionSetPredictTime(true), progressbar.OptionClearOnFinish(),
		)
	}
	return p
}

// expect counts the inputs beside the run, so that the bar can tell the time left.
// Pages inside containers are not known beforehand and count as one.
func (p *progress) expect(ctx context.Context, j pipeline.Job) {
	if p.bar == nil {
		return
	}
	for _, in := range j.Inputs {
		if in == source.Stdin {
			return
		}
	}
	go func() {
		n := int64(0)
		for _, err := range source.List(j.Inputs, j.Source) {
			if err != nil || ctx.Err() != nil {
				return
			}
			n++
		}
		if j.Limit > 0 {
			n = min(n, int64(j.Limit))
		}
		p.counts <- n
	}()
}

func (p *progress) update(at pipeline.Progress) {
	p.at = at
	if p.quiet {
		return
	}
	now := time.Now()
	if p.bar != nil {
		select {
		case p.total = <-p.counts:
			p.bar.ChangeMax64(p.total)
		default:
		}
		if int64(at.Inputs) <= p.total || p.total == 0 {
			p.bar.Describe(fmt.Sprintf("pages  %.1f MB/s  %d rejects", p.rate(now), at.Rejects))
			_ = p.bar.Set(at.Inputs) // a bar that cannot be drawn must not stop the run
		}
		return
	}
	if !p.due(now) {
		return
	}
	p.last = now
	p.line("progress", now)
}

// due reports whether it is time for a line.
func (p *progress) due(now time.Time) bool {
	if p.json != nil {
		return now.Sub(p.last) >= jsonEvery
	}
	return now.Sub(p.start) >= textAfter && now.Sub(p.last) >= textEvery
}

func (p *progress) rate(now time.Time) float64 {
	return float64(p.at.Bytes) / 1e6 / max(0.001, now.Sub(p.start).Seconds())
}

func (p *progress) line(what string, now time.Time) {
	if p.json != nil {
		p.json.Info(what, "inputs", p.at.Inputs, "rejects", p.at.Rejects, "bytes", p.at.Bytes, "mb_per_s", p.rate(now), "seconds", now.Sub(p.start).Seconds())
		return
	}
	fmt.Fprintf(p.w, "zhengwen: %s: %d pages, %d rejects, %.1f MB/s, %.1f s\n", what, p.at.Inputs, p.at.Rejects, p.rate(now), now.Sub(p.start).Seconds())
}

// end takes the bar away and writes the summary line.
func (p *progress) end(sum *pipeline.Summary, err error) {
	if p.bar != nil {
		_ = p.bar.Clear() // nothing depends on it
	}
	if err != nil || p.quiet {
		return
	}
	now := time.Now()
	f := &sum.Run
	what := "done"
	if sum.Stopped {
		what = "stopped"
	}
	if p.json != nil {
		p.json.Info(what, "new", sum.New, "changed", sum.Changed, "unchanged", sum.Unchanged, "removed", sum.Removed, "pruned", sum.Pruned,
			"pages", f.Inputs(), "articles", f.Articles, "rejects", f.Rejects, "unreadable", f.Unreadable, "faults", f.Faults,
			"table_articles", sum.Table.Articles, "table_rejects", sum.Table.Rejects, "committed", sum.Committed,
			"bytes", p.at.Bytes, "mb_per_s", p.rate(now), "seconds", now.Sub(p.start).Seconds())
		return
	}
	fmt.Fprintf(p.w, "zhengwen: %s: %d articles, %d rejects (%d unreadable, %d faults) from %d new, %d changed, %d unchanged, %d removed files; table: %d articles, %d rejects; %.1f MB/s, %.1f s\n",
		what, f.Articles, f.Rejects, f.Unreadable, f.Faults, sum.New, sum.Changed, sum.Unchanged, sum.Removed, sum.Table.Articles, sum.Table.Rejects, p.rate(now), now.Sub(p.start).Seconds())
}

// fail writes an error as a line of JSON when that is wanted, quiet or not; the
// program need not tell it again then.
func (p *progress) fail(err error) error {
	if err == nil || p.json == nil {
		return err
	}
	code, level := exitCode(err), slog.LevelError
	if code >= exitLocked {
		level = slog.LevelWarn // the next run goes on
	}
	p.json.Log(context.Background(), level, "ended", "error", err.Error(), "exit", code)
	return &exitError{code: code, err: err, told: true}
}

func isTerminal(w any) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
