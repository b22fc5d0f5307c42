package main

import (
	"bufio"
	"compress/gzip"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// scale is the unit of a cost: a sixteenth of a nat, so that a byte holds 15.9.
const scale = 16

func models(lm string, c corpus) ([]byte, error) {
	hans, err := counts(filepath.Join(lm, "unigrams.tsv"))
	if err != nil {
		return nil, err
	}
	real, err := counts(filepath.Join(lm, "trad_unigrams.tsv"))
	if err != nil {
		return nil, err
	}
	made, err := counts(filepath.Join(lm, "trad_s2t_bigrams.tsv.gz"))
	if err != nil {
		return nil, err
	}
	// Real Traditional text is law and manuals; converted prose broadens it.
	hant := mix(real, made)
	web(hans)
	web(hant)
	var out []byte
	for _, m := range []map[rune]float64{hans, hant} {
		out = appendUnigrams(out, m)
	}
	for _, lang := range []string{"ja", "ko"} {
		text, err := c.text(lang)
		if err != nil {
			return nil, err
		}
		m := map[rune]float64{}
		for _, r := range text {
			if r >= 0x80 && r <= 0xFFFF {
				m[r]++
			}
		}
		if lang == "ja" {
			if err := c.addKanji(m); err != nil {
				return nil, err
			}
		}
		web(m)
		out = appendUnigrams(out, m)
	}
	for _, a := range alphabets {
		out, err = a.append(out, c)
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// counts sums the counts of the first character of each key, full-width and
// Chinese characters only. In the files Latin runs, digits and line ends are one
// ASCII symbol each.
func counts(name string) (map[rune]float64, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var in io.Reader = f
	if strings.HasSuffix(name, ".gz") {
		if in, err = gzip.NewReader(f); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	m := map[rune]float64{}
	s := bufio.NewScanner(in)
	for s.Scan() {
		key, n, _ := strings.Cut(s.Text(), "\t")
		v, err := strconv.ParseFloat(n, 64)
		if err != nil {
			return nil, fmt.Errorf("%s: %q: %w", name, s.Text(), err)
		}
		if r, _ := utf8.DecodeRuneInString(key); r >= 0x80 && r != '□' {
			m[r] += v
		}
	}
	return m, s.Err()
}

// addKanji spreads two thirds of the weight of the Chinese characters in m as
// broader Japanese text has them: encyclopedia, news and books in equal parts.
func (c corpus) addKanji(m map[rune]float64) error {
	weight := 0.0
	for _, r := range keys(m) {
		if unicode.Is(unicode.Han, r) {
			weight += m[r]
			m[r] /= 3
		}
	}
	for _, name := range []string{"wikipedia.csv", "news.csv", "aozora.csv"} {
		data, err := os.ReadFile(filepath.Join(c.kanji, name))
		if err != nil {
			return err
		}
		all := 0.0
		for line := range strings.Lines(string(data)) {
			f := strings.Split(strings.TrimSpace(line), ",")
			if len(f) != 4 || f[0] == "rank" {
				continue
			}
			n, err := strconv.ParseFloat(f[3], 64)
			if err != nil {
				return fmt.Errorf("%s: %q: %w", name, line, err)
			}
			if f[2] == "all" {
				all = n
			} else if r, _ := utf8.DecodeRuneInString(f[2]); r <= 0xFFFF {
				m[r] += weight * 2 / 9 * n / all
			}
		}
	}
	return nil
}

func total(m map[rune]float64) float64 {
	t := 0.0
	for _, r := range keys(m) {
		t += m[r]
	}
	return t
}

func keys(m map[rune]float64) []rune {
	k := make([]rune, 0, len(m))
	for r := range m {
		k = append(k, r)
	}
	slices.Sort(k)
	return k
}

func mix(a, b map[rune]float64) map[rune]float64 {
	out := map[rune]float64{}
	ta, tb := total(a), total(b)
	for r, n := range a {
		out[r] += n / ta
	}
	for r, n := range b {
		out[r] += n / tb
	}
	return out
}

// web adds what pages hold and prose does not: shares of the non-ASCII characters
// of a page, by judgement.
func web(m map[rune]float64) {
	t := total(m)
	for _, x := range []struct {
		chars string
		share float64 // of each
	}{
		{"\u3000", 0.01}, {"「」『』", 0.002}, {"【】《》（）：｜－·", 0.001}, {"★●■◆▲▼△→←↑↓☆○□◇※①②③④⑤⑥⑦⑧⑨⑩", 0.0001}, {"×°±÷≥≤§℃％＋＝／＆＃＠＊＜＞～＿", 0.0001},
		{"０１２３４５６７８９", 0.0003}, {"ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ", 0.00005}, {"ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ", 0.00003}, {"\u00A0©®", 0.0005},
		{"のあいうえおかきくけこさしすせそたちつてとなにぬねはひふへほまみむめもやゆよらりるれろわをん", 0.00003}, {"アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲンー", 0.00003},
	} {
		for _, r := range x.chars {
			m[r] += x.share * t
		}
	}
}

// appendUnigrams writes the number of characters and, ascending, each with its cost.
func appendUnigrams(out []byte, m map[rune]float64) []byte {
	t := total(m)
	k := keys(m)
	// A count of one in a small corpus says little; anything below is left to the floor.
	kept := k[:0]
	for _, r := range k {
		if -math.Log(m[r]/t) < 15 {
			kept = append(kept, r)
		}
	}
	out = binary.LittleEndian.AppendUint16(out, uint16(len(kept)))
	for _, r := range kept {
		out = binary.LittleEndian.AppendUint16(out, uint16(r))
		out = append(out, cost(m[r]/t))
	}
	return out
}

func cost(p float64) byte {
	return byte(min(255, max(1, math.Round(-math.Log(p)*scale))))
}

// alphabet is a group of languages that share single-byte encodings.
type alphabet struct {
	name  string
	langs []string
}

// The order is that of the constants in package charset.
var alphabets = []alphabet{
	{"western", []string{"fr", "de", "es", "pt", "it", "sv", "da", "fi", "is", "nb", "nl", "ca", "ga", "en", "eo"}},
	{"central", []string{"pl", "cs", "hu", "ro", "hr", "sk", "sl"}},
	{"turkish", []string{"tr", "az"}},
	{"baltic", []string{"lt", "lv", "et"}},
	{"vietnamese", []string{"vi"}},
	{"cyrillic", []string{"ru", "bg", "uk", "mk", "be", "sr"}},
	{"greek", []string{"el"}},
	{"hebrew", []string{"he"}},
	{"arabic", []string{"ar", "fa"}},
	{"thai", []string{"th"}},
}

// append writes the number of letters n, the letters, and the (n+1)×(n+1) costs of
// a letter given the one before it; number 0 is everything that is no letter.
func (a alphabet) append(out []byte, c corpus) ([]byte, error) {
	pairs := map[[2]rune]float64{}
	single := map[rune]float64{}
	for _, lang := range a.langs {
		text, err := c.text(lang)
		if err != nil {
			return nil, err
		}
		prev := rune(0)
		weight := 1e5 / float64(len(text)) // each language counts the same
		for _, r := range text {
			r = unicode.ToLower(r)
			if !unicode.IsLetter(r) && !unicode.IsMark(r) || r > 0xFFFF {
				r = 0
			}
			if r == 0 && prev == 0 {
				continue
			}
			pairs[[2]rune{prev, r}] += weight
			single[r] += weight
			prev = r
		}
	}
	// Letters that all but never occur stay out: a byte that means one is unlikely anyway.
	t := total(single)
	var letters []rune
	for _, r := range keys(single) {
		if r != 0 && single[r]/t > 2e-5 {
			letters = append(letters, r)
		}
	}
	if len(letters) > 254 {
		return nil, fmt.Errorf("%s has %d letters", a.name, len(letters))
	}
	out = append(out, byte(len(letters)))
	for _, r := range letters {
		out = binary.LittleEndian.AppendUint16(out, uint16(r))
	}
	all := append([]rune{0}, letters...)
	for _, x := range all {
		n := 0.0
		for _, y := range all {
			n += pairs[[2]rune{x, y}]
		}
		for _, y := range all {
			// Interpolated with the letter's own frequency and a uniform rest.
			own := 0.98*single[y]/t + 0.02/float64(len(all))
			p := own
			if n > 0 {
				p = (pairs[[2]rune{x, y}] + 20*own) / (n + 20)
			}
			out = append(out, cost(p))
		}
	}
	return out, nil
}
