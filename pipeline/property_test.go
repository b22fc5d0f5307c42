package pipeline

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"pgregory.net/rapid"

	"zhengwen/document"
	"zhengwen/pipeline/source"
)

// TestProcessIsDeterministic cuts and joins test pages at random; a second run,
// with scratch space that held another page in between, says the same.
func TestProcessIsDeterministic(t *testing.T) {
	p := newStandard(t)
	pages := crawl(t)
	rapid.Check(t, func(t *rapid.T) {
		a := rapid.SampledFrom(pages).Draw(t, "first page").Raw
		b := rapid.SampledFrom(pages).Draw(t, "second page").Raw
		i, j := rapid.IntRange(0, len(a)).Draw(t, "end of the first"), rapid.IntRange(0, len(b)).Draw(t, "start of the second")
		it := source.Item{URI: "u", Raw: slices.Concat(a[:i], b[j:])}
		if len(it.Raw) == 0 {
			return
		}
		once := process(t, p, it)
		p.Process(context.Background(), source.Item{URI: "other", Raw: b})
		if again := process(t, p, it); !bytes.Equal(once, again) {
			t.Fatalf("first %s\nthen %s", once, again)
		}
	})
}

// process is the row of an input as JSON.
func process(t *rapid.T, p *Pipeline, it source.Item) []byte {
	r := p.Process(context.Background(), it)
	var row any = r.Record
	if r.Record == nil {
		if row = r.Reject; r.Reject.Class == document.ClassFault {
			t.Fatalf("a stage failed: %+v", r.Reject)
		}
	}
	b, err := json.Marshal(row)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// A layout is a plain way to set an article.
type layout struct {
	name             string
	before, after    string
	opening, closing string
}

var layouts = []layout{
	{"paragraphs", "<html><body><h1>%</h1><div>", "</div></body></html>", "<p>", "</p>\n"},
	{"indented paragraphs", "<html><head><title>%</title></head><body><h1>%</h1><article>", "</article></body></html>", "<p>　　", "</p>\n"},
	{"divs", "<html><body><h2>%</h2>\n<div class=content>", "</div></body></html>", "<div>", "</div>\n"},
	{"text with empty lines", "%\n\n", "", "", "\n\n"},
	{"indented text", "%\n\n", "", "　　", "\n"},
}

var encodings = map[string]encoding.Encoding{
	"utf-8": unicode.UTF8, "utf-8 with mark": unicode.UTF8BOM, "gb18030": simplifiedchinese.GB18030, "utf-16": unicode.UTF16(unicode.LittleEndian, unicode.UseBOM),
}

// TestCleanPagesComeOutAsTheyAre sets the true bodies in plain layouts and common
// encodings: the text of the record is the body, character for character, and
// nothing was repaired.
func TestCleanPagesComeOutAsTheyAre(t *testing.T) {
	p := newStandard(t)
	// A last line that is no sentence, such as the name of an office, may be taken for
	// chrome; score.txt counts that.
	truth := slices.DeleteFunc(golds(t), func(g *gold) bool { return !strings.HasSuffix(g.Body[len(g.Body)-1], "。") })
	rapid.Check(t, func(t *rapid.T) {
		g := rapid.SampledFrom(truth).Draw(t, "truth")
		l := rapid.SampledFrom(layouts).Draw(t, "layout")
		name := rapid.SampledFrom([]string{"utf-8", "utf-8 with mark", "gb18030", "utf-16"}).Draw(t, "encoding")
		var page strings.Builder
		page.WriteString(strings.ReplaceAll(l.before, "%", g.Title))
		for _, s := range g.Body {
			page.WriteString(l.opening + s + l.closing)
		}
		page.WriteString(l.after)
		raw, err := encodings[name].NewEncoder().Bytes([]byte(page.String()))
		if err != nil {
			t.Fatal(err)
		}
		r := p.Process(context.Background(), source.Item{URI: "u", Raw: raw})
		if r.Record == nil {
			t.Fatalf("%s rejected: %+v", g.name, r.Reject)
		}
		if want := strings.Join(g.Body, "\n"); r.Record.Text != want || r.Record.RepairCount != 0 {
			t.Fatalf("%s, %s, %s: %d repairs, text\n%s\nwant\n%s", g.name, l.name, name, r.Record.RepairCount, r.Record.Text, want)
		}
	})
}

// TestRepairIsIdempotent feeds the text of every record back as a page of text:
// there is nothing left to repair.
func TestRepairIsIdempotent(t *testing.T) {
	p := newStandard(t)
	for _, it := range crawl(t) {
		r := p.Process(context.Background(), it).Record
		if r == nil {
			continue
		}
		t.Run(fileName(it.URI), func(t *testing.T) {
			raw := []byte(strings.ReplaceAll(r.Text, "\n", "\n\n") + "\n")
			again := p.Process(context.Background(), source.Item{URI: "again", Raw: raw})
			if again.Record == nil {
				t.Fatalf("rejected: %+v", again.Reject)
			}
			if again.Record.RepairCount != 0 {
				t.Errorf("repaired again: %+v", again.Record.Repairs)
			}
		})
	}
}
