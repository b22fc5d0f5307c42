package rules

import "fmt"

// Problem is something wrong with a rule.
type Problem struct {
	Source string // file
	Rule   string // id
	Text   string // what is wrong
}

// String formats the problem as "file: rule: text".
func (p Problem) String() string { return p.Source + ": " + p.Rule + ": " + p.Text }

// Check runs every rule on its own hits and misses and asks for a reason, a hit
// and a kind.
func (b *Book) Check() []Problem {
	var out []Problem
	for _, s := range b.Sets() {
		for _, r := range s.Rules {
			add := func(format string, args ...any) {
				out = append(out, Problem{r.source, r.ID, fmt.Sprintf(format, args...)})
			}
			if r.Reason == "" {
				add("no reason given")
			}
			if len(r.Hits) == 0 {
				add("no hit given; a rule needs a text that it matches")
			}
			for _, t := range r.Hits {
				if !s.holds(r, t) {
					add("does not match its hit %q", t)
				}
			}
			for _, t := range r.Misses {
				if s.holds(r, t) {
					add("matches its miss %q", t)
				}
			}
		}
	}
	return out
}

func (s *Set) holds(r *Rule, text string) bool {
	for _, m := range s.Append(nil, text) {
		if m.Rule == r {
			return true
		}
	}
	return false
}
