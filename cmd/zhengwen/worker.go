package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"

	"zhengwen/document"
	"zhengwen/pipeline"
	"zhengwen/pipeline/source"
)

type workerCmd struct {
	KeepPages bool `name:"keep-pages" help:"Keep listings, title-only and error pages as records."`
	pageFlags
}

func (*workerCmd) Help() string {
	return `Reads one JSON object a line: uri and raw (base64), and as known url, fetched_at, http_charset, media_type. Writes one line for each, in
order: {"record":…} or {"reject":…}. Twins are not looked for.

Example:
  printf '{"uri":"a.html","raw":"%s"}\\n' "$(base64 -w0 a.html)" | zhengwen worker`
}

// page is one line of input of a worker.
type page struct {
	URI         string     `json:"uri"`
	Raw         []byte     `json:"raw"`
	URL         string     `json:"url,omitempty"`
	FetchedAt   *time.Time `json:"fetched_at,omitempty"`
	HTTPCharset string     `json:"http_charset,omitempty"`
	MediaType   string     `json:"media_type,omitempty"`
	Truncated   bool       `json:"truncated,omitempty"`
}

// answer is one line of output.
type answer struct {
	Record *document.Record `json:"record,omitempty"`
	Reject *document.Reject `json:"reject,omitempty"`
}

func (c *workerCmd) Run(ctx context.Context, st *stopper, s streams) error {
	// A signal to the whole group, as a terminal or systemd sends it, must not make the
	// page at hand look guilty: it is finished.
	stop := st.channel()
	o, err := c.options(c.KeepPages)
	if err != nil {
		return err
	}
	p, err := newPipeline(o)
	if err != nil {
		return &exitError{code: exitUsage, err: err}
	}
	in := bufio.NewReaderSize(s.in, 256<<10)
	w := bufio.NewWriterSize(s.out, 256<<10)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for n := 1; ; n++ {
		line, err := in.ReadBytes('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return fmt.Errorf("read line %d: %w", n, err)
		}
		if len(bytes.TrimSpace(line)) > 0 {
			var x page
			if jerr := json.Unmarshal(line, &x); jerr != nil {
				return fmt.Errorf("line %d: %w", n, jerr)
			}
			r := p.Process(ctx, x.item())
			if werr := enc.Encode(answer{r.Record, r.Reject}); werr != nil {
				return fmt.Errorf("write line %d: %w", n, werr)
			}
			// The other end waits for the answer.
			if werr := w.Flush(); werr != nil {
				return fmt.Errorf("write line %d: %w", n, werr)
			}
		}
		if err != nil {
			return nil
		}
		select {
		case <-stop:
			return &exitError{code: st.code(), err: fmt.Errorf("stopped by %s after line %d", st.name(), n)}
		default:
		}
	}
}

func (x page) item() source.Item {
	it := source.Item{URI: x.URI, URL: x.URL, FetchedAt: x.FetchedAt, Raw: x.Raw, HTTPCharset: x.HTTPCharset, MediaType: x.MediaType, Truncated: x.Truncated}
	if len(x.Raw) == 0 {
		it.Failure = &source.Failure{Reason: "empty", Detail: "the page has no bytes"}
	}
	return it
}

// signalTries is how often a page is tried alone when signals to the whole group
// reach its process before that has learnt to wait with them.
const signalTries = 3

// asked reports whether a process ended because a signal asked it to, which is no
// page's fault.
func asked(err error) bool {
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		return false
	}
	status, ok := exit.Sys().(syscall.WaitStatus)
	return ok && status.Signaled() && (status.Signal() == syscall.SIGINT || status.Signal() == syscall.SIGTERM)
}

// isolate returns a function that processes one page in a process of its own.
func isolate(f pageFlags, keep bool) func(context.Context, source.Item) (pipeline.Result, error) {
	return func(ctx context.Context, it source.Item) (pipeline.Result, error) {
		exe, err := os.Executable()
		if err != nil {
			return pipeline.Result{}, fmt.Errorf("find the program: %w", err)
		}
		line, err := json.Marshal(page{it.URI, it.Raw, it.URL, it.FetchedAt, it.HTTPCharset, it.MediaType, it.Truncated})
		if err != nil {
			return pipeline.Result{}, fmt.Errorf("encode page: %w", err)
		}
		args := []string{"worker", "--config=", "--script", f.Script, "--ledger", f.Ledger, "--revisions", f.Revisions, "--contacts", f.Contacts}
		if f.Sites != "" {
			args = append(args, "--sites", f.Sites)
		}
		if f.Words {
			args = append(args, "--words")
		}
		if keep {
			args = append(args, "--keep-pages")
		}
		for flag, values := range map[string][]string{"--lang": f.Lang, "--rules": f.Rules} {
			if len(values) > 0 {
				args = append(args, flag, strings.Join(values, ","))
			}
		}
		line = append(line, '\n')
		var out []byte
		for range signalTries {
			cmd := exec.CommandContext(ctx, exe, args...)
			cmd.Stdin = bytes.NewReader(line)
			if out, err = cmd.Output(); !asked(err) {
				break
			}
		}
		var a answer
		if jerr := json.Unmarshal(out, &a); jerr != nil { // an answer counts, however the process ended
			if err == nil {
				err = fmt.Errorf("read answer: %w", jerr)
			}
			return pipeline.Result{}, err
		}
		return pipeline.Result{Record: a.Record, Reject: a.Reject, Bytes: len(it.Raw)}, nil
	}
}
