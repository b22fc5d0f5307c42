package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"zhengwen/pipeline"
)

// TestProgressLines asks when a run that is not on a terminal says something.
func TestProgressLines(t *testing.T) {
	tests := []struct {
		name        string
		json, quiet bool
		since, last time.Duration // since the start, since the last line
		want        bool
	}{
		{"text, a short run", false, false, 40 * time.Second, 40 * time.Second, false},
		{"text, over a minute", false, false, 61 * time.Second, 61 * time.Second, true},
		{"text, again at once", false, false, 90 * time.Second, 10 * time.Second, false},
		{"text, again after half a minute", false, false, 95 * time.Second, 31 * time.Second, true},
		{"text, quiet", false, true, time.Hour, time.Hour, false},
		{"json, at once", true, false, time.Second, time.Second, false},
		{"json, after some seconds", true, false, 6 * time.Second, 6 * time.Second, true},
		{"json, quiet", true, true, time.Hour, time.Hour, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var b bytes.Buffer
			p := newProgress(&b, tt.json, tt.quiet, "r1")
			now := time.Now()
			p.start, p.last = now.Add(-tt.since), now.Add(-tt.last)
			p.update(pipeline.Progress{Inputs: 3})
			if got := strings.Count(b.String(), "\n") == 1; got != tt.want {
				t.Errorf("wrote %q", b.String())
			}
			b.Reset()
			p.update(pipeline.Progress{Inputs: 4})
			if b.Len() > 0 {
				t.Errorf("and at once again %q", b.String())
			}
		})
	}
}

// TestProgressJSON checks that every line names the run, and that an error is told
// once, quiet or not.
func TestProgressJSON(t *testing.T) {
	var b bytes.Buffer
	p := newProgress(&b, true, true, "r1")
	p.end(&pipeline.Summary{}, nil)
	if b.Len() > 0 {
		t.Errorf("quiet, but wrote %q", b.String())
	}
	err := p.fail(errors.New("disk\nfull"))
	var e *exitError
	if !errors.As(err, &e) || !e.told || e.code != exitFailed {
		t.Errorf("fail returns %#v", err)
	}
	var line map[string]any
	if err := json.Unmarshal(b.Bytes(), &line); err != nil {
		t.Fatal(err)
	}
	if line["run"] != "r1" || line["error"] != "disk\nfull" || line["exit"] != 1.0 || line["level"] != "ERROR" {
		t.Errorf("line %v", line)
	}
	if p.fail(nil) != nil {
		t.Error("fail makes an error of none")
	}
}
