package boilerplate

import "zhengwen/document"

// zone is how many lines that stay may stand outside a line of the head or the
// tail of the body. A title and a lead stand above a byline; a signature and a
// caption below the last sentence.
const zone = 3

// peelRounds bounds the passes; a line that goes may bring another one into the
// zone, which on short pages can work from both ends.
const peelRounds = 8

// peel moves chrome out of the body: first what may go from anywhere, then from
// both ends inwards.
func (w *work) peel() {
	for i := range w.d.Blocks {
		b, v := &w.d.Blocks[i], &w.verdicts[i]
		switch {
		case b.Role != document.RoleBody:
		case v.best != nil && v.moves&anywhere != 0:
			move(b, v.best)
		case v.certain:
			move(b, w.verdicts[v.run-1].best)
		}
	}
	for range peelRounds {
		if !w.peelTail() && !w.peelHead() {
			break
		}
	}
}

func move(b *document.Block, r *reading) { b.SetBoilerplate(r.kind, r.id) }

// peelTail goes up from the last line and reports whether it moved one.
func (w *work) peelTail() (moved bool) {
	blocks := w.d.Blocks
	for i, kept := len(blocks)-1, 0; i >= 0 && kept <= zone; i-- {
		b := &blocks[i]
		if b.Role != document.RoleBody {
			if b.Role == document.RoleHeading {
				kept++
			}
			continue
		}
		switch v := w.verdict(i); {
		case v.best != nil && v.moves&tail != 0:
			move(b, v.best)
			moved = true
		case v.run > 0 && kept == 0:
			move(b, w.verdicts[v.run-1].best)
			moved = true
		default:
			kept++
		}
	}
	return moved
}

// peelHead goes down from the first line and reports whether it moved one.
func (w *work) peelHead() (moved bool) {
	blocks := w.d.Blocks
	for i, kept := 0, 0; i < len(blocks) && kept <= zone; i++ {
		b := &blocks[i]
		if b.Role != document.RoleBody {
			if b.Role == document.RoleHeading {
				kept++
			}
			continue
		}
		switch v := w.verdict(i); {
		case v.best != nil && v.moves&head != 0 && b.Tag != "tr":
			move(b, v.best)
			moved = true
		case v.moves == 0 && kept <= 1 && b.Tag != "tr" && !headingTag(b.Tag) && menuTokens(b.Text) >= menuAlone:
			move(b, &menuShape)
			moved = true
		default:
			kept++
		}
	}
	return moved
}

// headingTag reports whether a tag is one of h1 to h6, which no menu stands in.
func headingTag(tag string) bool {
	return len(tag) == 2 && tag[0] == 'h' && '1' <= tag[1] && tag[1] <= '6'
}
