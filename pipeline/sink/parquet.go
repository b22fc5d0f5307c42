package sink

import (
	"fmt"
	"io"
	"strconv"

	"github.com/parquet-go/parquet-go"

	"zhengwen/document"
)

// Sizes of Parquet's parts. Pages of 1 MiB write two to three times faster than
// the library's default and read as well; a row group is what the writer holds in
// memory, so its bytes are bounded as well as its rows.
const (
	pageBytes     = 1 << 20
	rowGroupRows  = 50_000
	rowGroupBytes = 8 << 20
)

type parquetEncoder[T row] struct {
	w     *parquet.GenericWriter[T]
	one   [1]T
	rows  int
	bytes int
}

func newParquetEncoder[T row](w io.Writer, meta Metadata, codec *pages) *parquetEncoder[T] {
	return &parquetEncoder[T]{w: parquet.NewGenericWriter[T](w,
		parquet.Compression(codec),
		parquet.PageBufferSize(pageBytes),
		parquet.CreatedBy("zhengwen", meta.Version, ""),
		parquet.KeyValueMetadata("zhengwen.schema_version", strconv.Itoa(document.SchemaVersion)),
		parquet.KeyValueMetadata("zhengwen.processed_with", meta.Version),
		parquet.KeyValueMetadata("zhengwen.rules", meta.RuleDigest),
	)}
}

func (e *parquetEncoder[T]) Write(r *T) error {
	e.one[0] = *r
	if _, err := e.w.Write(e.one[:]); err != nil {
		return fmt.Errorf("write parquet row: %w", err)
	}
	e.rows++
	e.bytes += weight(r)
	if e.rows >= rowGroupRows || e.bytes >= rowGroupBytes {
		e.rows, e.bytes = 0, 0
		if err := e.w.Flush(); err != nil {
			return fmt.Errorf("write parquet row group: %w", err)
		}
	}
	return nil
}

func (e *parquetEncoder[T]) Close() error {
	if err := e.w.Close(); err != nil {
		return fmt.Errorf("complete parquet file: %w", err)
	}
	return nil
}

// weight is about the number of bytes a row takes in memory; what varies most
// counts, the rest is a constant.
func weight[T row](r *T) int {
	switch r := any(r).(type) {
	case *document.Record:
		n := 1024 + 2*len(r.Text)
		for i := range r.Boilerplate {
			n += len(r.Boilerplate[i].Text) + 32
		}
		for i := range r.Repairs {
			n += len(r.Repairs[i].Before) + 64
		}
		return n + 24*len(r.Words)
	default:
		return 512
	}
}

// ParquetSchema returns the message type of a table as Parquet prints it.
func ParquetSchema(table string) (string, error) {
	switch table {
	case Articles:
		return parquet.SchemaOf(document.Record{}).String(), nil
	case Rejects:
		return parquet.SchemaOf(document.Reject{}).String(), nil
	}
	return "", fmt.Errorf("table %q: want articles or rejects", table)
}
