package sink

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"path"
	"path/filepath"
)

// Bounds of one part: what a reader opens at once.
const (
	partRows  = 200_000
	partBytes = 512 << 20
)

// Part is one finished file of a table. Its name tells its content and where in the
// table it stands: two inputs that fail alike are two rows.
type Part struct {
	Path   string `json:"path"` // below the version, with slashes
	Rows   int    `json:"rows"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// table writes one table, or one partition of it, in one format as a sequence of
// parts.
type table[T row] struct {
	fs     Filesystem
	dir    string // of the unit
	first  string // key of the unit's first input
	name   string // path below dir, with slashes: "articles/p_host=a.example"
	format Format
	meta   Metadata
	pages  *pages
	cur    *part[T]
	parts  []Part
}

type part[T row] struct {
	f     File
	sum   hash.Hash
	size  int64
	enc   encoder[T]
	rows  int
	bytes int
}

func (p *part[T]) Write(b []byte) (int, error) {
	n, err := p.f.Write(b)
	p.sum.Write(b[:n])
	p.size += int64(n)
	return n, err
}

// write adds a row, beginning and ending parts as they fill.
func (t *table[T]) write(r *T) error {
	if t.cur == nil {
		if err := t.begin(); err != nil {
			return err
		}
	}
	if err := t.cur.enc.Write(r); err != nil {
		return fmt.Errorf("%s: %w", t.name, err)
	}
	t.cur.rows++
	t.cur.bytes += weight(r)
	if t.cur.rows >= partRows || t.cur.bytes >= partBytes {
		return t.end()
	}
	return nil
}

func (t *table[T]) begin() error {
	dir := filepath.Join(t.dir, filepath.FromSlash(t.name))
	if err := t.fs.MkdirAll(dir); err != nil {
		return fmt.Errorf("create table: %w", err)
	}
	f, err := t.fs.Create(filepath.Join(dir, ".part."+string(t.format)))
	if err != nil {
		return fmt.Errorf("create part: %w", err)
	}
	p := &part[T]{f: f, sum: sha256.New()}
	p.enc, err = newEncoder[T](t.format, p, t.meta, t.pages)
	if err != nil {
		return errors.Join(err, f.Close())
	}
	t.cur = p
	return nil
}

// end completes the current part: closed, synced, named by its content.
func (t *table[T]) end() error {
	p := t.cur
	if p == nil {
		return nil
	}
	t.cur = nil
	err := p.enc.Close()
	if err == nil {
		err = p.f.Sync()
	}
	if err := errors.Join(err, p.f.Close()); err != nil {
		return fmt.Errorf("complete a part of %s: %w", t.name, err)
	}
	digest := hex.EncodeToString(p.sum.Sum(nil))
	id := sha256.Sum256(fmt.Appendf(nil, "%s\n%d\n%s", digest, len(t.parts), t.first))
	name := path.Join(t.name, "part-"+hex.EncodeToString(id[:8])+"."+string(t.format))
	if err := t.fs.Rename(p.f.Name(), filepath.Join(t.dir, filepath.FromSlash(name))); err != nil {
		return fmt.Errorf("name a part of %s: %w", t.name, err)
	}
	t.parts = append(t.parts, Part{Path: name, Rows: p.rows, Bytes: p.size, SHA256: digest})
	return nil
}

// abort closes what is open; the caller removes the files.
func (t *table[T]) abort() {
	if t.cur != nil {
		t.cur.f.Close()
		t.cur = nil
	}
}
