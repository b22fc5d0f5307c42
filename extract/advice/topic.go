package advice

import (
	"slices"

	"zhengwen/document"
	"zhengwen/rules"
)

// topics says what advice is about.
type topics struct{ set *rules.Set }

// What a cue counts by its place: most for the first one after the directive, less
// for each further one and further on, least in a clause that only sets the scene.
// Tuned on the labelled articles and those of testdata.
const (
	placeOrder   = 0.25 // the n-th cue of the directive's clause counts 1/(1+n*placeOrder)
	placeNext    = 0.5  // the clause after the directive's
	placeLater   = 0.3  // any later clause
	placeTopic   = 0.6  // before the directive: what it is about (车票千万不要折断)
	placeSetting = 0.12 // in a time or condition before it
	forbidden    = 0.6  // preparation and contact in a prohibition: few are forbidden
)

// of is the topic of the sentence s read as r: the one whose cues weigh most.
func (t topics) of(s *sentence, r reading) document.Topic {
	s.matches = t.set.AppendAll(s.matches[:0], s.text)
	// A cue inside a longer one is a part of another word.
	slices.SortFunc(s.matches, func(a, b rules.Match) int {
		if a.Start != b.Start {
			return a.Start - b.Start
		}
		return b.End - a.End
	})
	var names [12]string
	var sums [12]float64
	n, covered, nth := 0, 0, 0
	for _, m := range s.matches {
		if m.Rule.Value == "dont" && !r.forbids {
			continue
		}
		if m.End <= covered {
			continue
		}
		covered = m.End
		w := m.Rule.Weight
		switch k := s.clauseAt(m.Start); {
		case m.Start >= r.at && k == r.index:
			if lastOf(s.text[m.End:s.clauses[k].end], longTimeEnds) >= 0 {
				w *= placeSetting
				break
			}
			w /= 1 + placeOrder*float64(nth)
			nth++
		case k == r.index+1:
			w *= placeNext
		case k > r.index:
			w *= placeLater
		case s.scenery(k, m.End, r):
			w *= placeSetting
		default:
			w *= placeTopic
		}
		if r.forbids && (m.Rule.Kind == "preparation" || m.Rule.Kind == "contact") {
			w *= forbidden
		}
		at := 0
		for at < n && names[at] != m.Rule.Kind {
			at++
		}
		if at == len(names) {
			continue
		}
		if at == n {
			names[n] = m.Rule.Kind
			n++
		}
		sums[at] = max(sums[at], w) + min(sums[at], w)*0.35
	}
	topic, best := document.TopicOther, 0.3
	for i := range n {
		if sums[i] > best {
			best, topic = sums[i], document.Topic(names[i])
		}
	}
	return topic
}

// longTimeEnds are those of timeEnds that are no part of other words.
var longTimeEnds = []string{"之前", "之后", "以后", "以前", "期间", "情况下"}

// clauseAt is the clause that holds byte at.
func (s *sentence) clauseAt(at int) int {
	for k := range s.clauses {
		if at < s.clauses[k].end {
			return k
		}
	}
	return len(s.clauses) - 1
}

// scenery reports whether a cue that ends at end, before the directive, belongs to
// a time or condition.
func (s *sentence) scenery(k, end int, r reading) bool {
	if k < r.index {
		return s.setting(k)
	}
	return lastOf(s.text[end:r.at], timeEnds) >= 0
}
