package source

import (
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestValidJSON compares the check with that of the standard library.
func TestValidJSON(t *testing.T) {
	deep := func(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }
	for _, s := range []string{
		"", " ", "{}", "[]", "[ ]", "{ }", "[,]", "[1,]", "{,}", `{"a":1,}`, `{"a" : 1 , "b":[ {} ]}`, `{"a"}`, `{"a":}`, `{1:2}`, "{]", "[}", "[1 2]", "[[1]", "{} {}", "{}x", "\ufeff{}",
		"0", "-0", "00", "01", "-", "-a", "1.", "1.5", ".5", "1e", "1e+", "1E-5", "1.5e10", "+1", "0x1", "1e5.", "true", "tru", "truex", "null", "nul", "False",
		`"a"`, `"`, `"\`, `"\"`, `"\x"`, `"\u12"`, `"\u12G4"`, `"\u00e9\/\b\f\n\r\t\\\""`, "\"a\nb\"", "\"\x00\"", "\"\x7f\"", "\"\xff\xfe\"", "\"\x1f\"",
		deep(maxJSONDepth), deep(maxJSONDepth + 1), strings.Repeat("[", 1<<20), strings.Repeat(`{"a":`, maxJSONDepth+1),
	} {
		if got, want := validJSON([]byte(s)), json.Valid([]byte(s)); got != want {
			t.Errorf("%.80q: %v, want %v", s, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOfN(rapid.SampledFrom([]rune("{}[]\",:\\u0019aenrtflse.-+E \n\t正")), 0, 12, -1).Draw(t, "line")
		if rapid.Bool().Draw(t, "long") {
			s = `{"正文":"正文, eight bytes and more` + s + `"}`
		}
		if got, want := validJSON([]byte(s)), json.Valid([]byte(s)); got != want {
			t.Fatalf("%q: %v, want %v", s, got, want)
		}
	})
}
