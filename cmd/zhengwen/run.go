package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"zhengwen/document"
	"zhengwen/normalize/script"
	"zhengwen/pipeline"
	"zhengwen/pipeline/runlog"
	"zhengwen/pipeline/sink"
	"zhengwen/pipeline/source"
)

// pageFlags are the flags that affect records; run and extract share them.
type pageFlags struct {
	Script    string   `default:"hans" enum:"hans,keep,both" help:"Script of the text: ${enum}; both adds text_as_written."`
	Words     bool     `help:"Add the segmented body as the column words."`
	Ledger    string   `default:"repairs" enum:"repairs,full" help:"Changes listed in repairs: ${enum}; full adds script and width conversions."`
	Lang      []string `help:"Also keep pages in these languages: ja, ko, en, other." placeholder:"LANG"`
	Revisions string   `default:"all" enum:"all,latest" help:"Documents of one page that are kept: ${enum}; latest keeps the one fetched last."`
	Rules     []string `help:"Directories of rule files that add to or override the built-in rules." placeholder:"DIR"`
	Sites     string   `help:"Site model of zhengwen learn: the lines in it are no text." placeholder:"FILE"`
	Contacts  string   `default:"keep" enum:"keep,mask" help:"Phone numbers, mail addresses, accounts and identity numbers of persons: ${enum} (as asterisks)."`
}

func (f pageFlags) options(keep bool) (pipeline.Options, error) {
	o := pipeline.Options{Keep: keep, Words: f.Words, FullLedger: f.Ledger == "full", RuleDirs: f.Rules, Revisions: pipeline.Revisions(f.Revisions)}
	mode, err := script.ParseMode(f.Script)
	if err != nil {
		return o, usage("--script: %v", err)
	}
	o.Script, o.Mask = mode, f.Contacts == "mask"
	if f.Sites != "" {
		if o.Sites, err = readSites(f.Sites); err != nil {
			return o, usage("--sites: %v", err)
		}
	}
	for _, l := range f.Lang {
		switch lang := document.Lang(l); lang {
		case document.LangChinese, document.LangJapanese, document.LangKorean, document.LangEnglish, document.LangOther:
			o.Langs = append(o.Langs, lang)
		default:
			return o, usage("--lang %s: want zh, ja, ko, en or other", l)
		}
	}
	return o, nil
}

type runCmd struct {
	Inputs []string `arg:"" optional:"" name:"input" help:"Files, directories, globs, archives, WARC, JSON Lines or Parquet files; - reads standard input."`
	Out    string   `required:"" placeholder:"DIR" help:"Output directory, or - for JSON Lines on standard output."`

	Workers   int      `group:"Input" help:"Pages processed at a time (default: processors)." placeholder:"N"`
	Include   []string `group:"Input" placeholder:"GLOB" help:"Only files whose path inside the input matches."`
	Exclude   []string `group:"Input" placeholder:"GLOB" help:"No files or directories whose path inside the input matches."`
	Limit     int      `group:"Input" placeholder:"N" help:"Look at the first N input files only."`
	MaxBytes  size     `group:"Input" default:"16MiB" help:"Largest page after decompression (${default})."`
	MaxErrors allowed  `group:"Input" default:"1%" help:"Unreadable inputs, as a count or a percentage, above which the exit code is 3 (${default})."`
	FetchedAt string   `group:"Input" placeholder:"SOURCE" help:"Fetch time of files: mtime, or path:PATTERN such as path:YYYY-MM-DD."`

	FieldText      string `group:"Input" default:"text" placeholder:"NAME" help:"Field of JSON Lines and Parquet with plain text (${default})."`
	FieldHTML      string `group:"Input" name:"field-html" default:"html" placeholder:"NAME" help:"Field with markup (${default})."`
	FieldURL       string `group:"Input" name:"field-url" default:"url" placeholder:"NAME" help:"Field with the address (${default})."`
	FieldFetchedAt string `group:"Input" default:"fetched_at" placeholder:"NAME" help:"Field with the fetch time (${default})."`

	Format        string `group:"Table" default:"parquet" help:"parquet, jsonl, jsonl.zst, or several with commas (${default})."`
	Partition     string `group:"Table" default:"none" enum:"none,host,published,fetched" help:"Hive folders by: ${enum} (${default})."`
	MaxPartitions int    `group:"Table" default:"256" help:"Folders before the rest goes to _other (${default})."`
	KeepPages     bool   `group:"Table" name:"keep-pages" help:"Keep listings, title-only and error pages as records."`
	Keep          keep   `group:"Table" default:"2" help:"--keep N: versions of the table that stay, the new one included (${default}); --keep alone is --keep-pages."`
	Prune         bool   `group:"Table" help:"Drop the rows of inputs that are gone."`
	Checksum      bool   `group:"Table" help:"Read unchanged files to make sure, instead of trusting size and time."`
	Reprocess     string `group:"Table" default:"changed" enum:"none,changed,all" help:"Rows made anew although their input is unchanged: ${enum}; changed: by version, rules or options (${default})."`

	Deadline time.Duration `group:"Run" placeholder:"DURATION" help:"Stop in good order after this time (90m, 2h30m) and go on next time; exit code 76."`
	MaxTime  time.Duration `group:"Run" default:"5m" placeholder:"DURATION" help:"Longest time for one page, as a last resort (${default})."`
	Metrics  string        `group:"Run" placeholder:"FILE" help:"Write figures for Prometheus' textfile collector."`
	Quiet    bool          `group:"Run" help:"No progress and no summary."`
	Log      string        `group:"Run" default:"text" enum:"text,json" help:"Progress and summary as ${enum} on standard error (${default})."`

	pageFlags
}

func (*runCmd) Help() string {
	return `Brings the tables DIR/articles and DIR/rejects up to date with the inputs: new and changed files are processed, unchanged ones are
not read. Readers see the table before or after the run, never a mixture. DIR/manifest.json lists the files, DIR/report.html shows the
figures, DIR/views.sql defines views for DuckDB.

Example:
  zhengwen run crawl/ --out table/
  zhengwen run crawl/2024-* pages.warc.gz --out - --words | head -1`
}

func (c *runCmd) Run(ctx context.Context, cfg *config, st *stopper, s streams) error {
	if len(c.Inputs) == 0 {
		c.Inputs = cfg.inputs("run")
	}
	if len(c.Inputs) == 0 {
		return usage("no inputs named; want zhengwen run INPUT... --out DIR, or inputs = [...] in %s", defaultConfig)
	}
	o, err := c.options(c.keepPages())
	if err != nil {
		return err
	}
	j, err := c.job(s)
	if err != nil {
		return err
	}
	if err := c.checkMetrics(); err != nil {
		return err
	}
	p, err := newPipeline(o)
	if err != nil {
		return &exitError{code: exitUsage, err: err}
	}
	j.Stop, j.Commit = st.channel(), st.deadlineReached
	j.Isolate = isolate(c.pageFlags, c.keepPages())
	if c.Deadline > 0 {
		defer st.after(c.Deadline).Stop()
	}
	started := time.Now()
	id := runlog.ID(started, os.Getpid())
	bar := newProgress(s.err, c.Log == "json", c.Quiet, id)
	j.Progress = bar.update
	var sum *pipeline.Summary
	if c.Out == "-" {
		sum, err = stream(ctx, p, j, s.out)
	} else {
		bar.expect(ctx, j)
		sum, err = p.Write(ctx, j)
	}
	bar.end(sum, err)
	if err == nil {
		err = c.verdict(sum, st)
	}
	err = st.explain(err)
	if rerr := c.record(p, id, sum, bar.at, err, started); err == nil {
		err = rerr
	}
	return bar.fail(err)
}

func (c *runCmd) keepPages() bool { return c.KeepPages || c.Keep.pages }

// job turns the flags into a job.
func (c *runCmd) job(s streams) (pipeline.Job, error) {
	formats, err := sink.ParseFormats(c.Format)
	if err != nil {
		return pipeline.Job{}, usage("--format: %v", err)
	}
	fetched, err := source.ParseFetchedAt(c.FetchedAt)
	if err != nil {
		return pipeline.Job{}, usage("--%v", err)
	}
	if c.Workers < 0 || c.Limit < 0 || c.MaxPartitions < 1 || c.Deadline < 0 || c.MaxTime < 0 {
		return pipeline.Job{}, usage("--workers, --limit, --deadline and --max-time take no negative value, --max-partitions none below 1")
	}
	if c.Workers == 0 {
		c.Workers = runtime.GOMAXPROCS(0)
	}
	return pipeline.Job{
		Inputs: c.Inputs, Out: c.Out, Workers: c.Workers, Limit: c.Limit, MaxTime: c.MaxTime, Formats: formats,
		Partition: pipeline.Partition(c.Partition), MaxPartitions: c.MaxPartitions, Keep: c.Keep.number(), Prune: c.Prune, Checksum: c.Checksum,
		Reprocess: pipeline.Reprocess(c.Reprocess), UnitInputs: unitInputs,
		Source: source.Options{
			Include: c.Include, Exclude: c.Exclude, MaxBytes: int64(c.MaxBytes), FetchedAt: fetched, Stdin: s.in,
			Fields: source.Fields{Text: c.FieldText, HTML: c.FieldHTML, URL: c.FieldURL, FetchedAt: c.FieldFetchedAt},
		},
	}, nil
}

// verdict turns a finished run into an exit code.
func (c *runCmd) verdict(sum *pipeline.Summary, st *stopper) error {
	table := &sum.Table
	switch {
	case sum.Stopped && st.deadlineReached():
		return &exitError{code: exitDeadline, err: fmt.Errorf("--deadline %s reached after %d pages; the next run goes on", c.Deadline, sum.Run.Inputs())}
	case sum.Stopped:
		return &exitError{code: st.code(), err: fmt.Errorf("stopped by %s after %d pages; what is done is saved and the next run goes on", st.name(), sum.Run.Inputs())}
	case sum.Run.Faults > 0:
		return &exitError{code: exitRejects, err: fmt.Errorf("done, but a stage failed on %d of %d pages; see %s", sum.Run.Faults, sum.Run.Inputs(), c.rejects())}
	case c.MaxErrors.exceeded(table.Unreadable, table.Inputs()):
		return &exitError{code: exitRejects, err: fmt.Errorf("done, but %d of %d inputs could not be read (--max-errors %s); see %s", table.Unreadable, table.Inputs(), c.MaxErrors, c.rejects())}
	}
	return nil
}

func (c *runCmd) rejects() string {
	if c.Out == "-" {
		return "the rejects of a run with --out DIR"
	}
	return c.Out + "/rejects"
}

func stream(ctx context.Context, p *pipeline.Pipeline, j pipeline.Job, w io.Writer) (*pipeline.Summary, error) {
	buf := bufio.NewWriterSize(w, 256<<10)
	sum, err := p.Stream(ctx, j, buf)
	return sum, errors.Join(err, buf.Flush())
}

// size is a number of bytes with an optional unit: 500000, 16MiB, 2GB.
type size int64

// UnmarshalText reads a size.
func (n *size) UnmarshalText(b []byte) error {
	s := strings.ToLower(strings.TrimSpace(string(b)))
	digits := strings.TrimRight(s, "abcdefghijklmnopqrstuvwxyz ")
	unit := strings.TrimSpace(strings.TrimPrefix(s, digits))
	factor, ok := map[string]float64{
		"": 1, "b": 1, "k": 1 << 10, "kb": 1e3, "kib": 1 << 10, "m": 1 << 20, "mb": 1e6, "mib": 1 << 20, "g": 1 << 30, "gb": 1e9, "gib": 1 << 30,
	}[unit]
	v, err := strconv.ParseFloat(digits, 64)
	if err != nil || !ok || v <= 0 || v*factor > 1<<40 {
		return fmt.Errorf("%q is no size; want bytes or a number with KiB, MiB or GiB", b)
	}
	*n = size(v * factor)
	return nil
}

// keep is a flag with two uses: with a number it says how many versions stay, alone
// that pages which are no articles are kept as records.
type keep struct {
	versions int
	pages    bool
}

// IsBool tells kong that the flag may stand alone.
func (keep) IsBool() bool { return true }

// Decode reads the flag and the number behind it, if there is one.
func (k *keep) Decode(ctx *kong.DecodeContext) error {
	t := ctx.Scan.Peek()
	if t.Type != kong.FlagValueToken {
		if s, ok := t.Value.(string); !ok || t.Type == kong.FlagToken || strings.Trim(s, "0123456789") != "" || s == "" {
			k.pages = true
			return nil
		}
	}
	v, err := strconv.Atoi(fmt.Sprint(ctx.Scan.Pop().Value))
	if err != nil || v < 1 {
		return fmt.Errorf("%v is no number of versions; want 1 or more", t.Value)
	}
	k.versions = v
	return nil
}

// defaultVersions is how many versions stay when the flag stood alone.
const defaultVersions = 2

func (k keep) number() int {
	if k.versions == 0 {
		return defaultVersions
	}
	return k.versions
}

// allowed is a number of inputs or a share of them.
type allowed struct {
	text    string
	limit   float64
	percent bool
}

// UnmarshalText reads "20" or "1.5%".
func (a *allowed) UnmarshalText(b []byte) error {
	s, percent := strings.CutSuffix(strings.TrimSpace(string(b)), "%")
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || v < 0 || percent && v > 100 {
		return fmt.Errorf("%q is neither a count nor a percentage", b)
	}
	*a = allowed{string(b), v, percent}
	return nil
}

func (a allowed) String() string { return a.text }

func (a allowed) exceeded(n, of int) bool {
	if a.percent {
		return float64(n) > a.limit/100*float64(of)
	}
	return float64(n) > a.limit
}
