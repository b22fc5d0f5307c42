package segment

import (
	"strings"
	"unicode/utf8"

	"zhengwen/document"
)

// Sentences appends the sentences of text to dst as byte offsets, without the
// white space around them.
//
// A sentence ends at 。！？!?… and at the end of a line, and at a full stop after
// a Han character that is not a list mark; ；and ： do not end it. Further end
// marks and the closing quotes and brackets that follow belong to it. An
// ellipsis before a comma or a closing bracket ends nothing.
func Sentences(dst []document.Span, text string) []document.Span {
	start := 0
	var q quotes
	for i := 0; i < len(text); {
		c := text[i]
		if 0xE4 <= c && c <= 0xE9 && i+2 < len(text) && text[i+2]&0xC0 == 0x80 {
			i += 3 // a Han character
			continue
		}
		// All end marks begin with one of these bytes.
		switch c {
		case '\n', '\r':
			dst = appendTrimmed(dst, text, start, i)
			i++
			start = i
			q = quotes{at: i}
		case '!', '?', '.', 0xE2, 0xE3, 0xEF:
			n, ends := endMark(text, start, i)
			if i += n; !ends {
				continue
			}
			i = q.closers(text, i)
			dst = appendTrimmed(dst, text, start, i)
			start = i
		default:
			i++
		}
	}
	return appendTrimmed(dst, text, start, len(text))
}

// endMark measures the mark at byte i of a sentence that began at start, or the
// byte there, and says whether it ends the sentence.
func endMark(text string, start, i int) (n int, ends bool) {
	switch text[i] {
	case '!', '?':
		inside := i+1 < len(text) && wordByte(text[i+1]) && i > start && wordByte(text[i-1]) // an address or a word: a.php?id=1
		return 1, !inside
	case '.':
		return fullStop(text, start, i)
	}
	if len(text)-i < 3 {
		return 1, false
	}
	switch uint32(text[i])<<16 | uint32(text[i+1])<<8 | uint32(text[i+2]) {
	case 0xE38082, 0xEFBC81, 0xEFBC9F, 0xEFBDA1: // 。 ！ ？ ｡
		return 3, true
	case 0xE280A6: // …
		n := 3
		for strings.HasPrefix(text[i+n:], "…") {
			n += 3
		}
		r, _ := utf8.DecodeRuneInString(text[i+n:])
		goesOn := strings.ContainsRune("，、；：,;:）)", r) && r != utf8.RuneError
		return n, !goesOn
	}
	return 1, false
}

// maxListMark bounds a list mark, in bytes.
const maxListMark = 32

// fullStop measures the ASCII points at byte i and says whether they end a
// sentence: three and more do, one does when it follows a Han character or a
// closer, and what stands before it is more than a list mark. Points after Latin
// letters and digits (1.1, 3.5%, a.cn) end one only at the end of the line, where
// the line does so anyway.
func fullStop(text string, start, i int) (n int, ends bool) {
	if strings.HasPrefix(text[i:], "...") {
		n := 3
		for i+n < len(text) && text[i+n] == '.' {
			n++
		}
		return n, i+n == len(text) || !wordByte(text[i+n])
	}
	before, _ := utf8.DecodeLastRuneInString(text[start:i])
	if before < 0x4E00 || before > 0x9FFF {
		if !strings.ContainsRune("”’」』）》", before) || before == utf8.RuneError {
			return 1, false
		}
	}
	if i-start > maxListMark {
		return 1, true
	}
	head := strings.TrimLeft(text[start:i], " \t　")
	mark := head != "" && strings.Trim(head, "第一二三四五六七八九十百零〇甲乙丙丁") == ""
	return 1, !mark
}

// quotes counts the straight quotes of a line, to tell opening from closing ones.
type quotes struct {
	at  int // counted up to here
	odd bool
}

// closers skips end marks, closing quotes and brackets from byte i on.
func (q *quotes) closers(text string, i int) int {
	for i < len(text) {
		switch text[i] {
		case '!', '?', ')', ']', '.':
			i++
			continue
		case '"':
			q.odd = q.odd != (strings.Count(text[q.at:i], `"`)%2 == 1)
			q.at = i
			if !q.odd {
				return i // it opens the next sentence
			}
			i++
			continue
		}
		if len(text)-i < 3 {
			return i
		}
		switch text[i : i+3] {
		case "。", "！", "？", "…", "”", "’", "」", "』", "）", "》", "】", "〕", "〉", "｣", "］":
			i += 3
		default:
			return i
		}
	}
	return i
}

func wordByte(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

func appendTrimmed(dst []document.Span, text string, start, end int) []document.Span {
	for start < end {
		r, n := utf8.DecodeRuneInString(text[start:end])
		if !document.IsSpace(r) {
			break
		}
		start += n
	}
	for end > start {
		r, n := utf8.DecodeLastRuneInString(text[start:end])
		if !document.IsSpace(r) {
			break
		}
		end -= n
	}
	if start == end {
		return dst
	}
	return append(dst, document.Span{Start: start, End: end})
}
