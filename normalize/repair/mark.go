package repair

import (
	"strings"
	"unicode/utf8"

	"zhengwen/document"
)

// mark notes what is lost in a text and stays as it is: replacement characters,
// what UTF-8 of replacement characters gives in GBK, and text that has become
// question marks.
func (w *worker) mark(i int) {
	text := w.text(i)
	if w.flags[i]&signLost != 0 {
		w.damage(i, w.replaced(text)...)
	}
	if w.flags[i]&signQuestion != 0 {
		w.damage(i, questions(text)...)
	}
	if w.flags[i]&signTwice != 0 {
		w.damage(i, replacedTwice(text)...)
	}
}

// replaced marks runs of U+FFFD beside hanzi. One that stands by itself, between
// white space or quotes, is spoken of, not lost.
func (w *worker) replaced(text string) []document.Damage {
	var out []document.Damage
	for i := 0; i < len(text); {
		k := strings.IndexRune(text[i:], utf8.RuneError)
		if k < 0 {
			break
		}
		i += k
		end := i
		for strings.HasPrefix(text[end:], "\uFFFD") {
			end += 3
		}
		if end == i {
			i++ // invalid UTF-8; never in a decoded text
			continue
		}
		before, _ := utf8.DecodeLastRuneInString(text[:i])
		after, _ := utf8.DecodeRuneInString(text[end:])
		if end-i > 3 || !aside(before, i == 0) || !aside(after, end == len(text)) {
			out = append(out, document.Damage{Kind: document.DamageLost, Span: document.Span{Start: i, End: end}, Suggestion: w.suggest(text, i, end), Confidence: 0.95})
		}
		i = end
	}
	return out
}

// aside reports whether r sets a character apart from the text.
func aside(r rune, edge bool) bool {
	return !edge && (r == ' ' || r == '\'' || r == '"' || r == '`' || r == '“' || r == '”' || r == '「' || r == '」' || r == '(' || r == ')' || r == '（' || r == '）')
}

// kunJinKao is UTF-8 of two replacement characters read as GBK, in its two
// phases.
const kunJinKao = "锟斤拷"

// replacedTwice marks runs of 锟斤拷. A single one may be spoken of.
func replacedTwice(text string) []document.Damage {
	if !strings.Contains(text, "锟") {
		return nil
	}
	start, end, pieces := -1, 0, 0
	var out []document.Damage
	flush := func() {
		if pieces >= 2 {
			out = append(out, document.Damage{Kind: document.DamageLost, Span: document.Span{Start: start, End: end}, Confidence: 0.95})
		}
		start, pieces = -1, 0
	}
	gap := 0
	for i, r := range text {
		if strings.ContainsRune(kunJinKao, r) {
			if start < 0 {
				start = i
			}
			if r != '斤' {
				pieces++
			}
			end, gap = i+utf8.RuneLen(r), 0
			continue
		}
		if gap++; start >= 0 && gap > 3 {
			flush()
		}
	}
	if pieces >= 3 || pieces == 2 && end == len(text) && start == 0 {
		flush()
	}
	return out
}

// questions marks texts that have become question marks.
func questions(text string) []document.Damage {
	const most = 5
	var out []document.Damage
	for i := 0; i < len(text); {
		k := strings.IndexByte(text[i:], '?')
		if k < 0 {
			break
		}
		i += k
		end := i
		for end < len(text) && text[end] == '?' {
			end++
		}
		if end-i >= most && (end-i)*2 > len(text) {
			out = append(out, document.Damage{Kind: document.DamageLost, Span: document.Span{Start: i, End: end}, Confidence: 0.9})
		}
		i = end
	}
	return out
}
