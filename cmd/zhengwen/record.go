package main

import (
	"time"

	"zhengwen/pipeline"
)

// record keeps what a run did: metrics, and a line in the table's log of runs.
func (c *runCmd) record(p *pipeline.Pipeline, sum *pipeline.Summary, err error, started time.Time) error {
	return nil
}
