// Package outline finds the headings of an article, builds the tree of its
// sections and says what each section is about.
//
// It has two stages: Headings chooses among the body's blocks before the text is
// frozen, Outline builds the sections over the frozen text.
package outline

import (
	"context"
	"strings"
	"sync"
	"unicode/utf8"

	"zhengwen/document"
)

// Headings is the stage that tells headings from paragraphs, list items and
// tables of contents. It joins hard-wrapped lines and splits a heading from the
// paragraph glued to it.
type Headings struct{ scratch sync.Pool } // of *[]line

// NewHeadings returns the stage.
func NewHeadings() *Headings { return &Headings{} }

// Name returns "headings".
func (*Headings) Name() string { return "headings" }

// Apply gives headings the role RoleHeading and tables of contents the role
// RoleBoilerplate with kind toc. It looks at blocks with RoleBody only.
func (h *Headings) Apply(_ context.Context, d *document.Document) error {
	room, ok := h.scratch.Get().(*[]line)
	if !ok {
		room = new([]line)
	}
	*room = look1((*room)[:0], d)
	defer func() {
		clear(*room) // keep no text alive
		h.scratch.Put(room)
	}()
	lines := *room
	if len(lines) == 0 {
		return nil
	}
	changed := false
	for i, j := range wraps(d.Blocks, lines) {
		if j {
			d.Blocks[lines[i].block].Joins, changed = true, true
		}
	}
	if cuts := glued(d.Blocks); len(cuts) > 0 {
		d.Split(cuts)
		changed = true
	}
	if changed {
		*room = look1(lines[:0], d)
		lines = *room
	}
	contents(d, lines)
	lines = compact(d, lines)
	choose(d, lines)
	linked(d)
	return nil
}

// look1 lists the body's blocks.
func look1(lines []line, d *document.Document) []line {
	for i := range d.Blocks {
		b := &d.Blocks[i]
		if b.Role != document.RoleBody || b.Text == "" {
			continue
		}
		l := look(b, i)
		if b.Joins && len(lines) > 0 {
			lines[len(lines)-1].joined, l.joined = true, true
		}
		lines = append(lines, l)
	}
	return lines
}

// compact drops the lines that are body no longer.
func compact(d *document.Document, lines []line) []line {
	out := lines[:0]
	for _, l := range lines {
		if d.Blocks[l.block].Role == document.RoleBody {
			out = append(out, l)
		}
	}
	return out
}

// choose decides which short lines are headings (§2.1–2.6).
func choose(d *document.Document, lines []line) {
	for i := range lines {
		l := &lines[i]
		if l.joined {
			l.kind = lineParagraph
		}
	}
	for i := range lines {
		l := &lines[i]
		if l.kind != lineShort || !hasContent(lines, i) {
			continue
		}
		if l.marked || l.level > 0 || l.bold {
			if l.marked && l.mark.family != famBracket && inList(lines, i) {
				continue
			}
			d.Blocks[l.block].Set(document.RoleHeading, reason(l))
			continue
		}
		if bareStands(lines, i) {
			d.Blocks[l.block].Set(document.RoleHeading, "heading.bare")
		}
	}
}

func reason(l *line) string {
	switch {
	case l.marked && l.mark.family == famBracket:
		return "heading.bracket"
	case l.marked && l.mark.family == famDecor:
		return "heading.decoration"
	case l.marked:
		return "heading.number"
	case l.level > 0:
		return "heading.tag"
	}
	return "heading.bold"
}

// hasContent reports whether something of its own follows the line (§2.1c).
func hasContent(lines []line, i int) bool {
	return i+1 < len(lines) && !(lines[i+1].style() == lines[i].style() && lines[i+1].kind != lineParagraph && lines[i+1].kind != lineRow)
}

// inList reports whether the line stands in a run of numbered lines of one style
// with nothing between them (§2.4).
func inList(lines []line, i int) bool {
	s := lines[i].style()
	same := func(k int) bool {
		return k >= 0 && k < len(lines) && lines[k].marked && lines[k].style() == s && !lines[k].joined
	}
	if !same(i-1) && !same(i+1) {
		return false
	}
	// The item before may be a full sentence of an earlier list that ended; a new
	// count begins a new run.
	if !same(i+1) && lines[i-1].mark.value > 0 && lines[i].mark.value > 0 && lines[i].mark.value <= lines[i-1].mark.value {
		return false
	}
	return true
}

// bareStands reports whether a short line without mark stands between paragraphs
// or headings. Captions are not looked at, and below a picture such a line is one
// more often than a heading.
func bareStands(lines []line, i int) bool {
	if lines[i].below {
		return false
	}
	before, behind := i-1, i+1
	for behind < len(lines) && lines[behind].caption {
		behind++
	}
	for before >= 0 && lines[before].caption {
		before--
	}
	if behind == len(lines) {
		return false
	}
	next := &lines[behind]
	switch next.kind {
	case lineItem, lineRow:
		return false
	case lineShort:
		// What follows must itself be a heading, and not another bare line.
		if !next.marked && !next.bold && next.level == 0 || !hasContent(lines, behind) || next.mark.family != famBracket && next.marked && inList(lines, behind) {
			return false
		}
		if next.marked && asks(lines[i].text) {
			return false // a question that leads over to the first numbered heading
		}
	case lineParagraph:
		if !next.full && next.runes < maxBare && !asks(next.text) {
			return false
		}
	}
	if before < 0 {
		return true
	}
	prev := &lines[before]
	switch prev.kind {
	case lineRow:
		return false
	case lineItem:
		return prev.full
	case lineShort:
		return prev.marked || prev.bold || prev.level > 0
	}
	return prev.full || prev.runes > maxBare
}

// asks reports whether a line is a question, as in an interview.
func asks(text string) bool { return strings.HasSuffix(text, "？") || strings.HasSuffix(text, "?") }

// glued lists the cuts between a heading and the paragraph that follows it on the
// same line after white space, or after the end of its bold run (§1.4).
func glued(blocks []document.Block) []document.Split {
	var cuts []document.Split
	for i := range blocks {
		b := &blocks[i]
		if b.Role != document.RoleBody || b.Caption || b.Joins || i+1 < len(blocks) && blocks[i+1].Joins && b.Tag == "line" {
			continue
		}
		if at := glue(b); at > 0 {
			cuts = append(cuts, document.Split{Block: i, At: at})
		}
	}
	return cuts
}

// minGlued is the least length, in bytes, of a paragraph glued to its heading.
const minGlued = 45

func glue(b *document.Block) int {
	start := len(b.Text) - len(strings.TrimLeftFunc(b.Text, isSpace))
	text := b.Text[start:]
	if len(text) < minGlued {
		return 0
	}
	m, ok := parseMark(text)
	if end := boldLead(b); end > start && end < len(b.Text) && b.Text[end] != ' ' {
		lead := document.Trim(b.Text[start:end])
		rest := strings.TrimLeftFunc(b.Text[end:], isSpace)
		spaced := len(rest) < len(b.Text)-end
		if (ok && m.rest < len(lead) || spaced) && heads(lead[min(m.rest, len(lead)):]) && paragraph(rest) {
			return end
		}
	}
	from := m.rest
	if !ok {
		from = 0
		if !strings.HasPrefix(text, "小编") && !strings.HasPrefix(text, "【") {
			return 0
		}
	}
	if strings.HasPrefix(text, "【") {
		from = strings.Index(text, "】") + len("】")
		if from < len("【】") {
			return 0
		}
		if !paragraph(text[from:]) {
			return 0
		}
		if r, _ := utf8.DecodeRuneInString(text[from:]); isSpace(r) && heads(text[len("【"):from-len("】")]) {
			return start + from
		}
		return 0
	}
	for i, r := range text[from:] {
		switch r {
		case '。', '；', '！', '，', ',', '、', '：', ':':
			return 0
		}
		if i > 90 {
			return 0
		}
		if isSpace(r) && i > 0 {
			if heads(text[from:from+i]) && paragraph(text[from+i:]) {
				return start + from + i
			}
			return 0
		}
	}
	return 0
}

// boldLead is the end of the bold run a block begins with, 0 when it has none.
func boldLead(b *document.Block) int {
	end := 0
	for _, m := range b.Marks {
		if m.Kind == document.MarkBold && m.Start <= end {
			end = max(end, m.End)
		}
	}
	return end
}

// heads reports whether words could be a heading glued to a paragraph.
func heads(words string) bool {
	n := utf8.RuneCountInString(words)
	if n < 2 || n > maxBare || strings.ContainsAny(words, "。；！，,：:") {
		return false
	}
	return true
}

// paragraph reports whether text reads like running text.
func paragraph(text string) bool {
	text = document.Trim(text)
	return len(text) >= minGlued-15 && strings.ContainsAny(text, "。，,；！") && !strings.HasPrefix(text, "：") && !strings.HasPrefix(text, ":")
}
