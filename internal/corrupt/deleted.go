package corrupt

import (
	"embed"
	"strings"
)

// Deletion takes words out of a text wherever they stand, as mills do with a list
// of them.
type Deletion struct {
	Words []string // of two that begin in one place the first goes
	Space bool     // leave a space where a word stood
}

// Apply damages a text and returns the places where words are gone, as byte
// offsets into what is left, ascending.
func (d Deletion) Apply(text string) (string, []int) {
	var out strings.Builder
	var gone []int
next:
	for i := 0; i < len(text); {
		for _, w := range d.Words {
			if !strings.HasPrefix(text[i:], w) {
				continue
			}
			gone = append(gone, out.Len())
			if d.Space {
				out.WriteByte(' ')
			}
			i += len(w)
			continue next
		}
		out.WriteByte(text[i])
		i++
	}
	return out.String(), gone
}

//go:embed prose/*.txt
var prose embed.FS

// Prose returns pages of plain prose on ten subjects, written for this project, to
// be damaged: a title and paragraphs, one a line.
func Prose() []string {
	list, err := prose.ReadDir("prose")
	if err != nil {
		panic(err) // they are part of the program
	}
	var out []string
	for _, f := range list {
		raw, err := prose.ReadFile("prose/" + f.Name())
		if err != nil {
			panic(err)
		}
		out = append(out, strings.TrimSpace(string(raw)))
	}
	return out
}
