package repair

import (
	"cmp"
	"math"
	"slices"
	"sync"

	"zhengwen/internal/lexicon"
	"zhengwen/internal/lexicon/charlm"
)

// A shift is GBK text that is one byte off between a lost byte and a mark. Where
// the byte was lost decides all the rest but one character: up to there the text
// stands as it is, behind it each character has the second byte of one that is
// shown and the first of the next. So all places and all characters for the loss
// are tried, with sums of costs that are made once.
type shift struct {
	s            *search
	before, last rune      // what stands before it
	shown        []rune    // up to the mark
	made         []rune    // made[i] is of the second byte of shown[i-1] and the first of shown[i], 0 where they make none
	rest         []rune    // behind the mark, as far as it is looked at
	ends         []end     // when none of it is next to the loss
	loose        []end     // when it may be
	costs        []float32 // of what is shown
	kept         []float32 // kept[i] is the cost of what is shown before i
	moved        []float32 // moved[i] that of what is made from i on, and of the rest
	places       []lossPlace
	found        []loss
	line         []rune
}

// An end is what the second byte of the last character shown and the mark may
// make.
type end struct {
	r    rune
	rest float32 // cost of all behind it but the first character
	cost float32 // of itself and all behind it
}

// A loss is a place for the lost byte: the character at shown[at] was r, and the
// last one of the run is end.
type loss struct {
	at     int
	r, end rune
	cost   float32
	share  float64 // of the likelihood of all readings found
}

// A lossPlace is a place for the lost byte with what the rest of the text costs
// at least.
type lossPlace struct {
	at    int
	least float32
}

// mostEnds is the number of characters tried for the last one of a run, mostLoose
// the same next to the loss, and mostLosses that of the readings that words decide
// between.
const (
	mostEnds   = 3
	mostLoose  = 32
	mostLosses = 24
)

// prepare sums up the costs of what is shown and of what it makes one byte off.
func (x *shift) prepare(ends byteSet) bool {
	t := cp936()
	n := len(x.shown)
	x.made = slices.Grow(x.made[:0], n)[:n]
	var trail byte
	for i, r := range x.shown {
		a, b, _ := t.bytes(r)
		x.made[i] = 0
		if i > 0 {
			x.made[i] = t.pair(trail, a)
		}
		trail = b
	}
	x.kept = append(x.kept[:0], 0)
	for i, c := range x.costs {
		x.kept = append(x.kept, x.kept[i]+c)
	}
	x.choose(trail, ends)
	if len(x.ends) == 0 {
		return false
	}
	x.moved = slices.Grow(x.moved[:0], n+1)[:n+1]
	if n < 3 {
		return true
	}
	x.moved[n] = x.ends[0].cost
	for i := n - 1; i >= 3; i-- {
		x.moved[i] = x.moved[i+1] + x.s.costOf(x.made[i-2], x.made[i-1], x.made[i])
	}
	return true
}

// choose lists what the last character of the run may be: the likely ones after
// what the bytes before it make, and after any.
func (x *shift) choose(lead byte, trails byteSet) {
	n := len(x.shown)
	a, b := rune('\n'), rune('\n')
	if n > 2 {
		a, b = x.made[n-2], x.made[n-1]
	}
	x.ends, x.loose = x.ends[:0], x.loose[:0]
	for _, m := range trails {
		r := cp936().pair(lead, m)
		if r == 0 {
			continue
		}
		e := end{r: r}
		p, q, next := b, r, float32(0)
		for i, c := range x.rest {
			cost := x.s.costOf(p, q, c)
			if e.cost += cost; i > 0 {
				e.rest += cost
			} else {
				next = charlm.Cost(simple(r), simple(c))
			}
			p, q = q, c
		}
		e.cost += x.s.costOf(a, b, r)
		x.ends = append(x.ends, e)
		e.cost = e.rest + next + charlm.Alone(simple(r))
		x.loose = append(x.loose, e)
	}
	likely := func(list []end, most int) []end {
		slices.SortStableFunc(list, func(p, q end) int { return cmp.Compare(p.cost, q.cost) })
		return list[:min(len(list), most)]
	}
	x.ends, x.loose = likely(x.ends, mostEnds), likely(x.loose, mostLoose)
}

// behind is the cost of the last character of the run and of what follows it,
// after the two before it.
func (x *shift) behind(a, b rune, e *end) float32 {
	c := x.s.costOf(a, b, e.r) + e.rest
	if len(x.rest) > 0 {
		c += x.s.costOf(b, e.r, x.rest[0])
	}
	return c
}

// asShown is the cost of the run as it stands, with the mark.
func (x *shift) asShown(mark rune) float32 {
	n := len(x.shown)
	a, b := x.last, x.shown[n-1]
	if n > 1 {
		a = x.shown[n-2]
	}
	sum := x.kept[n] + x.s.costOf(a, b, mark)
	a, b = b, mark
	for _, r := range x.rest {
		sum += x.s.costOf(a, b, r)
		a, b = b, r
	}
	return sum
}

// search tries every place from first on and returns the best reading that costs
// at most limit.
func (x *shift) search(first int, limit float32) (best loss, ok bool) {
	n := len(x.shown)
	for i := n - 1; i > 0; i-- {
		if x.made[i] == 0 {
			first = max(first, i) // what these bytes make is no character: the byte was lost behind
			break
		}
	}
	// The likely places first: what is left of the others then costs too much.
	x.places = x.places[:0]
	for at := first; at < n; at++ {
		x.places = append(x.places, lossPlace{at, x.kept[at] + x.tail(at)})
	}
	slices.SortStableFunc(x.places, func(a, b lossPlace) int { return cmp.Compare(a.least, b.least) })
	x.found = x.found[:0]
	for _, p := range x.places {
		if p.least > limit {
			break
		}
		limit = min(limit, x.try(p, limit)+wavering)
	}
	return x.decide(limit)
}

// tail is the cost of what follows the loss at a place and does not depend on the
// character there.
func (x *shift) tail(at int) float32 {
	if at+3 > len(x.shown) {
		return 0
	}
	return x.moved[at+3]
}

// try appends the readings that have the loss at a place and cost at most limit,
// and returns what the cheapest of them costs.
func (x *shift) try(p lossPlace, limit float32) (least float32) {
	least = 1e9
	a, b := x.before, x.last
	switch at := p.at; {
	case at > 1:
		a, b = x.shown[at-2], x.shown[at-1]
	case at == 1:
		a, b = b, x.shown[0]
	}
	left := len(x.shown) - p.at
	ends := x.ends
	if left < 3 {
		ends = x.loose
	}
	lead, _, _ := cp936().bytes(x.shown[p.at])
	for _, r := range halves()[lead] {
		c := p.least + x.s.costOf(a, b, r) + x.s.foreign(r)
		if left > 1 && c <= limit {
			c += x.s.costOf(b, r, x.made[p.at+1])
		}
		if left > 2 && c <= limit {
			c += x.s.costOf(r, x.made[p.at+1], x.made[p.at+2])
		}
		if c > limit {
			continue
		}
		for i := range ends {
			c, e := c, &ends[i]
			if left < 3 && c+e.rest > limit {
				continue
			}
			switch left {
			case 1:
				c += x.behind(b, r, e)
			case 2:
				c += x.behind(r, x.made[p.at+1], e)
			default:
				c += e.cost - ends[0].cost
			}
			if c <= limit {
				least = min(least, c)
				limit = min(limit, c+wavering)
				x.found = append(x.found, loss{at: p.at, r: r, end: e.r, cost: c})
			}
		}
	}
	return least
}

// decide lets words decide between the readings that cost at most limit.
func (x *shift) decide(limit float32) (best loss, ok bool) {
	x.found = slices.DeleteFunc(x.found, func(l loss) bool { return l.cost > limit })
	slices.SortStableFunc(x.found, func(a, b loss) int { return cmp.Compare(a.cost, b.cost) })
	x.found = x.found[:min(len(x.found), mostLosses)]
	if len(x.found) == 0 {
		return best, false
	}
	lex, err := lexicon.Default()
	if err != nil || len(x.found) == 1 {
		best = x.found[0]
		best.share = 1
		return best, true
	}
	from, to := len(x.shown), 0
	for _, l := range x.found {
		from, to = min(from, l.at), max(to, l.at)
	}
	from = max(0, from-wordReach)
	lowest := float32(1e9)
	for i, l := range x.found {
		line := x.read(l, from)
		line = line[:min(len(line), to+2+wordReach-from)]
		c := l.cost + x.s.words*x.s.wordCost(lex, line)
		if l.r != x.shown[l.at] { // what is shown there would vouch for itself
			c -= x.s.familiar(line, l.at-from)
		}
		if x.found[i].cost = c; c < lowest {
			best, lowest = l, c
		}
	}
	sum := 0.0
	for _, l := range x.found {
		sum += math.Exp(-sharpness * float64(l.cost-lowest))
	}
	best.share = 1 / sum
	return best, true
}

// sharpness turns differences of cost into shares of likelihood: with it readings
// come out right as often as their share says (TestReliability).
const sharpness = 0.7

// read returns the text from shown[from] on when the loss is the one given.
func (x *shift) read(l loss, from int) []rune {
	x.line = append(x.line[:0], x.shown[from:l.at]...)
	x.line = append(x.line, l.r)
	x.line = append(x.line, x.made[l.at+1:]...)
	x.line = append(x.line, l.end)
	x.line = append(x.line, x.rest...)
	return x.line
}

// halves gives by byte the characters that have it as either of their two, those
// that prose has: what can have lost its other byte there.
var halves = sync.OnceValue(func() (out [0x100][]rune) {
	t := cp936()
	for b := range out {
		list := make([]rune, 0, 2*len(trailBytes))
		for _, trail := range t.used[b] {
			list = append(list, t.pair(byte(b), trail))
		}
		for _, lead := range leadBytes {
			if r := t.pair(lead, byte(b)); r != 0 && lead != byte(b) {
				list = append(list, r)
			}
		}
		out[b] = slices.DeleteFunc(list, func(r rune) bool { return charlm.Alone(r) > halfCost })
	}
	return out
})

// halfCost is the cost of a character, in nats, from which on none is made up.
const halfCost = 13
