package sink

import (
	_ "embed"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"zhengwen/document"
)

//go:embed views.sql
var viewsSQL string

// Views returns the SQL that defines flat views over the table for DuckDB. It is
// to be run in the output directory.
func Views(formats []Format, partitioned bool) string {
	f := formats[0]
	if slices.Contains(formats, Parquet) {
		f = Parquet
	}
	articles := Articles + "/*." + string(f)
	if partitioned {
		// A table without articles has one empty part in no folder.
		articles = Articles + "/**/*." + string(f)
	}
	return strings.NewReplacer(
		"{articles}", reader[document.Record](f, articles),
		"{rejects}", reader[document.Reject](f, Rejects+"/*."+string(f)),
	).Replace(viewsSQL)
}

// maxLine is the longest line of JSON a view reads, in bytes. DuckDB takes twice as
// much memory a thread.
const maxLine = 64 << 20

// reader calls the table function that reads a table's files. p_host and the like
// are left to the folder names: the records have host and dates. JSON gets the
// types of the Parquet columns, which cannot be told from empty lists and nulls.
func reader[T row](f Format, glob string) string {
	if f == Parquet {
		return fmt.Sprintf("read_parquet('%s', hive_partitioning = false)", glob)
	}
	t := reflect.TypeFor[T]()
	columns := make([]string, t.NumField())
	for i := range columns {
		columns[i] = fmt.Sprintf("%s: '%s'", t.Field(i).Tag.Get("json"), duckType(t.Field(i).Type))
	}
	return fmt.Sprintf("read_json('%s', format = 'newline_delimited', hive_partitioning = false, maximum_object_size = %d,\n  columns = {%s})",
		glob, maxLine, strings.Join(columns, ", "))
}

// duckType names DuckDB's type for a Go type of the record.
func duckType(t reflect.Type) string {
	switch t {
	case reflect.TypeFor[time.Time]():
		return "TIMESTAMP WITH TIME ZONE"
	case reflect.TypeFor[document.Date]():
		return "DATE"
	}
	switch t.Kind() {
	case reflect.Pointer:
		return duckType(t.Elem())
	case reflect.Slice:
		return duckType(t.Elem()) + "[]"
	case reflect.Struct:
		var fields []string
		for i := range t.NumField() {
			fields = append(fields, fmt.Sprintf("%q %s", t.Field(i).Tag.Get("json"), duckType(t.Field(i).Type)))
		}
		return "STRUCT(" + strings.Join(fields, ", ") + ")"
	case reflect.Bool:
		return "BOOLEAN"
	case reflect.Int32:
		return "INTEGER"
	case reflect.Int64:
		return "BIGINT"
	case reflect.Float32:
		return "FLOAT"
	case reflect.Float64:
		return "DOUBLE"
	}
	return "VARCHAR"
}
