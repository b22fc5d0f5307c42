package repair

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"io"
	"strings"
	"sync"
)

//go:generate go run ./gen -out readings.txt.gz

//go:embed readings.txt.gz
var packedReadings []byte

// readings are the Mandarin readings of U+4E00 to U+9FA5, comma separated.
var readings = sync.OnceValue(func() []string {
	z, err := gzip.NewReader(bytes.NewReader(packedReadings))
	if err != nil {
		panic("repair: embedded readings are damaged: " + err.Error())
	}
	body, err := io.ReadAll(z)
	if err != nil {
		panic("repair: embedded readings are damaged: " + err.Error())
	}
	return strings.Split(string(body), "\n")
})

// hasReading reports whether the character can be read as the syllable. A
// syllable without a tone mark fits any tone.
func hasReading(r rune, syllable string) bool {
	if r < 0x4E00 || r > 0x9FA5 {
		return false
	}
	toneless := !toned(syllable)
	for s := range strings.SplitSeq(readings()[r-0x4E00], ",") {
		if s == syllable || toneless && bare(s) == syllable {
			return true
		}
	}
	return false
}

// toneOf maps a vowel with a tone mark to the plain one.
func toneOf(r rune) (plain rune, ok bool) {
	switch r {
	case 'ā', 'á', 'ǎ', 'à':
		return 'a', true
	case 'ē', 'é', 'ě', 'è', 'ế', 'ề':
		return 'e', true
	case 'ī', 'í', 'ǐ', 'ì':
		return 'i', true
	case 'ō', 'ó', 'ǒ', 'ò':
		return 'o', true
	case 'ū', 'ú', 'ǔ', 'ù':
		return 'u', true
	case 'ǖ', 'ǘ', 'ǚ', 'ǜ':
		return 'ü', true
	case 'ń', 'ň', 'ǹ':
		return 'n', true
	case 'ḿ':
		return 'm', true
	}
	return r, false
}

func toned(s string) bool {
	for _, r := range s {
		if _, ok := toneOf(r); ok {
			return true
		}
	}
	return false
}

// bare is the syllable without tone marks.
func bare(s string) string {
	return strings.Map(func(r rune) rune {
		r, _ = toneOf(r)
		return r
	}, s)
}

// pinyinLetter returns the letter as the table writes it, or false for anything
// that does not occur in a syllable. Sites write ɡ and ɑ for g and a, v for ü.
func pinyinLetter(r rune) (rune, bool) {
	switch {
	case r == 'v':
		return 'ü', true
	case 'a' <= r && r <= 'z':
		return r, true
	case r == 'ɡ':
		return 'g', true
	case r == 'ɑ':
		return 'a', true
	case r == 'ü', r == 'ê':
		return r, true
	case r < 0xE0:
		return 0, false
	}
	_, ok := toneOf(r)
	return r, ok
}
