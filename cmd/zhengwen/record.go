package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"

	"zhengwen/pipeline"
	"zhengwen/pipeline/report"
	"zhengwen/pipeline/runlog"
	"zhengwen/pipeline/sink"
)

// topHosts is how many hosts the log of runs names.
const topHosts = 20

// record keeps what a run did: metrics, and a line in the table's log of runs. sum
// is nil and at tells how far it came when the run failed; err is how it ended.
func (c *runCmd) record(p *pipeline.Pipeline, id string, sum *pipeline.Summary, at pipeline.Progress, err error, started time.Time) error {
	code := exitCode(err)
	if code == exitLocked {
		return nil // the run that holds the lock has its own record
	}
	now := time.Now()
	r := newRun(sum, at)
	r.ID, r.Started, r.Seconds, r.Exit = id, started.UTC().Truncate(time.Second), now.Sub(started).Seconds(), code
	if err != nil {
		r.Error = err.Error()
	}
	var errs []error
	if c.Out != "-" && worthALine(sum, code) && sink.IsOutput(c.Out) {
		errs = append(errs, runlog.Append(runlog.Path(c.Out), r))
	}
	if c.Metrics != "" {
		m := runlog.Metrics{Run: r, Done: code == exitDone || code == exitRejects, Ended: now, Peak: peakMemory()}
		for _, s := range p.Times() {
			m.Stages = append(m.Stages, runlog.Stage{Name: s.Stage, Spent: s.Spent})
		}
		errs = append(errs, runlog.WriteMetrics(c.Metrics, m))
	}
	return errors.Join(errs...)
}

// worthALine reports whether a run did something or failed at it. One that found
// nothing to do writes nothing into the output directory, and neither does one that
// was turned away.
func worthALine(sum *pipeline.Summary, code int) bool {
	if sum != nil {
		return sum.Committed || sum.Run.Inputs() > 0
	}
	return code != exitUsage && code != exitNoInput
}

// newRun turns a summary into a line of the log.
func newRun(sum *pipeline.Summary, at pipeline.Progress) *runlog.Run {
	r := &runlog.Run{Pages: at.Inputs, Bytes: at.Bytes, Rejects: []runlog.Reject{}, Hosts: []runlog.Host{}}
	if sum == nil {
		return r
	}
	r.New, r.Changed, r.Unchanged, r.Removed, r.Pruned = sum.New, sum.Changed, sum.Unchanged, sum.Removed, sum.Pruned
	r.Pages, r.Articles, r.Bytes = sum.Run.Inputs(), sum.Run.Articles, sum.Bytes
	for _, x := range sum.Run.Reasons.Top(sum.Run.Reasons.Len()) {
		class, stage, reason := report.SplitReason(x.Name)
		r.Rejects = append(r.Rejects, runlog.Reject{Class: class, Stage: stage, Reason: reason, N: x.N})
	}
	for _, x := range sum.Run.Hosts.Top(topHosts + 1) {
		if x.Name != report.Unnamed && len(r.Hosts) < topHosts {
			r.Hosts = append(r.Hosts, runlog.Host{Name: x.Name, N: x.N})
		}
	}
	r.Table = &runlog.Table{Articles: sum.Table.Articles, Rejects: sum.Table.Rejects}
	return r
}

// checkMetrics finds out before the run whether the file can have a place.
func (c *runCmd) checkMetrics() error {
	if c.Metrics == "" {
		return nil
	}
	dir := filepath.Dir(c.Metrics)
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return usage("--metrics %s: %s is no directory", c.Metrics, dir)
	}
	if strings.HasSuffix(c.Metrics, string(filepath.Separator)) {
		return usage("--metrics %s: want a file", c.Metrics)
	}
	return nil
}
