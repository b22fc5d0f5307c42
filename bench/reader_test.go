// Package bench compares with other programs and libraries, in a module of its
// own so that none of them enters the main module.
package bench

import (
	"context"
	"path/filepath"
	"slices"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"

	"zhengwen/document"
	"zhengwen/pipeline"
	"zhengwen/pipeline/sink"
)

// TestArrowReadsTheSameTable opens the Parquet of a run with a second, independent
// reader: same rows, same nested lists.
func TestArrowReadsTheSameTable(t *testing.T) {
	p, err := pipeline.New(pipeline.Options{})
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "out")
	_, err = p.Write(context.Background(), pipeline.Job{
		Inputs: []string{filepath.Join("..", "testdata", "crawl")}, Out: dir, Workers: 2, Formats: []sink.Format{sink.Parquet},
	})
	if err != nil {
		t.Fatal(err)
	}
	var want []*document.Record
	if err := sink.EachArticle(dir, func(r *document.Record) bool { want = append(want, r); return true }); err != nil {
		t.Fatal(err)
	}
	parts, err := filepath.Glob(filepath.Join(dir, "articles", "*.parquet"))
	if err != nil || len(parts) != 1 {
		t.Fatalf("parts %v, error %v", parts, err)
	}
	r, err := file.OpenParquetFile(parts[0], false)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	fr, err := pqarrow.NewFileReader(r, pqarrow.ArrowReadProperties{}, memory.DefaultAllocator)
	if err != nil {
		t.Fatal(err)
	}
	table, err := fr.ReadTable(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer table.Release()
	if int(table.NumRows()) != len(want) || len(want) == 0 {
		t.Fatalf("%d rows, want %d", table.NumRows(), len(want))
	}
	texts := stringColumn(t, table, "text")
	heads := headings(t, table)
	for i, r := range want {
		if texts[i] != r.Text {
			t.Errorf("row %d: text differs", i)
		}
		var mine []string
		for _, s := range r.Sections {
			mine = append(mine, s.Heading)
		}
		if !slices.Equal(mine, heads[i]) {
			t.Errorf("row %d: headings %q, want %q", i, heads[i], mine)
		}
	}
}

func column(t *testing.T, table arrow.Table, name string) []arrow.Array {
	t.Helper()
	i := table.Schema().FieldIndices(name)
	if len(i) != 1 {
		t.Fatalf("column %s stands %d times", name, len(i))
	}
	return table.Column(i[0]).Data().Chunks()
}

func stringColumn(t *testing.T, table arrow.Table, name string) []string {
	t.Helper()
	var out []string
	for _, c := range column(t, table, name) {
		s := c.(*array.String)
		for i := range s.Len() {
			out = append(out, s.Value(i))
		}
	}
	return out
}

// headings returns the headings of every row's sections.
func headings(t *testing.T, table arrow.Table) [][]string {
	t.Helper()
	var out [][]string
	for _, c := range column(t, table, "sections") {
		list := c.(*array.List)
		rows := list.ListValues().(*array.Struct)
		field, ok := rows.DataType().(*arrow.StructType).FieldIdx("heading")
		if !ok {
			t.Fatal("sections have no heading")
		}
		values := rows.Field(field).(*array.String)
		for i := range list.Len() {
			from, to := list.ValueOffsets(i)
			var row []string
			for k := from; k < to; k++ {
				row = append(row, values.Value(int(k)))
			}
			out = append(out, row)
		}
	}
	return out
}
