package sink

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
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
	data, err := os.ReadFile(filepath.Join(dir, ManifestFile))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", dir, ErrNotOutput)
	}
	var m Manifest
	if err := json.Unmarshal(data, &m); err != nil {
		return nil, fmt.Errorf("read manifest: %w", err)
	}
	return &m, nil
}

// EachArticle calls f for every record of the table, in order, until f returns
// false.
func EachArticle(dir string, f func(*document.Record) bool) error { return each(dir, Articles, f) }

// EachReject calls f for every reject of the table, in order, until f returns
// false.
func EachReject(dir string, f func(*document.Reject) bool) error { return each(dir, Rejects, f) }

// each reads the parts of a table in the first format the manifest lists.
func each[T row](dir, name string, f func(*T) bool) error {
	m, err := ReadManifest(dir)
	if err != nil {
		return err
	}
	var format string
	for _, p := range m.Parts {
		if !strings.HasPrefix(p.Path, name+"/") {
			continue
		}
		_, suffix, _ := strings.Cut(filepath.Base(p.Path), ".")
		if format == "" {
			format = suffix
		}
		if suffix != format {
			continue
		}
		more, err := readPart(filepath.Join(dir, currentLink, filepath.FromSlash(p.Path)), Format(suffix), f)
		if err != nil {
			return fmt.Errorf("read %s: %w", p.Path, err)
		}
		if !more {
			return nil
		}
	}
	return nil
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
