package meta

import (
	"strings"
	"time"
	"unicode/utf8"

	"zhengwen/document"
)

// chinaTime is the zone of a page that names none.
var chinaTime = time.FixedZone("UTC+8", 8*3600)

// Years a page can be from: the web's first, and far enough ahead for no page to be
// lost to a wrong digit.
const (
	yearMin = 1990
	yearMax = 2049
)

// FindDate returns the first date of publication printed in text and the span it
// stands at. It reads 2023年12月3日 07:01, 2023-12-03 07:01:26, 2023/12/3,
// 2023.12.03, 2025 01/ 25 19:28:18, 08-05 13:00 2023 and ISO 8601 with its zone. Without a zone the time
// is that of China. A month without a day is no date.
func FindDate(text string) (document.Published, document.Span, bool) {
	for i := 0; i < len(text); i++ {
		if !digit(text[i]) || i > 0 && digit(text[i-1]) {
			continue
		}
		s := scanner{text: text, pos: i}
		if p, ok := s.date(); ok {
			return p, document.Span{Start: i, End: s.pos}, true
		}
		s = scanner{text: text, pos: i}
		if p, ok := s.yearLast(); ok {
			return p, document.Span{Start: i, End: s.pos}, true
		}
	}
	return document.Published{}, document.Span{}, false
}

func digit(c byte) bool { return '0' <= c && c <= '9' }

type scanner struct {
	text string
	pos  int
}

// number reads up to max digits and refuses a longer run.
func (s *scanner) number(least, most int) (int, bool) {
	n, v := 0, 0
	for s.pos+n < len(s.text) && digit(s.text[s.pos+n]) {
		if n == most {
			return 0, false
		}
		v = v*10 + int(s.text[s.pos+n]-'0')
		n++
	}
	if n < least {
		return 0, false
	}
	s.pos += n
	return v, true
}

// blanks skips white space and returns how many characters it was.
func (s *scanner) blanks() int {
	n := 0
	for s.pos < len(s.text) {
		r, size := utf8.DecodeRuneInString(s.text[s.pos:])
		if !document.IsSpace(r) {
			break
		}
		s.pos += size
		n++
	}
	return n
}

func (s *scanner) take(options ...string) bool {
	for _, o := range options {
		if strings.HasPrefix(s.text[s.pos:], o) {
			s.pos += len(o)
			return true
		}
	}
	return false
}

// mark reads a separator of date fields with blanks around it; a blank alone is one.
func (s *scanner) mark(options ...string) bool {
	n := s.blanks()
	if s.take(options...) {
		s.blanks()
		return true
	}
	return n == 1
}

func (s *scanner) date() (document.Published, bool) {
	start := s.pos
	year, ok := s.number(4, 4)
	if !ok || year < yearMin || year > yearMax {
		return document.Published{}, false
	}
	marked := s.pos
	if !s.mark("年", "-", "/", ".", "－", "—") {
		return document.Published{}, false
	}
	bare := strings.TrimFunc(s.text[marked:s.pos], document.IsSpace) == ""
	month, ok := s.number(1, 2)
	if !ok || month < 1 || month > 12 {
		return document.Published{}, false
	}
	marked = s.pos
	if !s.mark("月", "-", "/", ".", "－", "—") {
		return document.Published{}, false
	}
	if bare && strings.TrimFunc(s.text[marked:s.pos], document.IsSpace) == "" {
		return document.Published{}, false // three bare numbers are no date
	}
	day, ok := s.number(1, 2)
	if !ok || !valid(year, month, day) {
		return document.Published{}, false
	}
	s.take("日", "号")
	return s.finish(start, year, month, day)
}

// yearLast reads 08-05 13:00 2023.
func (s *scanner) yearLast() (document.Published, bool) {
	start := s.pos
	month, ok := s.number(1, 2)
	if !ok || !s.take("-", "/", "月") {
		return document.Published{}, false
	}
	day, ok := s.number(1, 2)
	if !ok {
		return document.Published{}, false
	}
	s.take("日")
	if s.blanks() == 0 {
		return document.Published{}, false
	}
	hour, minute, second, precision := s.clock()
	if precision == "day" || s.blanks() == 0 {
		return document.Published{}, false
	}
	year, ok := s.number(4, 4)
	if !ok || year < yearMin || year > yearMax || !valid(year, month, day) {
		return document.Published{}, false
	}
	at := time.Date(year, time.Month(month), day, hour, minute, second, 0, chinaTime)
	return document.Published{At: at.UTC(), Date: at.Format(time.DateOnly), Precision: precision, Raw: s.text[start:s.pos]}, true
}

func valid(year, month, day int) bool {
	return month >= 1 && month <= 12 && day >= 1 && day <= time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// finish reads the time of day and the zone behind a day, where there are any.
func (s *scanner) finish(start, year, month, day int) (document.Published, bool) {
	end := s.pos
	if !s.take("T", "t") {
		s.blanks()
		if s.take("星期", "周", "（星期", "(星期", "（周", "(周") {
			_, n := utf8.DecodeRuneInString(s.text[s.pos:])
			s.pos += n
			s.take("）", ")")
			s.blanks()
		}
	}
	hour, minute, second, precision := s.clock()
	zone := chinaTime
	if precision == "day" {
		s.pos = end
	} else if z, ok := s.zone(); ok {
		zone = z
	}
	at := time.Date(year, time.Month(month), day, hour, minute, second, 0, zone)
	return document.Published{At: at.UTC(), Date: at.Format(time.DateOnly), Precision: precision, Raw: s.text[start:s.pos]}, true
}

// clock reads a time of day; its precision is "day" when there is none.
func (s *scanner) clock() (hour, minute, second int, precision string) {
	start := s.pos
	noon := 0
	switch {
	case s.take("下午", "晚上"):
		noon = 12
	case s.take("上午", "早上", "凌晨"):
	}
	s.blanks()
	hour, ok := s.number(1, 2)
	if !ok || hour > 23 || !s.take(":", "：", "时", "点") {
		s.pos = start
		return 0, 0, 0, "day"
	}
	minute, ok = s.number(1, 2)
	if !ok || minute > 59 {
		s.pos = start
		return 0, 0, 0, "day"
	}
	if hour < 12 {
		hour += noon
	}
	s.take("分")
	end := s.pos
	if s.take(":", "：") {
		if v, ok := s.number(2, 2); ok && v < 60 {
			return hour, minute, v, "second"
		}
	}
	s.pos = end
	return hour, minute, 0, "minute"
}

// zone reads Z, +08:00 or +0800, after a fraction of a second that does not count.
func (s *scanner) zone() (*time.Location, bool) {
	start := s.pos
	if s.take(".") {
		for s.pos < len(s.text) && digit(s.text[s.pos]) {
			s.pos++
		}
	}
	if s.take("Z") {
		return time.UTC, true
	}
	sign := 0
	switch {
	case s.take("+"):
		sign = 1
	case s.take("-"):
		sign = -1
	}
	if sign != 0 {
		if h, ok := s.fixed(2); ok && h <= 14 {
			s.take(":")
			if m, ok := s.fixed(2); ok && m < 60 {
				return time.FixedZone("", sign*(h*3600+m*60)), true
			}
		}
	}
	s.pos = start
	return nil, false
}

// fixed reads exactly n digits.
func (s *scanner) fixed(n int) (int, bool) {
	if s.pos+n > len(s.text) {
		return 0, false
	}
	v := 0
	for _, c := range []byte(s.text[s.pos : s.pos+n]) {
		if !digit(c) {
			return 0, false
		}
		v = v*10 + int(c-'0')
	}
	s.pos += n
	return v, true
}

// urlDate reads the day that many sites keep in their paths: /2023/12/03/,
// /2023-12/03/, /20231203/, t20231203_.
func urlDate(address string) (document.Published, bool) {
	for i := 0; i+8 <= len(address); i++ {
		if !digit(address[i]) || i > 0 && (digit(address[i-1]) || address[i-1] != '/' && address[i-1] != 't' && address[i-1] != '_' && address[i-1] != '-') {
			continue
		}
		s := scanner{text: address, pos: i}
		year, ok := s.fixed(4)
		if !ok || year < yearMin || year > yearMax {
			continue
		}
		packed := !s.take("/", "-")
		month, ok := s.fixed(2)
		if !ok || !packed && !s.take("/", "-") {
			continue
		}
		if packed {
			s.take("/")
		}
		day, ok := s.fixed(2)
		if !ok || !valid(year, month, day) || s.pos < len(address) && digit(address[s.pos]) {
			continue
		}
		at := time.Date(year, time.Month(month), day, 0, 0, 0, 0, chinaTime)
		return document.Published{At: at.UTC(), Date: at.Format(time.DateOnly), Precision: "day", Raw: address[i:s.pos]}, true
	}
	return document.Published{}, false
}
