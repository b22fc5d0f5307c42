package repair

import (
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"zhengwen/document"
)

// folded lists the marks later cleaners turn to ASCII with the second byte of
// the full-width form; the first is A3.
var folded = map[byte]byte{',': 0xAC, ';': 0xBB, ':': 0xBA, '(': 0xA8, ')': 0xA9, '!': 0xA1, '?': 0xBF}

// beforeCut are the marks the annotator cuts the byte stream at.
const beforeCut = "，；！？。,;!?"

// costVanish is the cost in nats of a pair that decoded to nothing: of the pairs
// that halves of two characters make, one in twenty does.
const costVanish = 2

// tagNames are the tags a swallowed `<` is put back before.
var tagNames = map[string]bool{
	"a": true, "b": true, "br": true, "p": true, "div": true, "span": true, "strong": true, "em": true, "i": true, "u": true, "li": true, "ul": true,
	"ol": true, "h1": true, "h2": true, "h3": true, "h4": true, "h5": true, "h6": true, "td": true, "th": true, "tr": true, "table": true, "tbody": true,
	"section": true, "article": true, "font": true, "img": true, "blockquote": true, "dd": true, "dt": true, "dl": true, "title": true, "center": true,
	"body": true, "html": true, "hr": true, "label": true, "pre": true, "small": true, "sub": true, "sup": true, "header": true, "footer": true, "main": true,
}

// maxTag bounds the search for the end of a tag, in bytes.
const maxTag = 512

// tagRest reports whether s begins with a tag that has lost its `<`.
func tagRest(s string) bool {
	closing := strings.HasPrefix(s, "/")
	if closing {
		s = s[1:]
	}
	n := 0
	for n < len(s) && n <= 10 && ('a' <= s[n]|0x20 && s[n]|0x20 <= 'z' || n > 0 && '1' <= s[n] && s[n] <= '6') {
		n++
	}
	if n == 0 || n >= len(s) || !tagNames[strings.ToLower(s[:n])] {
		return false
	}
	s = s[n:]
	if closing || s[0] == '>' || strings.HasPrefix(s, "/>") {
		return strings.HasPrefix(s, ">") || strings.HasPrefix(s, "/>")
	}
	if s[0] != ' ' {
		return false
	}
	// Attributes up to the end of the tag.
	s = s[:min(len(s), maxTag)]
	end := strings.IndexByte(s, '>')
	return end > 0 && (strings.Contains(s[:end], "=") || strings.TrimSpace(s[:end]) == "/") && !strings.Contains(s[:end], "<")
}

// build cuts the text into a lattice for code page 936. drop lists the
// annotations that go; within holes, pairs that decoded to nothing may stand
// between the tokens that begin there.
func (s *search) build(text string, drop []annotation, holes []document.Span) {
	t := cp936()
	s.start(doubleByte{t})
	before := byteSet(nil) // what the byte before may be
	for i := 0; i < len(text); {
		if len(drop) > 0 && i == drop[0].start {
			s.token(i, drop[0].end, -1)
			s.skip()
			if n := len(s.tokens); n > 1 && drop[0].letter {
				s.tokens[n-2].reading = drop[0].readings[0]
			}
			i = drop[0].end
			drop = drop[1:]
			continue
		}
		for len(holes) > 0 && holes[0].End <= i {
			holes = holes[1:]
		}
		if len(holes) > 0 && holes[0].Start <= i {
			s.vanished(i)
		}
		r, n := utf8.DecodeRuneInString(text[i:])
		if r == '?' {
			i = s.question(text, i, before)
			before = nil
			continue
		}
		s.token(i, i+n, r)
		s.keep(0, 0)
		i += n
		before = nil
		switch {
		case r == ' ':
			s.pair(inside, 3, 0xA1, 0xA1)
		case r == '€':
			s.read(inside, 0, only(0x80))
			before = only(0x80)
		case r < 0x80:
			if b, ok := folded[byte(r)]; ok {
				s.pair(inside, 0.3, 0xA3, b)
				before = only(b)
			} else if r >= 0x40 {
				s.read(inside, 0, only(byte(r)))
				before = only(byte(r))
			}
		default:
			if a, b, ok := t.bytes(r); ok {
				s.pair(inside, 0, a, b)
				before = only(b)
			}
		}
	}
}

// vanished adds optional tokens at text[i] for a pair that decoded to nothing and
// for a second one behind it.
func (s *search) vanished(i int) {
	s.token(i, i, -1)
	s.skip()
	for _, h := range vanishing() {
		s.read(inside|guess, costVanish, h.leads, h.trails)
	}
	s.token(i, i, -1)
	s.skip()
	for _, h := range vanishing() {
		if len(h.leads) > 1 {
			s.read(inside|guess|chained, costVanish, h.leads, h.trails)
		}
	}
}

// A holeGroup is lead bytes that decode to nothing with the same trail bytes.
type holeGroup struct{ leads, trails byteSet }

// vanishing groups the pairs that decode to nothing. Only those with a trail that
// can begin a character count.
var vanishing = sync.OnceValue(func() (out []holeGroup) {
	groups := map[string]int{}
	for _, lead := range leadBytes {
		var trails byteSet
		for _, b := range cp936().hole[lead] {
			if b > 0x80 && b < 0xFF {
				trails = append(trails, b)
			}
		}
		if len(trails) == 0 {
			continue
		}
		k, ok := groups[string(trails)]
		if !ok {
			k = len(out)
			groups[string(trails)] = k
			out = append(out, holeGroup{trails: trails})
		}
		out[k].leads = append(out[k].leads, lead)
	}
	return out
})

// question reads a `?` at text[i]: a question mark, a folded one, the byte before
// a cut, before a bracket, before a swallowed `<`, or before a swallowed
// character. before is what the byte before it may be, nil when that is open. It
// returns the end of the token.
func (s *search) question(text string, i int, before byteSet) int {
	rest := text[i+1:]
	if reading, n := torn(rest); n > 0 {
		s.token(i, i+1+n, -1)
		if set := completing(before, reading); len(set) > 0 {
			s.read(0, -3, set)
		} else {
			s.read(0, 5, leadBytes)
		}
		s.keep(0, 25)
		return i + 1 + n
	}
	s.token(i, i+1, '?')
	next, _ := utf8.DecodeRuneInString(rest)
	if strings.ContainsRune(beforeCut, next) && next >= 0x80 {
		s.keep(0, costNarrow)
	} else {
		s.keep(0, 0)
	}
	s.pair(inside, 0.3, 0xA3, 0xBF)
	switch {
	case rest == "" || next == '<' || next == '\n':
		s.read(inside, 1, leadBytes)
	case strings.ContainsRune(beforeCut, next):
		set := leadBytes
		if i > 0 && text[i-1] == '?' {
			// The cut before this byte was made for a mark too: it and the first
			// byte of the next mark are A1 A3 or A3 A1.
			set = only(0xA1)
			if next == '。' {
				set = only(0xA3)
			}
		}
		s.read(0, 0, set)
	case tagRest(rest):
		s.read(inside, 0, leadBytes).emit = '<'
	default:
		s.read(inside|gone, 9, leadBytes)
	}
	return i + 1
}

// completing returns the bytes that make, after one of before, a Traditional
// character with the reading.
func completing(before byteSet, reading string) (out byteSet) {
	t := cp936()
	for _, a := range before {
		for _, b := range t.used[a] {
			if r := t.pair(a, b); b > 0x80 && r >= 0x4E00 && !t.simplifiedSet(r) && hasReading(r, reading) && !slices.Contains(out, b) {
				out = append(out, b)
			}
		}
	}
	return out
}

// costNarrow is the cost of a question mark of half width before a mark of full
// width: an author writes both in one width.
const costNarrow = 5
