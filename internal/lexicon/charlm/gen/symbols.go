package main

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"

	"github.com/zeebo/xxh3"
	"golang.org/x/text/encoding/simplifiedchinese"

	"zhengwen/internal/lexicon/charlm"
)

// others is about the number of Han characters in GBK that are no symbol.
const others = 14000

// generate reads the counts and the table of variants and returns the image.
func generate(dir, variants string) ([]byte, error) {
	c, err := readCounts(dir)
	if err != nil {
		return nil, err
	}
	data, err := os.ReadFile(variants)
	if err != nil {
		return nil, err
	}
	fmt.Fprintf(&c.inputs, "%s xxh3:%x\n", filepath.Base(variants), xxh3.Hash128(data).Bytes())
	fold := c.folds(string(data))
	symbolOf := func(r rune) uint64 {
		r = symbol(r)
		if s, ok := fold[r]; ok {
			r = s
		}
		return c.number[r]
	}
	traditional := map[rune]rune{}
	for t, s := range fold {
		if old, ok := traditional[s]; !ok || t < old {
			traditional[s] = t
		}
	}
	e := newEstimator(c)
	grams := e.grams()
	garble := c.garbled(symbolOf, traditional)
	symbols := make([]charlm.Symbol, len(c.one))
	symbols[0] = charlm.Symbol{Alone: charlm.Unknown, New: charlm.Unknown, Garble: -math.Log(garble[0] / others)}
	for k := charlm.Key(1); int(k) < len(symbols); k++ {
		symbols[k] = charlm.Symbol{
			Alone: -math.Log(c.one[k] / c.total), Leave: -math.Log(e.left1[k]), Garble: -math.Log(garble[k]), New: -math.Log(e.novel[k]),
		}
	}
	for r := range rune(1 << 16) {
		if k := symbolOf(r); k > 0 {
			symbols[k].Runes = append(symbols[k].Runes, r)
		}
	}
	return charlm.Build(c.inputs.String(), symbols, grams, fold), nil
}

// symbol is the symbol under which the counts hold a character, before its script
// is folded.
func symbol(r rune) rune {
	switch {
	case r <= ' ' || r == 0xA0 || r == 0x3000:
		return lineEnd
	case '0' <= r && r <= '9' || '０' <= r && r <= '９':
		return '0'
	case 'a' <= r|0x20 && r|0x20 <= 'z' && r < 0x80 || 'ａ' <= r && r <= 'ｚ' || 'Ａ' <= r && r <= 'Ｚ':
		return 'A'
	case r < 0x7F:
		return r + 0xFEE0
	}
	switch r {
	case '「', '『':
		return '“'
	case '」', '』':
		return '”'
	case '〇', '○': // the second is typed for the first, which the counts lack
		return '零'
	}
	return r
}

// folds are the Simplified forms of Traditional characters: the default of each
// line of the conversion table, within the basic plane. Characters of GB 2312
// stay, as Simplified text has them too, but for three that converted pages write
// for their Simplified forms far more often than for themselves.
func (c *counts) folds(table string) map[rune]rune {
	fold := map[rune]rune{'著': '着', '乾': '干', '瞭': '了', '砲': '炮', '暱': '昵'}
	for line := range strings.Lines(table) {
		f := strings.Fields(line)
		if len(f) < 2 || f[0] == "#" || f[0] == "hans" {
			continue
		}
		t, s := []rune(f[0]), []rune(f[1])
		if len(t) == 1 && len(s) == 1 && t[0] != s[0] && t[0] < 1<<16 && s[0] < 1<<16 && !gb2312(t[0]) {
			fold[t[0]] = s[0]
		}
	}
	return fold
}

func gb2312(r rune) bool {
	b, err := simplifiedchinese.GBK.NewEncoder().Bytes([]byte(string(r)))
	return err == nil && len(b) == 2 && b[0] >= 0xB0 && b[0] <= 0xF7 && b[1] >= 0xA1
}
