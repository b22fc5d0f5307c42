package article

import (
	"bytes"
	"unicode"
	"unicode/utf8"

	"zhengwen/document"
)

// appendKey appends the letters and digits of a text, folded in case and width, so that
// titles compare whatever their punctuation.
func appendKey(dst []byte, s string) []byte {
	for _, r := range s {
		if r >= 0xFF01 && r <= 0xFF5E {
			r -= 0xFEE0
		}
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			dst = utf8.AppendRune(dst, unicode.ToLower(r))
		}
	}
	return dst
}

// Shortest heading, in letters, that counts as the page's title.
const titleLetters = 4

// findTitle looks for the heading that the page's <title> begins with: the longest
// that does, headings before other blocks, the first of equals.
func (p *page) findTitle() {
	letters := utf8.RuneCount(p.titleKey)
	if letters == 0 {
		return
	}
	best := 0
	for i := range p.d.Blocks {
		b := &p.d.Blocks[i]
		if b.Role == document.RoleHead || b.Role == document.RoleHidden || len(b.Text) > 4*len(p.titleKey)+64 {
			continue
		}
		p.key = appendKey(p.key[:0], b.Text)
		n := utf8.RuneCount(p.key)
		heading := len(b.Tag) == 2 && b.Tag[0] == 'h' && b.Tag[1] >= '1' && b.Tag[1] <= '3'
		score := n * 4
		switch {
		case n < titleLetters:
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
			score += 60 - 10*int(b.Tag[1]-'1')
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
