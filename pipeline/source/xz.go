package source

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"hash/crc32"
	"hash/crc64"
	"io"

	"github.com/ulikunitz/xz/lzma"
)

// The container format follows "The .xz File Format" 1.1.0 (Tukaani, public
// domain). It is read here and only LZMA2 by the library, because that allocates
// whatever dictionary a block header asks for.
const (
	xzMagic = "\xFD7zXZ\x00"
	xzEnd   = "YZ"
	// maxXZDict is the dictionary of the strongest preset, xz -9.
	maxXZDict = 64 << 20
	lzma2     = 0x21
)

var crc64Table = crc64.MakeTable(crc64.ECMA)

// xzReader reads the concatenated streams of an xz file.
type xzReader struct {
	in     *bufio.Reader
	flags  [2]byte // of the current stream
	inside bool    // a stream has begun
	blocks uint64  // of the current stream

	body     io.Reader // of the current block; nil between blocks
	consumed counted   // compressed bytes of the block
	check    hash.Hash // nil when the stream has none or an unknown one
	err      error
}

// counted counts the bytes LZMA2 takes, to find the padding behind them.
type counted struct {
	in *bufio.Reader
	n  int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.in.Read(p)
	c.n += int64(n)
	return n, err
}

func (c *counted) ReadByte() (byte, error) {
	b, err := c.in.ReadByte()
	if err == nil {
		c.n++
	}
	return b, err
}

func (x *xzReader) Read(p []byte) (int, error) {
	for x.err == nil {
		if x.body == nil {
			x.err = x.next()
			continue
		}
		n, err := x.body.Read(p)
		if x.check != nil {
			x.check.Write(p[:n])
		}
		if errors.Is(err, io.EOF) {
			err = x.endBlock()
		}
		x.err = err
		if n > 0 {
			return n, nil
		}
	}
	return 0, x.err
}

// next goes on to the next block, over the ends of streams; io.EOF at the end.
func (x *xzReader) next() error {
	if !x.inside {
		return x.begin()
	}
	size, err := x.in.ReadByte()
	switch {
	case err != nil:
		return unexpected(err)
	case size == 0:
		x.inside = false
		return x.end()
	}
	head := make([]byte, (int(size)+1)*4)
	head[0] = size
	if err := x.full(head[1:]); err != nil {
		return err
	}
	dict, err := xzBlockHeader(head)
	if err != nil {
		return err
	}
	x.blocks++
	x.consumed = counted{in: x.in}
	x.check = newXZCheck(x.flags[1])
	x.body, err = lzma.Reader2Config{DictCap: dict}.NewReader2(&x.consumed)
	return err
}

// begin reads a stream header, behind the padding of the stream before.
func (x *xzReader) begin() error {
	if err := skipZeros(x.in); err != nil {
		return err
	}
	var h [12]byte
	if err := x.full(h[:]); err != nil {
		return err
	}
	if string(h[:6]) != xzMagic || h[6] != 0 || h[7] > 15 || binary.LittleEndian.Uint32(h[8:]) != crc32.ChecksumIEEE(h[6:8]) {
		return errors.New("bad stream header")
	}
	x.flags = [2]byte(h[6:8])
	x.inside, x.blocks = true, 0
	return nil
}

// endBlock reads the padding and the check of a block.
func (x *xzReader) endBlock() error {
	x.body = nil
	var tail [3 + 64]byte
	pad := int(-x.consumed.n & 3)
	sum := tail[pad : pad+xzCheckSize(x.flags[1])]
	if err := x.full(tail[:pad+len(sum)]); err != nil {
		return err
	}
	if x.check == nil {
		return nil
	}
	want := x.check.Sum(nil)
	if x.flags[1] != 10 { // the CRCs are stored with the low byte first
		for i, j := 0, len(want)-1; i < j; i, j = i+1, j-1 {
			want[i], want[j] = want[j], want[i]
		}
	}
	if !bytes.Equal(sum, want) {
		return errors.New("wrong check sum")
	}
	return nil
}

// end reads the index and the stream footer. The sizes in the index are not
// needed; its checksum covers them.
func (x *xzReader) end() error {
	crc := crc32.NewIEEE()
	crc.Write([]byte{0})
	in := &crcReader{x.in, crc, 1}
	n, err := binary.ReadUvarint(in)
	if err != nil {
		return unexpected(err)
	}
	if n != x.blocks {
		return errors.New("the index does not fit the blocks")
	}
	for range 2 * n {
		if _, err := binary.ReadUvarint(in); err != nil {
			return unexpected(err)
		}
	}
	for in.n%4 != 0 {
		if _, err := in.ReadByte(); err != nil {
			return unexpected(err)
		}
	}
	var h [4 + 12]byte
	if err := x.full(h[:]); err != nil {
		return err
	}
	if binary.LittleEndian.Uint32(h[:4]) != crc.Sum32() {
		return errors.New("wrong check sum of the index")
	}
	if f := h[4:]; string(f[10:]) != xzEnd || [2]byte(f[8:10]) != x.flags || binary.LittleEndian.Uint32(f) != crc32.ChecksumIEEE(f[4:10]) {
		return errors.New("bad stream footer")
	}
	return nil
}

func (x *xzReader) full(p []byte) error {
	_, err := io.ReadFull(x.in, p)
	return unexpected(err)
}

type crcReader struct {
	in  *bufio.Reader
	crc hash.Hash32
	n   int
}

func (c *crcReader) ReadByte() (byte, error) {
	b, err := c.in.ReadByte()
	if err == nil {
		c.n++
		c.crc.Write([]byte{b})
	}
	return b, err
}

// xzBlockHeader returns the dictionary size a block needs.
func xzBlockHeader(h []byte) (dict int, err error) {
	body, sum := h[:len(h)-4], h[len(h)-4:]
	if binary.LittleEndian.Uint32(sum) != crc32.ChecksumIEEE(body) {
		return 0, errors.New("wrong check sum of a block header")
	}
	flags := body[1]
	r := bytes.NewReader(body[2:])
	size := uint64(1) << 63
	for bit := byte(0x40); bit != 0; bit <<= 1 { // compressed size, uncompressed size
		if flags&bit == 0 {
			continue
		}
		if size, err = binary.ReadUvarint(r); err != nil {
			return 0, errors.New("bad block header")
		}
		if bit == 0x40 {
			size = 1 << 63
		}
	}
	id, err1 := binary.ReadUvarint(r)
	n, err2 := binary.ReadUvarint(r)
	code, err3 := r.ReadByte()
	if err := errors.Join(err1, err2, err3); err != nil {
		return 0, errors.New("bad block header")
	}
	if flags&0x3F != 0 || id != lzma2 || n != 1 {
		return 0, fmt.Errorf("filter %#x is not supported", id)
	}
	need, err := lzma.DecodeDictCap(code)
	if err != nil {
		return 0, errors.New("bad block header")
	}
	// A block shorter than its dictionary needs no more than its length.
	if need = int64(min(uint64(need), max(size, lzma.MinDictCap))); need > maxXZDict {
		return 0, fmt.Errorf("a dictionary of %d bytes; at most %d are allowed", need, maxXZDict)
	}
	return int(need), nil
}

// xzCheckSize is the length of a check by its id.
func xzCheckSize(id byte) int {
	return [16]int{0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64}[id&15]
}

func newXZCheck(id byte) hash.Hash {
	switch id {
	case 1:
		return crc32.NewIEEE()
	case 4:
		return crc64.New(crc64Table)
	case 10:
		return sha256.New()
	}
	return nil
}
