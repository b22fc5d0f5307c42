// Package sink writes records and rejects as Parquet or JSON Lines parts and
// commits them as one version of an output directory, so that a reader sees the
// table before a run or after it and nothing in between.
package sink

import (
	"fmt"
	"io"
	"strings"

	"zhengwen/document"
)

// Format is how parts are written; its name is also their file suffix.
type Format string

const (
	Parquet   Format = "parquet"
	JSONL     Format = "jsonl"
	JSONLZstd Format = "jsonl.zst"
)

// ParseFormats reads a comma-separated list of formats.
func ParseFormats(s string) ([]Format, error) {
	var out []Format
	for _, name := range strings.Split(s, ",") {
		f := Format(strings.TrimSpace(name))
		switch f {
		case Parquet, JSONL, JSONLZstd:
			out = append(out, f)
		default:
			return nil, fmt.Errorf("format %q: want parquet, jsonl or jsonl.zst", name)
		}
	}
	return out, nil
}

// Table names of an output directory.
const (
	Articles = "articles"
	Rejects  = "rejects"
)

// row is what a table holds.
type row interface {
	document.Record | document.Reject
}

// encoder writes rows of one part.
type encoder[T row] interface {
	Write(*T) error
	Close() error // completes the part; does not close the file
}

func newEncoder[T row](f Format, w io.Writer, meta Metadata, codec *pages) (encoder[T], error) {
	switch f {
	case Parquet:
		return newParquetEncoder[T](w, meta, codec), nil
	case JSONL:
		return newLines[T](w), nil
	case JSONLZstd:
		return newCompressedLines[T](w)
	}
	return nil, fmt.Errorf("format %q is unknown", f)
}

// Metadata goes into every Parquet file's key-value metadata and the manifest.
type Metadata struct {
	Version    string // value of processed_with
	RuleDigest string
}
