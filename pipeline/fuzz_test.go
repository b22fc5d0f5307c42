package pipeline

import (
	"context"
	"testing"

	"zhengwen/document"
)

// FuzzPipeline takes any bytes through all stages: nothing fails or panics, every
// block of a kept page has one role, and the record passes its check, which covers
// UTF-8 and every offset.
func FuzzPipeline(f *testing.F) {
	for _, it := range crawl(f) {
		f.Add(it.Raw)
	}
	p := newStandard(f)
	f.Fuzz(func(t *testing.T, raw []byte) {
		d := &document.Document{URI: "fuzz", Raw: raw}
		if err := p.Apply(context.Background(), d); err != nil {
			t.Fatal(err)
		}
		if d.Dropped() != nil {
			if d.DroppedBy() == "" || d.Dropped().Reason == "" {
				t.Fatalf("dropped by %q for %q", d.DroppedBy(), d.Dropped().Reason)
			}
			return
		}
		for i := range d.Blocks {
			b := &d.Blocks[i]
			if b.Role == document.RoleUnset || (b.Role == document.RoleBoilerplate) != (b.Kind != "") {
				t.Fatalf("block %d %q has the role %q and the kind %q", i, b.Text, b.Role, b.Kind)
			}
		}
		if _, err := p.build(d); err != nil {
			t.Fatal(err)
		}
	})
}
