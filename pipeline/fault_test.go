package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhengwen/document"
	"zhengwen/pipeline/sink"
	"zhengwen/pipeline/sink/faulty"
)

// small is a job whose units hold few inputs, so that a short test has many of
// them, on a disk that does not wait.
func small(in, out string) Job {
	j := table(in, out)
	j.disk, j.UnitInputs = &faulty.Disk{}, 3
	return j
}

// copyTree copies an output directory with its links.
func copyTree(t *testing.T, from, to string) {
	t.Helper()
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
}

// settled checks that a table is whole and that nothing of an unfinished run is
// left beside it.
func settled(t *testing.T, dir string) {
	t.Helper()
	if bad, err := sink.Verify(dir); err != nil || len(bad) > 0 {
		t.Fatalf("problems %q, error %v", bad, err)
	}
	for _, name := range []string{"work", "compact", "next", inflightFile, suspectsFile} {
		if _, err := os.Lstat(filepath.Join(dir, "state", name)); err == nil {
			t.Errorf("state/%s is left", name)
		}
	}
	if left, err := filepath.Glob(filepath.Join(dir, "versions", ".*")); err != nil || len(left) > 0 {
		t.Errorf("left %q, error %v", left, err)
	}
}

// unique checks that no document is in the table twice.
func unique(t *testing.T, dir string) {
	t.Helper()
	seen := map[string]bool{}
	if err := sink.EachArticle(dir, func(r *document.Record) bool {
		if seen[r.ID] {
			t.Errorf("%s is in the table twice", r.URI)
		}
		seen[r.ID] = true
		return true
	}); err != nil && !errors.Is(err, sink.ErrNotOutput) {
		t.Fatal(err)
	}
}

// An incremental run may fail or be killed at every step: readers see the table
// before or the one after, and the next run ends with the table, to the names of its
// files, that an undisturbed one makes.
func TestEveryStepOfARunMayFail(t *testing.T) {
	for seed, mode := range []faulty.Mode{faulty.Full, faulty.Broken, faulty.Killed} {
		for _, revisions := range []Revisions{RevisionsAll, RevisionsLatest}[:1+seed/2] {
			t.Run(fmt.Sprintf("%s %s", mode, revisions), func(t *testing.T) {
				t.Parallel()
				c := newNights(t, int64(seed)+20)
				c.most = 4 // two pieces: every further document costs steps, and every step two runs
				p := withStages(fake{}, compose{})
				p.options.Revisions = revisions
				for range 4 {
					c.night()
				}
				start := filepath.Join(t.TempDir(), "start")
				mustWrite(t, p, small(c.dir, start))
				old := rows(t, start)
				for range 3 {
					c.night()
				}
				clean := filepath.Join(t.TempDir(), "clean")
				copyTree(t, start, clean)
				mustWrite(t, p, small(c.dir, clean))
				wantRows, wantParts := rows(t, clean), parts(t, clean)
				for at := 1; ; at++ {
					out := filepath.Join(t.TempDir(), "out")
					copyTree(t, start, out)
					d := &faulty.Disk{Mode: mode, At: at}
					j := small(c.dir, out)
					j.disk = d
					_, err := p.Write(context.Background(), j)
					if d.Failed() == "" {
						if err != nil {
							t.Fatalf("no step failed, and yet: %v", err)
						}
						break
					}
					step := fmt.Sprintf("step %d, %s", at, d.Failed())
					if err == nil {
						t.Fatalf("%s: no error", step)
					}
					if got := rows(t, out); !cmp.Equal(old, got) && !cmp.Equal(wantRows, got) {
						t.Fatalf("%s: readers see neither the table before nor the one after", step)
					}
					mustWrite(t, p, small(c.dir, out))
					if diff := cmp.Diff(wantRows, rows(t, out)); diff != "" {
						t.Fatalf("%s: rows of an undisturbed run (-) and of the next one (+):\n%s", step, diff)
					}
					if diff := cmp.Diff(wantParts, parts(t, out)); diff != "" {
						t.Fatalf("%s: parts of an undisturbed run (-) and of the next one (+):\n%s", step, diff)
					}
					settled(t, out)
				}
			})
		}
	}
}

// Runs that are killed again and again, while the crawl changes in between, lose
// nothing.
func TestKillsWhileTheCrawlChanges(t *testing.T) {
	for _, revisions := range []Revisions{RevisionsAll, RevisionsLatest} {
		for seed := range int64(seeds / 2) {
			t.Run(fmt.Sprintf("%s %d", revisions, seed), func(t *testing.T) {
				t.Parallel()
				c := newNights(t, seed+40)
				p := withStages(fake{}, compose{})
				p.options.Revisions = revisions
				out := filepath.Join(t.TempDir(), "out")
				c.put("a/first.html", "正文")
				kills := 0
				for night := range 8 {
					for range 1 + c.rnd.Intn(4) {
						c.night()
						j := small(c.dir, out)
						d := &faulty.Disk{Mode: faulty.Killed, At: 1 + c.rnd.Intn(120)}
						j.disk = d
						if _, err := p.Write(context.Background(), j); err != nil && d.Failed() == "" {
							t.Fatal(err)
						}
						if d.Failed() != "" {
							kills++
							// A process that is dead does not take its journal away.
							if _, err := os.Stat(filepath.Join(out, "state", indexFile)); err == nil {
								if err := os.WriteFile(filepath.Join(out, "state", inflightFile), make([]byte, 2*journalSlot), 0o644); err != nil {
									t.Fatal(err)
								}
							}
						}
						unique(t, out)
					}
					mustWrite(t, p, small(c.dir, out))
					fresh := filepath.Join(t.TempDir(), "fresh")
					mustWrite(t, p, small(c.dir, fresh))
					if diff := cmp.Diff(rows(t, fresh), rows(t, out)); diff != "" {
						t.Fatalf("night %d: rows of a run from scratch (-) and of one that was killed (+):\n%s", night, diff)
					}
					settled(t, out)
				}
				if kills == 0 {
					t.Error("no run was killed")
				}
			})
		}
	}
}

// The same for runs that are stopped in good order, with a commit as by a deadline
// and without: what readers see in between holds no document twice.
func TestStopsWhileTheCrawlChanges(t *testing.T) {
	for _, revisions := range []Revisions{RevisionsAll, RevisionsLatest} {
		for seed := range int64(seeds / 2) {
			t.Run(fmt.Sprintf("%s %d", revisions, seed), func(t *testing.T) {
				t.Parallel()
				c := newNights(t, seed+60)
				out := filepath.Join(t.TempDir(), "out")
				c.put("a/first.html", "正文")
				run := func(out string, stopAt int64) *Summary {
					s := &stopAfter{stop: make(chan struct{})}
					s.n.Store(stopAt)
					p := withStages(fake{}, s, compose{})
					p.options.Revisions = revisions
					j := small(c.dir, out)
					commit := c.rnd.Intn(2) == 0
					j.Stop, j.Commit = s.stop, func() bool { return commit }
					return mustWrite(t, p, j)
				}
				stops := 0
				for night := range 8 {
					for range 1 + c.rnd.Intn(4) {
						c.night()
						if run(out, int64(1+c.rnd.Intn(6))).Stopped {
							stops++
						}
						unique(t, out)
					}
					if s := run(out, 1<<40); s.Stopped {
						t.Fatal("stopped by nothing")
					}
					fresh := filepath.Join(t.TempDir(), "fresh")
					run(fresh, 1<<40)
					if diff := cmp.Diff(rows(t, fresh), rows(t, out)); diff != "" {
						t.Fatalf("night %d: rows of a run from scratch (-) and of one that was stopped (+):\n%s", night, diff)
					}
					settled(t, out)
				}
				if stops == 0 {
					t.Error("no run was stopped")
				}
			})
		}
	}
}

// breaking reads a file up to its middle and then fails as a broken disk does.
type breaking struct {
	io.Reader
	io.Closer
}

func (b breaking) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if errors.Is(err, io.EOF) {
		err = syscall.EIO
	}
	return n, err
}

func TestReadsMayFail(t *testing.T) {
	for seed := range int64(seeds / 2) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			c := newNights(t, seed+80)
			c.put("a/first.html", "正文")
			c.put("b/first.html", "正文乙")
			for range 6 {
				c.night()
			}
			p := withStages(fake{}, compose{})
			clean, out := filepath.Join(t.TempDir(), "clean"), filepath.Join(t.TempDir(), "out")
			whole := mustWrite(t, p, small(c.dir, clean))
			j := small(c.dir, out)
			var broken atomic.Int64
			var n int64
			j.Source.Open = func(name string) (io.ReadCloser, error) {
				f, err := os.Open(name)
				if err != nil {
					return nil, err
				}
				info, err := f.Stat()
				if n++; err == nil && n%3 == 1 {
					broken.Add(1)
					return breaking{io.LimitReader(f, info.Size()/2), f}, nil
				}
				return f, err
			}
			s := mustWrite(t, p, j)
			if s.Run.Unreadable == 0 || s.Run.Articles == 0 {
				t.Fatalf("%d files are broken: %+v", broken.Load(), s.Run)
			}
			unreadable := 0
			if err := sink.EachReject(out, func(r *document.Reject) bool {
				if r.Class == document.ClassInput && r.Reason == "unreadable" {
					unreadable++
				}
				return true
			}); err != nil {
				t.Fatal(err)
			}
			if unreadable == 0 {
				t.Error("no reject says unreadable")
			}
			healed := mustWrite(t, p, small(c.dir, out))
			if diff := cmp.Diff(rows(t, clean), rows(t, out)); diff != "" {
				t.Fatalf("rows of an undisturbed run (-) and after the disk healed (+):\n%s", diff)
			}
			if diff := cmp.Diff(whole.Table.Inputs(), healed.Table.Inputs()); diff != "" {
				t.Errorf("inputs of the table:\n%s", diff)
			}
			settled(t, out)
		})
	}
}

// A disk that is full says so, whatever was being written.
func TestFullDiskIsNamed(t *testing.T) {
	c := newNights(t, 9)
	c.put("a.html", "正文")
	out := filepath.Join(t.TempDir(), "out")
	j := small(c.dir, out)
	j.disk = &faulty.Disk{Mode: faulty.Full, At: 12}
	_, err := withStages(fake{}, compose{}).Write(context.Background(), j)
	if !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), out) {
		t.Errorf("error %v", err)
	}
}
