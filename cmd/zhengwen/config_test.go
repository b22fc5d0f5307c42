package main

import (
	"bytes"
	"fmt"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

func testParser(t *testing.T) (*kong.Kong, *cli) {
	t.Helper()
	var c cli
	k, err := newParser(&c, streams{strings.NewReader(""), &bytes.Buffer{}, &bytes.Buffer{}}, func(int) {})
	if err != nil {
		t.Fatal(err)
	}
	return k, &c
}

func configFile(t *testing.T, text string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "zhengwen.toml")
	writeText(t, name, text)
	return name
}

// TestConfigSetsEveryFlag sets each flag of each command to a value that is not its
// default and looks for it in what the command gets.
func TestConfigSetsEveryFlag(t *testing.T) {
	k, _ := testParser(t)
	n := 0
	for _, leaf := range k.Model.Leaves(false) {
		for _, f := range leaf.Flags {
			if leaf.Parent != k.Model.Node {
				t.Fatalf("%s has flags; the file has no place for commands below commands", leaf.Path())
			}
			n++
			text, want := sampleValue(f)
			k, _ := testParser(t)
			args := []string{leaf.Name, "--config", configFile(t, fmt.Sprintf("[%s]\n%s = %s\n", leaf.Name, f.Name, text))}
			for _, p := range leaf.Positional {
				if p.Required {
					args = append(args, "x")
				}
			}
			if (leaf.Name == "run" || leaf.Name == "learn") && f.Name != outKey {
				args = append(args, "--out", "x")
			}
			ctx, err := k.Parse(args)
			if err != nil {
				t.Errorf("%s --%s = %s: %v", leaf.Name, f.Name, text, err)
				continue
			}
			for _, g := range ctx.Selected().Flags {
				if g.Name == f.Name && fmt.Sprint(g.Target.Interface()) != want {
					t.Errorf("%s --%s = %s comes out as %v, want %s", leaf.Name, f.Name, text, g.Target.Interface(), want)
				}
			}
		}
	}
	if n < 40 {
		t.Errorf("only %d flags were looked at", n)
	}
}

// sampleValue returns a value for a flag in TOML and as it prints once parsed.
func sampleValue(f *kong.Flag) (text, want string) {
	if f.Enum != "" {
		list := f.EnumSlice()
		last := list[len(list)-1]
		if last == f.Default {
			last = list[0]
		}
		return fmt.Sprintf("%q", last), last
	}
	switch f.Target.Type() {
	case reflect.TypeFor[size]():
		return "4097", "4097"
	case reflect.TypeFor[allowed]():
		return `"3%"`, "3%"
	case reflect.TypeFor[keep]():
		return "5", fmt.Sprint(keep{versions: 5})
	}
	switch f.Target.Interface().(type) {
	case bool:
		return "true", "true"
	case int:
		return "7", "7"
	case []string:
		return `["a,b", "c"]`, fmt.Sprint([]string{"a,b", "c"})
	case fmt.Stringer:
		return `"90m"`, "1h30m0s"
	}
	return `"jsonl"`, "jsonl"
}

func TestConfigPrecedence(t *testing.T) {
	file := configFile(t, `
inputs = ["one", "two"]
out = "table"
script = "keep"   # repair and run have it
words = true
workers = 3
format = "tree"   # for extract; run takes any word here, which its own table mends

[run]
script = "both"
format = "jsonl"
`)
	k, c := testParser(t)
	ctx, err := k.Parse([]string{"run", "--config", file, "--words=false", "--workers", "8"})
	if err != nil {
		t.Fatal(err)
	}
	r := &c.Run
	if r.Out != "table" || r.Script != "both" || r.Format != "jsonl" || r.Words || r.Workers != 8 || r.Ledger != "repairs" {
		t.Errorf("run gets %+v", *r)
	}
	var cfg *config
	if _, err := ctx.Call(func(x *config) { cfg = x }); err != nil {
		t.Fatal(err)
	}
	if got := cfg.inputs("run"); !reflect.DeepEqual(got, []string{"one", "two"}) {
		t.Errorf("inputs %q", got)
	}
	k, c = testParser(t)
	if _, err := k.Parse([]string{"repair", "--config", file}); err != nil || c.Repair.Script != "keep" {
		t.Errorf("repair gets %+v, %v", c.Repair, err)
	}
	// A table's place is not where a report goes.
	k, c = testParser(t)
	if _, err := k.Parse([]string{"report", "x", "--config", file}); err != nil || c.Report.Out != "" {
		t.Errorf("report gets %+v, %v", c.Report, err)
	}
}

func TestConfigMistakes(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"an unknown key", "\nnonsense = 1", `:2: unknown key nonsense`},
		{"an unknown key of a command", "[run]\nmax-byte = 3", `:2: unknown key max-byte: zhengwen run has no flag`},
		{"a flag of another command", "[run]\nengine = \"gse\"", `:2: unknown key engine`},
		{"a string for a number", "[run]\n\nworkers = \"2\"", `:3: workers: want a whole number`},
		{"a fraction", "workers = 2.5", `:1: workers: want a whole number`},
		{"a string for a switch", "words = \"yes\"", `:1: words: want true or false`},
		{"a string for a list", "lang = \"ja\"", `:1: lang: want a list of strings`},
		{"numbers in a list", "lang = [1]", `:1: lang: want a list of strings`},
		{"a number for a string", "out = 3", `:1: out: want a string`},
		{"a number for inputs", "inputs = 3", `:1: inputs: want a list of strings`},
		{"a word that is no choice", "partition = \"size\"", `:1: partition: "size" is not among the choices: none,host`},
		{"a size that is none", "max-bytes = \"much\"", `:1: max-bytes: "much" is no size`},
		{"a duration that is none", "deadline = \"soon\"", `:1: deadline: `},
		{"no version", "keep = 0", `:1: keep: `},
		{"an unknown table", "words = true\n[walk]\nx = 1", `:2: \[walk\] is no table`},
		{"a command without flags", "[verify]\nx = 1", `:1: \[verify\] is no table`},
		{"a list of tables", "[[run]]\nwords = true", `:1: \[run\] is no table`},
		{"a table below a table", "[run.deep]\nwords = true", `:1: run.deep lies too deep`},
		{"a value where a table belongs", "run = 1", `:1: unknown key run`},
		{"a global flag", "version = true", `:1: unknown key version`},
		{"a key twice", "words = true\nwords = false", `:2: `},
		{"no TOML", "words = \n", `:1: `},
		{"bytes outside UTF-8", "out = \"\xff\"", `:1: `},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var stderr bytes.Buffer
			file := configFile(t, tt.text)
			code := run([]string{"schema", "--config", file}, streams{strings.NewReader(""), &bytes.Buffer{}, &stderr})
			if code != exitUsage {
				t.Errorf("exit code %d", code)
			}
			first, _, _ := strings.Cut(stderr.String(), "\n")
			if !regexp.MustCompile(regexp.QuoteMeta(file) + tt.want).MatchString(first) {
				t.Errorf("%s, want the file and %s", first, tt.want)
			}
		})
	}
}

// TestConfigPrintsItself takes what the command prints for a configuration file:
// the settings must be the same then.
func TestConfigPrintsItself(t *testing.T) {
	comment := regexp.MustCompile(` # .*`)
	show := func(file string) string {
		var stdout, stderr bytes.Buffer
		if code := run([]string{"config", "--config", file}, streams{strings.NewReader(""), &stdout, &stderr}); code != exitDone {
			t.Fatalf("exit code %d: %s", code, stderr.String())
		}
		return stdout.String()
	}
	for _, text := range []string{"", "out = \"it's \\\"a\\\" table\"\ninputs = ['a\\b', \"名\"]\nmax-errors = 3\nkeep = 7\ndeadline = \"2h\"\nlang = [\"ja\"]\n[extract]\nformat = \"tree\""} {
		first := show(configFile(t, text))
		again := show(configFile(t, first))
		_, a, _ := strings.Cut(comment.ReplaceAllString(first, ""), "\n")
		_, b, _ := strings.Cut(comment.ReplaceAllString(again, ""), "\n")
		if a != b {
			t.Errorf("printed:\n%s\nprinted again:\n%s", a, b)
		}
	}
}

func FuzzConfig(f *testing.F) {
	for _, s := range []string{"words = true", "[run]\nout = \"x\"", "[[run]]", "run.x.y = {a = [1, 2]}", "inputs = [\"a\", 1]", "a = ", "\"run\".'words' = true"} {
		f.Add(s)
	}
	var c cli
	k, err := newParser(&c, streams{strings.NewReader(""), &bytes.Buffer{}, &bytes.Buffer{}}, func(int) {})
	if err != nil {
		f.Fatal(err)
	}
	name := filepath.Join(f.TempDir(), "zhengwen.toml")
	f.Fuzz(func(t *testing.T, text string) {
		writeText(t, name, text)
		cfg, err := loadConfig(name, k.Model)
		if err != nil {
			if !strings.HasPrefix(err.Error(), name+":") {
				t.Errorf("%v does not name the file", err)
			}
			return
		}
		for at, s := range cfg.values {
			if s.line < 1 || s.line > strings.Count(text, "\n")+1 {
				t.Errorf("%s stands in line %d", at, s.line)
			}
		}
	})
}
