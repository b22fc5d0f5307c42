package advice

import (
	"bufio"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"zhengwen/document"
	"zhengwen/extract/outline"
	"zhengwen/rules"
)

var (
	fitArticles = flag.String("articles", "", "directories of labelled articles (NAME.gold.json, or NAME.txt as in testdata), separated by commas: fit weights.tsv to them")
	fitLines    = flag.String("lines", "", "files of sentences of advice, each after two fields that are not looked at")
	fitPairs    = flag.String("pairs", "testdata/pairs.tsv,testdata/sentences.tsv", "files of sentences after two fields, the first \"-\" where the sentence is no advice but easily mistaken for it")
	fitNews     = flag.String("news", "testdata/news.tsv", "files of sentences of pages that do not advise, like those of -pairs")
	fitOut      = flag.String("weights", "weights.tsv", "where the weights go")
)

// What the fit does. The numbers were chosen by leaving out a third of the articles at
// a time.
const (
	fitLeast  = 20   // a feature in fewer sentences gets no weight
	fitDecay  = 10.0 // weight decay, shared by the sentences that have the feature
	fitRate   = 0.3  // of AdaGrad
	fitRounds = 30
	fitAlone  = 0.2 // a sentence of -lines or -news counts as much of one of an article or of -pairs
	fitApart  = 0.3 // and one of an article that is learnt from again without its place there
)

// sample is a sentence to learn from.
type sample struct {
	features []string
	ids      []int32
	advice   float64 // 1 or 0
	start    float64 // what the grammar's reading counts
	counts   float64
}

// weighed lists what judge.weigh adds up for the sentence, by the names of the weights.
func weighed(s *sentence, r reading, read bool, kind string, before, after neighbour) []string {
	class := make([]string, classCount)
	for name, c := range classes {
		class[c] = name
	}
	out := []string{"bias", fmt.Sprintf("clauses %d", min(len(s.clauses), clauseCounts-1))}
	if kind != "none" {
		out = append(out, "kind "+kind)
		if read {
			out = append(out, "kind+read "+kind)
		}
	}
	if read {
		out = append(out, "read "+class[r.class])
	}
	for k := range s.clauses {
		c := &s.clauses[k]
		for _, p := range s.phrases[c.first:c.last] {
			out = append(out, fmt.Sprintf("phrase %s %d", class[p.class], p.place(c)))
		}
	}
	if before != neighbourNone {
		out = append(out, fmt.Sprintf("before %d", before))
	}
	if after != neighbourNone {
		out = append(out, fmt.Sprintf("after %d", after))
	}
	var text []rune
	for rest := s.text; rest != ""; {
		before, after, quoted := strings.Cut(rest, "“")
		if quoted {
			before += "“"
			after = after[max(0, strings.Index(after, "”")):]
		}
		text, rest = append(text, []rune(before)...), after
	}
	for i, c := range text {
		out = append(out, "char "+string(c))
		if i > 0 {
			out = append(out, "char "+string(text[i-1:i+1]))
		}
	}
	return append(out, fmt.Sprintf("length %d", min(len(text)/lengthUnit, lengths-1)))
}

// TestFit fits the weights of the judge anew when it is told to what.
func TestFit(t *testing.T) {
	if *fitArticles == "" {
		t.Skip("no -articles to fit to")
	}
	f := newFitter(t)
	for _, dir := range strings.Split(*fitArticles, ",") {
		f.articles(t, dir)
	}
	if *fitLines != "" {
		for file := range strings.SplitSeq(*fitLines, ",") {
			f.lines(t, file, fitAlone)
		}
	}
	for file := range strings.SplitSeq(*fitPairs, ",") {
		f.lines(t, file, 1)
	}
	for file := range strings.SplitSeq(*fitNews, ",") {
		f.lines(t, file, fitAlone)
	}
	feature, weight := fitWeights(f.samples)
	out, err := os.Create(*fitOut)
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriter(out)
	fmt.Fprintf(w, "# Weights of the judge, fitted by TestFit to %d sentences; %d to one in the logarithm of the odds.\n", len(f.samples), weightUnit)
	n := 0
	for i, name := range feature {
		if k := int(math.Round(weight[i] * weightUnit)); k != 0 {
			fmt.Fprintf(w, "%s\t%d\n", name, max(-127, min(k, 127)))
			n++
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d sentences, %d weights", len(f.samples), n)
}

// fitter gathers samples as the stage reads them.
type fitter struct {
	headings *outline.Headings
	outline  *outline.Outline
	advice   *Advice
	samples  []sample
}

func newFitter(t *testing.T) *fitter {
	book, err := rules.Load()
	if err != nil {
		t.Fatal(err)
	}
	return &fitter{headings: outline.NewHeadings(), outline: outline.New(book), advice: New(book)}
}

// read takes text through the stages up to the outline, finds its cases and returns
// how its sentences read.
func (f *fitter) read(t *testing.T, text string, isAdvice func(string) bool, counts float64) {
	d := &document.Document{Raw: []byte(text)}
	for l := range strings.SplitSeq(text, "\n") {
		d.Blocks = append(d.Blocks, document.Block{Text: l, Role: document.RoleBody, Rule: "test", Tag: "line", Element: -1})
	}
	ctx := context.Background()
	if err := f.headings.Apply(ctx, d); err != nil {
		t.Fatal(err)
	}
	d.Freeze()
	if err := f.outline.Apply(ctx, d); err != nil {
		t.Fatal(err)
	}
	d.Cases = f.advice.tales.find(d)
	storied(d)
	type row struct {
		text   string
		reads  neighbour
		judged bool
		kind   string
	}
	var rows []row
	s := new(sentence)
	w := walker{d: d}
	for w.next() {
		if w.heading {
			continue
		}
		for span := range sentences(d.Text, w.line) {
			x := row{text: d.Text[span.Start:span.End], kind: "none", reads: neighbourPlain}
			if w.section >= 0 {
				x.kind = string(d.Sections[w.section].Kind)
			} else if len(d.Sections) > 0 {
				x.kind = ""
			}
			if x.judged = !inCase(d.Cases, span) && fits(x.text); x.judged {
				if _, ok := f.advice.grammar.read(s, x.text); ok {
					x.reads = neighbourDirects
				}
			}
			rows = append(rows, x)
		}
	}
	for i, x := range rows {
		if !x.judged {
			continue
		}
		before, after := neighbourNone, neighbourNone
		if i > 0 {
			before = rows[i-1].reads
		}
		if i+1 < len(rows) {
			after = rows[i+1].reads
		}
		r, read := f.advice.grammar.read(s, x.text)
		y := sample{features: weighed(s, r, read, x.kind, before, after), start: -float64(trust) / weightUnit, counts: counts}
		if read {
			y.start = -y.start
		}
		if isAdvice(x.text) {
			y.advice = 1
		}
		f.samples = append(f.samples, y)
		if x.kind != "none" || before != neighbourNone || after != neighbourNone { // what it says by itself, wherever it stands
			y.features, y.counts = weighed(s, r, read, "none", neighbourNone, neighbourNone), fitApart
			f.samples = append(f.samples, y)
		}
	}
}

// articles adds the sentences of labelled articles.
func (f *fitter) articles(t *testing.T, dir string) {
	golds, err := filepath.Glob(filepath.Join(dir, "*.gold.json"))
	if err != nil {
		t.Fatal(err)
	}
	var marked []string
	if len(golds) == 0 {
		if marked, err = filepath.Glob(filepath.Join(dir, "*.txt")); err != nil || len(marked) == 0 {
			t.Fatalf("no labelled articles in %s: %v", dir, err)
		}
	}
	bare := func(s string) string {
		return strings.Map(func(r rune) rune {
			if unicode.IsSpace(r) {
				return -1
			}
			return r
		}, norm.NFKC.String(s))
	}
	add := func(text string, advice []string) {
		labelled := map[string]bool{}
		for _, a := range advice {
			labelled[bare(a)] = true
		}
		f.read(t, text, func(s string) bool { return labelled[bare(s)] }, 1)
	}
	for _, file := range golds {
		g := readLabels(t, file)
		var advice []string
		for _, a := range g.Advice {
			advice = append(advice, a.Text)
		}
		add(g.Text, advice)
	}
	for _, file := range marked {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		add(unmarked(string(data)))
	}
}

// labels are what a fit needs of a labelled article.
type labels struct {
	Text   string
	Advice []struct{ Text, Topic string }
}

// readLabels reads NAME.gold.json.
func readLabels(t *testing.T, file string) (l labels) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &l); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return l
}

// deck is the order in which a fit sees its samples, another one each round and the
// same at every run.
type deck struct {
	card []int
	seed uint64
}

func newDeck(n int) deck {
	d := deck{make([]int, n), 7}
	for i := range d.card {
		d.card[i] = i
	}
	return d
}

func (d *deck) shuffle() {
	for i := len(d.card) - 1; i > 0; i-- {
		d.seed = d.seed*6364136223846793005 + 1442695040888963407
		j := int(d.seed>>33) % (i + 1)
		d.card[i], d.card[j] = d.card[j], d.card[i]
	}
}

// unmarked takes the labels out of an article of testdata, see readOwn.
func unmarked(page string) (text string, advice []string) {
	var body []string
	for line := range strings.Lines(page) {
		line = strings.TrimSuffix(line, "\n")
		switch part := strings.SplitN(line, "|", 3); {
		case strings.HasPrefix(line, "@toc "):
			continue
		case strings.HasPrefix(line, "#") && len(part) == 3:
			_, number, _ := strings.Cut(part[0][1:], " ")
			_, number, _ = strings.Cut(number, " ")
			line = strings.TrimSpace(number + part[1] + part[2])
		case strings.HasPrefix(line, ">"):
			line = strings.SplitN(line, " ", 3)[2]
		}
		for _, m := range labelledAdvice.FindAllStringSubmatch(line, -1) {
			advice = append(advice, m[2])
		}
		body = append(body, labelledAdvice.ReplaceAllString(line, "$2"))
	}
	return strings.Join(body, "\n"), advice
}

// lines adds sentences that stand alone.
func (f *fitter) lines(t *testing.T, file string, counts float64) {
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		part := strings.Split(strings.TrimSpace(line), "\t")
		f.read(t, part[len(part)-1], func(string) bool { return part[0] != "-" }, counts)
	}
}

// fitWeights returns the features in order and their weights: logistic regression with weight
// decay by AdaGrad, averaged over the later rounds, the same at every run.
func fitWeights(samples []sample) (feature []string, weight []float64) {
	in := map[string]int{}
	for _, s := range samples {
		for _, f := range s.features {
			in[f]++
		}
	}
	for f, n := range in {
		if n >= fitLeast {
			feature = append(feature, f)
		}
	}
	slices.Sort(feature)
	id := map[string]int32{}
	for i, f := range feature {
		id[f] = int32(i)
	}
	for i := range samples {
		s := &samples[i]
		for _, f := range s.features {
			if k, ok := id[f]; ok {
				s.ids = append(s.ids, k)
			}
		}
	}
	weight = make([]float64, len(feature))
	squares := make([]float64, len(feature))
	order := newDeck(len(samples))
	mean := make([]float64, len(feature))
	for round := range fitRounds {
		order.shuffle()
		for _, k := range order.card {
			s := samples[k]
			sum := s.start
			for _, x := range s.ids {
				sum += weight[x]
			}
			slope := (1/(1+math.Exp(-sum)) - s.advice) * s.counts
			for _, x := range s.ids {
				g := slope
				if feature[x] != "bias" {
					g += fitDecay * weight[x] / float64(in[feature[x]]+1)
				}
				squares[x] += g * g
				weight[x] -= fitRate * g / (math.Sqrt(squares[x]) + 1e-6)
			}
		}
		for i, w := range weight {
			if round >= fitRounds/2 {
				mean[i] += w / float64(fitRounds-fitRounds/2)
			}
		}
	}
	return feature, mean
}
