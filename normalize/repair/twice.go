package repair

import (
	"unicode/utf8"

	"zhengwen/document"
)

// UTF-8 that was read as GBK, written as UTF-8 and read as GBK again. Each reading
// loses bytes. The characters between the two readings have two bytes of three left
// at least, nearly always: what the third may be makes a few characters, and each of
// them two bytes of the text.

// Bounds of text between two readings.
const (
	leastBetween = 6  // characters: a shorter stretch proves nothing
	mostBetween  = 64 // characters that one may be
	lostBetween  = 5  // one in so many may be lost
)

// A between is a character between two readings: all that it may be, U+FFFD where
// the first reading had lost a byte.
type between struct {
	may  []rune
	span document.Span // of the damaged text
}

// twice restores the stretches of a text that was UTF-8 and was read as GBK twice.
func (w *worker) twice(text string) (out []document.Change) {
	rd := gbkReading()
	w.work += len(text)
	for _, run := range utf8Stretches(text, rd) {
		part := text[run.Start:run.End]
		s := w.search()
		s.prior = 0
		chars := s.between(part, rd)
		if !garbled(chars, rd) {
			continue
		}
		s.betweenLattice(chars, rd)
		path := s.settled()
		if !convincing(part, path, restoredUTF8Cost) {
			continue
		}
		sure, lost := rateCertain, 0
		for _, p := range path {
			if p.share > 0 {
				sure *= p.share
			}
			if p.r == utf8.RuneError {
				lost++
			}
		}
		if lost*lostBetween > len(path) {
			continue
		}
		out = append(out, document.Change{Start: run.Start, End: run.End, After: madeText(path), Kind: document.EditMojibake, Rule: ruleMojibake, Confidence: confidence(sure)})
	}
	return out
}

// between decodes the bytes of a text as UTF-8 with some of them unknown.
func (s *search) between(text string, rd *reading) (out []between) {
	type element struct {
		may byteSet
		at  int // the character that it comes from ends here
	}
	marks := s.markSets(text, rd, true)
	var list []element
	for i, r := range text {
		end := i + utf8.RuneLen(r)
		if r == utf8.RuneError || r == '?' {
			if r == '?' {
				list = append(list, element{only('?'), end})
			} else {
				list = append(list, element{marks[0], end})
			}
			marks = marks[1:]
			continue
		}
		b, n := rd.of(r)
		for k := range n {
			list = append(list, element{only(b[k]), end})
		}
	}
	from := 0
	var raw []byteSet
	for i := 0; i < len(list); {
		c, n := between{}, 1
		if b := list[i].may; b.known() && b[0] < 0x80 {
			c.may = []rune{rune(b[0])}
		} else {
			for size := 3; size > 1 && len(c.may) == 0; size-- {
				if i+size <= len(list) {
					raw = append(raw[:0], list[i].may, list[i+1].may)
					if size == 3 {
						raw = append(raw, list[i+2].may)
					}
					if c.may = couldBe(raw, rd); len(c.may) > 0 {
						n = size
					}
				}
			}
		}
		s.work += len(c.may)
		c.span = document.Span{Start: from, End: list[i+n-1].at}
		from = c.span.End
		out = append(out, c)
		i += n
	}
	return out
}

// couldBe returns the characters of the reading that bytes can be in UTF-8.
func couldBe(raw []byteSet, rd *reading) (out []rune) {
	var b [maxSize]byte
	var try func(k int)
	try = func(k int) {
		if k == len(raw) {
			r, size := utf8.DecodeRune(b[:k])
			if _, n := rd.of(r); size == k && len(out) < mostBetween && (n > 0 || r == utf8.RuneError) {
				out = append(out, r)
			}
			return
		}
		for _, c := range raw[k] {
			if b[k] = c; k > 0 && c&0xC0 != 0x80 {
				continue
			}
			try(k + 1)
		}
	}
	try(0)
	return out
}

// garbled reports whether characters between two readings look like UTF-8 read as
// GBK themselves.
func garbled(chars []between, rd *reading) bool {
	known, lost := 0, 0
	var first []rune
	for _, c := range chars {
		switch len(c.may) {
		case 0:
			lost++
			first = append(first, utf8.RuneError)
		default:
			known++
			first = append(first, c.may[0])
		}
	}
	return known >= leastBetween && lost*lostBetween <= known && len(utf8Stretches(string(first), rd)) > 0
}

// betweenLattice makes a lattice of the bytes of the characters between two readings.
func (s *search) betweenLattice(chars []between, rd *reading) {
	// What a byte that the first reading lost may be hangs on the byte behind it.
	next := byteSet(nil)
	behind := make([]byteSet, len(chars))
	for k := len(chars) - 1; k >= 0; k-- {
		behind[k] = next
		next = nil
		if len(chars[k].may) == 1 {
			switch b, n := rd.of(chars[k].may[0]); {
			case chars[k].may[0] == utf8.RuneError:
				next = rd.before(behind[k], true)
			case n > 0:
				next = only(b[0])
			}
		}
	}
	s.start(unicodeBytes{})
	for k, c := range chars {
		r := utf8.RuneError
		if len(c.may) == 1 && c.may[0] < 0x80 {
			r = c.may[0]
		}
		s.token(c.span.Start, c.span.End, r)
		if r != utf8.RuneError {
			s.keep(raw, 0)
			continue
		}
		s.keep(0, costGone)
		for _, r := range c.may {
			b, n := rd.of(r)
			switch {
			case r == utf8.RuneError:
				s.read(0, 0, rd.before(behind[k], true))
			case n == 1:
				s.read(0, 0, only(b[0]))
			case n == 2:
				s.pair(0, swallows(b[1]), b[0], b[1])
			}
			for _, x := range rd.more[r] {
				s.pair(0, swallows(byte(x)), byte(x>>8), byte(x))
			}
		}
	}
}

// swallows is what a pair costs more that takes a letter behind it: prose has few.
func swallows(trail byte) float32 {
	if trail < 0x80 {
		return costDrop
	}
	return 0
}
