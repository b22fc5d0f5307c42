package pipeline

import (
	"encoding/hex"
	"strings"

	"zhengwen/document"
)

// twins finds exact copies by text_digest and repeated revisions by id, in the
// order of the input: the first one is kept. It takes about 100 bytes a record.
type twins struct {
	first map[[12]byte][16]byte // start of the text digest → id of the kept record
	ids   map[[16]byte]struct{}
}

func newTwins() *twins {
	return &twins{first: map[[12]byte][16]byte{}, ids: map[[16]byte]struct{}{}}
}

// repeated reports whether this revision of this page, article or reject, came
// before, and remembers it.
func (t *twins) repeated(id string) bool {
	k := [16]byte(unhex(id, 16))
	_, ok := t.ids[k]
	t.ids[k] = struct{}{}
	return ok
}

// mark sets DuplicateOf where an earlier record has the same text. An empty text
// has no twin.
func (t *twins) mark(r *document.Record) {
	if r.Text == "" {
		return
	}
	k := [12]byte(unhex(strings.TrimPrefix(r.TextDigest, "sha256:"), 12))
	id, ok := t.first[k]
	if !ok {
		t.first[k] = [16]byte(unhex(r.ID, 16))
		return
	}
	s := hex.EncodeToString(id[:])
	r.DuplicateOf = &s
}

func unhex(s string, n int) []byte {
	out := make([]byte, n)
	// The digests are made by this program; a short or odd one leaves zeros.
	_, _ = hex.Decode(out, []byte(s[:min(len(s), 2*n)]))
	return out
}
