// Package repair undoes what the web did to a page's text and keeps the evidence:
// bracketed readings and the misaligned GBK they leave, text decoded with the
// wrong charset, escapes, control characters. What cannot be restored for certain
// is marked as damage and left as it stands.
//
// Clean text is passed on without a copy: a scan over the bytes decides whether a
// text can hold any damage at all.
package repair

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"zhengwen/document"
)

// Result is what was found in one text. Changes are ascending and in bytes of the
// text as given; the spans of Damage are in bytes of the changed text.
type Result struct {
	Changes []document.Change
	Damage  []document.Damage
}

// Repairer repairs pages. It is safe for concurrent use.
type Repairer struct {
	searches sync.Pool // of *search
	censuses sync.Pool // of *census
}

// NewRepairer returns a Repairer.
func NewRepairer() *Repairer {
	return &Repairer{
		searches: sync.Pool{New: func() any { return new(search) }},
		censuses: sync.Pool{New: func() any { return new(census) }},
	}
}

// Stage is the pipeline's stage "repair".
type Stage struct{ repairer *Repairer }

// New returns the stage.
func New() *Stage { return &Stage{NewRepairer()} }

// Name returns "repair".
func (*Stage) Name() string { return "repair" }

// Apply repairs all blocks of the document, taken as one page: what is annotated
// in one block counts in the others.
func (s *Stage) Apply(ctx context.Context, d *document.Document) error {
	texts := make([]string, len(d.Blocks))
	for i := range d.Blocks {
		texts[i] = d.Blocks[i].Text
	}
	results, steps := s.repairer.page(texts)
	if err := d.Spend(min(steps, stepsFixed+stepsPerByte*len(d.Raw))); err != nil {
		return err
	}
	for i, r := range results {
		if err := d.Rewrite(i, r.Changes); err != nil {
			return fmt.Errorf("rewrite block %d: %w", i, err)
		}
		if len(r.Damage) > 0 {
			b := &d.Blocks[i]
			b.Damage = append(b.Damage, r.Damage...)
			slices.SortStableFunc(b.Damage, func(a, b document.Damage) int { return a.Span.Start - b.Span.Start })
		}
	}
	return nil
}

// Page repairs the texts of one page and returns a result for each. It returns
// nil when nothing was found.
func (p *Repairer) Page(texts []string) []Result {
	results, _ := p.page(texts)
	return results
}

// page also returns the steps it took.
func (p *Repairer) page(texts []string) ([]Result, int) {
	flags := make([]signs, len(texts))
	all, words := survey(texts, flags)
	if all == 0 && len(words) == 0 {
		return nil, 0
	}
	w := &worker{r: p, doc: document.Document{Blocks: make([]document.Block, len(texts))}, flags: flags}
	for i, s := range texts {
		w.doc.Blocks[i].Text = s
		w.size += len(s)
	}
	for i := range texts {
		if flags[i]&signEscape != 0 {
			w.change(i, w.escapes(w.text(i)))
		}
		if flags[i]&(signLatin|signHan|signForeign|signLost) != 0 {
			w.mojibake(i)
		}
	}
	for i := range texts {
		if len(w.proven) > 0 && len(w.doc.Blocks[i].Edits) == 0 {
			w.change(i, w.short(w.text(i)))
		}
	}
	if all&signQuestion != 0 {
		w.unencodable()
	}
	w.annotator()
	if all&signQuestion != 0 && !w.mill && len(w.proven) == 0 {
		w.unasked()
	}
	for i := range texts {
		if flags[i]&(signQuestion|signLost) != 0 && !w.mill {
			c := w.droppedBytes(w.text(i), false)
			w.shifted += len(c)
			w.change(i, c)
		}
	}
	proven := w.shifted >= provenPlaces && w.shifted*provenShare >= w.lost()
	for i := range texts {
		if proven && flags[i]&(signQuestion|signLost) != 0 && !w.mill {
			w.change(i, w.droppedBytes(w.text(i), true))
		}
		if flags[i]&signControl != 0 {
			w.change(i, controls(w.text(i)))
		}
		w.mark(i)
	}
	w.marks(all, words)
	out := make([]Result, len(texts))
	for i := range texts {
		slices.SortStableFunc(w.doc.Blocks[i].Damage, func(a, b document.Damage) int { return a.Span.Start - b.Span.Start })
		out[i] = Result{original(w.doc.Blocks[i].Edits), w.doc.Blocks[i].Damage}
	}
	steps := w.steps()
	if w.found != nil {
		p.searches.Put(w.found)
	}
	if w.chars != nil {
		p.censuses.Put(w.chars)
	}
	return out, steps
}

// A worker holds one page while it is repaired.
type worker struct {
	r         *Repairer
	doc       document.Document // only the blocks' texts, edits and damage
	flags     []signs
	found     *search
	mill      bool    // the annotator has been at work
	proven    []chain // wrong decodings that the page has suffered
	forms     *script
	chars     *census
	shift     shift  // of the dropped byte that is looked at
	all       string // of the page, as far as it is looked at
	shifted   int    // places where a dropped byte was found
	fits      []fit  // of the last place for which a character was sought
	suggested int    // places for which a character was sought
	work      int
	size      int // bytes of all texts
}

func (w *worker) text(i int) string { return w.doc.Blocks[i].Text }

// change applies changes to a text and scans it again.
func (w *worker) change(i int, c []document.Change) {
	if len(c) == 0 {
		return
	}
	if err := w.doc.Rewrite(i, c); err != nil {
		panic("repair: " + err.Error()) // changes come in order by construction
	}
	w.flags[i] |= scan(w.text(i))
}

func (w *worker) damage(i int, x ...document.Damage) {
	w.doc.Blocks[i].Damage = append(w.doc.Blocks[i].Damage, x...)
}

// search returns the worker's search with nothing in it.
func (w *worker) search() *search {
	if w.found == nil {
		w.found = w.r.searches.Get().(*search)
		w.found.work = 0
	}
	s := w.found
	w.work += s.work
	s.work, s.prior, s.width, s.words = 0, costEnter, beamWidth, wordWeight
	s.forms, s.style, s.page, s.near = anyScript, anyQuotes, nil, ""
	if w.spent() {
		s.width = workedWidth
	}
	return s
}

// Steps a page may cost before the search goes on with few states and lossy
// decodings are left alone: always less than document.Spend allows.
const (
	stepsFixed   = 150_000
	stepsPerByte = 120
)

// spent reports whether the page has used up its steps.
func (w *worker) spent() bool { return w.steps() > stepsFixed+stepsPerByte*w.size }

// steps returns what the page has cost so far.
func (w *worker) steps() int {
	if w.found == nil {
		return w.work
	}
	return w.work + w.found.work
}

// script returns the script of the page.
func (w *worker) script() script {
	if w.forms == nil {
		texts := make([]string, len(w.flags))
		for i := range texts {
			texts[i] = w.text(i)
		}
		w.work += w.size
		f := scriptOf(texts...)
		w.forms = &f
	}
	return *w.forms
}

// characters counts the characters of the page.
func (w *worker) characters() *census {
	if w.chars == nil {
		w.chars = w.r.censuses.Get().(*census)
		*w.chars = census{}
		for i := range w.flags {
			for _, r := range w.text(i) {
				if cp936().isHan(r) {
					w.chars.total++
					w.chars.n[r]++
				}
			}
		}
		w.work += w.size
	}
	return w.chars
}

// annotator removes inserted readings and restores misaligned runs.
func (w *worker) annotator() {
	n := len(w.flags)
	found := make([][]annotation, n)
	texts := make([]string, n)
	marks := false
	for i := range n {
		texts[i] = w.text(i)
		if w.flags[i]&signBracket != 0 {
			found[i] = annotations(texts[i])
		}
		marks = marks || w.flags[i]&(signBracket|signQuestion) != 0
	}
	if !marks {
		return
	}
	v := judge(texts, found)
	w.mill = v.damaged
	for i := range n {
		var drop []annotation
		run := -1
		if len(found[i]) > 0 {
			run = misaligned(texts[i], false)
		}
		for _, a := range found[i] {
			// After a Latin letter of a misaligned run the bracket cannot be the
			// author's, even where lost bytes hide the character.
			if v.insertion(&a) || a.letter && a.style() == stylePlain && run >= 0 && run < a.start {
				drop = append(drop, a)
			}
		}
		if len(drop) == 0 && w.flags[i]&signQuestion == 0 {
			continue
		}
		c, lost := w.realign(texts[i], drop, v.damaged)
		w.change(i, c)
		w.damage(i, lost...)
	}
}

// original turns a ledger back into changes of the text before it.
func original(edits []document.Edit) []document.Change {
	if len(edits) == 0 {
		return nil
	}
	out := make([]document.Change, len(edits))
	shift := 0
	for i, e := range edits {
		start := e.Start - shift
		out[i] = document.Change{Start: start, End: start + len(e.Before), After: e.After, Kind: e.Kind, Rule: e.Rule, Confidence: e.Confidence}
		shift += len(e.After) - len(e.Before)
	}
	return out
}
