// Command gen makes the dictionary image of package lexicon from the zh_s
// dictionary of gse and from counts of modern prose.
package main

import (
	"flag"
	"log"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"zhengwen/internal/lexicon"
)

func main() {
	counts := flag.String("counts", "", "directory with words.tsv.zst and domain_words.tsv")
	out := flag.String("out", "words.img", "image to write")
	flag.Parse()
	log.SetFlags(0)
	image, err := generate(*counts)
	if err == nil {
		err = os.WriteFile(*out, image, 0o644)
	}
	if err != nil {
		log.Fatal("gen: ", err)
	}
}

// generate returns the image. It holds the name and digest of every input.
func generate(counts string) ([]byte, error) {
	var in inputs
	dict, err := in.gse()
	if err != nil {
		return nil, err
	}
	modern, err := in.counts(filepath.Join(counts, "words.tsv.zst"))
	if err != nil {
		return nil, err
	}
	domain, err := in.domain(filepath.Join(counts, "domain_words.tsv"))
	if err != nil {
		return nil, err
	}
	return lexicon.Build(in.names.String(), entries(dict, modern, domain), names(dict))
}

// modernTokens is the number of words the counts of words.tsv.gz were taken
// over, as its README states.
const modernTokens = 65.9e6

// entries merges the sources. The plain mode gets gse's own frequencies; the
// default mode gets the sum of both, without plain compounds.
func entries(dict []lexicon.UserWord, modern map[string]float64, domain []lexicon.UserWord) []lexicon.Entry {
	plain := make(map[string]lexicon.UserWord, len(dict))
	total := 0.0
	for _, w := range dict {
		if _, ok := plain[w.Text]; ok {
			continue // the first one stands, as in gse
		}
		plain[w.Text] = w
		total += w.Freq
	}
	if math.Round(total) != lexicon.TotalFrequency {
		log.Printf("the dictionary's frequencies add up to %.0f, lexicon.TotalFrequency is %d", total, lexicon.TotalFrequency)
	}
	freq := make(map[string]float64, len(plain))
	for text, w := range plain {
		freq[text] = w.Freq + modern[text]*total/modernTokens
	}
	keep := map[string]bool{}
	for _, w := range domain {
		keep[w.Text] = true
		freq[w.Text] = max(freq[w.Text], 2*w.Freq) // suggested on gse's scale, of which freq is the double
	}
	sum := 0.0
	words := make([]string, 0, len(freq))
	for text := range freq {
		words = append(words, text)
	}
	slices.Sort(words)
	for _, text := range words {
		sum += freq[text]
	}
	stop := map[string]bool{}
	for _, s := range strings.Fields(stopWords) {
		stop[s] = true
	}
	out := make([]lexicon.Entry, 0, len(words))
	for _, text := range words {
		w := plain[text]
		e := lexicon.Entry{
			Text: text, IDF: idf(freq[text] / sum), Tag: lexicon.ParseTag(w.Tag), Stop: stop[text],
		}
		if w.Freq > 0 {
			e.Plain = lexicon.CostOf(w.Freq, total)
		} else {
			e.Tag = lexicon.TagNoun
		}
		if keep[text] || !compound(text, w.Tag, freq) {
			e.Cost = lexicon.CostOf(freq[text], sum)
		}
		out = append(out, e)
	}
	return out
}

// idf is the negative logarithm of the share of texts that hold a word of
// probability p at least once, when words fall into texts of 500 words by
// chance (a Poisson law). The counts are of words, not of texts, so that the
// true share cannot be had.
func idf(p float64) float32 {
	const textWords = 500
	return float32(-math.Log(-math.Expm1(-textWords * p)))
}
