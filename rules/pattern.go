package rules

import (
	"regexp"
	"regexp/syntax"
	"sync"
	"sync/atomic"
)

// pattern is a guard. Most texts are only asked whether it holds, which an
// automaton tells at a few nanoseconds a character; the regexp engine, which takes
// a hundred, tells where. Both are made when they are first needed: a run asks some
// of the patterns only.
type pattern struct {
	tree *syntax.Regexp
	re   func() *regexp.Regexp
	auto atomic.Pointer[automaton]
}

func compilePattern(source string) (*pattern, error) {
	tree, err := syntax.Parse(source, syntax.Perl)
	if err != nil {
		return nil, err
	}
	return &pattern{tree: tree, re: sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(source) })}, nil
}

// holds reports whether the pattern matches somewhere in text.
func (p *pattern) holds(text string) bool {
	a := p.auto.Load()
	if a == nil {
		p.auto.CompareAndSwap(nil, newAutomaton(p.tree)) // of two made at a time one stays
		a = p.auto.Load()
	}
	if held, known := a.holds(text); known {
		return held
	}
	return p.re().MatchString(text)
}

// find is the leftmost match of the pattern in text, nil without one.
func (p *pattern) find(text string) []int { return p.re().FindStringIndex(text) }
