// Package segment cuts Chinese text into words and sentences and weighs its
// keywords. It is the public face of the dictionary in internal/lexicon.
//
//	s, err := segment.New()
//	if err != nil { … }
//	words := s.Cut("研究生命的起源")     // 研究 生命 的 起源
//
// Offsets are bytes. Nothing is changed, lower-cased or left out: words cover
// everything but white space.
package segment

import (
	"fmt"
	"hash/maphash"
	"io"
	"sync"

	"zhengwen/document"
	"zhengwen/internal/lexicon"
)

// Segmenter cuts text into words. It is safe for concurrent use.
type Segmenter struct {
	lex     *lexicon.Lexicon
	mode    lexicon.Mode
	words   []lexicon.UserWord
	cutters sync.Pool // of *lexicon.Cutter
	tallies sync.Pool // of *tally
}

// Option changes how a Segmenter is made.
type Option func(*Segmenter) error

// WithDict adds the words of a user dictionary in the format of jieba and gse:
// "word frequency tag" a line, the last two optional. The name is for error
// messages, which begin with "name:line:". Several dictionaries add up; where
// they disagree about a word, the last one counts.
func WithDict(r io.Reader, name string) Option {
	return func(s *Segmenter) error {
		words, err := lexicon.ReadWords(r, name)
		s.words = append(s.words, words...)
		return err
	}
}

// Plain cuts by gse's dictionary and nothing else, as gse itself does.
func Plain() Option {
	return func(s *Segmenter) error { s.mode = lexicon.ModePlain; return nil }
}

// New returns a segmenter over the built-in dictionary.
func New(options ...Option) (*Segmenter, error) {
	lex, err := lexicon.Default()
	if err != nil {
		return nil, fmt.Errorf("new segmenter: %w", err)
	}
	s := &Segmenter{lex: lex}
	for _, o := range options {
		if err := o(s); err != nil {
			return nil, fmt.Errorf("new segmenter: %w", err)
		}
	}
	if len(s.words) > 0 {
		if s.lex, err = lex.With(s.words); err != nil {
			return nil, fmt.Errorf("new segmenter: %w", err)
		}
	}
	s.cutters.New = func() any { return lexicon.NewCutter(s.lex, s.mode) }
	s.tallies.New = func() any { return &tally{seed: maphash.MakeSeed()} }
	return s, nil
}

// Digest names the dictionary, user words included.
func (s *Segmenter) Digest() string { return s.lex.Digest() }

// Spans cuts text into words and appends their byte offsets to dst: ascending,
// not overlapping, covering all but white space. Once the pool is warm it
// allocates only to grow dst.
func (s *Segmenter) Spans(dst []document.Span, text string) []document.Span {
	c := s.cutters.Get().(*lexicon.Cutter)
	dst = c.Append(dst, text)
	s.cutters.Put(c)
	return dst
}

// Cut returns the words of text.
func (s *Segmenter) Cut(text string) []string {
	spans := s.Spans(make([]document.Span, 0, len(text)/4+1), text)
	words := make([]string, len(spans))
	for i, w := range spans {
		words[i] = text[w.Start:w.End]
	}
	return words
}

// Content reports whether a word can say what a text is about: it has at
// least two letters and is no function word, number, pronoun or stop word.
func (s *Segmenter) Content(word string) bool {
	w, known := s.lex.Lookup(word)
	_, ok := weight(word, w, known)
	return ok
}
