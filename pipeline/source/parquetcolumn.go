package source

import (
	"errors"
	"io"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"
)

// parquetColumn reads the values of one column.
type parquetColumn struct {
	leaf   parquet.LeafColumn
	pages  parquet.Pages
	page   parquet.Page
	values parquet.ValueReader
	buf    [64]parquet.Value
	have   []parquet.Value // read and not yet taken; they live in the page
}

func (c *parquetColumn) next() (parquet.Value, error) {
	for len(c.have) == 0 {
		if c.page == nil {
			page, err := c.pages.ReadPage()
			if err != nil {
				return parquet.Value{}, err
			}
			c.page, c.values = page, page.Values()
		}
		n, err := c.values.ReadValues(c.buf[:])
		if c.have = c.buf[:n]; n > 0 {
			break
		}
		if err == nil {
			err = io.ErrNoProgress
		}
		if !errors.Is(err, io.EOF) {
			return parquet.Value{}, err
		}
		parquet.Release(c.page)
		c.page = nil
	}
	v := c.have[0]
	c.have = c.have[1:]
	return v, nil
}

func (c *parquetColumn) close() error {
	if c.page != nil {
		parquet.Release(c.page)
		c.page, c.have = nil, nil
	}
	if c.pages == nil {
		return nil
	}
	pages := c.pages
	c.pages = nil
	return pages.Close()
}

// bytesOf copies a string or binary value out of its page; nil for others.
func bytesOf(v parquet.Value) []byte {
	if k := v.Kind(); v.IsNull() || k != parquet.ByteArray && k != parquet.FixedLenByteArray {
		return nil
	}
	return append([]byte{}, v.ByteArray()...)
}

// time reads a timestamp column by its unit, a number by its size, a string as
// written. Timestamps without a zone are +08:00.
func (c *parquetColumn) time(v parquet.Value) *time.Time {
	switch v.Kind() {
	case parquet.ByteArray:
		return parseTime(string(v.ByteArray()))
	case parquet.Double:
		return unixTime(v.Double())
	case parquet.Int32:
		return unixTime(float64(v.Int32()))
	case parquet.Int96: // days since the Julian epoch above nanoseconds of the day
		x := v.Int96()
		const julian1970 = 2440588
		return instant(time.Unix((int64(x[2])-julian1970)*86400, int64(uint64(x[1])<<32|uint64(x[0]))).UTC())
	case parquet.Int64:
		if t := c.timestamp(v.Int64()); t != nil {
			return instant(*t)
		}
		return unixTime(float64(v.Int64()))
	}
	return nil
}

// timestamp reads a value of a timestamp column; nil when the column is none.
func (c *parquetColumn) timestamp(n int64) *time.Time {
	logical := c.leaf.Node.Type().LogicalType()
	if logical == nil {
		return nil
	}
	kind, ok := logical.Value.(*format.TimestampType)
	if !ok {
		return nil
	}
	var t time.Time
	switch kind.Unit.Value.(type) {
	case *format.MilliSeconds:
		t = time.UnixMilli(n)
	case *format.MicroSeconds:
		t = time.UnixMicro(n)
	default:
		t = time.Unix(0, n)
	}
	if !kind.IsAdjustedToUTC {
		t = t.Add(-8 * time.Hour)
	}
	return &t
}
