package charset

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"path"
	"strings"
)

const unknownType = "application/octet-stream"

// maxControls is the share of control bytes above which bytes are no text. Text has
// next to none; random bytes have a tenth.
const maxControls = 0.02

// magic lists how common files that are no text begin. Those that could open a text
// need control bytes near their start as well.
var magic = [...]struct {
	start, kind string
	sure        bool
}{
	{"%PDF-", "application/pdf", true},
	{"PK\x03\x04", "application/zip", true}, {"PK\x05\x06", "application/zip", true},
	{"Rar!\x1A\x07", "application/vnd.rar", true}, {"7z\xBC\xAF\x27\x1C", "application/x-7z-compressed", true},
	{"\x1F\x8B\x08", "application/gzip", true}, {"BZh", "application/x-bzip2", false}, {"\xFD7zXZ\x00", "application/x-xz", true}, {"\x28\xB5\x2F\xFD", "application/zstd", true},
	{"\x89PNG\r\n\x1A\n", "image/png", true}, {"\xFF\xD8\xFF", "image/jpeg", true}, {"GIF87a", "image/gif", true}, {"GIF89a", "image/gif", true},
	{"BM", "image/bmp", false}, {"\x00\x00\x01\x00", "image/x-icon", false}, {"II*\x00", "image/tiff", true}, {"MM\x00*", "image/tiff", true},
	{"RIFF", "application/x-riff", false}, {"ID3", "audio/mpeg", false}, {"OggS\x00", "application/ogg", true}, {"fLaC\x00", "audio/flac", true},
	{"FLV\x01", "video/x-flv", true}, {"\x1AE\xDF\xA3", "video/webm", true},
	{"MZ", "application/x-msdownload", false}, {"\x7FELF", "application/x-elf", true}, {"\xCA\xFE\xBA\xBE", "application/java-vm", true}, {"\x00asm", "application/wasm", true},
	{"FWS", "application/x-shockwave-flash", false}, {"CWS", "application/x-shockwave-flash", false},
	{"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "application/x-ole-storage", true}, {"{\\rtf", "application/rtf", true}, {"SQLite format 3\x00", "application/vnd.sqlite3", true},
	{"wOFF", "font/woff", false}, {"wOF2", "font/woff2", false}, {"\x00\x01\x00\x00\x00", "font/ttf", false},
}

// binaryType is the media type of a file that begins like a known kind that is no
// text, or "".
func binaryType(b []byte) string {
	for _, m := range magic {
		if bytes.HasPrefix(b, []byte(m.start)) && (m.sure || controlShare(b[:min(len(b), 512)]) > maxControls) {
			return m.kind
		}
	}
	if len(b) >= 12 && string(b[4:8]) == "ftyp" && b[0] == 0 {
		return "video/mp4"
	}
	return ""
}

// controlShare is the share of control bytes that text does not use, in at most the
// first 64 KiB.
func controlShare(b []byte) float64 {
	b = b[:min(len(b), 64<<10)]
	n := 0
	for i := 0; i < len(b); i++ {
		for i+8 <= len(b) && !mayControl(binary.LittleEndian.Uint64(b[i:])) {
			i += 8
		}
		if i < len(b) && controlByte[b[i]] {
			n++
		}
	}
	return float64(n) / float64(max(1, len(b)))
}

// mayControl reports whether one of eight bytes is less than a space, or DEL.
func mayControl(w uint64) bool {
	const ones, high = 0x0101010101010101, 0x8080808080808080
	del := w ^ ones*0x7F
	return ((w-ones*' ')&^w|(del-ones)&^del)&high != 0
}

// controlByte marks C0 controls and DEL, apart from white space and the shift and
// escape bytes of seven-bit encodings.
var controlByte = func() (t [256]bool) {
	for c := range ' ' {
		t[c] = (c < '\t' || c > '\r') && c != 0x0E && c != 0x0F && c != 0x1B
	}
	t[0x7F] = true
	return t
}()

// dataType is the media type of text that is written for programs, or "": JSON by
// its content, XML that is no page by its root, style sheets and scripts by their
// names, since nothing in them tells them from prose for certain.
func dataType(text, uri string) string {
	head := strings.TrimLeft(text[:min(len(text), 4096)], " \t\r\n\f\uFEFF")
	switch {
	case strings.HasPrefix(head, "{") || strings.HasPrefix(head, "["):
		if json.Valid([]byte(strings.TrimPrefix(text, "\uFEFF"))) {
			return "application/json"
		}
	case strings.HasPrefix(head, "<?xml"):
		for _, root := range [...]string{"<rss", "<feed", "<urlset", "<sitemapindex", "<opml", "<svg"} {
			if strings.Contains(head, root) {
				return "application/xml"
			}
		}
	case strings.HasPrefix(head, "<"):
		return ""
	}
	switch path.Ext(strings.TrimSuffix(strings.TrimSuffix(strings.ToLower(uri), ".gz"), ".zst")) {
	case ".css":
		return "text/css"
	case ".js", ".mjs":
		return "text/javascript"
	case ".csv", ".tsv":
		return "text/csv"
	}
	return ""
}

// textType tells markup from plain text. A page that opens with markup is HTML; one
// that opens with text must show two elements, because prose may mention one.
func textType(text string) string {
	const html, plain = "text/html", "text/plain"
	text = text[:min(len(text), 64<<10)]
	head := strings.TrimLeft(text, " \t\r\n\f\uFEFF")
	if strings.HasPrefix(head, "<!--") || hasPrefixFold([]byte(head[:min(len(head), 9)]), "<!doctype") {
		return html
	}
	seen := 0
	for i := strings.IndexByte(text, '<'); i >= 0; {
		if name := elementName(text[i+1:]); name != "" {
			seen++
			if seen == 2 || i == len(text)-len(head) || name == "html" || name == "head" || name == "body" {
				return html
			}
		}
		next := strings.IndexByte(text[i+1:], '<')
		if next < 0 {
			break
		}
		i += 1 + next
	}
	return plain
}

// elementName is the lower-case name at the start of a tag's inside when it is that
// of a common element, start or end, else "".
func elementName(tag string) string {
	tag = strings.TrimPrefix(tag, "/")
	n := 0
	for n < len(tag) && n < 12 && (isLetter(tag[n]) || n > 0 && tag[n] >= '0' && tag[n] <= '9') {
		n++
	}
	if n == 0 || n == len(tag) || !strings.ContainsRune(" \t\r\n\f/>", rune(tag[n])) {
		return ""
	}
	switch name := strings.ToLower(tag[:n]); name {
	case "html", "head", "body", "title", "meta", "link", "script", "style", "base", "div", "p", "br", "span", "a", "img", "table", "tbody", "tr", "td", "th", "ul", "ol", "li",
		"dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "font", "center", "b", "i", "u", "em", "strong", "hr", "form", "input", "iframe", "frameset", "frame", "noscript",
		"section", "article", "header", "footer", "nav", "main", "aside", "pre", "blockquote", "figure", "button", "select", "option", "textarea":
		return name
	}
	return ""
}
