// Package quality measures the frozen text with plain ratios.
package quality

import (
	"cmp"
	"context"
	"hash/maphash"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"zhengwen/document"
)

// Stage is the pipeline's stage "quality". It is safe for concurrent use.
type Stage struct {
	seed    maphash.Seed // makes equal lines equal; only equality reaches the output
	scratch sync.Pool    // of *[]line
}

// line is a line of the text.
type line struct {
	hash uint64
	size int // code points
}

// New makes the stage.
func New() *Stage {
	s := &Stage{seed: maphash.MakeSeed()}
	s.scratch.New = func() any { return new([]line) }
	return s
}

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
func (s *Stage) Apply(_ context.Context, d *document.Document) error {
	d.Quality = document.Quality{
		HanziRatio:         hanziRatio(d.Text),
		DuplicateLineRatio: s.duplicateLineRatio(d.Text),
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
	for i := 0; i < len(text); {
		if n := document.HanPrefix(text[i:]); n > 0 {
			hanzi += n / len("一")
			all += n / len("一")
			i += n
			continue
		}
		r, n := utf8.DecodeRuneInString(text[i:])
		i += n
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

func (s *Stage) duplicateLineRatio(text string) float32 {
	if strings.IndexByte(text, '\n') < 0 {
		return 0
	}
	lines := s.scratch.Get().(*[]line)
	*lines = (*lines)[:0]
	all := 0
	for text != "" {
		var l string
		l, text, _ = strings.Cut(text, "\n")
		n := document.CountRunes(l)
		all += n
		if n >= duplicateLine {
			*lines = append(*lines, line{maphash.String(s.seed, l), n})
		}
	}
	slices.SortFunc(*lines, func(x, y line) int { return cmp.Compare(x.hash, y.hash) })
	repeated := 0
	for i, l := range *lines {
		if i > 0 && l.hash == (*lines)[i-1].hash {
			repeated += l.size
		}
	}
	s.scratch.Put(lines)
	return ratio(repeated, all)
}

func linkDensity(d *document.Document) float32 {
	linked := 0
	for _, p := range d.Pieces {
		b := &d.Blocks[p.Block]
		last := p.From.Start
		for _, m := range b.Marks {
			if m.Kind != document.MarkLink {
				continue
			}
			// Marks ascend by start but may overlap; each code point counts once.
			start, end := max(m.Start, last), min(m.End, p.From.End)
			if start < end {
				linked += document.CountRunes(b.Text[start:end])
				last = end
			}
		}
	}
	if linked == 0 {
		return 0
	}
	all := 0
	for _, p := range d.Pieces {
		all += document.CountRunes(d.Blocks[p.Block].Text[p.From.Start:p.From.End])
	}
	return ratio(linked, all)
}
