package markup

import "golang.org/x/net/html/atom"

// traits say what a tag means for text.
type traits uint16

const (
	block   traits = 1 << iota // stands on lines of its own
	leaf                       // a block for one paragraph: what is inside it is its text
	void                       // has no content
	drop                       // content that is no text for readers and gives nothing
	hide                       // content that browsers do not show, or show only in place of something else
	raw                        // the parser hands over the content as one unparsed text
	strong                     // its text is bold
	pre                        // keeps its line breaks
	format                     // carries looks or a link only, never the body of a page
	noRow                      // a table row that holds one is layout, not data
	foreign                    // has elements of its own kind in it; a block tag ends it
	literal                    // its content is text without tags
	again                      // HTML's formatting elements: left open at the end of a block, they go on in the next
)

// tagTraits is the rendering section of the HTML standard (default style sheet,
// https://html.spec.whatwg.org/multipage/rendering.html) reduced to what matters
// for text. A tag that is missing is inline.
var tagTraits = newTraitTable(map[atom.Atom]traits{
	atom.Html: block, atom.Body: block, atom.Div: block, atom.Section: block, atom.Article: block, atom.Main: block,
	atom.Aside: block, atom.Header: block, atom.Footer: block, atom.Nav: block, atom.Hgroup: block, atom.Address: block,
	atom.Center: block, atom.Details: block, atom.Summary: block | leaf, atom.Dialog: block, atom.Figure: block,
	atom.Figcaption: block | leaf, atom.Fieldset: block, atom.Legend: block | leaf, atom.Marquee: block, atom.Button: block,
	atom.Frameset: block, atom.Form: block | noRow, atom.Blockquote: block | noRow,
	atom.P: block | leaf, atom.Pre: block | leaf | pre | noRow, atom.Listing: block | leaf | pre | noRow,
	atom.Xmp: block | leaf | pre | noRow | literal, atom.Plaintext: block | leaf | pre | noRow | literal,
	atom.H1: block | leaf | noRow, atom.H2: block | leaf | noRow, atom.H3: block | leaf | noRow,
	atom.H4: block | leaf | noRow, atom.H5: block | leaf | noRow, atom.H6: block | leaf | noRow,
	atom.Ul: block | noRow, atom.Ol: block | noRow, atom.Dir: block | noRow, atom.Menu: block | noRow, atom.Dl: block | noRow,
	atom.Li: block | leaf, atom.Dt: block | leaf, atom.Dd: block | leaf,
	atom.Table: block | noRow, atom.Caption: block | leaf, atom.Thead: block, atom.Tbody: block, atom.Tfoot: block,
	atom.Tr: block, atom.Td: block, atom.Th: block,

	atom.Area: void, atom.Base: void, atom.Basefont: void, atom.Bgsound: void, atom.Br: void, atom.Col: void,
	atom.Embed: void, atom.Frame: void, atom.Hr: void | block, atom.Image: void, atom.Img: void, atom.Input: void,
	atom.Keygen: void, atom.Link: void, atom.Meta: void, atom.Param: void, atom.Source: void, atom.Track: void, atom.Wbr: void,

	atom.Title: literal, atom.Script: drop | literal, atom.Style: drop | literal, atom.Iframe: drop | literal, atom.Noembed: drop | literal,
	atom.Svg: drop | foreign, atom.Select: drop | foreign, atom.Datalist: drop | foreign, atom.Annotation: drop | foreign,

	atom.Noscript: hide | raw | literal, atom.Noframes: hide | raw | literal, atom.Textarea: hide | raw | literal, atom.Template: hide,
	atom.Audio: hide, atom.Video: hide, atom.Canvas: hide, atom.Object: hide, atom.Rt: hide, atom.Rp: hide,

	atom.B: strong | format | again, atom.Strong: strong | format | again, atom.A: format | again, atom.I: format | again,
	atom.Em: format | again, atom.U: format | again, atom.S: format | again, atom.Big: format | again, atom.Small: format | again,
	atom.Strike: format | again, atom.Tt: format | again, atom.Code: format | again, atom.Font: again, atom.Nobr: again,
	atom.Sub: format, atom.Sup: format, atom.Label: format,
})

// traitTable finds the traits of a tag by open addressing: a page asks for each tag
// several times, and a map takes a tenth of the time that reading it takes.
type traitTable [1 << traitBits]struct {
	at atom.Atom
	t  traits
}

const traitBits = 9

func newTraitTable(tags map[atom.Atom]traits) *traitTable {
	var t traitTable
	for at, x := range tags {
		i := traitSlot(at)
		for t[i].at != 0 {
			i = (i + 1) % uint32(len(t))
		}
		t[i].at, t[i].t = at, x
	}
	return &t
}

func traitSlot(at atom.Atom) uint32 { return uint32(at) * 0x9E3779B1 >> (32 - traitBits) }

// of returns the traits of a tag, none for an unknown one.
func (t *traitTable) of(at atom.Atom) traits {
	for i := traitSlot(at); t[i].at != 0; i = (i + 1) % uint32(len(t)) {
		if t[i].at == at {
			return t[i].t
		}
	}
	return 0
}
