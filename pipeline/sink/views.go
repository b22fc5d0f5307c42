package sink

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
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
	articles, rejects := "articles/*."+string(f), "rejects/*."+string(f)
	if partitioned {
		articles = "articles/*/*." + string(f)
	}
	read := func(glob string) string {
		if f == Parquet {
			// p_host and the like are left to the folder names: the records have host and dates.
			return fmt.Sprintf("read_parquet('%s', hive_partitioning = false)", glob)
		}
		return fmt.Sprintf("read_json('%s', format = 'newline_delimited', union_by_name = true, maximum_object_size = 134217728)", glob)
	}
	return strings.NewReplacer("{articles}", read(articles), "{rejects}", read(rejects)).Replace(viewsSQL)
}
