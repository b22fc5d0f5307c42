package segment

import (
	"context"
	"slices"

	"zhengwen/document"
)

// keywordCount is the number of keywords a record carries.
const keywordCount = 10

// Stage fills Sentences, Words and Keywords of a document with frozen text.
type Stage struct{ seg *Segmenter }

// NewStage returns the stage "words".
func NewStage(s *Segmenter) *Stage { return &Stage{s} }

// Name returns "words".
func (*Stage) Name() string { return "words" }

// Apply cuts d.Text.
func (s *Stage) Apply(_ context.Context, d *document.Document) error {
	// Words of Chinese prose have 4.5 bytes on average, sentences about 100.
	d.Words = s.seg.Spans(slices.Grow(d.Words[:0], len(d.Text)/4+1), d.Text)
	d.Sentences = Sentences(slices.Grow(d.Sentences[:0], len(d.Text)/80+1), d.Text)
	d.Keywords = s.seg.Keywords(d.Text, d.Words, keywordCount)
	return nil
}
