package script

import (
	"strings"
	"testing"
)

func TestDataIsSound(t *testing.T) {
	tab, err := parse(openccData, wordsData)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range tab.entry[1:] {
		if to := []rune(e.to)[0]; e.to != e.from && tab.fold(to) != to && !tab.find(to).shared {
			t.Errorf("%s becomes %s, which changes again", e.from, e.to)
		}
		if e.choices == nil {
			continue
		}
		for _, by := range []map[rune][]setting{e.choices.left.by, e.choices.right.by} {
			for _, list := range by {
				for _, c := range list {
					for _, r := range append(append([]rune{}, c.left...), c.right...) {
						if r != edge && tab.fold(r) != r {
							t.Errorf("a context of %s holds %c, which is never met: write %c", e.from, r, tab.fold(r))
						}
					}
				}
			}
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for name, line := range map[string]string{
		"no value":         "萬",
		"two characters":   "萬一 万",
		"ASCII":            "a b",
		"context of no =":  "乾 干 _坤",
		"context of no _":  "乾 干 =乾 坤",
		"context of alone": "乾 干 =乾 _",
	} {
		if _, err := parse("# comment\n" + line + "\n"); err == nil || !strings.Contains(err.Error(), "line 2") {
			t.Errorf("%s: error %v does not name line 2", name, err)
		}
	}
}
