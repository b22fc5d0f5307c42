//go:build unix

package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"zhengwen/document"
	"zhengwen/pipeline/sink"
)

var (
	long     = flag.Bool("long", false, "kill 200 runs instead of 8")
	seedFlag = flag.Int64("seed", 0, "seed of the moments at which runs are killed; 0 for the clock")
)

// Runs are killed at random moments and taken up again, until the table is done: it
// is the one of an undisturbed run, byte for byte, and nothing else is left.
func TestKilledRunsGoOn(t *testing.T) {
	kills, documents, units := 8, 300, "40"
	if *long {
		kills, documents, units = 200, 2000, "150"
	}
	rnd := seeded(t)
	in := crawl(t, documents)
	env := []string{unitsOf + "=" + units}
	run := func(out string) []string {
		return []string{"run", in, "--out", out, "--quiet", "--max-errors", "100%", "--max-time", "0", "--workers", "2"}
	}
	clean := filepath.Join(t.TempDir(), "clean")
	start := time.Now()
	must(t, env, run(clean)...)
	whole := time.Since(start)
	want := contents(t, clean)
	tables := 0
	for killed := 0; killed < kills; {
		out := filepath.Join(t.TempDir(), "out")
		for {
			cmd, said := program(t, env, run(out)...)
			if killed < kills {
				if err := cmd.Start(); err != nil {
					t.Fatal(err)
				}
				timer := time.AfterFunc(time.Duration(rnd.Int63n(int64(whole))), func() { _ = cmd.Process.Kill() })
				code := codeOf(t, cmd.Wait())
				timer.Stop()
				if code == 128+int(syscall.SIGKILL) {
					killed++
					continue
				}
				if code != 0 {
					t.Fatalf("exit %d: %s", code, said)
				}
				// A kill just behind the commit leaves its scraps to one more run.
			} else if code := codeOf(t, cmd.Run()); code != 0 {
				t.Fatalf("exit %d: %s", code, said)
			}
			break
		}
		tables++
		same(t, want, contents(t, out))
		tidy(t, out)
		if t.Failed() {
			t.Fatalf("after %d kills", killed)
		}
		if err := os.RemoveAll(out); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d runs killed, %d tables the same; an undisturbed run takes %v", kills, tables, whole)
}

// A signal ends a run in good order: it tells so by its exit code, and what is done
// is saved.
func TestSignalsStopInGoodOrder(t *testing.T) {
	rnd := seeded(t)
	in := crawl(t, 300)
	clean := filepath.Join(t.TempDir(), "clean")
	run := func(out string) []string {
		return []string{"run", in, "--out", out, "--quiet", "--max-errors", "100%", "--workers", "2"}
	}
	start := time.Now()
	must(t, nil, run(clean)...)
	whole := time.Since(start)
	want := rowsOf(t, clean)
	for _, sig := range []syscall.Signal{syscall.SIGTERM, syscall.SIGINT} {
		t.Run(sig.String(), func(t *testing.T) {
			out := filepath.Join(t.TempDir(), "out")
			stopped := 0
			for range 200 {
				cmd, said := program(t, nil, run(out)...)
				if err := cmd.Start(); err != nil {
					t.Fatal(err)
				}
				timer := time.AfterFunc(time.Duration(rnd.Int63n(int64(whole))), func() { _ = cmd.Process.Signal(sig) })
				code := codeOf(t, cmd.Wait())
				timer.Stop()
				if code == 0 {
					break
				}
				if code != 128+int(sig) {
					t.Fatalf("exit %d, want %d: %s", code, 128+int(sig), said)
				}
				if strings.Contains(said.String(), "saved") {
					stopped++
				}
			}
			if diff := difference(want, rowsOf(t, out)); diff != "" {
				t.Errorf("after %d stops: %s", stopped, diff)
			}
			tidy(t, out)
			t.Logf("%d stops that saved", stopped)
		})
	}
}

// rowsOf counts the rows of a table by what they say.
func rowsOf(t *testing.T, dir string) map[string]int {
	t.Helper()
	out := map[string]int{}
	if err := sink.EachArticle(dir, func(r *document.Record) bool {
		twin := ""
		if r.DuplicateOf != nil {
			twin = *r.DuplicateOf
		}
		out[fmt.Sprint(r.URI, " ", r.ID, " ", r.TextDigest, " ", twin)]++
		return true
	}); err != nil {
		t.Fatal(err)
	}
	if err := sink.EachReject(dir, func(r *document.Reject) bool {
		out[fmt.Sprint(r.URI, " ", r.ID, " ", r.Class, " ", r.Reason)]++
		return true
	}); err != nil {
		t.Fatal(err)
	}
	return out
}

func difference(want, got map[string]int) string {
	for row, n := range want {
		if got[row] != n {
			return fmt.Sprintf("%s: %d times, want %d", row, got[row], n)
		}
	}
	for row, n := range got {
		if want[row] != n {
			return fmt.Sprintf("%s: %d times, want %d", row, n, want[row])
		}
	}
	return ""
}

func TestDeadlineIsKeptAndTheNextRunGoesOn(t *testing.T) {
	in := crawl(t, 300)
	clean, out := filepath.Join(t.TempDir(), "clean"), filepath.Join(t.TempDir(), "out")
	args := []string{"run", in, "--quiet", "--max-errors", "100%", "--workers", "1", "--out"}
	start := time.Now()
	must(t, nil, append(args, clean)...)
	deadline := fmt.Sprint(time.Since(start) / 3)
	var codes []int
	for range 100 {
		code, said := exit(t, nil, append(args, out, "--deadline", deadline)...)
		codes = append(codes, code)
		if code == exitDone {
			break
		}
		if code != exitDeadline {
			t.Fatalf("exit %d: %s", code, said)
		}
		if bad, err := sink.Verify(out); err != nil && !errors.Is(err, sink.ErrNotOutput) || len(bad) > 0 {
			t.Fatalf("problems %q, error %v", bad, err)
		}
	}
	if codes[0] != exitDeadline || codes[len(codes)-1] != exitDone {
		t.Errorf("exits %v", codes)
	}
	if diff := difference(rowsOf(t, clean), rowsOf(t, out)); diff != "" {
		t.Error(diff)
	}
	tidy(t, out)
}

func TestLock(t *testing.T) {
	in := crawl(t, 300)
	out := filepath.Join(t.TempDir(), "out")
	args := []string{"run", in, "--out", out, "--quiet", "--max-errors", "100%", "--workers", "1"}
	first, said := program(t, nil, args...)
	if err := first.Start(); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(time.Minute); !sink.IsOutput(out); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("the first run does not begin: %s", said)
		}
	}
	if code, said := exit(t, nil, args...); code != exitLocked {
		t.Errorf("exit %d, want %d: %s", code, exitLocked, said)
	}
	if err := first.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = first.Wait() // killed
	if code, said := exit(t, nil, args...); code != exitDone {
		t.Errorf("a lock outlives its process: exit %d: %s", code, said)
	}
}

// countArticles counts the lines of what a glob of DIR/articles finds, knowing
// nothing of manifests. A part that is gone between the two is an error.
func countArticles(dir string) (int, error) {
	names, err := filepath.Glob(filepath.Join(dir, "articles", "*.jsonl"))
	if err != nil {
		return 0, err
	}
	n := 0
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			return 0, err
		}
		n += bytes.Count(b, []byte("\n"))
	}
	return n, nil
}

// A reader who globs and counts without end, while runs add, change and remove
// files, sees the numbers before and after each run and no other.
func TestReadersSeeTheTableBeforeOrAfter(t *testing.T) {
	in := crawl(t, 60)
	out := filepath.Join(t.TempDir(), "out")
	args := []string{"run", in, "--out", out, "--quiet", "--max-errors", "100%", "--format", "jsonl", "--prune"}
	env := []string{unitsOf + "=10"}
	must(t, env, args...)
	before, err := countArticles(out)
	if err != nil || before == 0 {
		t.Fatalf("%d articles, error %v", before, err)
	}
	pages := testPages(t)
	looks, gone := 0, 0
	for night := range 20 {
		for i := range 1 + night%3 {
			put(t, filepath.Join(in, "new", fmt.Sprintf("%d-%d.html", night, i)), variant(pages[night%len(pages)], 1000+10*night+i))
		}
		put(t, filepath.Join(in, "01", "00050.html"), variant(pages[night%len(pages)], 5000+night))
		if night%4 == 3 {
			if err := os.RemoveAll(filepath.Join(in, "new", fmt.Sprintf("%d-0.html", night-1))); err != nil {
				t.Fatal(err)
			}
		}
		var done atomic.Bool
		seen := make(chan map[int]bool)
		go func() {
			s := map[int]bool{}
			for !done.Load() {
				n, err := countArticles(out)
				switch {
				case err == nil:
					s[n] = true
					looks++
				case errors.Is(err, fs.ErrNotExist):
					gone++
				default:
					t.Error(err)
				}
			}
			seen <- s
		}()
		must(t, env, args...)
		done.Store(true)
		counts := <-seen
		after, err := countArticles(out)
		if err != nil {
			t.Fatal(err)
		}
		for n := range counts {
			if n != before && n != after {
				t.Errorf("night %d: a reader counts %d, which is neither %d nor %d", night, n, before, after)
			}
		}
		before = after
	}
	t.Logf("%d looks, in %d of them a part was gone", looks, gone)
}

// A page that kills the process is found out by the next run, in a process of its
// own, and does not keep the others from the table.
func TestPoisonIsFoundOut(t *testing.T) {
	in := crawl(t, 40)
	text, err := os.ReadFile(filepath.Join("..", "..", "testdata", "crawl", "text", "tea.txt"))
	if err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(in, "00", "poison.txt"), append(text, poisonWords...))
	clean, out := filepath.Join(t.TempDir(), "clean"), filepath.Join(t.TempDir(), "out")
	run := func(out string) []string {
		return []string{"run", in, "--out", out, "--quiet", "--max-errors", "100%", "--workers", "2"}
	}
	must(t, nil, run(clean)...)
	env := []string{poisonIs + "=" + poisonWords}
	if code, said := exit(t, env, run(out)...); code != 128+int(syscall.SIGKILL) {
		t.Fatalf("exit %d: %s", code, said)
	}
	if code, said := exit(t, env, run(out)...); code != exitRejects {
		t.Fatalf("exit %d, want %d: %s", code, exitRejects, said)
	}
	var reasons []string
	if err := sink.EachReject(out, func(r *document.Reject) bool {
		if r.Class == document.ClassFault {
			reasons = append(reasons, r.URI+" "+r.Reason)
		}
		return true
	}); err != nil {
		t.Fatal(err)
	}
	if len(reasons) != 1 || reasons[0] != "crawl/00/poison.txt killed-process" {
		t.Errorf("faults %q", reasons)
	}
	all, left := rowsOf(t, clean), rowsOf(t, out)
	if len(all) != len(left) {
		t.Errorf("%d rows, want %d", len(left), len(all))
	}
	tidy(t, out)
	// Without the poison the page is read after all when the program changes.
	must(t, nil, run(out)...)
	if diff := difference(all, rowsOf(t, out)); diff != "" {
		t.Error(diff)
	}
}

// A terminal sends its signal to the whole group: a page that is tried alone at that
// moment is not guilty.
func TestSignalToTheGroupMakesNoPageGuilty(t *testing.T) {
	in := crawl(t, 300)
	out := filepath.Join(t.TempDir(), "out")
	args := []string{"run", in, "--out", out, "--quiet", "--max-errors", "100%", "--workers", "2"}
	rnd := seeded(t)
	start := time.Now()
	must(t, nil, "run", in, "--out", filepath.Join(t.TempDir(), "clean"), "--quiet", "--max-errors", "100%", "--workers", "2")
	whole := time.Since(start)
	for i := range 12 {
		sig := syscall.SIGKILL // makes suspects
		if i%2 == 1 {
			sig = syscall.SIGINT
		}
		cmd, _ := program(t, nil, args...)
		cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		wait := whole/4 + time.Duration(rnd.Int63n(int64(whole/2)))
		timer := time.AfterFunc(wait, func() {
			if sig == syscall.SIGKILL {
				_ = cmd.Process.Kill()
				return
			}
			_ = syscall.Kill(-cmd.Process.Pid, sig)
		})
		_ = cmd.Wait() // some are killed, some are done
		timer.Stop()
	}
	must(t, nil, args...)
	if err := sink.EachReject(out, func(r *document.Reject) bool {
		if r.Class == document.ClassFault {
			t.Errorf("%s: %s", r.URI, r.Reason)
		}
		return true
	}); err != nil {
		t.Fatal(err)
	}
}
