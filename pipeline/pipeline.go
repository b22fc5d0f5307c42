package pipeline

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"zhengwen/document"
	"zhengwen/extract/advice"
	"zhengwen/extract/article"
	"zhengwen/extract/boilerplate"
	"zhengwen/extract/meta"
	"zhengwen/extract/outline"
	"zhengwen/extract/quality"
	"zhengwen/extract/segment"
	"zhengwen/normalize/charset"
	"zhengwen/normalize/markup"
	"zhengwen/normalize/repair"
	"zhengwen/normalize/script"
	"zhengwen/rules"
)

// Version is the version of the program. It changes whenever output may change.
const Version = "0.1.0"

// Options are what affects the records. The zero value is the default.
type Options struct {
	Script     script.Mode     // Hans, Keep or Both
	Langs      []document.Lang // further languages to keep, besides Chinese
	Keep       bool            // keep listings, title-only and error pages
	Words      bool            // fill the words column
	FullLedger bool            // list plain script and width conversions among the repairs
	Revisions  Revisions       // which documents of one page_id a table keeps; all when empty
	Sites      *article.Sites  // lines that the pages of a host share; nil for none
	Mask       bool            // mask what reaches a person: phone numbers, mail addresses, accounts, identity numbers
	RuleDirs   []string        // directories of rule files laid over the built-in ones
}

// Pipeline is the ordered list of stages with the data they share. It is safe for
// concurrent use.
type Pipeline struct {
	options Options
	rules   *rules.Book
	stages  []Stage
	spent   []atomic.Int64 // nanoseconds by stage
	record  document.RecordOptions

	documents sync.Pool // of *document.Document, for Process
}

// New loads rules and dictionaries and sets up the stages. Further stages run behind
// the built-in ones, on a text that is frozen.
func New(o Options, further ...Stage) (*Pipeline, error) {
	book, err := rules.Load(o.RuleDirs...)
	if err != nil {
		return nil, err
	}
	words, err := segment.New()
	if err != nil {
		return nil, fmt.Errorf("load dictionary: %w", err)
	}
	p := &Pipeline{options: o, rules: book, stages: []Stage{
		// rewrite
		charset.New(),
		markup.New(repair.Reopen, markup.Options{}),
		repair.New(),
		script.New(o.Script),
		// choose
		article.New(book, article.Options{Keep: o.Keep, Langs: o.Langs, Sites: o.Sites}),
		boilerplate.New(book),
		meta.New(book),
		outline.NewHeadings(),
		// freeze
		compose{},
		// mark
		outline.New(book),
		segment.NewStage(words),
		advice.New(book),
		quality.New(),
	}}
	data := []string{book.Digest, words.Digest()}
	for _, s := range further {
		p.stages = append(p.stages, s)
		data = append(data, s.Name())
	}
	p.spent = make([]atomic.Int64, len(p.stages))
	p.record = document.RecordOptions{
		Words: o.Words, AsWritten: o.Script == script.Both, FullLedger: o.FullLedger,
		Version: "zhengwen/" + Version + " " + o.digest(data...),
	}
	return p, nil
}

// Version returns the value of processed_with: the version and the digest of
// everything that affects output.
func (p *Pipeline) Version() string { return p.record.Version }

// Rules returns the rules of the pipeline.
func (p *Pipeline) Rules() *rules.Book { return p.rules }

// StageTime is the time all workers together spent in one stage.
type StageTime struct {
	Stage string
	Spent time.Duration
}

// Times returns the time spent by stage so far, in the order of the stages.
func (p *Pipeline) Times() []StageTime {
	out := make([]StageTime, len(p.stages))
	for i, s := range p.stages {
		out[i] = StageTime{s.Name(), time.Duration(p.spent[i].Load())}
	}
	return out
}

// list names the options for the manifest, in a fixed form.
func (o Options) list() map[string]string {
	langs := make([]string, len(o.Langs))
	for i, l := range o.Langs {
		langs[i] = string(l)
	}
	slices.Sort(langs)
	return map[string]string{
		"script": o.Script.String(), "lang": strings.Join(langs, ","), "keep": fmt.Sprint(o.Keep), "words": fmt.Sprint(o.Words),
		"ledger-full": fmt.Sprint(o.FullLedger), "revisions": string(o.Revisions), "sites": o.Sites.Digest(), "mask": fmt.Sprint(o.Mask),
	}
}

// digest covers the options, the version and the given digests of data.
func (o Options) digest(data ...string) string {
	h := sha256.New()
	fmt.Fprintln(h, Version, data)
	list := o.list()
	names := make([]string, 0, len(list))
	for n := range list {
		names = append(names, n)
	}
	slices.Sort(names)
	for _, n := range names {
		fmt.Fprintf(h, "%s=%s\n", n, list[n])
	}
	return hex.EncodeToString(h.Sum(nil))[:16]
}

// compose is the stage that freezes the text.
type compose struct{}

func (compose) Name() string { return "compose" }

func (compose) Apply(_ context.Context, d *document.Document) error {
	d.Freeze()
	return nil
}
