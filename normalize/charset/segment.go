package charset

import (
	"bytes"
	"unicode/utf8"

	"zhengwen/document"
)

// Limits for the parts of a mixed file, in bytes outside ASCII unless said otherwise.
const (
	partMin       = 12   // a part has at least so many
	partShare     = 0.01 // and this share of the file's
	mixedMax      = 64   // more parts than this are no mixture but damage
	certainLetter = 2    // characters of UTF-8 that a line needs to speak for it
)

// segments divides a file that mixes UTF-8 with one other encoding, at line ends,
// into parts each in its own. Name is the encoding found for the whole. Nil means that
// the file is in one encoding.
//
// Lines speak for UTF-8 when all their characters are valid, for the other encoding
// when most bytes are in none (a sixth of the characters of GBK happen to be valid
// UTF-8); other lines, and ASCII, go with the line before.
func segments(b []byte, name string) []document.CharsetSegment {
	if name != "utf-8" && name != "gb18030" && name != "big5" {
		return nil
	}
	type part struct {
		utf8       bool
		start, end int
		high       int
	}
	var parts []part
	size, legacy := 0, 0
	for start := 0; start < len(b); {
		end := len(b)
		if i := bytes.IndexByte(b[start:], '\n'); i >= 0 {
			end = start + i + 1
		}
		good, bad := utf8Letters(b[start:end])
		speaks, isUTF8 := false, false
		switch {
		case bad == 0 && good >= certainLetter:
			speaks, isUTF8 = true, true
		case bad > good:
			speaks = true
		}
		high := 3*good + bad
		size += high
		if speaks && !isUTF8 {
			legacy += high
		}
		if n := len(parts); n > 0 && (!speaks || parts[n-1].utf8 == isUTF8) {
			parts[n-1].end = end
			parts[n-1].high += high
		} else if speaks {
			if len(parts) == mixedMax {
				return nil
			}
			from := start
			if n == 0 {
				from = 0
			}
			parts = append(parts, part{isUTF8, from, end, high})
		}
		start = end
	}
	if len(parts) < 2 || legacy == 0 || legacy == size {
		return nil
	}
	least := max(partMin, int(partShare*float64(size)))
	out := make([]document.CharsetSegment, 0, len(parts))
	for _, p := range parts {
		charset := "utf-8"
		if !p.utf8 {
			charset = name
			if name == "utf-8" {
				charset = Detect(b[p.start:p.end], Hint{}).Name
			}
		}
		if n := len(out); n > 0 && (p.high < least || out[n-1].Charset == charset) {
			out[n-1].End = p.end
			continue
		}
		if p.high < least || charset != "utf-8" && charset != "gb18030" && charset != "big5" {
			charset = name
		}
		out = append(out, document.CharsetSegment{Charset: charset, Start: p.start, End: p.end})
	}
	if len(out) < 2 {
		return nil
	}
	return out
}

// utf8Letters counts the characters outside ASCII that are valid UTF-8 and the bytes
// that are not.
func utf8Letters(b []byte) (good, bad int) {
	for i := nextHigh(b, 0); i < len(b); i = nextHigh(b, i) {
		if r, n := utf8.DecodeRune(b[i:]); r != utf8.RuneError || n > 1 {
			good++
			i += n
		} else {
			bad++
			i++
		}
	}
	return good, bad
}
