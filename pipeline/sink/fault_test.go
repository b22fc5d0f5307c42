package sink_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhengwen/document"
	"zhengwen/pipeline/sink"
	"zhengwen/pipeline/sink/faulty"
)

// page is the record of a page of its own.
func page(name string) *document.Record {
	d := &document.Document{
		URI: "crawl/" + name, Raw: []byte(name), MediaType: "text/html", Kind: document.PageArticle, Lang: document.LangChinese,
		Charset: document.Charset{Name: "utf-8", Confidence: 1}, Blocks: []document.Block{{Text: "正文" + name, Role: document.RoleBody}},
	}
	d.Freeze()
	return document.NewRecord(d, document.RecordOptions{Version: "test"})
}

// bringUp commits a table of one unit with the named pages, beside one reject.
func bringUp(fsys sink.Filesystem, dir string, pages ...string) error {
	return bringUpAs([]sink.Format{sink.JSONL, sink.JSONLZstd}, fsys, dir, pages...)
}

func bringUpAs(formats []sink.Format, fsys sink.Filesystem, dir string, pages ...string) (err error) {
	o, err := sink.OpenOn(fsys, dir, nil)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, o.Close()) }()
	l := sink.Layout{
		Formats: formats, Meta: sink.Metadata{Version: "test"},
		Partition: func(r *document.Record) string { return "p_x=" + r.ID[:1] },
	}
	w, err := o.BeginUnit(l, "")
	if err != nil {
		return err
	}
	u, err := fill(w, pages)
	if err != nil {
		return errors.Join(err, w.Abort())
	}
	return o.Commit(sink.Manifest{}, []*sink.Unit{u}, l, map[string][]byte{sink.ReportFile: []byte("report")}, 2)
}

func fill(w *sink.UnitWriter, pages []string) (*sink.Unit, error) {
	for _, p := range pages {
		r := page(p)
		if err := w.Article(r); err != nil {
			return nil, err
		}
		if err := w.Input(&sink.Input{Key: "crawl\x00" + p, Size: 9, Rows: []sink.Row{{ID: r.ID, Class: sink.RowArticle}}}); err != nil {
			return nil, err
		}
	}
	x := document.NewReject(&document.Document{URI: "crawl/z"}, document.ClassInput, "source", document.Drop{Reason: "empty"}, "test")
	if err := w.Reject(x); err != nil {
		return nil, err
	}
	if err := w.Input(&sink.Input{Key: "crawl\x00z", Rows: []sink.Row{{ID: x.ID, Class: sink.RowInput}}}); err != nil {
		return nil, err
	}
	return w.Finish(false, []byte("{}"))
}

// contents tells what readers see in dir, or what is wrong with it.
func contents(t *testing.T, dir string) string {
	t.Helper()
	if bad, err := sink.Verify(dir); err != nil || len(bad) > 0 {
		return fmt.Sprint("problems ", bad, err)
	}
	var out []string
	if err := sink.EachArticle(dir, func(r *document.Record) bool { out = append(out, r.Text); return true }); err != nil {
		return err.Error()
	}
	if err := sink.EachReject(dir, func(r *document.Reject) bool { out = append(out, r.Reason); return true }); err != nil {
		return err.Error()
	}
	return strings.Join(out, " ")
}

// leftovers lists what only an unfinished run needs.
func leftovers(t *testing.T, dir string) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(dir, func(name string, e os.DirEntry, err error) error {
		if err == nil && (strings.HasPrefix(e.Name(), ".") || e.Name() == "work" || e.Name() == "next" || strings.HasSuffix(e.Name(), ".new")) {
			out = append(out, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Whatever step fails, readers see the table before or the one after; the run tells
// of it, and the next one ends as if nothing had been.
func TestEveryStepMayFail(t *testing.T) {
	for _, mode := range []faulty.Mode{faulty.Full, faulty.Broken, faulty.Killed} {
		t.Run(mode.String(), func(t *testing.T) {
			seen := map[string]bool{}
			for at := 1; ; at++ {
				dir := filepath.Join(t.TempDir(), "out")
				if err := bringUp(&faulty.Disk{}, dir, "a", "b"); err != nil {
					t.Fatal(err)
				}
				before := contents(t, dir)
				d := &faulty.Disk{Mode: mode, At: at}
				err := bringUp(d, dir, "b", "c")
				what := d.Failed()
				if what == "" {
					if err != nil {
						t.Fatalf("no step failed, and yet: %v", err)
					}
					break
				}
				seen[what] = true
				step := fmt.Sprintf("step %d, %s", at, what)
				if err == nil {
					t.Fatalf("%s: no error", step)
				}
				want := map[faulty.Mode]error{faulty.Full: syscall.ENOSPC, faulty.Broken: syscall.EIO, faulty.Killed: faulty.ErrKilled}[mode]
				if !errors.Is(err, want) {
					t.Errorf("%s: error %v does not tell of %v", step, err, want)
				}
				after := contents(t, dir)
				if err := bringUp(&faulty.Disk{}, dir, "b", "c"); err != nil {
					t.Fatalf("%s: the next run: %v", step, err)
				}
				final := contents(t, dir)
				if after != before && after != final {
					t.Fatalf("%s: readers see %q, which is neither the table before nor the one after", step, after)
				}
				if final == before || strings.HasPrefix(final, "problems") {
					t.Fatalf("%s: the next run ends with %q", step, final)
				}
				if left := leftovers(t, dir); len(left) > 0 {
					t.Errorf("%s: the next run leaves %q", step, left)
				}
			}
			var missed []string
			for _, what := range []string{"create", "write", "sync", "close", "rename", "link", "symlink", "mkdir", "removeall", "syncdir"} {
				if !seen[what] {
					missed = append(missed, what)
				}
			}
			if diff := cmp.Diff([]string(nil), missed); diff != "" {
				t.Errorf("steps that never failed:\n%s", diff)
			}
		})
	}
}

// The same for the first run of all, which makes the directory.
func TestEveryStepOfTheFirstRunMayFail(t *testing.T) {
	for _, mode := range []faulty.Mode{faulty.Full, faulty.Broken, faulty.Killed} {
		t.Run(mode.String(), func(t *testing.T) {
			clean := filepath.Join(t.TempDir(), "out")
			if err := bringUpAs([]sink.Format{sink.Parquet}, &faulty.Disk{}, clean, "a"); err != nil {
				t.Fatal(err)
			}
			want := contents(t, clean)
			for at := 1; ; at++ {
				dir := filepath.Join(t.TempDir(), "out")
				d := &faulty.Disk{Mode: mode, At: at}
				err := bringUpAs([]sink.Format{sink.Parquet}, d, dir, "a")
				if d.Failed() == "" {
					break
				}
				if err == nil {
					t.Fatalf("step %d, %s: no error", at, d.Failed())
				}
				if err := bringUpAs([]sink.Format{sink.Parquet}, &faulty.Disk{}, dir, "a"); err != nil {
					t.Fatalf("step %d, %s: the next run: %v", at, d.Failed(), err)
				}
				if got := contents(t, dir); got != want {
					t.Fatalf("step %d, %s: the next run ends with %q, want %q", at, d.Failed(), got, want)
				}
			}
		})
	}
}
