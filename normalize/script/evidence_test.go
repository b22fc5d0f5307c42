package script

import (
	"testing"

	"zhengwen/document"
)

func TestClassify(t *testing.T) {
	for _, x := range []struct {
		name, text string
		want       document.Script
	}{
		{"no ideographs", "Hello, ２０２６！", ""},
		{"Simplified", simplifiedProse, document.ScriptHans},
		{"Traditional", traditionalProse, document.ScriptHant},
		{"both", simplifiedProse + traditionalProse, document.ScriptMixed},
		{"no telling characters", "上海自来水来自海上", document.ScriptHans},
		{"shared characters tell nothing", "乾隆著", document.ScriptHans},
		{"a stray Traditional character", simplifiedProse + "網", document.ScriptHans},
		{"a stray Simplified character", "這兩个", document.ScriptHant},
	} {
		t.Run(x.name, func(t *testing.T) {
			if got := Classify(x.text); got != x.want {
				t.Errorf("got %q, want %q: %+v", got, x.want, Count(x.text))
			}
		})
	}
}
