//go:build unix

package source

import (
	"context"
	"io"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Pipes, sockets, devices, odd names, and files that change between the listing and
// the reading.
func TestHostileFileSystem(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "in")
	write(t, dir, map[string]string{
		"a.html": "a", "gone.html": "g", "grows.html": "1", "shrinks.html": "12345", "-dash": "d", " ": "blank", "名字": "name", strings.Repeat("n", 255): "long", "\xb5\xda": "bytes", "#1?x=y": "query", "closed/x": "never",
	})
	if err := syscall.Mkfifo(filepath.Join(dir, "pipe"), 0o644); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("unix", filepath.Join(t.TempDir(), "s"))
	if err != nil {
		t.Skip("no sockets here:", err)
	}
	defer l.Close()
	if err := os.Symlink(l.Addr().String(), filepath.Join(dir, "socket")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("/dev/null", filepath.Join(dir, "device")); err != nil {
		t.Fatal(err)
	}
	var entries []Entry
	for e, err := range List([]string{dir}, Options{}) {
		if err != nil {
			t.Fatal(err)
		}
		entries = append(entries, e)
	}
	if err := os.Remove(filepath.Join(dir, "gone.html")); err != nil {
		t.Fatal(err)
	}
	write(t, dir, map[string]string{"grows.html": "12345", "shrinks.html": "1"})
	o := Options{Open: func(path string) (io.ReadCloser, error) {
		if strings.Contains(path, "closed") {
			return nil, &fs.PathError{Op: "open", Path: path, Err: syscall.EACCES}
		}
		return os.Open(path)
	}}
	var got []Item
	for _, e := range entries {
		for it := range e.Items(context.Background(), o) {
			got = append(got, it)
		}
	}
	want := []string{
		"in/ =blank", "in/#1?x=y=query", "in/%B5%DA=bytes", "in/-dash=d", "in/a.html=a", "in/closed/x!unreadable", "in/gone.html!unreadable", "in/grows.html=12345",
		"in/" + strings.Repeat("n", 255) + "=long", "in/shrinks.html=1", "in/名字=name",
	}
	if diff := cmp.Diff(want, told(got)); diff != "" {
		t.Errorf("items (-want +got):\n%s", diff)
	}
}
