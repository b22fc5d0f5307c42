package main

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhengwen/document"
	"zhengwen/pipeline/sink"
)

// askQueries runs queries over the views in the output directory and prints the
// rows of each, a row an object.
const askQueries = `
import duckdb, json, os, sys
os.chdir(sys.argv[1])
db = duckdb.connect()
db.execute(open("views.sql").read())
out = []
for q in json.loads(sys.argv[2]):
    found = db.execute(q)
    names = [c[0] for c in found.description]
    out.append([dict(zip(names, r)) for r in found.fetchall()])
print(json.dumps(out))`

// answerRow has the columns of all queries of docs/advice.md.
type answerRow struct {
	Month      string  `json:"month"`
	Term       string  `json:"term"`
	Hosts      int     `json:"hosts"`
	Sentences  int     `json:"sentences"`
	Condition  string  `json:"condition"`
	Topic      string  `json:"topic"`
	Articles   int     `json:"articles"`
	Example    string  `json:"example"`
	Host       string  `json:"host"`
	Mirror     string  `json:"mirror"`
	Title      string  `json:"title"`
	Share      float64 `json:"share"`
	Repairs    int     `json:"repairs"`
	Marked     int     `json:"marked"`
	Lost       int     `json:"lost"`
	Word       string  `json:"word"`
	Success    int     `json:"success"`
	Failure    int     `json:"failure"`
	Kind       string  `json:"kind"`
	Sections   int     `json:"sections"`
	WithAdvice int     `json:"with_advice"`
	Characters float64 `json:"characters"`
}

// TestAdviceQueries runs the five queries of docs/advice.md as they stand there and
// compares their answers with the records.
func TestAdviceQueries(t *testing.T) {
	needPython(t, "duckdb")
	doc, err := os.ReadFile(filepath.Join("..", "..", "docs", "advice.md"))
	if err != nil {
		t.Fatal(err)
	}
	var queries []string
	for _, m := range regexp.MustCompile("(?s)```sql\n(.*?)```").FindAllSubmatch(doc, -1) {
		queries = append(queries, string(m[1]))
	}
	if len(queries) != 5 {
		t.Fatalf("docs/advice.md has %d queries, want 5", len(queries))
	}
	ask, err := json.Marshal(queries)
	if err != nil {
		t.Fatal(err)
	}
	out := tableOf(t, []string{filepath.Join("..", "..", "testdata", "crawl")})
	var answers [][]answerRow
	python(t, &answers, askQueries, out, string(ask))
	var records []*document.Record
	if err := sink.EachArticle(out, func(r *document.Record) bool { records = append(records, r); return true }); err != nil {
		t.Fatal(err)
	}
	for i, x := range []struct {
		name  string
		check func(*testing.T, []answerRow, []*document.Record)
	}{
		{"prepare by month", checkPrepared},
		{"conditions", checkConditions},
		{"mirrors", checkMirrors},
		{"outcomes", checkOutcomes},
		{"kinds", checkKinds},
	} {
		t.Run(x.name, func(t *testing.T) {
			if len(answers[i]) == 0 {
				t.Fatal("no row")
			}
			x.check(t, answers[i], records)
		})
	}
}

func checkPrepared(t *testing.T, rows []answerRow, records []*document.Record) {
	sentences := map[[2]string]int{}
	for _, r := range records {
		if r.PublishedDate == nil {
			continue
		}
		for _, a := range r.Advice {
			if a.Topic != document.TopicPreparation || a.Stance == document.StanceDont {
				continue
			}
			for _, term := range a.Terms {
				sentences[[2]string{r.PublishedDate.String()[:len("2006-01")], term}]++
			}
		}
	}
	months := map[string]int{}
	for _, x := range rows {
		months[x.Month]++
		if want := sentences[[2]string{x.Month, x.Term}]; x.Sentences != want || x.Hosts < 1 || x.Hosts > want {
			t.Errorf("%s %s: %d hosts, %d sentences, the records have %d sentences", x.Month, x.Term, x.Hosts, x.Sentences, want)
		}
	}
	for month, n := range months {
		if n > 5 {
			t.Errorf("%s has %d terms", month, n)
		}
	}
	for key := range sentences {
		if months[key[0]] == 0 {
			t.Errorf("%s is missing", key[0])
		}
	}
}

func checkConditions(t *testing.T, rows []answerRow, records []*document.Record) {
	want, got := map[string]bool{}, map[string]bool{}
	for _, r := range records {
		for _, a := range r.Advice {
			if a.Stance == document.StanceConditional {
				want[*a.Condition+" → "+string(a.Topic)] = true
			}
		}
	}
	for i, x := range rows {
		got[x.Condition+" → "+x.Topic] = true
		if !strings.Contains(x.Example, x.Condition) {
			t.Errorf("%q does not hold %q", x.Example, x.Condition)
		}
		if i > 0 && x.Articles > rows[i-1].Articles {
			t.Errorf("%q is out of order", x.Condition)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("conditions (-records +query):\n%s", diff)
	}
}

// checkMirrors knows the two damaged copies of testdata/crawl: one went through the
// annotator, one lost words.
func checkMirrors(t *testing.T, rows []answerRow, _ []*document.Record) {
	got := map[string]answerRow{}
	for _, x := range rows {
		got[x.Host+" "+x.Mirror] = x
		if x.Share < 0.5 || x.Share > 1 {
			t.Errorf("%s shares %v of its advice", x.Mirror, x.Share)
		}
	}
	if x := got["www.banjia.example mirror.banyun.example"]; x.Repairs == 0 {
		t.Errorf("the annotated copy is missing: %+v", rows)
	}
	if x := got["www.hangban.example mirror.kongyun.example"]; x.Lost <= 0 {
		t.Errorf("the copy that lost words is missing: %+v", rows)
	}
	if len(got) != 2 {
		t.Errorf("%d pairs, want 2: %v", len(got), slices.Sorted(maps.Keys(got)))
	}
}

func checkOutcomes(t *testing.T, rows []answerRow, records []*document.Record) {
	for _, x := range rows {
		success, failure := 0, 0
		for _, r := range records {
			for _, c := range r.Cases {
				switch {
				case !strings.Contains(c.Text, x.Word):
				case c.Outcome == document.OutcomeSuccess:
					success++
				case c.Outcome == document.OutcomeFailure:
					failure++
				}
			}
		}
		if x.Success != success || x.Failure != failure {
			t.Errorf("%s: %d and %d, the records have %d and %d", x.Word, x.Success, x.Failure, success, failure)
		}
	}
}

func checkKinds(t *testing.T, rows []answerRow, records []*document.Record) {
	want, got := map[string][2]int{}, map[string][2]int{}
	for _, r := range records {
		for _, s := range r.Sections {
			n := want[string(s.Kind)]
			n[0]++
			if s.IsAdvice {
				n[1]++
			}
			want[string(s.Kind)] = n
		}
	}
	for _, x := range rows {
		got[x.Kind] = [2]int{x.Sections, x.WithAdvice}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("sections and those with advice (-records +query):\n%s", diff)
	}
}
