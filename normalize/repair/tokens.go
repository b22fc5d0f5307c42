package repair

import (
	"unicode/utf8"
)

// chain cuts a text into a lattice of the bytes it was read from. With drops,
// bytes may also be missing without a mark.
func (s *search) chain(text string, rd *reading, m machine, drops bool) {
	s.start(m)
	utf := m == machine(unicodeBytes{})
	marks := s.markSets(text, rd, utf)
	from, until := 0, 0 // of a sequence that lacks a byte
	for i, r := range text {
		n := utf8.RuneLen(r)
		if drops && i > from && i <= until {
			s.token(i, i, -1)
			s.skip()
			s.read(inside|guess, costDropped, rd.drops)
			s.read(inside|guess, 2*costDropped, rd.drops, rd.drops)
		}
		if drops && i >= until {
			from, until = i, shortSequence(text, i, rd)
		}
		s.token(i, i+n, r)
		b, k := rd.of(r)
		switch {
		case r == utf8.RuneError:
			s.keep(0, costGone)
			s.read(0, 0, marks[0])
			marks = marks[1:]
		case r == '?':
			s.keep(raw, 0)
			s.read(0, 1, marks[0])
			marks = marks[1:]
		case r < 0x80:
			s.keep(raw, 0)
			switch {
			case r == ' ' && utf:
				s.read(inside, 1, only(0xA0))
			case !utf && r >= 0x40:
				s.read(inside, 0, only(byte(r)))
			}
		case k == 1:
			s.keep(0, 0.5)
			s.read(0, 0, only(b[0]))
		case k == 2:
			s.keep(0, 0.5)
			s.pair(0, 0, b[0], b[1])
		default:
			s.keep(0, 0)
		}
		for _, c := range rd.more[r] {
			s.pair(0, 0, byte(c>>8), byte(c))
		}
		if rd.mixed && 0x80 <= r && r < 0x10000 && r != utf8.RuneError {
			var u [4]byte
			switch utf8.EncodeRune(u[:], r) {
			case 2:
				s.pair(0, 0, u[0], u[1])
			case 3:
				s.read(0, 0, only(u[0]), only(u[1]), only(u[2]))
			}
		}
	}
}

// shortSequence returns the end of the UTF-8 sequence that begins at text[i] when
// bytes of it are missing, else i.
func shortSequence(text string, i int, rd *reading) int {
	due := -1
	for k, r := range text[i:] {
		b, n := rd.of(r)
		switch {
		case due < 0:
			if n == 0 || b[0] < 0xC2 {
				return i
			}
			due = unicodeBytes{}.size(b[0]) - 1
		case r == utf8.RuneError || r == '?' || r == ' ' || n > 0 && b[0]&0xC0 == 0x80:
			due--
		default:
			return i + k
		}
		if due == 0 {
			return i
		}
	}
	return len(text)
}

// costDropped is the cost of a byte that is missing without a mark.
const costDropped = 5

// markSets returns what the marks of a text may stand for, one after the other.
func (s *search) markSets(text string, rd *reading, utf bool) []byteSet {
	s.marks = s.marks[:0]
	next := byteSet(nil)
	for i := len(text); i > 0; {
		r, n := utf8.DecodeLastRuneInString(text[:i])
		i -= n
		b, k := rd.of(r)
		switch {
		case r == utf8.RuneError || r == '?':
			set := rd.before(next, utf)
			s.marks = append(s.marks, set)
			next = set
		case k > 0:
			next = only(b[0])
		default:
			next = nil
		}
	}
	for a, b := 0, len(s.marks)-1; a < b; a, b = a+1, b-1 {
		s.marks[a], s.marks[b] = s.marks[b], s.marks[a]
	}
	return s.marks
}
