package runlog

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func sample(id string) *Run {
	return &Run{
		ID: id, Started: time.Date(2026, 3, 4, 2, 0, 0, 0, time.UTC), Seconds: 12.5,
		New: 3, Changed: 1, Unchanged: 9, Pages: 5, Articles: 3, Bytes: 4096,
		Rejects: []Reject{{"decision", "article", "language", 1}, {"input", "source", "empty", 1}}, Hosts: []Host{{"a.example", 4}},
		Table: &Table{Articles: 12, Rejects: 2},
	}
}

func TestAppendAndLast(t *testing.T) {
	name := filepath.Join(t.TempDir(), "runs.jsonl")
	if got, err := Last(name, 5); got != nil || err != nil {
		t.Errorf("a log that is not there gives %v, %v", got, err)
	}
	for _, id := range []string{"1", "2", "3"} {
		if err := Append(name, sample(id)); err != nil {
			t.Fatal(err)
		}
	}
	got, err := Last(name, 2)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]Run{*sample("2"), *sample("3")}, got); diff != "" {
		t.Errorf("the last two runs (-appended +read):\n%s", diff)
	}
}

// A run that was killed while it wrote its line costs that line and no other.
func TestAppendAfterTornLine(t *testing.T) {
	for _, torn := range []string{`{"run":"to`, "\x00\x00\x00", "{}}"} {
		name := filepath.Join(t.TempDir(), "runs.jsonl")
		if err := Append(name, sample("1")); err != nil {
			t.Fatal(err)
		}
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, append(b, torn...), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := Append(name, sample("2")); err != nil {
			t.Fatal(err)
		}
		got, err := Last(name, 5)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]Run{*sample("1"), *sample("2")}, got); diff != "" {
			t.Errorf("after %q (-appended +read):\n%s", torn, diff)
		}
	}
}

func TestAppendOneLine(t *testing.T) {
	name := filepath.Join(t.TempDir(), "runs.jsonl")
	r := sample("1")
	r.Error = "two\nlines"
	if err := Append(name, r); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(b), "\n"); n != 1 {
		t.Errorf("%d lines in %q", n, b)
	}
}

func TestID(t *testing.T) {
	at := time.Date(2026, 3, 4, 10, 5, 6, 7, time.FixedZone("", 8*3600))
	if got := ID(at, 42); got != "20260304T020506Z-42" {
		t.Errorf("ID = %s", got)
	}
}
