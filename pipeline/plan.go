package pipeline

import (
	"context"
	"encoding/hex"
	"fmt"
	"io"
	"iter"
	"os"
	"strings"

	"github.com/zeebo/xxh3"

	"zhengwen/pipeline/index"
	"zhengwen/pipeline/sink"
	"zhengwen/pipeline/source"
)

// plan is what the listing, laid beside the index, says is to be done. The
// goroutine that lists owns it while tasks run.
type plan struct {
	partial string           // unit that an interrupted run stopped in
	removed []string         // keys of inputs that are gone
	times   map[string]int64 // modification times of files whose bytes turned out unchanged
	touched touched          // groups of the rows that are made anew
	listed  int
	begun   bool // something is to be processed
}

// fileMark stands behind the documents of one input file.
type fileMark struct{ digest string }

// startMark stands before them.
type startMark struct {
	in     sink.Input // key, size and time, as far as known
	resume bool       // the interrupted run did the first of the documents
}

// survey lists the inputs beside the index, both in the order of keys, and calls
// todo for those that are to be processed until it returns false. skip is the
// number of an input's documents that an interrupted run has done already.
func (t *tableRun) survey(ctx context.Context, todo func(e source.Entry, skip int) bool) error {
	t.plan = plan{partial: t.plan.partial, touched: newTouched(), times: map[string]int64{}}
	t.sum.New, t.sum.Changed, t.sum.Unchanged = 0, 0, 0
	roots := map[string]bool{}
	for _, arg := range t.j.Inputs {
		roots[source.RootKey(arg)] = true
	}
	var passed []string
	known := &cursor{ix: t.ix, passed: func(f *index.File) { passed = append(passed, f.Key) }}
	for e, err := range limited(source.List(t.j.Inputs, t.j.Source), t.j.Limit) {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		if t.j.stopped() {
			t.sum.Stopped = true
			return nil
		}
		t.plan.listed++
		key := e.Key()
		roots[rootOf(key)] = true
		old, err := known.seek(key)
		if err != nil {
			return err
		}
		wanted, skip, err := t.judge(ctx, e, old)
		if err != nil {
			return err
		}
		if wanted && !todo(e, skip) {
			return nil
		}
		t.plan.begun = t.plan.begun || wanted
	}
	if t.j.Limit > 0 {
		return nil // not all was listed, so nothing is known to be gone
	}
	if err := known.drain(); err != nil {
		return err
	}
	// What other jobs put into the table, under other arguments, is not gone.
	for _, key := range passed {
		if roots[rootOf(key)] {
			t.plan.removed = append(t.plan.removed, key)
		}
	}
	return nil
}

// tasks yields the documents of the inputs that are to be processed. With only
// set, it yields just these, whatever the index says of them.
func (t *tableRun) tasks(ctx context.Context, only map[string]bool) iter.Seq2[Task, error] {
	return func(yield func(Task, error) bool) {
		if only == nil {
			err := t.survey(ctx, func(e source.Entry, skip int) bool { return t.documents(ctx, e, skip, yield) })
			if err != nil {
				yield(Task{}, err)
			}
			return
		}
		for e, err := range source.List(t.j.Inputs, t.j.Source) {
			if err != nil {
				yield(Task{}, err)
				return
			}
			if only[e.Key()] && !t.documents(ctx, e, 0, yield) {
				return
			}
		}
	}
}

// judge decides whether an entry is to be processed, and counts it.
func (t *tableRun) judge(ctx context.Context, e source.Entry, old *index.File) (todo bool, skip int, err error) {
	if old == nil {
		t.sum.New++
		return true, 0, nil
	}
	same, err := t.same(ctx, e, old)
	if err != nil {
		return false, 0, err
	}
	if same && !old.More {
		t.sum.Unchanged++
		return false, 0, nil
	}
	t.sum.Changed++
	in, unit, err := t.ix.Input(e.Key())
	if err != nil || in == nil {
		return true, 0, err
	}
	// The interrupted unit is taken over as it stands, so nothing may come before the
	// input that it ends in.
	if same && unit == t.plan.partial && !t.plan.begun {
		return true, len(in.Rows), nil
	}
	t.plan.touched.input(in)
	return true, 0, nil
}

// same reports whether an entry gives what the table holds already.
func (t *tableRun) same(ctx context.Context, e source.Entry, old *index.File) (bool, error) {
	u := t.unit(old.Unit)
	switch {
	case u == nil:
		return false, nil
	case t.j.Reprocess == ReprocessAll && !u.Saved():
		return false, nil
	case t.j.Reprocess != ReprocessNone && u.ProcessedWith != t.p.record.Version:
		return false, nil
	case e.Path == source.Stdin:
		return false, nil
	case old.Failed && !old.More:
		return t.failsAgain(ctx, e)
	case e.Info == nil || e.Info.Size() != old.Size:
		return false, nil
	}
	modified := e.Info.ModTime().UnixNano()
	if !t.j.Checksum && old.Modified == modified {
		return true, nil
	}
	if !t.j.Checksum && old.Modified != 0 {
		return false, nil
	}
	// The index does not know the time, or the user wants the bytes compared.
	in, _, err := t.ix.Input(e.Key())
	if err != nil || in == nil || in.Digest == "" || in.Digest != digestFile(e, t.j.Source) {
		return false, err
	}
	if old.Modified != modified {
		t.plan.times[e.Key()] = modified
	}
	return true, nil
}

// failsAgain tries an input that could not be read: if it fails in the same way,
// its reject stands.
func (t *tableRun) failsAgain(ctx context.Context, e source.Entry) (bool, error) {
	in, _, err := t.ix.Input(e.Key())
	if err != nil || in == nil || e.Info != nil && e.Info.Size() != in.Size {
		return false, err
	}
	n := 0
	for it := range e.Items(ctx, t.j.Source) {
		if n == len(in.Rows) {
			return false, nil
		}
		row := in.Rows[n]
		if (it.Failure != nil) != (row.Class == sink.RowInput) || it.Failure != nil && it.Failure.Reason != row.Why {
			return false, nil
		}
		n++
	}
	return n == len(in.Rows), ctx.Err()
}

// documents yields the documents of an entry between two marks.
func (t *tableRun) documents(ctx context.Context, e source.Entry, skip int, yield func(Task, error) bool) bool {
	key := e.Key()
	in := sink.Input{Key: key}
	if e.Info != nil {
		in.Size, in.Modified = e.Info.Size(), e.Info.ModTime().UnixNano()
	}
	if !yield(Task{Mark: startMark{in, skip > 0}}, nil) {
		return false
	}
	h := &hashing{open: t.j.Source.Open}
	o := t.j.Source
	o.Open = h.file
	n := 0
	for it := range e.Items(ctx, o) {
		if n++; n <= skip {
			continue
		}
		if t.j.stopped() {
			t.sum.Stopped = true
			return false
		}
		if !yield(Task{Item: it, Name: index.RowKey(key, n-1)}, nil) {
			return false
		}
	}
	if err := ctx.Err(); err != nil {
		yield(Task{}, err)
		return false
	}
	m := fileMark{}
	if e.Info != nil {
		m.digest = h.digest(e, t.j.Source)
	}
	return yield(Task{Mark: m}, nil)
}

func rootOf(key string) string {
	root, _, _ := strings.Cut(key, "\x00")
	return root
}

// cursor walks the files of the index in pieces.
type cursor struct {
	ix     *index.Index
	piece  []index.File
	from   string
	end    bool
	passed func(*index.File) // called for files that no seek asked for
}

const cursorPiece = 4096

// seek goes on to key, which must not be below the one before, and returns its
// file, or nil.
func (c *cursor) seek(key string) (*index.File, error) {
	for {
		f, err := c.head()
		if f == nil || err != nil || f.Key > key {
			return nil, err
		}
		c.piece = c.piece[1:]
		if f.Key == key {
			return f, nil
		}
		if c.passed != nil {
			c.passed(f)
		}
	}
}

func (c *cursor) drain() error {
	for {
		f, err := c.head()
		if f == nil || err != nil {
			return err
		}
		c.piece = c.piece[1:]
		if c.passed != nil {
			c.passed(f)
		}
	}
}

func (c *cursor) head() (*index.File, error) {
	if len(c.piece) == 0 && !c.end {
		piece, err := c.ix.Files(c.from, cursorPiece)
		if err != nil {
			return nil, err
		}
		c.piece, c.end = piece, len(piece) < cursorPiece
		if len(piece) > 0 {
			c.from = piece[len(piece)-1].Key + "\x00"
		}
	}
	if len(c.piece) == 0 {
		return nil, nil
	}
	return &c.piece[0], nil
}

// hashing opens a file so that its bytes are digested as they are read.
type hashing struct {
	open func(string) (io.ReadCloser, error)
	sum  *xxh3.Hasher
	n    int64
}

func (h *hashing) file(path string) (io.ReadCloser, error) {
	h.sum, h.n = xxh3.New(), 0
	if h.open != nil {
		f, err := h.open(path)
		if err != nil {
			return nil, err
		}
		return &hashedReader{ReadCloser: f, h: h}, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	return &hashedFile{File: f, h: h}, nil
}

// hashedFile stays an io.ReaderAt, which Parquet needs; what is read at random
// is digested afterwards.
type hashedFile struct {
	*os.File
	h *hashing
}

func (f *hashedFile) Read(p []byte) (int, error) {
	n, err := f.File.Read(p)
	f.h.add(p[:n])
	return n, err
}

type hashedReader struct {
	io.ReadCloser
	h *hashing
}

func (r *hashedReader) Read(p []byte) (int, error) {
	n, err := r.ReadCloser.Read(p)
	r.h.add(p[:n])
	return n, err
}

func (h *hashing) add(p []byte) {
	_, _ = h.sum.Write(p) // never fails
	h.n += int64(len(p))
}

// digest returns the digest of the file that was read. What was not read to its
// end is read again.
func (h *hashing) digest(e source.Entry, o source.Options) string {
	if h.sum != nil && h.n == e.Info.Size() {
		return hexSum(h.sum)
	}
	return digestFile(e, o)
}

// digestFile digests a file; one that cannot be read has no digest, and its
// documents tell why.
func digestFile(e source.Entry, o source.Options) string {
	open := o.Open
	if open == nil {
		open = func(p string) (io.ReadCloser, error) { return os.Open(p) }
	}
	f, err := open(e.Path)
	if err != nil {
		return ""
	}
	defer f.Close()
	h := xxh3.New()
	if _, err := io.Copy(h, f); err != nil {
		return ""
	}
	return hexSum(h)
}

func hexSum(h *xxh3.Hasher) string {
	b := h.Sum128().Bytes()
	return hex.EncodeToString(b[:])
}

func pageDigest(id string) string { return fmt.Sprintf("%016x", xxh3.HashString(id)) }
