package pipeline

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"zhengwen/document"
	"zhengwen/internal/score"
)

// TestScore computes the quality figures over the test pages and their truth and
// over simulated damage, and compares them with testdata/score.txt, so that a
// change of quality shows as a change of that file.
func TestScore(t *testing.T) {
	p := newStandard(t)
	truth := golds(t)
	table := score.Table{}
	scorePages(t, p, truth, table)
	scoreSites(t, p, table)
	scoreRepair(t, truth, table)
	scoreDetection(truth, table)
	golden(t, filepath.Join(testdata, "score.txt"), table.String())
}

// scorePages compares the records of the test pages with the truth. A page without
// a record counts as one with an empty record.
func scorePages(t *testing.T, p *Pipeline, truth []*gold, table score.Table) {
	records := map[string]*document.Record{}
	for _, it := range crawl(t) {
		if r := p.Process(context.Background(), it).Record; r != nil {
			records[fileName(it.URI)] = r
		}
	}
	var c comparison
	for _, g := range truth {
		r := records[g.name]
		c.kept.Add(r != nil)
		if r == nil {
			r = &document.Record{}
		}
		c.text(g, r)
		c.meta(g, r)
		c.outline(g, r)
		c.marks(g, r)
		c.chrome(g, r)
		c.clean(g)
	}
	for name, v := range map[string]float64{
		"page.kept":              c.kept.Value(),
		"body.f1":                c.body.Value(),
		"body.exact":             c.exact.Value(),
		"meta.title":             c.title.Value(),
		"meta.author":            c.author.Value(),
		"meta.editor":            c.editor.Value(),
		"meta.source":            c.source.Value(),
		"meta.site_name":         c.site.Value(),
		"meta.published":         c.published.Value(),
		"headings.f1":            c.headings.Value(),
		"headings.level":         c.level.Value(),
		"headings.kind":          c.kind.Value(),
		"advice.f1":              c.advice.Value(),
		"advice.precision":       c.advice.Precision(),
		"advice.recall":          c.advice.Recall(),
		"advice.stance":          c.stance.Value(),
		"advice.topic":           c.topic.Value(),
		"cases.f1":               c.cases.Value(),
		"cases.outcome":          c.outcome.Value(),
		"cases.who":              c.who.Value(),
		"boilerplate.kept_out":   c.keptOut.Value(),
		"boilerplate.kind":       c.chromeKind.Value(),
		"identifiers.f1":         c.identifiers.Value(),
		"repair.spared_on_clean": c.untouched.Value(),
	} {
		table[name] = v
	}
}

// comparison gathers what agrees with the truth.
type comparison struct {
	kept, exact                                    score.Rate
	body                                           score.Mean
	title, author, editor, source, site, published score.Rate
	headings, advice, cases, identifiers           score.F1
	level, kind, stance, topic, outcome, who       score.Rate
	keptOut, chromeKind, untouched                 score.Rate
}

func (c *comparison) text(g *gold, r *document.Record) {
	body := strings.Join(g.Body, "\n")
	c.body.Add(score.Body(body, r.Text))
	c.exact.Add(score.Equal(body, r.Text))
}

func (c *comparison) meta(g *gold, r *document.Record) {
	is := func(rate *score.Rate, want string, got *string) {
		if got == nil {
			got = new(string)
		}
		rate.Add(score.Equal(want, *got))
	}
	is(&c.title, g.Title, r.Title)
	is(&c.author, g.Author, r.Author)
	is(&c.editor, g.Editor, r.Editor)
	is(&c.source, g.Source, r.Source)
	is(&c.site, g.SiteName, r.SiteName)
	if g.Published == "" || r.PublishedAt == nil {
		c.published.Add(g.Published == "" && r.PublishedAt == nil)
		return
	}
	want, err := time.Parse(time.RFC3339, g.Published)
	c.published.Add(err == nil && want.Equal(*r.PublishedAt))
}

// outline compares headings by number and words; level and kind count over those
// that were found.
func (c *comparison) outline(g *gold, r *document.Record) {
	var want, got []string
	type place struct{ level, kind string }
	truth := map[string]place{}
	for i, s := range g.Headings {
		level, heading, _ := strings.Cut(s, " ")
		want = append(want, heading)
		truth[score.Fold(heading)] = place{level, g.Kinds[i]}
	}
	for _, s := range r.Sections {
		heading := s.Number + "|" + s.Heading
		got = append(got, heading)
		if x, ok := truth[score.Fold(heading)]; ok {
			c.level.Add(x.level == string(rune('0'+s.Level)))
			c.kind.Add(x.kind == string(s.Kind))
		}
	}
	c.headings.Add(want, got)
}

// marks compares advice by its sentence and cases by their first words; stance,
// topic, outcome and name count over those that were found.
func (c *comparison) marks(g *gold, r *document.Record) {
	var want, got []string
	type meaning struct{ stance, topic string }
	truth := map[string]meaning{}
	for i, s := range g.Advice {
		stance, sentence, _ := strings.Cut(s, "|")
		want = append(want, sentence)
		truth[score.Fold(sentence)] = meaning{stance, g.Topics[i]}
	}
	for _, a := range r.Advice {
		got = append(got, a.Text)
		if x, ok := truth[score.Fold(a.Text)]; ok {
			c.stance.Add(x.stance == string(a.Stance))
			c.topic.Add(x.topic == string(a.Topic))
		}
	}
	c.advice.Add(want, got)

	c.cases.Gold += len(g.Cases)
	c.cases.Found += len(r.Cases)
	left := slices.Clone(g.Cases)
	for _, x := range r.Cases {
		for i, s := range left {
			part := strings.Split(s, "|")
			if !strings.HasPrefix(score.Fold(x.Text), score.Fold(part[2])) {
				continue
			}
			c.cases.Hit++
			c.outcome.Add(part[0] == string(x.Outcome))
			c.who.Add(part[1] == "" && x.Who == nil || x.Who != nil && part[1] == *x.Who)
			left = slices.Delete(left, i, i+1)
			break
		}
	}
}

// chrome asks of every line of boilerplate whether it stayed out of the text, and
// whether it stands among the pieces of its kind. A line of the truth may be
// several pieces of the record.
func (c *comparison) chrome(g *gold, r *document.Record) {
	pieces := map[string]string{}
	for _, b := range r.Boilerplate {
		pieces[string(b.Kind)] += score.Fold(b.Text)
	}
	lines := strings.Split(r.Text, "\n")
	for _, s := range g.Boilerplate {
		kind, line, _ := strings.Cut(s, "|")
		// A table of contents repeats headings, so its words are in the text all the same.
		if kind != string(document.KindTOC) {
			c.keptOut.Add(r.ID != "" && !slices.ContainsFunc(lines, func(l string) bool { return leaks(l, line) }))
		}
		c.chromeKind.Add(strings.Contains(pieces[kind], score.Fold(line)))
	}
	c.identifiers.Add(g.ICP, r.Identifiers.ICP)
	c.identifiers.Add(g.Police, r.Identifiers.Police)
	c.identifiers.Add(g.Licence, r.Identifiers.Licence)
}

// leaks reports whether a line of the text is a line of boilerplate or has one at
// its start or end.
func leaks(line, chrome string) bool {
	line, chrome = score.Fold(line), score.Fold(chrome)
	return strings.HasPrefix(line, chrome) || strings.HasSuffix(line, chrome)
}

// clean asks whether the true text comes through repair as it is.
func (c *comparison) clean(g *gold) {
	for _, lines := range [][]string{g.Body, g.Written} {
		if len(lines) == 0 {
			continue
		}
		out, err := RepairText(context.Background(), strings.Join(lines, "\n"), false)
		for i, s := range lines {
			c.untouched.Add(err == nil && out[i].Text == s)
		}
	}
}
