package pipeline

import (
	"context"
	"testing"
	"time"

	"zhengwen/document"
	"zhengwen/pipeline/source"
)

// stuck never ends on one document.
type stuck struct{ release chan struct{} }

func (stuck) Name() string { return "stuck" }

func (s stuck) Apply(_ context.Context, d *document.Document) error {
	if d.URI == "bad.txt" {
		<-s.release
	}
	return nil
}

func TestADocumentThatTakesTooLongIsGivenUp(t *testing.T) {
	s := stuck{make(chan struct{})}
	p, err := New(Options{}, s)
	if err != nil {
		t.Fatal(err)
	}
	ws := p.newWatches(1, time.Minute)
	defer ws.close()
	defer close(s.release)
	page := func(uri string) source.Item {
		return source.Item{URI: uri, Raw: []byte("旧手机里的照片怎样导出来\n\n旧手机开不了机，照片不一定就没了。先充一夜电试试，再把它接到电脑上，等电脑认出它来。\n")}
	}
	if r := ws[0].process(t.Context(), page("good.txt")); r.Record == nil {
		t.Fatalf("no record: %+v", r.Reject)
	}
	ws[0].limit = 50 * time.Millisecond
	r := ws[0].process(t.Context(), page("bad.txt"))
	if r.Reject == nil || r.Reject.Class != document.ClassFault || r.Reject.Reason != "time" {
		t.Fatalf("got %+v, want a fault", r)
	}
	ws[0].limit = time.Minute
	if r := ws[0].process(t.Context(), page("again.txt")); r.Record == nil {
		t.Fatalf("no record after the fault: %+v", r.Reject)
	}
}
