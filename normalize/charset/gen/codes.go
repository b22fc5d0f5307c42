package main

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Sizes of the tables; package charset reads them in this order after the number
// and the pairs (pointer, code point) of GB18030's four-byte ranges. A table is its
// low 16 bits, little endian, and then, where codes lie outside the basic plane
// (always in plane 2), one bit an entry.
const (
	gbSize   = 126 * 190   // lead 81–FE, trail 40–7E 80–FE
	big5Size = 126 * 157   // lead 81–FE, trail 40–7E A1–FE
	twSize   = 8 * 94 * 94 // CNS 11643 planes 1–7 and 15
)

func codeTables(dir string) ([]byte, error) {
	gb, err := readIndex(filepath.Join(dir, "index-gb18030.txt"), gbSize)
	if err != nil {
		return nil, err
	}
	big5, err := readIndex(filepath.Join(dir, "index-big5.txt"), big5Size)
	if err != nil {
		return nil, err
	}
	ranges, err := readRanges(filepath.Join(dir, "index-gb18030-ranges.txt"))
	if err != nil {
		return nil, err
	}
	tw, err := eucTW()
	if err != nil {
		return nil, err
	}
	out := binary.LittleEndian.AppendUint16(nil, uint16(len(ranges)/2))
	for _, v := range ranges {
		out = binary.LittleEndian.AppendUint32(out, v)
	}
	for i, t := range [][]rune{gb, big5, tw} {
		bits := make([]byte, (len(t)+7)/8)
		for k, r := range t {
			if r > 0xFFFF {
				if r>>16 != 2 || i == 0 {
					return nil, fmt.Errorf("table %d, entry %d: U+%04X is not in plane 0 or 2", i, k, r)
				}
				bits[k/8] |= 1 << (k % 8)
			}
			out = binary.LittleEndian.AppendUint16(out, uint16(r))
		}
		if i > 0 {
			out = append(out, bits...)
		}
	}
	return out, nil
}

// readIndex reads a WHATWG index: lines of a decimal pointer and 0x…, # comments.
func readIndex(name string, size int) ([]rune, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	t := make([]rune, size)
	for line := range strings.Lines(string(data)) {
		f := strings.Fields(line)
		if len(f) < 2 || f[0][0] == '#' {
			continue
		}
		p, err := strconv.Atoi(f[0])
		if err != nil || p >= size {
			return nil, fmt.Errorf("%s: bad pointer %q", name, f[0])
		}
		r, err := strconv.ParseInt(f[1], 0, 32)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		t[p] = rune(r)
	}
	return t, nil
}

// readRanges reads the ranges of four-byte codes: pointer and first code point.
func readRanges(name string) ([]uint32, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var out []uint32
	for line := range strings.Lines(string(data)) {
		f := strings.Fields(line)
		if len(f) < 2 || f[0][0] == '#' {
			continue
		}
		for _, s := range f[:2] {
			v, err := strconv.ParseUint(s, 0, 32)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			out = append(out, uint32(v))
		}
	}
	return out, nil
}

// eucTW encodes every character of planes 0 and 2, one a line, and turns the
// answer round.
func eucTW() ([]rune, error) {
	var in bytes.Buffer
	for r := rune(0x80); r < 0x30000; r++ {
		if r == 0x10000 {
			r = 0x20000
		}
		if utf8.ValidRune(r) && (r < 0xE000 || r > 0xF8FF) {
			fmt.Fprintf(&in, "%x %c\n", r, r)
		}
	}
	cmd := exec.Command("iconv", "-c", "-f", "UTF-8", "-t", "EUC-TW")
	cmd.Stdin = &in
	answer, err := cmd.Output()
	if len(answer) == 0 {
		return nil, fmt.Errorf("iconv: %w", err)
	}
	t := make([]rune, twSize)
	n := 0
	s := bufio.NewScanner(bytes.NewReader(answer))
	for s.Scan() {
		hex, code, _ := bytes.Cut(s.Bytes(), []byte(" "))
		v, err := strconv.ParseInt(string(hex), 16, 32)
		if err != nil {
			return nil, fmt.Errorf("iconv answered %q: %w", s.Bytes(), err)
		}
		plane := 1
		if len(code) == 4 && code[0] == 0x8E {
			plane, code = int(code[1])-0xA0, code[2:]
		}
		if plane == 15 {
			plane = 8
		}
		if len(code) != 2 || plane < 1 || plane > 8 || code[0] < 0xA1 || code[1] < 0xA1 {
			continue
		}
		i := (plane-1)*94*94 + int(code[0]-0xA1)*94 + int(code[1]-0xA1)
		if t[i] == 0 {
			t[i] = rune(v)
			n++
		}
	}
	if n < 40000 {
		return nil, fmt.Errorf("iconv gave only %d characters of EUC-TW", n)
	}
	return t, s.Err()
}
