package repair

import (
	"slices"

	"zhengwen/internal/lexicon/charlm"
)

// commonest returns at most n of the characters, common ones.
func commonest(in []rune, n int) []rune {
	for limit := float32(rareCost); len(in) > n && limit > 4; limit -= 0.5 {
		in = slices.DeleteFunc(in, func(r rune) bool { return charlm.Alone(r) > limit })
	}
	return in[:min(n, len(in))]
}

// prune keeps one state for each pair of last characters and of these the
// cheapest.
func (s *search) prune(in []state, width int) []state {
	if len(in) < 2 {
		return in
	}
	best := in[0].cost
	for i := range in {
		best = min(best, in[i].cost)
	}
	// The places of the states kept, by the hash of their last two characters.
	size := 8
	for size < 2*len(in) {
		size *= 2
	}
	if len(s.slots) < size {
		s.slots = make([]int32, size)
	}
	slots := s.slots[:size]
	clear(slots)
	n := 0
	for _, st := range in {
		if st.cost > best+costBehind {
			continue
		}
		h := int(uint32(st.last)*0x9E3779B1^uint32(st.before)*0x85EBCA6B) & (size - 1)
		for slots[h] != 0 && (in[slots[h]-1].last != st.last || in[slots[h]-1].before != st.before) {
			h = (h + 1) & (size - 1)
		}
		switch k := slots[h]; {
		case k == 0:
			in[n] = st
			n++
			slots[h] = int32(n)
		case st.cost < in[k-1].cost:
			in[k-1] = st
		}
	}
	return cheapest(in[:n], width)
}

// cheapest returns the n cheapest states, in front of which no order is kept.
func cheapest(states []state, n int) []state {
	if len(states) <= n {
		return states
	}
	// Quickselect; the middle element is the pivot, so that it is deterministic.
	lo, hi := 0, len(states)-1
	for lo < hi {
		pivot := states[(lo+hi)/2].cost
		i, j := lo, hi
		for i <= j {
			for states[i].cost < pivot {
				i++
			}
			for states[j].cost > pivot {
				j--
			}
			if i <= j {
				states[i], states[j] = states[j], states[i]
				i++
				j--
			}
		}
		switch {
		case n-1 <= j:
			hi = j
		case n-1 >= i:
			lo = i
		default:
			return states[:n]
		}
	}
	return states[:n]
}
