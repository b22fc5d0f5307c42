package sink

import (
	"encoding/json"
	"fmt"
	"reflect"

	"github.com/google/jsonschema-go/jsonschema"

	"zhengwen/document"
)

// JSONSchema returns the JSON Schema of a table's rows.
func JSONSchema(table string) (string, error) {
	date := &jsonschema.Schema{Type: "string", Format: "date"}
	opts := &jsonschema.ForOptions{TypeSchemas: map[reflect.Type]*jsonschema.Schema{
		reflect.TypeFor[document.Date](): date,
	}}
	var (
		s   *jsonschema.Schema
		err error
	)
	switch table {
	case Articles:
		s, err = jsonschema.For[document.Record](opts)
	case Rejects:
		s, err = jsonschema.For[document.Reject](opts)
	default:
		return "", fmt.Errorf("table %q: want articles or rejects", table)
	}
	if err != nil {
		return "", fmt.Errorf("derive JSON Schema: %w", err)
	}
	s.Schema = "https://json-schema.org/draft/2020-12/schema"
	s.Title = "zhengwen " + table
	out, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return "", fmt.Errorf("encode JSON Schema: %w", err)
	}
	return string(out), nil
}
