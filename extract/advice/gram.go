package advice

import "unicode/utf8"

// gram is one to three neighbouring characters of a sentence, or a sign of how it is
// read: 16 bits a character and above them a mark of the place.
type gram uint64

// What a gram is besides its characters.
const (
	gramOpens  gram = 1 << 48 // the first characters after the words that direct
	gramCloses gram = 2 << 48 // the last characters of the directive's clause
	gramForbid gram = 3 << 48 // the sentence forbids; no characters
)

// What a gram counts by its place, in tenths. Chosen by leaving out a third of the
// articles at a time.
const (
	gramDirective = 10 // from the directive to the end of its clause
	gramAfter     = 5  // after that clause
	gramBefore    = 4  // before the directive: circumstances, and what it is about
	gramOpening   = 10
	gramClosing   = 7
)

// placedGram is a gram and what it counts.
type placedGram struct {
	gram   gram
	counts int32
}

// appendGrams appends the grams of the sentence s read as r, those that occur again
// once more.
func (s *sentence) appendGrams(dst []placedGram, r reading) []placedGram {
	end := s.clauses[r.index].end
	dst = appendRuns(dst, s.text[:r.at], gramBefore)
	dst = appendRuns(dst, s.text[r.at:end], gramDirective)
	dst = appendRuns(dst, s.text[end:], gramAfter)
	g, shift := gramOpens, 0
	for _, c := range s.text[s.opening(r):end] {
		if shift == 48 || ends(c) {
			break
		}
		g |= gram(c) << shift
		shift += 16
		dst = append(dst, placedGram{g, gramOpening})
	}
	g = 0
	for rest, n := s.text[r.at:end], 0; rest != "" && n < 3; {
		c, size := utf8.DecodeLastRuneInString(rest)
		rest = rest[:len(rest)-size]
		if ends(c) {
			if n > 0 {
				break
			}
			continue
		}
		g = g<<16 | gram(c)
		n++
		dst = append(dst, placedGram{gramCloses | g, gramClosing})
	}
	if r.forbids {
		dst = append(dst, placedGram{gramForbid, gramDirective})
	}
	return dst
}

// appendRuns appends the grams of text that no mark divides.
func appendRuns(dst []placedGram, text string, counts int32) []placedGram {
	var one, two gram // the last characters, and the last two
	n := 0
	for _, c := range text {
		if ends(c) {
			n = 0
			continue
		}
		dst = append(dst, placedGram{gram(c), counts})
		if n > 0 {
			dst = append(dst, placedGram{one | gram(c)<<16, counts})
		}
		if n > 1 {
			dst = append(dst, placedGram{two | gram(c)<<32, counts})
		}
		two, one = one|gram(c)<<16, gram(c)
		n++
	}
	return dst
}

// ends reports whether no gram goes over c: marks, blanks, and what is outside the
// basic plane.
func ends(c rune) bool {
	switch c {
	case '，', '。', '、', '；', '：', '！', '？', '“', '”', '「', '」', '『', '』', '（', '）', '《', '》', '—', '…', '\u3000', utf8.RuneError:
		return true
	}
	return c < '0' || c >= 1<<16 || c > '9' && c < 'A' || c > 'Z' && c < 'a' || c > 'z' && c < 0x80
}

// opening is where the words begin that say what is directed: after modals and words
// of manner (应当 + 及时 + 联系).
func (s *sentence) opening(r reading) int {
	c := &s.clauses[r.index]
	at := r.at
	for _, p := range s.phrases[c.first:c.last] {
		if p.start == at && (p.class.modal() || p.class == ahead || p.class == prompt || p.class == adverb) {
			at = p.end
		}
	}
	return min(at, c.end)
}

// newGram is the gram of a name as the table of weights has it: 拍照, ^拍照 for one
// that opens, 照片$ for one that closes, ! for a prohibition.
func newGram(name string) (g gram, ok bool) {
	if name == "!" {
		return gramForbid, true
	}
	shift := 0
	for i, c := range name {
		switch {
		case c == '^' && i == 0:
			g |= gramOpens
		case c == '$' && i == len(name)-1:
			g |= gramCloses
		case shift == 48 || ends(c):
			return 0, false
		default:
			g |= gram(c) << shift
			shift += 16
		}
	}
	return g, shift > 0
}

// String is the name that newGram reads.
func (g gram) String() string {
	if g == gramForbid {
		return "!"
	}
	var name []rune
	if g>>48 == gramOpens>>48 {
		name = append(name, '^')
	}
	for c := g & (1<<48 - 1); c != 0; c >>= 16 {
		name = append(name, rune(c&0xffff))
	}
	if g>>48 == gramCloses>>48 {
		name = append(name, '$')
	}
	return string(name)
}
