package document

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"path"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Identity is what names a page. Record and Reject repeat its fields instead of
// embedding it, because parquet-go reads a null in an embedded struct as a zero.
type Identity struct {
	ID        string
	PageID    string
	URI       string
	URL       *string
	Host      *string
	FetchedAt *time.Time
	RawDigest *string
	MediaType *string
}

// Identity names the page: page_id is its URL, else its URI, and id the first 128
// bits of SHA-256 over page_id, a zero byte and the raw bytes.
func (d *Document) Identity() Identity {
	page := d.URL
	if page == "" {
		page = d.URI
	}
	h := sha256.New()
	h.Write([]byte(page))
	h.Write([]byte{0})
	h.Write(d.Raw)
	x := Identity{
		ID: hex.EncodeToString(h.Sum(nil)[:16]), PageID: page, URI: d.URI, URL: optional(d.URL), Host: optional(d.Host()),
		FetchedAt: d.FetchedAt, MediaType: optional(d.MediaType),
	}
	if d.Raw != nil {
		digest := sum(d.Raw)
		x.RawDigest = &digest
	}
	return x
}

// Host returns the URL's host, else the first component of the URI that looks
// like a domain, else the empty string.
func (d *Document) Host() string {
	for _, s := range []string{d.URL, d.URI} {
		if strings.Contains(s, "://") {
			if u, err := url.Parse(s); err == nil && u.Hostname() != "" {
				return strings.ToLower(u.Hostname())
			}
		}
	}
	for _, part := range strings.Split(d.URI, "/") {
		if isDomain(part) && !isFile(part) {
			return strings.ToLower(part)
		}
	}
	return ""
}

// isDomain reports whether a path component looks like a host name: two labels or
// more of letters, digits and inner hyphens, the last of 2 to 24 letters. Names of
// files may too.
func isDomain(part string) bool {
	labels := 0
	for {
		label, rest, more := strings.Cut(part, ".")
		for i := range len(label) {
			c := label[i]
			letter, digit := 'a' <= c|0x20 && c|0x20 <= 'z', '0' <= c && c <= '9'
			if !letter && (!more || !digit && (c != '-' || i == 0 || i == len(label)-1)) {
				return false
			}
		}
		if !more {
			return labels > 0 && 2 <= len(label) && len(label) <= 24
		}
		if len(label) == 0 || len(label) > 63 {
			return false
		}
		labels++
		part = rest
	}
}

// isFile reports whether a path component ends as names of files do.
func isFile(part string) bool {
	switch strings.ToLower(path.Ext(part)) {
	case ".htm", ".html", ".xhtml", ".shtml", ".txt", ".xml", ".json", ".jsonl", ".php", ".asp", ".aspx", ".jsp", ".gz", ".zst", ".bz2", ".xz", ".br", ".tar", ".zip",
		".warc", ".wet", ".parquet", ".md", ".csv", ".tsv", ".log", ".pdf", ".doc", ".docx", ".js", ".css", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".ico":
		return true
	}
	return false
}

// TextDigest is the digest of text with white space, punctuation and symbols left
// out and case folded, so that copies which differ only in layout agree.
func TextDigest(text string) string {
	buf := make([]byte, 0, len(text))
	for i := 0; i < len(text); {
		if n := HanPrefix(text[i:]); n > 0 {
			buf = append(buf, text[i:i+n]...)
			i += n
			continue
		}
		r, n := utf8.DecodeRuneInString(text[i:])
		i += n
		if isMark(r) {
			continue
		}
		if IsLetter(r) || unicode.IsNumber(r) {
			if r >= 0xFF10 && r <= 0xFF5A {
				r -= 0xFEE0
			}
			buf = utf8.AppendRune(buf, unicode.ToLower(r))
		}
	}
	return sum(buf)
}

func sum(b []byte) string {
	h := sha256.Sum256(b)
	return "sha256:" + hex.EncodeToString(h[:])
}

func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
