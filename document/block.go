package document

// Element is an HTML element that holds blocks, directly or further down. Text
// pages have none.
type Element struct {
	Parent int32  // index into Elements, -1 for the root
	Tag    string // lower-case name
	Class  string // value of class, lower case
	ID     string // value of id, lower case
}

// Block is one run of text that the page sets apart: a paragraph, a heading, a
// list item, a table row, a line between two <br>, a line of a text page, or a
// value from the head. Text is trimmed and free of line breaks.
type Block struct {
	Text string
	Role Role
	Kind BoilerplateKind // when Role is RoleBoilerplate
	Rule string          // what decided the role

	Tag     string // nearest block element: "p", "h2", "li", "tr" …; "line" in a text page; "title" or "meta" in the head
	Name    string // in the head: "title", "og:title", "description", "canonical", "ld:headline" …
	Element int32  // index into Elements, -1 when there is none
	Gap     int32  // text pages: empty lines before this one
	Indent  bool   // the line began with white space or an ideographic indent
	Joins   bool   // continues the body block before it without a line break
	Break   bool   // follows a <br> of the same block element

	Picture Picture // the picture that stands before it, with no text between
	Caption bool    // says what a picture shows: part of the body, but neither prose nor heading

	Marks  []Mark   // inline spans of Text, ascending by Start
	Edits  []Edit   // ledger: changes of Text, ascending, not overlapping
	Damage []Damage // seen but not changed, ascending by Start
}

// Picture says where a picture or film stands that comes right before a text.
type Picture uint8

const (
	PictureNone   Picture = iota
	PictureBeside         // in the line that the text begins
	PictureAbove          // on a line of its own, or at the end of the one before
)

// MarkKind says what an inline mark is.
type MarkKind uint8

const (
	MarkLink MarkKind = iota + 1 // inside <a href>
	MarkBold                     // inside <b>, <strong> or a heading-like <font>
)

// Mark is an inline span of a block's text, in bytes.
type Mark struct {
	Span
	Kind MarkKind
}

// Damage is a place where text is known to be missing or wrong and was left as
// it is. The span is in bytes of the text it belongs to.
type Damage struct {
	Kind       DamageKind
	Span       Span
	Suggestion string
	Confidence float64
}

// Marked returns the number of bytes of the block's text under marks of kind k.
func (b *Block) Marked(k MarkKind) int {
	n, last := 0, 0
	for _, m := range b.Marks {
		if m.Kind != k {
			continue
		}
		start := max(m.Start, last)
		if m.End > start {
			n += m.End - start
			last = m.End
		}
	}
	return n
}

// Set gives the block a role and says what decided it.
func (b *Block) Set(role Role, rule string) { b.Role, b.Kind, b.Rule = role, "", rule }

// SetBoilerplate marks the block as chrome of the given kind.
func (b *Block) SetBoilerplate(kind BoilerplateKind, rule string) {
	b.Role, b.Kind, b.Rule = RoleBoilerplate, kind, rule
}

// Split cuts blocks in two; see Document.Split.
type Split struct {
	Block int // index into Blocks
	At    int // byte offset into its text, 0 < At < len(Text)
}

// Split cuts blocks at the given places, which are sorted by block and offset.
// White space around a cut stays with the part before it. Marks, edits and
// damage go to the part that holds them; a mark that spans the cut is divided,
// an edit that spans it moves the cut to its end. It panics after the freeze.
func (d *Document) Split(cuts []Split) {
	if len(cuts) == 0 {
		return
	}
	if d.frozen {
		panic("document: Split after the freeze")
	}
	out := make([]Block, 0, len(d.Blocks)+len(cuts))
	k := 0
	for i := range d.Blocks {
		rest, offset := d.Blocks[i], 0
		for ; k < len(cuts) && cuts[k].Block == i; k++ {
			at := cuts[k].At - offset
			for _, e := range rest.Edits {
				if e.Start < at && at < e.End {
					at = e.End
				}
			}
			for at < len(rest.Text) {
				n := spaceLen(rest.Text[at:])
				if n == 0 {
					break
				}
				at += n
			}
			if at <= 0 || at >= len(rest.Text) {
				continue
			}
			var first Block
			first, rest = rest.cut(at)
			out = append(out, first)
			offset += at
		}
		out = append(out, rest)
	}
	d.Blocks = out
}

// cut divides the block at a byte offset that no edit spans.
func (b Block) cut(at int) (first, second Block) {
	first, second = b, b
	first.Text, second.Text = b.Text[:at], b.Text[at:]
	second.Gap, second.Indent, second.Joins, second.Picture = 0, false, false, PictureNone
	first.Marks, second.Marks, first.Edits, second.Edits, first.Damage, second.Damage = nil, nil, nil, nil, nil, nil
	for _, m := range b.Marks {
		if m.Start < at {
			first.Marks = append(first.Marks, Mark{Span{m.Start, min(m.End, at)}, m.Kind})
		}
		if m.End > at {
			second.Marks = append(second.Marks, Mark{Span{max(m.Start, at) - at, m.End - at}, m.Kind})
		}
	}
	for _, e := range b.Edits {
		if e.Start >= at {
			e.Start, e.End = e.Start-at, e.End-at
			second.Edits = append(second.Edits, e)
		} else {
			first.Edits = append(first.Edits, e)
		}
	}
	for _, x := range b.Damage {
		if x.Span.Start >= at {
			x.Span = Span{x.Span.Start - at, x.Span.End - at}
			second.Damage = append(second.Damage, x)
		} else {
			x.Span.End = min(x.Span.End, at)
			first.Damage = append(first.Damage, x)
		}
	}
	return first, second
}
