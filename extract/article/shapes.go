package article

import (
	"strings"

	"zhengwen/document"
)

// menuLike reports whether a line is a row of menu entries: four or more short words
// set apart by blanks, or three by bars, without a clause mark.
func menuLike(text string, clauses int) bool {
	if clauses > 1 {
		return false
	}
	words, longest, size, bars := 0, 0, 0, 0
	for _, r := range text {
		if r == '|' || r == '｜' || r == '丨' {
			bars++
		}
		if document.IsSpace(r) || r == '|' || r == '｜' || r == '丨' || r == '·' || r == '>' || r == '»' || r == '›' || r == '＞' {
			if size > 0 {
				words++
			}
			longest, size = max(longest, size), 0
			continue
		}
		if r < 0x2E80 {
			if r >= '0' && r <= '9' {
				return false // figures of a table, dates
			}
			continue
		}
		if r >= 0xAC00 && r <= 0xD7AF {
			return false // Korean sets all words apart
		}
		size++
	}
	if size > 0 {
		words++
	}
	longest = max(longest, size)
	return (words >= 4 || words == 3 && bars >= 2) && longest <= 8 && longest > 1 // 通 知 is spaced out
}

// crumbLike reports whether a line is a path of short names set apart by > or its
// like, or by two hyphens between blanks.
func crumbLike(text string, clauses int) bool {
	if clauses > 1 || len(text) > 200 {
		return false
	}
	marks, size, longest := 0, 0, 0
	for i, r := range text {
		switch r {
		case '>', '＞', '»', '›', '→':
			if i > 0 && size > 0 {
				marks++
			}
			longest, size = max(longest, size), 0
		case '-':
			if i > 0 && text[i-1] == ' ' && strings.HasPrefix(text[i+1:], " ") {
				marks++
				longest, size = max(longest, size), 0
			}
		default:
			if r >= 0x2E80 && document.IsLetter(r) {
				size++
			}
		}
	}
	return marks >= 2 && max(longest, size) <= 8
}

// dated reports whether text holds a year with a month.
func dated(text string) bool {
	for i := 0; i+6 <= len(text); i++ {
		if text[i] != '1' && text[i] != '2' || i > 0 && digit(text[i-1]) || text[i:i+2] != "19" && text[i:i+2] != "20" || !digit(text[i+2]) || !digit(text[i+3]) {
			continue
		}
		rest := strings.TrimLeft(text[i+4:], " ")
		if len(rest) < len(text)-i-4 && len(rest) > 2 && digit(rest[0]) && (strings.IndexByte(rest[:3], '/') > 0 || strings.IndexByte(rest[:3], '-') > 0) {
			return true // 2025 01/ 25
		}
		if len(rest) < 2 {
			return false
		}
		if strings.HasPrefix(rest, "年") && len(rest) > 3 && (digit(rest[3]) || rest[3] == ' ') {
			return true
		}
		if (rest[0] == '-' || rest[0] == '/' || rest[0] == '.') && digit(rest[1]) {
			return true
		}
	}
	return false
}

func digit(c byte) bool { return '0' <= c && c <= '9' }
