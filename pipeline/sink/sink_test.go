package sink

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhengwen/document"
)

func article(i int) *document.Record {
	d := &document.Document{
		URI: fmt.Sprintf("crawl/%d.html", i), Raw: []byte{byte(i)}, MediaType: "text/html", Kind: document.PageArticle, Lang: document.LangChinese,
		Charset: document.Charset{Name: "utf-8", Confidence: 1},
		Meta:    document.Meta{Title: "标题", Published: document.Published{Date: "2024-01-02", Precision: "day", Raw: "2024年1月2日"}},
		Blocks:  []document.Block{{Text: "一、准备", Role: document.RoleHeading}, {Text: "应当保留证据。", Role: document.RoleBody}, {Text: "京ICP备1号", Role: document.RoleBoilerplate, Kind: document.KindICP}},
	}
	d.Freeze()
	end := len(d.Text)
	d.Sections = []document.Section{{Level: 1, Number: "一、", Heading: "准备", Kind: document.SectionPreparation, Parent: -1, Span: document.Span{End: end}, Body: document.Span{Start: 13, End: end}}}
	d.Advice = []document.Advice{{Span: document.Span{Start: 13, End: end}, Stance: document.StanceDo, Topic: document.TopicEvidence, Terms: []string{"证据"}}}
	return document.NewRecord(d, document.RecordOptions{Version: "test"})
}

func reject(i int) *document.Reject {
	d := &document.Document{URI: fmt.Sprintf("crawl/bad%d", i)}
	return document.NewReject(d, document.ClassInput, "source", document.Drop{Reason: "empty"}, "test")
}

// unit writes n articles, from the given number on, and one reject as a unit.
func unit(t *testing.T, o *Output, l Layout, from, n int) *Unit {
	t.Helper()
	w, err := o.BeginUnit(l, "")
	if err != nil {
		t.Fatal(err)
	}
	for i := from; i < from+n; i++ {
		r := article(i)
		if err := w.Article(r); err != nil {
			t.Fatal(err)
		}
		in := &Input{Key: fmt.Sprintf("crawl\x00%03d", i), Size: 100, Rows: []Row{{ID: r.ID, Class: RowArticle}}}
		if err := w.Input(in); err != nil {
			t.Fatal(err)
		}
	}
	x := reject(from)
	if err := w.Reject(x); err != nil {
		t.Fatal(err)
	}
	if err := w.Input(&Input{Key: fmt.Sprintf("crawl\x00%03d\x00bad", from+n-1), Rows: []Row{{ID: x.ID, Class: RowInput}}}); err != nil {
		t.Fatal(err)
	}
	u, err := w.Finish(false, []byte("{}"))
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// commit makes dir hold n articles and one reject.
func commit(t *testing.T, dir string, n int, formats ...Format) {
	t.Helper()
	o, err := Open(dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	l := Layout{Formats: formats, Meta: Metadata{Version: "test", RuleDigest: "sha256:x"}}
	u := unit(t, o, l, 0, n)
	if err := o.Commit(Manifest{}, []*Unit{u}, l, map[string][]byte{ReportFile: []byte("report")}, 2); err != nil {
		t.Fatal(err)
	}
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	for _, formats := range [][]Format{{Parquet}, {JSONL}, {JSONLZstd}, {JSONL, Parquet}} {
		t.Run(fmt.Sprint(formats), func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "out")
			commit(t, dir, 3, formats...)
			var got []*document.Record
			if err := EachArticle(dir, func(r *document.Record) bool { got = append(got, r); return true }); err != nil {
				t.Fatal(err)
			}
			if len(got) != 3 {
				t.Fatalf("%d records, want 3", len(got))
			}
			for i, r := range got {
				if diff := cmp.Diff(article(i), r); diff != "" {
					t.Errorf("record %d (-want +got):\n%s", i, diff)
				}
			}
			n := 0
			if err := EachReject(dir, func(r *document.Reject) bool { n++; return true }); err != nil || n != 1 {
				t.Errorf("%d rejects, error %v", n, err)
			}
		})
	}
}

// files lists what a reader sees below dir.
func files(t *testing.T, dir string) []string {
	t.Helper()
	var out []string
	for _, table := range []string{Articles, Rejects} {
		entries, err := os.ReadDir(filepath.Join(dir, table))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			t.Fatal(err)
		}
		for _, e := range entries {
			out = append(out, table+"/"+e.Name())
		}
	}
	return out
}

func TestSameContentSameBytes(t *testing.T) {
	a, b := filepath.Join(t.TempDir(), "a"), filepath.Join(t.TempDir(), "b")
	commit(t, a, 5, Parquet, JSONLZstd)
	commit(t, b, 5, Parquet, JSONLZstd)
	if diff := cmp.Diff(files(t, a), files(t, b)); diff != "" {
		t.Errorf("parts differ:\n%s", diff)
	}
	ma, _ := os.ReadFile(filepath.Join(a, ManifestFile))
	mb, _ := os.ReadFile(filepath.Join(b, ManifestFile))
	if len(ma) == 0 || string(ma) != string(mb) {
		t.Error("manifests differ")
	}
}

func TestEmptyTableHasColumns(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	o, err := Open(dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	if err := o.Commit(Manifest{}, nil, Layout{Formats: []Format{Parquet, JSONL}}, nil, 2); err != nil {
		t.Fatal(err)
	}
	m, err := ReadManifest(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(m.Parts) != 4 || m.Parts[0].Rows != 0 {
		t.Errorf("parts %+v", m.Parts)
	}
	if bad, err := Verify(dir); err != nil || len(bad) > 0 {
		t.Errorf("problems %q, error %v", bad, err)
	}
}

func TestReadersSeeOldOrNew(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	commit(t, dir, 1, Parquet)
	before := files(t, dir)
	o, err := Open(dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	w, err := o.BeginUnit(Layout{Formats: []Format{Parquet}}, "")
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Article(article(7)); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, files(t, dir)); diff != "" {
		t.Errorf("a run in progress is visible:\n%s", diff)
	}
	if err := w.Abort(); err != nil {
		t.Fatal(err)
	}
	o.Close()
	if diff := cmp.Diff(before, files(t, dir)); diff != "" {
		t.Errorf("an aborted run changed the table:\n%s", diff)
	}
	for n := 2; n <= 4; n++ {
		commit(t, dir, n, Parquet)
	}
	m, err := ReadManifest(dir)
	if err != nil || m.Articles != 4 {
		t.Errorf("manifest %+v, error %v", m, err)
	}
	versions, err := os.ReadDir(filepath.Join(dir, "versions"))
	if err != nil || len(versions) != 2 {
		t.Errorf("%d versions kept, want 2; error %v", len(versions), err)
	}
}

func TestSavedUnitsOutliveTheProcess(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	o, err := Open(dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	l := Layout{Formats: []Format{Parquet}}
	u := unit(t, o, l, 0, 3)
	if _, err := o.BeginUnit(l, ""); err != nil { // and one that is never finished
		t.Fatal(err)
	}
	o.Close()
	if o, err = Open(dir, nil); err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	saved, err := o.WorkUnits()
	if err != nil || len(saved) != 1 || saved[0].ID != u.ID || !saved[0].Saved() {
		t.Fatalf("saved units %+v, error %v", saved, err)
	}
	var keys []string
	if err := saved[0].EachInput(func(in *Input) error { keys = append(keys, in.Key); return nil }); err != nil || len(keys) != 4 {
		t.Errorf("inputs %q, error %v", keys, err)
	}
}

func TestCopyPatchesRows(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	o, err := Open(dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	l := Layout{Formats: []Format{Parquet}, Partition: func(r *document.Record) string { return "p_x=" + r.ID[:1] }}
	u := unit(t, o, l, 0, 4)
	w, err := o.BeginUnit(l, "")
	if err != nil {
		t.Fatal(err)
	}
	twin, fallen := article(1), article(2)
	seen := 0
	open, err := w.Copy(u, Patch{
		Drop: map[string]bool{"crawl\x00000": true}, Twin: map[string]string{twin.ID: fallen.ID},
		Reject: map[string]RowClass{fallen.ID: RowSuperseded},
	}, Observer{Article: func(*document.Record) { seen++ }, Reject: func(*document.Reject) { seen++ }})
	if err != nil || open != nil {
		t.Fatal(err)
	}
	next, err := w.Finish(false, []byte("{}"))
	if err != nil {
		t.Fatal(err)
	}
	if next.Articles != 2 || next.Rejects != 2 || next.Inputs != 4 || seen != 4 {
		t.Errorf("unit %+v, %d rows seen", next, seen)
	}
	if err := o.Commit(Manifest{}, []*Unit{next}, l, nil, 1); err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	if err := EachArticle(dir, func(r *document.Record) bool {
		got[r.ID] = ""
		if r.DuplicateOf != nil {
			got[r.ID] = *r.DuplicateOf
		}
		return true
	}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]string{twin.ID: fallen.ID, article(3).ID: ""}, got); diff != "" {
		t.Errorf("articles (-want +got):\n%s", diff)
	}
	var reasons []string
	if err := EachReject(dir, func(r *document.Reject) bool { reasons = append(reasons, r.Reason); return true }); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"superseded", "empty"}, reasons); diff != "" {
		t.Errorf("rejects (-want +got):\n%s", diff)
	}
}

func TestVerifyFinds(t *testing.T) {
	tests := []struct {
		name  string
		spoil func(root string, m *Manifest) error
		want  string
	}{
		{"a missing part", func(root string, m *Manifest) error { return os.Remove(filepath.Join(root, m.Parts[0].Path)) }, "missing"},
		{"a changed byte", func(root string, m *Manifest) error {
			name := filepath.Join(root, m.Parts[0].Path)
			b, err := os.ReadFile(name)
			if err == nil {
				b[len(b)/2] ^= 1
				err = os.WriteFile(name, b, 0o644)
			}
			return err
		}, "the bytes have changed"},
		{"a part cut short", func(root string, m *Manifest) error { return os.Truncate(filepath.Join(root, m.Parts[0].Path), 10) }, "10 bytes instead of"},
		{"a file too many", func(root string, _ *Manifest) error {
			return os.WriteFile(filepath.Join(root, "articles", "x.parquet"), nil, 0o644)
		}, "not in the manifest"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "out")
			commit(t, dir, 3, Parquet)
			m, err := ReadManifest(dir)
			if err != nil {
				t.Fatal(err)
			}
			if err := tt.spoil(filepath.Join(dir, "current"), m); err != nil {
				t.Fatal(err)
			}
			bad, err := Verify(dir)
			if err != nil || len(bad) == 0 || !strings.Contains(strings.Join(bad, "\n"), tt.want) {
				t.Errorf("problems %q, error %v; want %q", bad, err, tt.want)
			}
		})
	}
}

func TestOpenRefuses(t *testing.T) {
	dir := t.TempDir()
	other := filepath.Join(dir, "other")
	if err := os.MkdirAll(filepath.Join(other, "sub"), 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(other, nil); !errors.Is(err, ErrRefuse) || !strings.Contains(err.Error(), "not made by zhengwen") {
		t.Errorf("a directory that is not ours: %v", err)
	}
	if err := os.Symlink(other, filepath.Join(dir, "link")); err != nil {
		t.Fatal(err)
	}
	for _, out := range []string{filepath.Join(other, "sub"), filepath.Join(other, "new", "deep"), filepath.Join(dir, "link", "sub")} {
		if _, err := Open(out, []string{other}); !errors.Is(err, ErrRefuse) || !strings.Contains(err.Error(), "inside the input") {
			t.Errorf("%s inside an input: %v", out, err)
		}
	}
	if _, err := os.Stat(filepath.Join(other, "new")); err == nil {
		t.Error("a refused directory was made")
	}
	free := filepath.Join(dir, "free")
	o, err := Open(free, []string{other})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Open(free, nil); !errors.Is(err, ErrLocked) {
		t.Errorf("a locked directory: %v", err)
	}
	if err := o.Close(); err != nil {
		t.Fatal(err)
	}
	if o, err = Open(free, nil); err != nil {
		t.Errorf("a directory that was given up: %v", err)
	} else {
		o.Close()
	}
}

func TestReadingWhatIsNoOutput(t *testing.T) {
	if _, err := ReadManifest(t.TempDir()); !errors.Is(err, ErrNotOutput) {
		t.Errorf("error %v", err)
	}
}

func TestCorruptPartIsAnError(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	commit(t, dir, 3, Parquet)
	m, err := ReadManifest(dir)
	if err != nil {
		t.Fatal(err)
	}
	p := filepath.Join(dir, "current", m.Parts[0].Path)
	data, err := os.ReadFile(p)
	if err != nil {
		t.Fatal(err)
	}
	for i := 4; i < len(data)/2; i++ {
		data[i] ^= 0x5A
	}
	if err := os.WriteFile(p, data, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := EachArticle(dir, func(*document.Record) bool { return true }); err == nil {
		t.Error("no error")
	}
}

func TestSchemas(t *testing.T) {
	for _, table := range []string{Articles, Rejects} {
		p, err := ParquetSchema(table)
		if err != nil || !strings.Contains(p, "required binary id (STRING)") {
			t.Errorf("%s: Parquet schema %.60s, error %v", table, p, err)
		}
		j, err := JSONSchema(table)
		if err != nil || !strings.Contains(j, `"page_id"`) {
			t.Errorf("%s: JSON Schema %.60s, error %v", table, j, err)
		}
	}
	if _, err := JSONSchema("nothing"); err == nil {
		t.Error("an unknown table is no error")
	}
}

func TestParseFormats(t *testing.T) {
	if f, err := ParseFormats("parquet, jsonl.zst"); err != nil || len(f) != 2 {
		t.Errorf("formats %v, error %v", f, err)
	}
	if _, err := ParseFormats("csv"); err == nil {
		t.Error("csv is no error")
	}
}
