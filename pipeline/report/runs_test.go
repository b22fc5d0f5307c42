package report

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhengwen/pipeline/runlog"
)

func TestRunRows(t *testing.T) {
	runs := []runlog.Run{
		{ID: "1", New: 5, Pages: 5, Articles: 3, Table: &runlog.Table{Articles: 3, Rejects: 2}, Rejects: []runlog.Reject{{Class: "input", Stage: "source", Reason: "empty", N: 2}}},
		{ID: "2", Exit: 1, Error: "disk <full>", Pages: 1},
		{ID: "3", New: 1, Unchanged: 5, Pages: 1, Table: &runlog.Table{Articles: 3, Rejects: 3}, Rejects: []runlog.Reject{{Class: "decision", Stage: "article", Reason: "language", N: 1}}},
	}
	rows := runRows(runs)
	if len(rows) != 3 || rows[0].ID != "3" || rows[2].ID != "1" {
		t.Fatalf("rows %v are not the newest first", rows)
	}
	want := map[string][2]int{"new": {1, -4}, "unchanged": {5, 5}, "articles": {0, -3}, "rejects": {1, -1}, "table articles": {3, 0}, "table rejects": {3, 1}}
	for _, c := range rows[0].Cells {
		if w, ok := want[c.Name]; ok && w != [2]int{c.After, c.Delta()} {
			t.Errorf("%s: %d (%+d), want %v", c.Name, c.After, c.Delta(), w)
		}
	}
	if diff := cmp.Diff([]change{{"input · source · empty", 2, 0}, {"decision · article · language", 0, 1}}, rows[0].Reasons); diff != "" {
		t.Errorf("reasons (-want +got):\n%s", diff)
	}
	for _, c := range rows[2].Cells {
		if c.Delta() != 0 {
			t.Errorf("the first run differs by %+d %s from nothing", c.Delta(), c.Name)
		}
	}
	var page, plain bytes.Buffer
	if err := WriteRuns(&page, &Figures{}, "v", runs); err != nil {
		t.Fatal(err)
	}
	for _, w := range []string{"disk &lt;full&gt;", "after 1 pages", "<code>3</code>"} {
		if !strings.Contains(page.String(), w) {
			t.Errorf("the page lacks %s", w)
		}
	}
	if err := Write(&plain, &Figures{}, nil, "v"); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(plain.String(), "<h2>Runs") {
		t.Error("the run's own page has a table of runs")
	}
}

func TestSplitReason(t *testing.T) {
	f := &Figures{}
	f.Reasons.Add("decision" + reasonSeparator + "article" + reasonSeparator + "a · b")
	class, stage, reason := SplitReason(f.Reasons.Top(1)[0].Name)
	if class != "decision" || stage != "article" || reason != "a · b" {
		t.Errorf("%q, %q, %q", class, stage, reason)
	}
}
