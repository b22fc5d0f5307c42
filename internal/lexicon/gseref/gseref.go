// Package gseref runs gse's own engine over the dictionary of package lexicon: a
// reference for tests and for zhengwen segment --engine gse.
//
// The words come out of the compiled image, so that gse's dictionary files need
// not be at hand, nor embedded a second time. Unlike in gse's loader, words of
// one character keep their true frequency. Loading takes seconds and hundreds
// of megabytes.
package gseref

import (
	"fmt"

	"github.com/go-ego/gse"

	"zhengwen/document"
	"zhengwen/internal/lexicon"
)

// Engine is gse with its dictionary loaded.
type Engine struct{ seg gse.Segmenter }

// New loads the dictionary.
func New() (*Engine, error) {
	lex, err := lexicon.Default()
	if err != nil {
		return nil, fmt.Errorf("load gse: %w", err)
	}
	e := &Engine{gse.Segmenter{SkipLog: true, NotLoadHMM: true, Dict: gse.NewDict()}}
	for word, cost := range lex.PlainWords() {
		if err := e.seg.AddToken(word, cost.Frequency(lexicon.TotalFrequency)); err != nil {
			return nil, fmt.Errorf("load gse: add %q: %w", word, err)
		}
	}
	e.seg.CalcToken()
	return e, nil
}

// Spans cuts text and appends its words as byte offsets, without white space.
func (e *Engine) Spans(dst []document.Span, text string) []document.Span {
	for _, s := range e.seg.Segment([]byte(text)) {
		start, end := s.Start(), s.End()
		for start < end && space(text[start]) { // gse makes each white space a word
			start++
		}
		if start < end {
			dst = append(dst, document.Span{Start: start, End: end})
		}
	}
	return dst
}

func space(c byte) bool { return c == ' ' || '\t' <= c && c <= '\r' || 0x1C <= c && c <= 0x1F }
