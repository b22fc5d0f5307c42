package article

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"zhengwen/document"
)

// Sites holds, by host, the lines that the host's pages share. It does not change and
// is safe for concurrent use. The nil model knows nothing.
type Sites struct {
	hosts  []siteLines // sorted by host
	lines  map[string]map[string]struct{}
	digest string
}

// siteLines is a line of the model's file.
type siteLines struct {
	Host  string   `json:"host"`
	Pages int      `json:"pages"` // the model was learnt from
	Lines []string `json:"lines"` // keys, sorted
}

func newSites(hosts []siteLines) (*Sites, error) {
	slices.SortFunc(hosts, func(a, b siteLines) int { return strings.Compare(a.Host, b.Host) })
	s := &Sites{hosts: hosts, lines: make(map[string]map[string]struct{}, len(hosts))}
	h := sha256.New()
	for i := range hosts {
		x := &hosts[i]
		if s.lines[x.Host] != nil {
			return nil, fmt.Errorf("the host %q stands twice", x.Host)
		}
		set := make(map[string]struct{}, len(x.Lines))
		slices.Sort(x.Lines)
		for _, l := range x.Lines {
			set[l] = struct{}{}
			fmt.Fprintf(h, "%q %q\n", x.Host, l)
		}
		s.lines[x.Host] = set
	}
	s.digest = "sha256:" + hex.EncodeToString(h.Sum(nil))
	return s, nil
}

// ReadSites reads a model that Write wrote: one JSON object a host and line.
func ReadSites(r io.Reader) (*Sites, error) {
	var hosts []siteLines
	d := json.NewDecoder(bufio.NewReader(r))
	d.DisallowUnknownFields()
	for {
		var x siteLines
		switch err := d.Decode(&x); {
		case errors.Is(err, io.EOF):
			return newSites(hosts)
		case err != nil:
			return nil, fmt.Errorf("read host %d of the site model: %w", len(hosts)+1, err)
		}
		hosts = append(hosts, x)
	}
}

// Write writes the model, the same bytes for the same model.
func (s *Sites) Write(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	for i := range s.hosts {
		if err := e.Encode(&s.hosts[i]); err != nil {
			return fmt.Errorf("write the site model: %w", err)
		}
	}
	return nil
}

// Digest covers all that the model changes: "sha256:" and 64 hex digits, empty for the
// nil model.
func (s *Sites) Digest() string {
	if s == nil {
		return ""
	}
	return s.digest
}

// Len returns the number of hosts.
func (s *Sites) Len() int { return len(s.hosts) }

// of returns the lines of a host.
func (s *Sites) of(host string) map[string]struct{} {
	if s == nil {
		return nil
	}
	return s.lines[host]
}

// Lines that can be learnt, by the length of their key in bytes: shorter ones are
// names and numbers, longer ones are paragraphs, which no template repeats.
const (
	shortestLine = 6
	longestLine  = 400
)

// appendLineKey appends what two copies of a template line share: letters, and a zero
// for every number.
func appendLineKey(dst []byte, s string) []byte {
	digit := false
	for _, r := range s {
		r = keyRune(r)
		if r == 0 {
			continue
		}
		if '0' <= r && r <= '9' {
			if digit {
				continue
			}
			digit, r = true, '0'
		} else {
			digit = false
		}
		dst = utf8.AppendRune(dst, r)
	}
	return dst
}

// learnable reports whether block b may be a line of the template. Headings are not:
// the sections of many pages have the same names.
func learnable(b *document.Block) bool {
	if b.Role == document.RoleHead || b.Role == document.RoleHidden || len(b.Text) > 2*longestLine {
		return false
	}
	return !headingTag(b.Tag) && b.Marked(document.MarkBold) < len(b.Text)
}

// siteRule is what decides about a line of the template.
const siteRule = "article.site"

// template marks the lines that the page shares with others of its host.
func (p *page) template(lines map[string]struct{}) {
	if len(lines) == 0 {
		return
	}
	for i := range p.d.Blocks {
		b, f := &p.d.Blocks[i], &p.f[i]
		if !learnable(b) {
			continue
		}
		p.key = appendLineKey(p.key[:0], b.Text)
		if _, ok := lines[string(p.key)]; !ok {
			continue
		}
		if f.rule == "" {
			f.kind, f.rule = document.KindOther, siteRule
		}
		f.line = lineChrome
		f.value = min(f.value, -1)
	}
}
