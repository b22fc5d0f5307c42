// Package index remembers which inputs a table holds, so that a run can tell what
// is new without reading it. It is a cache of what the table's manifest says:
// losing it costs time, never data.
package index

import (
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"zhengwen/pipeline/sink"
)

// Buckets. inputs: input key → File. texts, pages: digest, then row key → Member.
// unit inputs: unit id → number of its inputs that no other unit has replaced.
var (
	filesBucket = []byte("inputs")
	textBucket  = []byte("texts")
	pageBucket  = []byte("pages")
	unitsBucket = []byte("unit inputs")
)

// Index is an open index. One goroutine at a time may write.
type Index struct{ db *bbolt.DB }

// File is what the index knows of one input: a file, or a piece of a large one.
type File struct {
	Key      string
	Size     int64 // of the whole file
	Modified int64 // Unix nanoseconds; 0 when unknown
	Unit     string
	Rows     int  // its documents
	Failed   bool // could not be read the last time
	More     bool // a run stopped inside it
	Next     bool // the file goes on in a next piece
}

// Member is one document in a group of documents with the same text or of the
// same page.
type Member struct {
	Row     string // orders the documents of a table: input key and number inside
	ID      string
	Class   sink.RowClass
	Twin    string
	Fetched int64
}

// Open opens the index, making it unless readOnly is set. An index that cannot be
// used, a damaged one for example, is ErrUnusable.
func Open(name string, readOnly bool) (*Index, error) {
	if info, err := os.Stat(name); err == nil && info.Size() > 0 {
		if info.Size() < int64(2*os.Getpagesize()) {
			return nil, fmt.Errorf("open index: cut short: %w", ErrUnusable)
		}
		// For reading first: bbolt searches a file that it opens for writing, and one
		// that was cut short would end the process.
		x, err := open(name, true)
		if err == nil {
			err = x.whole(info.Size())
		}
		if err == nil && readOnly {
			return x, nil
		}
		if x != nil {
			err = errors.Join(err, x.Close())
		}
		if err != nil {
			return nil, err
		}
	} else if readOnly {
		return nil, fmt.Errorf("open index: %w", ErrUnusable)
	}
	x, err := open(name, false)
	if err != nil {
		return nil, err
	}
	err = x.db.Update(func(tx *bbolt.Tx) error {
		for _, b := range [][]byte{filesBucket, textBucket, pageBucket, unitsBucket} {
			if _, err := tx.CreateBucketIfNotExists(b); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, errors.Join(fmt.Errorf("set up index: %w", err), x.db.Close())
	}
	return x, nil
}

func open(name string, readOnly bool) (x *Index, err error) {
	defer func() {
		// bbolt panics on some damaged files.
		if p := recover(); p != nil {
			x, err = nil, fmt.Errorf("open index: %v: %w", p, ErrUnusable)
		}
	}()
	// The table's lock is held already; nobody else can have the file open for long.
	db, err := bbolt.Open(name, 0o644, &bbolt.Options{ReadOnly: readOnly, Timeout: 10 * time.Second, NoFreelistSync: true, FreelistType: bbolt.FreelistMapType})
	switch {
	case errors.Is(err, berrors.ErrInvalid), errors.Is(err, berrors.ErrChecksum), errors.Is(err, berrors.ErrVersionMismatch):
		return nil, fmt.Errorf("open index: %w: %w", err, ErrUnusable)
	case err != nil:
		return nil, fmt.Errorf("open index: %w", err)
	}
	return &Index{db}, nil
}

// whole makes sure that a file of this size holds all the pages that it counts.
func (x *Index) whole(size int64) error {
	return x.db.View(func(tx *bbolt.Tx) error {
		if tx.Size() > size {
			return fmt.Errorf("open index: cut short: %w", ErrUnusable)
		}
		return nil
	})
}

// ErrUnusable means that the index must be made anew.
var ErrUnusable = errors.New("index is unusable")

// ReadOnly reports whether the index was opened for reading only.
func (x *Index) ReadOnly() bool { return x.db.IsReadOnly() }

// Close closes the index.
func (x *Index) Close() error {
	if err := x.db.Close(); err != nil {
		return fmt.Errorf("close index: %w", err)
	}
	return nil
}

// Files returns up to n files from the first key that is not below from, in
// order. Reading in pieces keeps no transaction open while others write.
func (x *Index) Files(from string, n int) ([]File, error) {
	out := make([]File, 0, n)
	err := x.db.View(func(tx *bbolt.Tx) error {
		b := tx.Bucket(filesBucket)
		if b == nil {
			return ErrUnusable
		}
		c := b.Cursor()
		for k, v := c.Seek([]byte(from)); k != nil && len(out) < n; k, v = c.Next() {
			out = append(out, decodeHead(k, v))
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read index: %w", err)
	}
	return out, nil
}

// Input returns all that is known of an input, or nil.
func (x *Index) Input(key string) (in *sink.Input, unit string, err error) {
	err = x.db.View(func(tx *bbolt.Tx) error {
		b := tx.Bucket(filesBucket)
		if b == nil {
			return ErrUnusable
		}
		v := b.Get([]byte(key))
		if v == nil {
			return nil
		}
		unit = decodeHead(nil, v).Unit
		var err error
		in, err = decodeInput([]byte(key), v)
		return err
	})
	if err != nil {
		return nil, "", fmt.Errorf("read index: %w", err)
	}
	return in, unit, nil
}

// Unfinished is the number of inputs of a unit that was being entered when the
// program was killed.
const Unfinished = -1

// Units returns the ids of the units in the index with their number of live
// inputs.
func (x *Index) Units() (map[string]int, error) {
	out := map[string]int{}
	err := x.db.View(func(tx *bbolt.Tx) error {
		b := tx.Bucket(unitsBucket)
		if b == nil {
			return ErrUnusable
		}
		return b.ForEach(func(k, v []byte) error {
			out[string(k)] = int(int64(binary.BigEndian.Uint64(v)))
			return nil
		})
	})
	if err != nil {
		return nil, fmt.Errorf("read index: %w", err)
	}
	return out, nil
}

// ByText and ByPage return the documents of a group in the order of the table. The
// digest is hex, as in sink.Row.
func (x *Index) ByText(digest string) ([]Member, error) { return x.group(textBucket, digest) }

// ByPage is ByText for the documents of one page.
func (x *Index) ByPage(digest string) ([]Member, error) { return x.group(pageBucket, digest) }

func (x *Index) group(bucket []byte, digest string) ([]Member, error) {
	prefix, err := hex.DecodeString(digest)
	if err != nil {
		return nil, fmt.Errorf("digest %q: %w", digest, err)
	}
	var out []Member
	err = x.db.View(func(tx *bbolt.Tx) error {
		c := tx.Bucket(bucket).Cursor()
		for k, v := c.Seek(prefix); k != nil && slices.Equal(k[:min(len(k), len(prefix))], prefix); k, v = c.Next() {
			m := Member{Row: string(k[len(prefix):])}
			if err := decodeMember(v, &m); err != nil {
				return err
			}
			out = append(out, m)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read index: %w", err)
	}
	return out, nil
}
