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
	versionsDir = "versions"
	currentLink = "current"
	markerFile  = "FORMAT"
	markerText  = "zhengwen output 1\n"
	// ManifestFile lists the parts of a version with their digests.
	ManifestFile = "manifest.json"
	// ReportFile is the run's figures as one HTML page.
	ReportFile = "report.html"
)

// Errors that tell a caller how to end.
var (
	ErrLocked = errors.New("another run is writing to this directory")
	ErrRefuse = errors.New("refused as an output directory")
)

// Output is a directory that holds one table, held under a lock.
type Output struct {
	dir  string
	lock *flock.Flock
}

// Open takes a directory for output, creating it if need be. It refuses one that
// is not empty and not made by this program, or that lies inside an input
// (ErrRefuse), and one that another run holds (ErrLocked).
func Open(dir string, inputs []string) (*Output, error) {
	if err := refuse(dir, inputs); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Join(dir, stateDir), 0o755); err != nil {
		return nil, fmt.Errorf("create output directory: %w", err)
	}
	l := flock.New(filepath.Join(dir, stateDir, "lock"))
	ok, err := l.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", dir, err)
	}
	if !ok {
		return nil, fmt.Errorf("%s: %w", dir, ErrLocked)
	}
	if err := os.WriteFile(filepath.Join(dir, stateDir, markerFile), []byte(markerText), 0o644); err != nil {
		return nil, errors.Join(fmt.Errorf("mark output directory: %w", err), l.Unlock())
	}
	return &Output{dir: dir, lock: l}, nil
}

// Close gives up the lock.
func (o *Output) Close() error {
	if err := o.lock.Unlock(); err != nil {
		return fmt.Errorf("unlock %s: %w", o.dir, err)
	}
	return nil
}

func refuse(dir string, inputs []string) error {
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("read output directory: %w", err)
	}
	if len(entries) > 0 && !IsOutput(dir) {
		return fmt.Errorf("%s is not empty and was not made by zhengwen; name a new directory: %w", dir, ErrRefuse)
	}
	out, err := realPath(dir)
	if err != nil {
		return fmt.Errorf("resolve %s: %w", dir, err)
	}
	for _, in := range inputs {
		info, err := os.Stat(in)
		if err != nil || !info.IsDir() {
			continue
		}
		in, err := realPath(in)
		if err != nil {
			return fmt.Errorf("resolve %s: %w", in, err)
		}
		if rel, err := filepath.Rel(in, out); err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
			return fmt.Errorf("%s lies inside the input %s, so the next run would read its own output: %w", dir, in, ErrRefuse)
		}
	}
	return nil
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

// syncDir makes renames and new names in dir durable.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
