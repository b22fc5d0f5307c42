package repair

import (
	"strings"
	"unicode/utf8"

	"zhengwen/document"
)

const ruleUnencodable = "unencodable"

// copyrightWords stand beside the sign of copyright.
var copyrightWords = []string{"copyright", "版权所有", "版權所有"}

// unencodable finds question marks that stand for a character the page's charset
// lacked: the sign of copyright between its word and a year or name, and white
// space at the beginning of lines. Real question marks stay.
func (w *worker) unencodable() {
	indented := 0
	for i := range w.flags {
		if w.flags[i]&signQuestion != 0 && indent(w.text(i)) > 0 {
			indented++
		}
	}
	for i := range w.flags {
		if w.flags[i]&signQuestion == 0 {
			continue
		}
		text := w.text(i)
		change := func(start, end int, after string, confidence float64) document.Change {
			return document.Change{Start: start, End: end, After: after, Kind: document.EditMojibake, Rule: ruleUnencodable, Confidence: confidence}
		}
		if n := indent(text); n > 0 && indented >= leastIndented {
			w.change(i, []document.Change{change(0, n, "", 0.9)})
		} else if k := copyrightMark(text); k >= 0 {
			w.change(i, []document.Change{change(k, k+1, "©", 0.95)})
		}
	}
}

// leastIndented is the number of blocks of a page that must begin with two or more
// question marks before a hanzi: no author begins so twice.
const leastIndented = 2

// indent returns the number of question marks that a text begins with when they
// stand for its indentation, else 0.
func indent(text string) int {
	rest := strings.TrimLeft(text, "?")
	n := len(text) - len(rest)
	if r, _ := utf8.DecodeRuneInString(rest); n < 2 || !cp936().isHan(r) {
		return 0
	}
	return n
}

// copyrightMark returns the offset of a question mark between white space that
// stands for the sign of copyright, or -1.
func copyrightMark(text string) int {
	k := strings.Index(text, " ? ")
	if k < 0 || strings.Count(text, "?") > 1 {
		return -1
	}
	before := strings.ToLower(text[max(0, k-24):k])
	after := strings.TrimLeft(text[k+3:], " ")
	year := len(after) >= 4 && (strings.HasPrefix(after, "19") || strings.HasPrefix(after, "20")) && digit(after[2]) && digit(after[3])
	for _, word := range copyrightWords {
		if strings.HasSuffix(before, word) && (year || word == "copyright") {
			return k + 1
		}
	}
	return -1
}

func digit(c byte) bool { return '0' <= c && c <= '9' }
