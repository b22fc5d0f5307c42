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
	source string
	re     func() *regexp.Regexp
	auto   atomic.Pointer[automaton]
}

// newPattern is the pattern of a valid source.
func newPattern(source string) *pattern {
	return &pattern{source: source, re: sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(source) })}
}

// holds reports whether the pattern matches somewhere in text.
func (p *pattern) holds(text string) bool {
	a := p.auto.Load()
	if a == nil {
		tree, err := syntax.Parse(p.source, syntax.Perl)
		if err != nil {
			panic(err) // newPattern was given no valid source
		}
		p.auto.CompareAndSwap(nil, newAutomaton(tree)) // of two made at a time one stays
		a = p.auto.Load()
	}
	if held, known := a.holds(text); known {
		return held
	}
	return p.re().MatchString(text)
}

// find is the leftmost match of the pattern in text, nil without one.
func (p *pattern) find(text string) []int { return p.re().FindStringIndex(text) }
