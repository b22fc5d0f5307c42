package outline

import (
	"context"
	"strings"

	"zhengwen/document"
	"zhengwen/rules"
)

// Outline is the stage that builds the tree of sections over the frozen text.
type Outline struct {
	kinds kinds
}

// New returns the stage. It uses the rule sets "sections" (cues in headings),
// "section-examples" (headings of known kinds), "section-content" (cues in the text of a
// section) and "section-orders" (outlines of articles).
func New(book *rules.Book) *Outline {
	return &Outline{newKinds(book)}
}

// Name returns "outline".
func (*Outline) Name() string { return "outline" }

// Apply sets d.Sections from the blocks with RoleHeading. Spans are bytes of
// d.Text; a section's level is one more than its parent's.
func (o *Outline) Apply(_ context.Context, d *document.Document) error {
	heads := headingLines(d)
	d.Sections = append(d.Sections[:0], make([]document.Section, len(heads))...)
	levels(heads)
	var open []int // sections that are open, by level
	for i := range heads {
		h := &heads[i]
		for len(open) >= h.depth {
			d.Sections[open[len(open)-1]].Span.End = h.span.Start - 1
			open = open[:len(open)-1]
		}
		s := &d.Sections[i]
		s.Parent = -1
		if len(open) > 0 {
			s.Parent = open[len(open)-1]
		}
		s.Level = len(open) + 1
		s.Number, s.Heading = h.split()
		s.Span = document.Span{Start: h.span.Start, End: len(d.Text)}
		body := min(h.span.End+1, len(d.Text))
		s.Body = document.Span{Start: body, End: len(d.Text)}
		if i+1 < len(heads) {
			s.Body.End = max(body, heads[i+1].span.Start-1)
		}
		if s.Body.End <= s.Body.Start {
			s.Body = document.Span{Start: h.span.End, End: h.span.End}
		}
		open = append(open, i)
	}
	o.kinds.judge(d, heads)
	return nil
}

// heading is a heading line of the frozen text.
type heading struct {
	span   document.Span
	text   string
	mark   mark
	style  style
	marked bool
	depth  int
}

// headingLines finds the lines of Text that come from blocks with RoleHeading.
func headingLines(d *document.Document) []heading {
	n := 0
	for _, p := range d.Pieces {
		if d.Blocks[p.Block].Role == document.RoleHeading {
			n++
		}
	}
	out := make([]heading, 0, n)
	for _, p := range d.Pieces {
		b := &d.Blocks[p.Block]
		if b.Role != document.RoleHeading || p.At > 0 && d.Text[p.At-1] != '\n' {
			continue
		}
		h := heading{span: document.Span{Start: p.At, End: p.End()}}
		h.text = d.Text[h.span.Start:h.span.End]
		l := line{text: h.text}
		l.mark, l.marked = parseMark(h.text)
		if t := b.Tag; len(t) == 2 && t[0] == 'h' && '1' <= t[1] && t[1] <= '6' {
			l.level = t[1] - '0'
		}
		h.mark, h.marked, h.style = l.mark, l.marked, l.style()
		out = append(out, h)
	}
	return out
}

// split gives number and heading as the record has them (§2.7, 2.8): a mark with
// nothing after it is the heading itself.
func (h *heading) split() (number, words string) {
	l := line{text: h.text, mark: h.mark, marked: h.marked}
	words = strings.TrimFunc(l.words(), isSpace)
	for strings.HasSuffix(words, "：") || strings.HasSuffix(words, ":") {
		words = strings.TrimRightFunc(words[:strings.LastIndexAny(words, "：:")], isSpace)
	}
	number = h.mark.number
	if words == "" {
		return "", strings.TrimFunc(h.text, isSpace)
	}
	return strings.TrimFunc(number, isSpace), words
}

// leveler is the page's headings and how it uses their styles.
type leveler struct {
	heads []heading
	use   usages
}

// lookAround is how many headings before and after one are asked about it.
const lookAround = 100

// levels gives every heading its depth by the stack of open styles (§2.9).
func levels(heads []heading) {
	l := leveler{heads, use(heads)}
	nested := unmarkedNests(heads)
	var stack []int // headings whose styles are open, outermost first
	for i := range heads {
		h := &heads[i]
		at := -1
		for k, j := range stack {
			if sibling(&heads[j], h) {
				at = k
			}
		}
		switch {
		case at >= 0:
			stack = stack[:at]
		case h.top() && !nested[h.style.family]:
			stack = outer(stack, heads, h)
		default:
			for len(stack) > 0 && !l.nests(stack[len(stack)-1], i) {
				stack = stack[:len(stack)-1]
			}
		}
		h.depth = len(stack) + 1
		stack = append(stack, i)
	}
}

// top reports whether the heading's style stands at level 1 by default.
func (h *heading) top() bool {
	switch h.style.family {
	case famBare, famBracket, famDecor, famAppendix:
		return true
	}
	return false
}

// outer closes everything but what an unmarked style may stand below: wider
// heading tags, and brackets for decorations.
func outer(stack []int, heads []heading, h *heading) []int {
	for k, j := range stack {
		o := &heads[j]
		below := o.style.family == famBare && h.style.family == famBare && o.style.sub > 0 && h.style.sub > o.style.sub ||
			h.style.family == famDecor && o.style.family == famBracket
		if !below {
			return stack[:k]
		}
	}
	return stack
}

// unmarkedNests says for 【】, ▍ and bare headings whether the whole page uses them
// below a numbered style: the first heading is numbered, and so is one after every
// run of them but the last; a single run must follow a numbered heading at once.
func unmarkedNests(heads []heading) (nested [famBare + 1]bool) {
	for f := famAppendix; f <= famBare; f++ {
		runs, closed, in, attached := 0, 0, false, false
		first := -1
		for i := range heads {
			if heads[i].style.family == f {
				if first < 0 {
					first = i
				}
				if !in {
					runs++
					attached = i > 0 && !heads[i-1].top() && heads[i].span.Start == heads[i-1].span.End+1
				}
				in = true
			} else if !heads[i].top() {
				if in {
					closed++
				}
				in = false
			}
		}
		several := runs >= 2 && closed >= runs-1 || runs == 1 && closed == 1 && attached
		nested[f] = first > 0 && !heads[0].top() && several && f != famAppendix
	}
	return nested
}

// sibling reports whether two headings stand side by side: same style, or numbers
// that differ in their end mark only and go on counting.
func sibling(a, b *heading) bool {
	if a.style == b.style {
		return true
	}
	if a.style.family != b.style.family {
		return false
	}
	switch a.style.family {
	case famNum:
		return b.mark.value > 1 && b.mark.value == a.mark.value+1
	case famStep:
		return b.mark.value > 1
	}
	return false
}

// nests reports whether heading i stands below the open heading j, whose style is
// another one. A new style nests, unless it is wider and the open style does not
// go on after it, or the open heading is an introduction that stands beside it.
func (l *leveler) nests(j, i int) bool {
	heads := l.heads
	open, h := &heads[j], &heads[i]
	if open.style.family == famDecimal && h.style.family == famDecimal {
		return h.style.sub > open.style.sub
	}
	if open.style.family == famQuestion || open.style.family == famCase || open.style.family == famAppendix {
		return open.style.family == famQuestion && h.style.family > famQuestion
	}
	if open.top() {
		return !l.beside(j, i)
	}
	if h.style.family >= open.style.family || h.style.family == famDecimal && open.style.family != famDecimal {
		return true
	}
	// Wider than what is open: below it where it stood below it before, or when the
	// open count goes on afterwards.
	for k := i - 1; k > 0 && i-k < lookAround; k-- {
		if heads[k].style == h.style {
			return heads[k].depth > open.depth
		}
	}
	for k := i + 1; k < len(heads) && k-i < lookAround; k++ {
		if heads[k].style == open.style {
			return heads[k].mark.value == open.mark.value+1
		}
	}
	return false
}

// beside reports whether the numbered heading i stands beside the unmarked heading
// j: j opens the page with text of its own (小编导语) or the style is a wide one, and
// the count runs once over the page instead of restarting under every unmarked
// heading.
func (l *leveler) beside(j, i int) bool {
	heads := l.heads
	if heads[i].span.Start == heads[j].span.End+1 {
		return false
	}
	if heads[j].style.family == famAppendix {
		return true
	}
	u := l.use.of(heads[i].style)
	wide := heads[i].style.family <= famHan
	return (j == 0 || wide) && u.starts <= 1 && !u.spread && u.owner == j
}
