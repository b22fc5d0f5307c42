package boilerplate

import (
	"testing"

	"zhengwen/rules"
)

func book(t testing.TB) *rules.Book {
	t.Helper()
	b, err := rules.Load()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestRuleFileHoldsItsOwnHitsAndMisses(t *testing.T) {
	for _, p := range book(t).Check() {
		if p.Source == "data/boilerplate.toml" {
			t.Error(p)
		}
	}
}
