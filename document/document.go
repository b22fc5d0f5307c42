// Package document holds one page on its way through the pipeline: its raw
// bytes, its blocks with their roles, the ledger of changes, the frozen text
// and the spans marked on it. It imports the standard library only.
package document

import (
	"errors"
	"fmt"
	"time"
)

// Document is one page. The stages fill it from left to right: decode sets
// Charset and Decoded, markup sets Elements and Blocks, the rewriting stages
// change block texts through Rewrite, the choosing stages give every block a
// role, Freeze builds Text, and the marking stages add spans over Text.
//
// Spans inside a Document are byte offsets; only the Record counts in code
// points.
type Document struct {
	// Identity, set by the source.
	URI         string     // argument's base name plus the path inside it, or the WARC target URI
	URL         string     // canonical URL; empty when neither the source nor the page tells it
	FetchedAt   *time.Time // when the page was fetched; nil when unknown, never the clock
	Raw         []byte     // the page as it was read; never written
	HTTPCharset string     // charset of the Content-Type header, when the source kept one
	Truncated   bool       // Raw ends where the source broke off

	// Set by decode.
	Charset   Charset
	MediaType string // "text/html" or "text/plain"; a source that knows sets it beforehand
	Decoded   string // the page as UTF-8, before any repair

	// Set by markup, changed by repair and script, judged by the choosing stages.
	Elements []Element // elements that hold blocks, parents before children
	Blocks   []Block   // in document order

	// Set by script, article and meta.
	Script      Script
	Lang        Lang
	Kind        PageKind
	Meta        Meta
	Identifiers Identifiers

	// Set by Freeze.
	Text   string  // the body; never changes once set
	Pieces []Piece // where each part of Text comes from, ascending
	frozen bool

	// Set by the marking stages; spans are bytes of Text.
	Sections  []Section
	Sentences []Span
	Words     []Span
	Keywords  []Keyword
	Advice    []Advice
	Cases     []Case
	Quality   Quality

	drop      *Drop
	droppedBy string
	steps     int
}

// Reset makes d ready for another page. Nothing of the page before is left but the
// room of those slices that stages fill anew.
func (d *Document) Reset() {
	clear(d.Blocks)
	clear(d.Sections)
	clear(d.Advice)
	*d = Document{Blocks: d.Blocks[:0], Pieces: d.Pieces[:0], Sections: d.Sections[:0], Sentences: d.Sentences[:0], Words: d.Words[:0], Advice: d.Advice[:0]}
}

// Charset says how the bytes were decoded and what the page claimed.
type Charset struct {
	Name       string           // lower-case WHATWG name where there is one: "utf-8", "gb18030", "big5"
	Declared   string           // as claimed by header, <meta> or XML declaration; empty when nothing is
	Confidence float64          // 0…1
	BOM        bool             // a byte order mark was found
	Segments   []CharsetSegment // only where the file mixes several encodings
}

// CharsetSegment is a part of a mixed file; Start and End are bytes of Raw.
type CharsetSegment struct {
	Charset    string
	Start, End int
}

// Span is a half-open range of byte offsets.
type Span struct{ Start, End int }

// Len returns the number of bytes in the span.
func (s Span) Len() int { return s.End - s.Start }

// Meta is what the page says about itself. Empty means it does not say.
type Meta struct {
	Title, Author, Editor, Source, SiteName string
	Published                               Published
}

// Published is the date of publication as the page prints it.
type Published struct {
	At        time.Time // the instant; zero when unknown
	Date      string    // the day as printed, YYYY-MM-DD; empty when unknown
	Precision string    // "day", "minute" or "second"
	Raw       string    // as printed
}

// Identifiers are filing numbers found anywhere on the page, without spaces.
type Identifiers struct {
	ICP, Police, Licence []string // in order of appearance, each once
}

// Section is one heading with all that belongs to it. Parent is an index into
// Sections, -1 for none. Span runs from the heading line to the end of the
// subtree, Body over the section's own text.
type Section struct {
	Level    int // 1…
	Number   string
	Heading  string
	Kind     SectionKind
	Parent   int
	Span     Span
	Body     Span
	IsAdvice bool
}

// Advice is one sentence that tells the reader what to do. Section is an index
// into Sections, -1 for none.
type Advice struct {
	Span      Span
	Stance    Stance
	Condition string // the clause it hangs on; empty when unconditional
	Topic     Topic
	Terms     []string // content words of the sentence
	Section   int
}

// Case is one told course of events.
type Case struct {
	Span    Span
	Outcome Outcome
	Who     string // first name as printed; empty when the page gives none
	Section int
}

// Keyword is a term of the body with its TF-IDF weight.
type Keyword struct {
	Term   string  `json:"term" parquet:"term"`
	Weight float32 `json:"weight" parquet:"weight"`
}

// Quality holds plain ratios over the body; see the record's documentation for
// their definitions.
type Quality struct {
	Score              *float32 `json:"score" parquet:"score,optional"`
	HanziRatio         float32  `json:"hanzi_ratio" parquet:"hanzi_ratio"`
	LMCost             *float32 `json:"lm_cost" parquet:"lm_cost,optional"`
	DuplicateLineRatio float32  `json:"duplicate_line_ratio" parquet:"duplicate_line_ratio"`
	LinkDensity        float32  `json:"link_density" parquet:"link_density"`
	SpunScore          *float32 `json:"spun_score" parquet:"spun_score,optional"`
}

// Drop is a decision not to keep the page. It is no error.
type Drop struct {
	Reason    string // "language", "listing", "charset" …
	Rule      string // the rule or test that decided; may be empty
	Value     float64
	Threshold float64
	Detail    string
}

// Drop records the decision that the page is not kept. The first decision wins.
func (d *Document) Drop(x Drop) {
	if d.drop == nil {
		d.drop = &x
	}
}

// Dropped returns the decision not to keep the page, or nil.
func (d *Document) Dropped() *Drop { return d.drop }

// SetDroppedBy names the stage that dropped the page; the runner calls it.
func (d *Document) SetDroppedBy(stage string) { d.droppedBy = stage }

// DroppedBy returns the name of the stage that dropped the page.
func (d *Document) DroppedBy() string { return d.droppedBy }

// ErrBudget is returned by Spend when a page has cost more steps than its size
// allows.
var ErrBudget = errors.New("step budget exhausted")

// A page may cost stepsPerByte steps a byte of input plus a fixed allowance, so
// that limits depend on the input and never on the clock. The factor is far
// above what ordinary pages use (under 20).
const (
	stepsPerByte   = 400
	stepsAllowance = 1 << 20
)

// Spend charges n steps of work to the page. Stages whose cost could grow
// faster than their input call it and give up on error.
func (d *Document) Spend(n int) error {
	d.steps += n
	if limit := stepsAllowance + stepsPerByte*len(d.Raw); d.steps > limit {
		return fmt.Errorf("%d steps over %d bytes: %w", d.steps, len(d.Raw), ErrBudget)
	}
	return nil
}
