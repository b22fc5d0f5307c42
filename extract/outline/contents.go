package outline

import (
	"strings"
	"unicode/utf8"

	"zhengwen/document"
)

// contentsTitles are the lines that stand over a table of contents.
var contentsTitles = []string{"目录", "本文目录", "文章目录", "内容目录", "目录导航", "文章导航", "本文导航", "内容导航", "本文导读", "导航", "目次", "全文目录", "阅读目录"}

// maxContents is the longest table of contents looked for, in lines.
const maxContents = 300

// mostSaid is how often a heading's words stand on a page: in the contents, over the
// section, and once more in text that was kept twice.
const mostSaid = 3

// saying is where words stand last on a page outside tables, and how often.
type saying struct{ last, count int }

// contents marks the table of contents (§2.12): a run of short lines whose words
// return further down, above the first of them its title.
func contents(d *document.Document, lines []line) {
	if len(lines) < 3 {
		return
	}
	said := make(map[string]saying, len(lines))
	keys := make([]string, len(lines))
	for i := range lines {
		l := &lines[i]
		if l.caption || l.runes == 0 || l.runes > maxWords+12 || strings.Contains(l.text, "。") {
			continue
		}
		keys[i] = key(l.words())
		if keys[i] == "" {
			continue
		}
		s := said[keys[i]]
		if s.count++; d.Blocks[l.block].Tag != "tr" {
			s.last = i // rows of a table repeat one another, and are no headings
		}
		said[keys[i]] = s
	}
	for i := 0; i < len(lines); i++ {
		titled := isContentsTitle(lines[i].text)
		if !titled && (keys[i] == "" || said[keys[i]].last <= i) {
			continue
		}
		from := i
		if titled {
			from = i + 1
		}
		end, hits, over := from, 0, 0
		for k := from; k < len(lines) && k-from < maxContents && keys[k] != ""; k++ {
			if s := said[keys[k]]; s.last > k && s.last >= end {
				if s.count <= mostSaid {
					hits++
				} else {
					over++
				}
				end = k + 1
			} else if k-end >= 2 {
				break
			}
		}
		// The copy must lie outside the run.
		first, before, apart := len(lines), -1, false
		for k := from; k < end; k++ {
			if j := said[keys[k]].last; j > k {
				first = min(first, j)
				apart = apart || before >= 0 && j != before+1
				before = j
			}
		}
		if end > first {
			end = first
		}
		// Two equal lists are no contents, nor are fields that stand under every heading.
		if !titled && (hits < 3 || !apart || over > 0) || hits == 0 {
			continue
		}
		start := i
		if !titled && i > 0 && keys[i-1] != "" && !lines[i-1].full && said[keys[i-1]].last == i-1 {
			if isContentsTitle(lines[i-1].text) || lines[i].mark.value > 1 || i-1 > 0 && isContentsTitle(lines[i-2].text) {
				start = i - 1 // a first entry that lost its number or whose section is missing
			}
		}
		for k := start; k < end; k++ {
			d.Blocks[lines[k].block].SetBoilerplate(document.KindTOC, "toc.repeats-headings")
		}
		i = end - 1
	}
}

func isContentsTitle(text string) bool {
	t := strings.Trim(text, "【】[]：: \u3000")
	if len(t) > 24 {
		return false
	}
	if r, n := utf8.DecodeRuneInString(t); r == '目' && n < len(t) {
		t = strings.ReplaceAll(strings.ReplaceAll(t, "\u3000", ""), " ", "")
	}
	for _, s := range contentsTitles {
		if t == s {
			return true
		}
	}
	return false
}

// key is words without white space, leaders (……, ....) and the page number at the
// end; lines with equal keys say the same.
func key(words string) string {
	words = strings.TrimRight(words, "0123456789 \u3000\t")
	words = strings.TrimRight(words, ".·…-—_ \u3000\t：:")
	if spaced(words) {
		words = strings.Map(func(r rune) rune {
			if isSpace(r) {
				return -1
			}
			return r
		}, words)
	}
	return words
}

// spaced reports whether white space stands in text.
func spaced(text string) bool {
	for i := 0; i < len(text); {
		if n := document.HanPrefix(text[i:]); n > 0 {
			i += n
			continue
		}
		r, n := utf8.DecodeRuneInString(text[i:])
		if isSpace(r) {
			return true
		}
		i += n
	}
	return false
}

// linked gives the kind toc to a table of contents that an earlier stage took for a
// menu: lines left out of the body that repeat headings. Headings after it that
// were left out with it come back.
func linked(d *document.Document) {
	menus := 0
	for i := range d.Blocks {
		if menu(&d.Blocks[i]) {
			menus++
		}
	}
	if menus < minLinked {
		return
	}
	heads := map[string]bool{}
	for i := range d.Blocks {
		if b := &d.Blocks[i]; b.Role == document.RoleHeading {
			heads[key(blockWords(b.Text))] = true
		}
	}
	if len(heads) < minLinked {
		return
	}
	for i := 0; i < len(d.Blocks); i++ {
		if !menu(&d.Blocks[i]) || !heads[key(blockWords(d.Blocks[i].Text))] {
			continue
		}
		end, hits := i+1, 1
		for k := i + 1; k < len(d.Blocks) && k-i < maxContents && menu(&d.Blocks[k]) && k-end < 2; k++ {
			if heads[key(blockWords(d.Blocks[k].Text))] {
				end = k + 1
				hits++
			}
		}
		if hits < minLinked {
			continue
		}
		// A first entry whose section is missing, and the title.
		start := i
		if start > 0 && menu(&d.Blocks[start-1]) && markedLike(d.Blocks[start-1].Text, d.Blocks[i].Text) {
			start--
		}
		if start > 0 && menu(&d.Blocks[start-1]) && isContentsTitle(d.Blocks[start-1].Text) {
			start--
		}
		entries := map[string]bool{}
		for k := start; k < end; k++ {
			entries[key(blockWords(d.Blocks[k].Text))] = true
			d.Blocks[k].SetBoilerplate(document.KindTOC, "toc.repeats-headings")
		}
		recall(d, end, entries)
		return
	}
}

// minLinked is how many entries a table of contents among the menus has at least.
const minLinked = 3

// menu reports whether a block may be an entry of a table of contents that was
// taken for something else.
func menu(b *document.Block) bool {
	if b.Role != document.RoleBoilerplate || b.Text == "" || len(b.Text) > 3*(maxWords+12) {
		return false
	}
	switch b.Kind {
	case document.KindNavigation, document.KindRelated, document.KindLinks, document.KindOther, document.KindBreadcrumb:
		return true
	}
	return false
}

// recall gives back the headings that stand between a table of contents and the
// body: entries of it, and what is marked below them.
func recall(d *document.Document, from int, entries map[string]bool) {
	found := false
	for i := from; i < len(d.Blocks) && menu(&d.Blocks[i]); i++ {
		b := &d.Blocks[i]
		m, marked := parseMark(b.Text)
		switch {
		case entries[key(blockWords(b.Text))]:
			found = true
		case !found || !marked || m.rest == len(b.Text):
			return
		}
		b.Set(document.RoleHeading, "heading.in-contents")
	}
}

// blockWords is a block's text without its mark.
func blockWords(text string) string {
	text = document.Trim(text)
	l := line{text: text}
	l.mark, l.marked = parseMark(text)
	return l.words()
}

// markedLike reports whether two lines have marks of one style.
func markedLike(a, b string) bool {
	m, ok := parseMark(document.Trim(a))
	n, also := parseMark(document.Trim(b))
	return ok && also && m.style() == n.style()
}
