package main

import (
	"bufio"
	"bytes"
	"cmp"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/klauspost/compress/zstd"
	"github.com/zeebo/xxh3"

	"zhengwen/internal/lexicon/charlm"
)

// lineEnd is the symbol of both ends of a line; the counts write ^ before a line
// and $ after it.
const lineEnd = '\n'

// counts are those of single symbols, pairs and triples. Symbols are numbered from
// 1, the most frequent first.
type counts struct {
	symbols []rune // by number - 1
	number  map[rune]uint64
	one     []float64 // by number
	two     map[charlm.Key]float64
	three   map[charlm.Key]float64
	total   float64
	inputs  strings.Builder // names and digests of what was read
}

func readCounts(dir string) (*counts, error) {
	c := &counts{number: map[rune]uint64{}, one: []float64{0}, two: map[charlm.Key]float64{}, three: map[charlm.Key]float64{}}
	ones := map[rune]float64{}
	err := c.read(filepath.Join(dir, "unigrams.tsv.zst"), func(symbols []rune, n float64) error {
		if symbols[0] != '^' {
			ones[norm(symbols[0])] += n
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for r := range ones {
		c.symbols = append(c.symbols, r)
	}
	slices.SortFunc(c.symbols, func(a, b rune) int { return cmp.Or(cmp.Compare(ones[b], ones[a]), cmp.Compare(a, b)) })
	for i, r := range c.symbols {
		c.number[r] = uint64(i + 1)
		c.one = append(c.one, ones[r])
		c.total += ones[r]
	}
	if err := c.read(filepath.Join(dir, "bigrams.tsv.zst"), c.grams(2, c.two)); err != nil {
		return nil, err
	}
	return c, c.read(filepath.Join(dir, "trigrams.tsv.zst"), c.grams(3, c.three))
}

func norm(r rune) rune {
	if r == '^' || r == '$' {
		return lineEnd
	}
	return r
}

// grams returns the reader of rows of that many symbols.
func (c *counts) grams(size int, into map[charlm.Key]float64) func([]rune, float64) error {
	return func(symbols []rune, n float64) error {
		if len(symbols) != size {
			return fmt.Errorf("%q has not %d symbols", string(symbols), size)
		}
		var k charlm.Key
		for _, r := range symbols {
			number, ok := c.number[norm(r)]
			if !ok {
				return fmt.Errorf("%q is not among the single symbols", r)
			}
			k = k<<16 | charlm.Key(number)
		}
		into[k] += n
		return nil
	}
}

// read calls f for every row of a packed file and notes the file's digest.
func (c *counts) read(name string, f func(symbols []rune, n float64) error) error {
	packed, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	fmt.Fprintf(&c.inputs, "%s xxh3:%x\n", filepath.Base(name), xxh3.Hash128(packed).Bytes())
	z, err := zstd.NewReader(bytes.NewReader(packed))
	if err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	defer z.Close()
	return c.parse(z, filepath.Base(name), f)
}

// parse calls f with the symbols and the count of every row.
func (c *counts) parse(r io.Reader, name string, f func(symbols []rune, n float64) error) error {
	in := bufio.NewScanner(r)
	for line := 1; in.Scan(); line++ {
		symbols, count, _ := strings.Cut(in.Text(), "\t")
		n, err := strconv.ParseFloat(count, 64)
		if err != nil || symbols == "" {
			return fmt.Errorf("%s:%d: no count", name, line)
		}
		if err := f([]rune(symbols), n); err != nil {
			return fmt.Errorf("%s:%d: %w", name, line, err)
		}
	}
	if err := in.Err(); err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	return nil
}
