package sink

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go"

	"zhengwen/document"
)

// ErrNotOutput means that a directory holds no finished run.
var ErrNotOutput = errors.New("no finished output of zhengwen")

// ReadManifest reads the manifest of the version that readers see.
func ReadManifest(dir string) (*Manifest, error) {
	m, err := readManifest(filepath.Join(dir, ManifestFile))
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("%s: %w", dir, ErrNotOutput)
	}
	return m, err
}

func readManifest(name string) (*Manifest, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("read manifest: %w", err)
	}
	m := &Manifest{}
	if err := json.Unmarshal(data, m); err != nil {
		return nil, fmt.Errorf("read manifest %s: %w", name, err)
	}
	return m, nil
}

// EachArticle calls f for every record of the table, in order, until f returns
// false.
func EachArticle(dir string, f func(*document.Record) bool) error { return each(dir, Articles, f) }

// EachReject calls f for every reject of the table, in order, until f returns
// false.
func EachReject(dir string, f func(*document.Reject) bool) error { return each(dir, Rejects, f) }

func each[T row](dir, name string, f func(*T) bool) error {
	m, err := ReadManifest(dir)
	if err != nil {
		return err
	}
	return eachRow(filepath.Join(dir, currentLink), m.Parts, name, f)
}

// eachRow reads the parts of a table below dir in the first format listed.
func eachRow[T row](dir string, parts []Part, table string, f func(*T) bool) error {
	var format Format
	for _, p := range parts {
		if !strings.HasPrefix(p.Path, table+"/") {
			continue
		}
		pf := p.format()
		if format == "" {
			format = pf
		}
		if pf != format {
			continue
		}
		more, err := readPart(filepath.Join(dir, filepath.FromSlash(p.Path)), pf, f)
		if err != nil {
			return fmt.Errorf("read %s: %w", p.Path, err)
		}
		if !more {
			return nil
		}
	}
	return nil
}

func (p Part) format() Format {
	_, suffix, _ := strings.Cut(path.Base(p.Path), ".")
	return Format(suffix)
}

func readPart[T row](path string, format Format, f func(*T) bool) (more bool, err error) {
	file, err := os.Open(path)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	switch format {
	case Parquet:
		return readParquet(file, f)
	case JSONLZstd:
		z, err := zstd.NewReader(file, zstd.WithDecoderConcurrency(1))
		if err != nil {
			return false, err
		}
		defer z.Close()
		return readLines(z, f)
	case JSONL:
		return readLines(file, f)
	}
	return false, fmt.Errorf("format %q is unknown", format)
}

func readParquet[T row](file *os.File, f func(*T) bool) (more bool, err error) {
	defer func() {
		// parquet-go panics on some corrupt files.
		if p := recover(); p != nil {
			err = fmt.Errorf("corrupt parquet file: %v", p)
		}
	}()
	r := parquet.NewGenericReader[T](file)
	defer r.Close()
	buf := make([]T, 64)
	for {
		n, err := r.Read(buf)
		for i := range buf[:n] {
			row := buf[i]
			if !f(&row) {
				return false, nil
			}
		}
		if errors.Is(err, io.EOF) {
			return true, nil
		}
		if err != nil {
			return false, err
		}
		buf = slices.Grow(buf[:0], 64)[:64]
		clear(buf)
	}
}

func readLines[T row](r io.Reader, f func(*T) bool) (more bool, err error) {
	dec := json.NewDecoder(r)
	for {
		row := new(T)
		if err := dec.Decode(row); errors.Is(err, io.EOF) {
			return true, nil
		} else if err != nil {
			return false, err
		}
		if !f(row) {
			return false, nil
		}
	}
}

// rowReader hands out the rows of a table one at a time.
type rowReader[T row] struct {
	next func() *T // nil at the end or on error
	stop func()
	err  error
}

func newRowReader[T row](dir string, parts []Part, table string) *rowReader[T] {
	r := &rowReader[T]{}
	next, stop := iter.Pull(func(yield func(*T) bool) {
		r.err = eachRow(dir, parts, table, yield)
	})
	r.next = func() *T {
		row, _ := next()
		return row
	}
	r.stop = stop
	return r
}

// pullInputs hands out the inputs of a unit one at a time.
func pullInputs(u *Unit, err *error) (next func() (*Input, bool), stop func()) {
	stopped := errors.New("stopped")
	return iter.Pull(func(yield func(*Input) bool) {
		e := u.EachInput(func(in *Input) error {
			if !yield(in) {
				return stopped
			}
			return nil
		})
		if e != nil && !errors.Is(e, stopped) {
			*err = e
		}
	})
}
