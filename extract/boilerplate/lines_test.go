package boilerplate

import (
	"os"
	"strings"
	"testing"

	"zhengwen/document"
)

type sample struct{ kind, place, text string }

func samples(t testing.TB) []sample {
	t.Helper()
	data, err := os.ReadFile("testdata/lines.txt")
	if err != nil {
		t.Fatal(err)
	}
	var out []sample
	var kind, place string
	for _, l := range strings.Split(string(data), "\n") {
		if rest, ok := strings.CutPrefix(l, "== "); ok {
			kind, place, _ = strings.Cut(rest, " ")
		} else if kind != "" && l != "" {
			out = append(out, sample{kind, place, l})
		}
	}
	if len(out) < 100 {
		t.Fatalf("only %d lines read", len(out))
	}
	return out
}

// article is a body whose paragraphs the rules have nothing to say about.
var article = []string{
	"这座老桥建成的时候，河两岸还没有几户人家。",
	"石匠从三十里外运来青石，一块一块凿平，前后花了四年。",
	"桥面上的车辙，是后来运煤的马车压出来的。",
	"到了上世纪末，镇上修了新桥，老桥便只走行人。",
	"去年夏天发大水，冲垮了半截栏杆。",
	"镇里请来工匠修补，用的还是当年那座山上的石头。",
	"如今每天傍晚，总有老人坐在桥头乘凉。",
	"他们说起桥的来历，各有各的说法。",
	"孩子们不管这些，只顾着往水里扔石子。",
	"桥还是那座桥，看桥的人换了一代又一代。",
}

// pageWith puts the line into the article at the place.
func pageWith(place, line string) (d *document.Document, at int) {
	role := document.RoleBody
	switch place {
	case "head":
		at = 0
	case "middle":
		at = len(article) / 2
	case "tail":
		at = len(article)
	case "named":
		at, role = len(article), document.RoleBoilerplate
	}
	lines := append(append(append([]string{}, article[:at]...), line), article[at:]...)
	d = textPage("", lines...)
	d.Blocks[at].Role = role
	return d, at
}

func TestLines(t *testing.T) {
	s := New(book(t))
	for _, x := range samples(t) {
		t.Run(x.kind+"/"+x.place+"/"+x.text, func(t *testing.T) {
			d, at := pageWith(x.place, x.text)
			apply(t, s, d)
			b := d.Blocks[at]
			switch {
			case x.kind == "stays" && b.Role != document.RoleBody:
				t.Errorf("moved out as %s by %s", b.Kind, b.Rule)
			case x.kind == "stays" || b.Role == document.RoleBoilerplate && string(b.Kind) == x.kind:
			case b.Role != document.RoleBoilerplate:
				t.Errorf("stays in the body")
			default:
				t.Errorf("is %s by %s", b.Kind, b.Rule)
			}
			for i, o := range d.Blocks {
				if i != at && o.Role != document.RoleBody {
					t.Errorf("took %q with it by %s", o.Text, o.Rule)
				}
			}
		})
	}
}
