package score

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Table is named figures, as testdata/score.txt holds them.
type Table map[string]float64

// String writes one "name value" a line, sorted by name, with four digits: enough
// to show a change of one sentence in a thousand and no more than is meant.
func (t Table) String() string {
	var out strings.Builder
	for _, name := range slices.Sorted(maps.Keys(t)) {
		fmt.Fprintf(&out, "%s %.4f\n", name, t[name])
	}
	return out.String()
}
