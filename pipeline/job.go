package pipeline

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"time"

	"zhengwen/document"
	"zhengwen/pipeline/report"
	"zhengwen/pipeline/sink"
	"zhengwen/pipeline/source"
)

// Job is one call of the main job.
type Job struct {
	Inputs  []string
	Workers int
	Limit   int // largest number of input files; 0 for all
	Source  source.Options
	MaxTime time.Duration // for one document, as the last resort; 0 for none

	// Of a job with an output directory.
	Out           string
	Formats       []sink.Format
	Partition     Partition
	MaxPartitions int
	Keep          int       // versions kept, the new one included
	Prune         bool      // drop the rows of inputs that are gone
	Checksum      bool      // read unchanged files to make sure
	Reprocess     Reprocess // which old rows are made anew

	// Stop ends the run in good order when it is closed: documents in flight are
	// finished and what is done is saved. Commit says whether readers then see it.
	Stop   <-chan struct{}
	Commit func() bool
	// Isolate processes one document in a process of its own. A process that dies is
	// an error. Nil means that suspects are processed like all others.
	Isolate func(ctx context.Context, it source.Item) (Result, error)
	// Progress is called after every document, from one goroutine; it may be nil.
	Progress func(Progress)

	// UnitInputs is how many inputs make up what a killed run loses at most; 0 for as
	// many as pay. It decides how rows lie in files.
	UnitInputs int

	disk sink.Filesystem // of tests; nil for the real one
}

// Reprocess says which unchanged inputs are processed again.
type Reprocess string

const (
	ReprocessNone    Reprocess = "none"
	ReprocessChanged Reprocess = "changed" // those processed with another version, rules or options
	ReprocessAll     Reprocess = "all"
)

// Revisions says which documents of one page_id are kept.
type Revisions string

const (
	RevisionsAll    Revisions = "all"
	RevisionsLatest Revisions = "latest" // the one fetched last
)

// Progress is how far a job is.
type Progress struct {
	Inputs, Rejects int
	Bytes           int64
}

// Summary is what a job did.
type Summary struct {
	Run   report.Figures // of the documents processed
	Table report.Figures // of the whole table; of the run when there is none
	// Input files by what was found of them.
	New, Changed, Unchanged, Removed, Pruned int
	Bytes                                    int64
	Stopped                                  bool // ended by Stop
	Committed                                bool // readers see a new version
}

// ErrNoInput means that the arguments hold no input at all.
var ErrNoInput = errors.New("no input found")

// Stream runs the job and writes the records, and only these, to w as JSON Lines.
func (p *Pipeline) Stream(ctx context.Context, j Job, w io.Writer) (*Summary, error) {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	var (
		s    Summary
		seen = newStreamTwins()
		at   = progress{job: &j}
	)
	emit := func(o Outcome) error {
		r := seen.judge(o.Result)
		at.add(r)
		if r.Reject != nil {
			s.Run.AddReject(r.Reject)
			return nil
		}
		s.Run.AddRecord(r.Record)
		if err := enc.Encode(r.Record); err != nil {
			return fmt.Errorf("write record: %w", err)
		}
		return nil
	}
	tasks := func(yield func(Task, error) bool) {
		for it, err := range source.Items(ctx, limited(source.List(j.Inputs, j.Source), j.Limit), j.Source) {
			if j.stopped() {
				s.Stopped = true
				return
			}
			if !yield(Task{Item: it}, err) {
				return
			}
		}
	}
	watches := p.newWatches(j.Workers, j.MaxTime)
	defer watches.close()
	process := func(ctx context.Context, worker int, t Task) Result { return watches[worker].process(ctx, t.Item) }
	if err := Run(ctx, tasks, j.Workers, process, emit); err != nil {
		return nil, err
	}
	if s.Run.Inputs() == 0 && !s.Stopped {
		return nil, ErrNoInput
	}
	s.Table, s.Bytes = s.Run, at.at.Bytes
	return &s, nil
}

func (j *Job) stopped() bool {
	select {
	case <-j.Stop: // never for nil
		return true
	default:
		return false
	}
}

// progress tells the caller how far the job is.
type progress struct {
	job *Job
	at  Progress
}

func (p *progress) add(r Result) {
	p.at.Inputs++
	p.at.Bytes += int64(r.Bytes)
	if r.Reject != nil {
		p.at.Rejects++
	}
	if p.job.Progress != nil {
		p.job.Progress(p.at)
	}
}

// fault is the reject of a document that no stage could be blamed for.
func (p *Pipeline) fault(it source.Item, reason, detail string) Result {
	d := &document.Document{URI: it.URI, URL: it.URL, FetchedAt: it.FetchedAt, Raw: it.Raw}
	return p.reject(d, document.ClassFault, "pipeline", document.Drop{Reason: reason, Detail: detail})
}

func limited(entries iter.Seq2[source.Entry, error], n int) iter.Seq2[source.Entry, error] {
	if n <= 0 {
		return entries
	}
	return func(yield func(source.Entry, error) bool) {
		left := n
		for e, err := range entries {
			if !yield(e, err) {
				return
			}
			if left--; left == 0 {
				return
			}
		}
	}
}

// streamTwins finds repeated documents and exact copies of a stream, which has no
// index. It takes about 100 bytes a record.
type streamTwins struct {
	kept map[string]string // text digest → id of the first record
	ids  map[string]bool
}

func newStreamTwins() *streamTwins {
	return &streamTwins{kept: map[string]string{}, ids: map[string]bool{}}
}

func (t *streamTwins) judge(r Result) Result {
	if r.Record == nil {
		return r
	}
	if t.ids[r.Record.ID] {
		return Result{Reject: document.Displaced(r.Record, string(sink.RowRepeated)), Bytes: r.Bytes}
	}
	t.ids[r.Record.ID] = true
	if digest := groupDigest(r.Record); digest != "" {
		if first, ok := t.kept[digest]; ok {
			r.Record.DuplicateOf = &first
		} else {
			t.kept[digest] = r.Record.ID
		}
	}
	return r
}

// groupDigest is the part of text_digest that copies are found by: 96 bits. An
// empty text has no copies.
func groupDigest(r *document.Record) string {
	const prefix = len("sha256:")
	if r.Text == "" {
		return ""
	}
	return r.TextDigest[prefix : prefix+24]
}
