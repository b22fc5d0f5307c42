package markup

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"zhengwen/document"
)

// capture says what becomes of an element's text instead of being shown.
type capture uint8

const (
	captureTitle capture = iota + 1
	captureLD            // JSON-LD
)

// capturing returns what to capture from an element, 0 for nothing.
func capturing(at atom.Atom, attrs []html.Attribute) capture {
	switch at {
	case atom.Title:
		return captureTitle
	case atom.Script:
		if kind, _, _ := strings.Cut(attribute(attrs, "type"), ";"); strings.EqualFold(strings.TrimSpace(kind), "application/ld+json") {
			return captureLD
		}
	}
	return 0
}

// leastRest is the length in bytes from which on markup inside a title means that
// the title was never closed and has swallowed the page.
const leastRest = 256

func (b *builder) endCapture(c capture) {
	text := string(b.captured)
	b.captured = b.captured[:0]
	if c == captureLD {
		scanLD(text, func(name, value string) {
			if name == "articleBody" {
				b.told = value
				return
			}
			b.headValue("meta", "ld:"+name, value)
		})
		return
	}
	if i := strings.IndexByte(text, '<'); i >= 0 && len(text)-i >= leastRest {
		text, b.rest = text[:i], text[i:]
	}
	if !b.titled && document.Trim(text) != "" {
		b.titled = true
		b.headValue("title", "title", text)
	}
}

// headValues takes what an element of the head says in its attributes.
func (b *builder) headValues(at atom.Atom, attrs []html.Attribute) {
	switch at {
	case atom.Meta:
		for _, key := range [...]string{"name", "property", "itemprop"} {
			// Typographic quotes around a value are part of it for the parser.
			if name := strings.Trim(attribute(attrs, key), " \t\r\n'\"“”"); name != "" {
				b.headValue("meta", strings.ToLower(name), attribute(attrs, "content"))
				return
			}
		}
	case atom.Link:
		if strings.EqualFold(strings.TrimSpace(attribute(attrs, "rel")), "canonical") {
			b.headValue("meta", "canonical", attribute(attrs, "href"))
		}
	case atom.Html:
		b.headValue("meta", "lang", attribute(attrs, "lang"))
	case atom.Time:
		b.headValue("meta", "time:datetime", attribute(attrs, "datetime"))
	}
}

// headValue adds a block of the head, unless it has no text.
func (b *builder) headValue(tag, name, value string) {
	if value = oneLine(value); value != "" && len(b.head) < b.most/8+1 {
		k := document.Block{Text: value, Tag: tag, Name: name, Element: -1}
		k.Set(document.RoleHead, "markup.head")
		b.head = append(b.head, k)
	}
}

func attribute(attrs []html.Attribute, key string) string {
	for i := range attrs {
		if attrs[i].Key == key {
			return attrs[i].Val
		}
	}
	return ""
}

// oneLine collapses white space as HTML does and trims.
func oneLine(s string) string {
	s = document.Trim(s)
	clean := true
	for i := 0; i < len(s) && clean; {
		end, broke := spaces(s, i)
		if clean = !broke && end-i <= 1 && (end == i || s[i] == ' '); clean {
			i = word(s, max(end, i))
		}
	}
	if clean {
		return s
	}
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); {
		if end, _ := spaces(s, i); end > i {
			out = append(out, ' ')
			i = end
		}
		end := word(s, i)
		out = append(out, s[i:end]...)
		i = end
	}
	return string(out)
}
