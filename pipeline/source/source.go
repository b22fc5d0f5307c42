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
	"time"
)

// Item is one input: the bytes of a page, or the reason why there are none.
type Item struct {
	URI         string     // argument's base name plus the path inside it, or the WARC target URI
	URL         string     // canonical URL where the container tells it
	FetchedAt   *time.Time // from the container or Options.FetchedAt
	HTTPCharset string     // charset parameter of the stored HTTP header
	Raw         []byte
	Failure     *Failure // not nil: Raw is what could be read, often nothing
}

// Failure says why an input could not be read. It becomes a reject of class
// "input" and the run goes on.
type Failure struct {
	Reason string // "empty", "unreadable", "too-large", "bad-compression", "symlink-loop", "bad-warc"
	Detail string
}

// Options limit and select what is read.
type Options struct {
	Include, Exclude []string // doublestar globs against the path inside the argument; Include empty takes all
	MaxBytes         int64    // largest page after decompression; 0 means DefaultMaxBytes
	FetchedAt        FetchedAt
	Stdin            io.Reader // what "-" reads
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
			if !e.items(o, func(it Item) bool { return yield(it, nil) }) {
				return
			}
		}
	}
}

// items reads the entry and yields what it holds; false means stop.
func (e Entry) items(o Options, yield func(Item) bool) bool {
	if e.Failure != nil {
		return yield(Item{URI: e.URI, Failure: e.Failure})
	}
	f, err := e.open(o)
	if err != nil {
		return yield(Item{URI: e.URI, Failure: unreadable(err)})
	}
	defer f.Close()
	return e.read(f, o, yield)
}

func (e Entry) open(o Options) (io.ReadCloser, error) {
	if e.Path == Stdin {
		return io.NopCloser(o.Stdin), nil
	}
	return os.Open(e.Path)
}

// read yields the page or pages in r.
func (e Entry) read(r io.Reader, o Options, yield func(Item) bool) bool {
	plain, failure := decompress(r)
	if failure != nil {
		return yield(Item{URI: e.URI, Failure: failure})
	}
	if isWARC(plain) {
		return readWARC(plain, e, o, yield)
	}
	raw, failure := readAll(plain, o.maxBytes())
	it := Item{URI: e.URI, FetchedAt: o.FetchedAt.of(e), Raw: raw, Failure: failure}
	if failure == nil && len(raw) == 0 {
		it.Failure = &Failure{Reason: "empty", Detail: "the file has no bytes"}
	}
	return yield(it)
}

func unreadable(err error) *Failure {
	var p *fs.PathError
	if errors.As(err, &p) {
		err = p.Err // the URI names the file already; absolute paths stay out of the output
	}
	return &Failure{Reason: "unreadable", Detail: err.Error()}
}

// readAll reads at most limit bytes; one more is refused.
func readAll(r io.Reader, limit int64) ([]byte, *Failure) {
	raw, err := io.ReadAll(io.LimitReader(r, limit+1))
	if int64(len(raw)) > limit {
		return nil, &Failure{Reason: "too-large", Detail: fmt.Sprintf("more than %d bytes", limit)}
	}
	if err != nil {
		return nil, readFailure(err)
	}
	return raw, nil
}
