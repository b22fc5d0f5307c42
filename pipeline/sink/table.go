package sink

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
)

// Bounds of one part: what a reader opens at once.
const (
	partRows  = 200_000
	partBytes = 512 << 20
)

// Part is one finished file of a table.
type Part struct {
	Path   string `json:"path"` // below the version, with slashes
	Rows   int    `json:"rows"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// table writes one table in one format as a sequence of parts named by content.
type table[T row] struct {
	dir, name string
	format    Format
	meta      Metadata
	cur       *part[T]
	parts     []Part
}

type part[T row] struct {
	f     *os.File
	sum   hash.Hash
	enc   encoder[T]
	rows  int
	bytes int
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

// finish completes the table; an empty one gets one part without rows, so that a
// reader finds the columns.
func (t *table[T]) finish() error {
	if t.cur == nil && len(t.parts) == 0 {
		if err := t.begin(); err != nil {
			return err
		}
	}
	return t.end()
}

func (t *table[T]) begin() error {
	dir := filepath.Join(t.dir, t.name)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("create table: %w", err)
	}
	f, err := os.Create(filepath.Join(dir, ".part."+string(t.format)))
	if err != nil {
		return fmt.Errorf("create part: %w", err)
	}
	p := &part[T]{f: f, sum: sha256.New()}
	p.enc, err = newEncoder[T](t.format, io.MultiWriter(f, p.sum), t.meta)
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
	info, serr := p.f.Stat()
	if err := errors.Join(err, serr, p.f.Close()); err != nil {
		return fmt.Errorf("complete a part of %s: %w", t.name, err)
	}
	digest := hex.EncodeToString(p.sum.Sum(nil))
	file := "part-" + digest[:16] + "." + string(t.format)
	if err := os.Rename(p.f.Name(), filepath.Join(t.dir, t.name, file)); err != nil {
		return fmt.Errorf("name a part of %s: %w", t.name, err)
	}
	t.parts = append(t.parts, Part{Path: t.name + "/" + file, Rows: p.rows, Bytes: info.Size(), SHA256: digest})
	return nil
}

// abort closes what is open; the caller removes the files.
func (t *table[T]) abort() {
	if t.cur != nil {
		t.cur.f.Close()
		t.cur = nil
	}
}
