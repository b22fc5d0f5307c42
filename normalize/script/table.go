package script

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

//go:generate go run ./gen $OPENCC_DATA

// The conversion data: opencc.txt is generated from OpenCC's dictionaries,
// words.txt is ours and replaces lines of it. words.txt describes the format.
var (
	//go:embed opencc.txt
	openccData string
	//go:embed words.txt
	wordsData string
)

// class is a set of facts about a code point.
type class uint8

const (
	isHan     class = 1 << iota // an ideograph
	isForeign                   // kana or hangul
	isHans                      // only Simplified text has it
	isHant                      // only Traditional text has it
	converts                    // has an entry
	isWide                      // full-width letter or digit
	isZhe                       // 着
	isZhu                       // 著
)

// table is the conversion data ready for use. It is read only.
type table struct {
	class   [1 << 16]class
	tallies [1 << 8]uint64  // the evidence of a character, by class
	index   [1 << 16]uint16 // of a code point's entry, 0 for none
	entry   []entry
}

// entry says what becomes of one character.
type entry struct {
	from    string
	to      string // the default; equal to from where only settings change it
	fold    rune   // to as a code point
	shared  bool   // Simplified text has the character too
	choices *choices
}

// choices are the settings of a character: those with anything on the left by the
// folded character before it, the others by the one after it.
type choices struct{ left, right neighbours }

// neighbours are settings by a folded character beside theirs. Each list is in the
// order in which its settings are tried.
type neighbours struct {
	seen uint64 // a bit for every key, shared by some
	by   map[rune][]setting
}

func bit(r rune) uint64 { return 1 << (uint32(r) * 0x9E3779B1 >> 26) }

// of returns the settings beside r. Most characters have none.
func (n *neighbours) of(r rune) []setting {
	if n.seen&bit(r) == 0 {
		return nil
	}
	return n.by[r]
}

func (n *neighbours) add(r rune, c setting) {
	if n.by == nil {
		n.by = map[rune][]setting{}
	}
	list := n.by[r]
	i := len(list)
	for i > 0 && c.beats(&list[i-1]) {
		i--
	}
	n.seen |= bit(r)
	n.by[r] = slices.Insert(list, i, c)
}

// setting is a stretch of text around a character that decides what becomes of
// it. Both sides hold folded characters, nearest first.
type setting struct {
	left, right []rune
	out         string
	always      bool // holds in Simplified text too
}

// beats reports whether a is tried before b: the longer, then the one that begins
// further to the left.
func (a *setting) beats(b *setting) bool {
	x, y := len(a.left)+len(a.right), len(b.left)+len(b.right)
	return x > y || x == y && len(a.left) > len(b.left)
}

// edge stands in a context for the text's end, a space or a mark.
const edge = '^'

// tables reads the embedded data once. It panics on data that cannot be read,
// which the tests rule out.
var tables = sync.OnceValue(func() *table {
	t, err := parse(openccData, wordsData)
	if err != nil {
		panic("script: " + err.Error())
	}
	return t
})

func parse(files ...string) (*table, error) {
	t := &table{entry: make([]entry, 1, 4096)}
	t.ranges()
	for i, file := range files {
		line := 0
		for s := range strings.Lines(file) {
			line++
			if s = strings.TrimRight(s, "\r\n"); s == "" || s[0] == '#' {
				continue
			}
			if err := t.add(s); err != nil {
				return nil, fmt.Errorf("file %d line %d: %w", i+1, line, err)
			}
		}
	}
	for i := 1; i < len(t.entry); i++ {
		t.classify(&t.entry[i])
	}
	t.class['着'] |= isZhe
	t.class['著'] |= isZhu
	for c := range t.tallies {
		t.tallies[c] = class(c).tally()
	}
	return t, nil
}

// ranges fills in the classes that Unicode's blocks decide.
func (t *table) ranges() {
	set := func(lo, hi rune, c class) {
		for r := lo; r <= hi; r++ {
			t.class[r] |= c
		}
	}
	set(0x3400, 0x4DBF, isHan)
	set(0x4E00, 0x9FFF, isHan)
	set(0xF900, 0xFAFF, isHan)
	set(0x3041, 0x3096, isForeign) // hiragana
	set(0x30A1, 0x30FA, isForeign) // katakana
	set(0xAC00, 0xD7A3, isForeign) // hangul
	set('０', '９', isWide)
	set('Ａ', 'Ｚ', isWide)
	set('ａ', 'ｚ', isWide)
}

// add reads one line; an entry replaces an earlier one for its character.
func (t *table) add(line string) error {
	key, rest, _ := strings.Cut(line, " ")
	value, rest, _ := strings.Cut(rest, " ")
	if value == "" {
		return fmt.Errorf("%q has no value", line)
	}
	if key == "hans" {
		for _, r := range value {
			t.class[r] |= isHans
		}
		return nil
	}
	r, n := utf8.DecodeRuneInString(key)
	if n != len(key) || n != 3 {
		return fmt.Errorf("%q is not one character of three bytes", key)
	}
	i := &t.index[r]
	if *i == 0 {
		*i = uint16(len(t.entry))
		t.entry = append(t.entry, entry{})
	}
	e := entry{from: key, to: value}
	e.fold, _ = utf8.DecodeRuneInString(value)
	out := ""
	for rest != "" {
		var x string
		x, rest, _ = strings.Cut(rest, " ")
		switch {
		case x == "shared":
			e.shared = true
		case x == "+":
			e.choices = t.entry[*i].choices
		case x[0] == '=':
			out = x[1:]
		default:
			c := setting{out: out}
			x, c.always = strings.CutPrefix(x, "!")
			left, right, ok := strings.Cut(x, "_")
			if !ok || out == "" || left+right == "" {
				return fmt.Errorf("%q is no context", x)
			}
			c.left, c.right = []rune(left), []rune(right)
			slices.Reverse(c.left)
			if e.choices == nil {
				e.choices = &choices{}
			}
			e.choices.add(c)
		}
	}
	t.entry[*i] = e
	return nil
}

func (x *choices) add(c setting) {
	if len(c.left) > 0 {
		x.left.add(c.left[0], c)
	} else {
		x.right.add(c.right[0], c)
	}
}

// find returns r's entry, the empty one when it has none.
func (t *table) find(r rune) *entry {
	if uint32(r) >= uint32(len(t.index)) {
		return &t.entry[0]
	}
	return &t.entry[t.index[r]]
}

func (t *table) classify(e *entry) {
	r, _ := utf8.DecodeRuneInString(e.from)
	if e.to == e.from && e.choices == nil {
		return
	}
	t.class[r] |= converts
	if e.shared {
		t.class[r] &^= isHans
	}
	// Compatibility forms (U+F900…) are an accident of encoding, not a script.
	if e.to != e.from && !e.shared && r < 0xF900 {
		t.class[r] |= isHant
	}
}

// fold returns the character that r becomes by default, so that settings match
// text in either script.
func (t *table) fold(r rune) rune {
	if e := t.find(r); e.fold != 0 {
		return e.fold
	}
	return r
}

// choose returns the best setting of the entry that holds around the character at
// text[at:], or nil.
func (t *table) choose(e *entry, text string, at int) *setting {
	end := at + len(e.from)
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	after, _ := utf8.DecodeRuneInString(text[end:])
	var best *setting
	for _, list := range [...][]setting{e.choices.left.of(t.neighbour(before)), e.choices.right.of(t.neighbour(after))} {
		for i := range list {
			if c := &list[i]; t.holds(c, text, at, end) {
				if best == nil || c.beats(best) {
					best = c
				}
				break
			}
		}
	}
	return best
}

// neighbour is the key of choices for the character beside another.
func (t *table) neighbour(r rune) rune {
	if isEdge(r) {
		return edge
	}
	return t.fold(r)
}

// isEdge takes the error rune of a text's end for an edge as well.
func isEdge(r rune) bool {
	if 0x4E00 <= r && r <= 0x9FFF {
		return false
	}
	return r == utf8.RuneError || !unicode.IsLetter(r) && !unicode.IsNumber(r)
}

// holds reports whether the setting stands around text[start:end].
func (t *table) holds(c *setting, text string, start, end int) bool {
	for _, want := range c.left {
		r, n := utf8.DecodeLastRuneInString(text[:start])
		if !t.fits(want, r) {
			return false
		}
		start -= n
	}
	for _, want := range c.right {
		r, n := utf8.DecodeRuneInString(text[end:])
		if !t.fits(want, r) {
			return false
		}
		end += n
	}
	return true
}

func (t *table) fits(want, r rune) bool {
	if want == edge {
		return isEdge(r)
	}
	return t.fold(r) == want
}
