package segment

import (
	"zhengwen/document"
	"zhengwen/internal/lexicon/gseref"
)

// Reference cuts text with gse's own engine over the same dictionary. It takes
// seconds to start and is there to compare with.
//
// It holds a function and not the engine: a type that reaches an interface takes
// all its methods into a program that uses reflection, and gse's methods embed
// 32 MB of dictionaries.
type Reference struct {
	spans func(dst []document.Span, text string) []document.Span
}

// GSE loads the dictionary into gse.
func GSE() (*Reference, error) {
	e, err := gseref.New()
	if err != nil {
		return nil, err
	}
	return &Reference{e.Spans}, nil
}

// Spans is Segmenter.Spans by gse.
func (r *Reference) Spans(dst []document.Span, text string) []document.Span {
	return r.spans(dst, text)
}
