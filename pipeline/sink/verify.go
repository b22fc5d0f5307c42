package sink

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/parquet-go/parquet-go"
)

// Verify checks a finished output against its manifest: every file is there with
// its size and digest, nothing else is, and the rows add up. It returns what is
// wrong, nothing when all is well.
func Verify(dir string) ([]string, error) {
	m, err := ReadManifest(dir)
	if err != nil {
		return nil, err
	}
	root, err := filepath.EvalSymlinks(filepath.Join(dir, currentLink))
	if err != nil {
		return nil, fmt.Errorf("resolve the current version: %w", err)
	}
	var bad []string
	known := map[string]bool{ManifestFile: true}
	for _, p := range slices.Concat(m.Parts, m.Files) {
		if known[p.Path] {
			bad = append(bad, p.Path+": twice in the manifest")
		}
		known[p.Path] = true
		if problem := check(filepath.Join(root, filepath.FromSlash(p.Path)), p); problem != "" {
			bad = append(bad, p.Path+": "+problem)
		}
	}
	err = filepath.WalkDir(root, func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		rel, err := filepath.Rel(root, name)
		if err == nil && !known[filepath.ToSlash(rel)] {
			bad = append(bad, filepath.ToSlash(rel)+": not in the manifest")
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list the current version: %w", err)
	}
	articles, rejects := 0, 0
	for _, u := range m.Units {
		articles += u.Articles
		rejects += u.Rejects
	}
	if articles != m.Articles || rejects != m.Rejects {
		bad = append(bad, fmt.Sprintf("%s: the units hold %d articles and %d rejects, the manifest says %d and %d", ManifestFile, articles, rejects, m.Articles, m.Rejects))
	}
	return bad, nil
}

// check compares one file with its entry in the manifest.
func check(name string, p Part) string {
	f, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return "missing"
	}
	if err != nil {
		return err.Error()
	}
	defer f.Close()
	h := sha256.New()
	n, err := io.Copy(h, f)
	switch {
	case err != nil:
		return err.Error()
	case n != p.Bytes:
		return fmt.Sprintf("%d bytes instead of %d", n, p.Bytes)
	case hex.EncodeToString(h.Sum(nil)) != p.SHA256:
		return "the bytes have changed"
	case p.format() == Parquet:
		if rows, err := parquetRows(f, n); err != nil {
			return err.Error()
		} else if rows != int64(p.Rows) {
			return fmt.Sprintf("%d rows instead of %d", rows, p.Rows)
		}
	}
	return ""
}

func parquetRows(f *os.File, size int64) (rows int64, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("corrupt parquet file: %v", p)
		}
	}()
	file, err := parquet.OpenFile(f, size)
	if err != nil {
		return 0, fmt.Errorf("open parquet file: %w", err)
	}
	return file.NumRows(), nil
}
