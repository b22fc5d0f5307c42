package document

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// RecordOptions says what a record holds beyond the default.
type RecordOptions struct {
	Words      bool   // the segmented body
	AsWritten  bool   // the text before script conversion
	FullLedger bool   // plain script and width conversions among the repairs
	Version    string // value of processed_with
}

// NewRecord turns a finished document into its record: bytes become code points,
// empty becomes null.
func NewRecord(d *Document, o RecordOptions) *Record {
	at := NewOffsets(d.Text)
	edits := d.TextEdits()
	id := d.Identity()
	r := &Record{
		ID: id.ID, PageID: id.PageID, URI: id.URI, URL: id.URL, Host: id.Host, FetchedAt: id.FetchedAt, RawDigest: id.RawDigest, MediaType: id.MediaType,
		TextDigest: TextDigest(d.Text), PageKind: d.Kind,
		Charset: d.Charset.Name, CharsetDeclared: optional(d.Charset.Declared), CharsetConfidence: float32(d.Charset.Confidence),
		CharsetSegments: make([]RecordSegment, 0, len(d.Charset.Segments)), Lang: d.Lang, Script: optional(string(d.Script)),
		Title: optional(d.Meta.Title), Author: optional(d.Meta.Author), Editor: optional(d.Meta.Editor), Source: optional(d.Meta.Source),
		SiteName: optional(d.Meta.SiteName), Text: d.Text,
		Sections: make([]RecordSection, 0, len(d.Sections)), Advice: make([]RecordAdvice, 0, len(d.Advice)), Cases: make([]RecordCase, 0, len(d.Cases)),
		Keywords:  append(make([]Keyword, 0, len(d.Keywords)), d.Keywords...),
		CharCount: at.Len(), SentenceCount: int32(len(d.Sentences)), WordCount: int32(len(d.Words)),
		Boilerplate: d.chrome(),
		Identifiers: filing(d.Identifiers), Quality: d.Quality, SchemaVersion: SchemaVersion, ProcessedWith: o.Version,
	}
	r.published(d.Meta.Published)
	for _, s := range d.Charset.Segments {
		r.CharsetSegments = append(r.CharsetSegments, RecordSegment{s.Charset, int32(s.Start), int32(s.End)})
	}
	r.marks(d, at)
	r.ledger(d, at, edits, o.FullLedger)
	if o.Words {
		r.Words = make([]string, len(d.Words))
		for i, w := range d.Words {
			r.Words[i] = d.Text[w.Start:w.End]
		}
	}
	if o.AsWritten {
		s := AsWritten(d.Text, edits)
		r.TextAsWritten = &s
	}
	return r
}

// chrome lists the blocks that were left out.
func (d *Document) chrome() []RecordChrome {
	n := 0
	for i := range d.Blocks {
		if b := &d.Blocks[i]; b.Role == RoleBoilerplate && b.Text != "" {
			n++
		}
	}
	out := make([]RecordChrome, 0, n)
	for i := range d.Blocks {
		if b := &d.Blocks[i]; b.Role == RoleBoilerplate && b.Text != "" {
			out = append(out, RecordChrome{b.Kind, b.Rule, b.Text})
		}
	}
	return out
}

func (r *Record) published(p Published) {
	if p.Date == "" {
		return
	}
	if day, err := ParseDate(p.Date); err == nil {
		r.PublishedDate = &day
	}
	if !p.At.IsZero() {
		at := p.At.UTC()
		r.PublishedAt = &at
	}
	r.PublishedPrecision, r.PublishedRaw = optional(p.Precision), optional(p.Raw)
}

func (r *Record) marks(d *Document, at Offsets) {
	for i, s := range d.Sections {
		path := make([]string, 0, s.Level)
		if s.Parent >= 0 {
			path = append(path, r.Sections[s.Parent].Path...)
		}
		r.Sections = append(r.Sections, RecordSection{
			Level: int32(s.Level), Number: s.Number, Heading: s.Heading, Path: append(path, d.Sections[i].Heading), Kind: s.Kind,
			Parent: int32(s.Parent), Start: at.At(s.Span.Start), End: at.At(s.Span.End),
			BodyStart: at.At(s.Body.Start), BodyEnd: at.At(s.Body.End), IsAdvice: s.IsAdvice,
		})
	}
	for _, a := range d.Advice {
		terms := a.Terms
		if terms == nil {
			terms = []string{}
		}
		r.Advice = append(r.Advice, RecordAdvice{
			Text: d.Text[a.Span.Start:a.Span.End], Stance: a.Stance, Condition: optional(a.Condition), Topic: a.Topic, Terms: terms,
			Section: int32(a.Section), Start: at.At(a.Span.Start), End: at.At(a.Span.End),
		})
	}
	for _, c := range d.Cases {
		r.Cases = append(r.Cases, RecordCase{
			Text: d.Text[c.Span.Start:c.Span.End], Outcome: c.Outcome, Who: optional(c.Who), Section: int32(c.Section),
			Start: at.At(c.Span.Start), End: at.At(c.Span.End),
		})
	}
}

// ledger lists the edits inside the text and counts those of the whole page.
func (r *Record) ledger(d *Document, at Offsets, edits []Edit, full bool) {
	r.Repairs = RecordRepairs(edits, at, full)
	for _, e := range edits {
		if e.Kind.Plain() {
			r.ConvertedChars += int32(utf8.RuneCountInString(e.Before))
		}
	}
	for i := range d.Blocks {
		for _, e := range d.Blocks[i].Edits {
			if !e.Kind.Plain() {
				r.RepairCount++
			}
		}
	}
	r.Damage = RecordDamages(d.TextDamage(), at)
}

// RecordRepairs turns edits of a text into their record form, with plain script
// and width conversion only when full is set. The list is never nil.
func RecordRepairs(edits []Edit, at Offsets, full bool) []RecordRepair {
	out := []RecordRepair{}
	for _, e := range edits {
		if e.Kind.Plain() && !full {
			continue
		}
		out = append(out, RecordRepair{
			Kind: e.Kind, Rule: e.Rule, Start: at.At(e.Start), End: at.At(e.End), Before: e.Before, After: e.After, Confidence: float32(e.Confidence),
		})
	}
	return out
}

// RecordDamages turns damage of a text into its record form. The list is never
// nil.
func RecordDamages(damage []Damage, at Offsets) []RecordDamage {
	out := []RecordDamage{}
	for _, x := range damage {
		out = append(out, RecordDamage{
			Kind: x.Kind, Start: at.At(x.Span.Start), End: at.At(x.Span.End), Suggestion: optional(x.Suggestion), Confidence: float32(x.Confidence),
		})
	}
	return out
}

func filing(x Identifiers) RecordFiling {
	f := RecordFiling{ICP: []string{}, Police: []string{}, Licence: []string{}, ICPSubjects: []string{}}
	f.ICP = append(f.ICP, x.ICP...)
	f.Police = append(f.Police, x.Police...)
	f.Licence = append(f.Licence, x.Licence...)
	for _, s := range x.ICP {
		if subject, ok := strings.CutSuffix(strings.TrimRight(s, "0123456789"), "-"); ok {
			s = subject
		}
		if !slices.Contains(f.ICPSubjects, s) {
			f.ICPSubjects = append(f.ICPSubjects, s)
		}
	}
	return f
}
