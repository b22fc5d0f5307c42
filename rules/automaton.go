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
	classes *classes
	fixed   bool // every match begins where the text does
	looks   bool // the program asks for lines or words

	start   *state
	yes, no *state // the ends of a search

	mu     sync.Mutex // guards what follows
	states map[string]*state
	room   int // how many more steps the states may hold
}

// state is what may go on at a place of a text: the instructions that the
// characters before it led to, and what the last of them was for a program that
// looks at it.
type state struct {
	next []atomic.Pointer[state] // by class; the last is the end of the text
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
	a := &automaton{
		prog: prog, fixed: prog.StartCond()&syntax.EmptyBeginText != 0, yes: new(state), no: new(state),
		states: map[string]*state{}, room: maxSteps,
	}
	for i := range prog.Inst {
		in := &prog.Inst[i]
		a.looks = a.looks || in.Op == syntax.InstEmptyWidth && syntax.EmptyOp(in.Arg)&^(syntax.EmptyBeginText|syntax.EmptyEndText) != 0
	}
	if a.classes = newClasses(prog, a.looks); a.classes == nil {
		return a
	}
	a.start = a.state([]uint32{uint32(prog.Start)}, -1)
	return a
}

// holds reports whether the pattern matches in text; known is false when the
// automaton would have to grow beyond its bound to tell.
func (a *automaton) holds(text string) (held, known bool) {
	s := a.start
	for i := 0; i < len(text); {
		if s == nil {
			return false, false
		}
		var r rune
		if c := text[i]; c > 0xE0 && c < 0xED && i+2 < len(text) && text[i+1]&0xC0 == 0x80 && text[i+2]&0xC0 == 0x80 {
			r, i = rune(c&0x0F)<<12|rune(text[i+1]&0x3F)<<6|rune(text[i+2]&0x3F), i+3
		} else {
			n := 0
			r, n = utf8.DecodeRuneInString(text[i:])
			i += n
		}
		class := a.classes.of(r)
		next := s.next[class].Load()
		if next == nil {
			next = a.step(s, class)
		}
		if next == a.yes || next == a.no {
			return next == a.yes, true
		}
		s = next
	}
	if s == nil {
		return false, false
	}
	end := a.classes.n
	next := s.next[end].Load()
	if next == nil {
		next = a.step(s, end)
	}
	return next == a.yes, true
}

// step finds where a class of characters leads from a state; nil when there is no
// room for the state.
func (a *automaton) step(s *state, class int) *state {
	a.mu.Lock()
	defer a.mu.Unlock()
	r := rune(-1)
	if class < a.classes.n {
		r = a.classes.sample[class]
	}
	w := walk{prog: a.prog, holds: syntax.EmptyOpContext(s.prev, r), seen: make([]bool, len(a.prog.Inst))}
	for _, pc := range s.at {
		w.from(pc)
	}
	to := a.no
	switch {
	case w.matched:
		to = a.yes
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
			to = a.state(at, a.past(r))
		}
	}
	if to != nil {
		s.next[class].Store(to)
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

// state returns the state of these instructions, nil when there is no room for it.
func (a *automaton) state(at []uint32, prev rune) *state {
	key := binary.AppendVarint(nil, int64(prev))
	for _, pc := range at {
		key = binary.AppendUvarint(key, uint64(pc))
	}
	if s := a.states[string(key)]; s != nil {
		return s
	}
	if a.room -= a.classes.n + 1 + len(at); a.room < 0 {
		a.room = 0
		return nil
	}
	s := &state{next: make([]atomic.Pointer[state], a.classes.n+1), at: at, prev: prev}
	a.states[string(key)] = s
	return s
}

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
