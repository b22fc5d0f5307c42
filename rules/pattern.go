package rules

import (
	"regexp"
	"regexp/syntax"
	"slices"
)

// pattern is a compiled guard. Where every match must begin with one of a few
// literals and nothing in the pattern looks back, only the places of those literals
// are tried: an alternation of names costs the regexp engine hundreds of
// instructions a character, the trie a few.
type pattern struct {
	re    *regexp.Regexp
	heads *triggers // nil to search with re alone; else re is anchored
}

// maxHeads is how many literals a pattern may begin with to be searched by them.
const maxHeads = 256

func compilePattern(source string) (*pattern, error) {
	re, err := regexp.Compile(source)
	if err != nil {
		return nil, err
	}
	tree, err := syntax.Parse(source, syntax.Perl)
	if err != nil {
		return nil, err
	}
	tree = tree.Simplify()
	if looks(tree) {
		return &pattern{re: re}, nil
	}
	heads := literals(tree)
	if len(heads) == 0 || len(heads) > maxHeads || slices.Contains(heads, "") {
		return &pattern{re: re}, nil
	}
	anchored, err := regexp.Compile(`\A(?:` + source + `)`)
	if err != nil {
		return nil, err
	}
	return &pattern{anchored, newTriggers(heads, make([]int32, len(heads)))}, nil
}

// find is the leftmost match of the pattern in text, nil without one.
func (p *pattern) find(text string) []int {
	if p.heads == nil {
		return p.re.FindStringIndex(text)
	}
	var buf [32]Place
	tried := int32(-1)
	for _, h := range p.heads.places(buf[:0], text) {
		if h.Start == tried {
			continue
		}
		tried = h.Start
		if m := p.re.FindStringIndex(text[h.Start:]); m != nil {
			return []int{int(h.Start) + m[0], int(h.Start) + m[1]}
		}
	}
	return nil
}

// looks reports whether a pattern asks what stands before or after a place.
func looks(re *syntax.Regexp) bool {
	switch re.Op {
	case syntax.OpBeginLine, syntax.OpBeginText, syntax.OpWordBoundary, syntax.OpNoWordBoundary:
		return true
	}
	return slices.ContainsFunc(re.Sub, looks)
}

// literals are texts one of which every match begins with; nil when they cannot be
// told. Case does not count in them, as triggers fold it for ASCII.
func literals(re *syntax.Regexp) []string {
	switch re.Op {
	case syntax.OpLiteral:
		if re.Flags&syntax.FoldCase != 0 && slices.ContainsFunc(re.Rune, func(r rune) bool { return r >= 0x80 }) {
			return nil
		}
		return []string{string(re.Rune)}
	case syntax.OpCharClass:
		return classLiterals(re.Rune)
	case syntax.OpCapture, syntax.OpPlus:
		return literals(re.Sub[0])
	case syntax.OpConcat:
		heads := literals(re.Sub[0])
		// 公(?:司|安): what the parser takes out of an alternation is put back.
		if len(re.Sub) < 2 || re.Sub[0].Op != syntax.OpLiteral || !slices.Contains([]syntax.Op{syntax.OpAlternate, syntax.OpCharClass, syntax.OpLiteral}, re.Sub[1].Op) {
			return heads
		}
		tails := literals(re.Sub[1])
		if tails == nil || len(heads)*len(tails) > maxHeads {
			return heads
		}
		var both []string
		for _, h := range heads {
			for _, t := range tails {
				both = append(both, h+t)
			}
		}
		return both
	case syntax.OpAlternate:
		var all []string
		for _, s := range re.Sub {
			l := literals(s)
			if l == nil || len(all)+len(l) > maxHeads {
				return nil
			}
			all = append(all, l...)
		}
		return all
	}
	return nil
}

// classLiterals are the members of a small class, given as ranges.
func classLiterals(ranges []rune) []string {
	var all []string
	for i := 0; i < len(ranges); i += 2 {
		if int(ranges[i+1]-ranges[i]) > 32-len(all) {
			return nil
		}
		for r := ranges[i]; r <= ranges[i+1]; r++ {
			all = append(all, string(r))
		}
	}
	return all
}
