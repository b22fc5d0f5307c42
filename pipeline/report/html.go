package report

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
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

// Write writes the figures as one HTML page without outside resources. It holds
// nothing that differs between two runs over the same input.
func Write(w io.Writer, f *Figures, processedWith string) error {
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
		Groups        []group
	}{f, processedWith, []group{
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
