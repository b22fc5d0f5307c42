package document

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"regexp"
	"strings"
	"time"
	"unicode"
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

// domain matches a path component that looks like a host name. Names that end
// like a file are told apart by fileSuffix.
var (
	domain     = regexp.MustCompile(`^(?i)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}$`)
	fileSuffix = regexp.MustCompile(`(?i)\.(?:html?|xhtml|shtml|txt|xml|json|jsonl|php|aspx?|jsp|gz|zst|bz2|xz|br|tar|zip|warc|wet|parquet|md|csv|tsv|log|pdf|docx?|js|css|png|jpe?g|gif|svg|ico)$`)
)

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
		if domain.MatchString(part) && !fileSuffix.MatchString(part) {
			return strings.ToLower(part)
		}
	}
	return ""
}

// TextDigest is the digest of text with white space, punctuation and symbols left
// out and case folded, so that copies which differ only in layout agree.
func TextDigest(text string) string {
	buf := make([]byte, 0, len(text))
	for _, r := range text {
		if r >= 0x4E00 && r <= 0x9FFF || unicode.IsLetter(r) || unicode.IsNumber(r) {
			if r >= 0xFF10 && r <= 0xFF5A {
				r -= 0xFEE0
			}
			buf = append(buf, string(unicode.ToLower(r))...)
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
