package repair

import (
	"strings"
	"unicode/utf8"

	"zhengwen/document"
	"zhengwen/internal/lexicon"
	"zhengwen/internal/lexicon/charlm"
)

// Bounds of watermarks. A string that a site puts between the characters of its text
// falls inside a word in two places of five; a name that an author writes does not.
const (
	leastMarks    = 3  // places of a page with the same string
	leastTorn     = 2  // different words that it tears apart
	tornShare     = 6  // one of so many places at least must be inside a word
	shortMark     = 3  // bytes
	longMark      = 40 // bytes
	longName      = 8  // hanzi that may belong to a mark on either side
	mostMarks     = 64 // different strings of a page that are counted
	paragraph     = 60 // bytes of text that a paragraph has before its tail
	wordsAcross   = 2  // characters of a torn word on either side
	costAcross    = 7  // of the two characters where the text is joined again
	confidentMark = 0.7
)

// particles belong to no word that can be torn: what stands between them may be left
// out wherever it stands.
const particles = "的了是在有和与對对中上下为為以将將把被从從向到就也都而及或不这這那我你他她它们們个個一大小人用可能会會要"

// A mark is a string that stands between hanzi, with the places where it does.
type inserted struct {
	text   string
	places []document.Damage
	blocks []int
	torn   map[string]bool // words that it tears apart
	inside int             // places inside a word
}

// watermarks marks what a site has put into its text: the same short string of
// letters between characters, tearing words apart, or behind the last sentence of
// several paragraphs.
func (w *worker) watermarks() {
	w.betweenCharacters()
	w.behindParagraphs()
}

func (w *worker) betweenCharacters() {
	var list []*inserted
	index := map[string]*inserted{}
	for i, f := range w.flags {
		if f&signLetter == 0 {
			continue
		}
		text := w.text(i)
		w.work += len(text)
		for at := 0; at < len(text); {
			start, end := foreignRun(text, at)
			if start < 0 {
				break
			}
			at = end
			s := text[start:end]
			if len(s) < shortMark || len(s) > longMark {
				continue
			}
			m := index[s]
			if m == nil {
				if len(list) == mostMarks {
					continue
				}
				m = &inserted{text: s}
				index[s] = m
				list = append(list, m)
			}
			m.blocks = append(m.blocks, i)
			m.places = append(m.places, document.Damage{Kind: document.DamageScrambled, Span: document.Span{Start: start, End: end}, Confidence: confidentMark})
		}
	}
	for _, m := range list {
		if len(m.places) < leastMarks {
			continue
		}
		w.grow(m)
		m.torn = map[string]bool{}
		for k, d := range m.places {
			text := w.text(m.blocks[k])
			if word := w.across(text[:d.Span.Start], text[d.Span.End:]); word != "" {
				m.inside++
				m.torn[word] = true
			}
		}
		if len(m.torn) < leastTorn || m.inside*tornShare < len(m.places) {
			continue
		}
		for k, d := range m.places {
			w.damage(m.blocks[k], d)
		}
	}
}

// grow takes to a mark the hanzi that stand beside it in all its places.
func (w *worker) grow(m *inserted) {
	shared := func(next func(text string, s document.Span) (rune, int)) int {
		var one rune
		size := 0
		for k, d := range m.places {
			r, n := next(w.text(m.blocks[k]), d.Span)
			if k == 0 {
				one, size = r, n
			}
			if n == 0 || r != one || !cp936().isHan(r) {
				return 0
			}
		}
		return size
	}
	for range longName {
		right := shared(func(text string, s document.Span) (rune, int) { return utf8.DecodeRuneInString(text[s.End:]) })
		left := shared(func(text string, s document.Span) (rune, int) { return utf8.DecodeLastRuneInString(text[:s.Start]) })
		if left == 0 && right == 0 {
			return
		}
		for k := range m.places {
			m.places[k].Span.Start -= left
			m.places[k].Span.End += right
		}
	}
}

// repeated reports whether a string of letters may stand often enough between the
// characters of a page: most pages have none.
func repeated(texts []string, flags []signs) bool {
	var n [256]uint8 // by hash
	for i, f := range flags {
		if f&signLetter == 0 {
			continue
		}
		for at := 0; ; {
			start, end := foreignRun(texts[i], at)
			if start < 0 {
				break
			}
			at = end
			if end-start < shortMark || end-start > longMark {
				continue
			}
			h := uint32(2166136261) // FNV-1a
			for _, b := range []byte(texts[i][start:end]) {
				h = (h ^ uint32(b)) * 16777619
			}
			if n[h>>24]++; n[h>>24] == leastMarks {
				return true
			}
		}
	}
	return false
}

// foreignRun returns the next run of letters, digits and what joins them that stands
// between two hanzi and has a letter, from text[at] on; -1 when there is none.
func foreignRun(text string, at int) (start, end int) {
	for at < len(text) {
		n := foreignAt(text, at)
		if n == 0 {
			at++
			continue
		}
		start, letter := at, false
		for ; n > 0; n = foreignAt(text, at) {
			b := text[at+n-1]
			letter = letter || n == 3 && text[at+1] == 0xBD || 'a' <= b|0x20 && b|0x20 <= 'z' // of full width: small ones
			at += n
		}
		if !letter || start < 3 || at+3 > len(text) || text[start-1] < 0x80 || text[at] < 0xE3 {
			continue
		}
		last, _ := utf8.DecodeLastRuneInString(text[:start])
		next, _ := utf8.DecodeRuneInString(text[at:])
		if cp936().isHan(last) && cp936().isHan(next) {
			return start, at
		}
	}
	return -1, 0
}

// foreignAt returns the length of a letter or digit at text[i], of either width, or of
// a sign that joins them in an address; 0 for anything else.
func foreignAt(text string, i int) int {
	if i >= len(text) {
		return 0
	}
	b, n := text[i], 1
	if b == 0xEF && i+2 < len(text) { // full width: FF01 to FF5E
		switch text[i+1] {
		case 0xBC:
			b, n = text[i+2]-0x60, 3
		case 0xBD:
			b, n = text[i+2]-0x20, 3
		}
	}
	switch {
	case '0' <= b && b <= '9', 'a' <= b|0x20 && b|0x20 <= 'z', b == '.', b == '@', b == '/', b == '_', b == '-':
		return n
	}
	return 0
}

// across returns the word that stands across two texts, none when they meet between
// words.
func (w *worker) across(left, right string) string {
	lex, err := lexicon.Default()
	if err != nil {
		return ""
	}
	w.work++
	before, last := lastTwo(left)
	next, _ := utf8.DecodeRuneInString(right)
	if strings.ContainsRune(particles, last) || strings.ContainsRune(particles, next) || costOf(before, last, next) > costAcross {
		return ""
	}
	for n := wordsAcross; n > 0; n-- {
		for k := wordsAcross; k > 0; k-- {
			word := fold(lastRunes(left, n) + firstRunes(right, k))
			if _, ok := lex.Lookup(word); ok {
				return word
			}
		}
	}
	return ""
}

// fold returns a text in Simplified characters.
func fold(s string) string {
	return strings.Map(func(r rune) rune { return charlm.Fold(r) }, s)
}

// behindParagraphs marks the same string behind the last sentence of several
// paragraphs.
func (w *worker) behindParagraphs() {
	tails := map[string][]int{}
	var order []string
	for i := range w.flags {
		if t := tailOf(w.text(i)); t != "" {
			if tails[t] == nil {
				order = append(order, t)
			}
			tails[t] = append(tails[t], i)
		}
	}
	for _, t := range order {
		if len(tails[t]) < leastMarks {
			continue
		}
		for _, i := range tails[t] {
			n := len(w.text(i))
			w.damage(i, document.Damage{Kind: document.DamageScrambled, Span: document.Span{Start: n - len(t), End: n}, Confidence: confidentMark})
		}
	}
}

// endMark reports whether three bytes are the mark that ends a sentence.
func endMark(c string) bool { return c == "。" || c == "！" || c == "？" }

// tailOf returns what stands behind the last sentence of a paragraph.
func tailOf(text string) string {
	if len(text) < paragraph {
		return ""
	}
	part := text[characterAt(text, len(text)-longMark):]
	at := len(part)
	for at >= len("。") && !endMark(part[at-len("。"):at]) {
		at--
	}
	if at < len("。") {
		return ""
	}
	t := strings.TrimLeft(part[at:], "”’」』）)\"' \u3000")
	if n := utf8.RuneCountInString(t); n < shortMark || n < 2*shortMark && strings.ContainsAny(t, "()（）[]【】〔〕") || strings.ContainsAny(t, "，；：、") {
		return ""
	}
	return t
}
