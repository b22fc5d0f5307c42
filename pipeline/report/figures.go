// Package report counts what a run did and shows it as one self-contained HTML
// page.
package report

import (
	"encoding/json"
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

// sampleRejects is how many rejects of each reason the report shows.
const sampleRejects = 2

// Figures are the counts of a run or of a part of one. The zero value is ready to
// use; figures of parts add up with Merge.
type Figures struct {
	Articles    int            `json:"articles"`
	Rejects     int            `json:"rejects"`
	Duplicates  int            `json:"duplicates"`
	Faults      int            `json:"faults"`
	Unreadable  int            `json:"unreadable"`
	Chars       int64          `json:"chars"`
	Kinds       Counts         `json:"kinds"`
	Reasons     Counts         `json:"reasons"`
	Charsets    Counts         `json:"charsets"`
	Scripts     Counts         `json:"scripts"`
	Hosts       Counts         `json:"hosts"`
	Repairs     Counts         `json:"repairs"`
	Damage      Counts         `json:"damage"`
	Boilerplate Counts         `json:"boilerplate"`
	Sections    Counts         `json:"sections"`
	Advice      Counts         `json:"advice"`
	Cases       Counts         `json:"cases"`
	Edits       []EditSample   `json:"edits,omitempty"`
	Dropped     []RejectSample `json:"dropped,omitempty"`
}

// EditSample is one edit with its surroundings.
type EditSample struct {
	URI        string            `json:"uri"`
	Kind       document.EditKind `json:"kind"`
	Rule       string            `json:"rule"`
	Left       string            `json:"left"`
	Before     string            `json:"before"`
	After      string            `json:"after"`
	Right      string            `json:"right"`
	Confidence float32           `json:"confidence"`
}

// RejectSample is one reject of each reason.
type RejectSample struct {
	URI    string `json:"uri"`
	Reason string `json:"reason"`
	Rule   string `json:"rule,omitempty"`
	Detail string `json:"detail,omitempty"`
}

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
	reason := string(r.Class) + reasonSeparator + r.Stage + reasonSeparator + r.Reason
	f.Reasons.Add(reason)
	f.host(r.Host)
	f.drop(RejectSample{r.URI, reason, text(r.Rule), text(r.Detail)})
}

// drop keeps the sample if there are too few of its reason.
func (f *Figures) drop(x RejectSample) {
	n := 0
	for i := range f.Dropped {
		if f.Dropped[i].Reason == x.Reason {
			n++
		}
	}
	if n < sampleRejects {
		f.Dropped = append(f.Dropped, x)
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
	if !f.wants(r.URI, x.Kind) {
		return
	}
	runes := []rune(r.Text)
	f.Edits = append(f.Edits, EditSample{
		URI: r.URI, Kind: x.Kind, Rule: x.Rule, Before: x.Before, After: x.After, Confidence: x.Confidence,
		Left: string(runes[max(0, x.Start-12):x.Start]), Right: string(runes[x.End:min(int(x.End)+12, len(runes))]),
	})
}

// wants reports whether a further edit of the kind is to be shown: one a page, up
// to the limit.
func (f *Figures) wants(uri string, kind document.EditKind) bool {
	n := 0
	for i := range f.Edits {
		if f.Edits[i].Kind == kind {
			if n++; n >= sampleEdits || f.Edits[i].URI == uri {
				return false
			}
		}
	}
	return true
}

// Merge adds the figures of what comes behind.
func (f *Figures) Merge(g *Figures) {
	f.Articles += g.Articles
	f.Rejects += g.Rejects
	f.Duplicates += g.Duplicates
	f.Faults += g.Faults
	f.Unreadable += g.Unreadable
	f.Chars += g.Chars
	for _, c := range []struct{ to, from *Counts }{
		{&f.Kinds, &g.Kinds}, {&f.Reasons, &g.Reasons}, {&f.Charsets, &g.Charsets}, {&f.Scripts, &g.Scripts}, {&f.Hosts, &g.Hosts},
		{&f.Repairs, &g.Repairs}, {&f.Damage, &g.Damage}, {&f.Boilerplate, &g.Boilerplate}, {&f.Sections, &g.Sections},
		{&f.Advice, &g.Advice}, {&f.Cases, &g.Cases},
	} {
		for name, n := range c.from.n {
			c.to.add(name, n)
		}
	}
	for _, x := range g.Edits {
		if f.wants(x.URI, x.Kind) {
			f.Edits = append(f.Edits, x)
		}
	}
	for _, x := range g.Dropped {
		f.drop(x)
	}
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

// Unnamed stands for the empty name.
const Unnamed = "–"

// Add counts a name once.
func (c *Counts) Add(name string) {
	if name == "" {
		name = Unnamed
	}
	c.add(name, 1)
}

func (c *Counts) add(name string, n int) {
	if c.n == nil {
		c.n = map[string]int{}
	}
	c.n[name] += n
}

// MarshalJSON writes the counts as an object; keys are sorted.
func (c Counts) MarshalJSON() ([]byte, error) { return json.Marshal(c.n) }

// UnmarshalJSON reads what MarshalJSON wrote.
func (c *Counts) UnmarshalJSON(b []byte) error { return json.Unmarshal(b, &c.n) }

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
