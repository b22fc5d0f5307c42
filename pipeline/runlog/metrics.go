package runlog

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/google/renameio/v2"
)

// Metrics are a run's figures for Prometheus.
type Metrics struct {
	Run    *Run
	Done   bool // whether the run brought the table up to date
	Ended  time.Time
	Stages []Stage
	Peak   int64 // most memory the process held, in bytes; 0 when unknown
}

// Stage is the time all workers together spent in a stage.
type Stage struct {
	Name  string
	Spent time.Duration
}

// lastSuccess is kept from one file to the next.
const lastSuccess = "zhengwen_last_success_timestamp_seconds"

// WriteMetrics writes a file in the text format that node_exporter's textfile
// collector reads, in place of the earlier one, whose last success it keeps when
// the run was none. What is not known is left out.
//
// The format: https://prometheus.io/docs/instrumenting/exposition_formats/
func WriteMetrics(name string, m Metrics) error {
	success := float64(m.Ended.Unix())
	if !m.Done {
		var err error
		if success, err = earlierSuccess(name); err != nil {
			return err
		}
	}
	var b exposition
	if success > 0 {
		b.family(lastSuccess, "When a run last brought the table up to date (exit code 0 or 3).")
		b.sample(success)
	}
	m.write(&b)
	if err := renameio.WriteFile(name, b.Bytes(), 0o644); err != nil {
		return fmt.Errorf("write metrics: %w", err)
	}
	return nil
}

func (m *Metrics) write(b *exposition) {
	r := m.Run
	b.family("zhengwen_last_run_timestamp_seconds", "When the last run ended.")
	b.sample(float64(m.Ended.Unix()))
	b.family("zhengwen_last_exit_code", "Exit code of the last run.")
	b.sample(float64(r.Exit))
	b.family("zhengwen_run_seconds", "Wall time of the last run.")
	b.sample(r.Seconds)
	b.family("zhengwen_bytes", "Bytes of the pages the last run processed, after decompression.")
	b.sample(float64(r.Bytes))
	if m.Peak > 0 {
		b.family("zhengwen_peak_memory_bytes", "Largest resident set of the last run.")
		b.sample(float64(m.Peak))
	}
	b.family("zhengwen_stage_seconds", "Time all workers of the last run spent in a stage.")
	for _, s := range m.Stages {
		b.sample(s.Spent.Seconds(), "stage", s.Name)
	}
	if r.Table == nil {
		return
	}
	b.family("zhengwen_inputs", "Input files of the last run by what was found of them.")
	for _, x := range []struct {
		state string
		n     int
	}{{"new", r.New}, {"changed", r.Changed}, {"unchanged", r.Unchanged}, {"removed", r.Removed}, {"pruned", r.Pruned}} {
		b.sample(float64(x.n), "state", x.state)
	}
	b.family("zhengwen_pages", "Pages the last run processed, by result.")
	b.sample(float64(r.Articles), "result", "article")
	b.sample(float64(r.Rejected()), "result", "reject")
	b.family("zhengwen_rejects", "Rejects of the last run by reason.")
	for _, x := range r.Rejects {
		b.sample(float64(x.N), "class", x.Class, "stage", x.Stage, "reason", x.Reason)
	}
	b.family("zhengwen_table_rows", "Rows after the last run.")
	b.sample(float64(r.Table.Articles), "table", "articles")
	b.sample(float64(r.Table.Rejects), "table", "rejects")
}

// exposition collects metrics as text.
type exposition struct {
	bytes.Buffer
	name string
}

func (b *exposition) family(name, help string) {
	b.name = name
	fmt.Fprintf(b, "# HELP %s %s\n# TYPE %s gauge\n", name, help, name)
}

var escapeLabel = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`)

// sample writes one value; labels are names and values in turn.
func (b *exposition) sample(v float64, labels ...string) {
	b.WriteString(b.name)
	for i := 0; i < len(labels); i += 2 {
		open := ","
		if i == 0 {
			open = "{"
		}
		fmt.Fprintf(b, `%s%s="%s"`, open, labels[i], escapeLabel.Replace(strings.ToValidUTF8(labels[i+1], "\uFFFD")))
	}
	if len(labels) > 0 {
		b.WriteByte('}')
	}
	b.WriteByte(' ')
	b.WriteString(strconv.FormatFloat(v, 'f', -1, 64))
	b.WriteByte('\n')
}

// earlierSuccess reads the last success from the file that is to be replaced; 0
// when there is none.
func earlierSuccess(name string) (float64, error) {
	data, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("read earlier metrics: %w", err)
	}
	lines := bufio.NewScanner(bytes.NewReader(data))
	for lines.Scan() {
		if s, ok := strings.CutPrefix(lines.Text(), lastSuccess+" "); ok {
			v, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
			if err == nil && v > 0 && v < 1e12 {
				return v, nil
			}
		}
	}
	return 0, nil // not a file of ours, or the first success is still to come
}
