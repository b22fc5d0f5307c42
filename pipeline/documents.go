package pipeline

import (
	"context"
	"encoding/hex"
	"io"
	"os"

	"github.com/zeebo/xxh3"

	"zhengwen/pipeline/index"
	"zhengwen/pipeline/sink"
	"zhengwen/pipeline/source"
)

// startMark stands before the documents of one input.
type startMark struct {
	in     sink.Input // key, size and time, as far as known
	resume bool       // the interrupted run did the first of the documents
}

// endMark stands behind them.
type endMark struct {
	digest string // of the file, where it ends here
	next   bool   // the file goes on in a next piece
}

// documents yields the documents of an entry from a place on, piece by piece, each
// between two marks. old is what the index holds of the entry.
func (t *tableRun) documents(ctx context.Context, e source.Entry, old []index.File, at begin, yield func(Task, error) bool) bool {
	d := t.newDivision(e, yield)
	d.piece = at.piece
	if !d.start(at.documents > 0) {
		return false
	}
	passed := 0
	for it := range e.Items(ctx, d.options) {
		if passed < at.before {
			passed++
			continue
		}
		if t.layout.Fills(d.n, d.size) && !(d.end(endMark{next: true}) && d.begin(d.piece+1)) {
			return false
		}
		d.n++
		d.size += int64(len(it.Raw))
		if d.piece == at.piece && d.n <= at.documents {
			continue
		}
		if !d.document(it) {
			return false
		}
	}
	if err := ctx.Err(); err != nil {
		yield(Task{}, err)
		return false
	}
	for _, f := range old {
		if _, n := index.PieceOf(f.Key); n > d.piece {
			t.plan.extra = append(t.plan.extra, f.Key)
		}
	}
	return d.end(endMark{digest: d.digest()})
}

// again yields the documents of some pieces of an entry, as the index holds it.
func (t *tableRun) again(ctx context.Context, e source.Entry, old []index.File, only map[string]bool, yield func(Task, error) bool) bool {
	d := t.newDivision(e, yield)
	wanted := only[d.key()]
	if wanted && !d.start(false) {
		return false
	}
	for it := range e.Items(ctx, d.options) {
		if d.piece < len(old)-1 && d.n >= old[d.piece].Rows {
			if wanted && !d.end(endMark{next: true}) {
				return false
			}
			d.piece, d.n = d.piece+1, 0
			if wanted = only[d.key()]; wanted && !d.start(false) {
				return false
			}
		}
		d.n++
		if wanted && !d.document(it) {
			return false
		}
	}
	if err := ctx.Err(); err != nil {
		yield(Task{}, err)
		return false
	}
	return !wanted || d.end(endMark{digest: d.digest()})
}

// division is an entry on its way, divided into pieces.
type division struct {
	t       *tableRun
	e       source.Entry
	yield   func(Task, error) bool
	hash    *hashing
	options source.Options

	piece int   // number of the current one
	n     int   // its documents so far
	size  int64 // their bytes
}

func (t *tableRun) newDivision(e source.Entry, yield func(Task, error) bool) *division {
	d := &division{t: t, e: e, yield: yield, hash: &hashing{open: t.j.Source.Open}, options: t.j.Source}
	d.options.Open = d.hash.file
	return d
}

func (d *division) key() string { return index.PieceKey(d.e.Key(), d.piece) }

func (d *division) begin(piece int) bool {
	d.piece, d.n, d.size = piece, 0, 0
	return d.start(false)
}

func (d *division) start(resume bool) bool {
	in := sink.Input{Key: d.key()}
	if d.e.Info != nil {
		in.Size, in.Modified = d.e.Info.Size(), d.e.Info.ModTime().UnixNano()
	}
	return d.yield(Task{Mark: startMark{in, resume}}, nil)
}

func (d *division) document(it source.Item) bool {
	if d.t.j.stopped() {
		d.t.sum.Stopped = true
		return false
	}
	return d.yield(Task{Item: it, Name: index.RowKey(d.key(), d.n-1)}, nil)
}

func (d *division) end(m endMark) bool { return d.yield(Task{Mark: m}, nil) }

// digest is that of the file, which has been read.
func (d *division) digest() string {
	if d.e.Info == nil {
		return ""
	}
	return d.hash.digest(d.e, d.t.j.Source)
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
