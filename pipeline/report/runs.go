package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"zhengwen/pipeline/runlog"
)

// reasonSeparator stands between class, stage and reason in Figures.Reasons.
const reasonSeparator = " · "

// SplitReason takes a name of Figures.Reasons apart.
func SplitReason(name string) (class, stage, reason string) {
	class, rest, _ := strings.Cut(name, reasonSeparator)
	stage, reason, _ = strings.Cut(rest, reasonSeparator)
	return class, stage, reason
}

// runRow is a run in the page's table of runs.
type runRow struct {
	*runlog.Run
	Time    string
	Cells   []change // in the order of runColumns
	Reasons []change // rejects by reason, those that differ most from the run before first
	More    int      // further reasons
}

// runColumns are the counts of the table of runs.
var runColumns = []string{"new", "changed", "unchanged", "removed", "pruned", "pages", "articles", "rejects", "table articles", "table rejects"}

func runCounts(r *runlog.Run) []int {
	return []int{r.New, r.Changed, r.Unchanged, r.Removed, r.Pruned, r.Pages, r.Articles, r.Rejected(), r.Table.Articles, r.Table.Rejects}
}

// maxReasons bounds the reasons shown of one run.
const maxReasons = 5

// runRows prepares runs, given oldest first, for the page: newest first, each with
// its differences to the run before it that did not fail.
func runRows(runs []runlog.Run) []runRow {
	var (
		out    []runRow
		before *runlog.Run
	)
	for i := range runs {
		r := &runs[i]
		row := runRow{Run: r, Time: fmt.Sprintf("%.1f", r.Seconds)}
		if r.Table != nil {
			now, old := runCounts(r), runCounts(r) // the first run has no differences
			if before != nil {
				old = runCounts(before)
			}
			for c, name := range runColumns {
				row.Cells = append(row.Cells, change{name, old[c], now[c]})
			}
			row.Reasons = reasonChanges(r, before)
			row.More = max(0, len(row.Reasons)-maxReasons)
			row.Reasons = row.Reasons[:len(row.Reasons)-row.More]
			before = r
		}
		out = append(out, row)
	}
	slices.Reverse(out)
	return out
}

func reasonChanges(r, before *runlog.Run) []change {
	var out []change
	at := map[runlog.Reject]int{}
	index := func(x runlog.Reject) int {
		x.N = 0
		i, ok := at[x]
		if !ok {
			i = len(out)
			at[x] = i
			out = append(out, change{Name: x.Class + reasonSeparator + x.Stage + reasonSeparator + x.Reason})
		}
		return i
	}
	for _, x := range r.Rejects {
		i := index(x)
		out[i].After = x.N
		if before == nil {
			out[i].Before = x.N
		}
	}
	if before != nil {
		for _, x := range before.Rejects {
			out[index(x)].Before = x.N
		}
	}
	slices.SortStableFunc(out, func(a, b change) int {
		return cmp.Or(cmp.Compare(abs(b.Delta()), abs(a.Delta())), cmp.Compare(b.After, a.After), cmp.Compare(a.Name, b.Name))
	})
	return out
}

func abs(n int) int { return max(n, -n) }
