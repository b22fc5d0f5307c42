package main

import (
	"fmt"
	"io"
	"strings"

	"zhengwen/document"
)

// named reports whether a page is the one asked for.
func named(name, id, pageID, uri string, url *string) bool {
	return id == name || pageID == name || uri == name || url != nil && *url == name || strings.HasSuffix(uri, "/"+name)
}

func explainRecord(w io.Writer, r *document.Record) {
	fmt.Fprintf(w, "%s\n", r.URI)
	field := func(name, format string, args ...any) {
		fmt.Fprintf(w, "  %-12s %s\n", name, fmt.Sprintf(format, args...))
	}
	field("id", "%s", r.ID)
	field("kept as", "%s, language %s, script %s", r.PageKind, r.Lang, value(r.Script))
	field("charset", "%s, confidence %.2f, declared %s", r.Charset, r.CharsetConfidence, value(r.CharsetDeclared))
	field("title", "%s", value(r.Title))
	field("published", "%s (printed %s)", value(r.PublishedPrecision), value(r.PublishedRaw))
	field("text", "%d characters, %d sections, %d advice sentences, %d cases", r.CharCount, len(r.Sections), len(r.Advice), len(r.Cases))
	field("processed", "%s", r.ProcessedWith)
	if r.DuplicateOf != nil {
		field("copy of", "%s", *r.DuplicateOf)
	}
	text := []rune(oneLine.Replace(r.Text)) // as many characters, for the offsets
	fmt.Fprintf(w, "\n%d repairs on the page, %d of them in the text; %d characters converted\n", r.RepairCount, len(r.Repairs), r.ConvertedChars)
	for _, x := range r.Repairs {
		fmt.Fprintf(w, "  %6d  %-9s %-24s %.2f  …%s[%s→%s]%s…\n", x.Start, x.Kind, x.Rule, x.Confidence,
			string(text[max(0, x.Start-8):x.Start]), x.Before, x.After, string(text[x.End:min(int(x.End)+8, len(text))]))
	}
	fmt.Fprintf(w, "\n%d damaged places left as they are\n", len(r.Damage))
	for _, x := range r.Damage {
		fmt.Fprintf(w, "  %6d  %-12s %.2f  …%s[%s]%s…  suggestion %s\n", x.Start, x.Kind, x.Confidence,
			string(text[max(0, x.Start-8):x.Start]), string(text[x.Start:x.End]), string(text[x.End:min(int(x.End)+8, len(text))]), value(x.Suggestion))
	}
	fmt.Fprintf(w, "\n%d lines left out of the text\n", len(r.Boilerplate))
	for _, x := range r.Boilerplate {
		fmt.Fprintf(w, "  %-11s %-28s %s\n", x.Kind, x.Rule, oneLine.Replace(shorten(x.Text, 60)))
	}
	fmt.Fprintf(w, "\n%d sections\n", len(r.Sections))
	for _, x := range r.Sections {
		fmt.Fprintf(w, "  %6d  %s%s %s  (%s)\n", x.Start, strings.Repeat("  ", int(x.Level)-1), x.Number, x.Heading, x.Kind)
	}
	fmt.Fprintln(w)
}

func explainReject(w io.Writer, r *document.Reject) {
	fmt.Fprintf(w, "%s\n", r.URI)
	field := func(name, text string) { fmt.Fprintf(w, "  %-12s %s\n", name, text) }
	field("id", r.ID)
	field("rejected", fmt.Sprintf("%s by %s: %s", r.Class, r.Stage, r.Reason))
	if r.Rule != nil {
		field("rule", *r.Rule)
	}
	if r.Value != nil {
		field("value", fmt.Sprintf("%g, threshold %g", *r.Value, *r.Threshold))
	}
	if r.Detail != nil {
		field("detail", *r.Detail)
	}
	field("processed", r.Version)
	fmt.Fprintln(w)
}

// oneLine shows line ends within a line.
var oneLine = strings.NewReplacer("\n", "⏎", "\r", "␍", "\t", "␉")

func value(s *string) string {
	if s == nil {
		return "–"
	}
	return *s
}

func shorten(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n]) + "…"
}
