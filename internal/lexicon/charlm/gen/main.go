// Command gen builds model.bin for package charlm.
//
//	go run ./gen -counts DIR -variants FILE -out model.bin
//
// DIR holds unigrams.tsv (symbol, count) and bigrams.tsv.gz (two symbols,
// count); FILE maps Simplified characters to Traditional ones (one pair a line,
// OpenCC STCharacters, Apache-2.0).
package main

import (
	"bufio"
	"bytes"
	"cmp"
	"compress/flate"
	"compress/gzip"
	"encoding/binary"
	"flag"
	"io"
	"log"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// discount is the absolute discount taken from every bigram count; 0.9 is the
// value the counts were evaluated with.
const discount = 0.9

// Bigrams under minCount are left to the back-off, which keeps the table small.
const minCount = 10

// keepTrigrams is the number of trigrams kept: those whose cost differs most from
// the bigram's, weighted by their count.
const keepTrigrams = 420000

// secondForms are Traditional characters that share their Simplified form with
// the one the conversion table names, each followed by that form.
const secondForms = "為为製制啟启係系併并簽签複复註注裡里週周佈布沖冲繫系彙汇曆历誌志眾众蒐搜卹恤洩泄迴回偽伪菸烟鐘钟鬆松蹟迹瞭了桿杆捨舍" +
	"濕湿隻只昇升覈核檯台捲卷禦御燬毁摺折樑梁舖铺陞升穀谷臟脏砲炮牴抵鍊链颱台紮扎錶表穫获讚赞髮发乾干纔才衝冲羣群峯峰裏里"

type pair struct {
	second int
	count  float64
}

func main() {
	counts := flag.String("counts", "", "directory of the counts")
	variants := flag.String("variants", "", "Simplified to Traditional pairs")
	out := flag.String("out", "model.bin", "file to write")
	flag.Parse()
	if err := run(*counts, *variants, *out); err != nil {
		log.Fatal(err)
	}
}

func run(counts, variants, out string) error {
	type symbol struct {
		r rune
		n float64
	}
	var symbols []symbol
	total := 0.0
	err := lines(filepath.Join(counts, "unigrams.tsv"), func(f []string) {
		n, _ := strconv.ParseFloat(f[1], 64)
		symbols = append(symbols, symbol{[]rune(f[0])[0], n})
		total += n
	})
	if err != nil {
		return err
	}
	slices.SortStableFunc(symbols, func(a, b symbol) int {
		return cmp.Or(cmp.Compare(b.n, a.n), cmp.Compare(a.r, b.r))
	})
	id := map[rune]int{}
	for i, s := range symbols {
		id[s.r] = i
	}
	rows := make([][]pair, len(symbols))
	mass := make([]float64, len(symbols))
	err = lines(filepath.Join(counts, "bigrams.tsv.gz"), func(f []string) {
		r := []rune(f[0])
		n, _ := strconv.ParseFloat(f[1], 64)
		a, b := id[r[0]], id[r[1]]
		mass[a] += n
		if n >= minCount {
			rows[a] = append(rows[a], pair{b, n})
		}
	})
	if err != nil {
		return err
	}
	var body bytes.Buffer
	put := func(v uint64) { body.Write(binary.AppendUvarint(nil, v)) }
	put(uint64(len(symbols)))
	for i, s := range symbols {
		put(uint64(s.r))
		body.WriteByte(quantised(s.n / total))
		kept := 0.0
		for _, p := range rows[i] {
			kept += p.count - discount
		}
		body.WriteByte(quantised(max(0.02, 1-kept/max(s.n, mass[i], 1))))
	}
	for i, s := range symbols {
		slices.SortFunc(rows[i], func(a, b pair) int { return cmp.Compare(a.second, b.second) })
		put(uint64(len(rows[i])))
		last := -1
		for _, p := range rows[i] {
			put(uint64(p.second - last - 1))
			last = p.second
		}
		left := 1.0
		n := max(s.n, mass[i], 1)
		for _, p := range rows[i] {
			left -= (p.count - discount) / n
		}
		for _, p := range rows[i] {
			body.WriteByte(quantised((p.count-discount)/n + max(0.02, left)*symbols[p.second].n/total))
		}
	}
	third, err := trigrams(filepath.Join(counts, "trigrams.tsv.gz"), id, rows, mass)
	if err != nil {
		return err
	}
	put(uint64(len(third)))
	last := uint64(0)
	for _, t := range third {
		// Sorted by key; the first two symbols and the third are coded apart.
		a, c := t.key>>16, t.key&0xFFFF
		put(a - last)
		if a != last {
			body.WriteByte(t.back)
		}
		last = a
		put(c)
		body.WriteByte(t.cost)
	}
	var folds [][2]rune
	err = lines(variants, func(f []string) {
		s, t := []rune(f[0])[0], []rune(f[1])[0]
		if s != t {
			folds = append(folds, [2]rune{t, s})
		}
	})
	if err != nil {
		return err
	}
	second := []rune(secondForms)
	for i := 0; i+1 < len(second); i += 2 {
		folds = append(folds, [2]rune{second[i], second[i+1]})
	}
	slices.SortFunc(folds, func(a, b [2]rune) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	put(uint64(len(folds)))
	for _, f := range folds {
		put(uint64(f[0]))
		put(uint64(f[1]))
	}
	var packed bytes.Buffer
	w, err := flate.NewWriter(&packed, flate.BestCompression)
	if err != nil {
		return err
	}
	w.Write(body.Bytes())
	w.Close()
	return os.WriteFile(out, packed.Bytes(), 0o644)
}

type trigram struct {
	key        uint64 // three symbols of 16 bits
	cost, back uint8  // of the third symbol; of leaving the first two
	gain       float64
}

// trigrams returns the most useful trigrams, sorted by key. Symbol 0 with symbol
// 0 before it never begins one, so that the first key differs from 0.
func trigrams(path string, id map[rune]int, rows [][]pair, mass []float64) ([]trigram, error) {
	type context struct{ seen, types float64 }
	pairs := make([]map[int]float64, len(rows))
	for a, row := range rows {
		pairs[a] = make(map[int]float64, len(row))
		for _, p := range row {
			pairs[a][p.second] = p.count
		}
	}
	var all []trigram
	contexts := map[uint64]context{}
	err := lines(path, func(f []string) {
		r := []rune(f[0])
		n, _ := strconv.ParseFloat(f[1], 64)
		a, b, c := id[r[0]], id[r[1]], id[r[2]]
		ab, bc := pairs[a][b], pairs[b][c]
		if ab < n || bc == 0 || n < 6 {
			return
		}
		p2 := bc / mass[b]
		p3 := (n-discount)/ab + 0.1*p2
		all = append(all, trigram{key: uint64(a)<<32 | uint64(b)<<16 | uint64(c), cost: quantised(p3), gain: n * math.Log(p3/p2)})
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(all, func(a, b trigram) int { return cmp.Or(cmp.Compare(b.gain, a.gain), cmp.Compare(a.key, b.key)) })
	all = all[:min(len(all), keepTrigrams)]
	for _, t := range all {
		c := contexts[t.key>>16]
		c.seen += math.Exp(-float64(t.cost) / 16)
		b := int(t.key >> 16 & 0xFFFF)
		c.types += pairs[b][int(t.key&0xFFFF)] / mass[b]
		contexts[t.key>>16] = c
	}
	for i := range all {
		c := contexts[all[i].key>>16]
		all[i].back = quantised(min(1, max(0.02, 1-c.seen)/max(0.02, 1-c.types)))
	}
	slices.SortFunc(all, func(a, b trigram) int { return cmp.Compare(a.key, b.key) })
	return all, nil
}

// quantised is the cost of a probability in sixteenths of a nat.
func quantised(p float64) byte { return byte(min(255, max(0, math.Round(-math.Log(p)*16)))) }

// lines calls f with the tab-separated fields of every line.
func lines(path string, f func([]string)) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	var in io.Reader = file
	if strings.HasSuffix(path, ".gz") {
		z, err := gzip.NewReader(file)
		if err != nil {
			return err
		}
		in = z
	}
	s := bufio.NewScanner(in)
	for s.Scan() {
		if t := s.Text(); t != "" && (t[0] != '#' || strings.HasPrefix(t, "#\t")) {
			f(strings.Split(t, "\t"))
		}
	}
	return s.Err()
}
