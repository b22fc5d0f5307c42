package markup

import "golang.org/x/net/html"

// walk hands a tree to the builder, without recursion.
func (b *builder) walk(root *html.Node) {
	n := root
	for n != nil {
		inside := false
		switch n.Type {
		case html.DocumentNode:
			inside = true
		case html.TextNode:
			b.text(n.Data)
		case html.ElementNode:
			inside = b.open(n.Data, n.DataAtom, n.Attr)
			if inside && n.FirstChild == nil {
				b.close()
			}
		}
		if inside && n.FirstChild != nil {
			n = n.FirstChild
			continue
		}
		for n != root && n.NextSibling == nil {
			n = n.Parent
			if n.Type == html.ElementNode {
				b.close()
			}
		}
		if n == root {
			return
		}
		n = n.NextSibling
	}
}
