package sink

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/gofrs/flock"
)

// Names inside an output directory.
const (
	stateDir    = "state"
	workDir     = "work"    // below state: finished units that no version holds yet
	compactDir  = "compact" // below state: the same while compacting; worthless afterwards
	nextLink    = "next"    // below state: the link to a version about to be committed
	versionsDir = "versions"
	newVersion  = ".new" // below versions: one in the making
	currentLink = "current"
	markerFile  = "FORMAT"
	markerText  = "zhengwen output 1\n"
	unitsDir    = "units" // below a version: what its units consist of

	// ManifestFile lists the units and parts of a version with their digests.
	ManifestFile = "manifest.json"
	// ReportFile is the table's figures as one HTML page.
	ReportFile = "report.html"
	// ViewsFile defines views over the table for DuckDB.
	ViewsFile = "views.sql"
)

// Errors that tell a caller how to end.
var (
	ErrLocked = errors.New("another run is writing to this directory")
	ErrRefuse = errors.New("refused as an output directory")
)

// Output is a directory that holds one table, held under a lock. Opening and
// locking one that exists writes nothing.
type Output struct {
	dir  string
	fs   Filesystem
	lock *flock.Flock
	work string // folder of state for units that no version holds yet
	seq  int    // of the unit saved last

	pages *pages // of Parquet files
}

// Open takes a directory for output, creating it if need be. It refuses one that
// is not empty and not made by this program, or that lies inside an input
// (ErrRefuse), and one that another run holds (ErrLocked). The lock ends with the
// process, however that ends.
func Open(dir string, inputs []string) (*Output, error) { return OpenOn(Disk{}, dir, inputs) }

// OpenOn is Open on another file system.
func OpenOn(fsys Filesystem, dir string, inputs []string) (*Output, error) {
	if err := refuse(dir, inputs); err != nil {
		return nil, err
	}
	state := filepath.Join(dir, stateDir)
	if err := fsys.MkdirAll(state); err != nil {
		return nil, fmt.Errorf("create output directory: %w", err)
	}
	l := flock.New(filepath.Join(state, "lock"))
	ok, err := l.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", dir, err)
	}
	if !ok {
		return nil, fmt.Errorf("%s: %w", dir, ErrLocked)
	}
	codec, err := newPages()
	if err != nil {
		return nil, errors.Join(err, l.Unlock())
	}
	o := &Output{dir: dir, fs: fsys, lock: l, work: workDir, pages: codec}
	if !IsOutput(dir) {
		if err := writeFile(fsys, filepath.Join(state, markerFile), []byte(markerText)); err != nil {
			return nil, errors.Join(fmt.Errorf("mark output directory: %w", err), l.Unlock())
		}
	}
	return o, nil
}

// Close gives up the lock.
func (o *Output) Close() error {
	if err := o.lock.Unlock(); err != nil {
		return fmt.Errorf("unlock %s: %w", o.dir, err)
	}
	return nil
}

// State returns the path of a file in the directory's state folder.
func (o *Output) State(name string) string { return filepath.Join(o.dir, stateDir, name) }

func refuse(dir string, inputs []string) error {
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("read output directory: %w", err)
	}
	if len(entries) > 0 && !IsOutput(dir) && !unmarked(dir, entries) {
		return fmt.Errorf("%s is not empty and was not made by zhengwen; name a new directory: %w", dir, ErrRefuse)
	}
	out, err := realPath(dir)
	if err != nil {
		return fmt.Errorf("resolve %s: %w", dir, err)
	}
	for _, arg := range inputs {
		info, err := os.Stat(arg)
		if err != nil || !info.IsDir() {
			continue
		}
		in, err := realPath(arg)
		if err != nil {
			return fmt.Errorf("resolve %s: %w", arg, err)
		}
		if rel, err := filepath.Rel(in, out); err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
			return fmt.Errorf("%s lies inside the input %s, so the next run would read its own output: %w", dir, arg, ErrRefuse)
		}
	}
	return nil
}

// unmarked reports whether dir is what a run leaves that was killed between
// making the state folder and marking it.
func unmarked(dir string, entries []fs.DirEntry) bool {
	if len(entries) != 1 || entries[0].Name() != stateDir || !entries[0].IsDir() {
		return false
	}
	inside, err := os.ReadDir(filepath.Join(dir, stateDir))
	if err != nil {
		return false
	}
	for _, e := range inside {
		if e.Name() != "lock" && e.Name() != markerFile {
			return false
		}
	}
	return true
}

// realPath resolves links of the part of the path that exists.
func realPath(p string) (string, error) {
	p, err := filepath.Abs(p)
	if err != nil {
		return "", err
	}
	rest := ""
	for {
		real, err := filepath.EvalSymlinks(p)
		if err == nil {
			return filepath.Join(real, rest), nil
		}
		if !errors.Is(err, fs.ErrNotExist) || p == filepath.Dir(p) {
			return "", err
		}
		rest = filepath.Join(filepath.Base(p), rest)
		p = filepath.Dir(p)
	}
}

// IsOutput reports whether dir was made by this program.
func IsOutput(dir string) bool {
	b, err := os.ReadFile(filepath.Join(dir, stateDir, markerFile))
	return err == nil && string(b) == markerText
}
