// Package boilerplate tells page chrome from the article line by line: it names
// the kind of what was left out, moves chrome that is still in the body out of
// it, and reads filing numbers.
package boilerplate

import (
	"context"
	"slices"
	"strings"
	"sync"

	"zhengwen/document"
	"zhengwen/rules"
)

// Stage is the stage "boilerplate". It is safe for concurrent use.
type Stage struct {
	set      *rules.Set
	loud     *rules.Set // the rules that are asked of every line
	readings map[*rules.Rule]*reading
	scratch  sync.Pool
}

// New makes the stage from the set "boilerplate" of the book. Rules whose kind
// is none of document.BoilerplateKinds are ignored, and so are unknown words in
// value; Problems reports both.
func New(book *rules.Book) *Stage {
	set := book.Set("boilerplate")
	s := &Stage{set: set, readings: make(map[*rules.Rule]*reading, len(set.Rules))}
	for _, r := range set.Rules {
		if x, err := read(r); err == nil || x.rank >= 0 {
			s.readings[r] = &x
		}
	}
	s.loud = set.Select(func(r *rules.Rule) bool {
		x := s.readings[r]
		return x != nil && (x.moves&anywhere != 0 || x.run)
	})
	s.scratch.New = func() any { return new(work) }
	return s
}

// Name returns "boilerplate".
func (s *Stage) Name() string { return "boilerplate" }

// work is the scratch space of one Apply.
type work struct {
	s        *Stage
	d        *document.Document
	matched  []verdict // what the rules say, one a block
	verdicts []verdict // the same with what the neighbours add
	spare    []verdict
	matches  []rules.Match
	titles   []string
	cuts     []document.Split
}

// splitRounds bounds how often a page is judged again because a paragraph lost
// its tail; what stands before a tail is judged like any other line.
const splitRounds = 4

// Apply gives chrome its role and kind and fills d.Identifiers. Blocks of the
// head, hidden ones and the title keep their roles. It returns no error.
func (s *Stage) Apply(_ context.Context, d *document.Document) error {
	w := s.scratch.Get().(*work)
	defer s.scratch.Put(w)
	w.s, w.d = s, d
	defer func() { w.s, w.d = nil, nil }()
	w.matched = w.matched[:0]
	for i := range d.Blocks {
		w.matched = append(w.matched, w.listen(&d.Blocks[i]))
	}
	for range splitRounds {
		w.verdicts = append(w.verdicts[:0], w.matched...)
		w.repeatTitles()
		w.findRuns()
		w.peel()
		w.name()
		if !w.split() {
			break
		}
	}
	d.Identifiers = Identifiers(d.Blocks)
	return nil
}

// repeatTitles marks lines that say the title again. The first is the title itself
// where no block has been found to be it.
func (w *work) repeatTitles() {
	blocks := w.d.Blocks
	var marked bool
	w.titles, marked = pageTitles(w.titles[:0], blocks)
	seen := marked
	for i := range blocks {
		r := blocks[i].Role
		if r != document.RoleBody && r != document.RoleBoilerplate || !isTitle(w.titles, blocks[i].Text) {
			continue
		}
		v := w.verdict(i)
		if v.best != nil {
			continue
		}
		if seen {
			v.best, v.moves = &repeatedTitle, anywhere
		}
		seen = true
	}
}

// maxTitles bounds what a page can call itself.
const maxTitles = 8

// pageTitles appends the title block's text, else what the head calls the page.
// marked reports whether there is a title block. Nothing is guessed: the first
// line of a page without either may be a heading.
func pageTitles(dst []string, blocks []document.Block) (titles []string, marked bool) {
	for i := range blocks {
		if blocks[i].Role == document.RoleTitle && len(dst) < maxTitles {
			dst = append(dst, strings.TrimSpace(blocks[i].Text))
		}
	}
	if len(dst) > 0 {
		return dst, true
	}
	for i := range blocks {
		b := &blocks[i]
		if b.Role == document.RoleHead && (b.Name == "title" || b.Name == "og:title") && len(dst) < maxTitles {
			dst = append(dst, withoutSite(b.Text))
		}
	}
	return dst, false
}

// withoutSite cuts the site's name off a <title>.
func withoutSite(title string) string {
	if i := strings.IndexAny(title, "_|｜"); i > 0 {
		title = title[:i]
	} else if i := strings.Index(title, " - "); i > 0 {
		title = title[:i]
	}
	return strings.TrimSpace(title)
}

// minTitle is the shortest line in bytes (six characters) that is taken for a
// repeated title; shorter ones are headings as often.
const minTitle = 18

func isTitle(titles []string, text string) bool {
	return len(text) >= minTitle && slices.Contains(titles, text)
}
