package article

import "zhengwen/document"

// captionMax is the longest caption in Han characters: agencies tell who stands where
// in three or four lines.
const captionMax = 150

// captions marks the blocks that say what a picture shows. They stay where the body
// is, but are no text of their own: they do not tell which element is the body, nor
// where it begins and ends.
func (p *page) captions() {
	for i := range p.d.Blocks {
		b := &p.d.Blocks[i]
		f := &p.f[i]
		if !p.judged(i) || f.weight > captionMax || f.line > lineByline || headingTag(b.Tag) || b.Tag == "tr" || !p.captioned(i) {
			continue
		}
		b.Caption = true
		if f.line == lineByline {
			f.line, f.kind, f.rule = lineText, "", "" // 图片来源：… says nothing about the page
		}
		f.value = min(f.value, labelShare*(f.weight-f.linked)-labelCost)
	}
}

// captioned reports whether block i is a caption: by its element, or by its own words.
// A name holds below a picture, and for further lines of the same element.
func (p *page) captioned(i int) bool {
	b := &p.d.Blocks[i]
	if e := b.Element; e >= 0 {
		follows := i > 0 && p.d.Blocks[i-1].Caption && p.d.Blocks[i-1].Element == e
		for range captionDepth {
			el := &p.d.Elements[e]
			if el.Tag == "figcaption" || (follows || b.Picture != document.PictureNone) && el.Class != "" && p.phrases.pictured.Any(el.Class) {
				return true
			}
			if e = el.Parent; e < 0 {
				break
			}
		}
	}
	p.matches = p.phrases.captions.Append(p.matches[:0], b.Text)
	for _, m := range p.matches {
		if b.Picture != document.PictureNone || m.Rule.Value == "alone" {
			return true
		}
	}
	return false
}

// captionDepth is how many elements up the name of a caption may stand: its paragraph,
// and what holds that.
const captionDepth = 2
