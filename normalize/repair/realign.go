package repair

import (
	"strings"
	"unicode/utf8"

	"zhengwen/document"
)

// Rules of the ledger.
const (
	ruleReading = "annotated-reading"
	ruleRealign = "gbk-realign"
)

// folded lists the marks later cleaners turn to ASCII with the second byte of
// the full-width form; the first is A3.
var folded = map[byte]int16{',': 0xAC, ';': 0xBB, ':': 0xBA, '(': 0xA8, ')': 0xA9, '!': 0xA1, '?': 0xBF}

// beforeCut are the marks the annotator cuts the byte stream at.
const beforeCut = "，；！？。,;!?"

// tagNames are the tags a swallowed `<` is put back before.
var tagNames = map[string]bool{
	"a": true, "b": true, "br": true, "p": true, "div": true, "span": true, "strong": true, "em": true, "i": true, "u": true, "li": true, "ul": true,
	"ol": true, "h1": true, "h2": true, "h3": true, "h4": true, "h5": true, "h6": true, "td": true, "th": true, "tr": true, "table": true, "tbody": true,
	"section": true, "article": true, "font": true, "img": true, "blockquote": true, "dd": true, "dt": true, "dl": true, "title": true, "center": true,
	"body": true, "html": true, "hr": true, "label": true, "pre": true, "small": true, "sub": true, "sup": true, "header": true, "footer": true, "main": true,
}

// maxTag bounds the search for the end of a tag, in bytes.
const maxTag = 512

// tagRest reports whether s begins with a tag that has lost its `<`.
func tagRest(s string) bool {
	closing := strings.HasPrefix(s, "/")
	if closing {
		s = s[1:]
	}
	n := 0
	for n < len(s) && n <= 10 && ('a' <= s[n]|0x20 && s[n]|0x20 <= 'z' || n > 0 && '1' <= s[n] && s[n] <= '6') {
		n++
	}
	if n == 0 || n >= len(s) || !tagNames[strings.ToLower(s[:n])] {
		return false
	}
	s = s[n:]
	if closing || s[0] == '>' || strings.HasPrefix(s, "/>") {
		return strings.HasPrefix(s, ">") || strings.HasPrefix(s, "/>")
	}
	if s[0] != ' ' {
		return false
	}
	// Attributes up to the end of the tag.
	s = s[:min(len(s), maxTag)]
	end := strings.IndexByte(s, '>')
	return end > 0 && (strings.Contains(s[:end], "=") || strings.TrimSpace(s[:end]) == "/") && !strings.Contains(s[:end], "<")
}

// misaligned returns where a misaligned run of the text may begin: at the first
// `?` of the kind the annotator leaves, or -1. On a damaged page one at the end
// of the text counts too.
func misaligned(text string, damaged bool) int {
	for i := 0; i < len(text); i++ {
		k := strings.IndexByte(text[i:], '?')
		if k < 0 {
			return -1
		}
		i += k
		rest := text[i+1:]
		if rest == "" {
			if damaged {
				return i
			}
			return -1
		}
		if r, _ := utf8.DecodeRuneInString(rest); strings.ContainsRune(beforeCut, r) {
			return i
		}
		if _, n := torn(rest); n > 0 || tagRest(rest) {
			return i
		}
	}
	return -1
}

// realignTokens cuts the text into tokens for code page 936. drop lists the
// annotations that go.
func realignTokens(text string, drop []annotation) []token {
	t := cp936()
	var out []token
	for i := 0; i < len(text); {
		if len(drop) > 0 && i == drop[0].start {
			out = append(out, token{start: i, end: drop[0].end, r: -1, alts: []alt{{reading: drop[0].readings[0]}}})
			i = drop[0].end
			drop = drop[1:]
			continue
		}
		r, n := utf8.DecodeRuneInString(text[i:])
		k := token{start: i, end: i + n, r: r, alts: []alt{{literal: true}}}
		switch {
		case r == '?':
			k = questionToken(text, i)
		case r == ' ':
			k.alts = append(k.alts, alt{pending: true, cost: 3, bytes: []int16{0xA1, 0xA1}})
		case r == '€':
			k.alts = append(k.alts, alt{pending: true, bytes: []int16{0x80}})
		case r < 0x80:
			if b, ok := folded[byte(r)]; ok {
				k.alts = append(k.alts, alt{pending: true, cost: 0.3, bytes: []int16{0xA3, b}})
			} else if r >= 0x40 {
				k.alts = append(k.alts, alt{pending: true, bytes: []int16{int16(r)}})
			}
		default:
			if a, b, ok := t.bytes(r); ok {
				k.alts = append(k.alts, alt{pending: true, bytes: []int16{int16(a), int16(b)}})
			}
		}
		out = append(out, k)
		i = k.end
	}
	return out
}

// questionToken reads a `?` at text[i]: a question mark, a folded one, the byte
// before a cut, before a bracket, before a swallowed `<`, or before a swallowed
// character.
func questionToken(text string, i int) token {
	k := token{start: i, end: i + 1, r: '?', alts: []alt{{literal: true}}}
	rest := text[i+1:]
	if reading, n := torn(rest); n > 0 {
		return token{start: i, end: i + 1 + n, r: -1, alts: []alt{
			{lead: true, bytes: []int16{unknown}, reading: reading, cost: -3}, {literal: true, cost: 25},
		}}
	}
	k.alts = append(k.alts, alt{pending: true, cost: 0.3, bytes: []int16{0xA3, 0xBF}})
	next, _ := utf8.DecodeRuneInString(rest)
	switch {
	case rest == "" || next == '<' || next == '\n':
		k.alts = append(k.alts, alt{pending: true, cost: 1, lead: true, bytes: []int16{unknown}})
	case strings.ContainsRune(beforeCut, next):
		a := alt{lead: true, bytes: []int16{unknown}}
		if i > 0 && text[i-1] == '?' {
			// The cut before this byte was made for a mark too: it and the first
			// byte of the next mark are A1 A3 or A3 A1.
			a.bytes[0] = 0xA1
			if next == '。' {
				a.bytes[0] = 0xA3
			}
		}
		k.alts = append(k.alts, a)
	case tagRest(rest):
		k.alts = append(k.alts, alt{pending: true, lead: true, bytes: []int16{unknown}, emit: '<'})
	default:
		k.alts = append(k.alts, alt{pending: true, cost: 9, lead: true, bytes: []int16{unknown}, lost: true})
	}
	return k
}

// realign restores one text of an annotated page: drop are its annotations that
// go, in order.
func (w *worker) realign(text string, drop []annotation, damaged bool) ([]document.Change, []document.Damage) {
	if misaligned(text, damaged) < 0 {
		var out []document.Change
		for _, a := range drop {
			out = append(out, document.Change{Start: a.start, End: a.end, Kind: document.EditPinyin, Rule: ruleReading, Confidence: 0.99})
		}
		return out, nil
	}
	tokens := realignTokens(text, drop)
	s := w.search(doubleByte{cp936()})
	if s.forms = scriptOf(text); s.forms == hans {
		s.forms = anyScript // the annotator writes Traditional; what is Simplified here is garbage
	}
	confidence := 0.95
	path, cost := s.run(tokens)
	if !w.spent() && (damaged || made(path)) {
		s.gaps = true
		if path2, cost2 := s.run(tokens); cost2 < cost {
			path, confidence = path2, 0.6 // bytes were made up that only the model vouches for
		}
	}
	return changes(text, tokens, path, func(onlyGone bool) document.Change {
		if onlyGone {
			return document.Change{Kind: document.EditPinyin, Rule: ruleReading, Confidence: 0.99}
		}
		return document.Change{Kind: document.EditRealign, Rule: ruleRealign, Confidence: confidence}
	})
}

// made reports whether a path decodes anything.
func made(path []step) bool {
	for _, p := range path {
		if !p.literal && (p.r >= 0 || p.lost) {
			return true
		}
	}
	return false
}

// changes turns a path into changes of the text, one for every stretch that is
// not taken as it stands, and marks what is lost.
func changes(text string, tokens []token, path []step, kind func(onlyGone bool) document.Change) (out []document.Change, damage []document.Damage) {
	shift, from := 0, 0 // from is the first token of the current stretch
	var made []rune
	var lost []int // offsets into the stretch
	flush := func(to int) {
		if from == to {
			return
		}
		start, end := tokens[from].start, tokens[to-1].end
		after := string(made)
		for _, k := range lost {
			at := start + shift + k
			damage = append(damage, document.Damage{Kind: document.DamageLost, Span: document.Span{Start: at, End: at}, Confidence: 0.8})
		}
		if after != text[start:end] {
			c := kind(len(made) == 0)
			c.Start, c.End, c.After = start, end, after
			out = append(out, c)
			shift += len(after) - (end - start)
		}
	}
	size := 0
	for _, p := range path {
		if p.literal {
			flush(int(p.tok))
			from, made, lost, size = int(p.tok)+1, made[:0], lost[:0], 0
			continue
		}
		if p.lost {
			lost = append(lost, size)
		}
		if p.r >= 0 {
			made = append(made, p.r)
			size += utf8.RuneLen(p.r)
		}
	}
	flush(len(tokens))
	return out, damage
}
