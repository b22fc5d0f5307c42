package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zhengwen/pipeline/runlog"
	"zhengwen/pipeline/sink"
)

// runIn runs the main job over pages with metrics beside the table.
func runIn(t *testing.T, dir string, flags ...string) (code int, stderr string) {
	t.Helper()
	var b bytes.Buffer
	args := append([]string{"run", filepath.Join(dir, "pages"), "--out", filepath.Join(dir, "table"), "--metrics", filepath.Join(dir, "m.prom"), "--quiet"}, flags...)
	code = run(args, streams{strings.NewReader(""), &bytes.Buffer{}, &b})
	return code, b.String()
}

func pagesIn(t *testing.T, names ...string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "pages"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, n := range names {
		writeText(t, filepath.Join(dir, "pages", n), bicycle+n)
	}
	return dir
}

const bicycle = `<html><head><title>怎样挑选二手自行车</title></head><body><h1>怎样挑选二手自行车</h1>
<p>先看车架有没有裂纹，再看刹车和变速是否灵敏。试骑的时候要听有没有异响，链条松动的车不要买。</p></body></html>`

func lastRuns(t *testing.T, dir string) []runlog.Run {
	t.Helper()
	runs, err := runlog.Last(runlog.Path(filepath.Join(dir, "table")), 20)
	if err != nil {
		t.Fatal(err)
	}
	return runs
}

// A run that another one keeps out leaves no trace: the other one has its own.
func TestRecordOfLockedRun(t *testing.T) {
	dir := pagesIn(t, "a.html")
	other, err := sink.Open(filepath.Join(dir, "table"), nil)
	if err != nil {
		t.Fatal(err)
	}
	if code, stderr := runIn(t, dir); code != exitLocked || !strings.Contains(stderr, "another run") {
		t.Errorf("exit code %d: %s", code, stderr)
	}
	if _, err := os.Stat(filepath.Join(dir, "m.prom")); !os.IsNotExist(err) {
		t.Errorf("there are metrics: %v", err)
	}
	if runs := lastRuns(t, dir); len(runs) > 0 {
		t.Errorf("the log has %v", runs)
	}
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	if code, stderr := runIn(t, dir); code != exitDone || len(lastRuns(t, dir)) != 1 {
		t.Errorf("once the other is done: exit code %d: %s", code, stderr)
	}
}

// A run that fails after it has begun has a line that says so, and keeps the time
// of the last success.
func TestRecordOfFailedRun(t *testing.T) {
	dir := pagesIn(t, "a.html")
	if code, stderr := runIn(t, dir); code != exitDone {
		t.Fatalf("exit code %d: %s", code, stderr)
	}
	before := metric(t, dir, "zhengwen_last_success_timestamp_seconds")
	writeText(t, filepath.Join(dir, "pages", "b.html"), bicycle)
	work := filepath.Join(dir, "table", "state", "work")
	writeText(t, work, "a file where a folder belongs")
	code, stderr := runIn(t, dir)
	if code != exitFailed || !strings.Contains(stderr, "error:") {
		t.Fatalf("exit code %d: %s", code, stderr)
	}
	runs := lastRuns(t, dir)
	if len(runs) != 2 || runs[1].Exit != exitFailed || runs[1].Error == "" || runs[1].Table != nil {
		t.Errorf("the log has %+v", runs)
	}
	if got := metric(t, dir, "zhengwen_last_success_timestamp_seconds"); got != before || before == "" {
		t.Errorf("last success %s, before the failure %s", got, before)
	}
	if got := metric(t, dir, "zhengwen_last_exit_code"); got != "1" {
		t.Errorf("last exit code %s", got)
	}
	if err := os.Remove(work); err != nil {
		t.Fatal(err)
	}
	if code, stderr := runIn(t, dir); code != exitDone {
		t.Fatalf("after the repair: exit code %d: %s", code, stderr)
	}
	if runs := lastRuns(t, dir); len(runs) != 3 || runs[2].New != 1 || runs[2].Table == nil || runs[2].Table.Articles != 2 {
		t.Errorf("the log has %+v", runs)
	}
}

// A run with nothing to do writes nothing below the output directory.
func TestRecordOfIdleRun(t *testing.T) {
	dir := pagesIn(t, "a.html", "b.html")
	runIn(t, dir)
	before := snapshot(t, filepath.Join(dir, "table"))
	if code, stderr := runIn(t, dir); code != exitDone || stderr != "" {
		t.Fatalf("exit code %d: %s", code, stderr)
	}
	if after := snapshot(t, filepath.Join(dir, "table")); after != before {
		t.Errorf("before:\n%s\nafter:\n%s", before, after)
	}
	if got := metric(t, dir, `zhengwen_inputs{state="unchanged"}`); got != "2" {
		t.Errorf("unchanged inputs %s", got)
	}
}

// snapshot lists every file with its size and time of change.
func snapshot(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	err := filepath.Walk(dir, func(name string, info os.FileInfo, err error) error {
		if err == nil {
			b.WriteString(name + " " + info.ModTime().String() + " " + info.Mode().String() + "\n")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// metric returns the value of a sample as it is printed, "" when there is none.
func metric(t *testing.T, dir, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, "m.prom"))
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(string(data), "\n") {
		if v, ok := strings.CutPrefix(line, name+" "); ok {
			return v
		}
	}
	return ""
}
