// Command gen makes the dictionary image of package lexicon from the zh_s
// dictionary of gse and from counts of modern prose.
package main

import (
	"bufio"
	"compress/gzip"
	"flag"
	"fmt"
	"io"
	"log"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"zhengwen/internal/lexicon"
)

func main() {
	data := flag.String("data", "", "directory with words.tsv.gz and domain_words.tsv")
	out := flag.String("out", "words.img", "image to write")
	flag.Parse()
	log.SetFlags(0)
	if err := run(*data, *out); err != nil {
		log.Fatal("gen: ", err)
	}
}

func run(data, out string) error {
	dict, err := readGse()
	if err != nil {
		return err
	}
	modern, err := readCounts(filepath.Join(data, "words.tsv.gz"))
	if err != nil {
		return err
	}
	domain, err := readDomain(filepath.Join(data, "domain_words.tsv"))
	if err != nil {
		return err
	}
	image, err := lexicon.Build(entries(dict, modern, domain))
	if err != nil {
		return err
	}
	return os.WriteFile(out, image, 0o644)
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

// readGse reads the dictionary in gse's module. Its own reader gives every word
// of one character the frequency 2, so the file is read directly.
func readGse() ([]lexicon.UserWord, error) {
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/go-ego/gse").Output()
	if err != nil {
		return nil, fmt.Errorf("find gse's module: %w", err)
	}
	return readFile(filepath.Join(strings.TrimSpace(string(dir)), "data", "dict", "zh", "s_1.txt"), lexicon.ReadWords)
}

func readCounts(name string) (map[string]float64, error) {
	return readFile(name, func(r io.Reader, name string) (map[string]float64, error) {
		z, err := gzip.NewReader(r)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		out := map[string]float64{}
		err = rows(z, name, 2, func(f []string) error {
			n, err := strconv.ParseFloat(f[1], 64)
			out[f[0]] = n
			return err
		})
		return out, err
	})
}

// readDomain reads the domain words; phrases are left out, they come apart into
// words.
func readDomain(name string) ([]lexicon.UserWord, error) {
	return readFile(name, func(r io.Reader, name string) ([]lexicon.UserWord, error) {
		var out []lexicon.UserWord
		err := rows(r, name, 6, func(f []string) error {
			if f[5] != "word" {
				return nil
			}
			n, err := strconv.ParseFloat(f[2], 64)
			out = append(out, lexicon.UserWord{Text: f[0], Freq: n})
			return err
		})
		return out, err
	})
}

func readFile[T any](name string, read func(r io.Reader, name string) (T, error)) (T, error) {
	f, err := os.Open(name)
	if err != nil {
		var none T
		return none, err
	}
	defer f.Close()
	return read(f, name)
}

// rows calls f for every tab-separated row with its first n columns checked.
func rows(r io.Reader, name string, n int, f func([]string) error) error {
	in := bufio.NewScanner(r)
	for line := 1; in.Scan(); line++ {
		if strings.HasPrefix(in.Text(), "# ") {
			continue
		}
		cols := strings.Split(in.Text(), "\t")
		if len(cols) < n {
			return fmt.Errorf("%s:%d: %d columns, want %d", name, line, len(cols), n)
		}
		if err := f(cols); err != nil {
			return fmt.Errorf("%s:%d: %w", name, line, err)
		}
	}
	return in.Err()
}
