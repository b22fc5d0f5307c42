package pipeline

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"zhengwen/document"
	"zhengwen/pipeline/index"
	"zhengwen/pipeline/sink"
	"zhengwen/pipeline/source"
)

// rows returns the table in dir as JSON lines by id, rejects included.
func rows(t *testing.T, dir string) []string {
	t.Helper()
	var out []string
	add := func(v any) {
		b, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, string(b))
	}
	if err := sink.EachArticle(dir, func(r *document.Record) bool { add(r); return true }); err != nil {
		t.Fatal(err)
	}
	if err := sink.EachReject(dir, func(r *document.Reject) bool { add(r); return true }); err != nil {
		t.Fatal(err)
	}
	slices.Sort(out)
	return out
}

// parts returns the names of the table's files, which tell their content.
func parts(t *testing.T, dir string) []string {
	t.Helper()
	m, err := sink.ReadManifest(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, p := range m.Parts {
		out = append(out, p.Path)
	}
	return out
}

func table(in, out string) Job {
	return Job{Inputs: []string{in}, Out: out, Workers: 2, Formats: []sink.Format{sink.JSONL}, Prune: true, Reprocess: ReprocessChanged, Keep: 2, MaxPartitions: 3}
}

func mustWrite(t *testing.T, p *Pipeline, j Job) *Summary {
	t.Helper()
	s, err := p.Write(context.Background(), j)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// nights is a directory whose files a test changes as a crawl does over nights.
type nights struct {
	t    *testing.T
	dir  string
	rnd  *rand.Rand
	now  time.Time
	most int // documents of a container
}

func newNights(t *testing.T, seed int64) *nights {
	return &nights{t, filepath.Join(t.TempDir(), "crawl"), rand.New(rand.NewSource(seed)), time.Unix(1.7e9, 0), 14}
}

func (c *nights) put(name, data string) {
	c.t.Helper()
	p := filepath.Join(c.dir, name)
	if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
		c.t.Fatal(err)
	}
	if err := os.WriteFile(p, []byte(data), 0o644); err != nil {
		c.t.Fatal(err)
	}
	// Every write has a time of its own, as on a real disk over nights.
	c.now = c.now.Add(time.Second)
	if err := os.Chtimes(p, c.now, c.now); err != nil {
		c.t.Fatal(err)
	}
}

// text draws one of a few texts, so that twins are common.
func (c *nights) text() string {
	switch c.rnd.Intn(8) {
	case 0:
		return ""
	case 1:
		return "drop " + strings.Repeat("甲", c.rnd.Intn(3))
	case 2:
		return "error"
	}
	return "正文" + strings.Repeat("乙", c.rnd.Intn(6))
}

// warc is a container with a few pages, some of them the same, and sometimes with
// more of them than a small unit holds.
func (c *nights) warc() string {
	var b strings.Builder
	most := min(4, c.most)
	if c.rnd.Intn(2) > 0 {
		most = c.most
	}
	for range c.rnd.Intn(most + 1) {
		body := "HTTP/1.1 200 OK\r\n\r\n" + c.text()
		fmt.Fprintf(&b, "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/%d\r\nWARC-Date: 2024-03-%02dT00:00:00Z\r\nContent-Type: application/http\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n",
			c.rnd.Intn(4), 1+c.rnd.Intn(28), len(body), body)
	}
	return b.String()
}

// night changes a few files.
func (c *nights) night() {
	for range 1 + c.rnd.Intn(6) {
		name := fmt.Sprintf("%c/%d.html", 'a'+rune(c.rnd.Intn(4)), c.rnd.Intn(8))
		switch c.rnd.Intn(6) {
		case 0:
			os.Remove(filepath.Join(c.dir, name))
		case 1:
			c.put(strings.TrimSuffix(name, ".html")+".warc", c.warc())
		default:
			c.put(name, c.text())
		}
	}
}

func TestTableIsAFunctionOfItsInputs(t *testing.T) {
	for _, revisions := range []Revisions{RevisionsAll, RevisionsLatest} {
		for seed := range int64(seeds) {
			t.Run(fmt.Sprintf("%s %d", revisions, seed), func(t *testing.T) {
				t.Parallel()
				c := newNights(t, seed)
				p := withStages(fake{}, compose{})
				p.options.Revisions = revisions
				out := filepath.Join(t.TempDir(), "out")
				if err := os.MkdirAll(c.dir, 0o755); err != nil {
					t.Fatal(err)
				}
				for night := range 6 {
					c.night()
					j := table(c.dir, out)
					if seed%3 == 1 {
						j.Partition = PartitionHost
					}
					if seed%3 == 2 {
						j.UnitInputs = 3 // files fall into pieces
					}
					if _, err := p.Write(context.Background(), j); err != nil && !errors.Is(err, ErrNoInput) {
						t.Fatal(err)
					}
					fresh := filepath.Join(t.TempDir(), "fresh", fmt.Sprint(night))
					j.Out = fresh
					if _, err := p.Write(context.Background(), j); errors.Is(err, ErrNoInput) {
						continue
					} else if err != nil {
						t.Fatal(err)
					}
					if diff := cmp.Diff(rows(t, fresh), rows(t, out)); diff != "" {
						t.Fatalf("night %d: rows of a run from scratch (-) and of the nightly one (+):\n%s", night, diff)
					}
					if bad, err := sink.Verify(out); err != nil || len(bad) > 0 {
						t.Fatalf("night %d: problems %q, error %v", night, bad, err)
					}
					if s := mustWrite(t, p, table2(j, out)); s.Committed {
						t.Fatalf("night %d: a second run over the same input commits %+v", night, s)
					}
					if night == 5 {
						if _, _, err := Compact(context.Background(), out, 2); err != nil {
							t.Fatal(err)
						}
						if diff := cmp.Diff(rows(t, fresh), rows(t, out)); diff != "" {
							t.Fatalf("rows of a run from scratch (-) and after compacting (+):\n%s", diff)
						}
						// Compacting makes units of the common size.
						if diff := cmp.Diff(parts(t, fresh), parts(t, out)); diff != "" && j.UnitInputs == 0 {
							t.Fatalf("parts of a run from scratch (-) and after compacting (+):\n%s", diff)
						}
						if s := mustWrite(t, p, table2(j, out)); s.Committed {
							t.Fatalf("a run after compacting commits %+v", s)
						}
					}
				}
			})
		}
	}
}

func table2(j Job, out string) Job {
	j.Out = out
	return j
}

// snapshot lists every file below dir with its size and time.
func snapshot(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, e os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := e.Info()
		out[name] = fmt.Sprint(info.Size(), info.ModTime(), info.Mode())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestRunWithNothingToDoWritesNothing(t *testing.T) {
	c := newNights(t, 1)
	for range 4 {
		c.night()
	}
	c.put("broken.html.gz", "\x1f\x8b")
	p, out := withStages(fake{}, compose{}), filepath.Join(t.TempDir(), "out")
	mustWrite(t, p, table(c.dir, out))
	before := snapshot(t, out)
	for _, checksum := range []bool{false, true} {
		j := table(c.dir, out)
		j.Checksum = checksum
		s := mustWrite(t, p, j)
		if s.Committed || s.Unchanged == 0 || s.New+s.Changed+s.Removed != 0 {
			t.Errorf("checksum %v: %+v", checksum, s)
		}
		if diff := cmp.Diff(before, snapshot(t, out)); diff != "" {
			t.Errorf("checksum %v: files changed:\n%s", checksum, diff)
		}
	}
}

func TestIndexIsOnlyACache(t *testing.T) {
	c := newNights(t, 2)
	for range 4 {
		c.night()
	}
	p, out := withStages(fake{}, compose{}), filepath.Join(t.TempDir(), "out")
	mustWrite(t, p, table(c.dir, out))
	want := rows(t, out)
	for name, spoil := range map[string]func(string) error{
		"deleted": os.Remove,
		"garbled": func(f string) error { return os.WriteFile(f, []byte(strings.Repeat("x", 70000)), 0o644) },
		"cut":     func(f string) error { return os.Truncate(f, 100) },
	} {
		t.Run(name, func(t *testing.T) {
			if err := spoil(filepath.Join(out, "state", indexFile)); err != nil {
				t.Fatal(err)
			}
			if s := mustWrite(t, p, table(c.dir, out)); s.Committed || s.Run.Inputs() != 0 {
				t.Errorf("unchanged files were processed: %+v", s)
			}
			if diff := cmp.Diff(want, rows(t, out)); diff != "" {
				t.Errorf("rows changed:\n%s", diff)
			}
		})
	}
}

func TestRemovedInputsStayUntilPruned(t *testing.T) {
	c := newNights(t, 3)
	c.put("a.html", "正文甲")
	c.put("b.html", "正文乙")
	p, out := withStages(fake{}, compose{}), filepath.Join(t.TempDir(), "out")
	mustWrite(t, p, table(c.dir, out))
	os.Remove(filepath.Join(c.dir, "a.html"))
	j := table(c.dir, out)
	j.Prune = false
	if s := mustWrite(t, p, j); s.Removed != 1 || s.Pruned != 0 || s.Committed || len(rows(t, out)) != 2 {
		t.Errorf("without --prune: %+v", s)
	}
	other := newNights(t, 4)
	other.put("c.html", "正文丙")
	two := table(filepath.Join(other.dir, "c.html"), out)
	if s := mustWrite(t, p, two); s.Removed != 0 || len(rows(t, out)) != 3 {
		t.Errorf("another root: %+v", s)
	}
	if s := mustWrite(t, p, table(c.dir, out)); s.Pruned != 1 || len(rows(t, out)) != 2 {
		t.Errorf("with --prune: %+v", s)
	}
	os.Remove(filepath.Join(c.dir, "b.html"))
	if _, err := p.Write(context.Background(), table(c.dir, out)); !errors.Is(err, ErrNoInput) || len(rows(t, out)) != 2 {
		t.Errorf("an empty crawl must not empty the table: %v", err)
	}
}

func TestReprocess(t *testing.T) {
	c := newNights(t, 5)
	c.put("a.html", "正文甲")
	c.put("b.html", "正文乙")
	out := filepath.Join(t.TempDir(), "out")
	old, next := withStages(fake{}, compose{}), withStages(fake{}, compose{})
	next.record.Version = "next"
	mustWrite(t, old, table(c.dir, out))
	steps := []struct {
		name      string
		p         *Pipeline
		reprocess Reprocess
		pages     int
	}{
		{"none leaves old rows", next, ReprocessNone, 0},
		{"changed makes them anew", next, ReprocessChanged, 2},
		{"and does so once", next, ReprocessChanged, 0},
		{"all does so always", next, ReprocessAll, 2},
	}
	for _, s := range steps {
		j := table(c.dir, out)
		j.Reprocess = s.reprocess
		if got := mustWrite(t, s.p, j); got.Run.Inputs() != s.pages || len(rows(t, out)) != 2 {
			t.Errorf("%s: %d pages processed, want %d; %d rows", s.name, got.Run.Inputs(), s.pages, len(rows(t, out)))
		}
	}
}

// stopAfter is a stage that closes a channel when it has seen n documents.
type stopAfter struct {
	n    atomic.Int64
	stop chan struct{}
}

func (*stopAfter) Name() string { return "stop" }

func (s *stopAfter) Apply(context.Context, *document.Document) error {
	if s.n.Add(-1) == 0 {
		close(s.stop)
	}
	return nil
}

func TestStoppedRunGoesOn(t *testing.T) {
	c := newNights(t, 6)
	for range 12 {
		c.night()
	}
	whole := filepath.Join(t.TempDir(), "whole")
	plain := withStages(fake{}, compose{})
	mustWrite(t, plain, table(c.dir, whole))
	wantRows, wantParts := rows(t, whole), parts(t, whole)
	for _, commit := range []bool{false, true} {
		for n := int64(1); n < 25; n += 3 {
			t.Run(fmt.Sprintf("after %d, commit %v", n, commit), func(t *testing.T) {
				out := filepath.Join(t.TempDir(), "out")
				stops := 0
				for {
					s := &stopAfter{stop: make(chan struct{})}
					s.n.Store(n)
					p := withStages(fake{}, s, compose{})
					j := table(c.dir, out)
					j.Stop, j.Commit = s.stop, func() bool { return commit }
					sum := mustWrite(t, p, j)
					if !sum.Stopped {
						break
					}
					if stops++; stops > 200 {
						t.Fatal("no progress")
					}
				}
				if diff := cmp.Diff(wantRows, rows(t, out)); diff != "" {
					t.Fatalf("rows of an undisturbed run (-) and of a stopped one (+):\n%s", diff)
				}
				if diff := cmp.Diff(wantParts, parts(t, out)); diff != "" {
					t.Errorf("parts of an undisturbed run (-) and of a stopped one (+):\n%s", diff)
				}
			})
		}
	}
}

func TestNewLayoutRewritesTheTable(t *testing.T) {
	c := newNights(t, 7)
	for range 6 {
		c.night()
	}
	p, out := withStages(fake{}, compose{}), filepath.Join(t.TempDir(), "out")
	mustWrite(t, p, table(c.dir, out))
	want := rows(t, out)
	j := table(c.dir, out)
	j.Formats, j.Partition = []sink.Format{sink.Parquet}, PartitionFetched
	if s := mustWrite(t, p, j); s.Run.Inputs() != 0 || !s.Committed {
		t.Errorf("%+v", s)
	}
	for _, name := range parts(t, out) {
		if !strings.HasSuffix(name, ".parquet") || strings.HasPrefix(name, "articles/") && !strings.HasPrefix(name, "articles/p_date=") {
			t.Errorf("part %s", name)
		}
	}
	if got := rows(t, out); len(got) != len(want) {
		t.Errorf("%d rows, want %d", len(got), len(want))
	}
}

func TestPartitionsOverflow(t *testing.T) {
	p, err := newPartitioner(PartitionHost, 2, []string{"p_host=a.example", "p_host=_other"})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, h := range []string{"b.example", "c.example", "a.example", "", "b.example"} {
		r := &document.Record{}
		if h != "" {
			r.Host = &h
		}
		got = append(got, p.folder(r))
	}
	want := []string{"p_host=b.example", "p_host=_other", "p_host=a.example", "p_host=__HIVE_DEFAULT_PARTITION__", "p_host=b.example"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("folders (-want +got):\n%s", diff)
	}
	if _, err := newPartitioner("colour", 2, nil); err == nil {
		t.Error("an unknown key is no error")
	}
}

func TestSuspectsAreTriedAlone(t *testing.T) {
	c := newNights(t, 8)
	for i := range 5 {
		c.put(fmt.Sprintf("%d.html", i), fmt.Sprintf("正文%d", i))
	}
	p, out := withStages(fake{}, compose{}), filepath.Join(t.TempDir(), "out")
	// A run that was killed with two documents in flight leaves this behind.
	if err := os.MkdirAll(filepath.Join(out, "state"), 0o755); err != nil {
		t.Fatal(err)
	}
	entries := []string{index.RowKey("crawl\x001.html", 0), index.RowKey("crawl\x003.html", 0)}
	slots := journalName(entries[0]) + journalName(entries[1])
	for name, data := range map[string]string{"FORMAT": "zhengwen output 1\n", inflightFile: slots} {
		if err := os.WriteFile(filepath.Join(out, "state", name), []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	j := table(c.dir, out)
	var alone atomic.Int64
	j.Isolate = func(ctx context.Context, it source.Item) (Result, error) {
		alone.Add(1)
		if strings.HasSuffix(it.URI, "3.html") {
			return Result{}, errors.New("signal: killed")
		}
		return p.Process(ctx, it), nil
	}
	mustWrite(t, p, j)
	reasons := map[string]int{}
	if err := sink.EachReject(out, func(r *document.Reject) bool { reasons[r.URI+" "+r.Reason]++; return true }); err != nil {
		t.Fatal(err)
	}
	if alone.Load() != 2 || !maps.Equal(reasons, map[string]int{"crawl/3.html killed-process": 1}) {
		t.Errorf("%d tried alone, rejects %v", alone.Load(), reasons)
	}
	if _, err := os.Stat(filepath.Join(out, "state", suspectsFile)); err == nil {
		t.Error("suspects outlive the commit")
	}
}

// seeds is how many histories the test of the table goes through.
const seeds = 12
