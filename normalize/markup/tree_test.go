package markup

import (
	"strings"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"

	"zhengwen/document"
)

// Tree reads a page through the parser of the standard and hands its tree to the
// same builder: an outside judge of what read makes of a page. It reports false
// when the parser refuses the page.
func Tree(d *document.Document) bool {
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(cdata.Replace(clean(d.Decoded))))
	if err != nil {
		return false
	}
	b := new(builder)
	b.reset(maxBlocks)
	b.walk(doc.Nodes[0])
	d.Elements, d.Blocks = b.finish()
	return true
}

// walk hands a tree to the builder.
func (b *builder) walk(n *html.Node) {
	switch n.Type {
	case html.TextNode:
		b.text(n.Data)
	case html.ElementNode:
		if b.open(n.Data, n.DataAtom, n.Attr) {
			for c := n.FirstChild; c != nil; c = c.NextSibling {
				b.walk(c)
			}
			b.close()
		}
	case html.DocumentNode:
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			b.walk(c)
		}
	}
}
