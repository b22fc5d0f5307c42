package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"zhengwen/document"
	"zhengwen/extract/segment"
)

type segmentCmd struct {
	File   string   `arg:"" optional:"" help:"UTF-8 text; standard input when it is - or left out."`
	JSON   bool     `help:"Print {\"words\":[{\"start\",\"end\"}]} a line, in code points of the line."`
	Engine string   `default:"lexicon" enum:"lexicon,plain,gse" help:"${enum}: plain uses the dictionary alone, gse runs gse itself."`
	Dict   []string `placeholder:"FILE" help:"User dictionary, a line a word: word frequency tag."`
}

func (*segmentCmd) Help() string {
	return `Cuts line by line and prints the words separated by one space.

Example:
  echo 研究生命的起源 | zhengwen segment
  zhengwen segment --dict terms.txt article.txt`
}

// cutter appends the byte spans of the words of a text.
type cutter interface {
	Spans(dst []document.Span, text string) []document.Span
}

func (c *segmentCmd) Run(s streams) error {
	cut, err := c.cutter()
	if err != nil {
		return err
	}
	in, err := openInput(c.File, s)
	if err != nil {
		return err
	}
	defer in.Close()
	r := bufio.NewReaderSize(in, 256<<10)
	w := bufio.NewWriterSize(s.out, 256<<10)
	var spans []document.Span
	for {
		line, err := r.ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return fmt.Errorf("read input: %w", err)
		}
		if line != "" {
			text := strings.TrimSuffix(line, "\n")
			spans = cut.Spans(spans[:0], text)
			if werr := c.write(w, text, spans); werr != nil {
				return fmt.Errorf("write words: %w", werr)
			}
		}
		if err != nil {
			return w.Flush()
		}
	}
}

func (c *segmentCmd) write(w *bufio.Writer, text string, spans []document.Span) error {
	if c.JSON {
		type word struct {
			Start int32 `json:"start"`
			End   int32 `json:"end"`
		}
		at := document.NewOffsets(text)
		out := struct {
			Text  string `json:"text"`
			Words []word `json:"words"`
		}{text, make([]word, len(spans))}
		for i, x := range spans {
			out.Words[i] = word{at.At(x.Start), at.At(x.End)}
		}
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		return enc.Encode(out)
	}
	for i, x := range spans {
		if i > 0 {
			w.WriteByte(' ')
		}
		w.WriteString(text[x.Start:x.End])
	}
	return w.WriteByte('\n')
}

func (c *segmentCmd) cutter() (cutter, error) {
	var options []segment.Option
	for _, name := range c.Dict {
		f, err := os.Open(name)
		if err != nil {
			return nil, usage("--dict: %v", err)
		}
		defer f.Close()
		options = append(options, segment.WithDict(f, name))
	}
	switch c.Engine {
	case "gse":
		if len(c.Dict) > 0 {
			return nil, usage("--dict works with the engines lexicon and plain")
		}
		return segment.GSE()
	case "plain":
		options = append(options, segment.Plain())
	}
	cut, err := segment.New(options...)
	if err != nil {
		return nil, &exitError{code: exitUsage, err: err}
	}
	return cut, nil
}
