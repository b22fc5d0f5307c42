package lexicon

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// UserWord is a line of a dictionary in the format of jieba and gse: the word,
// its frequency and its part of speech, with white space between them. The last
// two may be missing.
type UserWord struct {
	Text string
	Freq float64 // on the scale of TotalFrequency; 0 when missing
	Tag  string  // empty when missing
}

// ReadWords reads a dictionary. Empty lines are skipped. Errors begin with
// "name:line:".
func ReadWords(r io.Reader, name string) ([]UserWord, error) {
	var out []UserWord
	in := bufio.NewScanner(r)
	for line := 1; in.Scan(); line++ {
		w, err := parseWord(in.Text())
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, line, err)
		}
		if w.Text != "" {
			out = append(out, w)
		}
	}
	if err := in.Err(); err != nil {
		return nil, fmt.Errorf("read dictionary %s: %w", name, err)
	}
	return out, nil
}

func parseWord(line string) (UserWord, error) {
	f := strings.Fields(strings.TrimPrefix(line, "\ufeff"))
	var w UserWord
	if len(f) == 0 {
		return w, nil
	}
	w.Text = f[0]
	switch {
	case len(f) > 3:
		return w, fmt.Errorf("want \"word frequency tag\", got %d fields", len(f))
	case !utf8.ValidString(w.Text):
		return w, errors.New("the word is no valid UTF-8")
	case utf8.RuneCountInString(w.Text) > maxWordLen:
		return w, fmt.Errorf("the word has over %d characters", maxWordLen)
	}
	rest := f[1:]
	if len(rest) > 0 {
		freq, err := strconv.ParseFloat(rest[0], 64)
		switch {
		case err == nil && freq > 0 && freq <= TotalFrequency:
			w.Freq = freq
			rest = rest[1:]
		case err == nil || len(rest) == 2:
			return w, fmt.Errorf("frequency %q is no number above 0 and up to %d", rest[0], TotalFrequency)
		}
	}
	if len(rest) > 0 {
		w.Tag = rest[0]
	}
	return w, nil
}

// unseenIDF is given to words that no count covers: one text in a million.
const unseenIDF = 13.8

// With returns the dictionary with words of the user above it. They only become
// more likely than they were; a word without frequency gets the one at which it
// just wins over its own pieces. Tag and idf of known words stay unless the tag
// is given.
func (l *Lexicon) With(words []UserWord) (*Lexicon, error) {
	entries := make([]Entry, len(words))
	cut := NewCutter(&Lexicon{base: l.base}, ModeDefault)
	for i, w := range words {
		e := Entry{Text: w.Text, IDF: unseenIDF, Tag: ParseTag(w.Tag)}
		if old, ok := l.base.lookup(w.Text); ok {
			e.IDF = old.IDF
			if w.Tag == "" {
				e.Tag = old.Tag
			}
		}
		if w.Freq > 0 {
			e.Cost = CostOf(w.Freq, TotalFrequency)
		} else {
			e.Cost = cut.winning(w.Text)
		}
		entries[i] = e
	}
	data, err := Build("words of the user", entries, nil)
	if err != nil {
		return nil, err
	}
	m, err := openImage(string(data))
	if err != nil {
		return nil, err
	}
	return &Lexicon{base: l.base, user: m}, nil
}

// winning is the cost at which a word just wins over its own pieces; a single
// character has none and is as rare as a word can be.
func (c *Cutter) winning(word string) Cost {
	if utf8.RuneCountInString(word) == 1 {
		return CostOf(1, TotalFrequency)
	}
	c.cost = 0
	c.Append(nil, word)
	return Cost(min(max(c.cost-1, 1), maxCost))
}
