package rules

import (
	"encoding/binary"
	"regexp/syntax"
	"slices"
	"sync"
	"sync/atomic"
	"unicode/utf8"
)

// automaton tells whether a pattern matches somewhere in a text. It is the
// deterministic automaton of the pattern's program, of which only the states are
// made that texts lead to. Readers need no lock: what a step leads to is written
// once. It is safe for concurrent use.
type automaton struct {
	prog    *syntax.Prog
	classes *classes // nil when the pattern is too large
	fixed   bool     // every match begins where the text does
	looks   bool     // the program asks for lines or words

	// Where the steps lead: a row a state, of a step a class and one for the end of the
	// text. Rows lie close together, as a pattern that is asked seldom finds none of them
	// in the cache. It is replaced when it has no room for a row more.
	steps atomic.Pointer[[]step]

	mu     sync.Mutex // guards what follows
	states []state
	rows   map[string]uint32 // of states, by what they are
	room   int               // how many more steps the states may hold
}

// step is where a row begins, or one of what follows.
type step = atomic.Uint32

const (
	unknown = iota // nobody has asked
	no
	yes
	full // there is no room for the state
	firstRow
)

// state is what may go on at a place of a text: the instructions that the
// characters before it led to, and what the last of them was for a program that
// looks at it.
type state struct {
	at   []uint32
	prev rune // stands for the character before, -1 at the start of a text
}

// maxSteps bounds what the states of one pattern hold, 256 KiB. The lines of seven
// thousand pages take 2 MB for all built-in patterns together, the greediest of them
// half of its bound. A text that leads further is left to regexp.
const maxSteps = 1 << 15

// newAutomaton makes the automaton of a pattern. One that is too large for it knows
// nothing.
func newAutomaton(tree *syntax.Regexp) *automaton {
	prog, err := syntax.Compile(tree.Simplify())
	if err != nil {
		return &automaton{}
	}
	a := &automaton{prog: prog, fixed: prog.StartCond()&syntax.EmptyBeginText != 0, rows: map[string]uint32{}, room: maxSteps}
	for i := range prog.Inst {
		in := &prog.Inst[i]
		a.looks = a.looks || in.Op == syntax.InstEmptyWidth && syntax.EmptyOp(in.Arg)&^(syntax.EmptyBeginText|syntax.EmptyEndText) != 0
	}
	if a.classes = newClasses(prog, a.looks); a.classes == nil {
		return a
	}
	a.steps.Store(new([]step))
	a.row([]uint32{uint32(prog.Start)}, -1)
	return a
}

// holds reports whether the pattern matches in text; known is false when the
// automaton would have to grow beyond its bound to tell.
func (a *automaton) holds(text string) (held, known bool) {
	if a.classes == nil {
		return false, false
	}
	steps := *a.steps.Load()
	row := uint32(firstRow)
	for i := 0; i < len(text); {
		var r rune
		if c := text[i]; c > 0xE0 && c < 0xED && i+2 < len(text) && text[i+1]&0xC0 == 0x80 && text[i+2]&0xC0 == 0x80 {
			r, i = rune(c&0x0F)<<12|rune(text[i+1]&0x3F)<<6|rune(text[i+2]&0x3F), i+3
		} else {
			n := 0
			r, n = utf8.DecodeRuneInString(text[i:])
			i += n
		}
		class := a.classes.of(r)
		to := steps[int(row)+class].Load()
		if to == unknown {
			to = a.step(row, class)
			steps = *a.steps.Load()
		}
		if to < firstRow {
			return to == yes, to != full
		}
		row = to
	}
	to := steps[int(row)+a.classes.n].Load()
	if to == unknown {
		to = a.step(row, a.classes.n)
	}
	return to == yes, true
}

// step finds where a class of characters leads from the state of a row.
func (a *automaton) step(row uint32, class int) uint32 {
	a.mu.Lock()
	defer a.mu.Unlock()
	s := &a.states[int(row-firstRow)/(a.classes.n+1)]
	r := rune(-1)
	if class < a.classes.n {
		r = a.classes.sample[class]
	}
	w := walk{prog: a.prog, holds: syntax.EmptyOpContext(s.prev, r), seen: make([]bool, len(a.prog.Inst))}
	for _, pc := range s.at {
		w.from(pc)
	}
	to := uint32(no)
	switch {
	case w.matched:
		to = yes
	case r >= 0:
		var at []uint32
		for _, pc := range w.readers {
			if a.prog.Inst[pc].MatchRune(r) {
				at = append(at, a.prog.Inst[pc].Out)
			}
		}
		if !a.fixed {
			at = append(at, uint32(a.prog.Start))
		}
		slices.Sort(at)
		if at = slices.Compact(at); len(at) > 0 {
			to = a.row(at, a.past(r))
		}
	}
	if to != full {
		(*a.steps.Load())[int(row)+class].Store(to)
	}
	return to
}

// past is a character that stands for r once it is read.
func (a *automaton) past(r rune) rune {
	switch {
	case !a.looks:
		return ' '
	case syntax.IsWordChar(r):
		return 'a'
	case r == '\n':
		return r
	}
	return ' '
}

// row returns the row of the state of these instructions, full when there is no room
// for it.
func (a *automaton) row(at []uint32, prev rune) uint32 {
	key := binary.AppendVarint(nil, int64(prev))
	for _, pc := range at {
		key = binary.AppendUvarint(key, uint64(pc))
	}
	if row, ok := a.rows[string(key)]; ok {
		return row
	}
	size := a.classes.n + 1
	if a.room -= size + len(at); a.room < 0 {
		a.room = 0
		return full
	}
	from := firstRow + len(a.states)*size
	a.states = append(a.states, state{at, prev})
	if old := *a.steps.Load(); from+size > len(old) {
		steps := make([]step, max(2*len(old), firstRow+fewStates*size))
		for i := range old {
			steps[i].Store(old[i].Load())
		}
		a.steps.Store(&steps)
	}
	a.rows[string(key)] = uint32(from)
	return uint32(from)
}

// fewStates is how many states there is room for at first.
const fewStates = 8

// walk follows the instructions that read nothing.
type walk struct {
	prog    *syntax.Prog
	holds   syntax.EmptyOp
	seen    []bool
	readers []uint32
	matched bool
}

func (w *walk) from(pc uint32) {
	if w.seen[pc] {
		return
	}
	w.seen[pc] = true
	switch in := &w.prog.Inst[pc]; in.Op {
	case syntax.InstAlt, syntax.InstAltMatch:
		w.from(in.Out)
		w.from(in.Arg)
	case syntax.InstCapture, syntax.InstNop:
		w.from(in.Out)
	case syntax.InstEmptyWidth:
		if syntax.EmptyOp(in.Arg)&^w.holds == 0 {
			w.from(in.Out)
		}
	case syntax.InstMatch:
		w.matched = true
	case syntax.InstFail:
	default:
		w.readers = append(w.readers, pc)
	}
}
