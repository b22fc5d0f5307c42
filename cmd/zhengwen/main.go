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
	"os/signal"
	"syscall"

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
	exitInterrupted = 130
	exitTerminated  = 143
)

type cli struct {
	Run     runCmd     `cmd:"" help:"Turn a crawl into a table of records."`
	Extract extractCmd `cmd:"" help:"Turn one page into one record on standard output."`
	Detect  detectCmd  `cmd:"" help:"Tell the charset of files."`
	Decode  decodeCmd  `cmd:"" help:"Write a file as UTF-8, without repair."`
	Repair  repairCmd  `cmd:"" help:"Repair damaged UTF-8 text."`
	Segment segmentCmd `cmd:"" help:"Cut text into words."`
	Explain explainCmd `cmd:"" help:"Tell why a record looks as it does."`
	Report  reportCmd  `cmd:"" help:"Write the figures of a finished run as HTML."`
	Schema  schemaCmd  `cmd:"" help:"Print the record's schema."`
	Rules   rulesCmd   `cmd:"" help:"Work on rule files."`

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
}

func (e *exitError) Error() string { return e.err.Error() }
func (e *exitError) Unwrap() error { return e.err }

func usage(format string, args ...any) error {
	return &exitError{exitUsage, fmt.Errorf(format, args...)}
}

func main() {
	os.Exit(run(os.Args[1:], streams{os.Stdin, os.Stdout, os.Stderr}))
}

// run parses the arguments, carries out the command and returns the exit code.
func run(args []string, s streams) int {
	var (
		c    cli
		done = -1
	)
	parser, err := kong.New(&c,
		kong.Name("zhengwen"),
		kong.Description("zhengwen (正文) turns scraped Chinese pages into clean, segmented, sectioned records."),
		kong.UsageOnError(),
		kong.Writers(s.out, s.err),
		kong.Exit(func(code int) { done = code }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}),
	)
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
	ctx, caught, stop := interruptible()
	defer stop()
	k.BindTo(ctx, (*context.Context)(nil))
	err = k.Run(s)
	if sig := caught(); sig != nil && errors.Is(err, context.Canceled) {
		fmt.Fprintf(s.err, "zhengwen: %v: stopped; earlier output is untouched\n", sig)
		if sig == syscall.SIGTERM {
			return exitTerminated
		}
		return exitInterrupted
	}
	if err != nil {
		fmt.Fprintln(s.err, "zhengwen: error:", err)
		return exitCode(err)
	}
	return exitDone
}

func exitCode(err error) int {
	var (
		e    *exitError
		none *source.ErrNoInput
	)
	switch {
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

// interruptible returns a context that SIGINT and SIGTERM cancel, and a function
// that tells which one did.
func interruptible() (ctx context.Context, caught func() os.Signal, stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	signals := make(chan os.Signal, 1)
	got := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		select {
		case sig := <-signals:
			got <- sig
			cancel()
		case <-ctx.Done():
		}
	}()
	caught = func() os.Signal {
		select {
		case sig := <-got:
			return sig
		default:
			return nil
		}
	}
	return ctx, caught, func() { signal.Stop(signals); cancel() }
}
