package pipeline

import (
	"fmt"
	"slices"
	"strings"

	"github.com/zeebo/xxh3"

	"zhengwen/document"
	"zhengwen/pipeline/index"
	"zhengwen/pipeline/sink"
)

// fate tells what becomes of a record among those the table holds: an article,
// with the first of its twins; or the reject of a repeated or superseded
// document.
func (t *tableRun) fate(r *document.Record, row string) (sink.Row, error) {
	x := sink.Row{ID: r.ID, Class: sink.RowArticle, Text: groupDigest(r)}
	if r.FetchedAt != nil {
		x.Fetched = r.FetchedAt.UnixMilli()
	}
	if t.p.options.Revisions == RevisionsLatest {
		x.Page = pageDigest(r.PageID)
		group, err := t.group(x.Page, t.ix.ByPage)
		if err != nil {
			return x, err
		}
		// Which revision is the latest is known when all have come; see judgePages.
		if len(group) > 0 {
			t.touched.page[x.Page] = true
		}
		for _, m := range group {
			if m.ID == x.ID && m.Row < row {
				x.Class = sink.RowRepeated
				return x, nil
			}
		}
	}
	if x.Text == "" {
		return x, nil
	}
	group, err := t.group(x.Text, t.ix.ByText)
	if err != nil {
		return x, err
	}
	for _, m := range group {
		if m.Class != sink.RowArticle && m.Class != sink.RowRepeated {
			continue
		}
		if m.Row > row {
			t.touched.text[x.Text] = true
			continue
		}
		if m.ID == x.ID {
			x.Class, x.Twin = sink.RowRepeated, ""
			return x, nil
		}
		if x.Twin == "" && m.Class == sink.RowArticle {
			x.Twin = m.ID
		}
	}
	if x.Twin != "" {
		twin := x.Twin
		r.DuplicateOf = &twin
	}
	return x, nil
}

// revisions tells what each document of a page is when only the latest revision
// is kept, by row key: of every revision the first document counts, and the
// revision that was fetched last is the article.
func revisions(group []index.Member) map[string]sink.RowClass {
	slices.SortFunc(group, func(a, b index.Member) int { return strings.Compare(a.Row, b.Row) })
	var best index.Member
	for _, m := range group {
		if best.ID == "" || m.Fetched >= best.Fetched {
			best = m // of those fetched at the same time the last in order
		}
	}
	out, seen := map[string]sink.RowClass{}, map[string]bool{}
	for _, m := range group {
		switch {
		case seen[m.ID]:
			out[m.Row] = sink.RowRepeated
		case m.ID == best.ID:
			out[m.Row] = sink.RowArticle
		default:
			out[m.Row] = sink.RowSuperseded
		}
		seen[m.ID] = true
	}
	return out
}

func pageDigest(id string) string { return fmt.Sprintf("%016x", xxh3.HashString(id)) }

// group returns the documents with a digest in the order of the table: those of
// the index that still count, and those of the unit being written.
func (t *tableRun) group(digest string, find func(string) ([]index.Member, error)) ([]index.Member, error) {
	old, err := find(digest)
	if err != nil {
		return nil, err
	}
	mine := t.gather.members[digest]
	if len(old) == 0 {
		return mine, nil
	}
	out := slices.DeleteFunc(old, func(m index.Member) bool { return t.gather.inputs[index.InputOf(m.Row)] })
	out = append(out, mine...)
	slices.SortFunc(out, func(a, b index.Member) int { return strings.Compare(a.Row, b.Row) })
	return out, nil
}
