package rules

import (
	"regexp"
	"regexp/syntax"
	"sync"
)

// pattern is a guard. Most texts are only asked whether it holds, which an
// automaton tells at a few nanoseconds a character; the regexp engine, which takes
// a hundred, tells where. Both are made when they are first needed: a run asks some
// of the patterns only.
type pattern struct {
	prog func() *automaton
	re   func() *regexp.Regexp
}

func compilePattern(source string) (*pattern, error) {
	tree, err := syntax.Parse(source, syntax.Perl)
	if err != nil {
		return nil, err
	}
	return &pattern{
		prog: sync.OnceValue(func() *automaton { return newAutomaton(tree) }),
		re:   sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(source) }),
	}, nil
}

// holds reports whether the pattern matches somewhere in text.
func (p *pattern) holds(text string) bool {
	if held, known := p.prog().holds(text); known {
		return held
	}
	return p.re().MatchString(text)
}

// find is the leftmost match of the pattern in text, nil without one.
func (p *pattern) find(text string) []int { return p.re().FindStringIndex(text) }
