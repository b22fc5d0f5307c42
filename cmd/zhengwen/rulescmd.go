package main

import (
	"fmt"

	"zhengwen/extract/boilerplate"
	"zhengwen/rules"
)

type rulesCmd struct {
	Check rulesCheckCmd `cmd:"" help:"Lint rule files and run every rule on its own hits and misses."`
}

type rulesCheckCmd struct {
	Files []string `arg:"" optional:"" name:"file" help:"Rule files; the built-in rules when none is given."`
}

func (*rulesCheckCmd) Help() string {
	return `Exits 1 when a rule does not match one of its hits, matches one of its misses, or lacks a reason or a hit.

Example:
  zhengwen rules check my-rules/*.toml`
}

func (c *rulesCheckCmd) Run(s streams) error {
	var books []*rules.Book
	if len(c.Files) == 0 {
		b, err := rules.Load()
		if err != nil {
			return err
		}
		books = append(books, b)
	}
	for _, f := range c.Files {
		b, err := rules.LoadFile(f)
		if err != nil {
			return &exitError{code: exitUsage, err: err}
		}
		books = append(books, b)
	}
	n, bad := 0, 0
	for _, b := range books {
		for _, set := range b.Sets() {
			n += len(set.Rules)
		}
		for _, p := range append(b.Check(), boilerplate.Problems(b)...) {
			bad++
			fmt.Fprintln(s.err, p)
		}
	}
	if bad > 0 {
		return fmt.Errorf("%d problems in %d rules", bad, n)
	}
	fmt.Fprintf(s.out, "%d rules, no problems\n", n)
	return nil
}
