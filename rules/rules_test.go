package rules

import (
	"os"
	"path/filepath"
	"regexp"
	"regexp/syntax"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestBuiltInRulesHoldOnTheirExamples(t *testing.T) {
	b, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range b.Check() {
		t.Error(p)
	}
}

func book(t *testing.T, toml string) *Book {
	t.Helper()
	f := filepath.Join(t.TempDir(), "x.toml")
	if err := os.WriteFile(f, []byte(toml), 0o644); err != nil {
		t.Fatal(err)
	}
	b, err := LoadFile(f)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestGuards(t *testing.T) {
	tests := []struct {
		name, rule, text string
		want             bool
	}{
		{"a trigger anywhere", `any = ["编辑"]`, "责任编辑：张三", true},
		{"no trigger", `any = ["编辑"]`, "作者：张三", false},
		{"upper case finds lower case", `any = ["icp"]`, "粤ICP备1号", true},
		{"at the start", `any = ["来源"]` + "\nat = \"start\"", "　来源：新华网", true},
		{"not at the start", `any = ["来源"]` + "\nat = \"start\"", "本文来源：新华网", false},
		{"at the end", `any = ["返回"]` + "\nat = \"end\"", "点击返回 ", true},
		{"not at the end", `any = ["返回"]` + "\nat = \"end\"", "返回首页", false},
		{"whole", `any = ["分享"]` + "\nat = \"whole\"", " 分享\u00a0", true},
		{"not whole", `any = ["分享"]` + "\nat = \"whole\"", "分享到", false},
		{"short enough", `any = ["登录"]` + "\nmax = 4", "请登录吧", true},
		{"too long", `any = ["登录"]` + "\nmax = 4", "请先登录吧", false},
		{"a literal that must not occur", `any = ["声明"]` + "\nnot = [\"。\"]", "免责声明。", false},
		{"pattern holds", `any = ["QQ"]` + "\npattern = 'QQ\\s*[:：]\\s*\\d{5,}'", "联系QQ： 123456", true},
		{"pattern does not hold", `any = ["QQ"]` + "\npattern = 'QQ\\s*[:：]\\s*\\d{5,}'", "用QQ聊天", false},
		{"a longer trigger inside which a shorter one ends", `any = ["上一篇文章", "一篇"]` + "\nat = \"end\"", "第一篇", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := book(t, "set = \"s\"\n[[rule]]\nid = \"r\"\n"+tt.rule).Set("s")
			m := s.Append(nil, tt.text)
			if got := len(m) == 1; got != tt.want {
				t.Errorf("matched %v, want %v", got, tt.want)
			}
			held := slices.ContainsFunc(s.AppendPlaces(nil, tt.text), func(p Place) bool { return s.Holds(p, tt.text) })
			if held != tt.want {
				t.Errorf("held %v, want %v", held, tt.want)
			}
		})
	}
}

func TestAppendGivesRulesInOrderAndAppendAllEveryPlace(t *testing.T) {
	s := book(t, "set = \"s\"\n[[rule]]\nid = \"b\"\nany = [\"乙\"]\n[[rule]]\nid = \"a\"\nany = [\"甲\"]").Set("s")
	var ids []string
	for _, m := range s.Append(nil, "甲乙甲乙") {
		ids = append(ids, m.Rule.ID)
	}
	if got := strings.Join(ids, " "); got != "b a" {
		t.Errorf("Append gave %s", got)
	}
	places := s.AppendAll(nil, "甲乙甲")
	if len(places) != 3 || places[2].Start != 6 || places[2].End != 9 {
		t.Errorf("AppendAll gave %+v", places)
	}
}

func TestFilesThatAreWrong(t *testing.T) {
	tests := []struct{ name, toml, want string }{
		{"no set", "[[rule]]\nid = \"x\"", "no set"},
		{"an unknown key", "set = \"s\"\n[[rule]]\nid = \"x\"\ntrigger = [\"a\"]", "unknown key"},
		{"bad TOML has its line", "set = \"s\"\n[[rule]\n", ":2:"},
		{"twice the same id", "set = \"s\"\n[[rule]]\nid = \"x\"\nany = [\"a\"]\n[[rule]]\nid = \"x\"\nany = [\"b\"]", "twice"},
		{"a bad pattern", "set = \"s\"\n[[rule]]\nid = \"x\"\nany = [\"a\"]\npattern = \"(\"", "rule x"},
		{"a bad place", "set = \"s\"\n[[rule]]\nid = \"x\"\nany = [\"a\"]\nat = \"middle\"", "middle"},
		{"a pattern without triggers", "set = \"s\"\n[[rule]]\nid = \"x\"\npattern = \"a\"", "no literal triggers"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := filepath.Join(t.TempDir(), "x.toml")
			if err := os.WriteFile(f, []byte(tt.toml), 0o644); err != nil {
				t.Fatal(err)
			}
			if _, err := LoadFile(f); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want one with %q", err, tt.want)
			}
		})
	}
}

func TestUserRulesOverrideAndRemove(t *testing.T) {
	dir := t.TempDir()
	mine := "set = \"page\"\n[[rule]]\nid = \"mine.new\"\nkind = \"error\"\nany = [\"本站已搬家\"]\nreason = \"r\"\nhits = [\"本站已搬家\"]\n"
	if err := os.WriteFile(filepath.Join(dir, "mine.toml"), []byte(mine), 0o644); err != nil {
		t.Fatal(err)
	}
	built, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	b, err := Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	if b.Digest == built.Digest {
		t.Error("a further rule leaves the digest as it was")
	}
	if m, ok := b.Set("page").First("本站已搬家，请记住新址"); !ok || m.Rule.ID != "mine.new" {
		t.Errorf("found %+v", m)
	}
	gone := "set = \"page\"\n[[rule]]\nid = \"" + built.Set("page").Rules[0].ID + "\"\n"
	if err := os.WriteFile(filepath.Join(dir, "zz.toml"), []byte(gone), 0o644); err != nil {
		t.Fatal(err)
	}
	if b, err = Load(dir); err != nil {
		t.Fatal(err)
	}
	if got, want := len(b.Set("page").Rules), len(built.Set("page").Rules); got != want {
		t.Errorf("%d rules, want %d: one more and one less", got, want)
	}
	if _, err := Load(t.TempDir()); err == nil {
		t.Error("an empty rules directory is no error")
	}
}

// TestTriggersFindWhatPrefixesFind compares the trie with a comparison at every
// place: the same matches in the same order, longer triggers first, equal ones in
// the order of the rules.
func TestTriggersFindWhatPrefixesFind(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.StringMatching(`[abA编𠀀]{1,4}`), 1, 12).Draw(t, "words")
		text := rapid.StringMatching(`[abAB编辑𠀀]{0,20}`).Draw(t, "text")
		if n := len(text); n > 0 && rapid.Bool().Draw(t, "torn") {
			text = text[:n-1] // may leave bytes that are no character
		}
		rules := make([]*Rule, len(words))
		for i, w := range words {
			rules[i] = &Rule{ID: strconv.Itoa(i), Any: []string{w}}
		}
		b, err := compile(map[string][]*Rule{"s": rules})
		if err != nil {
			t.Fatal(err)
		}
		var want []Match
		for i := range text {
			at := len(want)
			for k, w := range words {
				if len(text)-i >= len(w) && utf8.RuneStart(text[i]) && fold(text[i:i+len(w)]) == fold(w) {
					want = append(want, Match{rules[k], k, i, i + len(w)})
				}
			}
			slices.SortStableFunc(want[at:], func(x, y Match) int { return y.End - x.End })
		}
		got := b.Set("s").AppendAll(nil, text)
		if !slices.Equal(got, want) {
			t.Fatalf("found %v, want %v", got, want)
		}
		for i, p := range b.Set("s").AppendPlaces(nil, text) {
			if m := got[i]; int(p.Index) != m.Index || int(p.Start) != m.Start || int(p.End) != m.End || !b.Set("s").Holds(p, text) {
				t.Fatalf("place %d is %v, the match %v", i, p, m)
			}
		}
	})
}

func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}, s)
}

// TestPatternsHoldWhereRegexpsMatch compares the automaton with the regexp, also
// when it has hardly room for states.
func TestPatternsHoldWhereRegexpsMatch(t *testing.T) {
	for _, source := range []string{
		"a", "(?i)ab|编", "(?:公司|公安|单位)[^，]{0,2}(?:赔|还)了", "[ab]c+", "(?:ab|a)(?:bc|c)?$", "^a*b", "^ab", `\bab`, `a\B`, "ab$", ".b$", "(?:)a|b", "[^a]b", "(a|ba){1,2}c",
		"公(?:司?|安)赔", "(?m)^b.c$", "(?i)[k-m]s", "(?s)a.b", `\A(?:公|\n)+\z`, `^\PL{0,3}[\pL\pN]+\pZ`, "a{0}", "[^\\x00-\\x{10FFFF}]|c",
	} {
		p := newPattern(source)
		narrow := newAutomaton(must(syntax.Parse(source, syntax.Perl)))
		narrow.room = 12
		re := regexp.MustCompile(source)
		rapid.Check(t, func(t *rapid.T) {
			text := rapid.StringMatching(`(公|司|安|单位|[abcABCkKſ_0-9，赔还了编 \n]){0,12}`).Draw(t, "text")
			if n := len(text); n > 0 && rapid.Bool().Draw(t, "torn") {
				text = text[:n-1] // may leave bytes that are no character
			}
			want := re.MatchString(text)
			if got := p.holds(text); got != want {
				t.Fatalf("%s in %q: got %v, want %v", source, text, got, want)
			}
			if got, known := p.auto.Load().holds(text); !known || got != want {
				t.Fatalf("%s in %q: the automaton says %v, %v", source, text, got, known)
			}
			if got, known := narrow.holds(text); known && got != want {
				t.Fatalf("%s in %q: without room got %v, want %v", source, text, got, want)
			}
		})
	}
}

// TestAutomatonsAreShared asks the automatons of all rules from several goroutines at a
// time, for the race detector and for answers that differ.
func TestAutomatonsAreShared(t *testing.T) {
	b, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	var patterns []*pattern
	for _, s := range b.Sets() {
		for _, r := range s.Rules {
			if texts = append(texts, r.Hits...); r.re != nil {
				patterns = append(patterns, r.re)
			}
		}
	}
	held := make([][]bool, 4)
	var wg sync.WaitGroup
	for g := range held {
		wg.Go(func() {
			for i := range patterns {
				p := patterns[(i+g*len(patterns)/len(held))%len(patterns)]
				for k := i % 8; k < len(texts); k += 8 {
					held[g] = append(held[g], p.holds(texts[k]) == p.re().MatchString(texts[k]))
				}
			}
		})
	}
	wg.Wait()
	for g := range held {
		if slices.Contains(held[g], false) {
			t.Errorf("goroutine %d got another answer than regexp", g)
		}
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// TestEveryPatternHasAnAutomaton keeps the rules to patterns that it can hold.
func TestEveryPatternHasAnAutomaton(t *testing.T) {
	b, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range b.Sets() {
		for _, r := range s.Rules {
			if r.re == nil {
				continue
			}
			for _, text := range slices.Concat(r.Hits, r.Misses) {
				r.re.holds(text)
				if _, known := r.re.auto.Load().holds(text); !known {
					t.Errorf("%s: no room for %q", r.ID, text)
				}
			}
		}
	}
}

func FuzzMatch(f *testing.F) {
	b, err := Load()
	if err != nil {
		f.Fatal(err)
	}
	for _, s := range b.Sets() {
		for _, r := range s.Rules {
			for _, h := range append(r.Hits, r.Misses...) {
				f.Add(h)
			}
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, s := range b.Sets() {
			for _, m := range s.Append(nil, text) {
				if m.Start < 0 || m.End > len(text) || m.Start > m.End {
					t.Fatalf("%s: [%d,%d) outside %q", m.Rule.ID, m.Start, m.End, text)
				}
			}
		}
	})
}
