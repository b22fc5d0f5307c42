package rules

// automaton is an Aho–Corasick machine over bytes. Upper-case ASCII is read as
// lower case. State 0 is the root.
type automaton struct {
	next []([256]int32) // complete transition table: goto and failure links folded
	out  [][]int32      // triggers that end in a state, longest first
	size []int32        // length of each trigger in bytes
}

func newAutomaton(words []string) *automaton {
	a := &automaton{next: make([][256]int32, 1), out: make([][]int32, 1)}
	for i, w := range words {
		s := int32(0)
		for _, c := range []byte(w) {
			c = lower(c)
			if a.next[s][c] == 0 {
				a.next[s][c] = int32(len(a.next))
				a.next = append(a.next, [256]int32{})
				a.out = append(a.out, nil)
			}
			s = a.next[s][c]
		}
		a.out[s] = append(a.out[s], int32(i))
		a.size = append(a.size, int32(len(w)))
	}
	// Breadth first: a state's failure state is nearer to the root and done before it.
	fail := make([]int32, len(a.next))
	queue := make([]int32, 0, len(a.next))
	for c := range 256 {
		if s := a.next[0][c]; s != 0 {
			queue = append(queue, s)
		}
	}
	for len(queue) > 0 {
		s := queue[0]
		queue = queue[1:]
		a.out[s] = append(a.out[s], a.out[fail[s]]...)
		for c := range 256 {
			t := a.next[s][c]
			if t == 0 {
				a.next[s][c] = a.next[fail[s]][c]
				continue
			}
			fail[t] = a.next[fail[s]][c]
			queue = append(queue, t)
		}
	}
	return a
}

// each calls f for every place a trigger stands at, in the order of their ends.
func (a *automaton) each(text string, f func(trigger int32, start, end int)) {
	s := int32(0)
	for i := 0; i < len(text); i++ {
		s = a.next[s][lower(text[i])]
		for _, t := range a.out[s] {
			f(t, i+1-int(a.size[t]), i+1)
		}
	}
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		c += 'a' - 'A'
	}
	return c
}
