package index

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhengwen/pipeline/sink"
)

// saved writes a unit with the given inputs, each of one article.
func saved(t *testing.T, o *sink.Output, inputs ...string) *sink.Unit {
	t.Helper()
	w, err := o.BeginUnit(sink.Layout{Formats: []sink.Format{sink.JSONL}}, inputs[0])
	if err != nil {
		t.Fatal(err)
	}
	for i, key := range inputs {
		in := &sink.Input{Key: key, Size: 7, Digest: "d", Rows: []sink.Row{{ID: fmt.Sprint(key, i), Class: sink.RowArticle, Text: "00aa", Page: "00bb"}}}
		if err := w.Input(in); err != nil {
			t.Fatal(err)
		}
	}
	u, err := w.Finish(false, []byte("{}"))
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// filled makes an index of n inputs.
func filled(t *testing.T, n int) string {
	t.Helper()
	dir := t.TempDir()
	o, err := sink.Open(filepath.Join(dir, "out"), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	var keys []string
	for i := range n {
		keys = append(keys, fmt.Sprintf("crawl\x00%06d.html", i))
	}
	name := filepath.Join(dir, "index.db")
	x, err := Open(name, false)
	if err != nil {
		t.Fatal(err)
	}
	if err := x.Apply(saved(t, o, keys...), nil, nil); err != nil {
		t.Fatal(err)
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestDamagedIndexIsUnusable(t *testing.T) {
	whole, err := os.ReadFile(filled(t, 5000))
	if err != nil {
		t.Fatal(err)
	}
	used := len(bytes.TrimRight(whole, "\x00")) // the file grows in advance
	for _, size := range []int{0, 1, 100, 4096, 4196, 8192, 16384, used / 4, used / 2, used * 3 / 4} {
		for _, readOnly := range []bool{true, false} {
			t.Run(fmt.Sprintf("%d bytes, read only %v", size, readOnly), func(t *testing.T) {
				name := filepath.Join(t.TempDir(), "index.db")
				if err := os.WriteFile(name, whole[:size], 0o644); err != nil {
					t.Fatal(err)
				}
				x, err := Open(name, readOnly)
				if err == nil {
					defer x.Close()
					if size > 0 || readOnly {
						t.Fatal("no error")
					}
					return // an empty file is a new index
				}
				if !errors.Is(err, ErrUnusable) {
					t.Errorf("error %v, want ErrUnusable", err)
				}
			})
		}
	}
}

func TestInputBelongsToTheUnitSavedLast(t *testing.T) {
	dir := t.TempDir()
	o, err := sink.Open(filepath.Join(dir, "out"), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	older, newer := saved(t, o, "a", "b"), saved(t, o, "b", "c")
	for _, order := range [][]*sink.Unit{{older, newer}, {newer, older}, {newer, older, newer}} {
		x, err := Open(filepath.Join(t.TempDir(), "index.db"), false)
		if err != nil {
			t.Fatal(err)
		}
		for _, u := range order {
			if err := x.Apply(u, nil, func(other string) bool { return other == newer.ID && u != newer }); err != nil {
				t.Fatal(err)
			}
		}
		have, err := x.Units()
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(map[string]int{older.ID: 1, newer.ID: 2}, have); diff != "" {
			t.Errorf("inputs by unit (-want +got):\n%s", diff)
		}
		group, err := x.ByText("00aa")
		if err != nil || len(group) != 3 {
			t.Errorf("%d documents with the text, error %v", len(group), err)
		}
		if err := x.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// A value says what went in, whatever its texts are; a damaged one is told.
func TestValues(t *testing.T) {
	in := &sink.Input{Key: "crawl\x00a", Size: 1 << 40, Modified: -5, Digest: "00ffee", Next: true, Rows: []sink.Row{
		{ID: "0123456789abcdef0123456789abcdef", Class: sink.RowArticle, Text: "aa00", Page: "bb", Fetched: -62135596800000, Twin: "正"},
		{ID: "", Class: sink.RowInput, Why: "bad-gzip"},
		{ID: "ABCD", Class: sink.RowSuperseded, Text: "abc", Twin: "00"},
	}}
	b, err := encodeFile("0011223344556677", in)
	if err != nil {
		t.Fatal(err)
	}
	got, err := decodeInput([]byte(in.Key), b)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(in, got); diff != "" {
		t.Errorf("(-put +got):\n%s", diff)
	}
	if f := decodeHead(nil, b); f.Unit != "0011223344556677" || f.Rows != 3 || !f.Failed || !f.Next || f.More {
		t.Errorf("head %+v", f)
	}
	for n := headSize; n < len(b); n++ {
		if _, err := decodeInput(nil, b[:n]); !errors.Is(err, ErrUnusable) {
			t.Fatalf("cut at %d of %d: error %v", n, len(b), err)
		}
	}
	if _, err := encodeFile("0011223344556677", &sink.Input{Rows: []sink.Row{{Class: "strange"}}}); err == nil {
		t.Error("no error for a class that there is not")
	}
}

// A unit whose entry was cut off by a crash is told from one that is there.
func TestUnfinishedEntry(t *testing.T) {
	dir := t.TempDir()
	o, err := sink.Open(filepath.Join(dir, "out"), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	x, err := Open(filepath.Join(dir, "index.db"), false)
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	u := saved(t, o, "a", "b")
	e := entry{x: x, unit: u}
	if err := u.EachInput(e.put); err != nil {
		t.Fatal(err)
	}
	if err := e.mark(Unfinished); err != nil {
		t.Fatal(err)
	}
	for _, want := range []int{Unfinished, 2} {
		have, err := x.Units()
		if err != nil || have[u.ID] != want {
			t.Errorf("%d inputs, want %d; error %v", have[u.ID], want, err)
		}
		if err := x.Apply(u, nil, nil); err != nil {
			t.Fatal(err)
		}
	}
}
