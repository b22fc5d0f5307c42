// Package rules loads rule data, finds every rule's literal triggers in one pass
// over a text, applies the guards, and tests rules on their own hits and misses.
// What a match means is up to the stage that asked.
package rules

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp/syntax"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

//go:embed data/*.toml
var embedded embed.FS

// Rule is one stanza of a rule file.
type Rule struct {
	ID      string   `toml:"id"`      // unique in its set, dotted: "editor.label"
	Kind    string   `toml:"kind"`    // what a match stands for; the set says which values there are
	Any     []string `toml:"any"`     // literal triggers: one of them must occur
	Pattern string   `toml:"pattern"` // RE2 guard over the whole text; optional. \s \w \b know ASCII only: write [\s\pZ] and [^\pL\pN]
	Not     []string `toml:"not"`     // literals that must not occur in the text
	At      string   `toml:"at"`      // where the trigger must stand: "" anywhere, "start", "end", "whole"
	Max     int      `toml:"max"`     // longest text in code points the rule speaks about; 0 for any
	Weight  float64  `toml:"weight"`  // strength, where the set uses one
	Value   string   `toml:"value"`   // further data, where the set uses it
	Reason  string   `toml:"reason"`  // why the rule is there
	Hits    []string `toml:"hits"`    // texts that must match
	Misses  []string `toml:"misses"`  // texts that must not

	re     *pattern
	source string
}

type file struct {
	Set   string `toml:"set"`
	About string `toml:"about"`
	Rule  []Rule `toml:"rule"`
}

// Set is one named group of rules, compiled for matching. It is safe for
// concurrent use.
type Set struct {
	Name  string
	Rules []*Rule

	find    *triggers
	guarded []bool // by index into Rules: a trigger alone is not enough
}

// Book is all rule sets of a run. Digest covers everything that affects matching.
type Book struct {
	Digest string // "sha256:" and 64 hex digits
	sets   map[string]*Set
}

// Load reads the built-in rules and then, in order, the TOML files of dirs. A rule
// with the id of an earlier one in its set replaces it; one with neither triggers
// nor pattern removes it.
func Load(dirs ...string) (*Book, error) {
	byName := map[string][]*Rule{}
	add := func(name string, data []byte, checked bool) error {
		f, err := parse(name, data, checked)
		if err != nil {
			return err
		}
		byName[f.Set] = overlay(byName[f.Set], f.Rule)
		return nil
	}
	names, err := fs.Glob(embedded, "data/*.toml")
	if err != nil {
		return nil, fmt.Errorf("list built-in rules: %w", err)
	}
	for _, n := range names {
		data, err := embedded.ReadFile(n)
		if err != nil {
			return nil, fmt.Errorf("read built-in rules: %w", err)
		}
		if err := add(n, data, true); err != nil {
			return nil, err
		}
	}
	for _, dir := range dirs {
		files, err := filepath.Glob(filepath.Join(dir, "*.toml"))
		if err != nil {
			return nil, fmt.Errorf("list rules in %s: %w", dir, err)
		}
		if len(files) == 0 {
			return nil, fmt.Errorf("no *.toml file in rules directory %s", dir)
		}
		slices.Sort(files)
		for _, n := range files {
			data, err := os.ReadFile(n)
			if err != nil {
				return nil, fmt.Errorf("read rules: %w", err)
			}
			if err := add(n, data, false); err != nil {
				return nil, err
			}
		}
	}
	return compile(byName)
}

// LoadFile compiles the rules of one file alone, for checking it.
func LoadFile(name string) (*Book, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("read rules: %w", err)
	}
	f, err := parse(name, data, false)
	if err != nil {
		return nil, err
	}
	return compile(map[string][]*Rule{f.Set: overlay(nil, f.Rule)})
}

// Set returns the rules of that name. A name that no file defines gives an empty
// set, which matches nothing.
func (b *Book) Set(name string) *Set {
	if s, ok := b.sets[name]; ok {
		return s
	}
	return newSet(name, nil)
}

func newSet(name string, rules []*Rule) *Set {
	s := &Set{Name: name, Rules: rules}
	var words []string
	var owners []int32
	for i, r := range rules {
		s.guarded = append(s.guarded, r.At != "" || r.Max > 0 || len(r.Not) > 0 || r.re != nil)
		for _, w := range r.Any {
			words = append(words, w)
			owners = append(owners, int32(i))
		}
	}
	s.find = newTriggers(words, owners)
	return s
}

// Select returns the set of the rules that keep wants.
func (s *Set) Select(keep func(*Rule) bool) *Set {
	var rules []*Rule
	for _, r := range s.Rules {
		if keep(r) {
			rules = append(rules, r)
		}
	}
	return newSet(s.Name, rules)
}

// Sets returns all sets sorted by name.
func (b *Book) Sets() []*Set {
	out := make([]*Set, 0, len(b.sets))
	for _, s := range b.sets {
		out = append(out, s)
	}
	slices.SortFunc(out, func(x, y *Set) int { return strings.Compare(x.Name, y.Name) })
	return out
}

// parse reads a file of rules. Patterns known to be valid, as tests have read them, are
// not parsed: that is a third of the time it takes to load the built-in rules.
func parse(name string, data []byte, checked bool) (*file, error) {
	var f file
	d := toml.NewDecoder(strings.NewReader(string(data))).DisallowUnknownFields()
	if err := d.Decode(&f); err != nil {
		var strict *toml.StrictMissingError
		if errors.As(err, &strict) {
			return nil, fmt.Errorf("%s: unknown key:\n%s", name, strict.String())
		}
		var at *toml.DecodeError
		if errors.As(err, &at) {
			row, col := at.Position()
			return nil, fmt.Errorf("%s:%d:%d: %w", name, row, col, err)
		}
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if f.Set == "" {
		return nil, fmt.Errorf("%s: no set named; begin the file with: set = \"boilerplate\"", name)
	}
	seen := map[string]bool{}
	for i := range f.Rule {
		r := &f.Rule[i]
		r.source = name
		if r.ID == "" {
			return nil, fmt.Errorf("%s: rule %d has no id", name, i+1)
		}
		if seen[r.ID] {
			return nil, fmt.Errorf("%s: rule %s stands twice", name, r.ID)
		}
		seen[r.ID] = true
		if !slices.Contains([]string{"", "start", "end", "whole"}, r.At) {
			return nil, fmt.Errorf("%s: rule %s: at = %q is not start, end or whole", name, r.ID, r.At)
		}
		if r.Pattern != "" {
			if !checked {
				if _, err := syntax.Parse(r.Pattern, syntax.Perl); err != nil {
					return nil, fmt.Errorf("%s: rule %s: %w", name, r.ID, err)
				}
			}
			r.re = newPattern(r.Pattern)
		}
	}
	return &f, nil
}

// overlay replaces or removes rules of base by id and appends the new ones.
func overlay(base []*Rule, more []Rule) []*Rule {
	for i := range more {
		r := &more[i]
		at := slices.IndexFunc(base, func(x *Rule) bool { return x.ID == r.ID })
		empty := len(r.Any) == 0 && r.Pattern == ""
		switch {
		case at >= 0 && empty:
			base = slices.Delete(base, at, at+1)
		case at >= 0:
			base[at] = r
		case !empty:
			base = append(base, r)
		}
	}
	return base
}

func compile(byName map[string][]*Rule) (*Book, error) {
	b := &Book{sets: map[string]*Set{}}
	names := make([]string, 0, len(byName))
	for n := range byName {
		names = append(names, n)
	}
	slices.Sort(names)
	h := sha256.New()
	for _, n := range names {
		for _, r := range byName[n] {
			if len(r.Any) == 0 {
				return nil, fmt.Errorf("%s: rule %s has no literal triggers; a pattern needs them to be found cheaply", r.source, r.ID)
			}
			if slices.Contains(r.Any, "") {
				return nil, fmt.Errorf("%s: rule %s has an empty trigger", r.source, r.ID)
			}
			fmt.Fprintf(h, "%q %q %q %q %q %q %q %d %v %q\n", n, r.ID, r.Kind, r.Any, r.Pattern, r.Not, r.At, r.Max, r.Weight, r.Value)
		}
		b.sets[n] = newSet(n, byName[n])
	}
	b.Digest = "sha256:" + hex.EncodeToString(h.Sum(nil))
	return b, nil
}
