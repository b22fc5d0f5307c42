package main

import (
	"bytes"
	"context"
	"os"
	"strconv"

	"zhengwen/document"
	"zhengwen/pipeline"
)

// What the environment tells the test binary when it stands for the program.
const (
	asProgram   = "ZHENGWEN_TEST_AS_PROGRAM"  // not empty: be the program
	poisonIs    = "ZHENGWEN_TEST_POISON"      // the process dies of pages with this in them
	unitsOf     = "ZHENGWEN_TEST_UNIT_INPUTS" // inputs of a unit
	poisonWords = "POISON-OF-THE-TEST"
)

// poison sets up the program as the environment says.
func poison() {
	unitInputs, _ = strconv.Atoi(os.Getenv(unitsOf)) // 0 for none
	if p := os.Getenv(poisonIs); p != "" {
		newPipeline = func(o pipeline.Options) (*pipeline.Pipeline, error) { return pipeline.New(o, deadly(p)) }
	}
}

// deadly is a stage that no recovery survives.
type deadly string

func (deadly) Name() string { return "deadly" }

func (s deadly) Apply(_ context.Context, d *document.Document) error {
	if bytes.Contains(d.Raw, []byte(s)) {
		self, err := os.FindProcess(os.Getpid())
		if err == nil {
			err = self.Kill()
		}
		if err != nil {
			panic(err)
		}
		select {}
	}
	return nil
}
