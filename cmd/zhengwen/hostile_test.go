//go:build unix

package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zhengwen/document"
	"zhengwen/pipeline/sink"
)

// hostile are files that no crawl should hold and some do. Their contents are
// tested one by one in pipeline/source; here is what the whole program makes of
// them.
func hostile(t *testing.T) map[string][]byte {
	t.Helper()
	pages := testPages(t)
	page := pages[len(pages)/2]
	zipped := func(b []byte) []byte {
		var out bytes.Buffer
		w := gzip.NewWriter(&out)
		if _, err := w.Write(b); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	archive := func(name string, b []byte) []byte {
		var out bytes.Buffer
		w := tar.NewWriter(&out)
		if err := w.WriteHeader(&tar.Header{Name: name, Mode: 0o644, Size: int64(len(b))}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(b); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	text := func(format string, args ...any) []byte { return fmt.Appendf(nil, format, args...) }
	repeat := func(s string, n int) []byte { return []byte(strings.Repeat(s, n)) }
	return map[string][]byte{
		// Files and encodings.
		"empty.html":            nil,
		"blanks.html":           repeat(" \t\r\n", 5000),
		"one-byte.html":         text("x"),
		"nul.html":              repeat("\x00", 5000),
		"nul-between.html":      bytes.ReplaceAll(page, []byte(" "), []byte("\x00")),
		"noise.html":            noise(60000),
		"cut-in-a-character":    append(page[:len(page)/2:len(page)/2], 0xe4),
		"bom-alone.txt":         text("\xef\xbb\xbf"),
		"two-boms.txt":          append([]byte("\xef\xbb\xbf\xff\xfe"), page...),
		"odd-utf16.txt":         text("\xff\xfe\x61\x6b\x61"),
		"surrogates.txt":        repeat("\xed\xa0\x80", 3000),
		"overlong.txt":          repeat("\xc0\xaf", 3000),
		"beyond-unicode.txt":    repeat("\xf5\x90\x80\x80", 3000),
		"declared-utf16.html":   append([]byte("<meta charset=utf-16le>"), page...),
		"declared-nothing.html": append([]byte("<meta charset=x-none>"), page...),
		"escapes.txt":           repeat("\x1b$B\x1b(B", 3000),
		"control.txt":           repeat("\x01\x02\x7f正文", 2000),
		"line-separators.txt":   repeat("正文\u2028\u2029\u0085", 2000),
		"bidi.txt":              repeat("\u202e正文\u2066", 2000),
		"combining.txt":         repeat("文\u0301\u0301\u0301\u0301", 3000),
		"too-large.html":        repeat("正文。", 2<<20),
		"one-long-line.txt":     repeat("正文", 200000),
		"lines.txt":             repeat("正\n", 100000),
		"digits.txt":            repeat("1234567890", 30000),
		"percent%2fname%.html":  page,
		"name with blank.html":  page,
		"name\nwith break.html": page,
		"name-\xff\xfe.html":    page,
		"picture.html":          append([]byte("\x89PNG\r\n\x1a\n"), noise(5000)...),
		"document.pdf":          append([]byte("%PDF-1.7\n"), noise(5000)...),
		"program":               append([]byte("\x7fELF\x02\x01\x01"), noise(5000)...),
		"archive.zip":           append([]byte("PK\x03\x04"), noise(5000)...),

		// Markup.
		"deep.html":             repeat("<div>", 50000),
		"deep-inline.html":      repeat("<b><i><a>", 20000),
		"deep-tables.html":      repeat("<table><tr><td>", 10000),
		"unclosed.html":         repeat("<p>正文<a href=\"", 5000),
		"end-tags.html":         repeat("</div></p></table>", 20000),
		"attributes.html":       append(append([]byte("<div "), repeat("a=b ", 50000)...), '>'),
		"long-attribute.html":   append(append([]byte("<a href=\""), repeat("正", 200000)...), "\">x"...),
		"comment.html":          append([]byte("<!--"), repeat("正文-", 50000)...),
		"comments.html":         repeat("<!---->正", 20000),
		"script.html":           append([]byte("<script>"), repeat("var x='<p>正文</p>';", 10000)...),
		"textarea.html":         append([]byte("<textarea>"), page...),
		"plaintext.html":        append([]byte("<plaintext>"), page...),
		"frameset.html":         append([]byte("<frameset>"), page...),
		"svg.html":              repeat("<svg><math><foreignobject>", 5000),
		"template.html":         repeat("<template>", 5000),
		"entities.html":         repeat("&#xfffffff;&#0;&amp;lt;&nosuch;&#55296;", 5000),
		"entity-without-end":    append([]byte("<p>&#"), repeat("9", 100000)...),
		"angle-brackets.html":   repeat("<", 100000),
		"ampersands.html":       repeat("&", 100000),
		"json-ld.html":          append(append([]byte(`<script type="application/ld+json">`), repeat(`{"@graph":[`, 20000)...), "</script>"...),
		"meta.html":             repeat("<meta property=og:title content=正>", 5000),
		"headings.html":         repeat("<h2>一、正文</h2>", 5000),
		"numbers.txt":           repeat("一、1.1.1.1.1.1.1.1.1（一）\n", 3000),
		"list.html":             repeat("<ul><li>正文", 10000),
		"base.html":             append([]byte("<base href=\"javascript:\x00\"><link rel=canonical href=\"http://[::1\">"), page...),
		"mojibake.txt":          repeat("æ\u00ad£æ–‡ ï¿½ é”Ÿæ–¤æ‹·", 5000),
		"escaped-backwards.txt": repeat(`\u6b63\x6b\63&#25991;%E6%AD`, 5000),

		// Compressions and containers.
		"header-alone.gz":    text("\x1f\x8b"),
		"cut.html.gz":        zipped(page)[:100],
		"flipped.html.gz":    flip(zipped(page), 60),
		"bomb.html.gz":       zipped(repeat("\x00", 64<<20)),
		"bomb-in-bomb.gz":    zipped(zipped(repeat("\x00", 64<<20))),
		"cut.zst":            text("\x28\xb5\x2f\xfd\x04\x00"),
		"cut.xz":             text("\xfd7zXZ\x00\x00\x04"),
		"cut.bz2":            text("BZh91AY&SY\x00\x00"),
		"upwards.tar":        archive("../../etc/passwd", page),
		"absolute.tar":       archive("/etc/passwd", page),
		"cut.tar":            archive("a.html", page)[:700],
		"flipped.tar":        flip(archive("a.html", page), 10),
		"tar-in-tar.tar":     archive("a.tar", archive("b.tar", archive("c.html", page))),
		"huge-length.warc":   text("WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999999999999\r\n\r\nx"),
		"no-length.warc":     text("WARC/1.0\r\nWARC-Type: response\r\n\r\nHTTP/1.1 200 OK\r\n\r\nx"),
		"cut.warc":           text("WARC/1.0\r\nWARC-Ty"),
		"no-warc.warc":       page,
		"broken.jsonl":       text("{\"text\":\"正\n[1,2\n{\"text\":1}\n\x00\n"),
		"deep.jsonl":         append([]byte("{\"text\":\"正\"}\n"), repeat("[", 100000)...),
		"no-field.jsonl":     text("{\"a\":1}\n{}\nnull\n"),
		"magic.parquet":      text("PAR1PAR1"),
		"footer.parquet":     text("PAR1\x15\x00\xff\xff\xff\x7fPAR1"),
		"no-parquet.parquet": noise(3000),
	}
}

// noise is n bytes without a pattern, always the same.
func noise(n int) []byte {
	out, x := make([]byte, n), uint32(2463534242)
	for i := range out {
		x ^= x << 13
		x ^= x >> 17
		x ^= x << 5
		out[i] = byte(x)
	}
	return out
}

func flip(b []byte, at int) []byte {
	b[at] ^= 0xA5
	return b
}

// The program reads a directory of bad files to its end: every one is accounted for
// and none makes a stage fail.
func TestHostileDirectory(t *testing.T) {
	in := filepath.Join(t.TempDir(), "in")
	files := hostile(t)
	for name, data := range files {
		put(t, filepath.Join(in, name), data)
	}
	for name, target := range map[string]string{"broken-link.html": "nowhere", "loop.html": "loop.html", "up": ".."} {
		if err := os.Symlink(target, filepath.Join(in, name)); err != nil {
			t.Fatal(err)
		}
		files[name] = nil
	}
	if len(files) < 60 {
		t.Errorf("%d kinds, want 60", len(files))
	}
	out := filepath.Join(t.TempDir(), "out")
	code, said := exit(t, nil, "run", in, "--out", out, "--workers", "2")
	if code != exitDone && code != exitRejects {
		t.Fatalf("exit %d: %s", code, said)
	}
	for _, word := range []string{"panic", "goroutine", "runtime error"} {
		if strings.Contains(said, word) {
			t.Errorf("the program says %q: %s", word, said)
		}
	}
	m, err := sink.ReadManifest(out)
	if err != nil {
		t.Fatal(err)
	}
	if m.Inputs != len(files) {
		t.Errorf("%d inputs in the table, want %d", m.Inputs, len(files))
	}
	if m.Articles+m.Rejects < len(files) {
		t.Errorf("%d articles and %d rejects of %d files", m.Articles, m.Rejects, len(files))
	}
	if err := sink.EachReject(out, func(r *document.Reject) bool {
		if r.Class == document.ClassFault {
			detail := ""
			if r.Detail != nil {
				detail = *r.Detail
			}
			t.Errorf("%s: a fault in %s: %s: %s", r.URI, r.Stage, r.Reason, detail)
		}
		return true
	}); err != nil {
		t.Fatal(err)
	}
	if bad, err := sink.Verify(out); err != nil || len(bad) > 0 {
		t.Errorf("problems %q, error %v", bad, err)
	}
	// Nothing was written where the archives wanted it.
	err = filepath.WalkDir(filepath.Dir(in), func(name string, e fs.DirEntry, err error) error {
		if err == nil && e.Name() == "passwd" {
			t.Errorf("%s was unpacked", name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
