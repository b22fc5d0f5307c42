package source

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strconv"
	"strings"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"
)

// maxFooter bounds a Parquet footer; 1,000 row groups of 100 columns take 10 MiB.
const maxFooter = 32 << 20

// isParquet tells Parquet by its magic; the control byte behind it is the start of
// a header and of no text.
func isParquet(r *bufio.Reader) bool {
	h, _ := r.Peek(5)
	return len(h) == 5 && string(h[:4]) == "PAR1" && h[4] < ' '
}

func badParquet(err error) *Failure {
	return &Failure{Reason: "bad-parquet", Detail: strings.ToValidUTF8(err.Error(), "\uFFFD")}
}

// readParquet yields one item for each row. What cannot be read ends the file with
// one failure.
func (in *input) readParquet(s *stream) bool {
	at, ok := in.file.(io.ReaderAt)
	if !ok || s.compressed() {
		return in.fail("", &Failure{Reason: "bad-parquet", Detail: "Parquet is read from its end and needs a plain file, not a stream, an archive or outer compression"})
	}
	rows := parquetRows{in: in, file: &countedAt{r: at}, fields: in.o.Fields.named()}
	defer rows.close()
	if err := rows.open(in.fileSize()); err != nil {
		return in.fail("", rows.failure(err))
	}
	if rows.columns[0] == nil && rows.columns[1] == nil {
		return in.fail("", &Failure{Reason: "no-field", Detail: fmt.Sprintf("no column %.100q or %.100q", rows.fields.Text, rows.fields.HTML)})
	}
	for n := 1; ; n++ {
		r, err := rows.next()
		where := "#" + strconv.Itoa(n)
		switch {
		case errors.Is(err, errNoRow):
			return true
		case err != nil:
			return in.fail(where, rows.failure(err))
		case !in.yield(in.item(r, in.uri+where, rows.fields)):
			return false
		}
	}
}

// fileSize is the size of the open file, which may have changed since it was listed.
func (in *input) fileSize() int64 {
	if f, ok := in.file.(interface{ Stat() (fs.FileInfo, error) }); ok {
		if info, err := f.Stat(); err == nil {
			return info.Size()
		}
	}
	return in.size
}

// countedAt keeps the first error of a file, to tell it from bad content.
type countedAt struct {
	r   io.ReaderAt
	err error
}

func (c *countedAt) ReadAt(p []byte, at int64) (int, error) {
	n, err := c.r.ReadAt(p, at)
	if err != nil && !errors.Is(err, io.EOF) && c.err == nil {
		c.err = err
	}
	return n, err
}

// errNoRow means that all rows were read.
var errNoRow = errors.New("no more rows")

// parquetRows reads the mapped columns of a file side by side.
type parquetRows struct {
	in      *input
	file    *countedAt
	fields  Fields
	groups  []parquet.RowGroup
	meta    []format.RowGroup
	columns [4]*parquetColumn // text, html, url, fetched_at; nil where there is none
	left    int64             // rows of the current group
}

func (p *parquetRows) failure(err error) *Failure {
	if p.file.err != nil {
		return unreadable(p.file.err)
	}
	return badParquet(err)
}

// recovered turns a panic of the library over a garbled file into an error.
func recovered(err *error) {
	if v := recover(); v != nil {
		*err = fmt.Errorf("garbled: %v", v)
	}
}

// open reads the footer, once it is known to ask for no more memory than it has
// bytes.
func (p *parquetRows) open(size int64) (err error) {
	defer recovered(&err)
	var tail [8]byte
	if size < 12 {
		return errors.New("too short")
	}
	if _, err := p.file.ReadAt(tail[:], size-8); err != nil {
		return unexpected(err)
	}
	n := int64(binary.LittleEndian.Uint32(tail[:]))
	switch {
	case string(tail[4:]) != "PAR1":
		return errors.New("no footer: the file is cut, or still being written")
	case n > size-12 || n > maxFooter:
		return fmt.Errorf("a footer of %d bytes", n)
	}
	footer := make([]byte, n)
	if _, err := p.file.ReadAt(footer, size-8-n); err != nil {
		return unexpected(err)
	}
	if _, err := walkThrift(footer, nil); err != nil {
		return err
	}
	f, err := parquet.OpenFile(p.file, size, parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true), parquet.ReadBufferSize(bufferSize))
	if err != nil {
		return err
	}
	p.groups, p.meta = f.RowGroups(), f.Metadata().RowGroups
	for i, name := range [...]string{p.fields.Text, p.fields.HTML, p.fields.URL, p.fields.FetchedAt} {
		leaf, ok := f.Schema().Lookup(name)
		if !ok {
			leaf, ok = f.Schema().Lookup(strings.Split(name, ".")...)
		}
		// A repeated column has not one value a row.
		if ok && leaf.MaxRepetitionLevel == 0 {
			p.columns[i] = &parquetColumn{leaf: leaf}
		}
	}
	return nil
}

// next returns the next row; errNoRow behind the last one.
func (p *parquetRows) next() (r row, err error) {
	defer recovered(&err)
	for p.left == 0 {
		if len(p.groups) == 0 {
			return r, errNoRow
		}
		if err := p.group(); err != nil {
			return r, err
		}
	}
	p.left--
	var v [len(p.columns)]parquet.Value
	for i, c := range p.columns {
		if c == nil {
			continue
		}
		if v[i], err = c.next(); err != nil {
			return r, unexpected(err)
		}
	}
	r.text, r.html, r.url = bytesOf(v[0]), bytesOf(v[1]), bytesOf(v[2])
	if c := p.columns[3]; c != nil && !v[3].IsNull() {
		r.fetchedAt = c.time(v[3])
	}
	return r, nil
}

// group goes on to the next row group, once its pages are known to be of bounded
// size.
func (p *parquetRows) group() error {
	g, meta := p.groups[0], &p.meta[0]
	p.groups, p.meta = p.groups[1:], p.meta[1:]
	p.left = max(g.NumRows(), 0)
	for _, c := range p.columns {
		if c == nil {
			continue
		}
		if err := c.close(); err != nil {
			return err
		}
		if err := checkChunk(p.file, &meta.Columns[c.leaf.ColumnIndex].MetaData); err != nil {
			return err
		}
		c.pages = g.ColumnChunks()[c.leaf.ColumnIndex].Pages()
	}
	return nil
}

// close releases the columns; a garbled file may make that panic, too.
func (p *parquetRows) close() (err error) {
	defer recovered(&err)
	for _, c := range p.columns {
		if c != nil {
			err = errors.Join(err, c.close())
		}
	}
	return err
}
