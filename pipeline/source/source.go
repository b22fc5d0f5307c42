// Package source finds the pages of a crawl: it walks files, directories and
// globs in a fixed order, opens compressed files and containers, and hands out
// one Item a page, readable or not.
package source

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"sync"
	"time"
)

// Item is one input: the bytes of a page, or the reason why there are none.
type Item struct {
	// URI is the argument's base name plus the path inside it, or a WARC record's
	// target URI. Behind "#" stands the path of a tar's member, or the number of a
	// line, row or record, counted from 1.
	URI         string
	URL         string     // canonical URL where the container tells it
	FetchedAt   *time.Time // from the container or Options.FetchedAt
	HTTPCharset string     // charset parameter of the stored HTTP header; "utf-8" where the container says so
	MediaType   string     // "text/html" or "text/plain" where the container knows better than the bytes; else empty
	Status      int        // HTTP status of a WARC response; 0 when there is none
	Truncated   bool       // Raw ends where the container, the transfer or the server broke off
	Raw         []byte
	Failure     *Failure // not nil: Raw is empty
}

// Failure says why an input could not be read. It becomes a reject of class
// "input" and the run goes on.
type Failure struct {
	// Reason is one of "empty", "unreadable", "too-large", "bad-compression",
	// "symlink-loop", "broken-link", "bad-tar", "bad-path", "bad-warc", "bad-json",
	// "no-field" and "bad-parquet".
	Reason string
	Detail string
}

// Options limit and select what is read.
type Options struct {
	Include, Exclude []string // doublestar globs against the path inside the argument; Include empty takes all
	MaxBytes         int64    // largest page after decompression, and longest line of JSON; 0 means DefaultMaxBytes
	FetchedAt        FetchedAt
	Fields           Fields
	Stdin            io.Reader // what "-" reads
	// Open opens the file of an entry; nil means os.Open. Parquet needs a result that
	// is an io.ReaderAt.
	Open func(path string) (io.ReadCloser, error)
}

// DefaultMaxBytes is the largest page read unless the options say otherwise.
const DefaultMaxBytes = 16 << 20

func (o Options) maxBytes() int64 {
	if o.MaxBytes > 0 {
		return o.MaxBytes
	}
	return DefaultMaxBytes
}

// Items yields the inputs named by the entries, in order. Errors of single inputs
// are Items with a Failure; an error ends the iteration.
func Items(ctx context.Context, entries iter.Seq2[Entry, error], o Options) iter.Seq2[Item, error] {
	return func(yield func(Item, error) bool) {
		for e, err := range entries {
			if err == nil {
				err = ctx.Err()
			}
			if err != nil {
				yield(Item{}, err)
				return
			}
			for it := range e.Items(ctx, o) {
				if !yield(it, nil) {
					return
				}
			}
			if err := ctx.Err(); err != nil {
				yield(Item{}, err)
				return
			}
		}
	}
}

// Items opens the entry and yields all inputs it holds, in the order of the file.
// What cannot be read is an Item with a Failure. When ctx ends, so does the
// sequence, and the caller must not take it for complete.
func (e Entry) Items(ctx context.Context, o Options) iter.Seq[Item] {
	return func(yield func(Item) bool) {
		if e.Failure != nil {
			yield(Item{URI: e.URI, Failure: e.Failure})
			return
		}
		f, err := e.open(o)
		if err != nil {
			yield(Item{URI: e.URI, Failure: unreadable(err)})
			return
		}
		defer f.Close()
		in := input{uri: e.URI, file: f, o: &o, yield: func(it Item) bool { return ctx.Err() == nil && yield(it) }}
		if e.Info != nil {
			in.size, in.mtime = e.Info.Size(), e.Info.ModTime()
		}
		in.read(&interruptible{ctx, f})
	}
}

func (e Entry) open(o Options) (io.ReadCloser, error) {
	switch {
	case e.Path == Stdin:
		if o.Stdin == nil {
			return nil, errors.New("there is no standard input")
		}
		return io.NopCloser(o.Stdin), nil
	case o.Open != nil:
		return o.Open(e.Path)
	}
	return os.Open(e.Path)
}

// interruptible ends the reading of a long container when the run ends.
type interruptible struct {
	ctx context.Context
	r   io.Reader
}

func (i *interruptible) Read(p []byte) (int, error) {
	if err := i.ctx.Err(); err != nil {
		return 0, err
	}
	return i.r.Read(p)
}

// input is a file, or a member of an archive, about to be read.
type input struct {
	uri   string
	size  int64         // as announced; 0 when unknown
	mtime time.Time     // zero when unknown
	file  io.ReadCloser // the file itself; nil for a member of an archive
	depth int           // archives around it
	o     *Options
	yield func(Item) bool
}

// read yields the page or pages in r; false means stop.
func (in *input) read(r io.Reader) bool {
	s := openStream(r, in.o.maxBytes())
	defer s.close()
	failure := s.unpack()
	switch {
	case failure != nil:
		return in.fail("", failure)
	case isTar(s.Reader):
		return in.readTar(s)
	case isWARC(s.Reader):
		return in.readWARC(s)
	case isParquet(s.Reader):
		return in.readParquet(s)
	case in.isJSONL(s.Reader):
		return in.readJSONL(s)
	}
	size := in.size
	if s.compressed() {
		size = 0
	}
	raw, err := readAll(s, in.o.maxBytes(), size)
	it := Item{URI: in.uri, FetchedAt: in.fetchedAt(in.uri), Raw: raw}
	switch {
	case err != nil && !(errors.Is(err, errTrailing) && len(raw) > 0):
		it.Raw, it.Failure = nil, s.failure(err)
	case len(raw) == 0:
		it.Raw, it.Failure = nil, &Failure{Reason: "empty", Detail: "the file has no bytes"}
	}
	return in.yield(it)
}

// fail yields a failure at a place inside the input.
func (in *input) fail(at string, f *Failure) bool {
	return in.yield(Item{URI: in.uri + at, Failure: f})
}

func (in *input) fetchedAt(uri string) *time.Time { return in.o.FetchedAt.of(uri, in.mtime) }

func unreadable(err error) *Failure {
	var p *fs.PathError
	if errors.As(err, &p) {
		err = p.Err // the URI names the file already; absolute paths stay out of the output
	}
	return &Failure{Reason: "unreadable", Detail: err.Error()}
}

// tooLarge is the error of readAll for what exceeds its limit.
type tooLarge int64

func (n tooLarge) Error() string { return fmt.Sprintf("more than %d bytes", int64(n)) }

// scratch holds what grows while its size is unknown.
var scratch = sync.Pool{New: func() any { return new([]byte) }}

// maxScratch is the largest buffer kept for the next input.
const maxScratch = 4 << 20

// readAll reads at most limit bytes; one more is refused. The size is the expected
// one, or 0 when it is unknown. On error it returns what was read before.
func readAll(r io.Reader, limit, size int64) ([]byte, error) {
	if size > 0 {
		// One byte more than the content, so that its end is seen without growing.
		return appendAll(make([]byte, 0, min(size, limit)+1), r, limit)
	}
	buf := scratch.Get().(*[]byte)
	all, err := appendAll((*buf)[:0], r, limit)
	out := append(make([]byte, 0, len(all)), all...)
	if *buf = all; cap(all) <= maxScratch {
		scratch.Put(buf)
	}
	return out, err
}

func appendAll(buf []byte, r io.Reader, limit int64) ([]byte, error) {
	for {
		if len(buf) == cap(buf) {
			buf = append(buf, make([]byte, max(bufferSize, cap(buf)))...)[:len(buf)]
		}
		n, err := r.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		switch {
		case int64(len(buf)) > limit:
			return nil, tooLarge(limit)
		case err == io.EOF: //nolint:errorlint // the bare value is the contract of io.Reader
			return buf, nil
		case err != nil:
			return buf, err
		}
	}
}
