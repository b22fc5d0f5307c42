package runlog

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// parse reads the text format strictly and returns the samples by name and sorted
// labels. It knows what node_exporter refuses: a sample without its family's HELP
// and TYPE, a family in two places, a sample that stands twice.
func parse(data string) (map[string]float64, error) {
	var (
		sample  = regexp.MustCompile(`^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$`)
		label   = regexp.MustCompile(`^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\["\\n])*)"(?:,|$)`)
		out     = map[string]float64{}
		seen    = map[string]bool{}
		helped  = map[string]bool{}
		current string
	)
	if !strings.HasSuffix(data, "\n") {
		return nil, fmt.Errorf("the last line has no end")
	}
	for i, line := range strings.Split(strings.TrimSuffix(data, "\n"), "\n") {
		fields := strings.SplitN(line, " ", 4)
		switch {
		case strings.HasPrefix(line, "# HELP ") && len(fields) == 4:
			helped[fields[2]] = true
			continue
		case strings.HasPrefix(line, "# TYPE ") && len(fields) == 4:
			if fields[3] != "gauge" || !helped[fields[2]] || seen[fields[2]] {
				return nil, fmt.Errorf("line %d: %s", i+1, line)
			}
			current, seen[fields[2]] = fields[2], true
			continue
		}
		m := sample.FindStringSubmatch(line)
		if m == nil || m[1] != current {
			return nil, fmt.Errorf("line %d: %s", i+1, line)
		}
		var labels []string
		for rest := m[2]; rest != ""; {
			l := label.FindStringSubmatch(rest)
			if l == nil {
				return nil, fmt.Errorf("line %d: labels %s", i+1, rest)
			}
			labels = append(labels, l[1]+"="+strings.NewReplacer(`\\`, `\`, `\"`, `"`, `\n`, "\n").Replace(l[2]))
			rest = rest[len(l[0]):]
		}
		slices.Sort(labels)
		v, err := strconv.ParseFloat(m[3], 64)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", i+1, err)
		}
		key := strings.Join(append([]string{m[1]}, labels...), " ")
		if _, ok := out[key]; ok {
			return nil, fmt.Errorf("line %d: %s stands twice", i+1, key)
		}
		out[key] = v
	}
	return out, nil
}

func writeAndParse(t *testing.T, name string, m Metrics) map[string]float64 {
	t.Helper()
	if err := WriteMetrics(name, m); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	got, err := parse(string(b))
	if err != nil {
		t.Fatalf("%v\n%s", err, b)
	}
	return got
}

func TestWriteMetrics(t *testing.T) {
	name := filepath.Join(t.TempDir(), "zhengwen.prom")
	r := sample("1")
	r.Rejects[0].Reason = "a \"quoted\"\nback\\slash"
	got := writeAndParse(t, name, Metrics{
		Run: r, Done: true, Ended: time.Unix(1_800_000_000, 5), Peak: 100 << 20,
		Stages: []Stage{{"decode", 1500 * time.Millisecond}, {"markup", 0}},
	})
	want := map[string]float64{
		"zhengwen_last_success_timestamp_seconds": 1_800_000_000,
		"zhengwen_last_run_timestamp_seconds":     1_800_000_000,
		"zhengwen_last_exit_code":                 0,
		"zhengwen_run_seconds":                    12.5,
		"zhengwen_bytes":                          4096,
		"zhengwen_peak_memory_bytes":              104857600,
		"zhengwen_stage_seconds stage=decode":     1.5,
		"zhengwen_stage_seconds stage=markup":     0,
		"zhengwen_inputs state=new":               3,
		"zhengwen_inputs state=changed":           1,
		"zhengwen_inputs state=unchanged":         9,
		"zhengwen_inputs state=removed":           0,
		"zhengwen_inputs state=pruned":            0,
		"zhengwen_pages result=article":           3,
		"zhengwen_pages result=reject":            2,
		"zhengwen_rejects class=decision reason=a \"quoted\"\nback\\slash stage=article": 1,
		"zhengwen_rejects class=input reason=empty stage=source":                         1,
		"zhengwen_table_rows table=articles":                                             12,
		"zhengwen_table_rows table=rejects":                                              2,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("metrics (-want +got):\n%s", diff)
	}
	entries, err := os.ReadDir(filepath.Dir(name))
	if err != nil || len(entries) != 1 {
		t.Errorf("%v besides the file, %v", entries, err)
	}
}

// The time of the last success outlives failures, whatever the earlier file was.
func TestWriteMetricsKeepsSuccess(t *testing.T) {
	name := filepath.Join(t.TempDir(), "zhengwen.prom")
	failed := func(at int64) map[string]float64 {
		return writeAndParse(t, name, Metrics{Run: &Run{Exit: 1, Pages: 7}, Ended: time.Unix(at, 0)})
	}
	if _, ok := failed(100)[lastSuccess]; ok {
		t.Error("a success out of nothing")
	}
	writeAndParse(t, name, Metrics{Run: sample("1"), Done: true, Ended: time.Unix(200, 0)})
	failed(300)
	got := failed(400)
	if got[lastSuccess] != 200 || got["zhengwen_last_run_timestamp_seconds"] != 400 || got["zhengwen_last_exit_code"] != 1 {
		t.Errorf("after two failures: %v", got)
	}
	for key := range got {
		if strings.HasPrefix(key, "zhengwen_table_rows") || strings.HasPrefix(key, "zhengwen_inputs") {
			t.Errorf("%s of a run that failed", key)
		}
	}
	for _, text := range []string{"", "\xff\x00", lastSuccess + " NaN\n", lastSuccess + " 1e400\n", lastSuccess + "{a=\"b\"} 7\n"} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if v, ok := failed(500)[lastSuccess]; ok {
			t.Errorf("%q gives the success %v", text, v)
		}
	}
}
