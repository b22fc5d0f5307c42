// Package runlog keeps what each run of a table did: a line of JSON a run in the
// table's state folder, and a file of metrics for Prometheus.
package runlog

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// Path returns the log of an output directory.
func Path(dir string) string { return filepath.Join(dir, "state", "runs.jsonl") }

// Run is one line of the log.
type Run struct {
	ID      string    `json:"run"`
	Started time.Time `json:"started"` // UTC, to the second
	Seconds float64   `json:"seconds"` // wall time
	Exit    int       `json:"exit"`    // exit code of the program
	Error   string    `json:"error,omitempty"`

	// Input files by what was found of them.
	New       int `json:"new"`
	Changed   int `json:"changed"`
	Unchanged int `json:"unchanged"`
	Removed   int `json:"removed"`
	Pruned    int `json:"pruned"`

	// Of the documents processed.
	Pages    int      `json:"pages"`
	Articles int      `json:"articles"`
	Bytes    int64    `json:"bytes"`
	Rejects  []Reject `json:"rejects"` // most frequent first
	Hosts    []Host   `json:"hosts"`   // the most frequent ones
	Table    *Table   `json:"table"`   // after the run; null when it failed, and then of the counts only pages and bytes are known
}

// Reject counts the rejects with one reason.
type Reject struct {
	Class  string `json:"class"`
	Stage  string `json:"stage"`
	Reason string `json:"reason"`
	N      int    `json:"n"`
}

// Host counts the documents processed of one host.
type Host struct {
	Name string `json:"host"`
	N    int    `json:"n"`
}

// Table counts the rows of the table.
type Table struct {
	Articles int `json:"articles"`
	Rejects  int `json:"rejects"`
}

// Rejected returns the number of rejects of the run.
func (r *Run) Rejected() int {
	n := 0
	for _, x := range r.Rejects {
		n += x.N
	}
	return n
}

// ID names the run of a process: its start to the second and the process id.
func ID(started time.Time, pid int) string {
	return started.UTC().Format("20060102T150405Z") + "-" + strconv.Itoa(pid)
}

// Append adds a line to the log in one write and makes it durable. A line that an
// earlier run did not finish writing is ended first.
func Append(name string, r *Run) (err error) {
	line, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("encode run: %w", err)
	}
	f, err := os.OpenFile(name, os.O_RDWR|os.O_APPEND|os.O_CREATE, 0o644)
	if err != nil {
		return fmt.Errorf("open log of runs: %w", err)
	}
	defer func() {
		if err = errors.Join(err, f.Close()); err != nil {
			err = fmt.Errorf("write log of runs: %w", err)
		}
	}()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	line = append(line, '\n')
	if n := info.Size(); n > 0 {
		var last [1]byte
		if _, err := f.ReadAt(last[:], n-1); err != nil {
			return err
		}
		if last[0] != '\n' {
			line = append([]byte{'\n'}, line...)
		}
	}
	if _, err := f.Write(line); err != nil {
		return err
	}
	return f.Sync()
}

// Last returns the last n runs of a log, oldest first. A log that does not exist
// has none; lines that are no runs are left out.
func Last(name string, n int) ([]Run, error) {
	f, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("open log of runs: %w", err)
	}
	defer f.Close()
	var out []Run
	in := bufio.NewReader(f)
	for {
		line, err := in.ReadBytes('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("read log of runs: %w", err)
		}
		var r Run
		if len(bytes.TrimSpace(line)) > 0 && json.Unmarshal(line, &r) == nil {
			out = append(out, r)
			if len(out) > n {
				out = out[1:]
			}
		}
		if err != nil {
			return out, nil
		}
	}
}
