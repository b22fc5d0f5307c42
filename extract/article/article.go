// Package article gives every block of a page its role: the body of the article,
// its title, or chrome.
//
// Every block gets a value in Han characters: running text counts for its length,
// links and chrome count against it. On an HTML page the body is the element whose
// subtree has the greatest sum (parents precede children, so one pass from the end
// adds all sums up); on a page of lines it is the run of lines around the sentences.
// Head and tail are then trimmed block by block.
package article

import (
	"context"
	"slices"
	"sync"

	"zhengwen/document"
	"zhengwen/rules"
)

// Options says which pages to keep.
type Options struct {
	Keep  bool            // keep listings, error pages and pages that are only a title
	Langs []document.Lang // languages kept besides Chinese
	Sites *Sites          // lines that the pages of a host share; nil for none
}

// Stage is the stage "article". It is safe for concurrent use.
type Stage struct {
	page    phrases
	options Options
	scratch sync.Pool
}

// New returns the stage with the phrases and class words of the rule set "page".
func New(book *rules.Book, o Options) *Stage {
	s := &Stage{page: newPhrases(book.Set("page")), options: o}
	s.scratch.New = func() any { return new(page) }
	return s
}

// phrases are the rules of the set "page" by what they are asked about.
type phrases struct{ lines, names, errors, captions, pictured, own, appended, sites, leads, leadNames, titles *rules.Set }

func newPhrases(set *rules.Set) phrases {
	of := func(kinds ...string) *rules.Set {
		return set.Select(func(r *rules.Rule) bool { return slices.Contains(kinds, r.Kind) })
	}
	return phrases{
		lines: of("byline", "tail", "chrome", "forum", "qa"), names: of("class", "body"), errors: of("error"),
		captions: of("caption"), pictured: of("caption-class"), own: of("own"), appended: of("appended"),
		sites: of("site-title"), leads: of("lead"), leadNames: of("lead-class"), titles: of("title-class"),
	}
}

// Name returns "article".
func (s *Stage) Name() string { return "article" }

// Apply sets the role of every block outside the head, d.Lang and d.Kind, and drops
// pages that hold no article or are in a language nobody asked for.
func (s *Stage) Apply(_ context.Context, d *document.Document) error {
	p := s.scratch.Get().(*page)
	defer func() {
		p.d = nil
		s.scratch.Put(p)
	}()
	p.read(d, &s.page)
	if s.options.Sites != nil {
		p.template(s.options.Sites.of(d.Host()))
	}
	p.findTitle()
	if p.elements() {
		p.chooseElement()
	} else {
		p.chooseLines()
	}
	d.Lang = p.lang()
	s.judge(p)
	return nil
}
