package source

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestKeyOrdersByComponents(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{
		"one/crawl/a.html": "1", "one/crawl/a/x.html": "1", "one/crawl/a-b.html": "1", "two/crawl/a.html": "2", "two/crawl/b.html": "2", "three/crawl": "3", "one/crawl/\n.html": "1",
	})
	want := []string{"crawl=3", "crawl/%0A.html=1", "crawl/a/x.html=1", "crawl/a-b.html=1", "crawl/a.html=1", "crawl/a.html=2", "crawl/b.html=2"}
	for _, args := range [][]string{{"one/crawl", "two/crawl", "three/crawl"}, {"three/crawl", "two/crawl", "one/crawl"}, {"two/crawl", "one/../one/crawl", "three/crawl", "one/crawl"}} {
		for i := range args {
			args[i] = dir + "/" + args[i]
		}
		if diff := cmp.Diff(want, shown(t, Options{}, args...)); diff != "" {
			t.Errorf("%v (-want +got):\n%s", args, diff)
		}
	}
}

// Keys rise strictly in the order of the list, whatever the tree and the arguments,
// and the order of arguments changes nothing.
func TestListOrder(t *testing.T) {
	names := []string{"a", "b", "a-b", "a.html", "a!", "é", "\xff", "%41", "\x01", " "}
	rapid.Check(t, func(t *rapid.T) {
		dir, err := os.MkdirTemp("", "list")
		if err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(dir)
		for range rapid.IntRange(1, 25).Draw(t, "files") {
			parts := rapid.SliceOfN(rapid.SampledFrom(names), 2, 5).Draw(t, "path")
			p := filepath.Join(dir, filepath.Join(parts...))
			if os.MkdirAll(filepath.Dir(p), 0o755) == nil {
				_ = os.WriteFile(p, []byte("x"), 0o644) // a directory may stand there; then it holds other files
			}
		}
		found, err := filepath.Glob(dir + "/*")
		if err != nil {
			t.Fatal(err)
		}
		deeper, err := filepath.Glob(dir + "/*/*")
		if err != nil {
			t.Fatal(err)
		}
		args := rapid.SliceOfN(rapid.SampledFrom(append(found, deeper...)), 1, 6).Draw(t, "arguments")
		list := func(args []string) (keys, paths []string) {
			for e, err := range List(args, Options{}) {
				if err != nil {
					t.Fatal(err)
				}
				keys, paths = append(keys, e.Key()), append(paths, e.Path)
				if uri, _, _ := strings.Cut(strings.ReplaceAll(e.Key(), "\x00\x00\x02", "\n"), "\n"); strings.ReplaceAll(uri, "\x00", "/") != e.URI {
					t.Fatalf("key %q of %q", e.Key(), e.URI)
				}
			}
			return keys, paths
		}
		keys, paths := list(args)
		for i := 1; i < len(keys); i++ {
			if keys[i-1] >= keys[i] {
				t.Fatalf("%q stands before %q", keys[i-1], keys[i])
			}
		}
		slices.Reverse(args)
		if k, p := list(args); !slices.Equal(k, keys) || !slices.Equal(p, paths) {
			t.Fatalf("another order of arguments gives %q, not %q", p, paths)
		}
	})
}
