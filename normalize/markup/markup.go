// Package markup turns a decoded page into blocks of text with their features
// and the values of its head.
package markup

import (
	"context"
	"strings"
	"sync"

	"zhengwen/document"
)

// Options bounds what one page may cost.
type Options struct {
	// MaxBlocks is the most blocks a page may have; one with more is dropped. 0
	// stands for 524,288: a block takes some 200 bytes and its text may be one, and
	// no article has half a million lines.
	MaxBlocks int
}

const maxBlocks = 1 << 19

// Stage is the stage "markup". It is safe for concurrent use.
type Stage struct {
	reopen func(string) string
	most   int       // blocks a page may have
	pool   sync.Pool // of *builder
}

// New returns the stage. reopen, which may be nil, puts back the "<" of tags
// that lost it; it sees the whole page before parsing.
func New(reopen func(string) string, o Options) *Stage {
	if o.MaxBlocks <= 0 {
		o.MaxBlocks = maxBlocks
	}
	return &Stage{reopen: reopen, most: o.MaxBlocks, pool: sync.Pool{New: func() any { return new(builder) }}}
}

// Name returns "markup".
func (s *Stage) Name() string { return "markup" }

// Apply sets Elements and Blocks from Decoded and MediaType. Values of the head
// come first, then the text in document order. Every block's text is valid
// UTF-8, not empty, trimmed and free of line breaks. It fails only when the
// context is done.
func (s *Stage) Apply(ctx context.Context, d *document.Document) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	text := clean(d.Decoded)
	if d.MediaType == "text/plain" {
		d.Elements, d.Blocks = nil, lines(d.Blocks[:0], text, s.most)
		s.limit(d)
		return nil
	}
	if s.reopen != nil {
		text = s.reopen(text)
	}
	if strings.Contains(text, "<![CDATA[") {
		text = cdata.Replace(text)
	}
	b := s.pool.Get().(*builder)
	defer s.put(b)
	b.reset(s.most)
	b.read(text)
	d.Elements, d.Blocks = b.finish()
	s.limit(d)
	return nil
}

// limit drops a page whose blocks were cut off.
func (s *Stage) limit(d *document.Document) {
	if n := len(d.Blocks); n > s.most {
		d.Blocks = d.Blocks[:s.most]
		d.Drop(document.Drop{Reason: "size", Rule: "markup.blocks", Value: float64(n), Threshold: float64(s.most)})
	}
}

// put gives a builder back unless one large page has blown it up.
func (s *Stage) put(b *builder) {
	const keep = 4 << 20
	if cap(b.arena) <= keep && cap(b.pieces) <= keep/64 && cap(b.marks) <= keep/24 {
		b.release()
		s.pool.Put(b)
	}
}

// cdata drops the brackets of CDATA sections: in HTML the parser takes the whole
// section for a comment, and its text would be lost.
var cdata = strings.NewReplacer("<![CDATA[", "", "]]>", "")

// clean makes text valid UTF-8 without NUL, which parsers treat in several ways.
func clean(text string) string {
	if strings.IndexByte(text, 0) >= 0 {
		text = strings.ReplaceAll(text, "\x00", "\uFFFD")
	}
	if !document.ValidUTF8(text) {
		text = strings.ToValidUTF8(text, "\uFFFD")
	}
	return text
}
