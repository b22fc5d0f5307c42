package repair

import (
	"strings"
	"unicode/utf8"

	"zhengwen/document"
)

// Words deleted without white space show where two characters meet that never
// meet in prose: a 的 that has lost what it belongs to opens a clause, a
// preposition has lost its object.

// A seam is a left and a right neighbour between which a word is gone. The two are
// chosen so that of one million characters of clean news and web text none or one
// has them side by side.
type seam struct {
	left  []string // "" for a mark
	right []string
	not   string // characters that do not follow the right one
	no    string // characters that do not stand before the left one
}

// mostSeam is the number of characters of the longest verb of a result.
const mostSeam = 2

var (
	// Verbs and prepositions that ask for a thing and are no adjective before 的.
	takers = []string{"点击", "點擊", "打开", "打開", "登录", "登錄", "进入", "進入", "采用", "採用", "借助", "通过", "通過", "关注", "關注", "下载", "下載", "安装", "安裝", "联系", "聯繫"}
	seams  = []seam{
		{left: []string{""}, right: []string{"的"}, not: "确確士哥话話里黎卢盧姐字词詞"},
		{left: []string{""}, right: []string{"们", "們"}, not: "字词詞"},
		{left: []string{"在"}, right: []string{"里", "裡", "裏"}, not: "面边邊约約奥奧昂斯屋间間头頭弄巷侧側层層海加尔爾程"},
		{left: []string{"在"}, right: []string{"中的"}},
		{left: takers, right: []string{"中的", "里的", "裡的", "上的"}},
		{left: []string{"、"}, right: []string{"、", "，", "。", "；"}},
		{left: []string{"是"}, right: []string{"的"}, not: "话話确確吧呀啊嘛呢吗嗎", no: "求为為如不总總于於但还還就越也以若凡都你说說既正便自真老可最只"},
		{left: []string{"再"}, right: []string{"，", "。", "；", ",", ";"}, not: "再"},
	}
)

// means are prepositions before what something is done with, never before a verb
// that has come to its result.
var means = []string{"通过", "通過", "借助", "利用"}

const (
	clauseEnds = "，。；！？、：,;!:" // a mark after which a clause begins
	nearGap    = 6             // bytes within which two gaps are one
)

// dangling marks the seams of deleted words on pages that have lost others, or that
// have one behind a mark of full width.
func (w *worker) dangling() {
	proven := w.mill || w.deletedWords(false) > 0
	if !proven && !w.signed(signSeam) {
		return
	}
	var found []gap
	for i := range w.flags {
		w.work += len(w.text(i))
		first := len(found)
		found = seamsIn(found, i, w.text(i))
		for _, g := range found[first:] {
			last, _ := utf8.DecodeLastRuneInString(w.text(i)[:g.at])
			proven = proven || last >= 0x80 && strings.ContainsRune(clauseEnds, last)
		}
	}
	if !proven {
		return
	}
	for _, g := range found {
		if w.near(g) {
			continue
		}
		text := w.text(g.block)
		before, last := lastTwo(text[:g.at])
		g.word = missing(before, last, text[g.at:], gainWord)
		w.deleted(g, 0.6)
	}
}

// deletedWords counts the marks of deleted words, or only those for which a word is
// suggested.
func (w *worker) deletedWords(suggested bool) (n int) {
	for i := range w.flags {
		for _, d := range w.doc.Blocks[i].Damage {
			if d.Kind == document.DamageDeletedWord && (d.Suggestion != "" || !suggested) {
				n++
			}
		}
	}
	return n
}

// signed reports whether a block of the page has a sign.
func (w *worker) signed(s signs) bool {
	for _, f := range w.flags {
		if f&s != 0 {
			return true
		}
	}
	return false
}

// mostGaps is the number of gaps of a block beyond which it is no text that has lost
// words.
const mostGaps = 64

// near reports whether a gap has been marked already, or its block has too many.
func (w *worker) near(g gap) bool {
	if len(w.doc.Blocks[g.block].Damage) > mostGaps {
		return true
	}
	for _, d := range w.doc.Blocks[g.block].Damage {
		if d.Kind == document.DamageDeletedWord && d.Span.Start >= g.at-nearGap && d.Span.Start <= g.at+nearGap {
			return true
		}
	}
	return false
}

// seamsIn appends the seams of one text.
func seamsIn(out []gap, block int, text string) []gap {
	for i := 0; i < len(text); i++ {
		if !seamRight(text, i) {
			continue
		}
		if strings.HasPrefix(text[i:], "到了") {
			if at := reached(text[:i]); at > 0 {
				out = append(out, gap{block: block, at: at})
			}
			continue
		}
		if last, _ := utf8.DecodeLastRuneInString(text[:i]); !seamLeft(last) {
			continue
		}
		for k := range seams {
			if seams[k].at(text, i) {
				out = append(out, gap{block: block, at: i})
				break
			}
		}
	}
	return out
}

// seamLeft reports whether a left neighbour may end with r: a mark, 在, 再 or the last
// character of a taker.
func seamLeft(r rune) bool {
	switch r {
	case '，', '。', '；', '！', '？', '、', '：', ',', ';', '!', ':', '在', '再', '是',
		'击', '擊', '开', '開', '录', '錄', '入', '用', '助', '过', '過', '注', '载', '載', '装', '裝', '系', '繫':
		return true
	}
	return false
}

// seamRight reports whether a right neighbour may begin at text[i]: 的, 们, 里, 中, 上,
// 到了 or a mark. It looks at bytes, for it is asked at each of them.
func seamRight(text string, i int) bool {
	switch b := text[i]; {
	case b < 0xE3:
		return b == ',' || b == ';'
	case i+2 >= len(text):
		return false
	}
	switch text[i : i+3] {
	case "的", "们", "們", "里", "裡", "裏", "中", "上", "到", "、", "，", "。", "；":
		return true
	}
	return false
}

// at reports whether the seam is at text[i].
func (s *seam) at(text string, i int) bool {
	n := 0
	for _, x := range s.right {
		if strings.HasPrefix(text[i:], x) {
			n = len(x)
			break
		}
	}
	if n == 0 {
		return false
	}
	next, _ := utf8.DecodeRuneInString(text[i+n:])
	if s.not != "" && strings.ContainsRune(s.not, next) {
		return false
	}
	for _, x := range s.left {
		if x != "" && strings.HasSuffix(text[:i], x) {
			before, _ := utf8.DecodeLastRuneInString(text[:i-len(x)])
			return s.no == "" || cp936().isHan(before) && cp936().isHan(next) && !strings.ContainsRune(s.no, before)
		}
		if x == "" {
			before, last := lastTwo(text[:i])
			return strings.ContainsRune(clauseEnds, last) && cp936().isHan(before) && cp936().isHan(next)
		}
	}
	return false
}

// reached returns the place behind a preposition of means that has a verb with its
// result behind it and nothing else, as in 通过找到了房东, or 0. before ends where
// 到了 begins.
func reached(before string) int {
	verb := lastRunes(before, mostSeam)
	for _, m := range means {
		for n := 1; n <= mostSeam; n++ {
			v := lastRunes(before, n)
			if strings.HasSuffix(before[:len(before)-len(v)], m) && !strings.ContainsAny(verb, persons) {
				return len(before) - len(v)
			}
		}
	}
	return 0
}

// persons may stand between a preposition and its verb as its object.
const persons = "我你您他她它谁誰此这這那人们們"

// lastRunes returns the last n characters of s.
func lastRunes(s string, n int) string {
	i := len(s)
	for ; n > 0 && i > 0; n-- {
		_, k := utf8.DecodeLastRuneInString(s[:i])
		i -= k
	}
	return s[i:]
}
