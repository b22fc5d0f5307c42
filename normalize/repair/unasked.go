package repair

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"zhengwen/document"
	"zhengwen/internal/lexicon/charlm"
)

// Gains in nats that another mark must bring over a question mark. Of the marks of
// clean news and web text the best of 316 question marks between hanzi gained 2.5 as
// a dot (those that were lost dots apart, 10 and more) and two in three dots of names
// more than 4; the best of 65 pairs of question marks 4.2 as quotes, and 70 % of 2,367
// pairs of quotes more than 8.
const (
	gainDot    = 5
	gainQuotes = 9
	gainAgain  = 5 // of further quotes on a page that has lost several
)

const (
	leastQuotes   = 2  // pairs that prove a page
	longestQuoted = 30 // characters
	leastBullets  = 3  // lines that begin with one: no author begins so with a question mark
)

// Confidence in a mark put in place of a question mark.
const (
	sureDot    = 0.95
	sureQuotes = 0.9
	sureBullet = 0.85
)

// A doubt is a single question mark, what it gains as a dot and as either quote.
type doubt struct {
	at                int
	dot, open, closed float32
	after             string // what it becomes
	sure              float64
}

// unasked finds question marks inside lines that stand for a mark the page's
// charset lacked: the dot of a name, quotes around a phrase, the bullets of a list.
// Questions stay: every mark must read far better than the question.
func (w *worker) unasked() {
	found := make([][]doubt, len(w.flags))
	pairs, bullets := 0, 0
	for i, f := range w.flags {
		text := w.text(i)
		if f&signQuestion == 0 {
			continue
		}
		w.work += len(text)
		found[i] = doubts(text)
		for k := 1; k < len(found[i]); k++ {
			if pair(found[i][k-1:], text) > gainQuotes {
				pairs++
			}
		}
		if bullet(text) {
			bullets++
		}
	}
	least := float32(gainQuotes)
	switch {
	case pairs > 0 && w.quotes():
		least = math.MaxFloat32 // the charset has them
	case pairs >= leastQuotes:
		least = gainAgain
	}
	for i, list := range found {
		if len(list) == 0 {
			continue
		}
		text := w.text(i)
		settle(list, text, least)
		if bullets >= leastBullets && bullet(text) {
			list[0].after, list[0].sure = "•", sureBullet
		}
		list = slices.DeleteFunc(list, func(d doubt) bool { return d.after == "" })
		c := make([]document.Change, len(list))
		for k, d := range list {
			c[k] = document.Change{Start: d.at, End: d.at + 1, After: d.after, Kind: document.EditMojibake, Rule: ruleUnencodable, Confidence: d.sure}
		}
		w.change(i, c)
	}
}

// quotes reports whether the page has quotes.
func (w *worker) quotes() bool {
	w.work += w.size
	for i := range w.flags {
		if strings.Contains(w.text(i), "“") || strings.Contains(w.text(i), "”") {
			return true
		}
	}
	return false
}

// settle decides what the marks of a text become: the dots and pairs that gain most
// together, each pair at least so much.
func settle(list []doubt, text string, least float32) {
	best := make([]float32, len(list)+2) // from a mark to the end
	for k := len(list) - 1; k >= 0; k-- {
		d := &list[k]
		best[k] = best[k+1]
		if d.dot > gainDot {
			best[k] += d.dot
			d.after, d.sure = "·", sureDot
		}
		if g := pair(list[k:], text); g > least && g+best[k+2] > best[k] {
			best[k] = g + best[k+2]
			d.after, d.sure = "“", sureQuotes
		}
	}
	for k := 0; k+1 < len(list); k++ {
		if list[k].after == "“" {
			k++
			list[k].after, list[k].sure = "”", sureQuotes
		}
	}
}

// pair is what the first two marks gain together as quotes around a phrase.
func pair(list []doubt, text string) float32 {
	if len(list) < 2 {
		return 0
	}
	phrase := text[list[0].at+1 : list[1].at]
	first, _ := utf8.DecodeRuneInString(phrase)
	if !cp936().isHan(first) || len(phrase) > longestQuoted*len("字") {
		return 0
	}
	return list[0].open + list[1].closed
}

// doubts returns the question marks of a text that stand by themselves before or
// behind a hanzi.
func doubts(text string) (out []doubt) {
	for i := 0; i < len(text); i++ {
		k := strings.IndexByte(text[i:], '?')
		if k < 0 {
			break
		}
		i += k
		if strings.HasPrefix(text[i+1:], "?") {
			for i+1 < len(text) && text[i+1] == '?' {
				i++
			}
			continue
		}
		before, last := lastTwo(text[:i])
		a := strings.TrimSpace(string(before) + string(last))
		next, _ := utf8.DecodeRuneInString(text[i+1:])
		b := firstRunes(text[i+1:], 2)
		left, right := cp936().isHan(last), cp936().isHan(next)
		d := doubt{at: i}
		if !left && !right && i > 0 && !strings.ContainsRune(gapMarks+"！…", last) {
			continue
		}
		asked := charlm.Span(a, "？", b)
		if left && right {
			d.dot = asked - charlm.Span(a, "·", b)
		}
		d.open, d.closed = asked-charlm.Span(a, "“", b), asked-charlm.Span(a, "”", b)
		out = append(out, d)
	}
	return out
}

// bullet reports whether a text begins with a question mark and white space and asks
// nothing. Without white space it may be the quote of a paragraph.
func bullet(text string) bool {
	rest, ok := strings.CutPrefix(text, "?")
	item := strings.TrimLeft(rest, " \t\u3000\u00A0")
	first, _ := utf8.DecodeRuneInString(item)
	if !ok || item == rest || !cp936().isHan(first) || strings.ContainsAny(item, "?？") {
		return false
	}
	return !slices.ContainsFunc(asking, func(q string) bool { return strings.Contains(item, q) })
}

// asking are words of questions: a list of questions may have a question mark for a
// bullet.
var asking = []string{"吗", "嗎", "呢", "什么", "什麼", "怎么", "怎麼", "怎样", "怎樣", "如何", "为何", "為何", "哪", "谁", "誰", "多少", "是否", "能否", "几"}
