package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/klauspost/compress/zstd"
	"github.com/zeebo/xxh3"

	"zhengwen/internal/lexicon"
)

// inputs reads the files and notes what they were.
type inputs struct{ names strings.Builder }

func (in *inputs) read(name string) (io.Reader, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	fmt.Fprintf(&in.names, "%s xxh3:%x\n", filepath.Base(name), xxh3.Hash128(data).Bytes())
	return bytes.NewReader(data), nil
}

// gse reads the dictionary in gse's module. Its own reader gives every word of
// one character the frequency 2, so the file is read directly.
func (in *inputs) gse() ([]lexicon.UserWord, error) {
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/go-ego/gse").Output()
	if err != nil {
		return nil, fmt.Errorf("find gse's module: %w", err)
	}
	name := filepath.Join(strings.TrimSpace(string(dir)), "data", "dict", "zh", "s_1.txt")
	r, err := in.read(name)
	if err != nil {
		return nil, err
	}
	return lexicon.ReadWords(r, name)
}

// counts reads words with their counts.
func (in *inputs) counts(name string) (map[string]float64, error) {
	r, err := in.read(name)
	if err != nil {
		return nil, err
	}
	z, err := zstd.NewReader(r)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	defer z.Close()
	out := map[string]float64{}
	return out, rows(z, name, 2, func(f []string) error {
		n, err := strconv.ParseFloat(f[1], 64)
		out[f[0]] = n
		return err
	})
}

// domain reads the domain words; phrases are left out, they come apart into
// words.
func (in *inputs) domain(name string) ([]lexicon.UserWord, error) {
	r, err := in.read(name)
	if err != nil {
		return nil, err
	}
	var out []lexicon.UserWord
	err = rows(r, name, 6, func(f []string) error {
		if f[5] != "word" {
			return nil
		}
		n, err := strconv.ParseFloat(f[2], 64)
		out = append(out, lexicon.UserWord{Text: f[0], Freq: n})
		return err
	})
	return out, err
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
