package charset

import (
	"encoding/binary"
	"math"
	"strings"
	"unicode/utf8"

	"zhengwen/document"
)

// Hint is what is known of a page besides its bytes.
type Hint struct {
	HTTP string // charset of the Content-Type header; empty when there was none
}

// Result says what encoding bytes are in.
type Result struct {
	Name       string  // lower-case WHATWG name where there is one; empty when nothing is plausible
	Confidence float64 // 0…1, the share of answers like this that are right
	Declared   string  // label claimed by header, <meta> or XML declaration, lower case
	BOM        bool    // a byte order mark stands at the start

	valid bool // the bytes are known to be UTF-8 to the last
}

// Detect finds the encoding of b. Every candidate is a model of text with a cost for
// each character; the one under which the bytes are most likely wins. A declaration
// shifts the odds by a fixed amount, so that it decides short text and cannot hold
// against much. Pure ASCII is UTF-8. An end in the middle of a character is no error.
func Detect(b []byte, hint Hint) Result {
	res := Result{Declared: declared(b)}
	claims := [2]string{Canonical(hint.HTTP), Canonical(res.Declared)}
	if claims[0] != "" {
		res.Declared = strings.ToLower(strings.TrimSpace(hint.HTTP))
	}
	mark := byteOrderMark(b)
	res.BOM = mark != ""
	if res.BOM && mark != "utf-8" {
		res.Name, res.Confidence = mark, 1
		return res
	}
	if name, confidence := wide(b); name != "" {
		res.Name, res.Confidence = name, confidence
		return res
	}
	first := nextHigh(b, 0)
	if first == len(b) {
		res.Name, res.Confidence = sevenBit(b)
		return res
	}
	if sure, valid := sureUTF8(b[first:]); sure {
		res.Name, res.Confidence, res.valid = "utf-8", 1, valid
		return res
	}
	var t tally
	t.start(claims, mark)
	t.read(b, first)
	res.Name, res.Confidence = t.verdict()
	return res
}

// sureWide is how many characters of three bytes make text UTF-8 beyond doubt: a
// sixth of the characters of GBK happen to be valid UTF-8, and fewer in other
// encodings.
const sureWide = 32

// sureUTF8 reports whether b, but for an end in the middle of a character, is valid
// UTF-8 with so many characters that it cannot be by chance, and whether it is so to the
// last byte. It spares most pages the models, which fill the caches.
func sureUTF8(b []byte) (sure, valid bool) {
	end := document.ValidPrefix(b)
	if rest := b[end:]; len(rest) >= utf8.UTFMax || len(rest) > 0 && utf8.FullRune(rest) {
		return false, false
	}
	wide := 0
	for i := nextHigh(b, 0); i < end; i = nextHigh(b, i) {
		switch c := b[i]; {
		case c < 0xE0:
			i += 2
		case c < 0xF0:
			i += 3
			if wide++; wide == sureWide {
				return true, end == len(b)
			}
		default:
			i += 4
		}
	}
	return false, false
}

// The multi-byte candidates; the single-byte ones follow in the order of singleByte.
const (
	inUTF8 = iota
	inGBHans
	inGBHant
	inBig5
	inTW
	inSJIS
	inEUCJP
	inEUCKR
	inJohab
	inSingle
	inNoise    = inSingle + len(singleByte) // no known encoding
	candidates = inNoise + 1
)

// multiByte names the candidates before inSingle. The handicap, in nats, tells how
// much rarer an encoding is than the common ones among pages that are sent here.
var multiByte = [inSingle]struct {
	name     string
	handicap float64
}{
	{"utf-8", 0}, {"gb18030", 0}, {"gb18030", 1}, {"big5", 0}, {"euc-tw", 3}, {"shift_jis", 2}, {"euc-jp", 2}, {"euc-kr", 2}, {"johab", 8},
}

func candidate(k int) (name string, handicap float64) {
	switch {
	case k < inSingle:
		return multiByte[k].name, multiByte[k].handicap
	case k < inNoise:
		return singleByte[k-inSingle].name, singleByte[k-inSingle].handicap
	}
	return "", noiseHandicap
}

// What decides when, in nats or bytes.
const (
	noiseHandicap = 4       // of no known encoding
	claimBonus    = 5       // a declaration, or each of two that agree
	markBonus     = 10      // the UTF-8 mark: some systems put it before any template
	dropBehind    = 60      // a candidate this far behind is given up
	dropAfter     = 128     // but not before so many bytes
	piece         = 64      // bytes scored under one candidate before the next
	plenty        = 1024    // bytes after which a race with one name left ends
	enough        = 8 << 10 // bytes outside ASCII and between them that are scored at most
	implausible   = 6.3     // a byte: random bytes cost 7 in the best model, text 2 to 5
	allowance     = 40      // added for few bytes
	temperature   = 2.5     // neighbouring characters depend on each other, so their odds do not multiply
)

// tally sums the cost of the bytes under every candidate still in the race.
type tally struct {
	m     *modelSet
	cost  [candidates]int
	next  [candidates]int // where in the run the candidate's next character begins
	alive [candidates]uint8
	n     int // candidates in alive
	size  int // bytes scored
}

func (t *tally) start(claims [2]string, mark string) {
	t.m, t.n = models(), candidates
	for k := range candidates {
		t.alive[k] = uint8(k)
		name, handicap := candidate(k)
		for _, c := range claims {
			if c == name && c != "" {
				handicap -= claimBonus
			}
		}
		if mark == name && mark != "" {
			handicap -= markBonus
		}
		t.cost[k] = int(handicap * nat)
	}
}

// read scores the runs of b from the first byte outside ASCII on. A run ends with two
// ASCII bytes in a row, where every encoding is between characters.
func (t *tally) read(b []byte, i int) {
	for i < len(b) && t.size < enough && !t.decided() {
		end := i + 1
		for end < len(b) && (b[end] >= 0x80 || b[end-1] >= 0x80) && end-i < enough {
			end++
		}
		before := byte(' ')
		if i > 0 {
			before = b[i-1]
		}
		t.score(run{b[i:end], before, end == len(b)})
		i = nextHigh(b, end)
	}
}

// decided reports whether all candidates left mean the same encoding and enough has
// been seen to tell text from junk.
func (t *tally) decided() bool {
	if t.size < plenty {
		return false
	}
	name, _ := candidate(int(t.alive[0]))
	for _, k := range t.alive[1:t.n] {
		if other, _ := candidate(int(k)); other != name {
			return false
		}
	}
	return true
}

// score adds the cost of a run, piece by piece, so that hopeless candidates are not
// asked for all of a long one.
func (t *tally) score(r run) {
	t.next = [candidates]int{}
	for from := 0; from < len(r.b); from += piece {
		to := min(len(r.b), from+piece)
		best := math.MaxInt
		for _, k := range t.alive[:t.n] {
			c := 0
			c, t.next[k] = t.m.cost(int(k), r, t.next[k], to)
			t.cost[k] += c
			best = min(best, t.cost[k])
		}
		t.size += to - from
		if t.size >= dropAfter {
			t.drop(best + dropBehind*nat)
		}
		if t.decided() {
			return
		}
	}
}

func (t *tally) drop(limit int) {
	n := 0
	for _, k := range t.alive[:t.n] {
		if t.cost[k] <= limit {
			t.alive[n] = k
			n++
		}
	}
	t.n = n
}

// verdict weighs the candidates left against each other and names the best one of
// the likelier group: Chinese encodings, foreign ones, Unicode. Noise counts as
// foreign: the bytes may be in an encoding close to a known one, but Chinese they are
// not.
func (t *tally) verdict() (string, float64) {
	least := t.cost[t.alive[0]]
	for _, k := range t.alive[1:t.n] {
		least = min(least, t.cost[k])
	}
	var mass [3]float64
	best := [3]int{-1, -1, -1}
	for _, k := range t.alive[:t.n] {
		g := groupOf(int(k))
		mass[g] += t.weight(int(k), least)
		if int(k) != inNoise && (best[g] < 0 || t.cost[k] < t.cost[best[g]]) {
			best[g] = int(k)
		}
	}
	g := unicodes
	for other := range mass {
		if mass[other] > mass[g] {
			g = group(other)
		}
	}
	k := best[g]
	if k < 0 || float64(t.cost[k]) > nat*(implausible*float64(t.size)+allowance) {
		return "", 0
	}
	name, _ := candidate(k)
	own := 0.0
	for _, other := range t.alive[:t.n] {
		if n, _ := candidate(int(other)); n == name {
			own += t.weight(int(other), least)
		}
	}
	return name, own / (mass[0] + mass[1] + mass[2])
}

// weight is the likelihood of a candidate against that of the cheapest one.
func (t *tally) weight(k, least int) float64 {
	return math.Exp(float64(least-t.cost[k]) / nat / temperature)
}

type group int

const (
	unicodes group = iota
	chinese
	foreigners
)

func groupOf(k int) group {
	switch {
	case k == inUTF8:
		return unicodes
	case k >= inGBHans && k <= inTW:
		return chinese
	}
	return foreigners
}

// nextHigh is the place of the first byte outside ASCII at or after i, or len(b).
func nextHigh(b []byte, i int) int {
	for ; i+32 <= len(b); i += 32 {
		w := binary.LittleEndian.Uint64(b[i:]) | binary.LittleEndian.Uint64(b[i+8:]) |
			binary.LittleEndian.Uint64(b[i+16:]) | binary.LittleEndian.Uint64(b[i+24:])
		if w&highBits != 0 {
			break
		}
	}
	for i < len(b) && b[i] < 0x80 {
		i++
	}
	return i
}
