package markup

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// hiding is a part of the page that is not shown.
type hiding struct {
	rule string // "" once it is taken for shown
	size int    // characters beyond ASCII in it
}

// look reads the attributes that change what the reader sees into f and returns
// the rule by which the element is hidden, or "".
func (b *builder) look(f *frame, attrs []html.Attribute) (rule string) {
	if f.traits&hide != 0 {
		rule = "hidden." + f.name
	}
	for i := range attrs {
		a := &attrs[i]
		switch a.Key {
		case "class":
			f.class = a.Val
			if classHides(a.Val) {
				rule = "hidden.class"
			}
		case "id":
			f.id = a.Val
		case "hidden":
			rule = "hidden.attribute"
		case "aria-hidden":
			// Inline it means an icon beside a text; a block is a dialog that waits.
			if f.traits&block != 0 && strings.EqualFold(a.Val, "true") {
				rule = "hidden.aria"
			}
		case "href":
			if f.at == atom.A {
				b.links++
				f.link = b.links
			}
		case "size":
			// Three is the size of plain text; five and more is a heading's.
			if f.at == atom.Font && len(a.Val) > 0 && (a.Val[0] >= '5' && a.Val[0] <= '7' || a.Val == "+2" || a.Val == "+3") {
				f.bold = true
			}
		case "align":
			f.floats = f.at == atom.Table && (strings.EqualFold(a.Val, "left") || strings.EqualFold(a.Val, "right"))
		case "style":
			if r := f.style(a.Val); r != "" {
				rule = r
			}
		default:
			if strings.HasPrefix(a.Key, "data-") {
				b.keepLazy(a.Val)
			}
		}
	}
	return rule
}

// classHides reports whether a class of wide use takes an element out of what is
// read: out of print (MediaWiki, Bootstrap, Tailwind), or for screen readers alone
// (Bootstrap, WordPress).
func classHides(class string) bool {
	for class != "" {
		name := class
		if at := strings.IndexByte(class, ' '); at >= 0 {
			name, class = class[:at], class[at+1:]
		} else {
			class = ""
		}
		switch name {
		case "noprint", "no-print", "hidden-print", "d-print-none", "print:hidden", "mw-editsection",
			"sr-only", "visually-hidden", "screen-reader-text":
			return true
		}
	}
	return false
}

// style reads the declarations of a style attribute.
func (f *frame) style(s string) (rule string) {
	for len(s) > 0 {
		var declaration string
		declaration, s, _ = strings.Cut(s, ";")
		name, value, ok := strings.Cut(declaration, ":")
		if !ok {
			continue
		}
		name, value = strings.TrimSpace(name), strings.TrimSpace(value)
		if cut := strings.IndexByte(value, '!'); cut >= 0 {
			value = strings.TrimSpace(value[:cut]) // !important
		}
		switch strings.ToLower(name) {
		case "display":
			switch strings.ToLower(value) {
			case "none":
				rule = "hidden.display"
			case "block":
				f.traits |= block
			}
		case "visibility":
			if strings.EqualFold(value, "hidden") {
				rule = "hidden.visibility"
			}
		case "float":
			f.floats = strings.EqualFold(value, "left") || strings.EqualFold(value, "right")
		case "position":
			f.floats = f.floats || strings.EqualFold(value, "absolute") || strings.EqualFold(value, "fixed")
		case "font-weight":
			f.bold = boldWeight(value, f.bold)
		case "font-size":
			f.bold = f.bold || bigSize(value)
		case "white-space":
			f.pre = len(value) >= 3 && strings.EqualFold(value[:3], "pre") || value == "break-spaces"
		}
	}
	return rule
}

func boldWeight(value string, inherited bool) bool {
	switch strings.ToLower(value) {
	case "bold", "bolder":
		return true
	case "normal", "lighter":
		return false
	}
	if n, err := strconv.Atoi(value); err == nil {
		return n >= 600
	}
	return inherited
}

// bigSize reports whether a font size is a heading's: plain text is set in 12 to
// 18 pixels, and in up to 16 points in official documents.
func bigSize(value string) bool {
	value = strings.ToLower(value)
	if value == "x-large" || value == "xx-large" || value == "xxx-large" {
		return true
	}
	least := 22.0
	number, ok := strings.CutSuffix(value, "px")
	if !ok {
		least = 18
		if number, ok = strings.CutSuffix(value, "pt"); !ok {
			return false
		}
	}
	n, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
	return err == nil && n >= least
}

// Parts that are not shown count as shown when hardly any other text is there.
const (
	// leastShown is the least a hidden part must hold, in characters beyond ASCII,
	// to be worth showing: less is a notice, not an article.
	leastShown = 40
	// A style that scripts undo when the page is ready hides the article and little
	// else. Invisible elements keep their place and are seldom anything else;
	// display: none is also what closed dialogs and tabs have.
	shareInvisible = .5
	shareNotThere  = .75
)

// reveal shows the hidden part that is the page's article. Fallback content, as
// of <noscript>, is shown only when the page has nothing else.
func (b *builder) reveal() {
	shown := b.measure()
	best := b.largest(func(h hiding) bool {
		share := shareNotThere
		switch h.rule {
		case "hidden.visibility":
			share = shareInvisible
		case "hidden.display", "hidden.attribute", "hidden.aria", "hidden.class":
		default:
			return false
		}
		return float64(h.size) >= share*float64(h.size+shown)
	})
	if best == 0 && shown < leastShown {
		best = b.largest(func(hiding) bool { return true })
	}
	if best != 0 {
		b.hiding[best].rule = ""
		shown += b.hiding[best].size
	}
	// What scripts would write is worth more than menus, byline and foot around it.
	if n := beyondASCII(b.lazy); n > shown && (shown < leastShown || strings.Count(b.lazy, "。") >= lazySentences) {
		shown += n
		b.read(b.lazy)
	}
	if n := beyondASCII(b.told); n >= leastShown && shown < n {
		// JSON-LD holds more text than the whole page shows: scripts would write it.
		b.read("<div>" + strings.ReplaceAll(b.told, "\n", "<br>") + "</div>")
	}
}

// measure counts characters beyond ASCII, which unlike Han ones survive a wrong
// decoding, in every hidden part, and returns those of the shown text.
func (b *builder) measure() int {
	for i := range b.pieces {
		p := &b.pieces[i]
		b.hiding[p.hidden].size += beyondASCII(b.arena[p.start:p.end])
	}
	return b.hiding[0].size
}

// beyondASCII counts the characters of a UTF-8 text that are not ASCII.
func beyondASCII[T string | []byte](text T) int {
	n := 0
	for i := 0; i < len(text); i++ {
		if text[i] >= 0xC0 {
			n++
		}
	}
	return n
}

// largest is the index of the largest hidden part that ok accepts, 0 for none.
func (b *builder) largest(ok func(hiding) bool) int {
	best := 0
	for i := 1; i < len(b.hiding); i++ {
		if h := b.hiding[i]; h.size >= leastShown && (best == 0 || h.size > b.hiding[best].size) && ok(h) {
			best = i
		}
	}
	return best
}

// lazySentences is how many sentences tell an article in a data attribute from names
// and lists.
const lazySentences = 2

// leastLazy is the least length in bytes of a data attribute that may be an article.
const leastLazy = 300

// keepLazy remembers the longest text of a data attribute, from where scripts
// would put it into an empty page.
func (b *builder) keepLazy(value string) {
	if len(value) <= max(len(b.lazy), leastLazy) || strings.HasPrefix(value, `{"`) || strings.HasPrefix(value, "[{") {
		return
	}
	if beyondASCII(value) >= len(value)/8 { // addresses have less
		b.lazy = value
	}
}
