// Package stagetest holds what the tests of several stages need.
package stagetest

import (
	"os"
	"path/filepath"
	"testing"
)

// Shared returns a path below the folder of labelled data that may stand beside
// the project, and skips the test where it does not.
func Shared(t testing.TB, parts ...string) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		if dir == filepath.Dir(dir) {
			t.Fatal("no go.mod above the test")
		}
		dir = filepath.Dir(dir)
	}
	path := filepath.Join(append([]string{dir, "..", "shared"}, parts...)...)
	if _, err := os.Stat(path); err != nil {
		t.Skip("no labelled data beside the project")
	}
	return path
}
