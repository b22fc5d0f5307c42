package charset

import (
	"bytes"
	"encoding/binary"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
)

// Costs are negative logarithms of probabilities in sixteenths of a nat. The
// candidate with the lowest sum has the greatest likelihood.
const nat = 16

// Costs that no table gives, by judgement; only their order of magnitude matters.
const (
	costBad    = 14 * nat // a byte that the encoding cannot have there
	costTorn   = 4 * nat  // half a character at the end of the input
	costRun    = 2 * nat  // the end of a run of two-byte characters, which like to stand together
	costFour   = 13 * nat // a four-byte character of GB18030 or EUC-TW
	costKana   = 9 * nat  // a half-width kana in one byte
	costOdd    = 15 * nat // a character that text hardly has: private use, compatibility forms
	costUnseen = 14 * nat // a character of a plausible kind that no corpus showed
	costSymbol = 5 * nat  // a quotation mark or no-break space in a single-byte encoding
	costRare   = 8 * nat  // any other symbol, or a letter foreign to the alphabet

	// Any byte outside ASCII, in no encoding that is known. Latin letters with
	// accents stand alone, so one that follows another is less likely.
	costNoise     = 5 * nat
	costMoreNoise = 8 * nat
)

// letterCase follows the case of letters through a word.
type letterCase uint8

const (
	noLetter letterCase = iota
	small
	capital  // the first letter of a word
	capitals // a capital after a capital
)

// caseCosts is the cost of a letter after what went before it. A capital inside a
// word, and a small letter after several capitals, are marks of a wrong encoding.
var caseCosts = [4][4]int{
	noLetter: {small: 0, capital: nat},
	small:    {small: 0, capital: 5 * nat},
	capital:  {small: 0, capital: nat / 2},
	capitals: {small: 3 * nat, capital: 0},
}

// pairModel tells the cost of every two-byte code; 0 where there is none.
type pairModel [1 << 16]uint8

// letterModel scores one single-byte encoding: the cost of byte c after byte p is
// pairs[class[p]<<8|class[c]] + extra[c] and what its case costs.
type letterModel struct {
	class [256]uint8
	extra [256]uint8
	kind  [256]letterCase // never capitals
	pairs []uint8         // shared by the encodings of an alphabet
	run   int             // cost of a run: costRun where no letter is ASCII
}

// modelSet is everything unpacked from models.bin, laid out by encoding.
type modelSet struct {
	gbHans, gbHant, big5, tw, sjis, eucJP, eucKR, johab pairModel

	hans    [1 << 16]uint8 // by code point, for UTF-16 and the seven-bit encodings
	letters [len(singleByte)]letterModel
	ascii   [128]uint8 // cost of an ASCII byte between multi-byte characters
}

var models = sync.OnceValue(func() *modelSet {
	m := new(modelSet)
	data := unpack(packedModels)
	var hant, ja, ko [1 << 16]uint8
	for _, t := range []*[1 << 16]uint8{&m.hans, &hant, &ja, &ko} {
		data = readCosts(t, data)
	}
	t := codes()
	for code, v := range t.gb {
		if v != 0 {
			r := unpackRune(v) & 0xFFFF
			m.gbHans[code], m.gbHant[code] = m.hans[r], hant[r]
		}
	}
	fill(&m.big5, &t.big5, &hant)
	fill(&m.tw, &t.tw, &hant)
	m.sjis.decode(japanese.ShiftJIS, 0x40, &ja)
	m.eucJP.decode(japanese.EUCJP, 0xA1, &ja)
	m.eucKR.decode(korean.EUCKR, 0x41, &ko)
	m.johab.composeJohab(&ko)
	for c := range m.ascii {
		m.ascii[c] = asciiExtra(byte(c)) + nat
		if isLetter(byte(c)) {
			m.ascii[c] = 4 * nat
		}
	}
	for a := range alphabetCount {
		n := int(data[0])
		alphabet := make([]rune, n)
		for i := range alphabet {
			alphabet[i] = rune(binary.LittleEndian.Uint16(data[1+2*i:]))
		}
		data = data[1+2*n:]
		pairs := make([]uint8, (n+1)<<8)
		for i := range n + 1 {
			copy(pairs[i<<8:], data[:n+1])
			data = data[n+1:]
		}
		for i, e := range singleByte {
			if e.alphabet != a {
				continue
			}
			l := &m.letters[i]
			l.pairs = pairs
			if a >= cyrillic {
				l.run = costRun
			}
			for c := range 256 {
				r := e.table.DecodeByte(byte(c))
				l.class[c], l.extra[c] = classify(byte(c), r, alphabet)
				switch {
				case unicode.IsUpper(r):
					l.kind[c] = capital
				case unicode.IsLetter(r):
					l.kind[c] = small
				}
			}
		}
	}
	return m
})

// readCosts fills the costs of one language's characters: those counted, and by
// kind those that were not.
func readCosts(t *[1 << 16]uint8, data []byte) (rest []byte) {
	for r := range t {
		switch {
		case r >= 0xE000 && r < 0xFB00, r >= 0xFE00 && r < 0xFF00, r >= 0x3400 && r < 0x4E00:
			t[r] = costOdd
		default:
			t[r] = costUnseen
		}
	}
	n := int(binary.LittleEndian.Uint16(data))
	data = data[2:]
	for range n {
		t[binary.LittleEndian.Uint16(data)] = data[2]
		data = data[3:]
	}
	return data
}

func fill(m *pairModel, t *pairTable, costs *[1 << 16]uint8) {
	for code, v := range t {
		if v == 0 {
			continue
		}
		m[code] = costOdd
		if r := unpackRune(v); r <= 0xFFFF {
			m[code] = costs[r]
		}
	}
}

// decode asks an encoding for all its two-byte codes at once.
func (m *pairModel) decode(e encoding.Encoding, firstTrail int, costs *[1 << 16]uint8) {
	var in bytes.Buffer
	for lead := 0x81; lead <= 0xFE; lead++ {
		for trail := firstTrail; trail <= 0xFE; trail++ {
			in.Write([]byte{byte(lead), byte(trail), '\n'})
		}
	}
	out, err := e.NewDecoder().Bytes(in.Bytes())
	if err != nil {
		panic("charset: table of a foreign encoding: " + err.Error())
	}
	codes := in.Bytes()
	for line := range bytes.Lines(out) {
		r, n := utf8.DecodeRune(line)
		if r >= 0x80 && r != utf8.RuneError && n+1 == len(line) {
			m[int(codes[0])<<8|int(codes[1])] = costs[r&0xFFFF]
		}
		codes = codes[3:]
	}
}

// composeJohab fills in the syllables of Johab (KS X 1001, annex 3), whose codes
// hold five bits each for the initial, the vowel and the final.
func (m *pairModel) composeJohab(costs *[1 << 16]uint8) {
	const vowels, finals = "\x03\x04\x05\x06\x07\x0a\x0b\x0c\x0d\x0e\x0f\x12\x13\x14\x15\x16\x17\x1a\x1b\x1c\x1d",
		"\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\x10\x11\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d"
	for i := range 19 {
		for v := range len(vowels) {
			for f := range len(finals) {
				code := 1<<15 | (i+2)<<10 | int(vowels[v])<<5 | int(finals[f])
				m[code] = costs[0xAC00+(i*len(vowels)+v)*len(finals)+f]
			}
		}
	}
	// Symbols and Chinese characters, all of them rare in running text.
	for lead := 0xD9; lead <= 0xF9; lead++ {
		for trail := 0x31; trail <= 0xFE; trail++ {
			if trail <= 0x7E || trail >= 0x91 {
				m[lead<<8|trail] = costUnseen
			}
		}
	}
}

// classify gives the class of a byte in an alphabet, 0 for what is no letter of it,
// and its cost within the class.
func classify(c byte, r rune, alphabet []rune) (class, extra uint8) {
	low := unicode.ToLower(r)
	for i, l := range alphabet {
		if l == low {
			return uint8(i + 1), 0
		}
	}
	switch {
	case c < 0x80:
		return 0, asciiExtra(c)
	case r == utf8.RuneError || r < 0xA0:
		return 0, costBad
	case r == 0xA0 || r == '«' || r == '»' || r == '©' || r >= 0x2010 && r <= 0x2026:
		return 0, costSymbol
	}
	return 0, costRare
}

// asciiExtra is the cost of an ASCII byte among those that are no letters.
func asciiExtra(c byte) uint8 {
	switch {
	case c == ' ' || c == '\n':
		return 1 * nat
	case c == '\t' || c == '\r' || c >= ' ' && c < 0x7F:
		return 3 * nat
	}
	return 12 * nat
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
