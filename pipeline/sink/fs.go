package sink

import (
	"errors"
	"io"
	"os"
)

// Filesystem is what the package does to the disk when it writes. Tests put a
// double in its place that fails at a chosen step.
type Filesystem interface {
	Create(name string) (File, error)
	MkdirAll(dir string) error
	Rename(from, to string) error
	Link(from, to string) error
	Symlink(target, name string) error
	RemoveAll(name string) error
	SyncDir(dir string) error
}

// File is an open file that is being written.
type File interface {
	io.WriteCloser
	Sync() error
	Name() string
}

// Disk is the real file system.
type Disk struct{}

func (Disk) Create(name string) (File, error)  { return os.Create(name) }
func (Disk) MkdirAll(dir string) error         { return os.MkdirAll(dir, 0o755) }
func (Disk) Rename(from, to string) error      { return os.Rename(from, to) }
func (Disk) Link(from, to string) error        { return os.Link(from, to) }
func (Disk) Symlink(target, name string) error { return os.Symlink(target, name) }
func (Disk) RemoveAll(name string) error       { return os.RemoveAll(name) }

// SyncDir makes renames and new names in dir durable.
func (Disk) SyncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// writeFile writes a whole file and syncs it.
func writeFile(fsys Filesystem, name string, data []byte) error {
	f, err := fsys.Create(name)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Sync(), f.Close())
}
