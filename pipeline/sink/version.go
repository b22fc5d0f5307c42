package sink

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"zhengwen/document"
)

// Manifest says what a version consists of. It holds nothing that differs between
// two runs over the same input.
type Manifest struct {
	Format        int               `json:"format"`
	SchemaVersion int               `json:"schema_version"`
	ProcessedWith string            `json:"processed_with"` // of the run that wrote it; rows carry their own
	RuleDigest    string            `json:"rules"`
	Options       map[string]string `json:"options"`
	Inputs        int               `json:"inputs"` // pieces of large files count each
	Articles      int               `json:"articles"`
	Rejects       int               `json:"rejects"`
	Units         []ManifestUnit    `json:"units"`
	Parts         []Part            `json:"parts"` // every file of the tables, once
	Files         []Part            `json:"files"` // every other file of the version
	Columns       map[string]string `json:"columns"`
	Figures       json.RawMessage   `json:"figures"` // counts of the table, for the next report
}

// ManifestUnit names a unit; units/ID.json and units/ID.jsonl.zst describe it.
type ManifestUnit struct {
	ID       string `json:"id"`
	Articles int    `json:"articles"`
	Rejects  int    `json:"rejects"`
}

// Commit makes the units the table that readers see, by renaming one symbolic
// link. Files of units are linked, not copied. The previous keep-1 versions stay,
// older ones go. Extra files stand beside the tables.
func (o *Output) Commit(m Manifest, units []*Unit, l Layout, extra map[string][]byte, keep int) error {
	v := &version{out: o, dir: filepath.Join(o.dir, versionsDir, newVersion)}
	if err := o.fs.RemoveAll(v.dir); err != nil {
		return fmt.Errorf("remove an unfinished version: %w", err)
	}
	for _, d := range []string{Articles, Rejects, unitsDir} {
		if err := o.fs.MkdirAll(filepath.Join(v.dir, d)); err != nil {
			return fmt.Errorf("create version: %w", err)
		}
	}
	m.Format, m.SchemaVersion, m.Columns = 1, document.SchemaVersion, map[string]string{}
	for _, name := range []string{Articles, Rejects} {
		s, err := ParquetSchema(name)
		if err != nil {
			return err
		}
		m.Columns[name] = s
	}
	for _, u := range units {
		if err := v.link(&m, u); err != nil {
			return err
		}
	}
	if err := v.placeholders(&m, l); err != nil {
		return err
	}
	if err := v.files(&m, extra); err != nil {
		return err
	}
	return v.publish(keep)
}

// version is a version in the making.
type version struct {
	out  *Output
	dir  string
	name string
}

// link brings the files of a unit into the version.
func (v *version) link(m *Manifest, u *Unit) error {
	for _, p := range u.Parts {
		to := filepath.Join(v.dir, filepath.FromSlash(p.Path))
		if err := v.out.fs.MkdirAll(filepath.Dir(to)); err != nil {
			return fmt.Errorf("create partition: %w", err)
		}
		if err := v.out.fs.Link(filepath.Join(u.dir, filepath.FromSlash(p.Path)), to); err != nil {
			return fmt.Errorf("link part: %w", err)
		}
		m.Parts = append(m.Parts, p)
	}
	if err := v.out.fs.Link(u.listFile(), filepath.Join(v.dir, filepath.FromSlash(u.List.Path))); err != nil {
		return fmt.Errorf("link list of inputs: %w", err)
	}
	m.Files = append(m.Files, u.List)
	b, err := u.encode()
	if err != nil {
		return fmt.Errorf("encode unit: %w", err)
	}
	if err := v.write(m, unitsDir+"/"+u.ID+".json", b); err != nil {
		return err
	}
	m.Inputs += u.Inputs
	m.Articles += u.Articles
	m.Rejects += u.Rejects
	m.Units = append(m.Units, ManifestUnit{u.ID, u.Articles, u.Rejects})
	return nil
}

// placeholders gives a table without rows one empty part in each format, so that
// a reader finds the columns.
func (v *version) placeholders(m *Manifest, l Layout) error {
	has := func(table string, f Format) bool {
		return slices.ContainsFunc(m.Parts, func(p Part) bool {
			return strings.HasPrefix(p.Path, table+"/") && strings.HasSuffix(p.Path, "."+string(f))
		})
	}
	for _, f := range l.Formats {
		if !has(Articles, f) {
			if err := addEmpty[document.Record](v, m, Articles, f, l.Meta); err != nil {
				return err
			}
		}
		if !has(Rejects, f) {
			if err := addEmpty[document.Reject](v, m, Rejects, f, l.Meta); err != nil {
				return err
			}
		}
	}
	return nil
}

func addEmpty[T row](v *version, m *Manifest, name string, f Format, meta Metadata) error {
	t := &table[T]{fs: v.out.fs, pages: v.out.pages, dir: v.dir, name: name, format: f, meta: meta}
	if err := t.begin(); err != nil {
		return err
	}
	if err := t.end(); err != nil {
		return err
	}
	m.Parts = append(m.Parts, t.parts...)
	return nil
}

func (v *version) files(m *Manifest, extra map[string][]byte) error {
	names := make([]string, 0, len(extra))
	for n := range extra {
		names = append(names, n)
	}
	slices.Sort(names)
	for _, n := range names {
		if err := v.write(m, n, extra[n]); err != nil {
			return err
		}
	}
	data, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		return fmt.Errorf("encode manifest: %w", err)
	}
	data = append(data, '\n')
	sum := sha256.Sum256(data)
	v.name = hex.EncodeToString(sum[:])[:16]
	if err := writeFile(v.out.fs, filepath.Join(v.dir, ManifestFile), data); err != nil {
		return fmt.Errorf("write manifest: %w", err)
	}
	synced := map[string]bool{}
	for _, p := range slices.Concat(m.Parts, m.Files) {
		for d := path.Dir(p.Path); d != "." && !synced[d]; d = path.Dir(d) {
			synced[d] = true
			if err := v.out.fs.SyncDir(filepath.Join(v.dir, filepath.FromSlash(d))); err != nil {
				return fmt.Errorf("sync version: %w", err)
			}
		}
	}
	if err := v.out.fs.SyncDir(v.dir); err != nil {
		return fmt.Errorf("sync version: %w", err)
	}
	return nil
}

func (v *version) write(m *Manifest, name string, data []byte) error {
	if err := writeFile(v.out.fs, filepath.Join(v.dir, filepath.FromSlash(name)), data); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	sum := sha256.Sum256(data)
	m.Files = append(m.Files, Part{Path: name, Bytes: int64(len(data)), SHA256: hex.EncodeToString(sum[:])})
	return nil
}

// publish gives the version its name, turns the link to it and clears away what
// no reader needs any more.
func (v *version) publish(keep int) error {
	o := v.out
	versions := filepath.Join(o.dir, versionsDir)
	final := filepath.Join(versions, v.name)
	if _, err := os.Lstat(final); err == nil {
		// The same content was committed before: keep that copy.
		if err := o.fs.RemoveAll(v.dir); err != nil {
			return fmt.Errorf("remove a version that exists: %w", err)
		}
	} else if err := o.fs.Rename(v.dir, final); err != nil {
		return fmt.Errorf("name version: %w", err)
	}
	if err := o.fs.SyncDir(versions); err != nil {
		return fmt.Errorf("sync versions: %w", err)
	}
	for _, n := range []string{Articles, Rejects, ManifestFile, ReportFile, ViewsFile} {
		// These links never change; they lead nowhere until the first commit is done.
		err := o.fs.Symlink(filepath.Join(currentLink, n), filepath.Join(o.dir, n))
		if err != nil && !errors.Is(err, fs.ErrExist) {
			return fmt.Errorf("link %s: %w", n, err)
		}
	}
	next := o.State(nextLink)
	if err := o.fs.RemoveAll(next); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	if err := o.fs.Symlink(filepath.Join(versionsDir, v.name), next); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	if err := o.fs.Rename(next, filepath.Join(o.dir, currentLink)); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	if err := o.fs.SyncDir(o.dir); err != nil {
		return fmt.Errorf("sync commit: %w", err)
	}
	return o.prune(v.name, keep)
}

// Tidy clears away what a run leaves that was killed between its commit and its
// end. It does nothing where nothing is left.
func (o *Output) Tidy(keep int) error {
	name := o.Current()
	if name == "" {
		return nil
	}
	h := o.history()
	left := len(h) == 0 || h[len(h)-1] != name
	for _, f := range []string{o.State(workDir), o.State(compactDir), o.State(nextLink), filepath.Join(o.dir, versionsDir, newVersion)} {
		_, err := os.Lstat(f)
		left = left || err == nil
	}
	if !left {
		return nil
	}
	return o.prune(name, keep)
}

// historyFile lists versions from old to new, so that --keep knows their order.
const historyFile = "history"

// prune removes all but the newest keep versions, and the saved units, which the
// new version holds.
func (o *Output) prune(name string, keep int) error {
	history := append(slices.DeleteFunc(o.history(), func(s string) bool { return s == name }), name)
	history = history[max(0, len(history)-max(1, keep)):]
	h := filepath.Join(o.dir, stateDir, historyFile)
	if err := writeFile(o.fs, h+".new", []byte(strings.Join(history, "\n")+"\n")); err != nil {
		return fmt.Errorf("write history: %w", err)
	}
	if err := o.fs.Rename(h+".new", h); err != nil {
		return fmt.Errorf("write history: %w", err)
	}
	versions := filepath.Join(o.dir, versionsDir)
	entries, err := os.ReadDir(versions)
	if err != nil {
		return fmt.Errorf("list versions: %w", err)
	}
	for _, e := range entries {
		if slices.Contains(history, e.Name()) {
			continue
		}
		if err := o.fs.RemoveAll(filepath.Join(versions, e.Name())); err != nil {
			return fmt.Errorf("remove old version: %w", err)
		}
	}
	for _, d := range []string{workDir, compactDir, nextLink} {
		if err := o.fs.RemoveAll(filepath.Join(o.dir, stateDir, d)); err != nil {
			return fmt.Errorf("remove saved units: %w", err)
		}
	}
	return nil
}

// history returns the names of the kept versions from old to new. It is made up
// from the link when the file is missing.
func (o *Output) history() []string {
	if b, err := os.ReadFile(filepath.Join(o.dir, stateDir, historyFile)); err == nil {
		return strings.Fields(string(b))
	}
	if name := o.Current(); name != "" {
		return []string{name}
	}
	return nil
}

// Current returns the name of the version that readers see, or "".
func (o *Output) Current() string {
	target, err := os.Readlink(filepath.Join(o.dir, currentLink))
	if err != nil {
		return ""
	}
	return filepath.Base(target)
}

// Units returns the units of the version that readers see.
func (o *Output) Units() ([]*Unit, error) {
	name := o.Current()
	if name == "" {
		return nil, nil
	}
	dir := filepath.Join(o.dir, versionsDir, name)
	m, err := readManifest(filepath.Join(dir, ManifestFile))
	if err != nil {
		return nil, err
	}
	out := make([]*Unit, 0, len(m.Units))
	for _, mu := range m.Units {
		u, err := readUnit(filepath.Join(dir, unitsDir, mu.ID+".json"))
		if err != nil {
			return nil, err
		}
		u.dir = dir
		out = append(out, u)
	}
	return out, nil
}
