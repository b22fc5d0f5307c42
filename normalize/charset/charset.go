// Package charset turns the bytes of a page into UTF-8: it finds the encoding,
// decodes, says what kind of content it is, and refuses what is no text.
package charset

import (
	"bytes"
	"context"
	"fmt"
	"sync"

	"zhengwen/document"
)

// Stage is the stage "decode". It sets Charset, Decoded and MediaType from Raw and
// HTTPCharset, or drops the document: reason "media-type" for what is no text,
// reason "charset" where no encoding makes the bytes plausible text.
type Stage struct {
	scratch sync.Pool // *[]byte
}

// New returns the stage. It is safe for concurrent use.
func New() *Stage { return &Stage{} }

// Name returns "decode".
func (s *Stage) Name() string { return "decode" }

// Apply decodes one document.
func (s *Stage) Apply(_ context.Context, d *document.Document) error {
	if kind := binaryType(d.Raw); kind != "" {
		d.MediaType = kind
		d.Drop(document.Drop{Reason: "media-type", Rule: "magic", Detail: kind})
		return nil
	}
	r := Detect(d.Raw, Hint{HTTP: d.HTTPCharset})
	d.Charset = document.Charset{Name: r.Name, Declared: r.Declared, Confidence: r.Confidence, BOM: r.BOM}
	wide := len(r.Name) > 4 && (r.Name[:4] == "utf-" && r.Name != "utf-8")
	if share := controlShare(d.Raw); !wide && share > maxControls {
		d.MediaType = unknownType
		d.Drop(document.Drop{Reason: "media-type", Rule: "control-bytes", Value: share, Threshold: maxControls, Detail: unknownType})
		return nil
	}
	if r.Name == "" || !decodable(r.Name) {
		d.Drop(document.Drop{Reason: "charset", Rule: "plausibility", Detail: r.Name})
		return nil
	}
	if err := s.decode(d, r.valid); err != nil {
		return fmt.Errorf("decode: %w", err)
	}
	if d.MediaType != "" {
		return nil
	}
	if kind := dataType(d.Decoded, d.URI); kind != "" {
		d.MediaType = kind
		d.Drop(document.Drop{Reason: "media-type", Rule: "data", Detail: kind})
		return nil
	}
	d.MediaType = textType(d.Decoded)
	return nil
}

// decode sets d.Decoded, and the segments of a file that mixes encodings; valid says that
// it is known to be UTF-8.
func (s *Stage) decode(d *document.Document, valid bool) error {
	if d.Charset.Name == "utf-8" && (valid || document.ValidUTF8(d.Raw)) {
		d.Decoded = string(bytes.TrimPrefix(d.Raw, []byte("\uFEFF")))
		return nil
	}
	buf, _ := s.scratch.Get().(*[]byte)
	if buf == nil {
		buf = new([]byte)
	}
	parts := segments(d.Raw, d.Charset.Name)
	var out []byte
	var err error
	if len(parts) > 1 {
		d.Charset.Segments = parts
		out = (*buf)[:0]
		for _, p := range parts {
			if out, err = Decode(out, d.Raw[p.Start:p.End], p.Charset); err != nil {
				break
			}
		}
	} else {
		out, err = Decode((*buf)[:0], d.Raw, d.Charset.Name)
	}
	if err != nil {
		return err
	}
	d.Decoded = string(out)
	if cap(out) <= keepScratch {
		*buf = out
		s.scratch.Put(buf)
	}
	return nil
}

// keepScratch is the largest buffer that is kept for the next document, in bytes.
const keepScratch = 4 << 20
