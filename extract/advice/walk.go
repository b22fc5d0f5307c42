package advice

import (
	"iter"
	"strings"
	"unicode/utf8"

	"zhengwen/document"
)

// walker goes through the lines of the frozen text and knows the section each
// belongs to. It passes over captions: they neither direct nor tell a story.
type walker struct {
	d       *document.Document
	line    document.Span
	section int  // innermost section, -1 for none
	heading bool // the line is that section's heading
	at      int  // where the next line begins
	seen    int  // sections begun so far
	piece   int  // of the text, where the line begins
}

// next moves to the following line and reports whether there is one.
func (w *walker) next() bool {
	for w.step() {
		if !w.caption() {
			return true
		}
	}
	return false
}

// caption reports whether the line is one.
func (w *walker) caption() bool {
	pieces := w.d.Pieces
	for w.piece < len(pieces) && pieces[w.piece].At < w.line.Start {
		w.piece++
	}
	return w.piece < len(pieces) && pieces[w.piece].At == w.line.Start && w.d.Blocks[pieces[w.piece].Block].Caption
}

func (w *walker) step() bool {
	text := w.d.Text
	if w.at >= len(text) {
		return false
	}
	end := strings.IndexByte(text[w.at:], '\n')
	if end < 0 {
		end = len(text)
	} else {
		end += w.at
	}
	w.line = document.Span{Start: w.at, End: end}
	w.at = end + 1
	w.heading = w.seen < len(w.d.Sections) && w.d.Sections[w.seen].Span.Start == w.line.Start
	if w.heading {
		w.seen++
	}
	w.section = w.seen - 1
	return true
}

// sentences yields the sentences of a line of text, without list mark and speaker's
// label. The row of a table has none.
func sentences(text string, line document.Span) iter.Seq[document.Span] {
	return func(yield func(document.Span) bool) {
		body := text[line.Start:line.End]
		if row(body) {
			return
		}
		for pos := labelLen(body); pos < len(body); {
			end := sentenceEnd(body, pos)
			start := pos + leadingSpace(body[pos:end])
			pos = end
			if !yield(document.Span{Start: line.Start + start, End: line.Start + end}) {
				return
			}
		}
	}
}

// sentenceEnd is the end of the sentence that begins at from: after 。！？ and the
// closing marks that follow, else the end of the line.
func sentenceEnd(text string, from int) int {
	for i := from; i < len(text); {
		c := text[i]
		if han(c) {
			i += len("一")
			continue
		}
		if c == '!' || c == '?' {
			return closing(text, i+1)
		}
		if end := i + len("。"); (c == "。"[0] || c == "！"[0]) && end <= len(text) { // ？ begins like ！
			if w := text[i:end]; w == "。" || w == "！" || w == "？" {
				return closing(text, end)
			}
			i = end
			continue
		}
		i++
	}
	return len(text)
}

// closing skips further end marks and closing quotation marks and brackets.
func closing(text string, i int) int {
	for i < len(text) {
		r, n := utf8.DecodeRuneInString(text[i:])
		switch r {
		case '。', '！', '？', '!', '?', '”', '’', '」', '』', '）', ')':
			i += n
		default:
			return i
		}
	}
	return i
}

func leadingSpace(text string) int {
	if text == "" || han(text[0]) {
		return 0
	}
	return len(text) - len(strings.TrimLeftFunc(text, document.IsSpace))
}

// labelLen is the length of the list mark or speaker label a line begins with:
// 1、 (1) ① A1： 答： ●.
func labelLen(text string) int {
	i := leadingSpace(text)
	r, n := utf8.DecodeRuneInString(text[i:])
	hanzi := isHan(r)
	switch {
	case !hanzi && ('①' <= r && r <= '⑳' || strings.ContainsRune("●■◆▍★•·○□▶", r)):
		i += n
		return i + leadingSpace(text[i:])
	case r == '（' || r == '(':
		k, digits := i+n, 0
		for k < len(text) && digits < 4 {
			r, n := utf8.DecodeRuneInString(text[k:])
			if r == '）' || r == ')' {
				if digits > 0 {
					return k + n + leadingSpace(text[k+n:])
				}
				return i
			}
			if !counts(r) {
				return i
			}
			digits++
			k += n
		}
		return i
	case (r == '答' || r == 'A' || r == '解') && letterMark(text[i:]) == 0:
		k := i + n
		for k < len(text) && '0' <= text[k] && text[k] <= '9' {
			k++
		}
		if k == i+n && strings.HasPrefix(text[k:], "答") {
			k += len("答")
		}
		if r, n := utf8.DecodeRuneInString(text[k:]); r == '：' || r == ':' {
			return k + n + leadingSpace(text[k+n:])
		}
		return i
	}
	if n := speakerLen(text[i:]); n > 0 {
		return i + n + leadingSpace(text[i+n:])
	}
	if !hanzi {
		if n := letterMark(text[i:]); n > 0 {
			return i + n + leadingSpace(text[i+n:])
		}
	}
	k, digits := i, 0
	for k < len(text) && digits < 3 {
		r, n := utf8.DecodeRuneInString(text[k:])
		if !counts(r) {
			break
		}
		digits++
		k += n
	}
	if digits > 0 {
		r, n := utf8.DecodeRuneInString(text[k:])
		next, _ := utf8.DecodeRuneInString(text[min(k+n, len(text)):])
		if strings.ContainsRune("、.．）)》｜", r) && !(next >= '0' && next <= '9') {
			return k + n + leadingSpace(text[k+n:])
		}
	}
	return i
}

// letterMark is the length of a list mark of letters: A. b) iv. Ⅲ、.
func letterMark(text string) int {
	r, n := utf8.DecodeRuneInString(text)
	switch {
	case 'Ⅰ' <= r && r <= 'Ⅻ', 'ⅰ' <= r && r <= 'ⅻ':
	case 'a' <= r|0x20 && r|0x20 <= 'h':
	case strings.ContainsRune("ivxIVX", r):
		for n < len(text) && n < len("xviii") && strings.IndexByte("ivxIVX", text[n]) >= 0 {
			n++
		}
	default:
		return 0
	}
	stop, k := utf8.DecodeRuneInString(text[n:])
	next, _ := utf8.DecodeRuneInString(text[n+k:])
	if !strings.ContainsRune("、.．）)", stop) || next < 0x80 && next != ' ' {
		return 0 // a.b, i.e.
	}
	return n + k
}

// counts reports whether r is a digit of a list mark.
func counts(r rune) bool {
	switch r {
	case '一', '二', '三', '四', '五', '六', '七', '八', '九', '十':
		return true
	}
	return '0' <= r && r <= '9'
}

// row reports whether a line looks like the cells of a table: at least three short
// parts set apart by white space and no end mark.
func row(text string) bool {
	if len(text) > 200 || strings.Contains(text, "，") || strings.Contains(text, "。") || strings.Contains(text, "！") || strings.Contains(text, "？") {
		return false
	}
	parts, gap := 0, true
	for _, r := range text {
		s := document.IsSpace(r)
		if !s && gap {
			parts++
		}
		gap = s
	}
	return parts >= 3
}
