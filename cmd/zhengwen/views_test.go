package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhengwen/document"
	"zhengwen/pipeline/sink"
)

// viewRows asks every view for its rows: the id of the article or reject, the index
// of the element where there is one, and a column that tells it from others.
var viewRows = map[string]string{
	"articles":    "select id, 0, text from articles",
	"rejects":     "select id, 0, reason from rejects",
	"sections":    `select id, section, heading from sections`,
	"advice":      `select id, advice, text from advice`,
	"cases":       `select id, "case", text from cases`,
	"repairs":     `select id, repair, before || '→' || after from repairs`,
	"damage":      `select id, damage, kind from damage`,
	"boilerplate": `select id, line, text from boilerplate`,
}

// askViews defines the views in the output directory, as a user does, and prints
// the rows of each and the names and types of its columns.
const askViews = `
import duckdb, json, os, sys
os.chdir(sys.argv[1])
db = duckdb.connect()
db.execute(open("views.sql").read())
ask = json.loads(sys.argv[2])
print(json.dumps({
    "rows": {v: sorted(list(r) for r in db.execute(q).fetchall()) for v, q in ask.items()},
    "columns": {v: [f"{r[0]} {r[1]}" for r in db.execute(f"describe {v}").fetchall()] for v in ask},
}))`

type viewAnswers struct {
	Rows    map[string][][3]any `json:"rows"`
	Columns map[string][]string `json:"columns"`
}

// damaged is a page with a gap that can only be marked, a repair, and a case.
const damaged = `<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>二手冰箱怎样退货</title></head><body>
<h1>二手冰箱怎样退货</h1><h2>一、协商</h2>
<p>應當先與賣家協商，說明網(wǎng)絡(luò)購買的冰箱不能制冷，要求退貨。賣家拒絕的，應當保留聊天記錄和付款記錄，不要自己拆開冰箱。</p>
<p>退貨的理由應當寫清楚，��冰箱的型號和購買日期也要寫上，這樣平臺處理起來會快得多，大約三天就有結果。</p>
<h2>二、成功案例</h2>
<p>案例一：李先生在網(wǎng)上買了一臺二手冰箱，收到以后發(fā)現不能制冷，經過協商，賣家最終同意退貨并退還全部貨款。</p>
</body></html>`

// TestViewsOfLayouts runs views.sql in DuckDB over every way a table can lie on the disk and
// compares what the views give with the records.
func TestViewsOfLayouts(t *testing.T) {
	needPython(t, "duckdb")
	ask, err := json.Marshal(viewRows)
	if err != nil {
		t.Fatal(err)
	}
	page := filepath.Join(t.TempDir(), "fridge.html")
	writeText(t, page, damaged)
	english := filepath.Join(t.TempDir(), "english.html")
	writeText(t, english, `<html lang="en"><body><p>This page is in English, so the table has no article at all and one reject with the reason language.</p></body></html>`)
	tables := map[string][]string{
		"crawl": {filepath.Join("..", "..", "testdata", "crawl"), page},
		"empty": {english},
	}
	var columns map[string][]string // must be the same everywhere
	for _, format := range []string{"parquet", "jsonl", "jsonl.zst"} {
		for _, partition := range []string{"none", "host", "published"} {
			for _, name := range []string{"crawl", "empty"} {
				t.Run(format+"/"+partition+"/"+name, func(t *testing.T) {
					out := tableOf(t, tables[name], "--format", format, "--partition", partition)
					var got viewAnswers
					python(t, &got, askViews, out, string(ask))
					want := viewsOf(t, out)
					for view := range viewRows {
						if name == "crawl" && len(want[view]) == 0 {
							t.Errorf("%s has no row to compare", view)
						}
						if diff := cmp.Diff(flat(want[view]), flat(got.Rows[view])); diff != "" {
							t.Errorf("%s (-written +read):\n%s", view, diff)
						}
					}
					if columns == nil {
						columns = got.Columns
					}
					if diff := cmp.Diff(columns, got.Columns); diff != "" {
						t.Errorf("columns (-first combination +this one):\n%s", diff)
					}
				})
			}
		}
	}
}

// viewsOf gathers what the views must give from the records.
func viewsOf(t *testing.T, out string) map[string][][3]any {
	t.Helper()
	w := map[string][][3]any{}
	add := func(view, id string, i int, x string) { w[view] = append(w[view], [3]any{id, i, x}) }
	err := sink.EachArticle(out, func(r *document.Record) bool {
		add("articles", r.ID, 0, r.Text)
		for i, x := range r.Sections {
			add("sections", r.ID, i, x.Heading)
		}
		for i, x := range r.Advice {
			add("advice", r.ID, i, x.Text)
		}
		for i, x := range r.Cases {
			add("cases", r.ID, i, x.Text)
		}
		for i, x := range r.Repairs {
			add("repairs", r.ID, i, x.Before+"→"+x.After)
		}
		for i, x := range r.Damage {
			add("damage", r.ID, i, string(x.Kind))
		}
		for i, x := range r.Boilerplate {
			add("boilerplate", r.ID, i, x.Text)
		}
		return true
	})
	if err == nil {
		err = sink.EachReject(out, func(r *document.Reject) bool { add("rejects", r.ID, 0, r.Reason); return true })
	}
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// flat writes rows as sorted lines.
func flat(rows [][3]any) []string {
	lines := make([]string, len(rows))
	for i, r := range rows {
		lines[i] = fmt.Sprintf("%v %v %v", r[0], r[1], r[2])
	}
	slices.Sort(lines)
	return lines
}

// partitionReaders count the articles by the partition key, named in argv[2].
var partitionReaders = []struct{ name, imports, script string }{
	{"duckdb", "duckdb", `
import duckdb
rows = duckdb.sql(f"select {key}, count(*) from read_parquet('{out}/articles/*/*.parquet', hive_partitioning = true) group by 1").fetchall()`},
	{"pandas", "pandas, pyarrow", `
import pandas as pd, pyarrow.dataset as ds
# Without the argument pyarrow makes dictionaries of the keys, and these cannot hold null.
table = pd.read_parquet(f"{out}/articles", partitioning=ds.HivePartitioning.discover())
rows = table.groupby(key, observed=True, dropna=False).size().items()
rows = [(None if k != k else k, n) for k, n in rows]`},
	{"polars", "polars", `
import polars as pl
rows = pl.scan_parquet(f"{out}/articles/**/*.parquet", hive_partitioning=True).group_by(key).len().collect().rows()`},
}

// TestPartitions reads partitioned tables with the readers that understand Hive
// folders, and finds in every folder what belongs there.
func TestPartitions(t *testing.T) {
	crawl := []string{filepath.Join("..", "..", "testdata", "crawl")}
	host := func(r *document.Record) *string { return r.Host }
	day := func(r *document.Record) *string {
		if r.PublishedDate == nil {
			return nil
		}
		s := r.PublishedDate.String()
		return &s
	}
	for _, p := range []struct {
		by, key string
		value   func(*document.Record) *string
	}{{"host", "p_host", host}, {"published", "p_date", day}} {
		out := tableOf(t, crawl, "--partition", p.by)
		want := map[string]int{}
		err := sink.EachArticle(out, func(r *document.Record) bool { want[value(p.value(r))]++; return true })
		if err != nil {
			t.Fatal(err)
		}
		if len(want) < 3 || want[value(nil)] == 0 {
			t.Fatalf("by %s: %v has too little to tell", p.by, want)
		}
		for _, r := range partitionReaders {
			t.Run(p.by+"/"+r.name, func(t *testing.T) {
				needPython(t, r.imports)
				var rows []struct {
					Key *string
					N   int
				}
				python(t, &rows, "import json, sys\nout, key = sys.argv[1:]\n"+r.script+
					"\nprint(json.dumps([{'Key': None if k is None else str(k), 'N': int(n)} for k, n in rows]))", out, p.key)
				got := map[string]int{}
				for _, x := range rows {
					got[value(x.Key)] += x.N
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("articles by %s (-written +read):\n%s", p.key, diff)
				}
			})
		}
	}
}

// tableOf runs the main job and returns its output directory.
func tableOf(t *testing.T, inputs []string, flags ...string) string {
	t.Helper()
	out := filepath.Join(t.TempDir(), "table")
	args := slices.Concat([]string{"run", "--out", out, "--quiet", "--max-errors", "100%"}, flags, inputs)
	var stderr bytes.Buffer
	if code := run(args, streams{strings.NewReader(""), &bytes.Buffer{}, &stderr}); code != exitDone {
		t.Fatalf("the main job exits %d: %s", code, stderr.String())
	}
	return out
}

// needPython skips the test where python3 or a module is missing.
func needPython(t *testing.T, modules string) {
	t.Helper()
	if err := exec.Command("python3", "-c", "import "+modules).Run(); err != nil {
		t.Skipf("python3 with %s is not installed: %v", modules, err)
	}
}

// python runs a script and decodes the JSON it prints.
func python(t *testing.T, v any, script string, args ...string) {
	t.Helper()
	cmd := exec.Command("python3", append([]string{"-c", script}, args...)...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v: %s", err, stderr.String())
	}
	if err := json.Unmarshal(stdout.Bytes(), v); err != nil {
		t.Fatalf("%v in %s", err, stdout.String())
	}
}

func writeText(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
