// Package quality measures the frozen text with plain ratios.
package quality

import (
	"context"
	"hash/maphash"
	"strings"
	"unicode/utf8"

	"zhengwen/document"
)

// Stage is the pipeline's stage "quality". It is safe for concurrent use.
type Stage struct{}

// New makes the stage.
func New() *Stage { return &Stage{} }

// Name returns "quality".
func (*Stage) Name() string { return "quality" }

// Apply fills d.Quality from the frozen text and the blocks it was composed of:
//
//   - HanziRatio: ideographs among the code points that are not white space;
//   - DuplicateLineRatio: the share of code points, line ends apart, that stand in
//     lines of at least 8 code points that occurred before;
//   - LinkDensity: the share of the text's code points that are links;
//   - SpunScore: 0 for prose, 1 for text full of misplaced synonyms and turned
//     clauses, as spinning programs leave it; null under 200 hanzi.
//
// The ratios are 0 for an empty text. Score and LMCost stay null.
func (*Stage) Apply(_ context.Context, d *document.Document) error {
	d.Quality = document.Quality{
		HanziRatio:         hanziRatio(d.Text),
		DuplicateLineRatio: duplicateLineRatio(d.Text),
		LinkDensity:        linkDensity(d),
		SpunScore:          spunScore(d.Text),
	}
	return nil
}

func ratio(part, whole int) float32 {
	if whole == 0 {
		return 0
	}
	return float32(float64(part) / float64(whole))
}

func hanziRatio(text string) float32 {
	hanzi, all := 0, 0
	for _, r := range text {
		switch {
		case isHan(r):
			hanzi++
			all++
		case !document.IsSpace(r):
			all++
		}
	}
	return ratio(hanzi, all)
}

// isHan reports whether r is a CJK unified or compatibility ideograph or 〇, by
// Unicode's blocks up to extension J; it is far faster than unicode.Is.
func isHan(r rune) bool {
	switch {
	case r < 0x3400:
		return r == '〇'
	case r <= 0x9FFF:
		return r <= 0x4DBF || r >= 0x4E00
	}
	return r >= 0xF900 && r <= 0xFAFF || r >= 0x20000 && r <= 0x3347F
}

// duplicateLine is the least length in code points of a line that counts when it
// comes back: shorter ones are labels and headings, which repeat in good text.
const duplicateLine = 8

// seed makes equal lines equal within a run; only equality reaches the output.
var seed = maphash.MakeSeed()

func duplicateLineRatio(text string) float32 {
	if strings.IndexByte(text, '\n') < 0 {
		return 0
	}
	seen := make(map[uint64]struct{}, strings.Count(text, "\n")+1)
	repeated, all := 0, 0
	for text != "" {
		var line string
		line, text, _ = strings.Cut(text, "\n")
		n := utf8.RuneCountInString(line)
		all += n
		if n < duplicateLine {
			continue
		}
		h := maphash.String(seed, line)
		if _, again := seen[h]; again {
			repeated += n
		}
		seen[h] = struct{}{}
	}
	return ratio(repeated, all)
}

func linkDensity(d *document.Document) float32 {
	linked, all := 0, 0
	for _, p := range d.Pieces {
		b := &d.Blocks[p.Block]
		all += begun(b.Text[p.From.Start:p.From.End])
		last := p.From.Start
		for _, m := range b.Marks {
			if m.Kind != document.MarkLink {
				continue
			}
			// Marks ascend by start but may overlap; each code point counts once.
			start, end := max(m.Start, last), min(m.End, p.From.End)
			if start < end {
				linked += begun(b.Text[start:end])
				last = end
			}
		}
	}
	return ratio(linked, all)
}

// begun counts the code points that begin in s, which a mark may cut anywhere.
func begun(s string) int {
	n := 0
	for i := range len(s) {
		if s[i]&0xC0 != 0x80 {
			n++
		}
	}
	return n
}
