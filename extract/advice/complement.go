package advice

import (
	"strings"
	"unicode/utf8"

	"zhengwen/rules"
)

// complements tells a verb of one character that is an act (放好, 查一遍) from the
// same character in other words, by what follows it. The set "complements" lists it.
type complements struct {
	result, amount, other *words
	pair                  map[string]bool // verbs with what follows that are no acts
	next                  *runeSet        // how results begin
}

func newComplements(set *rules.Set) complements {
	kinds := map[string][]string{}
	for _, r := range set.Rules {
		kinds[r.Kind] = append(kinds[r.Kind], r.Any...)
	}
	c := complements{
		result: newWords(kinds["result"]...), amount: newWords(kinds["amount"]...), other: newWords(kinds["other"]...),
		pair: map[string]bool{}, next: newRuneSet(runesAt(kinds["result"], 0), runesAt(kinds["amount"], 0)),
	}
	for _, w := range kinds["pair"] {
		c.pair[w] = true
	}
	return c
}

// after reports whether a complement follows the verb text[start:end], and the
// length of what belongs to the verb. A verb said twice is one with a complement.
func (c *complements) after(text string, start, end int) (int, bool) {
	if end-start != len("看") || end >= len(text) {
		return 0, false
	}
	rest := text[end:]
	if rest[0] < utf8.RuneSelf {
		return 0, c.amount.begin(rest) > 0
	}
	if strings.HasPrefix(rest, "“") && clicks.begin(text[start:end]) > 0 {
		return 0, true // 点“申诉”
	}
	if !han(rest[0]) || len(rest) < len("看") {
		return 0, false
	}
	if rest[:len("看")] == text[start:end] {
		return len("看"), true
	}
	if strings.HasPrefix(rest, "一") && strings.HasPrefix(rest[len("一"):], text[start:end]) {
		return len("一看"), true // 看一看
	}
	if r := wide(rest, 0); !c.next.has(r) || c.other.begin(rest) > 0 || c.pair[text[start:end+len("看")]] && times.begin(rest[len("看"):]) == 0 {
		return 0, false
	}
	if n := c.result.begin(rest); n > 0 {
		return n, true
	}
	return 0, c.amount.begin(rest) > 0
}

// clicks are what is done to a button or field that a page names.
var clicks = newWords("点", "选", "按", "搜", "填", "勾")

// times follow a number that counts acts: 点一遍.
var times = newWords("遍", "次", "下，", "下。", "圈")
