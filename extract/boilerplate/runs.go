package boilerplate

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"zhengwen/document"
)

const (
	maxRun    = 40  // lines that may belong to one label
	maxItem   = 40  // longest of them in code points
	linkShare = 0.8 // share of a line's bytes inside links from which it is a link
	minItem   = 8   // code points from which a line is a title rather than a heading
)

// findRuns gives the lines that belong to a label such as 相关阅读 the label's
// number. They are short, hold no sentence and are chrome by no rule of their
// own. A run that is cut short by a paragraph holds certainly what is a link, and
// of lines without links the first; a run that nothing but chrome follows is
// taken as a whole by peelTail. A run larger than the rest of the body is none.
func (w *work) findRuns() {
	blocks, verdicts := w.d.Blocks, w.verdicts
	total := 0
	for i := range blocks {
		if blocks[i].Role == document.RoleBody {
			total += len(blocks[i].Text)
		}
	}
	for i := range blocks {
		if !verdicts[i].label || verdicts[i].best.kind == document.KindTOC {
			continue
		}
		size, end := 0, i+1
		for ; end < len(blocks) && end <= i+maxRun; end++ {
			b := &blocks[end]
			if b.Role == document.RoleHidden {
				continue
			}
			if b.Role != document.RoleBody && b.Role != document.RoleBoilerplate || !isItem(b) {
				break
			}
			if v := w.verdict(end); v.moves != 0 || v.tailCut.rule != nil {
				break
			}
			if b.Role == document.RoleBody {
				size += len(b.Text)
			}
		}
		if size*2 > total {
			continue
		}
		unlinked := 0
		for j := i + 1; j < end; j++ {
			b, v := &blocks[j], &verdicts[j]
			if b.Role == document.RoleHidden {
				continue
			}
			v.run = int32(i + 1)
			switch {
			case isLink(b):
				v.certain = true
			case unlinked == 0 && j == i+1 && blocks[i].Tag == "line":
				v.certain = utf8.RuneCountInString(b.Text) >= minItem && !numbered(b.Text)
				unlinked++
			default:
				unlinked++
			}
		}
	}
}

// isItem reports whether the line can be a title in a list.
func isItem(b *document.Block) bool {
	if utf8.RuneCountInString(b.Text) > maxItem && !isLink(b) {
		return false
	}
	r, _ := utf8.DecodeLastRuneInString(b.Text)
	return !strings.ContainsRune("。；！，：…", r) && !strings.Contains(b.Text, "。")
}

func isLink(b *document.Block) bool {
	return float64(b.Marked(document.MarkLink)) >= linkShare*float64(len(b.Text))
}

// numbered reports whether the line begins with the mark of a heading.
func numbered(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return unicode.IsNumber(r) || strings.ContainsRune("一二三四五六七八九十第（(【", r)
}

// menuAlone is the number of names from which a line is a menu by its shape
// alone.
const menuAlone = 4

// Code points of a name in a menu.
const minName, maxName = 2, 8

// menuTokens counts the names of a line that consists of short names between
// white space or bars; 0 when it holds anything else.
func menuTokens(text string) int {
	n, size := 0, 0
	for _, r := range text {
		switch {
		case document.IsSpace(r) || r == '|' || r == '｜' || r == '丨':
			if size == 0 {
				continue
			}
			if size < minName {
				return 0
			}
			n, size = n+1, 0
		case unicode.Is(unicode.Han, r) || r < 0x80 && unicode.IsLetter(r):
			if size++; size > maxName {
				return 0
			}
		default:
			return 0
		}
	}
	if size >= minName {
		n++
	}
	return n
}
