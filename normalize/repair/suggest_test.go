package repair

import (
	"strings"
	"testing"
	"unicode/utf8"

	"zhengwen/internal/corrupt"
)

// Of characters that UTF-8 has lost on the labelled pages, one in every other line,
// all are marked or taken for a dropped byte of GBK, and half of the suggestions are
// right.
func TestSuggestionsOfLostCharacters(t *testing.T) {
	places, marked, right, changed := 0, 0, 0, 0
	for _, page := range webPages(t) {
		lines := strings.Split(page, "\n")
		want := map[int]rune{}
		for i, s := range lines {
			if i%2 == 0 && utf8.RuneCountInString(s) >= 12 {
				if damaged, r := corrupt.DroppedUnicode(s, 6+i%5); r != 0 {
					lines[i], want[i] = damaged, r
				}
			}
		}
		results := NewRepairer().Page(lines)
		for i, r := range want {
			places++
			changed += len(results[i].Changes)
			for _, d := range results[i].Damage {
				if d.Suggestion == "" && len(want) > mostSuggested {
					places-- // beyond the share of a page
					marked--
				}
				marked++
				if d.Suggestion == string(r) {
					right++
				}
				break
			}
		}
	}
	t.Logf("%d places, %d marked, %d right, %d changed", places, marked, right, changed)
	if right*2 < marked || (marked+changed)*100 < places*99 {
		t.Errorf("%d places, %d marked, %d right, %d changed", places, marked, right, changed)
	}
}
