// Package markup turns a decoded page into blocks of text with their features
// and the values of its head.
package markup

import (
	"context"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/PuerkitoBio/goquery"

	"zhengwen/document"
)

// Options bounds what one page may cost.
type Options struct {
	// MaxNodes is the largest tree that is built, as estimated before parsing;
	// larger pages are read without a tree. 0 stands for one node for two bytes
	// with an allowance of 65,536, and at most 1,048,576 (some 200 MB of nodes).
	MaxNodes int
}

// Stage is the stage "markup". It is safe for concurrent use.
type Stage struct {
	reopen  func(string) string
	options Options
	pool    sync.Pool // of *builder
}

// New returns the stage. reopen, which may be nil, puts back the "<" of tags
// that lost it; it sees the whole page before parsing.
func New(reopen func(string) string, o Options) *Stage {
	return &Stage{reopen: reopen, options: o, pool: sync.Pool{New: func() any { return new(builder) }}}
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
		d.Elements, d.Blocks = nil, lines(text)
		limit(d)
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
	b.reset()
	if !s.tree(b, text) {
		b.reset()
		b.linear(text)
	}
	d.Elements, d.Blocks = b.finish()
	limit(d)
	return nil
}

// maxBlocks bounds the memory of hostile pages: a block takes some 200 bytes, and
// its text may be one. No article has half a million lines.
const maxBlocks = 1 << 19

// limit drops a page whose blocks were cut off.
func limit(d *document.Document) {
	if n := len(d.Blocks); n > maxBlocks {
		d.Blocks = d.Blocks[:maxBlocks]
		d.Drop(document.Drop{Reason: "size", Rule: "markup.blocks", Value: float64(n), Threshold: maxBlocks})
	}
}

// tree parses text into a tree and walks it. It reports false when the tree
// would be too large or too deep for the parser.
func (s *Stage) tree(b *builder, text string) bool {
	limit := s.options.MaxNodes
	if limit == 0 {
		limit = min(1<<20, 1<<16+len(text)/2)
	}
	if treeSize(text, limit) > limit {
		return false
	}
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(text))
	if err != nil {
		return false // more than 512 open elements: golang/go#76279
	}
	b.walk(doc.Nodes[0])
	return true
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
	if !utf8.ValidString(text) {
		text = strings.ToValidUTF8(text, "\uFFFD")
	}
	return text
}
