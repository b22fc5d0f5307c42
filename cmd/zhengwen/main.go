// Command zhengwen turns scraped Chinese pages into clean, segmented, sectioned
// records. It turns flags into one call of the pipeline and the result into an
// exit code.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"

	"github.com/alecthomas/kong"

	"zhengwen/pipeline"
	"zhengwen/pipeline/sink"
	"zhengwen/pipeline/source"
)

// Exit codes; README.md explains them to users.
const (
	exitDone        = 0
	exitFailed      = 1
	exitUsage       = 2
	exitRejects     = 3
	exitNoInput     = 4
	exitLocked      = 75
	exitDeadline    = 76
	exitInterrupted = 130
	exitTerminated  = 143
)

type cli struct {
	Run      runCmd     `cmd:"" help:"Turn a crawl into a table of records."`
	Extract  extractCmd `cmd:"" help:"Turn one page into one record on standard output."`
	Learn    learnCmd   `cmd:"" help:"Learn the lines that repeat over the pages of a host."`
	Detect   detectCmd  `cmd:"" help:"Tell the charset of files."`
	Decode   decodeCmd  `cmd:"" help:"Write a file as UTF-8, without repair."`
	Repair   repairCmd  `cmd:"" help:"Repair damaged UTF-8 text."`
	Segment  segmentCmd `cmd:"" help:"Cut text into words."`
	Explain  explainCmd `cmd:"" help:"Tell why a record looks as it does."`
	Report   reportCmd  `cmd:"" help:"Write the figures of a finished run as HTML."`
	Schema   schemaCmd  `cmd:"" help:"Print the record's schema."`
	Settings configCmd  `cmd:"" name:"config" help:"Print the settings and where they come from."`
	Rules    rulesCmd   `cmd:"" help:"Work on rule files."`
	Verify   verifyCmd  `cmd:"" help:"Check a finished output against its manifest."`
	Compact  compactCmd `cmd:"" help:"Merge the parts of a finished output."`
	Worker   workerCmd  `cmd:"" help:"Process pages given as JSON lines, for other engines."`

	Config  string      `placeholder:"FILE" help:"Configuration file (default: zhengwen.toml, if there is one); see zhengwen config --help."`
	Version versionFlag `help:"Print version, rule digest and lexicon digest."`
}

// streams are what a command reads and writes.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// exitError ends the program with a code of its own.
type exitError struct {
	code int
	err  error
	told bool // the user knows of it
}

func (e *exitError) Error() string { return e.err.Error() }
func (e *exitError) Unwrap() error { return e.err }

func usage(format string, args ...any) error {
	return &exitError{code: exitUsage, err: fmt.Errorf(format, args...)}
}

// newPipeline makes the pipeline of a run and of its workers. Tests add a stage
// that kills the process.
var newPipeline = func(o pipeline.Options) (*pipeline.Pipeline, error) { return pipeline.New(o) }

// unitInputs is pipeline.Job.UnitInputs; tests want small units.
var unitInputs = 0

// gcPercent lets garbage grow to half of what is alive. Pages leave much garbage
// and little else; measured on a crawl of 10,000 pages it saves a quarter of the
// peak memory and costs no time.
const gcPercent = 50

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	os.Exit(run(os.Args[1:], streams{os.Stdin, os.Stdout, os.Stderr}))
}

// run parses the arguments, carries out the command and returns the exit code.
func run(args []string, s streams) int {
	var (
		c    cli
		done = -1
	)
	parser, err := newParser(&c, s, func(code int) { done = code })
	if err != nil {
		fmt.Fprintln(s.err, "zhengwen: error:", err)
		return exitFailed
	}
	k, err := parser.Parse(args)
	if done >= 0 {
		return done
	}
	if err != nil {
		fmt.Fprintln(s.err, "zhengwen: error:", err)
		fmt.Fprintln(s.err, "Run \"zhengwen --help\" for the commands and \"zhengwen COMMAND --help\" for flags and an example.")
		return exitUsage
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	st := newStopper(cancel)
	defer st.stop()
	k.BindTo(ctx, (*context.Context)(nil))
	k.Bind(st)
	err = st.explain(k.Run(s))
	var e *exitError
	if err != nil && !(errors.As(err, &e) && e.told) {
		fmt.Fprintln(s.err, "zhengwen: error:", err)
	}
	return exitCode(err)
}

func newParser(c *cli, s streams, exit func(code int)) (*kong.Kong, error) {
	return kong.New(c,
		kong.Name("zhengwen"),
		kong.Description("zhengwen (正文) turns scraped Chinese pages into clean, segmented, sectioned records."),
		kong.UsageOnError(),
		kong.Writers(s.out, s.err),
		kong.Exit(exit),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}),
	)
}

func exitCode(err error) int {
	var (
		e    *exitError
		none *source.ErrNoInput
	)
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &e):
		return e.code
	case errors.Is(err, pipeline.ErrNoInput), errors.As(err, &none):
		return exitNoInput
	case errors.Is(err, sink.ErrLocked):
		return exitLocked
	case errors.Is(err, sink.ErrRefuse):
		return exitUsage
	}
	return exitFailed
}
