package advice_test

import (
	"bufio"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"zhengwen/document"
)

// readOwn reads an article of testdata. A line is one line of the page:
//
//	#LEVEL KIND NUMBER|SEPARATOR|WORDS   a heading
//	>OUTCOME WHO TEXT                    a paragraph that tells a case
//	@toc TEXT                            a line of a table of contents
//	{STANCE TOPIC|SENTENCE}              inside a paragraph: advice
//
// It returns the labels and the page's lines.
func readOwn(t testing.TB, path string) (*gold, string) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	g := &gold{Name: filepath.Base(path)}
	var page, body []string
	var open []int // sections by level
	runes := 0
	add := func(line string) {
		page, body = append(page, line), append(body, line)
		runes += len([]rune(line)) + 1
	}
	in := bufio.NewScanner(f)
	for in.Scan() {
		line := in.Text()
		section := len(g.Sections) - 1
		switch {
		case strings.HasPrefix(line, "@toc "):
			page = append(page, line[len("@toc "):])
		case line[0] == '#':
			head, rest, _ := strings.Cut(line[1:], " ")
			kind, rest, _ := strings.Cut(rest, " ")
			part := strings.SplitN(rest, "|", 3)
			level, err := strconv.Atoi(head)
			if err != nil || len(part) != 3 || level > len(open)+1 {
				t.Fatalf("%s: bad heading %q", path, line)
			}
			open = open[:level-1]
			s := struct {
				Level           int
				Number, Heading string
				Kind            document.SectionKind
				Parent          int
				Start, End      int
			}{Level: level, Number: part[0], Heading: strings.Trim(part[2], "【】 "), Kind: document.SectionKind(kind), Parent: -1, Start: runes}
			if len(open) > 0 {
				s.Parent = open[len(open)-1]
			}
			open = append(open, len(g.Sections))
			g.Sections = append(g.Sections, s)
			add(strings.TrimSpace(part[0] + part[1] + part[2]))
		case line[0] == '>':
			part := strings.SplitN(line[1:], " ", 3)
			if len(part) != 3 {
				t.Fatalf("%s: bad case %q", path, line)
			}
			start := runes
			add(part[2])
			g.Cases = append(g.Cases, struct {
				Outcome    document.Outcome
				Who        string
				Section    int
				Start, End int
			}{document.Outcome(part[0]), part[1], section, start, runes - 1})
		default:
			plain := ""
			for rest := line; rest != ""; {
				before, after, found := strings.Cut(rest, "{")
				plain += before
				if !found {
					break
				}
				label, after, _ := strings.Cut(after, "|")
				text, after, _ := strings.Cut(after, "}")
				stance, topic, _ := strings.Cut(label, " ")
				plain, rest = plain+text, after
				g.Advice = append(g.Advice, struct {
					Text    string
					Stance  document.Stance
					Topic   document.Topic
					Section int
				}{text, document.Stance(stance), document.Topic(topic), section})
			}
			add(plain)
		}
	}
	if err := in.Err(); err != nil {
		t.Fatal(err)
	}
	g.Text = strings.Join(body, "\n")
	return g, strings.Join(page, "\n")
}

// The articles of testdata: the rules were written with them in view.
func TestOwn(t *testing.T) {
	sum := readAll(t, "testdata/*.txt")
	tally100{heading: 100, level: 100, parent: 100, kind: 93, advice: 97, stance: 96, topic: 83, cases: 98, outcome: 98}.check(t, &sum)
}

// The articles of testdata/blind were written and labelled by somebody who did not
// know the rules, on topics far from all others. Advice and topics were never looked
// at sentence by sentence to write rules for them, headings and cases were; but they
// are among the articles that the weights of the judge are fitted to.
func TestBlind(t *testing.T) {
	sum := readAll(t, "testdata/blind/*.txt")
	tally100{heading: 99, level: 99, parent: 99, kind: 88, advice: 95, stance: 95, topic: 58, cases: 94, outcome: 90}.check(t, &sum)
}

func readAll(t *testing.T, pattern string) (sum tally) {
	t.Helper()
	e := newEngine(t)
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) < 10 {
		t.Fatalf("%d articles, %v", len(files), err)
	}
	for _, f := range files {
		g, page := readOwn(t, f)
		d := e.run(t, page)
		if d.Text != g.Text {
			t.Errorf("%s: text differs:\n got %.300s\nwant %.300s", f, d.Text, g.Text)
		}
		sum.compare(g, d, func(format string, args ...any) {
			t.Logf("%s: "+format, append([]any{g.Name}, args...)...)
		})
	}
	t.Log(sum.String())
	return sum
}

// TestTopics reads testdata/topics.tsv: a topic and a sentence of advice a line.
func TestTopics(t *testing.T) {
	data, err := os.ReadFile("testdata/topics.tsv")
	if err != nil {
		t.Fatal(err)
	}
	e := newEngine(t)
	hit, found, all := 0, 0, 0
	for line := range strings.Lines(string(data)) {
		topic, text, _ := strings.Cut(strings.TrimSpace(line), "\t")
		all++
		d := e.run(t, text)
		if len(d.Advice) != 1 {
			t.Logf("%d sentences of advice in %s", len(d.Advice), text)
			continue
		}
		found++
		if got := d.Advice[0].Topic; string(got) == topic {
			hit++
		} else {
			t.Logf("topic want %s, got %s: %s", topic, got, text)
		}
	}
	t.Logf("advice found %d of %d, topic right in %d", found, all, hit)
	if found < 37 || hit < 32 {
		t.Errorf("advice found %d, topic right in %d, want at least 37 and 32", found, hit)
	}
}

// TestLines reads testdata/sentences.tsv: a stance, a topic and a sentence a line;
// a stance of "-" says that the sentence is no advice. They were written and labelled
// before the rules that read them, to be hard: bare imperatives, objects in front,
// conditions by 的. The weights of the judge are fitted to them too; alone.tsv is for an
// honest figure.
func TestLines(t *testing.T) {
	data, err := os.ReadFile("testdata/sentences.tsv")
	if err != nil {
		t.Fatal(err)
	}
	e := newEngine(t)
	var hit, gold, found, stance, topic int
	for line := range strings.Lines(string(data)) {
		part := strings.SplitN(strings.TrimSpace(line), "\t", 3)
		if len(part) != 3 {
			t.Fatalf("bad line %q", line)
		}
		d := e.run(t, part[2])
		found += len(d.Advice)
		if part[0] == "-" {
			if len(d.Advice) > 0 {
				t.Logf("invented (%s): %s", d.Advice[0].Stance, part[2])
			}
			continue
		}
		gold++
		if len(d.Advice) == 0 {
			t.Logf("missed: %s", part[2])
			continue
		}
		hit++
		if a := d.Advice[0]; string(a.Stance) == part[0] {
			stance++
		} else {
			t.Logf("stance want %s, got %s: %s", part[0], a.Stance, part[2])
		}
		if a := d.Advice[0]; string(a.Topic) == part[1] {
			topic++
		} else {
			t.Logf("topic want %s, got %s: %s", part[1], a.Topic, part[2])
		}
	}
	t.Logf("advice f1 %.3f (hit %d, gold %d, found %d), stance %.3f, topic %.3f", f1(hit, gold, found), hit, gold, found, part(stance, hit), part(topic, hit))
	if f1(hit, gold, found) < 0.93 || part(stance, hit) < 0.94 || part(topic, hit) < 0.68 {
		t.Error("fewer right than there were")
	}
}

// TestAlone reads testdata/alone.tsv, which is like sentences.tsv: advice of many kinds,
// and statements of law, duties of others, descriptions, praise, reports, frames,
// stories and slogans that are easily mistaken for it. They were written before the
// rules that read them, never looked at and kept from the fit; each is read without
// an article around it, which makes it harder.
func TestAlone(t *testing.T) {
	data, err := os.ReadFile("testdata/alone.tsv")
	if err != nil {
		t.Fatal(err)
	}
	e := newEngine(t)
	var gold, hit, stance, plain, invented int
	for line := range strings.Lines(string(data)) {
		field := strings.SplitN(strings.TrimSpace(line), "\t", 3)
		if len(field) != 3 {
			t.Fatalf("bad line %q", line)
		}
		d := e.run(t, field[2])
		switch marked := len(d.Advice) > 0; {
		case field[0] == "-":
			plain++
			if marked {
				invented++
			}
		case marked:
			gold, hit = gold+1, hit+1
			if string(d.Advice[0].Stance) == field[0] {
				stance++
			}
		default:
			gold++
		}
	}
	recall, wrong, right := part(hit, gold), part(invented, plain), part(stance, hit)
	t.Logf("advice found %.3f of %d, stance %.3f, marked %.3f of %d that are none", recall, gold, right, wrong, plain)
	if recall < 0.94 || right < 0.93 || wrong > 0.25 {
		t.Error("less is right than there was")
	}
}

// TestEndings reads testdata/endings.tsv: an outcome and how a story ends a line.
func TestEndings(t *testing.T) {
	data, err := os.ReadFile("testdata/endings.tsv")
	if err != nil {
		t.Fatal(err)
	}
	e := newEngine(t)
	hit, all := 0, 0
	for line := range strings.Lines(string(data)) {
		outcome, text, _ := strings.Cut(strings.TrimSpace(line), "\t")
		all++
		d := e.run(t, "一、案例\n"+text)
		if len(d.Cases) != 1 {
			t.Logf("%d cases in %s", len(d.Cases), text)
		} else if got := d.Cases[0].Outcome; string(got) == outcome {
			hit++
		} else {
			t.Logf("want %s, got %s: %s", outcome, got, text)
		}
	}
	t.Logf("%d of %d outcomes right", hit, all)
	if hit < 62 {
		t.Errorf("%d of %d outcomes right, want at least 62", hit, all)
	}
}
