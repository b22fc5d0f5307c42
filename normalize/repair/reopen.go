package repair

import "strings"

// Reopen puts back the `<` of tags in HTML where a misaligned byte stream has
// swallowed it, so that a parser sees the tag: `?/p>` becomes `?</p>`, `?br>`
// becomes `?<br>`. The `?` stays; it stands for the byte that did the swallowing
// and is repaired later, in the text. Only a `?` outside tags, comments and
// scripts counts, and only before the rest of a known tag. Clean HTML is returned
// as it is.
func Reopen(s string) string {
	var out strings.Builder
	done := 0
	outside := 0 // a place before which the tags are known, between two of them
	for i := 0; i < len(s); {
		k := strings.IndexByte(s[i:], '?')
		if k < 0 {
			break
		}
		if i += k + 1; !tagRest(s[i:]) {
			continue
		}
		for outside < i {
			k := strings.IndexByte(s[outside:i], '<')
			if k < 0 {
				outside = i
				break
			}
			outside = skipTag(s, outside+k)
		}
		if outside > i {
			i = outside
			continue
		}
		if done == 0 {
			out.Grow(len(s) + 16)
		}
		out.WriteString(s[done:i])
		out.WriteByte('<')
		done = i
		if end := strings.IndexByte(s[i:], '>'); end >= 0 {
			i += end + 1
			outside = i
		}
	}
	if done == 0 {
		return s
	}
	out.WriteString(s[done:])
	return out.String()
}

// skipTag returns the offset behind the tag, comment, script or style at s[i].
func skipTag(s string, i int) int {
	rest := s[i:]
	if strings.HasPrefix(rest, "<!--") {
		return behind(s, i+4, "-->")
	}
	for _, name := range [...]string{"script", "style", "textarea"} {
		if len(rest) > len(name)+1 && strings.EqualFold(rest[1:len(name)+1], name) && strings.IndexByte(" \t\r\n>/", rest[len(name)+1]) >= 0 {
			for j := i + 1; ; {
				k := strings.Index(s[j:], "</")
				if k < 0 {
					return len(s)
				}
				j += k + 2
				if len(s)-j >= len(name) && strings.EqualFold(s[j:j+len(name)], name) {
					return behind(s, j, ">")
				}
			}
		}
	}
	if len(rest) < 2 || !(rest[1] == '/' || rest[1] == '!' || 'a' <= rest[1]|0x20 && rest[1]|0x20 <= 'z') {
		return i + 1 // no tag: a bare `<`
	}
	return behind(s, i+1, ">")
}

func behind(s string, from int, mark string) int {
	if k := strings.Index(s[from:], mark); k >= 0 {
		return from + k + len(mark)
	}
	return len(s)
}
