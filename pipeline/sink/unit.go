package sink

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/klauspost/compress/zstd"

	"zhengwen/document"
)

// Unit is a run of inputs with the rows they gave: what is worked on, saved and
// committed as a whole. Its files never change; a changed unit is another unit.
type Unit struct {
	ID            string          `json:"id"` // digest of the rest, Replaces, Seq and Modified apart
	ProcessedWith string          `json:"processed_with"`
	Inputs        int             `json:"inputs"` // pieces of large files count each
	Articles      int             `json:"articles"`
	Rejects       int             `json:"rejects"`
	First         string          `json:"first"`              // key of the first input; orders units
	Partial       bool            `json:"partial,omitempty"`  // a run stopped inside; the next one goes on with it
	Replaces      []string        `json:"replaces,omitempty"` // units this one stands for
	Seq           int             `json:"seq,omitempty"`      // order of saving, from 1; later units overrule earlier ones; 0 once committed
	Modified      int64           `json:"modified,omitempty"` // of the last input, where its file goes on: modification time in Unix nanoseconds; 0 once committed
	Parts         []Part          `json:"parts"`
	List          Part            `json:"list"`    // the inputs, JSON Lines in zstd
	Figures       json.RawMessage `json:"figures"` // counts of the rows, for the report

	dir string // where the unit's files lie: a folder of state/work or a version
}

// Input is what a unit remembers of one input file, or of a piece of a file that
// holds many documents.
type Input struct {
	Key    string `json:"key"`            // source.Entry.Key or, of a further piece, index.PieceKey
	Size   int64  `json:"size"`           // of the file, in bytes
	Digest string `json:"digest"`         // XXH3-128 of the file's bytes, hex; empty when it could not be read and before the last piece
	Rows   []Row  `json:"rows"`           // in the order of the file's documents
	More   bool   `json:"more,omitempty"` // a run stopped inside; the last input of its unit
	Next   bool   `json:"next,omitempty"` // the file goes on in a next piece

	// Modified is the file's modification time in Unix nanoseconds. It is kept in the
	// index only: output must not depend on it.
	Modified int64 `json:"-"`
}

// Row is what a unit remembers of one document.
type Row struct {
	ID      string   `json:"id"`
	Class   RowClass `json:"class"`
	Text    string   `json:"text,omitempty"` // first 96 bits of text_digest, hex; articles and what might have been one
	Page    string   `json:"page,omitempty"` // XXH3-64 of page_id, hex; likewise
	Fetched int64    `json:"fetched,omitempty"`
	Twin    string   `json:"twin,omitempty"` // duplicate_of
	Why     string   `json:"why,omitempty"`  // reason of an unreadable input
}

// RowClass says what became of a document.
type RowClass string

const (
	RowArticle    RowClass = "article"
	RowDecision   RowClass = "decision"
	RowFault      RowClass = "fault"
	RowInput      RowClass = "input"
	RowRepeated   RowClass = "repeated"   // an earlier document is the same revision of the same page
	RowSuperseded RowClass = "superseded" // a later revision of the page is kept
)

// Layout says how a unit's tables are written.
type Layout struct {
	Formats   []Format
	Partition func(*document.Record) string // folder name such as "p_host=a.example"; nil for none
	Meta      Metadata

	UnitInputs int // documents that fill a unit; 0 for as many as pay. Tests want small ones
}

// UnitWriter writes one unit into the work folder.
type UnitWriter struct {
	out       *Output
	dir       string
	first     string
	layout    Layout
	articles  map[string][]*table[document.Record]
	rejects   []*table[document.Reject]
	list      bytes.Buffer
	lines     *zstd.Encoder
	unit      Unit
	documents int
	size      int64 // bytes of the inputs
}

// Bounds of a unit: what is lost at most when a run is killed, and what one part
// holds. A unit ends with the input that reaches one of them, so that the units
// of a run from scratch depend on the listing alone. A file that goes beyond them
// is divided into pieces.
const (
	unitDocuments = 10_000
	unitBytes     = 64 << 20
)

// Fills reports whether so many documents, of so many bytes, fill a unit.
func (l Layout) Fills(documents int, bytes int64) bool {
	most := l.UnitInputs
	if most == 0 {
		most = unitDocuments
	}
	return documents >= most || bytes >= unitBytes
}

// Full reports whether the unit takes no further input.
func (u *UnitWriter) Full() bool { return u.layout.Fills(u.documents, u.size) }

// BeginUnit starts a unit whose first input has the given key. What an interrupted
// run left half-written is removed.
func (o *Output) BeginUnit(l Layout, first string) (*UnitWriter, error) {
	dir := filepath.Join(o.dir, stateDir, o.work, ".new")
	if err := o.fs.RemoveAll(dir); err != nil {
		return nil, fmt.Errorf("remove an unfinished unit: %w", err)
	}
	if err := o.fs.MkdirAll(dir); err != nil {
		return nil, fmt.Errorf("create unit: %w", err)
	}
	u := &UnitWriter{out: o, dir: dir, first: first, layout: l, articles: map[string][]*table[document.Record]{}}
	u.unit.ProcessedWith = l.Meta.Version
	z, err := zstd.NewWriter(&u.list, zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(256<<10), zstd.WithLowerEncoderMem(true))
	if err != nil {
		return nil, fmt.Errorf("start zstd: %w", err)
	}
	u.lines = z
	for _, f := range l.Formats {
		u.rejects = append(u.rejects, &table[document.Reject]{fs: o.fs, pages: o.pages, dir: dir, first: first, name: Rejects, format: f, meta: l.Meta})
	}
	return u, nil
}

// Article adds a record.
func (u *UnitWriter) Article(r *document.Record) error {
	folder := Articles
	if u.layout.Partition != nil {
		folder += "/" + u.layout.Partition(r)
	}
	tables, ok := u.articles[folder]
	if !ok {
		for _, f := range u.layout.Formats {
			tables = append(tables, &table[document.Record]{fs: u.out.fs, pages: u.out.pages, dir: u.dir, first: u.first, name: folder, format: f, meta: u.layout.Meta})
		}
		u.articles[folder] = tables
	}
	for _, t := range tables {
		if err := t.write(r); err != nil {
			return err
		}
	}
	u.unit.Articles++
	return nil
}

// Reject adds a reject.
func (u *UnitWriter) Reject(r *document.Reject) error {
	for _, t := range u.rejects {
		if err := t.write(r); err != nil {
			return err
		}
	}
	u.unit.Rejects++
	return nil
}

// Input enters an input whose rows have all been written.
func (u *UnitWriter) Input(in *Input) error {
	b, err := json.Marshal(in)
	if err != nil {
		return fmt.Errorf("encode input: %w", err)
	}
	if _, err := u.lines.Write(append(b, '\n')); err != nil {
		return fmt.Errorf("list input: %w", err)
	}
	if u.unit.Inputs == 0 || in.Key < u.unit.First {
		u.unit.First = in.Key
	}
	u.unit.Inputs++
	u.documents += max(1, len(in.Rows))
	u.size += in.Size
	return nil
}

// GoesOn says that the file of the last input, modified at the given time, goes on
// behind the unit.
func (u *UnitWriter) GoesOn(modified int64) { u.unit.Modified = modified }

// Replaces says that the unit stands for another one.
func (u *UnitWriter) Replaces(id string) { u.unit.Replaces = append(u.unit.Replaces, id) }

// Finish completes the unit and gives it its name in the work folder. From then on
// a run that is killed does not lose it.
func (u *UnitWriter) Finish(partial bool, figures json.RawMessage) (*Unit, error) {
	for _, folder := range slices.Sorted(maps.Keys(u.articles)) {
		if err := endAll(u, folder, u.articles[folder]); err != nil {
			return nil, err
		}
	}
	if err := endAll(u, Rejects, u.rejects); err != nil {
		return nil, err
	}
	if err := u.lines.Close(); err != nil {
		return nil, fmt.Errorf("complete list of inputs: %w", err)
	}
	u.unit.Partial, u.unit.Figures = partial, figures
	sum := sha256.Sum256(u.list.Bytes())
	u.unit.List = Part{Rows: u.unit.Inputs, Bytes: int64(u.list.Len()), SHA256: hex.EncodeToString(sum[:])}
	if err := writeFile(u.out.fs, filepath.Join(u.dir, "list.jsonl.zst"), u.list.Bytes()); err != nil {
		return nil, fmt.Errorf("write list of inputs: %w", err)
	}
	return u.name()
}

// endAll completes the tables of one folder, one for each format.
func endAll[T row](u *UnitWriter, folder string, tables []*table[T]) error {
	n := len(u.unit.Parts)
	for _, t := range tables {
		if err := t.end(); err != nil {
			return err
		}
		u.unit.Parts = append(u.unit.Parts, t.parts...)
	}
	if len(u.unit.Parts) == n {
		return nil
	}
	for d := folder; d != "."; d = path.Dir(d) {
		if err := u.out.fs.SyncDir(filepath.Join(u.dir, filepath.FromSlash(d))); err != nil {
			return fmt.Errorf("sync %s: %w", d, err)
		}
	}
	return nil
}

func (u *UnitWriter) name() (*Unit, error) {
	b, err := u.unit.encode()
	if err != nil {
		return nil, fmt.Errorf("encode unit: %w", err)
	}
	sum := sha256.Sum256(b)
	u.unit.ID = hex.EncodeToString(sum[:])[:16]
	u.unit.List.Path = unitsDir + "/" + u.unit.ID + ".jsonl.zst"
	u.out.seq++
	u.unit.Seq = u.out.seq
	if b, err = json.Marshal(&u.unit); err != nil {
		return nil, fmt.Errorf("encode unit: %w", err)
	}
	if err := writeFile(u.out.fs, filepath.Join(u.dir, "unit.json"), b); err != nil {
		return nil, fmt.Errorf("write unit: %w", err)
	}
	if err := u.out.fs.SyncDir(u.dir); err != nil {
		return nil, fmt.Errorf("sync unit: %w", err)
	}
	final := filepath.Join(filepath.Dir(u.dir), u.unit.ID)
	if err := u.out.fs.RemoveAll(final); err != nil {
		return nil, fmt.Errorf("remove an equal unit: %w", err)
	}
	if err := u.out.fs.Rename(u.dir, final); err != nil {
		return nil, fmt.Errorf("name unit: %w", err)
	}
	if err := u.out.fs.SyncDir(filepath.Dir(final)); err != nil {
		return nil, fmt.Errorf("sync units: %w", err)
	}
	unit := u.unit // by itself, not holding the writer with its buffers
	unit.dir = final
	return &unit, nil
}

// encode gives the unit as a version keeps it: what it replaced has gone by then.
func (u Unit) encode() ([]byte, error) {
	u.Replaces, u.Seq, u.Modified = nil, 0, 0
	return json.Marshal(&u)
}

// Abort drops the unit.
func (u *UnitWriter) Abort() error {
	for _, tables := range u.articles {
		for _, t := range tables {
			t.abort()
		}
	}
	for _, t := range u.rejects {
		t.abort()
	}
	if err := u.out.fs.RemoveAll(u.dir); err != nil {
		return fmt.Errorf("remove unfinished unit: %w", err)
	}
	return nil
}

// WorkUnits returns the finished units of the work folder that no version holds
// yet, in the order they were saved in. One whose files are not all there, as a
// power failure may leave it, is passed over: its inputs are read again.
func (o *Output) WorkUnits() ([]*Unit, error) {
	dir := filepath.Join(o.dir, stateDir, workDir)
	entries, err := os.ReadDir(dir)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("list saved units: %w", err)
	}
	var out []*Unit
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".") {
			continue
		}
		u, err := readUnit(filepath.Join(dir, e.Name(), "unit.json"))
		if err != nil {
			return nil, err
		}
		u.dir = filepath.Join(dir, e.Name())
		o.seq = max(o.seq, u.Seq)
		if u.whole() {
			out = append(out, u)
		}
	}
	slices.SortFunc(out, func(a, b *Unit) int { return cmp.Or(a.Seq-b.Seq, strings.Compare(a.ID, b.ID)) })
	return out, nil
}

// whole reports whether the files of a unit are there in their full size.
func (u *Unit) whole() bool {
	has := func(name string, size int64) bool {
		info, err := os.Stat(name)
		return err == nil && info.Size() == size
	}
	for _, p := range u.Parts {
		if !has(filepath.Join(u.dir, filepath.FromSlash(p.Path)), p.Bytes) {
			return false
		}
	}
	return has(u.listFile(), u.List.Bytes)
}

func readUnit(name string) (*Unit, error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("read unit: %w", err)
	}
	u := &Unit{}
	if err := json.Unmarshal(b, u); err != nil {
		return nil, fmt.Errorf("read unit %s: %w", name, err)
	}
	return u, nil
}

// Saved reports whether the unit lies in the state folder, where no reader sees it.
func (u *Unit) Saved() bool { return filepath.Base(filepath.Dir(filepath.Dir(u.dir))) == stateDir }

// listFile is where the unit's list of inputs lies now.
func (u *Unit) listFile() string {
	if u.Saved() {
		return filepath.Join(u.dir, "list.jsonl.zst")
	}
	return filepath.Join(u.dir, filepath.FromSlash(u.List.Path))
}

// EachInput calls f for every input of the unit, in order.
func (u *Unit) EachInput(f func(*Input) error) error {
	file, err := os.Open(u.listFile())
	if err != nil {
		return fmt.Errorf("open list of inputs: %w", err)
	}
	defer file.Close()
	z, err := zstd.NewReader(file, zstd.WithDecoderConcurrency(1))
	if err != nil {
		return fmt.Errorf("read list of inputs: %w", err)
	}
	defer z.Close()
	dec := json.NewDecoder(z)
	for {
		var in Input
		if err := dec.Decode(&in); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return fmt.Errorf("read list of inputs of unit %s: %w", u.ID, err)
		}
		if err := f(&in); err != nil {
			return err
		}
	}
}

// Fits reports whether the unit is written in exactly these formats, with its
// articles in folders of the given partition key, "" for none.
func (u *Unit) Fits(formats []Format, key string) bool {
	seen := map[Format]bool{}
	for _, p := range u.Parts {
		if !slices.Contains(formats, p.format()) {
			return false
		}
		seen[p.format()] = true
	}
	for _, f := range u.Folders() {
		if k, _, _ := strings.Cut(f, "="); k != key {
			return false
		}
	}
	return len(u.Parts) == 0 || len(seen) == len(formats)
}

// Folders returns the folders of the unit's articles below the table, "" for the
// table itself.
func (u *Unit) Folders() []string {
	var out []string
	for _, p := range u.Parts {
		if f, ok := strings.CutPrefix(path.Dir(p.Path), Articles); ok && !slices.Contains(out, strings.TrimPrefix(f, "/")) {
			out = append(out, strings.TrimPrefix(f, "/"))
		}
	}
	return out
}
