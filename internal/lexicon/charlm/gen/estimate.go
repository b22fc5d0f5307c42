package main

import (
	"cmp"
	"math"
	"slices"

	"zhengwen/internal/lexicon/charlm"
)

// discount is taken from every count of a pair or triple; 0.9 is the value the
// counts were evaluated with.
const discount = 0.9

// other2 and other3 are the shares of probability moved from the pairs and triples
// that were counted to those that were not, as the text that the model meets is
// not of the kind that was counted. On web pages (perplexity of pairs / triples)
// 0.02 gives 150/124, 0.05 147/118, 0.1 145/111, 0.2 146/106, 0.3 151/104.
const (
	other2 = 0.1
	other3 = 0.2
)

// estimator turns counts into costs by absolute discounting with interpolation:
//
//	p(b|a)  = (1-o)·(n(ab)-d)/n(a)   + left(a)·q(b)
//	p(c|ab) = (1-o)·(n(abc)-d)/n(ab) + left(ab)·p(c|b)
//
// where q(b) is the share of b in the different pairs (Kneser-Ney) and left is
// what the kept pairs or triples leave over. The terms with n fall away for what
// is not kept.
type estimator struct {
	*counts
	novel []float64 // q, by number
	left1 []float64 // by number
	left2 map[charlm.Key]float64
}

func newEstimator(c *counts) *estimator {
	e := &estimator{counts: c, novel: make([]float64, len(c.one))}
	pairs := 0.0
	for k := range c.two {
		e.novel[k&0xFFFF]++
		pairs++
	}
	for i := range e.novel {
		// Half a pair for what stands in pairs too rare to be counted.
		e.novel[i] = (e.novel[i] + 0.5) / (pairs + 0.5*float64(len(e.novel)))
	}
	return e
}

// keep says which n-grams the model holds.
func (e *estimator) keep(two, three map[charlm.Key]float64) {
	e.left1, e.left2 = make([]float64, len(e.one)), make(map[charlm.Key]float64, len(two))
	for i := range e.left1 {
		e.left1[i] = 1
	}
	// Sums of whole numbers, so that the order of a map does not matter.
	taken1, kept1 := make([]float64, len(e.one)), make([]float64, len(e.one))
	for k, n := range two {
		taken1[k>>16] += n
		kept1[k>>16]++
	}
	for i := range e.left1 {
		if all := max(e.one[i], taken1[i]); all > 0 {
			e.left1[i] = 1 - (1-other2)*(taken1[i]-discount*kept1[i])/all
		}
	}
	taken2, kept2 := map[charlm.Key]float64{}, map[charlm.Key]float64{}
	for k, n := range three {
		taken2[k>>16] += n
		kept2[k>>16]++
	}
	for ab, n := range taken2 {
		e.left2[ab] = 1 - (1-other3)*(n-discount*kept2[ab])/max(n, e.two[ab])
	}
}

// pair is p(b|a).
func (e *estimator) pair(k charlm.Key, kept bool) float64 {
	a := k >> 16
	p := e.left1[a] * e.novel[k&0xFFFF]
	if kept {
		p += (1 - other2) * (e.two[k] - discount) / max(e.one[a], 1)
	}
	return p
}

// triple is p(c|ab) of a kept triple.
func (e *estimator) triple(k charlm.Key, pairKept bool) float64 {
	ab := k >> 16
	n := e.three[k]
	return (1-other3)*(n-discount)/max(n, e.two[ab]) + e.left2[ab]*e.pair(k&0xFFFFFFFF, pairKept)
}

// grams returns the n-grams that the model has room for, the most useful first:
// those that save most cost over all their occurrences.
func (e *estimator) grams() []charlm.Gram {
	e.keep(e.two, e.three)
	type ranked struct {
		key  charlm.Key
		gain float64
	}
	var all []ranked
	for k, n := range e.two {
		all = append(all, ranked{k, n * math.Log(e.pair(k, true)/e.pair(k, false))})
	}
	for k, n := range e.three {
		_, counted := e.two[k&0xFFFFFFFF]
		if _, ok := e.two[k>>16]; !ok {
			continue // no pair to leave
		}
		all = append(all, ranked{k, n * math.Log(e.triple(k, counted)/(e.left2[k>>16]*e.pair(k&0xFFFFFFFF, counted)))})
	}
	slices.SortFunc(all, func(a, b ranked) int { return cmp.Or(cmp.Compare(b.gain, a.gain), cmp.Compare(a.key, b.key)) })
	keys := make([]charlm.Key, len(all))
	for i, r := range all {
		keys[i] = r.key
	}
	fits := charlm.Fits(keys)
	two, three := map[charlm.Key]float64{}, map[charlm.Key]float64{}
	for i, k := range keys {
		switch {
		case !fits[i]:
		case k>>32 == 0:
			two[k] = e.two[k]
		default:
			three[k] = e.three[k]
		}
	}
	e.keep(two, three)
	out := make([]charlm.Gram, 0, len(two)+len(three))
	for i, k := range keys {
		if !fits[i] {
			continue
		}
		if k>>32 == 0 {
			leave := 1.0
			if l, ok := e.left2[k]; ok {
				leave = l
			}
			out = append(out, charlm.Gram{Key: k, Cost: -math.Log(e.pair(k, true)), Leave: -math.Log(leave)})
			continue
		}
		_, ok := two[k&0xFFFFFFFF]
		out = append(out, charlm.Gram{Key: k, Cost: -math.Log(e.triple(k, ok))})
	}
	return out
}
