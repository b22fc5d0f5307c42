package article_test

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

// TestRules runs the hits and misses of the rules this stage asks.
func TestRules(t *testing.T) {
	b, err := rules.LoadFile("../../rules/data/page.toml")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range b.Check() {
		t.Error(p)
	}
}
