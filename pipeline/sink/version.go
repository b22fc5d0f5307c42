package sink

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/google/renameio/v2"

	"zhengwen/document"
)

// Version is a table in the making. Nothing of it is visible to readers before
// Commit.
type Version struct {
	out      *Output
	dir      string
	articles []*table[document.Record]
	rejects  []*table[document.Reject]
	extra    map[string][]byte
}

// Manifest says what a version consists of. It holds nothing that differs between
// two runs over the same input.
type Manifest struct {
	Format        int               `json:"format"`
	SchemaVersion int               `json:"schema_version"`
	ProcessedWith string            `json:"processed_with"`
	RuleDigest    string            `json:"rules"`
	Options       map[string]string `json:"options"`
	Articles      int               `json:"articles"`
	Rejects       int               `json:"rejects"`
	Parts         []Part            `json:"parts"`
	Columns       map[string]string `json:"columns"` // table: Parquet message type
}

// Begin starts a version. What an interrupted run left behind is removed.
func (o *Output) Begin(formats []Format, meta Metadata) (*Version, error) {
	dir := filepath.Join(o.dir, versionsDir, ".new")
	if err := os.RemoveAll(dir); err != nil {
		return nil, fmt.Errorf("remove an unfinished version: %w", err)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("create version: %w", err)
	}
	v := &Version{out: o, dir: dir, extra: map[string][]byte{}}
	for _, f := range formats {
		v.articles = append(v.articles, &table[document.Record]{dir: dir, name: Articles, format: f, meta: meta})
		v.rejects = append(v.rejects, &table[document.Reject]{dir: dir, name: Rejects, format: f, meta: meta})
	}
	return v, nil
}

// Article adds a record.
func (v *Version) Article(r *document.Record) error {
	for _, t := range v.articles {
		if err := t.write(r); err != nil {
			return err
		}
	}
	return nil
}

// Reject adds a reject.
func (v *Version) Reject(r *document.Reject) error {
	for _, t := range v.rejects {
		if err := t.write(r); err != nil {
			return err
		}
	}
	return nil
}

// File adds a file that stands beside the tables.
func (v *Version) File(name string, data []byte) { v.extra[name] = data }

// Abort removes the version; the table that readers see stays as it is.
func (v *Version) Abort() error {
	for _, t := range v.articles {
		t.abort()
	}
	for _, t := range v.rejects {
		t.abort()
	}
	if err := os.RemoveAll(v.dir); err != nil {
		return fmt.Errorf("remove unfinished version: %w", err)
	}
	return nil
}

// Commit completes the parts, writes the manifest and makes the version the one
// that readers see, by renaming one symbolic link. The version before it is kept,
// older ones are removed.
func (v *Version) Commit(m Manifest) error {
	m.Format, m.SchemaVersion, m.Columns = 1, document.SchemaVersion, map[string]string{}
	for _, t := range v.articles {
		if err := t.finish(); err != nil {
			return err
		}
		m.Parts = append(m.Parts, t.parts...)
	}
	for _, t := range v.rejects {
		if err := t.finish(); err != nil {
			return err
		}
		m.Parts = append(m.Parts, t.parts...)
	}
	for _, name := range []string{Articles, Rejects} {
		s, err := ParquetSchema(name)
		if err != nil {
			return err
		}
		m.Columns[name] = s
	}
	data, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		return fmt.Errorf("encode manifest: %w", err)
	}
	v.extra[ManifestFile] = append(data, '\n')
	h := sha256.New()
	for _, name := range []string{ManifestFile, ReportFile} {
		h.Write(v.extra[name])
	}
	for name, data := range v.extra {
		if err := writeSynced(filepath.Join(v.dir, name), data); err != nil {
			return err
		}
	}
	for _, d := range []string{filepath.Join(v.dir, Articles), filepath.Join(v.dir, Rejects), v.dir} {
		if err := syncDir(d); err != nil {
			return fmt.Errorf("sync version: %w", err)
		}
	}
	return v.publish(hex.EncodeToString(h.Sum(nil))[:16])
}

// publish gives the version its name and turns the link to it.
func (v *Version) publish(name string) error {
	versions := filepath.Join(v.out.dir, versionsDir)
	final := filepath.Join(versions, name)
	if _, err := os.Lstat(final); err == nil {
		// The same content was committed before: keep that copy.
		if err := os.RemoveAll(v.dir); err != nil {
			return fmt.Errorf("remove a version that exists: %w", err)
		}
	} else if err := os.Rename(v.dir, final); err != nil {
		return fmt.Errorf("name version: %w", err)
	}
	if err := syncDir(versions); err != nil {
		return fmt.Errorf("sync versions: %w", err)
	}
	before, _ := os.Readlink(filepath.Join(v.out.dir, currentLink))
	for _, n := range []string{Articles, Rejects, ManifestFile, ReportFile} {
		// These links never change; they lead nowhere until the first commit is done.
		err := os.Symlink(filepath.Join(currentLink, n), filepath.Join(v.out.dir, n))
		if err != nil && !errors.Is(err, fs.ErrExist) {
			return fmt.Errorf("link %s: %w", n, err)
		}
	}
	if err := renameio.Symlink(filepath.Join(versionsDir, name), filepath.Join(v.out.dir, currentLink)); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	if err := syncDir(v.out.dir); err != nil {
		return fmt.Errorf("sync commit: %w", err)
	}
	return v.out.prune(name, filepath.Base(before))
}

// prune removes all versions but those named.
func (o *Output) prune(keep ...string) error {
	versions := filepath.Join(o.dir, versionsDir)
	entries, err := os.ReadDir(versions)
	if err != nil {
		return fmt.Errorf("list versions: %w", err)
	}
	for _, e := range entries {
		if e.Name() == keep[0] || e.Name() == keep[1] {
			continue
		}
		if err := os.RemoveAll(filepath.Join(versions, e.Name())); err != nil {
			return fmt.Errorf("remove old version: %w", err)
		}
	}
	return nil
}

func writeSynced(path string, data []byte) error {
	f, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("create %s: %w", filepath.Base(path), err)
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("write %s: %w", filepath.Base(path), err)
	}
	return nil
}
