package advice

import (
	"slices"
	"strings"

	"zhengwen/document"
	"zhengwen/rules"
)

// topics says what advice is about.
type topics struct {
	set  *rules.Set
	cues []cue // of the set's rules
}

// cue is what a match of one rule says.
type cue struct {
	topic  int  // index into topicNames, -1 for a kind that is none
	forbid bool // counts in prohibitions only
	weight float64
}

func newTopics(set *rules.Set) topics {
	t := topics{set, make([]cue, len(set.Rules))}
	for i, r := range set.Rules {
		k := slices.Index(topicNames[:], document.Topic(r.Kind))
		t.cues[i] = cue{topic: k, forbid: r.Value == "dont", weight: r.Weight}
	}
	return t
}

var topicNames = [...]document.Topic{
	document.TopicContact, document.TopicPreparation, document.TopicCommunication, document.TopicPlan, document.TopicEvidence, document.TopicRights,
	document.TopicMediation, document.TopicRepayment, document.TopicCredit, document.TopicFollowup, document.TopicOther,
}

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

// of is the topic of the sentence s read as r: the one whose cues weigh most, of
// equal ones the one that comes first.
func (t topics) of(s *sentence, r reading) document.Topic {
	s.matches = t.set.AppendPlaces(s.matches[:0], s.text)
	var sums [len(topicNames)]float64
	var order [len(topicNames)]int // topics as they come
	n, covered, nth := 0, 0, 0
	for i := range s.matches {
		m := &s.matches[i]
		start, end := int(m.Start), int(m.End)
		c := t.cues[m.Index]
		// A cue inside a longer one is a part of another word.
		if c.topic < 0 || c.forbid && !r.forbids || end <= covered || !t.set.Holds(*m, s.text) {
			continue
		}
		covered = end
		w := c.weight
		if w <= 0 {
			continue
		}
		switch k := s.clauseAt(start); {
		case start >= r.at && k == r.index:
			if s.setsTime(end, s.clauses[k].end) {
				w *= placeSetting
				break
			}
			w /= 1 + placeOrder*float64(nth)
			nth++
		case k == r.index+1:
			w *= placeNext
		case k > r.index:
			w *= placeLater
		case s.scenery(k, end, r):
			w *= placeSetting
		default:
			w *= placeTopic
		}
		if r.forbids && (topicNames[c.topic] == document.TopicPreparation || topicNames[c.topic] == document.TopicContact) {
			w *= forbidden
		}
		if sums[c.topic] == 0 {
			order[n] = c.topic
			n++
		}
		sums[c.topic] = max(sums[c.topic], w) + min(sums[c.topic], w)*0.35
	}
	topic, best := document.TopicOther, 0.3
	for _, k := range order[:n] {
		if sums[k] > best {
			best, topic = sums[k], topicNames[k]
		}
	}
	return topic
}

// setsTime reports whether what ends in the bytes from…to is a time: 协商之前.
func (s *sentence) setsTime(from, to int) bool {
	for i := len(s.times) - 1; i >= 0 && s.times[i].End > from; i-- {
		if s.times[i].End > to {
			continue
		}
		for _, w := range longTimeEnds {
			if strings.HasSuffix(s.text[from:s.times[i].End], w) {
				return true
			}
		}
	}
	return false
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
	return s.timeEnd(end, r.at) >= 0
}
