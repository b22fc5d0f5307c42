package sink

import (
	"fmt"

	"github.com/klauspost/compress/zstd"
	pagezstd "github.com/parquet-go/parquet-go/compress/zstd"
)

// pages compresses the pages of all Parquet files of an output as the library does, to
// the same bytes. The library keeps its encoders where the collector drops them: it makes
// one every few pages, each with a history of 16 MiB to clear.
type pages struct {
	pagezstd.Codec
	enc *zstd.Encoder
}

func newPages() (*pages, error) {
	enc, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithZeroFrames(true), zstd.WithEncoderCRC(false), zstd.WithLowerEncoderMem(true))
	if err != nil {
		return nil, fmt.Errorf("start zstd: %w", err)
	}
	return &pages{enc: enc}, nil
}

// Encode appends the compressed page to dst[:0].
func (p *pages) Encode(dst, src []byte) ([]byte, error) { return p.enc.EncodeAll(src, dst[:0]), nil }
