package charset

import "unicode/utf8"

// appendHZ reads HZ (RFC 1843): ASCII with ~{ and ~} around GB2312 in seven bits,
// ~~ for a tilde and a tilde before a line end for nothing. A line end also ends
// the Chinese part, and opening one twice is opening it once. A tilde before anything else is taken as itself, because pages
// have plain ones in addresses.
func (t *codeTables) appendHZ(dst, b []byte) []byte {
	chinese := false
	for i := 0; i < len(b); i++ {
		c := b[i]
		next := byte(0)
		if i+1 < len(b) {
			next = b[i+1]
		}
		switch {
		case c >= 0x80:
			dst = utf8.AppendRune(dst, utf8.RuneError)
		case c == '\n':
			chinese = false
			dst = append(dst, c)
		case chinese && c == '~' && next == '}':
			chinese = false
			i++
		case c == '~' && next == '{':
			chinese = true
			i++
		case !chinese && c == '~' && next == '~':
			dst = append(dst, '~')
			i++
		case c == '~' && next == '\n':
			i++
		case chinese && c > 0x20 && c < 0x7F:
			if next <= 0x20 || next >= 0x7F {
				dst = utf8.AppendRune(dst, utf8.RuneError)
				break
			}
			dst = appendEntry(dst, t.gb[int(c|0x80)<<8|int(next|0x80)])
			i++
		default:
			dst = append(dst, c)
		}
	}
	return dst
}

// appendISO2022CN reads ISO-2022-CN (RFC 1922): ESC $ ) A puts GB2312 and ESC $ ) G
// CNS plane 1 behind shift-out, ESC $ * H makes CNS plane 2 the set of single
// shift two. A line end takes back both.
func (t *codeTables) appendISO2022CN(dst, b []byte) []byte {
	shifted, cns := false, false
	for i := 0; i < len(b); i++ {
		c := b[i]
		rest := b[i+1:]
		switch {
		case c == 0x1B && len(rest) >= 3 && rest[0] == '$' && (rest[1] == ')' || rest[1] == '*'):
			if rest[1] == ')' {
				cns = rest[2] == 'G'
			}
			i += 3
		case c == 0x1B && len(rest) >= 3 && rest[0] == 'N' && graphic(rest[1]) && graphic(rest[2]):
			dst = appendEntry(dst, t.cnsEntry(2, rest[1]|0x80, rest[2]|0x80))
			i += 3
		case c == 0x0E:
			shifted = true
		case c == 0x0F:
			shifted = false
		case c >= 0x80:
			dst = utf8.AppendRune(dst, utf8.RuneError)
		case c == '\n':
			shifted = false
			dst = append(dst, c)
		case shifted && graphic(c):
			switch {
			case len(rest) == 0 || !graphic(rest[0]):
				dst = utf8.AppendRune(dst, utf8.RuneError)
			case cns:
				dst = appendEntry(dst, t.cnsEntry(1, c|0x80, rest[0]|0x80))
				i++
			default:
				dst = appendEntry(dst, t.gb[int(c|0x80)<<8|int(rest[0]|0x80)])
				i++
			}
		default:
			dst = append(dst, c)
		}
	}
	return dst
}

// graphic reports whether c is one of the 94 bytes that seven-bit sets are made of.
func graphic(c byte) bool { return c > 0x20 && c < 0x7F }

func appendEntry(dst []byte, v uint32) []byte {
	if v == 0 {
		v = replacement
	}
	for ; v != 0; v >>= 8 {
		dst = append(dst, byte(v))
	}
	return dst
}
