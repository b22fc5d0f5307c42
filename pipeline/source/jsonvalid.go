package source

import "encoding/binary"

// maxJSONDepth is how deep values may be nested, as in encoding/json.
const maxJSONDepth = 10000

// validJSON is json.Valid at several times its pace: the lines of a crawl are nearly all
// string, and those are skipped here byte by byte instead of stepped through.
func validJSON(b []byte) bool {
	p, ok := validValue(b, skipSpace(b, 0), 0)
	return ok && skipSpace(b, p) == len(b)
}

// validValue checks the value that begins at p and returns where it ends.
func validValue(b []byte, p, depth int) (end int, ok bool) {
	if p >= len(b) {
		return p, false
	}
	switch c := b[p]; {
	case c == '"':
		return validString(b, p)
	case c == '{' || c == '[':
		return validList(b, p, depth+1)
	case c == 't':
		return validWord(b, p, "true")
	case c == 'f':
		return validWord(b, p, "false")
	case c == 'n':
		return validWord(b, p, "null")
	}
	return validNumber(b, p)
}

// validList checks the object or array that begins at p.
func validList(b []byte, p, depth int) (end int, ok bool) {
	object, closing := b[p] == '{', b[p]+2 // ] and } stand two behind their brackets
	if p = skipSpace(b, p+1); depth > maxJSONDepth || p >= len(b) {
		return p, false
	}
	if b[p] == closing {
		return p + 1, true
	}
	for {
		if object {
			if p >= len(b) || b[p] != '"' {
				return p, false
			}
			if p, ok = validString(b, p); !ok {
				return p, false
			}
			if p = skipSpace(b, p); p >= len(b) || b[p] != ':' {
				return p, false
			}
			p = skipSpace(b, p+1)
		}
		if p, ok = validValue(b, p, depth); !ok {
			return p, false
		}
		p = skipSpace(b, p)
		switch {
		case p >= len(b):
			return p, false
		case b[p] == closing:
			return p + 1, true
		case b[p] != ',':
			return p, false
		}
		p = skipSpace(b, p+1)
	}
}

// validString checks the string that begins at p. Bytes outside UTF-8 are no fault.
func validString(b []byte, p int) (end int, ok bool) {
	for p++; p < len(b); p++ {
		for p+8 <= len(b) && plain(binary.LittleEndian.Uint64(b[p:])) {
			p += 8
		}
		if p == len(b) {
			break
		}
		c := b[p]
		if c > '\\' {
			continue
		}
		switch {
		case c == '"':
			return p + 1, true
		case c < ' ':
			return p, false
		case c == '\\':
			if p++; p >= len(b) {
				return p, false
			}
			switch b[p] {
			case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
			case 'u':
				for range 4 {
					if p++; p >= len(b) || !hexDigit(b[p]) {
						return p, false
					}
				}
			default:
				return p, false
			}
		}
	}
	return p, false
}

// plain reports whether none of eight bytes is a quote, a backslash or a control character.
func plain(w uint64) bool {
	const ones, high = 0x0101010101010101, 0x8080808080808080
	quote, slash := w^ones*'"', w^ones*'\\'
	return ((w-ones*' ')&^w|(quote-ones)&^quote|(slash-ones)&^slash)&high == 0
}

func validWord(b []byte, p int, word string) (end int, ok bool) {
	end = p + len(word)
	return end, end <= len(b) && string(b[p:end]) == word
}

// validNumber checks the number that begins at p: -?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?
func validNumber(b []byte, p int) (end int, ok bool) {
	if b[p] == '-' {
		p++
	}
	from := p
	if p = digits(b, p); p == from || b[from] == '0' && p > from+1 {
		return p, false
	}
	if p < len(b) && b[p] == '.' {
		if from, p = p+1, digits(b, p+1); p == from {
			return p, false
		}
	}
	if p < len(b) && b[p]|0x20 == 'e' {
		if p++; p < len(b) && (b[p] == '+' || b[p] == '-') {
			p++
		}
		if from, p = p, digits(b, p); p == from {
			return p, false
		}
	}
	return p, true
}

func digits(b []byte, p int) int {
	for p < len(b) && '0' <= b[p] && b[p] <= '9' {
		p++
	}
	return p
}

func hexDigit(c byte) bool { return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f' }
