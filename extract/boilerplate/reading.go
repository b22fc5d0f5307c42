package boilerplate

import (
	"fmt"
	"slices"
	"strings"

	"zhengwen/document"
	"zhengwen/rules"
)

// place says where in the body a rule may move a line out of it.
type place uint8

const (
	anywhere place = 1 << iota
	head
	tail
)

// reading is a rule as this stage understands it.
type reading struct {
	id    string
	kind  document.BoilerplateKind
	rank  int   // place of the kind in the order of precedence; the lower wins
	moves place // none: the rule only names kinds
	run   bool  // the line is a label, the lines that follow belong to it
	cut   bool  // what the pattern matches is split off the end of a paragraph
}

// Readings of the judgements that need more than the line itself.
var (
	repeatedTitle = shape("boilerplate.repeated-title", document.KindOther)
	menuShape     = shape("boilerplate.menu", document.KindNavigation)
	linkShape     = shape("boilerplate.link", document.KindRelated)
)

func shape(id string, kind document.BoilerplateKind) reading {
	return reading{id: id, kind: kind, rank: slices.Index(document.BoilerplateKinds(), kind)}
}

// read interprets a rule. With an unknown kind rank is -1; unknown words of value
// are left out. The error says what was not understood.
func read(r *rules.Rule) (reading, error) {
	x := shape(r.ID, document.BoilerplateKind(r.Kind))
	var err error
	if x.rank < 0 {
		err = fmt.Errorf("kind %q is none of the record's kinds of boilerplate", r.Kind)
	}
	for _, word := range strings.Fields(r.Value) {
		switch word {
		case "line":
			x.moves |= anywhere
		case "head":
			x.moves |= head
		case "tail":
			x.moves |= tail
		case "edge":
			x.moves |= head | tail
		case "run":
			x.run = true
		case "cut":
			x.cut = true
		default:
			err = fmt.Errorf("value has the unknown word %q; it knows line, head, tail, edge, run, cut", word)
		}
	}
	if x.cut && x.moves == 0 {
		x.moves = anywhere
	}
	return x, err
}

// Problems reports rules of the set "boilerplate" that this stage does not
// understand, beside what Book.Check reports.
func Problems(book *rules.Book) []rules.Problem {
	var out []rules.Problem
	for _, r := range book.Set("boilerplate").Rules {
		if _, err := read(r); err != nil {
			out = append(out, rules.Problem{Source: "boilerplate", Rule: r.ID, Text: err.Error()})
		}
	}
	return out
}
