package charset

import (
	"context"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"

	"zhengwen/document"
)

func apply(t testing.TB, b []byte) *document.Document {
	t.Helper()
	d := &document.Document{Raw: b}
	if err := New().Apply(context.Background(), d); err != nil {
		t.Fatal(err)
	}
	return d
}

func TestStageDecodes(t *testing.T) {
	page := "<html><body><p>" + hans + "</p></body></html>"
	for _, c := range []struct {
		what, charset, media string
		raw                  []byte
		want                 string
	}{
		{"GBK page", "gb18030", "text/html", encode(t, simplifiedchinese.GBK, page), page},
		{"Big5 text", "big5", "text/plain", encode(t, traditionalchinese.Big5, hantText), hantText},
		{"UTF-8 with a broken byte", "utf-8", "text/plain", []byte(hans[:30] + "\x80" + hans[30:]), hans[:30] + "\uFFFD" + hans[30:]},
		{"UTF-8 cut off", "utf-8", "text/plain", []byte(hans[:len(hans)-1]), hans[:len(hans)-3] + "\uFFFD"},
		{"ASCII", "utf-8", "text/plain", []byte("plain"), "plain"},
	} {
		t.Run(c.what, func(t *testing.T) {
			d := apply(t, c.raw)
			if d.Dropped() != nil || d.Charset.Name != c.charset || d.MediaType != c.media || d.Decoded != c.want {
				t.Errorf("drop %+v, charset %+v, media %s, text %q", d.Dropped(), d.Charset, d.MediaType, d.Decoded)
			}
		})
	}
}

func TestStageDrops(t *testing.T) {
	random := make([]byte, 4000)
	rnd := rand.NewChaCha8([32]byte{7})
	if _, err := rnd.Read(random); err != nil {
		t.Fatal(err)
	}
	high := make([]byte, 4000)
	for i := range high {
		high[i] = random[i] | 0x80
	}
	for _, c := range []struct {
		what, reason, detail string
		raw                  []byte
	}{
		{"PDF", "media-type", "application/pdf", []byte("%PDF-1.4\n%\xE2\xE3")},
		{"zip", "media-type", "application/zip", []byte("PK\x03\x04\x14\x00")},
		{"PNG", "media-type", "image/png", []byte("\x89PNG\r\n\x1A\n\x00")},
		{"program", "media-type", "application/x-msdownload", []byte("MZ\x90\x00\x03\x00\x00\x00\x04\x00")},
		{"random bytes", "media-type", "application/octet-stream", random},
		{"random bytes without controls", "charset", "", high},
		{"Korean that cannot be decoded", "charset", "iso-2022-kr", []byte("\x1B$)C\x0E0!\x0F")},
	} {
		t.Run(c.what, func(t *testing.T) {
			d := apply(t, c.raw)
			x := d.Dropped()
			if x == nil || x.Reason != c.reason || x.Detail != c.detail || d.Decoded != "" {
				t.Errorf("drop %+v, charset %+v", x, d.Charset)
			}
		})
	}
}

func TestMediaType(t *testing.T) {
	for text, want := range map[string]string{
		"<!DOCTYPE html><html>": "text/html", "\uFEFF \n<html lang=zh>": "text/html", "<!-- x --><p>": "text/html", `<?xml version="1.0"?><html xmlns="x">`: "text/html",
		"前言<p>一</p>": "text/html", "标签<br>只提到一次": "text/plain", "1 < 2，a<b": "text/plain", "": "text/plain", "<div class=x>正文": "text/html", "《书》<作者>": "text/plain", "MZ开头的文字": "text/plain",
	} {
		if got := textType(text); got != want {
			t.Errorf("%q: got %s, want %s", text, got, want)
		}
	}
}

func TestDataType(t *testing.T) {
	tests := []struct{ text, uri, want string }{
		{`{"title": "正文"}`, "crawl/a.html", "application/json"},
		{"\uFEFF[1, 2]\n", "crawl/a", "application/json"},
		{"{正文在花括号里}", "crawl/a.txt", ""},
		{"[公告] 明天停水", "crawl/a.txt", ""},
		{`<?xml version="1.0"?><rss version="2.0">`, "crawl/feed", "application/xml"},
		{`<?xml version="1.0"?><html>`, "crawl/a.html", ""},
		{"body { color: red }", "crawl/main.css.gz", "text/css"},
		{"<html>正文", "crawl/main.css", ""},
		{"var a = 1", "crawl/a.JS", "text/javascript"},
		{"正文", "crawl/a.txt", ""},
	}
	for _, tt := range tests {
		if got := dataType(tt.text, tt.uri); got != tt.want {
			t.Errorf("%q at %s: got %q, want %q", tt.text, tt.uri, got, tt.want)
		}
	}
}

func TestMixedFile(t *testing.T) {
	top := "<p>" + hans + "</p>\n<hr>\n"
	comment := "<p>评论：" + strings.Repeat("第二位读者说，他也遇到过这样的事情。", 3) + "</p>\n"
	for _, c := range []struct {
		what  string
		parts []string
		gbk   []bool
	}{
		{"GBK comments in a UTF-8 template", []string{top + top, comment, top + "</html>\n"}, []bool{false, true, false}},
		{"UTF-8 comments in a GBK template", []string{top + top, comment, top}, []bool{true, false, true}},
	} {
		t.Run(c.what, func(t *testing.T) {
			var raw []byte
			var want []document.CharsetSegment
			for i, p := range c.parts {
				b, name := []byte(p), "utf-8"
				if c.gbk[i] {
					b, name = encode(t, simplifiedchinese.GBK, p), "gb18030"
				}
				want = append(want, document.CharsetSegment{Charset: name, Start: len(raw), End: len(raw) + len(b)})
				raw = append(raw, b...)
			}
			d := apply(t, raw)
			if diff := cmp.Diff(want, d.Charset.Segments); diff != "" {
				t.Errorf("segments (-want +got):\n%s", diff)
			}
			if text := strings.Join(c.parts, ""); d.Decoded != text {
				t.Errorf("decoded %q", d.Decoded)
			}
		})
	}
}

func FuzzStage(f *testing.F) {
	for _, c := range texts(f) {
		f.Add(c.b)
	}
	f.Add([]byte(hans + "\n" + string(encode(f, simplifiedchinese.GBK, hans)) + "\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		d := apply(t, b)
		if !utf8.ValidString(d.Decoded) {
			t.Fatalf("% x: no UTF-8", b)
		}
		pos := 0
		for _, s := range d.Charset.Segments {
			if s.Start != pos || s.End <= s.Start {
				t.Fatalf("segments %v", d.Charset.Segments)
			}
			pos = s.End
		}
		if len(d.Charset.Segments) > 0 && pos != len(b) {
			t.Fatalf("segments %v of %d bytes", d.Charset.Segments, len(b))
		}
	})
}
