package markup

import (
	"strings"

	"golang.org/x/net/html/atom"
)

// rawText reads the content of an element that holds one text without tags, up to
// its end tag. A script or style that never ends is taken to end at the first line
// that begins with a tag.
func (z *scanner) rawText(at atom.Atom) string {
	s, end := z.s[z.pos:], -1
	switch at {
	case atom.Plaintext:
	case atom.Script:
		end = z.scriptEnd(s)
	case atom.Style:
		if !z.missing[endStyle] {
			end = rawEnd(s, "style")
			z.missing[endStyle] = end < 0
		}
	default:
		end = rawEnd(s, at.String())
	}
	if end < 0 && (at == atom.Script || at == atom.Style) {
		end = strings.Index(s, "\n<")
	}
	if end < 0 {
		end = len(s)
	}
	z.pos += end
	return s[:end]
}

// rawEnd returns the offset of the end tag of that name, -1 when there is none.
func rawEnd(s, name string) int {
	for i := 0; ; {
		at := strings.Index(s[i:], "</")
		if at < 0 {
			return -1
		}
		i += at
		if named(s[i+2:], name) {
			return i
		}
		i += 2
	}
}

// named reports whether s begins with the name of a tag and what ends it.
func named(s, name string) bool {
	return len(s) >= len(name) && strings.EqualFold(s[:len(name)], name) &&
		(len(s) == len(name) || s[len(name)] == '>' || s[len(name)] == '/' || blank(s[len(name)]))
}

// scriptEnd is rawEnd for scripts: inside "<!--" a script that begins also ends
// there, which old pages need that write further scripts. Once that finds no end the
// next one is.
func (z *scanner) scriptEnd(s string) int {
	if z.missing[endScript] {
		return -1
	}
	inside, twice := false, false
	for i := 0; !z.flat; i++ {
		at := strings.IndexByte(s[i:], '<')
		if at < 0 {
			z.flat = true
			break
		}
		if inside && strings.Contains(s[i:i+at], "-->") {
			inside, twice = false, false
		}
		i += at
		rest := s[i+1:]
		switch {
		case strings.HasPrefix(rest, "!--"):
			inside = true
		case inside && named(rest, "script"):
			twice = true
		case strings.HasPrefix(rest, "/") && named(rest[1:], "script"):
			if !twice {
				return i
			}
			twice = false
		}
	}
	end := rawEnd(s, "script")
	z.missing[endScript] = end < 0
	return end
}
