package article

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"zhengwen/document"
)

// appendKey appends the letters and digits of a text, folded in case and width, so that
// titles compare whatever their punctuation.
func appendKey(dst []byte, s string) []byte {
	for _, r := range s {
		if r = keyRune(r); r != 0 {
			dst = utf8.AppendRune(dst, r)
		}
	}
	return dst
}

// keyRune is a letter or digit folded in case and width, 0 for other characters.
func keyRune(r rune) rune {
	if r >= 0x4E00 && r <= 0x9FFF {
		return r
	}
	if r >= 0xFF01 && r <= 0xFF5E {
		r -= 0xFEE0
	}
	if unicode.IsLetter(r) || unicode.IsDigit(r) {
		return unicode.ToLower(r)
	}
	return 0
}

// firstLetter is the first character of the key of s, 0 when it is empty.
func firstLetter(s string) rune {
	for _, r := range s {
		if r = keyRune(r); r != 0 {
			return r
		}
	}
	return 0
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// Shortest heading, in letters, that counts as the page's title.
const titleLetters = 4

// findTitle looks for the heading that says what the head calls the page, else takes
// the only <h1> there is.
func (p *page) findTitle() {
	for _, name := range [...]string{"title", "og:title", "ld:headline"} {
		full := ""
		for i := range p.d.Blocks {
			if b := &p.d.Blocks[i]; b.Role == document.RoleHead && b.Name == name {
				full = b.Text
				break
			}
		}
		p.titleKey = appendKey(p.titleKey[:0], full)
		if p.matchTitle(full); p.title >= 0 {
			return
		}
	}
	p.loneHeading()
}

// loneHeading takes the page's <h1> for its title when there is one only.
func (p *page) loneHeading() {
	only := -1
	for i := range p.d.Blocks {
		if b := &p.d.Blocks[i]; p.judged(i) && b.Tag == "h1" && p.f[i].weight >= titleLetters && p.f[i].linked < p.f[i].weight/2 && p.f[i].line == lineText {
			if only >= 0 {
				return
			}
			only = i
		}
	}
	p.title, p.titleEnd = only, only
}

// headReach is how many lines above the text a title is looked for.
const headReach = 6

// titleAbove takes the heading, or the line in bold or named a title, above the text for the title where
// the head has none, or calls all pages by the name of the site, as electronic editions
// of newspapers do.
func (p *page) titleAbove() {
	if !p.namesSite() {
		return
	}
	first := p.from
	for first <= p.to && !(p.judged(first) && p.running(first)) {
		first++
	}
	if first > p.to {
		return
	}
	top := -1 // the title stands above its subtitle and the author
	for i, seen := first-1, 0; i >= 0 && seen < headReach; i-- {
		if !p.judged(i) {
			continue
		}
		if seen++; p.running(i) {
			break
		}
		if b := &p.d.Blocks[i]; p.candidate(i) && p.f[i].linked < p.f[i].weight/2 && !p.numbered(i) && (headingTag(b.Tag) || b.Marked(document.MarkBold) >= len(b.Text) || b.Element >= 0 && p.phrases.titles.Any(p.d.Elements[b.Element].Class)) {
			top = i
		}
	}
	if top >= 0 {
		p.title, p.titleEnd = top, top
	}
}

// namesSite reports whether the head's title tells the site and not the page.
func (p *page) namesSite() bool {
	for i := range p.d.Blocks {
		if b := &p.d.Blocks[i]; b.Role == document.RoleHead && b.Name == "title" {
			return p.phrases.sites.Any(b.Text)
		}
	}
	return true
}

// matchTitle looks for the block that the page's title in its head begins with: the
// longest that does, headings before other blocks, the first of equals. A name of two
// or three letters must be a heading that a blank or a mark follows in the head.
func (p *page) matchTitle(full string) {
	letters := utf8.RuneCount(p.titleKey)
	if letters == 0 {
		return
	}
	best := 0
	begin, _ := utf8.DecodeRune(p.titleKey)
	for i := range p.d.Blocks {
		b := &p.d.Blocks[i]
		if !p.judged(i) || len(b.Text) > 4*len(p.titleKey)+64 || p.f[i].rule == siteRule || b.Caption {
			continue
		}
		heading := headingTag(b.Tag) && b.Tag[1] <= '3'
		if !heading && firstLetter(b.Text) != begin {
			continue
		}
		p.key = appendKey(p.key[:0], b.Text)
		n := utf8.RuneCount(p.key)
		score := n * 4
		switch {
		case n < titleLetters && !((heading || p.f[i].linked == 0) && n > 1 && strings.HasPrefix(full, b.Text) && keyRune(firstRune(full[len(b.Text):])) == 0):
			continue
		case bytes.HasPrefix(p.titleKey, p.key):
		case bytes.HasPrefix(p.key, p.titleKey) && n < 2*letters:
			score = letters * 3
		case heading && bytes.Contains(p.titleKey, p.key):
			score = n * 3
		default:
			continue
		}
		if heading {
			score += 60 - 14*int(b.Tag[1]-'1')
		}
		if p.f[i].linked > p.f[i].weight/2 {
			score -= 40
		}
		if score > best {
			best, p.title = score, i
		}
	}
	p.titleEnd = p.title
	if p.title < 0 {
		return
	}
	p.key = appendKey(p.key[:0], p.d.Blocks[p.title].Text)
	for i := p.title + 1; i < len(p.d.Blocks); i++ {
		if !p.judged(i) || !p.sameHeading(i) {
			return
		}
		p.key = appendKey(p.key, p.d.Blocks[i].Text)
		if !bytes.HasPrefix(p.titleKey, p.key) {
			return
		}
		p.titleEnd = i
	}
}

// sameHeading reports whether block i continues the heading of the title: behind a
// <br>, or in an element inside it.
func (p *page) sameHeading(i int) bool {
	e := p.d.Blocks[p.title].Element
	b := &p.d.Blocks[i]
	if b.Element == e {
		return b.Break
	}
	return e >= 0 && b.Element > e && p.d.Elements[e].Tag[0] == 'h' && p.inside(b.Element, e)
}
