// Package faulty is a disk for tests that fails at a chosen step, or from then on,
// as a full disk, a broken one and a killed process do.
package faulty

import (
	"errors"
	"fmt"
	"sync"
	"syscall"

	"zhengwen/pipeline/sink"
)

// ErrKilled is what every step of a Disk gives after the one that killed it.
var ErrKilled = errors.New("the process is dead")

// Mode says how a disk fails.
type Mode int

const (
	Full   Mode = iota // the step gives ENOSPC; a write is cut short; later steps work
	Broken             // the step gives EIO and does nothing; later steps work
	Killed             // the step is not done, a write half done; nothing is done afterwards, nor cleared away
)

func (m Mode) String() string { return [...]string{"full disk", "broken disk", "kill"}[m] }

// Disk is the real file system until its step number At, counted from 1; 0 for
// none. It does not wait for the hardware: what is to be synced is not, since no
// test turns the power off. Safe for concurrent use.
type Disk struct {
	Mode Mode
	At   int

	mu    sync.Mutex
	steps int
	what  string
	real  sink.Disk
}

// Failed tells which step failed, or "" when none did.
func (d *Disk) Failed() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.what
}

// step counts a step and returns the error it is to give, if any.
func (d *Disk) step(what string, name string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.steps++
	if d.steps < d.At || d.steps > d.At && d.Mode != Killed {
		return nil
	}
	if d.steps == d.At {
		d.what = what
	}
	switch d.Mode {
	case Full:
		return fmt.Errorf("%s %s: %w", what, name, syscall.ENOSPC)
	case Broken:
		return fmt.Errorf("%s %s: %w", what, name, syscall.EIO)
	}
	return ErrKilled
}

// Create makes a file.
func (d *Disk) Create(name string) (sink.File, error) {
	if err := d.step("create", name); err != nil {
		return nil, err
	}
	f, err := d.real.Create(name)
	if err != nil {
		return nil, err
	}
	return &file{f, d}, nil
}

// MkdirAll makes a directory and those above it.
func (d *Disk) MkdirAll(dir string) error {
	return d.do("mkdir", dir, func() error { return d.real.MkdirAll(dir) })
}

// Rename renames a file or directory.
func (d *Disk) Rename(from, to string) error {
	return d.do("rename", from, func() error { return d.real.Rename(from, to) })
}

// Link makes a hard link.
func (d *Disk) Link(from, to string) error {
	return d.do("link", from, func() error { return d.real.Link(from, to) })
}

// Symlink makes a symbolic link.
func (d *Disk) Symlink(target, name string) error {
	return d.do("symlink", name, func() error { return d.real.Symlink(target, name) })
}

// RemoveAll removes a file, or a directory with all it holds.
func (d *Disk) RemoveAll(name string) error {
	return d.do("removeall", name, func() error { return d.real.RemoveAll(name) })
}

// SyncDir makes what a directory names durable.
func (d *Disk) SyncDir(dir string) error {
	return d.do("syncdir", dir, func() error { return nil })
}

func (d *Disk) do(what, name string, step func() error) error {
	if err := d.step(what, name); err != nil {
		return err
	}
	return step()
}

// file is an open file of a disk.
type file struct {
	sink.File
	disk *Disk
}

// Write writes all of b, or half of it where it fails.
func (f *file) Write(b []byte) (int, error) {
	if err := f.disk.step("write", f.Name()); err != nil {
		n := 0
		if f.disk.tears() {
			n, _ = f.File.Write(b[:len(b)/2]) // the error is what counts
		}
		return n, err
	}
	return f.File.Write(b)
}

// tears reports whether the write that fails leaves half of its bytes: not those
// after a kill.
func (d *Disk) tears() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.Mode != Broken && d.steps == d.At
}

// Sync counts.
func (f *file) Sync() error { return f.disk.step("sync", f.Name()) }

// Close closes the file in any case, lest the test run out of them.
func (f *file) Close() error {
	return errors.Join(f.disk.step("close", f.Name()), f.File.Close())
}
