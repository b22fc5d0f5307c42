package markup

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// scanner cuts markup into tags and text after the tokenization section of the
// HTML standard (https://html.spec.whatwg.org/multipage/parsing.html). Its strings
// are parts of the markup. Where a browser would give up the rest of the page, for
// the end of a comment, a quote or a tag that never comes, it goes on behind the
// next ">".
type scanner struct {
	s   string
	pos int

	text    string           // of a text token
	literal bool             // the text holds no entities
	name    string           // of a tag, lower case
	at      atom.Atom        // the name's, 0 for an unknown one
	attrs   []html.Attribute // those that are wanted, with lower-case keys
	closed  bool             // the start tag ends in "/>"

	read    tokenKind // a tag that was read and stands behind the text handed out
	raw     atom.Atom // the element whose content is one text, 0 outside
	missing [6]bool   // endings that do not occur any more
	flat    bool      // scripts hold no scripts
	buf     []byte
}

type tokenKind uint8

const (
	endOfMarkup tokenKind = iota
	textToken
	startTag
	endTag
)

// Endings that are looked for far ahead.
const (
	endQuote = iota // "
	endApostrophe
	endComment // -->
	endOfTag   // >
	endScript
	endStyle
)

var endings = [...]string{endQuote: `"`, endApostrophe: `'`, endComment: "-->", endOfTag: ">"}

// find returns the offset behind the next ending of that kind at or behind from,
// or -1. One that is missing once is not looked for again.
func (z *scanner) find(kind, from int) int {
	if z.missing[kind] {
		return -1
	}
	at := strings.Index(z.s[from:], endings[kind])
	if at < 0 {
		z.missing[kind] = true
		return -1
	}
	return from + at + len(endings[kind])
}

// next reads one token.
func (z *scanner) next() tokenKind {
	if kind := z.read; kind != endOfMarkup {
		z.read = endOfMarkup
		return kind
	}
	if z.raw != 0 {
		at := z.raw
		z.raw = 0
		if z.text, z.literal = z.rawText(at), at != atom.Title && at != atom.Textarea; z.text != "" {
			return textToken
		}
	}
	from := z.pos
	for z.pos < len(z.s) {
		at := strings.IndexByte(z.s[z.pos:], '<')
		if at < 0 || z.pos+at+1 == len(z.s) {
			break
		}
		start := z.pos + at
		kind := z.tag(start)
		if kind == endOfMarkup && z.pos == start { // a "<" of the text
			z.pos++
			continue
		}
		if start > from { // the text comes first
			z.text, z.literal, z.read = z.s[from:start], false, kind
			return textToken
		}
		if kind != endOfMarkup {
			return kind
		}
		from = z.pos
	}
	z.pos = len(z.s)
	if z.text, z.literal = z.s[from:], false; z.text != "" {
		return textToken
	}
	return endOfMarkup
}

// tag reads what begins with the "<" at start. endOfMarkup stands for a comment, or
// with pos at start for no markup at all.
func (z *scanner) tag(start int) tokenKind {
	z.pos = start
	switch c := z.s[start+1]; {
	case c == '!' || c == '?':
		z.pos = z.comment(start + 1)
		return endOfMarkup
	case c != '/' && !letter(c), z.missing[endOfTag]:
		return endOfMarkup
	case c == '/':
		if start+2 == len(z.s) {
			return endOfMarkup
		}
		if !letter(z.s[start+2]) {
			if end := z.find(endOfTag, start); end >= 0 {
				z.pos = end // a comment, by the standard
			}
			return endOfMarkup
		}
		if z.tagName(start+2) && z.attributes(false) {
			return endTag
		}
	case z.tagName(start + 1):
		if z.attributes(true) {
			if tagTraits.of(z.at)&literal != 0 {
				z.raw = z.at
			}
			return startTag
		}
		if rest := z.s[start:]; z.at != 0 && len(rest) <= longestTag && strings.IndexByte(rest, '=') > 0 {
			z.pos = len(z.s) // the page was cut off inside a tag
			return endOfMarkup
		}
	}
	z.pos = start
	return endOfMarkup
}

// longestTag is the longest tag that a page is taken to be cut off in.
const longestTag = 4096

// comment returns the offset behind the comment or declaration whose "!" or "?"
// stands at i.
func (z *scanner) comment(i int) int {
	if strings.HasPrefix(z.s[i:], "!--") {
		// From the second "-": "<!-->" is a whole comment.
		if end := z.find(endComment, i+1); end >= 0 {
			return end
		}
	}
	if end := z.find(endOfTag, i); end >= 0 {
		return end
	}
	return len(z.s)
}

// tagName reads the name at i. It reports false when it is none: a "<" before a
// letter is text where the word goes on with other than the letters of a name.
func (z *scanner) tagName(i int) bool {
	n, upper := i, false
	for ; n < len(z.s); n++ {
		c := z.s[n]
		if letter(c) || '0' <= c && c <= '9' || c == '-' || c == ':' || c == '_' || c == '.' {
			upper = upper || c <= 'Z' && c >= 'A'
			continue
		}
		if c != '>' && c != '/' && !blank(c) {
			return false
		}
		break
	}
	z.name, z.pos = z.s[i:n], n
	if upper {
		z.buf = lowered(z.buf[:0], z.name)
		if z.at = atom.Lookup(z.buf); z.at == 0 {
			z.name = string(z.buf)
		}
	} else {
		z.buf = append(z.buf[:0], z.name...)
		z.at = atom.Lookup(z.buf)
	}
	if z.at != 0 {
		z.name = z.at.String()
	}
	return true
}

// wanted reports whether the builder looks at an attribute.
func wanted(key string) bool {
	switch key {
	case "align", "aria-hidden", "class", "content", "datetime", "hidden", "href", "id", "itemprop", "lang", "name", "property", "rel", "size", "style", "type":
		return true
	}
	return false
}

// attributes reads up to the end of the tag and keeps what is wanted. It reports
// false when the tag never ends.
func (z *scanner) attributes(keep bool) bool {
	z.attrs, z.closed = z.attrs[:0], false
	s, i := z.s, z.pos
	for {
		for i < len(s) && (blank(s[i]) || s[i] == '/') {
			i++
		}
		if i == len(s) {
			z.missing[endOfTag] = true // each ">" ends a tag or a value that lost its quote
			return false
		}
		if s[i] == '>' {
			z.closed = s[i-1] == '/'
			z.pos = i + 1
			return true
		}
		start := i
		for i++; i < len(s) && s[i] != '=' && s[i] != '>' && s[i] != '/' && !blank(s[i]); i++ {
		}
		key, value := s[start:i], ""
		for i < len(s) && blank(s[i]) {
			i++
		}
		if i < len(s) && s[i] == '=' {
			for i++; i < len(s) && blank(s[i]); i++ {
			}
			value, i = z.value(i)
		}
		if keep {
			z.attribute(key, value)
		}
	}
}

// value returns the value at i and the offset behind it. A quote that closes where
// the value of a later tag begins has lost its own end.
func (z *scanner) value(i int) (string, int) {
	s := z.s
	if i == len(s) {
		return "", i
	}
	kind := endQuote
	switch s[i] {
	case '\'':
		kind = endApostrophe
		fallthrough
	case '"':
		end := z.find(kind, i+1)
		if end < 0 || end < len(s) && s[end] != '>' && s[end] != '/' && !blank(s[end]) {
			limit := len(s)
			if end >= 0 {
				limit = end
			}
			if at := strings.IndexByte(s[i:limit], '>'); at >= 0 {
				return s[i+1 : i+at], i + at
			}
		}
		if end >= 0 {
			return s[i+1 : end-1], end
		}
	}
	start := i
	for i < len(s) && s[i] != '>' && !blank(s[i]) {
		i++
	}
	return s[start:i], i
}

func (z *scanner) attribute(key, value string) {
	if !wanted(key) {
		switch {
		case len(value) > leastLazy && len(key) > 5 && strings.EqualFold(key[:5], "data-"):
		case key[0] <= 'Z': // the few tags in upper case
			if key = strings.ToLower(key); !wanted(key) {
				return
			}
		default:
			return
		}
	}
	for i := range z.attrs {
		if z.attrs[i].Key == key {
			return // the first counts
		}
	}
	if strings.IndexByte(value, '&') >= 0 {
		z.buf = unescape(z.buf[:0], value, true)
		value = string(z.buf)
	}
	z.attrs = append(z.attrs, html.Attribute{Key: key, Val: value})
}

func letter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

func blank(c byte) bool { return c == ' ' || '\t' <= c && c <= '\r' && c != '\v' }

// lowered appends s in lower case.
func lowered(dst []byte, s string) []byte {
	for i := range len(s) {
		c := s[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		dst = append(dst, c)
	}
	return dst
}
