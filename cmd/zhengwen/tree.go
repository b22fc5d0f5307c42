package main

import (
	"fmt"
	"io"
	"strings"

	"zhengwen/document"
)

// writeTree prints a record's outline: headings by level with their kind, and
// what was found in each section.
func writeTree(w io.Writer, r *document.Record) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", value(r.Title))
	items := func(section int, indent string) {
		for _, a := range r.Advice {
			if int(a.Section) == section {
				fmt.Fprintf(&b, "%s• %s (%s, %s)\n", indent, a.Text, a.Stance, a.Topic)
			}
		}
		for _, c := range r.Cases {
			if int(c.Section) == section {
				fmt.Fprintf(&b, "%s◦ case of %s: %s\n", indent, value(c.Who), c.Outcome)
			}
		}
	}
	items(-1, "  ")
	for i, x := range r.Sections {
		indent := strings.Repeat("  ", int(x.Level))
		fmt.Fprintf(&b, "%s%s%s  [%s]\n", indent, numbered(x.Number), x.Heading, x.Kind)
		items(i, indent+"  ")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func numbered(n string) string {
	if n == "" || strings.HasSuffix(n, "、") || strings.HasSuffix(n, "）") {
		return n
	}
	return n + " "
}
