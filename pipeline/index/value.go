package index

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"slices"

	"zhengwen/pipeline/sink"
)

// A value of the inputs bucket is a head of fixed size, which is all that a scan
// needs, then the digest and the rows. A value of the groups is a row's identity.
// Both are packed: the index is mapped into memory, and its size is that of the
// corpus.
const headSize = 8 + 8 + 8 + 4 + 1

// Flags of the head.
const (
	failedFlag = 1 << iota
	moreFlag
	nextFlag
)

func encodeFile(unit string, in *sink.Input) ([]byte, error) {
	id, err := hex.DecodeString(unit)
	if err != nil || len(id) != 8 {
		return nil, fmt.Errorf("unit id %q", unit)
	}
	b := make([]byte, headSize, headSize+17+48*len(in.Rows))
	binary.BigEndian.PutUint64(b, uint64(in.Size))
	binary.BigEndian.PutUint64(b[8:], uint64(in.Modified))
	copy(b[16:], id)
	binary.BigEndian.PutUint32(b[24:], uint32(len(in.Rows)))
	if in.More {
		b[28] |= moreFlag
	}
	if in.Next {
		b[28] |= nextFlag
	}
	b = appendText(b, in.Digest)
	for i := range in.Rows {
		r := &in.Rows[i]
		if r.Class == sink.RowInput {
			b[28] |= failedFlag
		}
		if b, err = appendIdentity(b, r); err != nil {
			return nil, err
		}
		b = appendText(appendText(appendText(b, r.Text), r.Page), r.Why)
	}
	return b, nil
}

func decodeHead(key, b []byte) File {
	return File{
		Key: string(key), Size: int64(binary.BigEndian.Uint64(b)), Modified: int64(binary.BigEndian.Uint64(b[8:])),
		Unit: hex.EncodeToString(b[16:24]), Rows: int(binary.BigEndian.Uint32(b[24:])),
		Failed: b[28]&failedFlag != 0, More: b[28]&moreFlag != 0, Next: b[28]&nextFlag != 0,
	}
}

func decodeInput(key, b []byte) (*sink.Input, error) {
	f := decodeHead(key, b)
	in := &sink.Input{Key: f.Key, Size: f.Size, Modified: f.Modified, More: f.More, Next: f.Next}
	d := decoder{b: b[headSize:]}
	in.Digest = d.text()
	if f.Rows <= len(d.b) { // every row takes some bytes
		in.Rows = make([]sink.Row, f.Rows)
	}
	for i := range in.Rows {
		r := &in.Rows[i]
		d.identity(r)
		r.Text, r.Page, r.Why = d.text(), d.text(), d.text()
	}
	if d.bad || len(d.b) > 0 || len(in.Rows) != f.Rows {
		return nil, fmt.Errorf("decode input %q: %w", key, ErrUnusable)
	}
	return in, nil
}

func encodeMember(r *sink.Row) ([]byte, error) { return appendIdentity(nil, r) }

func decodeMember(b []byte, m *Member) error {
	var r sink.Row
	d := decoder{b: b}
	d.identity(&r)
	if d.bad || len(d.b) > 0 {
		return fmt.Errorf("decode a document: %w", ErrUnusable)
	}
	m.ID, m.Class, m.Twin, m.Fetched = r.ID, r.Class, r.Twin, r.Fetched
	return nil
}

// classes numbers the classes of rows; the order must not change.
func classes() []sink.RowClass {
	return []sink.RowClass{sink.RowArticle, sink.RowDecision, sink.RowFault, sink.RowInput, sink.RowRepeated, sink.RowSuperseded}
}

func appendIdentity(b []byte, r *sink.Row) ([]byte, error) {
	class := slices.Index(classes(), r.Class)
	if class < 0 {
		return nil, fmt.Errorf("row class %q", r.Class)
	}
	b = append(appendText(b, r.ID), byte(class))
	return binary.AppendVarint(appendText(b, r.Twin), r.Fetched), nil
}

// appendText appends a text behind its length; the lowest bit of the length tells
// that it is hexadecimal and packed.
func appendText(b []byte, s string) []byte {
	if len(s)%2 == 0 && len(s) > 0 && lowerHex(s) {
		b = binary.AppendUvarint(b, uint64(len(s)/2)<<1|1)
		n := len(b)
		b = append(b, s[:len(s)/2]...)
		_, _ = hex.Decode(b[n:], []byte(s)) // it is hexadecimal
		return b
	}
	return append(binary.AppendUvarint(b, uint64(len(s))<<1), s...)
}

func lowerHex(s string) bool {
	for i := range len(s) {
		if c := s[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

// decoder takes values from the front of b; bad tells that one was not there.
type decoder struct {
	b   []byte
	bad bool
}

func (d *decoder) text() string {
	n, size := binary.Uvarint(d.b)
	if size <= 0 || n>>1 > uint64(len(d.b)-size) {
		d.b, d.bad = nil, true
		return ""
	}
	v := d.b[size : size+int(n>>1)]
	d.b = d.b[size+len(v):]
	if n&1 == 1 {
		return hex.EncodeToString(v)
	}
	return string(v)
}

func (d *decoder) identity(r *sink.Row) {
	r.ID = d.text()
	if len(d.b) == 0 || int(d.b[0]) >= len(classes()) {
		d.b, d.bad = nil, true
		return
	}
	r.Class, d.b = classes()[d.b[0]], d.b[1:]
	r.Twin = d.text()
	v, size := binary.Varint(d.b)
	if size <= 0 {
		d.b, d.bad = nil, true
		return
	}
	r.Fetched, d.b = v, d.b[size:]
}
