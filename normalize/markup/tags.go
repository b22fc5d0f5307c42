package markup

import "golang.org/x/net/html/atom"

// traits say what a tag means for text.
type traits uint16

const (
	block  traits = 1 << iota // stands on lines of its own
	leaf                      // a block for one paragraph: what is inside it is its text
	void                      // has no content
	drop                      // content that is no text for readers and gives nothing
	hide                      // content that browsers do not show, or show only in place of something else
	raw                       // the parser hands over the content as one unparsed text
	strong                    // its text is bold
	pre                       // keeps its line breaks
	format                    // carries looks or a link only, never the body of a page
	noRow                     // a table row that holds one is layout, not data
	prefix                    // in foreign content or a list of choices; a block tag ends it
)

// tagTraits is the rendering section of the HTML standard (default style sheet,
// https://html.spec.whatwg.org/multipage/rendering.html) reduced to what matters
// for text. A tag that is missing is inline.
var tagTraits = map[atom.Atom]traits{
	atom.Html: block, atom.Body: block, atom.Div: block, atom.Section: block, atom.Article: block, atom.Main: block,
	atom.Aside: block, atom.Header: block, atom.Footer: block, atom.Nav: block, atom.Hgroup: block, atom.Address: block,
	atom.Center: block, atom.Details: block, atom.Summary: block | leaf, atom.Dialog: block, atom.Figure: block,
	atom.Figcaption: block | leaf, atom.Fieldset: block, atom.Legend: block | leaf, atom.Marquee: block, atom.Button: block,
	atom.Frameset: block, atom.Form: block | noRow, atom.Blockquote: block | noRow,
	atom.P: block | leaf, atom.Pre: block | leaf | pre | noRow, atom.Listing: block | leaf | pre | noRow,
	atom.Xmp: block | leaf | pre | noRow, atom.Plaintext: block | leaf | pre | noRow,
	atom.H1: block | leaf | noRow, atom.H2: block | leaf | noRow, atom.H3: block | leaf | noRow,
	atom.H4: block | leaf | noRow, atom.H5: block | leaf | noRow, atom.H6: block | leaf | noRow,
	atom.Ul: block | noRow, atom.Ol: block | noRow, atom.Dir: block | noRow, atom.Menu: block | noRow, atom.Dl: block | noRow,
	atom.Li: block | leaf, atom.Dt: block | leaf, atom.Dd: block | leaf,
	atom.Table: block | noRow, atom.Caption: block | leaf, atom.Thead: block, atom.Tbody: block, atom.Tfoot: block,
	atom.Tr: block, atom.Td: block, atom.Th: block,

	atom.Area: void, atom.Base: void, atom.Basefont: void, atom.Bgsound: void, atom.Br: void, atom.Col: void,
	atom.Embed: void, atom.Frame: void, atom.Hr: void | block, atom.Image: void, atom.Img: void, atom.Input: void,
	atom.Keygen: void, atom.Link: void, atom.Meta: void, atom.Param: void, atom.Source: void, atom.Track: void, atom.Wbr: void,

	atom.Script: drop, atom.Style: drop, atom.Iframe: drop, atom.Noembed: drop,
	atom.Svg: drop | prefix, atom.Select: drop | prefix, atom.Datalist: drop | prefix, atom.Annotation: drop | prefix,

	atom.Noscript: hide | raw, atom.Noframes: hide | raw, atom.Textarea: hide | raw, atom.Template: hide,
	atom.Audio: hide, atom.Video: hide, atom.Canvas: hide, atom.Object: hide, atom.Rt: hide, atom.Rp: hide,

	atom.B: strong | format, atom.Strong: strong | format,
	atom.A: format, atom.I: format, atom.Em: format, atom.U: format, atom.S: format, atom.Big: format, atom.Small: format,
	atom.Sub: format, atom.Sup: format, atom.Strike: format, atom.Tt: format, atom.Code: format, atom.Label: format,
}

// reopened are the tags HTML calls formatting elements: left open at the end of a
// block, they are opened again in the next one, a node each time.
var reopened = map[string]bool{
	"a": true, "b": true, "big": true, "code": true, "em": true, "font": true, "i": true, "nobr": true, "s": true,
	"small": true, "strike": true, "strong": true, "tt": true, "u": true,
}
