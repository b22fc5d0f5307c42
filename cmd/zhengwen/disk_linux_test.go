package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"zhengwen/pipeline/sink"
)

// A disk that is really full, a tmpfs of one megabyte: the run says so and fails,
// the table stays as it was, and with space again the run completes.
func TestFullDisk(t *testing.T) {
	disk := t.TempDir()
	if err := syscall.Mount("zhengwen-test", disk, "tmpfs", 0, "size=1m"); err != nil {
		t.Skipf("this process may not mount a tmpfs: %v", err)
	}
	defer func() {
		if err := syscall.Unmount(disk, 0); err != nil {
			t.Error(err)
		}
	}()
	in := crawl(t, 20)
	out := filepath.Join(disk, "out")
	args := []string{"run", in, "--out", out, "--quiet", "--max-errors", "100%"}
	must(t, nil, args...)
	before := contents(t, out)
	small := crawl(t, 60)
	if err := os.CopyFS(filepath.Join(in, "more"), os.DirFS(small)); err != nil {
		t.Fatal(err)
	}
	filler := filepath.Join(disk, "filler")
	// From no space at all to almost enough, so that it ends at another step each time.
	failures := 0
	for free := 0; free <= 512; free += 16 {
		fill(t, filler, disk, int64(free)<<10)
		code, said := exit(t, nil, args...)
		if code == exitDone {
			break
		}
		failures++
		if code != exitFailed || !strings.Contains(said, "no space left on device") || !strings.Contains(said, disk) {
			t.Fatalf("%d KiB free: exit %d: %s", free, code, said)
		}
		if strings.Contains(said, "goroutine") || strings.Contains(said, "SIGBUS") {
			t.Fatalf("%d KiB free: a crash: %s", free, said)
		}
		same(t, before, contents(t, out))
		if bad, err := sink.Verify(out); err != nil || len(bad) > 0 {
			t.Fatalf("%d KiB free: problems %q, error %v", free, bad, err)
		}
		if err := os.Remove(filler); err != nil {
			t.Fatal(err)
		}
	}
	if failures == 0 {
		t.Fatal("the disk was never full")
	}
	if err := os.Remove(filler); err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	if code, said := exit(t, nil, args...); code != exitDone {
		t.Fatalf("with space again: exit %d: %s", code, said)
	}
	clean := filepath.Join(t.TempDir(), "clean")
	must(t, nil, "run", in, "--out", clean, "--quiet", "--max-errors", "100%")
	if diff := difference(rowsOf(t, clean), rowsOf(t, out)); diff != "" {
		t.Error(diff)
	}
	tidy(t, out)
	t.Logf("%d full disks", failures)
}

// fill leaves about free bytes of the disk.
func fill(t *testing.T, filler, disk string, free int64) {
	t.Helper()
	var st syscall.Statfs_t
	if err := syscall.Statfs(disk, &st); err != nil {
		t.Fatal(err)
	}
	n := int64(st.Bavail)*st.Bsize - free
	if err := os.WriteFile(filler, make([]byte, max(0, n)), 0o644); err != nil {
		t.Fatal(err)
	}
}
