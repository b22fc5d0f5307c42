package advice

import (
	_ "embed" // for the weights
	"fmt"
	"slices"
	"strconv"
	"strings"

	"zhengwen/document"
	"zhengwen/rules"
)

// The weights were fitted by TestFitTopics to labelled sentences; a line is a gram, a
// tab and a weight a topic, in the order of topicNames.
//
//go:embed topics.tsv
var topicData string

// topics says what advice is about. It is a linear model: each gram of a sentence
// speaks for and against each topic, by the weights of the table, and so do the words
// of the rule set "topics", by which users add what they know.
type topics struct {
	rows    index // of weights, by gram
	weights []topicWeights
	set     *rules.Set
	cues    []cue // of the set's rules
}

// topicWeights are by topicNames.
type topicWeights [len(topicNames)]int8

// cue is what a match of one rule adds, in the unit of the weights.
type cue struct {
	topic  int
	weight int32
}

var topicNames = [...]document.Topic{
	document.TopicContact, document.TopicPreparation, document.TopicCommunication, document.TopicPlan, document.TopicEvidence, document.TopicRights,
	document.TopicMediation, document.TopicRepayment, document.TopicCredit, document.TopicFollowup, document.TopicOther,
}

// newTopics reads weights as TestFitTopics writes them.
func newTopics(data string, set *rules.Set) (topics, error) {
	t := topics{set: set}
	lines := strings.Count(data, "\n")
	t.rows = newIndex(lines)
	t.weights = make([]topicWeights, 0, lines)
	for line := range strings.Lines(data) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		name, rest, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		g, ok := newGram(name)
		if !ok {
			return t, fmt.Errorf("no gram is called %q", name)
		}
		var w topicWeights
		for k := range w {
			field, more, _ := strings.Cut(rest, " ")
			n, err := strconv.ParseInt(field, 10, 8)
			if err != nil {
				return t, fmt.Errorf("weights of %q: %w", name, err)
			}
			w[k], rest = int8(n), more
		}
		t.rows.put(uint64(g), len(t.weights))
		t.weights = append(t.weights, w)
	}
	t.cues = make([]cue, len(set.Rules))
	for i, r := range set.Rules {
		t.cues[i] = cue{slices.Index(topicNames[:], document.Topic(r.Kind)), int32(r.Weight * topicUnit * gramDirective)}
	}
	return t, nil
}

// topicUnit is what a weight is multiplied with in the table: 24 to one in the
// logarithm of the odds.
const topicUnit = 24

// of is the topic of the sentence s read as r: the one that most speaks for, of equal
// ones the one that comes first.
func (t *topics) of(s *sentence, r reading) document.Topic {
	var sums [len(topicNames)]int32
	s.grams = s.appendGrams(s.grams[:0], r)
	for _, g := range s.grams {
		i := t.rows.get(uint64(g.gram))
		if i < 0 {
			continue
		}
		for k, w := range &t.weights[i] {
			sums[k] += int32(w) * g.counts
		}
	}
	s.matches = t.set.AppendPlaces(s.matches[:0], s.text)
	for _, m := range s.matches {
		if c := t.cues[m.Index]; c.topic >= 0 && t.set.Holds(m, s.text) {
			sums[c.topic] += c.weight
		}
	}
	best := 0
	for k := range sums {
		if sums[k] > sums[best] {
			best = k
		}
	}
	return topicNames[best]
}
