package pipeline

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"zhengwen/document"
	"zhengwen/extract/segment"
	"zhengwen/normalize/charset"
	"zhengwen/normalize/repair"
	"zhengwen/normalize/script"
	"zhengwen/pipeline/source"
	"zhengwen/rules"
)

// This file offers single steps of the pipeline to the commands that show them.

// Detection is what the detect command prints for a file.
type Detection struct {
	Path       string  `json:"path"`
	Charset    *string `json:"charset"` // null when nothing is plausible
	Confidence float32 `json:"confidence"`
	Declared   *string `json:"declared"`
	BOM        bool    `json:"bom"`
}

// Detect tells the charset of a page.
func Detect(path string, it source.Item) Detection {
	r := charset.Detect(it.Raw, charset.Hint{HTTP: it.HTTPCharset})
	d := Detection{Path: path, Confidence: float32(r.Confidence), BOM: r.BOM}
	if r.Name != "" {
		d.Charset = &r.Name
	}
	if r.Declared != "" {
		d.Declared = &r.Declared
	}
	return d
}

// ErrCharset means that no encoding is plausible for a page.
var ErrCharset = errors.New("no plausible charset")

// Decode returns the page as UTF-8, without repair. The name of a charset
// overrules detection; it may be empty.
func Decode(it source.Item, name string) ([]byte, error) {
	if name == "" {
		if name = charset.Detect(it.Raw, charset.Hint{HTTP: it.HTTPCharset}).Name; name == "" {
			return nil, ErrCharset
		}
	} else if c := charset.Canonical(name); c != "" {
		name = c
	} else {
		return nil, fmt.Errorf("charset %q is unknown", name)
	}
	return charset.Decode(nil, it.Raw, name)
}

// RepairedLine is one line of a repaired text with its ledger, in code points.
type RepairedLine struct {
	Text    string                  `json:"text"`
	Repairs []document.RecordRepair `json:"repairs"`
	Damage  []document.RecordDamage `json:"damage"`
}

// RepairText repairs UTF-8 text as one page and returns its lines; with hans it
// also converts them to Simplified. Undoing the repairs of a line from last to
// first restores it.
func RepairText(ctx context.Context, text string, hans bool) ([]RepairedLine, error) {
	d := &document.Document{Raw: []byte(text)}
	for line := range strings.SplitSeq(strings.TrimSuffix(text, "\n"), "\n") {
		d.Blocks = append(d.Blocks, document.Block{Text: line, Tag: "line", Element: -1})
	}
	stages := []Stage{repair.New()}
	if hans {
		stages = append(stages, script.New(script.Script))
	}
	for _, s := range stages {
		if err := s.Apply(ctx, d); err != nil {
			return nil, fmt.Errorf("%s: %w", s.Name(), err)
		}
	}
	out := make([]RepairedLine, len(d.Blocks))
	for i := range d.Blocks {
		b := &d.Blocks[i]
		at := document.NewOffsets(b.Text)
		out[i] = RepairedLine{Text: b.Text, Repairs: document.RecordRepairs(b.Edits, at, true), Damage: document.RecordDamages(b.Damage, at)}
	}
	return out, nil
}

// DataDigests are the digests of the built-in rules and of the lexicon.
type DataDigests struct{ Rules, Lexicon string }

// Digests returns the digests of the built-in data.
func Digests() (DataDigests, error) {
	b, err := rules.Load()
	if err != nil {
		return DataDigests{}, err
	}
	words, err := segment.New()
	if err != nil {
		return DataDigests{}, err
	}
	return DataDigests{Rules: b.Digest, Lexicon: words.Digest()}, nil
}
