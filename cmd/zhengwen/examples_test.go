package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// commandLine finds calls of the program: at the start of a line, behind a path, an
// opening or an operator of the shell.
var commandLine = regexp.MustCompile("(?m)(?:^|[=/`(]|&& |\\|\\| )(zhengwen(?: [a-z]+)(?: [^ \n`|&;>)#2][^ \n`|&;>)]*)*)")

// TestExamples parses every command line of the examples and loads every
// configuration file, so that no flag in them is made up.
func TestExamples(t *testing.T) {
	root := filepath.Join("..", "..", "examples", "cron")
	found := map[string]int{}
	entries, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(root, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range commandLine.FindAllStringSubmatch(string(data), -1) {
			found[e.Name()]++
			k, _ := testParser(t)
			args := append(strings.Fields(m[1])[1:], "--config", filepath.Join(root, "zhengwen.toml"))
			if _, err := k.Parse(args); err != nil {
				t.Errorf("%s: %s: %v", e.Name(), m[1], err)
			}
		}
	}
	for name, n := range map[string]int{"crontab": 2, "nightly": 1, "zhengwen.service": 1, "README.md": 1} {
		if found[name] < n {
			t.Errorf("%s: %d command lines found, want %d or more", name, found[name], n)
		}
	}
}

// The exit codes that the examples treat as no alarm are those the program has.
func TestExampleExitCodes(t *testing.T) {
	b, err := os.ReadFile(filepath.Join("..", "..", "examples", "cron", "zhengwen.service"))
	if err != nil {
		t.Fatal(err)
	}
	if exitLocked != 75 || exitDeadline != 76 || !bytes.Contains(b, []byte("SuccessExitStatus=75 76\n")) {
		t.Errorf("the unit does not know the exit codes %d and %d", exitLocked, exitDeadline)
	}
}
