package boilerplate

import (
	"slices"
	"unicode/utf8"

	"zhengwen/document"
)

// name gives every block that is chrome its kind: by the rules, as part of the
// run it stands in, or by its shape. What none of them knows keeps the kind it
// has, or is other.
func (w *work) name() {
	for i := range w.d.Blocks {
		b := &w.d.Blocks[i]
		if b.Role != document.RoleBoilerplate {
			continue
		}
		switch v := &w.verdicts[i]; {
		case v.run > 0:
			move(b, w.verdicts[v.run-1].best)
		case v.best != nil:
			move(b, v.best)
		case b.Kind != "" && b.Kind != document.KindOther:
		case menuTokens(b.Text) >= menuAlone-1:
			move(b, &menuShape)
		case isLink(b) && utf8.RuneCountInString(b.Text) >= minItem:
			move(b, &linkShape)
		case isLink(b):
			move(b, &menuShape)
		case b.Kind == "":
			b.Kind = document.KindOther
		}
	}
}

// split cuts chrome off the ends of paragraphs, asks the rules about the parts, and
// reports whether it cut any.
func (w *work) split() bool {
	d := w.d
	w.cuts = w.cuts[:0]
	kept := 0
	for i := len(d.Blocks) - 1; i >= 0; i-- {
		if d.Blocks[i].Role != document.RoleBody {
			continue
		}
		v := &w.verdicts[i]
		if kept <= zone {
			v = w.verdict(i)
			v.cut = v.tailCut
		}
		if v.cut.rule != nil {
			w.cuts = append(w.cuts, document.Split{Block: i, At: int(v.cut.at)})
		}
		kept++
	}
	if len(w.cuts) == 0 {
		return false
	}
	slices.Reverse(w.cuts)
	sizes := make([]int, len(w.cuts))
	for k, c := range w.cuts {
		sizes[k] = len(d.Blocks[c.Block].Text)
	}
	d.Split(w.cuts)
	out, done, cut := w.spare[:0], 0, false
	for k, c := range w.cuts {
		out = append(out, w.matched[done:c.Block]...)
		done = c.Block + 1
		at := len(out)
		// Split leaves out a cut that an edit moves to the end of the block.
		if len(d.Blocks[at].Text) == sizes[k] {
			out = append(out, w.matched[c.Block])
			continue
		}
		cut = true
		move(&d.Blocks[at+1], w.verdicts[c.Block].cut.rule)
		out = append(out, w.listen(&d.Blocks[at]), w.listen(&d.Blocks[at+1]))
	}
	out = append(out, w.matched[done:]...)
	w.matched, w.spare = out, w.matched
	return cut
}
