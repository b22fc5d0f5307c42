package source

import (
	"fmt"
	"strings"
	"time"

	"zhengwen/document"
)

// Fields name the fields of JSON Lines and Parquet that hold a page. A dot leads
// into an inner object. An empty name stands for the default: "text", "html", "url",
// "fetched_at".
type Fields struct {
	Text, HTML     string // HTML wins where both are filled
	URL, FetchedAt string
}

func (f Fields) named() Fields {
	def := func(s, name string) string {
		if s == "" {
			return name
		}
		return s
	}
	return Fields{def(f.Text, "text"), def(f.HTML, "html"), def(f.URL, "url"), def(f.FetchedAt, "fetched_at")}
}

// row is a page as a table has it; nil bytes are missing or null.
type row struct {
	text, html, url []byte
	fetchedAt       *time.Time
}

// item makes the item of a row.
func (in *input) item(r row, uri string, f Fields) Item {
	it := Item{URI: uri, URL: cleanURL(strings.TrimSpace(string(r.url))), FetchedAt: r.fetchedAt}
	if it.FetchedAt == nil {
		it.FetchedAt = in.fetchedAt(uri)
	}
	switch {
	case len(r.html) > 0:
		it.Raw, it.MediaType = r.html, "text/html"
	case len(r.text) > 0:
		it.Raw, it.MediaType = r.text, "text/plain"
	case r.html != nil || r.text != nil:
		it.Failure = &Failure{Reason: "empty", Detail: "the fields are empty"}
	default:
		it.Failure = &Failure{Reason: "no-field", Detail: fmt.Sprintf("neither %.100q nor %.100q holds a string", f.Text, f.HTML)}
	}
	if n := in.o.maxBytes(); int64(len(it.Raw)) > n {
		it.Raw, it.Failure = nil, &Failure{Reason: "too-large", Detail: tooLarge(n).Error()}
	}
	// Bytes outside UTF-8 are left to detection: such rows were never decoded.
	if len(it.Raw) > 0 && document.ValidUTF8(it.Raw) {
		it.HTTPCharset = "utf-8"
	}
	return it
}
