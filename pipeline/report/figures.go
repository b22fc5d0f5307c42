// Package report counts what a run did and shows it as one self-contained HTML
// page.
package report

import (
	"slices"
	"strings"

	"zhengwen/document"
	"zhengwen/pipeline/sink"
)

// maxHosts bounds the hosts counted by name; the rest are counted together.
const maxHosts = 10_000

// sampleEdits is how many edits of each kind the report shows, at most one a page
// and kind.
const sampleEdits = 8

// Figures are the counts of a run. The zero value is ready to use.
type Figures struct {
	Articles, Rejects        int
	Duplicates               int
	Faults, Unreadable       int
	Chars                    int64
	Kinds, Reasons, Charsets Counts
	Scripts, Hosts, Repairs  Counts
	Damage, Boilerplate      Counts
	Sections, Advice, Cases  Counts
	Edits                    []EditSample
	Dropped                  []RejectSample
	samples                  map[document.EditKind]int
	droppedSamples           map[string]int
}

// EditSample is one edit with its surroundings.
type EditSample struct {
	URI        string
	Kind       document.EditKind
	Rule       string
	Left       string
	Before     string
	After      string
	Right      string
	Confidence float32
}

// RejectSample is one reject of each reason.
type RejectSample struct{ URI, Reason, Rule, Detail string }

// Inputs returns the number of inputs counted.
func (f *Figures) Inputs() int { return f.Articles + f.Rejects }

// AddRecord counts a record.
func (f *Figures) AddRecord(r *document.Record) {
	f.Articles++
	f.Chars += int64(r.CharCount)
	if r.DuplicateOf != nil {
		f.Duplicates++
	}
	f.Kinds.Add(string(r.PageKind))
	f.Charsets.Add(r.Charset)
	f.Scripts.Add(text(r.Script))
	f.host(r.Host)
	for i := range r.Repairs {
		f.Repairs.Add(string(r.Repairs[i].Kind) + " · " + r.Repairs[i].Rule)
		f.sample(r, &r.Repairs[i])
	}
	for i := range r.Damage {
		f.Damage.Add(string(r.Damage[i].Kind))
	}
	for i := range r.Boilerplate {
		f.Boilerplate.Add(string(r.Boilerplate[i].Kind))
	}
	for i := range r.Sections {
		f.Sections.Add(string(r.Sections[i].Kind))
	}
	for i := range r.Advice {
		f.Advice.Add(string(r.Advice[i].Stance))
	}
	for i := range r.Cases {
		f.Cases.Add(string(r.Cases[i].Outcome))
	}
}

// AddReject counts a reject.
func (f *Figures) AddReject(r *document.Reject) {
	f.Rejects++
	switch r.Class {
	case document.ClassFault:
		f.Faults++
	case document.ClassInput:
		f.Unreadable++
	}
	reason := string(r.Class) + " · " + r.Stage + " · " + r.Reason
	f.Reasons.Add(reason)
	f.host(r.Host)
	if f.droppedSamples == nil {
		f.droppedSamples = map[string]int{}
	}
	if f.droppedSamples[reason]++; f.droppedSamples[reason] <= 2 {
		f.Dropped = append(f.Dropped, RejectSample{r.URI, reason, text(r.Rule), text(r.Detail)})
	}
}

func (f *Figures) host(h *string) {
	name := text(h)
	if len(f.Hosts.n) >= maxHosts && f.Hosts.n[name] == 0 {
		name = "other hosts"
	}
	f.Hosts.Add(name)
}

func (f *Figures) sample(r *document.Record, x *document.RecordRepair) {
	if f.samples == nil {
		f.samples = map[document.EditKind]int{}
	}
	if f.samples[x.Kind] >= sampleEdits || len(f.Edits) > 0 && f.Edits[len(f.Edits)-1].URI == r.URI && f.Edits[len(f.Edits)-1].Kind == x.Kind {
		return
	}
	f.samples[x.Kind]++
	runes := []rune(r.Text)
	f.Edits = append(f.Edits, EditSample{
		URI: r.URI, Kind: x.Kind, Rule: x.Rule, Before: x.Before, After: x.After, Confidence: x.Confidence,
		Left: string(runes[max(0, x.Start-12):x.Start]), Right: string(runes[x.End:min(int(x.End)+12, len(runes))]),
	})
}

// FromOutput counts a finished output directory.
func FromOutput(dir string) (*Figures, error) {
	f := &Figures{}
	if err := sink.EachArticle(dir, func(r *document.Record) bool { f.AddRecord(r); return true }); err != nil {
		return nil, err
	}
	if err := sink.EachReject(dir, func(r *document.Reject) bool { f.AddReject(r); return true }); err != nil {
		return nil, err
	}
	return f, nil
}

// Counts counts names.
type Counts struct{ n map[string]int }

// Count is a name with how often it was counted.
type Count struct {
	Name string
	N    int
}

// Add counts a name once; the empty name is shown as "–".
func (c *Counts) Add(name string) {
	if c.n == nil {
		c.n = map[string]int{}
	}
	if name == "" {
		name = "–"
	}
	c.n[name]++
}

// Top returns the limit most frequent names, ties by name.
func (c Counts) Top(limit int) []Count {
	out := make([]Count, 0, len(c.n))
	for k, v := range c.n {
		out = append(out, Count{k, v})
	}
	slices.SortFunc(out, func(a, b Count) int {
		if a.N != b.N {
			return b.N - a.N
		}
		return strings.Compare(a.Name, b.Name)
	})
	return out[:min(limit, len(out))]
}

// Len returns the number of different names.
func (c Counts) Len() int { return len(c.n) }

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
