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

// commit writes n articles and one reject to dir.
func commit(t *testing.T, dir string, n int, formats ...Format) {
	t.Helper()
	o, err := Open(dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	v, err := o.Begin(formats, Metadata{Version: "test", RuleDigest: "sha256:x"})
	if err != nil {
		t.Fatal(err)
	}
	for i := range n {
		if err := v.Article(article(i)); err != nil {
			t.Fatal(err)
		}
	}
	if err := v.Reject(reject(0)); err != nil {
		t.Fatal(err)
	}
	v.File(ReportFile, []byte("report"))
	if err := v.Commit(Manifest{Articles: n, Rejects: 1}); err != nil {
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
	commit(t, dir, 0, Parquet)
	m, err := ReadManifest(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(m.Parts) != 2 || m.Parts[0].Rows != 0 {
		t.Errorf("parts %+v", m.Parts)
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
	v, err := o.Begin([]Format{Parquet}, Metadata{})
	if err != nil {
		t.Fatal(err)
	}
	if err := v.Article(article(7)); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, files(t, dir)); diff != "" {
		t.Errorf("a run in progress is visible:\n%s", diff)
	}
	if err := v.Abort(); err != nil {
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
