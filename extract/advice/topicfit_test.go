package advice

import (
	"cmp"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/pelletier/go-toml/v2"

	"zhengwen/document"
	"zhengwen/rules"
)

var (
	topicSentences = flag.String("topics", "", "what to fit topics.tsv to, separated by commas: files of labelled sentences (topic, tab, sentence; .tsv), articles of testdata (.txt), labels of pages (.toml) and directories of labelled articles (NAME.gold.json)")
	topicHeld      = flag.String("held", "", "what tells how well the fit does, like -topics")
	topicOut       = flag.String("topicweights", "topics.tsv", "where the weights go")
)

// What the fit does. The numbers were chosen on articles left out.
const (
	topicLeast  = 2     // a gram in fewer sentences gets no weight
	topicGrams  = 16000 // as many get one; twice as many are no better
	topicDecay  = 1e-4  // weight decay
	topicRate   = .2    // of AdaGrad
	topicRounds = 30
	topicNorm   = 4 // length of a sentence's vector
)

// topicSample is a sentence with its grams, each once, and its topic.
type topicSample struct {
	text  string
	grams []placedGram
	topic int
	ids   []int32
	is    []float32
}

// labelledAdvice is advice in an article of testdata, see readOwn.
var labelledAdvice = regexp.MustCompile(`\{\w+ (\w+)\|([^}]*)\}`)

// topicFitter reads sentences as the stage does.
type topicFitter struct {
	grammar grammar
	topics  topics // as they are
	cues    *rules.Set
	s       sentence
}

func newTopicFitter(t testing.TB) *topicFitter {
	t.Helper()
	book, err := rules.Load()
	if err != nil {
		t.Fatal(err)
	}
	a := New(book)
	return &topicFitter{grammar: a.grammar, topics: a.topics, cues: book.Set("topics")}
}

func (f *topicFitter) sample(t *testing.T, text, topic string) *topicSample {
	k := slices.Index(topicNames[:], document.Topic(topic))
	if k < 0 {
		t.Fatalf("no topic %q: %s", topic, text)
	}
	r, ok := f.grammar.read(&f.s, text)
	if !ok {
		r = f.s.guess()
	}
	grams := f.s.appendGrams(nil, r)
	slices.SortFunc(grams, func(a, b placedGram) int { return cmp.Compare(a.gram, b.gram) })
	n := 0
	for _, g := range grams {
		if n > 0 && grams[n-1].gram == g.gram {
			grams[n-1].counts += g.counts
			continue
		}
		grams[n] = g
		n++
	}
	return &topicSample{text: text, grams: grams[:n], topic: k}
}

// load reads the files and directories of a list.
func (f *topicFitter) load(t *testing.T, list string) (samples []*topicSample) {
	for name := range strings.SplitSeq(list, ",") {
		if name == "" {
			continue
		}
		if strings.HasSuffix(name, ".toml") { // the labels of a page of the project's testdata
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			var g struct{ Advice, Topics []string }
			if err := toml.Unmarshal(data, &g); err != nil || len(g.Advice) != len(g.Topics) {
				t.Fatalf("%s: %d topics for %d sentences: %v", name, len(g.Topics), len(g.Advice), err)
			}
			for i, a := range g.Advice {
				_, text, _ := strings.Cut(a, "|")
				samples = append(samples, f.sample(t, text, g.Topics[i]))
			}
			continue
		}
		if strings.HasSuffix(name, ".txt") { // an article of testdata
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range labelledAdvice.FindAllStringSubmatch(string(data), -1) {
				samples = append(samples, f.sample(t, m[2], m[1]))
			}
			continue
		}
		if !strings.HasSuffix(name, ".tsv") {
			files, err := filepath.Glob(filepath.Join(name, "*.gold.json"))
			if err != nil || len(files) == 0 {
				t.Fatalf("no labelled articles in %s: %v", name, err)
			}
			for _, file := range files {
				for _, a := range readLabels(t, file).Advice {
					samples = append(samples, f.sample(t, strings.ReplaceAll(a.Text, "\n", ""), a.Topic))
				}
			}
			continue
		}
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(data)) {
			part := strings.Split(strings.TrimSpace(line), "\t")
			if len(part) >= 2 && part[0] != "-" && !strings.HasPrefix(line, "#") {
				samples = append(samples, f.sample(t, part[len(part)-1], part[0]))
			}
		}
	}
	return samples
}

// TestFitTopics fits the weights of the topics anew when it is told to what.
func TestFitTopics(t *testing.T) {
	if *topicSentences == "" {
		t.Skip("no -topics to fit to")
	}
	f := newTopicFitter(t)
	samples := f.load(t, *topicSentences)
	grams, weights := fitTopics(samples, nil)
	if len(grams) > topicGrams {
		grams = strongest(samples, grams, weights, topicGrams)
		grams, weights = fitTopics(samples, grams)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "# Weights of the topics, fitted by TestFitTopics to %d sentences; %d to one in the logarithm of the odds.\n# gram\t", len(samples), topicUnit)
	for k, name := range topicNames {
		if k > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(string(name))
	}
	b.WriteByte('\n')
	clipped := 0
	for i, g := range grams {
		b.WriteString(g.String())
		for k, w := range weights[i] {
			sep := byte(' ')
			if k == 0 {
				sep = '\t'
			}
			n := int(math.Round(float64(w) * topicUnit))
			if n > 127 || n < -127 {
				clipped++
			}
			b.WriteByte(sep)
			fmt.Fprint(&b, max(-127, min(n, 127)))
		}
		b.WriteByte('\n')
	}
	if err := os.WriteFile(*topicOut, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	model, err := newTopics(b.String(), f.cues)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d sentences, %d grams, %d weights cut off", len(samples), len(grams), clipped)
	for name := range strings.SplitSeq(*topicHeld, ",") {
		if name != "" {
			right, all := f.score(t, &model, name)
			t.Logf("%s: %d of %d, %.3f", name, right, all, float64(right)/float64(all))
		}
	}
}

// score counts the sentences of a file or directory whose topic is found.
func (f *topicFitter) score(t *testing.T, model *topics, name string) (right, all int) {
	for _, x := range f.load(t, name) {
		r, ok := f.grammar.read(&f.s, x.text)
		if !ok {
			r = f.s.guess()
		}
		if model.of(&f.s, r) == topicNames[x.topic] {
			right++
		} else {
			t.Logf("want %s, got %s: %s", topicNames[x.topic], model.of(&f.s, r), x.text)
		}
		all++
	}
	return right, all
}

// strongest are the n grams whose weights decide most, in order.
func strongest(samples []*topicSample, grams []gram, weights [][len(topicNames)]float32, n int) []gram {
	in := map[gram]int{}
	for _, s := range samples {
		for _, g := range s.grams {
			in[g.gram]++
		}
	}
	strength := make([]float64, len(grams))
	order := make([]int, len(grams))
	for i, g := range grams {
		order[i] = i
		for _, w := range weights[i] {
			strength[i] += float64(w) * float64(w) * float64(in[g])
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(strength[b], strength[a]) })
	kept := make([]gram, n)
	for i := range kept {
		kept[i] = grams[order[i]]
	}
	slices.Sort(kept)
	return kept
}

// fitTopics returns grams in order and their weights: multinomial logistic regression
// with weight decay by AdaGrad, the same at every run. Without grams given it takes
// those of topicLeast sentences and more.
func fitTopics(samples []*topicSample, grams []gram) ([]gram, [][len(topicNames)]float32) {
	if grams == nil {
		in := map[gram]int{}
		for _, s := range samples {
			for _, g := range s.grams {
				in[g.gram]++
			}
		}
		for g, n := range in {
			if n >= topicLeast {
				grams = append(grams, g)
			}
		}
		slices.Sort(grams)
	}
	id := make(map[gram]int32, len(grams))
	for i, g := range grams {
		id[g] = int32(i)
	}
	for _, s := range samples {
		s.ids, s.is = s.ids[:0], s.is[:0]
		sum := 0.0
		for _, g := range s.grams {
			v := float64(g.counts) / gramDirective
			sum += v * v
			if i, ok := id[g.gram]; ok {
				s.ids, s.is = append(s.ids, i), append(s.is, float32(v))
			}
		}
		scale := float32(topicNorm / math.Sqrt(sum)) // long sentences count no more than short ones
		for i := range s.is {
			s.is[i] *= scale
		}
	}
	weights := make([][len(topicNames)]float32, len(grams))
	squares := make([]float32, len(grams))
	for i := range squares {
		squares[i] = 1e-6
	}
	order := newDeck(len(samples))
	mean := make([][len(topicNames)]float32, len(grams))
	for round := range topicRounds {
		order.shuffle()
		for _, n := range order.card {
			s := samples[n]
			var z [len(topicNames)]float32
			for i, x := range s.ids {
				for k, w := range &weights[x] {
					z[k] += s.is[i] * w
				}
			}
			top, sum := slices.Max(z[:]), float32(0)
			for k := range z {
				z[k] = float32(math.Exp(float64(z[k] - top)))
				sum += z[k]
			}
			for k := range z {
				z[k] /= sum
			}
			z[s.topic]--
			for i, x := range s.ids {
				w := &weights[x]
				var g [len(topicNames)]float32
				for k := range z {
					g[k] = s.is[i]*z[k] + topicDecay*w[k]
					squares[x] += g[k] * g[k]
				}
				step := topicRate / float32(math.Sqrt(float64(squares[x])))
				for k := range w {
					w[k] -= step * g[k]
				}
			}
		}
		if round >= topicRounds/2 {
			for i := range mean {
				for k := range mean[i] {
					mean[i][k] += weights[i][k] / float32(topicRounds-topicRounds/2)
				}
			}
		}
	}
	return grams, mean
}
