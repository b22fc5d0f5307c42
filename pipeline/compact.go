package pipeline

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"zhengwen/pipeline/index"
	"zhengwen/pipeline/report"
	"zhengwen/pipeline/sink"
)

// Compact rewrites the table in dir as a run from scratch would write it. It
// returns the number of parts before and after. Rows that different versions or
// options made stay apart.
func Compact(ctx context.Context, dir string, keep int) (before, after int, err error) {
	m, err := sink.ReadManifest(dir)
	if err != nil {
		return 0, 0, err
	}
	out, err := sink.Open(dir, nil)
	if err != nil {
		return 0, 0, err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	if saved, err := out.WorkUnits(); err != nil {
		return 0, 0, err
	} else if len(saved) > 0 {
		return 0, 0, fmt.Errorf("%s: an interrupted run has saved work here; run it to its end first", dir)
	}
	units, err := out.Units()
	if err != nil {
		return 0, 0, err
	}
	formats, err := sink.ParseFormats(strings.ReplaceAll(strings.Trim(m.Options["format"], "[]"), " ", ","))
	if err != nil {
		return 0, 0, err
	}
	limit, err := strconv.Atoi(m.Options["max-partitions"])
	if err != nil {
		return 0, 0, fmt.Errorf("manifest: max-partitions: %w", err)
	}
	part, err := newPartitioner(Partition(m.Options["partition"]), limit, nil)
	if err != nil {
		return 0, 0, err
	}
	layout := sink.Layout{Formats: formats, Meta: sink.Metadata{RuleDigest: m.RuleDigest}}
	if part != nil {
		layout.Partition = part.folder
	}
	var next []*sink.Unit
	var table report.Figures
	for _, version := range versionsOf(units) {
		if err := ctx.Err(); err != nil {
			return 0, 0, err
		}
		layout.Meta.Version = version
		same := slices.DeleteFunc(slices.Clone(units), func(u *sink.Unit) bool { return u.ProcessedWith != version })
		made, err := out.Compact(same, layout, func() (sink.Observer, func() ([]byte, error)) {
			f := &report.Figures{}
			return observer(f), func() ([]byte, error) { table.Merge(f); return json.Marshal(f) }
		})
		if err != nil {
			return 0, 0, err
		}
		next = append(next, made...)
	}
	var page bytes.Buffer
	if err := report.Write(&page, &table, nil, m.ProcessedWith); err != nil {
		return 0, 0, err
	}
	if m.Figures, err = json.Marshal(&table); err != nil {
		return 0, 0, fmt.Errorf("encode figures: %w", err)
	}
	layout.Meta.Version = m.ProcessedWith
	fresh := sink.Manifest{ProcessedWith: m.ProcessedWith, RuleDigest: m.RuleDigest, Options: m.Options, Figures: m.Figures}
	extra := map[string][]byte{sink.ReportFile: page.Bytes(), sink.ViewsFile: []byte(sink.Views(formats, part != nil))}
	// The index must know the new units before the old ones go; a crash in between
	// leaves units that it does not know, and it is made anew.
	if err := enterAll(out, next); err != nil {
		return 0, 0, err
	}
	if err := out.Commit(fresh, next, layout, extra, keep); err != nil {
		return 0, 0, err
	}
	return len(m.Parts), len(partsOf(next)), nil
}

func enterAll(out *sink.Output, units []*sink.Unit) error {
	x, err := index.Open(out.State(indexFile), false)
	if errors.Is(err, index.ErrUnusable) {
		return nil // the next run makes it anew
	}
	if err != nil {
		return err
	}
	for _, u := range units {
		if err := x.Apply(u, nil, nil); err != nil {
			return errors.Join(err, x.Close())
		}
	}
	return x.Close()
}

// versionsOf returns what the units were processed with, sorted.
func versionsOf(units []*sink.Unit) []string {
	var out []string
	for _, u := range units {
		if !slices.Contains(out, u.ProcessedWith) {
			out = append(out, u.ProcessedWith)
		}
	}
	slices.Sort(out)
	return out
}

func partsOf(units []*sink.Unit) []sink.Part {
	var out []sink.Part
	for _, u := range units {
		out = append(out, u.Parts...)
	}
	return out
}
