package outline

import (
	"math"
	"slices"
	"strings"

	"zhengwen/document"
	"zhengwen/rules"
)

// order is how likely one kind follows another among the sections of the first level,
// in nats times scale: order[a][b] for b after a. The row and the column kindCount are
// the ends of the article.
type order [kindCount + 1][kindCount + 1]int32

const (
	orderSmoothing = 4         // steps that every kind is taken to have made in proportion to how frequent kinds are
	orderShare     = 0.5       // weight of the order beside headings and texts; .3….5 did alike, 1 was worse
	twice          = scale     // against a kind that an earlier section had: articles treat a thing once
	twiceProcess   = scale / 3 // the same for process, of which many articles have two
)

// newOrder counts the outlines of the set: each trigger is the kinds of an article's
// sections in their order, set apart by blanks.
func newOrder(set *rules.Set) (o order) {
	var steps [kindCount + 1][kindCount + 1]float64
	var into [kindCount + 1]float64
	all := 0.0
	for _, r := range set.Rules {
		for _, outline := range r.Any {
			last := kindCount
			for _, name := range append(strings.Fields(outline), "") {
				at := kindCount
				if name != "" {
					if at = index(document.SectionKind(name)); at < 0 {
						continue
					}
				}
				steps[last][at]++
				into[at]++
				all++
				last = at
			}
		}
	}
	for at := range into {
		into[at] = (into[at] + 0.5) / (all + 0.5*float64(len(into)))
	}
	for a := range steps {
		from := float64(orderSmoothing)
		for _, n := range steps[a] {
			from += n
		}
		for b := range steps[a] {
			o[a][b] = int32(math.Round(scale * orderShare * math.Log((steps[a][b]+orderSmoothing*into[b])/from)))
		}
	}
	return o
}

// path is the evidence of sections in a row, and room to settle it.
type path struct {
	at    []evidence
	kinds []uint8 // what was settled, an index into names
	back  [][width]step
}

// Of an outline a few readings are followed at a time, and of a section the few kinds
// that most speaks for. Sixteen readings and all twenty kinds gave the same figures on all
// labelled articles, at six times the cost.
const (
	width = 8
	fan   = 6
)

// step is the last section of one reading.
type step struct {
	sum  int32  // of evidence and order so far
	used uint32 // a bit for each kind that occurred
	from uint8  // the reading of the section before that it goes on
	kind uint8
}

func (p *path) reset() { p.at = p.at[:0] }

func (p *path) add(e evidence) { p.at = append(p.at, e) }

// fix adds a section whose kind is known.
func (p *path) fix(kind int) {
	var e evidence
	e[kind] = certain
	p.add(e)
}

// certain is evidence that nothing outweighs.
const certain = 1000 * scale

// best appends the kinds that most speaks for, the best first; one that is certain alone.
func (e *evidence) best(kinds []uint8) []uint8 {
	for kind, v := range e {
		if v >= certain {
			return append(kinds[:0], uint8(kind))
		}
		at := len(kinds)
		for at > 0 && e[kinds[at-1]] < v {
			at--
		}
		if at == fan {
			continue
		}
		if len(kinds) < fan {
			kinds = append(kinds, 0)
		}
		copy(kinds[at+1:], kinds[at:])
		kinds[at] = uint8(kind)
	}
	return kinds
}

// settle finds the kinds that evidence and order together speak for most (a beam
// search: its cost is linear in the sections).
func (o *order) settle(p *path) {
	p.kinds = slices.Grow(p.kinds[:0], len(p.at))[:len(p.at)]
	p.back = slices.Grow(p.back[:0], len(p.at))[:len(p.at)]
	if len(p.at) == 0 {
		return
	}
	open := []step{{kind: kindCount}}
	for i := range p.at {
		next := p.back[i][:0]
		var likely [fan]uint8
		for _, kind := range p.at[i].best(likely[:0]) {
			for from, s := range open {
				n := step{s.sum + p.at[i][kind] + o[s.kind][kind], s.used | 1<<kind, uint8(from), kind}
				if s.used>>kind&1 == 1 {
					n.sum -= repeated(kind)
				}
				if len(next) < width || n.sum > next[width-1].sum {
					next = keep(next, n)
				}
			}
		}
		// Sums stay small: only their differences matter.
		top := next[0].sum
		for k := range next {
			next[k].sum -= top
		}
		open = next
	}
	best := 0
	for k := range open {
		if open[k].sum+o[open[k].kind][kindCount] > open[best].sum+o[open[best].kind][kindCount] {
			best = k
		}
	}
	for i := len(p.at) - 1; i >= 0; i-- {
		s := p.back[i][best]
		p.kinds[i], best = s.kind, int(s.from)
	}
}

// repeated is what speaks against a kind that occurred before.
func repeated(kind uint8) int32 {
	switch names[kind] {
	case document.SectionFAQ:
		return 0 // questions stand in any number
	case document.SectionProcess:
		return twiceProcess
	}
	return twice
}

// keep puts a step among the best ones, which are sorted, one for the same kind with
// the same past.
func keep(best []step, n step) []step {
	at := len(best)
	for at > 0 && best[at-1].sum < n.sum {
		at--
	}
	for _, s := range best[:at] {
		if s.kind == n.kind && s.used == n.used {
			return best
		}
	}
	for k := at; k < len(best); k++ {
		if best[k].kind == n.kind && best[k].used == n.used {
			copy(best[at+1:k+1], best[at:k])
			best[at] = n
			return best
		}
	}
	if len(best) < width {
		best = append(best, step{})
	} else if at == width {
		return best
	}
	copy(best[at+1:], best[at:])
	best[at] = n
	return best
}
