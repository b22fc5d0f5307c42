package source

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/andybalholm/brotli"
	"github.com/parquet-go/parquet-go/format"
)

// The Parquet library allocates what page headers ask for and inflates pages without
// a bound. These checks read the pages of a column chunk before it does; they cost a
// second decompression, which is far cheaper than what is done with a page later.
const (
	maxParquetPage   = 128 << 20 // DuckDB writes pages of up to 100 MB, others of 1 MB
	maxParquetHeader = 4 << 20   // statistics can hold whole values
	maxPageValues    = 16 << 20
)

// Numbers of fields in a page header.
const (
	pageUncompressed = 2
	pageCompressed   = 3
	pageNumValues    = 1 // inside dataPage, dictionaryPage and dataPageV2
	dataPageV2       = 8
	levelsBytes      = 5 // and 6, inside dataPageV2: levels stand uncompressed before the values
	isCompressed     = 7 // inside dataPageV2
)

// checkChunk walks the pages of a column chunk.
func checkChunk(file io.ReaderAt, m *format.ColumnMetaData) error {
	start := m.DataPageOffset
	if d := m.DictionaryPageOffset; d > 0 {
		start = d
	}
	if start < 4 || m.TotalCompressedSize < 0 {
		return errThrift
	}
	r := bufio.NewReaderSize(io.NewSectionReader(file, start, m.TotalCompressedSize), bufferSize)
	for {
		if _, err := r.Peek(1); errors.Is(err, io.EOF) {
			return nil
		}
		var err error
		if r, err = checkPage(r, m.Codec); err != nil {
			return err
		}
	}
}

// checkPage reads one page and returns the reader behind it, which has a larger
// buffer when a header needed one.
func checkPage(r *bufio.Reader, codec format.CompressionCodec) (*bufio.Reader, error) {
	var (
		plain, packed, values, levels int64
		length                        int
		stored                        bool // not compressed, whatever the codec
	)
	for {
		head, err := r.Peek(r.Size())
		if err != nil && !errors.Is(err, io.EOF) {
			return r, err
		}
		plain, packed, values, levels, stored = -1, -1, 0, 0, false
		length, err = walkThrift(head, func(outer, id int16, v int64) {
			switch {
			case outer == 0 && id == pageUncompressed:
				plain = v
			case outer == 0 && id == pageCompressed:
				packed = v
			case outer != 0 && id == pageNumValues:
				values = max(values, v)
			case outer == dataPageV2 && (id == levelsBytes || id == levelsBytes+1):
				levels += v
			case outer == dataPageV2 && id == isCompressed:
				stored = v == 0
			}
		})
		if err == nil {
			break
		}
		if len(head) < r.Size() || r.Size() >= maxParquetHeader {
			return r, err
		}
		r = bufio.NewReaderSize(r, 8*r.Size())
	}
	if _, err := r.Discard(length); err != nil {
		return r, err
	}
	if plain < 0 || plain > maxParquetPage || packed < 0 || packed > maxParquetPage || values < 0 || values > maxPageValues || levels < 0 || levels > packed {
		return r, fmt.Errorf("a page of %d bytes and %d values", plain, values)
	}
	page := &io.LimitedReader{R: r, N: packed}
	if _, err := io.CopyN(io.Discard, page, levels); err != nil {
		return r, unexpected(err)
	}
	if stored {
		codec = format.Uncompressed
	}
	if err := checkSize(page, codec, plain-levels); err != nil {
		return r, err
	}
	if _, err := io.Copy(io.Discard, page); err != nil {
		return r, err
	}
	if page.N > 0 {
		return r, io.ErrUnexpectedEOF
	}
	return r, nil
}

// checkSize inflates a page's values and refuses more than the header announced.
func checkSize(page io.Reader, codec format.CompressionCodec, plain int64) error {
	in := buffers.Get().(*bufio.Reader)
	in.Reset(page)
	defer func() {
		in.Reset(nil)
		buffers.Put(in)
	}()
	if _, err := in.Peek(1); errors.Is(err, io.EOF) {
		return nil
	}
	var (
		out     io.Reader
		release = func() {}
		err     error
	)
	switch codec {
	case format.Gzip:
		out, release, err = openGzip(in)
	case format.Zstd:
		out, release, err = openZstd(in)
	case format.Brotli:
		out = brotli.NewReader(in)
	case format.Snappy: // announces its length
		n, err := binary.ReadUvarint(in)
		if err != nil || n > uint64(max(plain, 0)) {
			return fmt.Errorf("a page of %d bytes holds %d", plain, n)
		}
		return nil
	default:
		return nil // what is stored has its size; LZ4 cannot grow more than 255 times
	}
	if err != nil {
		return unexpected(err)
	}
	defer release()
	n, err := io.Copy(io.Discard, io.LimitReader(out, plain+1))
	if err != nil {
		return unexpected(err)
	}
	if n > plain {
		return fmt.Errorf("a page of more than %d bytes", plain)
	}
	return nil
}
