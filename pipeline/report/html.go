package report

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"maps"
	"slices"

	"zhengwen/pipeline/runlog"
)

//go:embed report.html.tmpl
var page string

// group is one table of the page.
type group struct {
	Title  string
	Note   string
	Counts []Count
	More   int
	Max    int
}

// Write writes the figures as one HTML page without outside resources, with what
// changed since the version before, if there was one. It holds nothing that
// differs between two runs over the same input.
func Write(w io.Writer, f, before *Figures, processedWith string) error {
	return write(w, f, before, processedWith, nil)
}

// WriteRuns writes the same page with a table of the last runs, which are given
// oldest first.
func WriteRuns(w io.Writer, f *Figures, processedWith string, runs []runlog.Run) error {
	return write(w, f, nil, processedWith, runs)
}

func write(w io.Writer, f, before *Figures, processedWith string, runs []runlog.Run) error {
	t, err := template.New("report").Parse(page)
	if err != nil {
		return fmt.Errorf("parse report template: %w", err)
	}
	table := func(title, note string, c Counts, limit int) group {
		g := group{Title: title, Note: note, Counts: c.Top(limit)}
		g.More = c.Len() - len(g.Counts)
		for _, x := range g.Counts {
			g.Max = max(g.Max, x.N)
		}
		return g
	}
	data := struct {
		*Figures
		ProcessedWith string
		Changes       []change
		RunColumns    []string
		Runs          []runRow
		Groups        []group
	}{f, processedWith, changes(f, before), runColumns, runRows(runs), []group{
		table("Page kinds", "of the articles", f.Kinds, 10),
		table("Rejects", "class · stage · reason", f.Reasons, 30),
		table("Charsets", "as decoded", f.Charsets, 20),
		table("Scripts", "before conversion", f.Scripts, 5),
		table("Hosts", "articles and rejects", f.Hosts, 30),
		table("Repairs", "kind · rule, inside the text", f.Repairs, 30),
		table("Damage", "seen, not changed", f.Damage, 10),
		table("Boilerplate", "lines left out of the text", f.Boilerplate, 20),
		table("Sections", "by kind", f.Sections, 20),
		table("Advice", "by stance", f.Advice, 5),
		table("Cases", "by outcome", f.Cases, 5),
	}}
	if err := t.Execute(w, data); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return nil
}

// change is a count in this version beside the one before.
type change struct {
	Name          string
	Before, After int
}

// Delta returns the difference.
func (c change) Delta() int { return c.After - c.Before }

// changes compares totals, reject reasons and hosts and returns what differs.
func changes(f, before *Figures) []change {
	if before == nil {
		return nil
	}
	var out []change
	add := func(name string, b, a int) {
		if a != b {
			out = append(out, change{name, b, a})
		}
	}
	add("articles", before.Articles, f.Articles)
	add("rejects", before.Rejects, f.Rejects)
	add("exact copies", before.Duplicates, f.Duplicates)
	for _, g := range []struct {
		what string
		b, a Counts
	}{{"rejected: ", before.Reasons, f.Reasons}, {"host ", before.Hosts, f.Hosts}} {
		names := map[string]bool{}
		for n := range g.a.n {
			names[n] = true
		}
		for n := range g.b.n {
			names[n] = true
		}
		base := len(out)
		for _, n := range slices.Sorted(maps.Keys(names)) {
			add(g.what+n, g.b.n[n], g.a.n[n])
		}
		if len(out)-base > maxChanges {
			out = append(out[:base+maxChanges], change{Name: fmt.Sprintf("%sand %d more", g.what, len(out)-base-maxChanges)})
		}
	}
	return out
}

// maxChanges bounds the rows of each sort of change.
const maxChanges = 30
