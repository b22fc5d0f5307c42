package repair

import (
	"cmp"
	"slices"
	"unicode/utf8"
)

// A state is the best way to come to a place with the last two characters.
type state struct {
	before, last rune
	cost         float32
	prev         int32 // the step before; -1 at the beginning
	tok          int32
	r            rune // the character made or kept; -1 for none
	how          altKind
	arc          int32 // the arc among whose characters r was chosen, counted from 1; 0 for none
}

// A step is one character of a path.
type step struct {
	prev  int32
	tok   int32
	r     rune // -1 for none
	how   altKind
	arc   int32   // as in the state
	share float64 // of the likelihood of all characters it was chosen among; 0 for unknown
}

// A search finds the cheapest reading of a lattice under the character model: at
// each place the states with the same last two characters are one, and only the
// cheapest of the rest go on. All states of a place have read the same bytes, so
// an unfinished character is never weighed against a finished one.
type search struct {
	lattice
	prior float32 // cost of beginning to decode
	forms script  // the script the text is in: forms of the other cost more
	style quotes  // the quotation marks of the text: others cost more
	page  *census // how often characters stand on the page; nil for unknown
	near  string  // text of the page that tells which words it uses; empty for unknown
	words float32 // weight of the cost of words where a character was chosen
	width int     // states kept
	limit float32 // cost from which on made-up bytes are given up
	work  int     // costs asked for

	lists [][]state // by node
	spare [][]state // lists to be used again
	live  int       // nodes with states that have not been gone on from
	steps []step
	out   []arc
	open  []arc // those that leave a choice
	runes []rune
	path  []step
	marks []byteSet
	slots []int32
	plain []rune    // of wordCost
	sums  []float32 // of wordCost
}

// run returns the characters of the cheapest path and its cost. Costs that all
// paths share are left out.
func (s *search) run(before, last rune) ([]step, float32) {
	nodes := 2*(len(s.tokens)+1) + len(s.sets) + 1
	s.lists = slices.Grow(s.lists[:0], nodes)[:nodes]
	clear(s.lists)
	s.steps, s.open, s.live = s.steps[:0], s.open[:0], 0
	begun := s.work
	s.add(0, state{before: before, last: last, prev: -1, r: -1, tok: -1})
	for i := range s.tokens {
		if s.work-begun > workFixed+workPerToken*i {
			s.width = workedWidth
		}
		s.leave(place{tok: int32(i), alt: -1}, false)
		s.leave(place{tok: int32(i), alt: -1}, true)
		from, to := s.of(i)
		for a := from; a < to; a++ {
			for k := uint8(1); k < s.alts[a].n; k++ {
				s.leave(place{int32(i), a, k}, true)
			}
		}
	}
	best, at := float32(1e9), int32(-1)
	end := 2 * len(s.tokens)
	for n := end; n < end+2; n++ {
		for _, st := range s.lists[n] {
			if c := st.cost + costOf(st.before, st.last, '\n'); c < best {
				best, at = c, s.push(&st)
			}
		}
		s.free(n)
	}
	s.path = s.path[:0]
	for ; at >= 0; at = s.steps[at].prev {
		if p := s.steps[at]; p.tok >= 0 {
			s.path = append(s.path, p)
		}
	}
	slices.Reverse(s.path)
	return s.path, best
}

func (s *search) push(st *state) int32 {
	if st.r == -1 && st.how == 0 {
		return st.prev // nothing was read
	}
	s.steps = append(s.steps, step{prev: st.prev, tok: st.tok, r: st.r, how: st.how, arc: st.arc})
	return int32(len(s.steps) - 1)
}

func (s *search) add(n int, st state) {
	if s.lists[n] == nil {
		s.live++
		if k := len(s.spare); k > 0 {
			s.lists[n], s.spare = s.spare[k-1][:0], s.spare[:k-1]
		}
	}
	s.lists[n] = append(s.lists[n], st)
}

func (s *search) free(n int) {
	if s.lists[n] != nil {
		s.live--
		s.spare = append(s.spare, s.lists[n])
		s.lists[n] = nil
	}
}

// leave goes on from the states of a place: with text as it stands or, decoded,
// with the characters that begin there.
func (s *search) leave(p place, decoded bool) {
	n := s.node(p)
	if p.alt < 0 && decoded {
		n++
	}
	if s.lists[n] == nil {
		return
	}
	width := s.width
	if p.alt >= 0 && s.alts[p.alt].kind&guess != 0 {
		width = min(width, guessStates)
	}
	states := s.prune(s.lists[n], width)
	for i := range states {
		states[i].prev = s.push(&states[i])
	}
	s.out = s.arcs(p, s.out[:0])
	arcs := s.out
	if p.alt < 0 {
		s.literals(p, states, decoded, len(arcs) == 0)
	}
	// Bytes are made up only where those that are there read badly.
	made, least := 0, float32(1e9)
	for i := range arcs {
		if arcs[i].kind&guess == 0 {
			n, cost := s.follow(&arcs[i], states, decoded, len(arcs) == 1)
			made, least = made+n, min(least, cost)
		}
	}
	if least > costFits && (s.width > workedWidth || made == 0) {
		few := cheapest(states, guessStates)
		s.limit = slices.MinFunc(few, func(a, b state) int { return cmp.Compare(a.cost, b.cost) }).cost + least + costBehind
		for i := range arcs {
			if arcs[i].kind&guess != 0 {
				n, _ := s.follow(&arcs[i], few, decoded, false)
				made += n
			}
		}
	}
	if made == 0 && p.alt >= 0 {
		for _, st := range states {
			st.cost += costDrop
			st.r, st.tok, st.how, st.arc = -1, p.tok, gone, 0
			s.add(2*int(p.tok+1), st)
		}
	}
	s.free(n)
}

// literals takes the token behind p as it stands, or passes over it.
func (s *search) literals(p place, states []state, decoded, sole bool) {
	from, to := s.of(int(p.tok))
	r := s.tokens[p.tok].r
	for i := from; i < to; i++ {
		x := &s.alts[i]
		node := 2 * (int(p.tok) + 1)
		switch {
		case x.kind&literal != 0:
			if decoded && x.kind&raw != 0 {
				node++
			}
			free := sole && s.alone(states, to-from)
			for _, st := range states {
				st.cost += x.cost
				if r < 0 {
					st.before, st.last = st.last, '?'
				} else {
					if !free {
						st.cost += s.costOf(st.before, st.last, r)
					}
					st.before, st.last = st.last, r
				}
				st.r, st.tok, st.how, st.arc = r, p.tok, literal, 0
				s.add(node, st)
			}
		case x.n == 0:
			if decoded {
				node++
			}
			for _, st := range states {
				st.cost += x.cost
				st.r, st.tok, st.how, st.arc = -1, p.tok, 0, 0
				s.add(node, st)
			}
		}
	}
}

// alone reports whether the only state of all has only one way to go on, so that
// what it costs does not matter.
func (s *search) alone(states []state, ways int32) bool {
	return len(states) == 1 && s.live == 1 && ways == 1
}

// follow goes on from states with the characters of an arc. It returns their
// number and what the cheapest step costs.
func (s *search) follow(a *arc, states []state, decoded, sole bool) (made int, least float32) {
	least = 1e9
	enter := a.cost
	blind := s.blind(a)
	choices := s.runes[:0]
	if !blind {
		choices = s.candidates(a, choices)
	}
	if reading := s.tokens[a.tok].reading; reading != "" && a.to.alt < 0 {
		if choices = s.spoken(a, choices); len(choices) == 0 || !hasReading(choices[0], reading) {
			enter += costReading
		}
	}
	if len(choices) > 1 {
		choices = slices.DeleteFunc(choices, func(r rune) bool { return r == wideSpace })
	}
	s.runes = choices
	if !decoded {
		enter += s.prior
	}
	how := a.kind
	switch {
	case len(choices) > 1:
		how |= chosen
	case blind:
		choices, how = append(choices, utf8.RuneError), how|chosen
	}
	most := vastChoices
	if s.width <= workedWidth {
		most = manyChoices
	}
	if len(choices) > most {
		choices = commonest(choices, most)
	}
	switch {
	case len(choices) > 6*manyChoices:
		states = cheapest(states, 2)
	case len(choices) > manyChoices:
		states = cheapest(states, fewStates)
	}
	from := int32(0)
	if len(choices) > 1 {
		s.open = append(s.open, *a)
		from = int32(len(s.open))
	}
	node := s.node(a.to)
	if a.to.alt < 0 {
		node++
	}
	free := sole && len(choices) == 1 && decoded && a.to.alt < 0 && s.alone(states, 1)
	limit, behind := float32(1e9), float32(costBehind)
	if a.kind&guess != 0 && a.to.alt >= 0 {
		limit, behind = s.limit, costGuess // all that bytes are made up for compete
	}
	for _, st := range states {
		before, last, cost := st.before, st.last, st.cost+enter
		for _, r := range choices {
			c := cost
			if !free {
				k := s.costOf(before, last, r)
				if how&(guess|chosen) != 0 && s.page != nil {
					k = min(k, s.page.cost(r))
				}
				c += k + s.foreign(r)
			}
			least = min(least, c-st.cost)
			if c > limit {
				continue
			}
			limit = min(limit, c+behind)
			next := state{before: last, last: r, cost: c, prev: st.prev, tok: a.tok, r: r, how: how, arc: from}
			if a.emit != 0 {
				next.prev = s.push(&next)
				next.r, next.arc = a.emit, 0
				next.before, next.last = r, a.emit
			}
			s.add(node, next)
		}
	}
	s.limit = min(s.limit, limit)
	return len(choices), least
}

// blind reports whether too little is known of a character to guess at it.
func (s *search) blind(a *arc) bool {
	if s.m != machine(unicodeBytes{}) {
		return false
	}
	n, known := 1, 0
	for _, set := range a.sets[:a.n] {
		n *= len(set)
		if set.known() {
			known++
		}
	}
	return n > 1<<13 || known == 0 && n > mostBlind
}
