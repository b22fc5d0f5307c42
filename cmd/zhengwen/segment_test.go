package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestSegment(t *testing.T) {
	dir := t.TempDir()
	file := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	good := file("good.dict", "研究生命 100000 n\n")
	more := file("more.dict", "# 5 x\n\n起源说\n")
	bad := file("bad.dict", "研究生命 5 n\n\n起源 many n\n")
	const text = "研究生命的起源。\n\n20%的iPhone\n"
	for _, x := range []struct {
		name   string
		args   []string
		code   int
		out    string
		errors string
	}{
		{"default", nil, exitDone, "研究 生命 的 起源 。\n\n20% 的 iPhone\n", ""},
		{"plain", []string{"--engine", "plain"}, exitDone, "研究 生命 的 起源 。\n\n20% 的 iPhone\n", ""},
		{"gse", []string{"--engine", "gse"}, exitDone, "研究 生命 的 起源 。\n\n20 % 的 iPhone\n", ""},
		{"JSON", []string{"--json"}, exitDone, `{"text":"研究生命的起源。","words":[{"start":0,"end":2},{"start":2,"end":4},{"start":4,"end":5},{"start":5,"end":7},{"start":7,"end":8}]}` +
			"\n" + `{"text":"","words":[]}` + "\n" + `{"text":"20%的iPhone","words":[{"start":0,"end":3},{"start":3,"end":4},{"start":4,"end":10}]}` + "\n", ""},
		{"dictionary", []string{"--dict", good, "--dict", more}, exitDone, "研究生命 的 起源 。\n\n20% 的 iPhone\n", ""},
		{"wrong dictionary", []string{"--dict", good, "--dict", bad}, exitUsage, "", "bad.dict:3: frequency"},
		{"no dictionary", []string{"--dict", filepath.Join(dir, "none")}, exitUsage, "", "--dict: open"},
		{"dictionary for gse", []string{"--engine", "gse", "--dict", good}, exitUsage, "", "--dict works with"},
		{"no engine", []string{"--engine", "jieba"}, exitUsage, "", "--engine"},
	} {
		t.Run(x.name, func(t *testing.T) {
			var out, errors bytes.Buffer
			code := run(append([]string{"segment"}, x.args...), streams{strings.NewReader(text), &out, &errors})
			if code != x.code || out.String() != x.out || !strings.Contains(errors.String(), x.errors) {
				t.Errorf("exit %d, want %d\n got %q\nwant %q\nmessages %s", code, x.code, out.String(), x.out, errors.String())
			}
		})
	}
}
