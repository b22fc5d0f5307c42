package repair

import (
	"cmp"
	"math"
	"slices"
	"sync"
	"unicode/utf8"

	"zhengwen/internal/lexicon/charlm"
)

// A token is one piece of the damaged text with all the bytes it may stand for.
type token struct {
	start, end int  // bytes of the damaged text
	r          rune // what stands there; -1 when it is longer than one character
	alts       []alt
}

// An alt is one way to read a token: bytes for the machine, some of them
// unknown, or the characters as they stand.
type alt struct {
	bytes   []int16 // a byte, or unknown
	cost    float32 // nats
	literal bool    // the token's text as it stands; only between characters
	pending bool    // only inside a character
	raw     bool    // a literal that the encoding would read the same way: entering and leaving decoding is free
	reading string  // the character before the bracket has this reading; an unknown byte is its second one
	lead    bool    // the unknown byte can begin a character: it would have been shown otherwise
	emit    rune    // added to the output afterwards; 0 for none
	lost    bool    // something is gone here for good
}

const unknown = -1

// Costs of the search in nats. A character costs about 5 in good text and 11 in
// garbage, so an entry must save at least one garbled character.
const (
	costEnter   = 6  // begin to decode
	costDrop    = 14 // give up an unfinished character
	costScript  = 4  // a form of the other script
	costReading = 6  // an annotated character that cannot be read so
	costGone    = 7  // a replacement character
	costSpace   = 6  // an ideographic space, which stands at the head of a line and nowhere else
	costVanish  = 3  // a pair that decoded to nothing; a second one in a row costs three times as much
	beamWidth   = 320
	costBehind  = 16 // states this much dearer than the best are given up
)

type state struct {
	pend   uint32
	last   rune
	before rune // the character before last
	decode bool // reading bytes rather than taking text as it stands
	cost   float32
	at     int32 // into the steps; -1 at the beginning
}

// read adds a character to the state.
func (st *state) read(r rune) {
	st.cost += costOf(st.before, st.last, r)
	st.before, st.last = st.last, r
}

// costOf is the model's cost, with a moderate one for U+FFFD, which is neither
// text nor garbage.
func costOf(before, last, r rune) float32 {
	if r == utf8.RuneError {
		return costGone
	}
	return charlm.CostAfter(before, last, r)
}

// A stateKey is what the future of a state depends on.
type stateKey struct {
	pend         uint32
	last, before rune
	decode       bool
}

// A step is one character of a path.
type step struct {
	prev    int32
	tok     int32
	r       rune
	literal bool
	lost    bool
}

// A search finds the cheapest reading of tokens under the character model.
type search struct {
	m     machine
	steps []step
	cur   []state
	next  []state
	seen  map[stateKey]int32
	tok   int32
	work  int
	prior float32 // cost of beginning to decode
	best  float32 // cost of the cheapest next state
	width int     // states kept after a token
	gaps  bool    // whether pairs may have vanished between tokens
	forms script  // the script the text is in: forms of the other cost more
}

func newSearch(m machine) *search {
	return &search{m: m, seen: map[stateKey]int32{}, prior: costEnter}
}

// run returns the characters of the cheapest path and its cost.
func (s *search) run(tokens []token) ([]step, float32) {
	begun := s.work
	s.steps = s.steps[:0]
	s.cur = append(s.cur[:0], state{last: '\n', before: '\n', at: -1})
	for i := range tokens {
		s.tok = int32(i)
		s.reset()
		if s.gaps && s.work-begun <= workFixed+workPerToken*i {
			s.vanish()
		}
		for _, st := range s.cur {
			for k := range tokens[i].alts {
				s.expand(st, &tokens[i], &tokens[i].alts[k])
			}
		}
		if len(s.next) == 0 {
			// Nothing fits: whatever is unfinished is lost.
			for _, st := range s.cur {
				st.cost += costDrop
				st.at = s.push(st.at, -1, false, true)
				st.pend, st.decode = 0, false
				for k := range tokens[i].alts {
					s.expand(st, &tokens[i], &tokens[i].alts[k])
				}
			}
		}
		width := s.width
		if s.work-begun > workFixed+workPerToken*i {
			width = workedWidth
		}
		s.prune(width)
		s.cur, s.next = s.next, s.cur
	}
	best, at := float32(1e9), int32(-1)
	for _, st := range s.cur {
		if st.pend != 0 {
			st.cost += costDrop
			st.at = s.push(st.at, -1, false, true)
		}
		if c := st.cost + charlm.CostAfter(st.before, st.last, '\n'); c < best {
			best, at = c, st.at
		}
	}
	var path []step
	for ; at >= 0; at = s.steps[at].prev {
		path = append(path, s.steps[at])
	}
	slices.Reverse(path)
	return path, best
}

func (s *search) push(prev int32, r rune, literal, lost bool) int32 {
	s.steps = append(s.steps, step{prev, s.tok, r, literal, lost})
	return int32(len(s.steps) - 1)
}

// expand reads one token in one way.
func (s *search) expand(st state, t *token, a *alt) {
	if a.pending && st.pend == 0 {
		return
	}
	st.cost += a.cost
	if a.literal {
		if st.pend != 0 {
			return
		}
		if st.decode && !a.raw {
			st.decode = false
		}
		if t.r >= 0 {
			st.read(t.r)
		} else {
			st.before, st.last = st.last, '?'
		}
		st.at = s.push(st.at, t.r, true, false)
		s.add(st)
		return
	}
	if a.reading != "" && len(a.bytes) == 0 && st.pend == 0 && st.decode && !hasReading(st.last, a.reading) {
		st.cost += costReading
	}
	if !st.decode && len(a.bytes) > 0 {
		st.decode = true
		st.cost += s.prior
	}
	s.feed(st, a, 0)
}

// feed reads the bytes of a from the i-th on.
func (s *search) feed(st state, a *alt, i int) {
	if i == len(a.bytes) {
		if a.emit != 0 {
			st.read(a.emit)
			st.at = s.push(st.at, a.emit, false, false)
		}
		if a.lost {
			st.at = s.push(st.at, -1, false, true)
		}
		s.add(st)
		return
	}
	if a.bytes[i] != unknown {
		s.byte(st, byte(a.bytes[i]), a, i)
		return
	}
	if a.reading != "" {
		s.torn(st, a, i)
		return
	}
	for _, b := range s.m.open(st.pend) {
		if !a.lead || b > 0x80 {
			s.byte(st, b, a, i)
		}
	}
}

func (s *search) byte(st state, b byte, a *alt, i int) {
	s.work++
	r, next, ok := s.m.feed(st.pend, b)
	if !ok {
		return
	}
	st.pend = next
	if r >= 0 {
		st.read(r)
		if r == 0x3000 {
			st.cost += costSpace
		}
		st.cost += s.foreign(r)
		st.at = s.push(st.at, r, false, false)
	}
	s.feed(st, a, i+1)
}

// A script is what is known about a text's forms.
type script uint8

const (
	anyScript script = iota
	hans
	hant
)

// foreign is the cost of a form that the text's script does not have.
func (s *search) foreign(r rune) float32 {
	switch {
	case s.forms == anyScript || !cp936().isHan(r):
		return 0
	case s.forms == hant && !traditionalSet(r):
		return 2 * costScript // such pages were converted one character at a time: none is left out
	case s.forms == hans && !cp936().simplifiedSet(r) && charlm.Fold(r) != r:
		return costScript
	}
	return 0
}

// scriptOf tells the script from at least three characters that only one has.
func scriptOf(text string) script {
	trad, simp := 0, 0
	for _, r := range text {
		switch {
		case !cp936().isHan(r):
		case cp936().simplifiedSet(r):
			if !traditionalSet(r) {
				simp++
			}
		case charlm.Fold(r) != r:
			trad++
		}
	}
	switch {
	case trad >= 3 && trad > 3*simp:
		return hant
	case simp >= 3 && simp > 3*trad:
		return hans
	}
	return anyScript
}

// torn tries the bytes that complete an annotated character.
func (s *search) torn(st state, a *alt, i int) {
	t := cp936()
	before := byte(st.pend)
	if st.pend == 0 {
		_, trail, ok := t.bytes(st.last)
		switch {
		case ok:
			before = trail
		case st.last < 0x80:
			before = byte(st.last)
		default:
			before = 0x80
		}
	}
	found := false
	for _, b := range t.used[before] {
		if r := t.pair(before, b); b > 0x80 && r >= 0x4E00 && !t.simplifiedSet(r) && hasReading(r, a.reading) {
			found = true
			s.byte(st, b, a, i)
		}
	}
	if found {
		return
	}
	st.cost += 8 // the byte before may itself be lost
	for _, b := range s.m.open(st.pend) {
		if b > 0x80 {
			s.byte(st, b, a, i)
		}
	}
}

// vanish adds to the states those in which one or two pairs that decode to
// nothing stood before the token. Only the likeliest characters are followed.
func (s *search) vanish() {
	t := cp936()
	type guess struct {
		r    rune
		lead byte
		cost float32
	}
	var guesses []guess
	s.cur = cheapest(s.cur, s.width)
	from := s.cur
	for n := range 2 {
		s.reset()
		for _, st := range cheapest(slices.Clone(from), vanishStates) {
			if st.pend == 0 || !st.decode {
				continue
			}
			guesses = guesses[:0]
			for _, lead := range holeLeads() {
				s.work++
				if r, _, ok := s.m.feed(st.pend, lead); ok {
					guesses = append(guesses, guess{r, lead, charlm.CostAfter(st.before, st.last, r) + s.foreign(r)})
				}
			}
			slices.SortFunc(guesses, func(a, b guess) int { return cmp.Or(cmp.Compare(a.cost, b.cost), cmp.Compare(a.lead, b.lead)) })
			for _, g := range guesses[:min(len(guesses), vanishGuesses)] {
				at := s.push(st.at, g.r, false, false)
				s.work += len(t.hole[g.lead])
				for _, trail := range t.hole[g.lead] {
					if trail > 0x80 && trail < 0xFF {
						s.add(state{pend: uint32(trail), last: g.r, before: st.last, decode: true, cost: st.cost + costVanish*float32(1+2*n) + g.cost, at: at})
					}
				}
			}
		}
		if len(s.next) == 0 {
			return
		}
		s.prune(beamWidth)
		s.cur = append(s.cur, s.next...)
		from = slices.Clone(s.next)
	}
	s.reset()
}

// A search that has cost more than this goes on with few states and without
// vanished pairs, so that its cost is linear in the length of the text.
const (
	workFixed    = 200_000
	workPerToken = 200
	workedWidth  = 8
)

// Bounds of the search for vanished pairs.
const (
	vanishGuesses = 6
	vanishStates  = 16
)

// holeLeads are the lead bytes with pairs that decode to nothing.
var holeLeads = sync.OnceValue(func() (out []byte) {
	for _, b := range leadBytes {
		if len(cp936().hole[b]) > 0 {
			out = append(out, b)
		}
	}
	return out
})

// reset empties the set of next states.
func (s *search) reset() {
	s.next, s.best = s.next[:0], float32(math.MaxFloat32)-costBehind
	clear(s.seen)
}

// add keeps the cheaper of two states that agree on everything that matters to
// what follows.
func (s *search) add(st state) {
	if st.cost > s.best+costBehind {
		return
	}
	s.best = min(s.best, st.cost)
	key := stateKey{st.pend, st.last, st.before, st.decode}
	if i, ok := s.seen[key]; ok {
		if st.cost < s.next[i].cost {
			s.next[i] = st
		}
		return
	}
	s.seen[key] = int32(len(s.next))
	s.next = append(s.next, st)
}

// prune keeps the cheapest states: none that is far behind the best, and no more
// than width.
func (s *search) prune(width int) {
	if len(s.next) < 2 {
		return
	}
	s.next = cheapest(slices.DeleteFunc(s.next, func(st state) bool { return st.cost > s.best+costBehind }), width)
}

// cheapest returns the n cheapest states.
func cheapest(states []state, n int) []state {
	if len(states) <= n {
		return states
	}
	slices.SortFunc(states, func(a, b state) int {
		return cmp.Or(cmp.Compare(a.cost, b.cost), cmp.Compare(a.pend, b.pend), cmp.Compare(a.last, b.last), cmp.Compare(a.before, b.before))
	})
	return states[:n]
}
