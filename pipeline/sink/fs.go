package sink

import (
	"errors"
	"io"
	"os"
)

// filesystem is what the package does to the disk when it writes. Tests put a
// double in its place that fails at a chosen step.
type filesystem interface {
	Create(name string) (file, error)
	MkdirAll(dir string) error
	Rename(from, to string) error
	Link(from, to string) error
	Symlink(target, name string) error
	RemoveAll(name string) error
	SyncDir(dir string) error
}

// file is an open file that is being written.
type file interface {
	io.WriteCloser
	Sync() error
	Name() string
}

// disk is the real file system.
type disk struct{}

func (disk) Create(name string) (file, error)  { return os.Create(name) }
func (disk) MkdirAll(dir string) error         { return os.MkdirAll(dir, 0o755) }
func (disk) Rename(from, to string) error      { return os.Rename(from, to) }
func (disk) Link(from, to string) error        { return os.Link(from, to) }
func (disk) Symlink(target, name string) error { return os.Symlink(target, name) }
func (disk) RemoveAll(name string) error       { return os.RemoveAll(name) }

// SyncDir makes renames and new names in dir durable.
func (disk) SyncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// writeFile writes a whole file and syncs it.
func writeFile(fsys filesystem, name string, data []byte) error {
	f, err := fsys.Create(name)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Sync(), f.Close())
}
