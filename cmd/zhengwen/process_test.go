//go:build unix

package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"zhengwen/pipeline/sink"
)

// program is a process of the real program.
func program(t *testing.T, env []string, args ...string) (*exec.Cmd, *bytes.Buffer) {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe, args...)
	cmd.Env = append(append(os.Environ(), asProgram+"=1"), env...)
	said := &bytes.Buffer{}
	cmd.Stderr = said
	return cmd, said
}

// exit runs the program to its end and returns its code and what it said.
func exit(t *testing.T, env []string, args ...string) (int, string) {
	t.Helper()
	cmd, said := program(t, env, args...)
	return codeOf(t, cmd.Run()), said.String()
}

// codeOf is the exit code as a shell sees it: 128 and the signal for a death.
func codeOf(t *testing.T, err error) int {
	t.Helper()
	var e *exec.ExitError
	switch {
	case err == nil:
		return 0
	case !errors.As(err, &e):
		t.Fatal(err)
	case e.Sys().(syscall.WaitStatus).Signaled():
		return 128 + int(e.Sys().(syscall.WaitStatus).Signal())
	}
	return e.ExitCode()
}

// must runs the program, which has to end well.
func must(t *testing.T, env []string, args ...string) {
	t.Helper()
	if code, said := exit(t, env, args...); code != 0 {
		t.Fatalf("zhengwen %v: exit %d: %s", args, code, said)
	}
}

// seeded returns a source of chance and tells its seed.
func seeded(t *testing.T) *rand.Rand {
	t.Helper()
	seed := *seedFlag
	if seed == 0 {
		seed = time.Now().UnixNano()
	}
	t.Logf("seed %d; go on with it by -seed %d", seed, seed)
	return rand.New(rand.NewSource(seed))
}

// crawl fills a directory with n documents made from the pages of testdata: each
// with a line of its own, some of them twins, some in WARC files, some unreadable.
func crawl(t *testing.T, n int) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "crawl")
	pages := testPages(t)
	var warc bytes.Buffer
	inWARC := 0
	for i := range n {
		page := variant(pages[i%len(pages)], i)
		switch {
		case i%10 == 9: // a twin of the one before
			page = variant(pages[(i-1)%len(pages)], i-1)
		case i%10 == 7:
			body := append([]byte("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"), page...)
			fmt.Fprintf(&warc, "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/%d\r\nWARC-Date: 2024-03-01T00:00:00Z\r\nContent-Type: application/http\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", i, len(body), body)
			if inWARC++; inWARC == 20 || i+10 >= n {
				put(t, filepath.Join(dir, "warc", fmt.Sprintf("%05d.warc", i)), warc.Bytes())
				warc.Reset()
				inWARC = 0
			}
			continue
		case i%200 == 5:
			page = nil
		}
		put(t, filepath.Join(dir, fmt.Sprintf("%02d", i/50), fmt.Sprintf("%05d.html", i)), page)
	}
	return dir
}

func put(t *testing.T, name string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// testPages are the pages of testdata whose encoding holds ASCII.
func testPages(t *testing.T) [][]byte {
	t.Helper()
	var out [][]byte
	err := filepath.WalkDir(filepath.Join("..", "..", "testdata", "crawl"), func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		b, err := os.ReadFile(name)
		if len(b) > 0 && !bytes.Contains(b, []byte{0}) && !bytes.HasPrefix(b, []byte{0x1f, 0x8b}) {
			out = append(out, b)
		}
		return err
	})
	if err != nil || len(out) == 0 {
		t.Fatalf("%d pages, error %v", len(out), err)
	}
	return out
}

// variant gives a page a paragraph of its own.
func variant(page []byte, i int) []byte {
	line := fmt.Appendf(nil, "<p>No. %d of %d, %d.</p>\n", i, i*i, i*31)
	at := max(bytes.LastIndex(page, []byte("</body>")), bytes.LastIndex(page, []byte("</BODY>")))
	if at < 0 {
		return slices.Concat(page, []byte("\n"), line)
	}
	return slices.Concat(page[:at], line, page[at:])
}

// contents returns the files that readers see: the tables and the manifest.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, top := range []string{"articles", "rejects", "manifest.json", "report.html", "views.sql"} {
		real, err := filepath.EvalSymlinks(filepath.Join(dir, top))
		if err != nil {
			t.Fatal(err)
		}
		err = filepath.WalkDir(real, func(name string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return err
			}
			b, err := os.ReadFile(name)
			out[top+strings.TrimPrefix(name, real)] = string(b)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// same compares two tables file by file.
func same(t *testing.T, want, got map[string]string) {
	t.Helper()
	for name := range got {
		if _, ok := want[name]; !ok {
			t.Errorf("%s is too many", name)
		}
	}
	for name, data := range want {
		if g, ok := got[name]; !ok {
			t.Errorf("%s is missing", name)
		} else if g != data {
			t.Errorf("%s differs", name)
		}
	}
}

// tidy checks that the table is as its manifest says and that nothing is left of
// runs that were killed.
func tidy(t *testing.T, dir string) {
	t.Helper()
	if bad, err := sink.Verify(dir); err != nil || len(bad) > 0 {
		t.Errorf("problems %q, error %v", bad, err)
	}
	entries, err := os.ReadDir(filepath.Join(dir, "state"))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		switch e.Name() {
		case "FORMAT", "lock", "index.db", "history", "runs.jsonl":
		default:
			t.Errorf("state/%s is left", e.Name())
		}
	}
	versions, err := os.ReadDir(filepath.Join(dir, "versions"))
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range versions {
		if strings.HasPrefix(v.Name(), ".") {
			t.Errorf("versions/%s is left", v.Name())
		}
	}
}
