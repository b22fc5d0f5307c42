package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhengwen/document"
	"zhengwen/pipeline/sink"
	"zhengwen/pipeline/source"
)

// answers is what a reader finds in a table. Every reader is asked the same, in
// its own language.
type answers struct {
	Articles, Rejects int
	Columns           []string // sorted
	Types             []string // of published_at, published_date and sections, in the reader's words
	Rows              []row    // by id
}

type row struct {
	ID       string     `json:"id"`
	At       *int64     `json:"at"`    // published_at, milliseconds since 1970
	Day      *string    `json:"day"`   // published_date
	Words    *int       `json:"words"` // length of the list
	Headings []string   `json:"headings"`
	Paths    [][]string `json:"paths"`
	Advice   []string   `json:"advice"` // text from start to end, as the reader cuts it
}

// readers are the Python modules with the script that prints answers as JSON,
// given the output directory, and the types it must report.
var readers = []struct {
	name, imports, script string
	types                 []string
}{
	{"duckdb", "duckdb", `
import duckdb
q = lambda s: duckdb.sql(s.format(articles=f"read_parquet('{out}/articles/*.parquet')", rejects=f"read_parquet('{out}/rejects/*.parquet')")).fetchall()
described = {name: kind for name, kind, *_ in q("describe select * from {articles}")}
print(json.dumps({
    "articles": q("select count(*) from {articles}")[0][0],
    "rejects": q("select count(*) from {rejects}")[0][0],
    "columns": sorted(described),
    "types": [described["published_at"], described["published_date"], described["sections"][-2:]],
    "rows": [dict(zip(["id", "at", "day", "words", "headings", "paths", "advice"], r)) for r in q("""
        select id, epoch_ms(published_at), strftime(published_date, '%Y-%m-%d'), len(words),
               [s.heading for s in sections], [s.path for s in sections], [text[a.start + 1 : a."end"] for a in advice]
        from {articles} order by id""")],
}))`, []string{"TIMESTAMP WITH TIME ZONE", "DATE", "[]"}},

	{"pyarrow", "pyarrow", `
import pyarrow.parquet as pq
table = pq.read_table(f"{out}/articles")
kind = lambda name: str(table.schema.field(name).type)
print(json.dumps({
    "articles": table.num_rows,
    "rejects": pq.read_table(f"{out}/rejects").num_rows,
    "columns": sorted(table.column_names),
    "types": [kind("published_at"), kind("published_date"), kind("sections").split("<")[0]],
    "rows": [cut(r) for r in table.sort_by("id").to_pylist()],
}))`, []string{"timestamp[ms, tz=UTC]", "date32[day]", "list"}},

	{"pandas", "pandas, pyarrow", `
import pandas as pd
table = pd.read_parquet(f"{out}/articles").sort_values("id")
known = lambda v: None if v is None or v is pd.NaT else v
print(json.dumps({
    "articles": len(table),
    "rejects": len(pd.read_parquet(f"{out}/rejects")),
    "columns": sorted(table.columns),
    "types": [str(table.dtypes["published_at"]), type(table.published_date.dropna().iloc[0]).__name__, type(table.sections.iloc[0]).__name__],
    "rows": [cut({k: known(v) for k, v in r.items()}) for r in table.to_dict("records")],
}))`, []string{"datetime64[ms, UTC]", "date", "ndarray"}},

	{"polars", "polars", `
import polars as pl
table = pl.read_parquet(f"{out}/articles/*.parquet").sort("id")
sentences = (table.select("id", pl.col("text").alias("page"), "advice").explode("advice").unnest("advice").drop_nulls("start")
    .select("id", cut=pl.col("page").str.slice(pl.col("start"), pl.col("end") - pl.col("start"))))
advice = {r["id"]: [] for r in table.to_dicts()}
for r in sentences.to_dicts():
    advice[r["id"]].append(r["cut"])
print(json.dumps({
    "articles": table.height,
    "rejects": pl.read_parquet(f"{out}/rejects/*.parquet").height,
    "columns": sorted(table.columns),
    "types": [str(table.schema["published_at"]), str(table.schema["published_date"]), type(table.schema["sections"]).__name__],
    "rows": [cut(r) | {"advice": advice[r["id"]]} for r in table.to_dicts()],
}))`, []string{"Datetime(time_unit='ms', time_zone='UTC')", "Date", "List"}},
}

// prelude is what the scripts share: a row as Python values, cut to what is asked.
const prelude = `
import json, sys
out = sys.argv[1]
def cut(r):
    return {
        "id": r["id"],
        "at": None if r["published_at"] is None else round(r["published_at"].timestamp() * 1000),
        "day": None if r["published_date"] is None else r["published_date"].isoformat(),
        "words": None if r["words"] is None else len(r["words"]),
        "headings": [s["heading"] for s in r["sections"]],
        "paths": [list(s["path"]) for s in r["sections"]],
        "advice": [r["text"][a["start"]:a["end"]] for a in r["advice"]],
    }
`

// beyond is a page with characters beyond the basic plane before its advice:
// offsets that counted UTF-16 units or bytes would miss the sentences.
const beyond = `<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>𠮷祥面馆的汤怎样熬</title></head><body>
<h1>𠮷祥面馆的汤怎样熬</h1><p>2024-03-05 08:30 来源：厨房笔记</p>
<h2>一、选料 🍜</h2><p>𠮷祥面馆的老板说，汤的味道一半来自骨头🦴，一半来自火候🔥。买骨头的时候，应当挑选当天宰杀的，不要用冷冻了很久的骨头。</p>
<h2>二、火候</h2><p>水开以后建议转小火，慢慢熬四个小时。𰻝𰻝面的汤可以再淡一些，盐要在关火以前放，千万不要中途加冷水。</p>
</body></html>`

// TestReaders opens the Parquet of a run with the readers that users have and
// compares what they find with what was written.
func TestReaders(t *testing.T) {
	page := filepath.Join(t.TempDir(), "beyond.html")
	if err := os.WriteFile(page, []byte(beyond), 0o600); err != nil {
		t.Fatal(err)
	}
	inputs := []string{filepath.Join("..", "..", "testdata", "crawl"), page}
	out := filepath.Join(t.TempDir(), "table")
	var stderr bytes.Buffer
	if code := run(append([]string{"run", "--out", out, "--words", "--max-errors", "100%"}, inputs...), streams{strings.NewReader(""), &bytes.Buffer{}, &stderr}); code != exitDone {
		t.Fatalf("the main job exits %d: %s", code, stderr.String())
	}
	want := written(t, out)
	if n := count(t, inputs); want.Articles+want.Rejects != n {
		t.Fatalf("%d articles and %d rejects from %d inputs", want.Articles, want.Rejects, n)
	}
	for _, r := range readers {
		t.Run(r.name, func(t *testing.T) {
			if err := exec.Command("python3", "-c", "import "+r.imports).Run(); err != nil {
				t.Skipf("python3 with %s is not installed: %v", r.imports, err)
			}
			cmd := exec.Command("python3", "-c", prelude+r.script, out)
			var stdout, stderr bytes.Buffer
			cmd.Stdout, cmd.Stderr = &stdout, &stderr
			if err := cmd.Run(); err != nil {
				t.Fatalf("%v: %s", err, stderr.String())
			}
			var got answers
			if err := json.Unmarshal(stdout.Bytes(), &got); err != nil {
				t.Fatalf("%v in %s", err, stdout.String())
			}
			want := want
			want.Types = r.types
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("the table (-written +read):\n%s", diff)
			}
		})
	}
}

// written gathers the answers from the records as the program itself reads them.
func written(t *testing.T, out string) answers {
	t.Helper()
	w := answers{Columns: columns(t)}
	sections, advice, dates := 0, 0, 0
	err := sink.EachArticle(out, func(r *document.Record) bool {
		n := len(r.Words)
		x := row{ID: r.ID, Words: &n, Headings: []string{}, Paths: [][]string{}, Advice: []string{}}
		if r.PublishedAt != nil {
			ms := r.PublishedAt.UnixMilli()
			x.At = &ms
		}
		if r.PublishedDate != nil {
			day := r.PublishedDate.String()
			x.Day = &day
			dates++
		}
		for _, s := range r.Sections {
			x.Headings, x.Paths = append(x.Headings, s.Heading), append(x.Paths, s.Path)
			sections++
		}
		for _, a := range r.Advice {
			x.Advice = append(x.Advice, a.Text)
			advice++
		}
		w.Rows = append(w.Rows, x)
		return true
	})
	if err != nil {
		t.Fatal(err)
	}
	if sections == 0 || advice == 0 || dates == 0 {
		t.Fatalf("%d sections, %d advice sentences, %d dates: nothing to compare", sections, advice, dates)
	}
	slices.SortFunc(w.Rows, func(a, b row) int { return strings.Compare(a.ID, b.ID) })
	w.Articles = len(w.Rows)
	if err := sink.EachReject(out, func(*document.Reject) bool { w.Rejects++; return true }); err != nil {
		t.Fatal(err)
	}
	return w
}

// columns returns the fields of the JSON Schema.
func columns(t *testing.T) []string {
	t.Helper()
	var stdout bytes.Buffer
	if code := run([]string{"schema"}, streams{strings.NewReader(""), &stdout, os.Stderr}); code != exitDone {
		t.Fatalf("schema exits %d", code)
	}
	var schema struct {
		Properties map[string]json.RawMessage `json:"properties"`
	}
	if err := json.Unmarshal(stdout.Bytes(), &schema); err != nil {
		t.Fatal(err)
	}
	names := make([]string, 0, len(schema.Properties))
	for n := range schema.Properties {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}

// count returns the number of inputs, as the source lists them.
func count(t *testing.T, inputs []string) int {
	t.Helper()
	n := 0
	for _, err := range source.Items(context.Background(), source.List(inputs, source.Options{}), source.Options{}) {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	return n
}
