package advice

import (
	"slices"
	"strings"

	"zhengwen/document"
	"zhengwen/rules"
)

// topics says what advice is about.
type topics struct {
	set   *rules.Set
	cues  []cue // of the set's rules
	verbs []cue // of the rules of the set "advice": what their verbs speak for
}

// cue is what a match of one rule says.
type cue struct {
	topic  int  // index into topicNames, -1 for a kind that is none
	forbid bool // counts in prohibitions only
	noun   bool // names a thing; only verbs count by their order
	weight float64
}

func newTopics(set, verbs *rules.Set) topics {
	return topics{set, newCues(set, func(r *rules.Rule) string { return r.Kind }), newCues(verbs, func(r *rules.Rule) string { return r.Value })}
}

func newCues(set *rules.Set, topic func(*rules.Rule) string) []cue {
	cues := make([]cue, len(set.Rules))
	for i, r := range set.Rules {
		cues[i] = cue{topic: slices.Index(topicNames[:], document.Topic(topic(r))), forbid: r.Value == "dont", noun: r.Value == "noun", weight: r.Weight}
	}
	return cues
}

var topicNames = [...]document.Topic{
	document.TopicContact, document.TopicPreparation, document.TopicCommunication, document.TopicPlan, document.TopicEvidence, document.TopicRights,
	document.TopicMediation, document.TopicRepayment, document.TopicCredit, document.TopicFollowup, document.TopicOther,
}

// What a cue counts by its place: most in the directive's clause, less for each
// further verb and further on, least where it only sets the scene. Tuned with the
// weights on the labelled articles and those of testdata, checked by leaving out a
// fifth of the articles at a time.
const (
	placeOrder   = 0.1  // the n-th cue of the directive's clause counts 1/(1+n*placeOrder)
	placeNext    = 0.6  // the clause after the directive's
	placeLater   = 0.5  // any later clause
	placeTopic   = 0.8  // before the directive: what it is about (车票千万不要折断)
	placeSetting = 0.4  // in a time or condition before it
	placeAgain   = 0.4  // a further cue of the same topic
	least        = 1.07 // weaker evidence leaves a sentence with other
	forbidden    = 0.14 // preparation and contact in a prohibition: few are forbidden
)

// of is the topic of the sentence s read as r: the one whose cues weigh most, of
// equal ones the one that comes first.
func (t topics) of(s *sentence, r reading) document.Topic {
	var sums [len(topicNames)]float64
	var order [len(topicNames)]int // topics as they come
	n, covered, nth := 0, 0, 0
	add := func(topic int, w float64) {
		if sums[topic] == 0 {
			order[n] = topic
			n++
		}
		sums[topic] = max(sums[topic], w) + min(sums[topic], w)*placeAgain
	}
	if c := t.mainVerb(s, r); c != nil {
		add(c.topic, c.weight)
	}
	s.matches = t.set.AppendPlaces(s.matches[:0], s.text)
	for i := range s.matches {
		m := &s.matches[i]
		start, end := int(m.Start), int(m.End)
		c := t.cues[m.Index]
		// A cue inside a longer one is a part of another word.
		if c.forbid && !r.forbids || end <= covered || !t.set.Holds(*m, s.text) {
			continue
		}
		covered = end
		w := c.weight
		if c.topic < 0 || w <= 0 {
			continue
		}
		switch k := s.clauseAt(start); {
		case start >= r.at && k == r.index:
			if s.setsTime(end, s.clauses[k].end) {
				w *= placeSetting
				break
			}
			if !c.noun {
				w /= 1 + placeOrder*float64(nth)
				nth++
			}
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
		add(c.topic, w)
	}
	topic, best := document.TopicOther, least
	for _, k := range order[:n] {
		if sums[k] > best {
			best, topic = sums[k], topicNames[k]
		}
	}
	return topic
}

// mainVerb is what the first act of the directive's clause that speaks for a topic
// says, else the first verb of many uses that does.
func (t topics) mainVerb(s *sentence, r reading) (light *cue) {
	k := &s.clauses[r.index]
	for _, p := range s.phrases[k.first:k.last] {
		c := &t.verbs[p.rule]
		switch {
		case p.start < r.at || c.topic < 0:
		case p.class == act:
			return c
		case light == nil:
			light = c
		}
	}
	return light
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
