package source

import (
	"archive/tar"
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// tarOf writes an archive; a name with a trailing slash is a directory.
func tarOf(t testing.TB, format tar.Format, members ...string) string {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for i := 0; i < len(members); i += 2 {
		h := &tar.Header{Name: members[i], Size: int64(len(members[i+1])), Mode: 0o644, Typeflag: tar.TypeReg, Format: format, ModTime: time.Unix(1709600523, 0)}
		if strings.HasSuffix(h.Name, "/") {
			h.Typeflag = tar.TypeDir
		}
		if err := w.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(members[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// told writes items as "uri=bytes", "uri=bytes~" when cut, or "uri!reason".
func told(items []Item) []string {
	var out []string
	for _, it := range items {
		s := it.URI + "=" + string(it.Raw)
		if it.Truncated {
			s += "~"
		}
		if it.Failure != nil {
			s = it.URI + "!" + it.Failure.Reason
		}
		out = append(out, s)
	}
	return out
}

func TestTar(t *testing.T) {
	members := []string{
		"b.html", "b", "a/", "", "./a//1.html.gz", zipped("1"), "a/" + strings.Repeat("长", 60) + ".html", "long", "a/bz", bzipped(t), "rows.jsonl", "{\"text\":\"x\"}\n", "empty", "",
		"in.warc", record("response", "http://a.example/", "HTTP/1.1 200 OK\r\n\r\nw"), "more.tar", tarOf(t, tar.FormatUSTAR, "z", "inner"),
	}
	want := []string{
		"x#b.html=b", "x#a/1.html.gz=1", "x#a/" + strings.Repeat("长", 60) + ".html=long", "x#a/bz=page", "x#rows.jsonl#1=x", "x#empty!empty", "http://a.example/=w", "x#more.tar#z=inner",
	}
	for name, format := range map[string]tar.Format{"pax": tar.FormatPAX, "gnu": tar.FormatGNU} {
		archive := tarOf(t, format, members...)
		for layout, data := range map[string]string{"plain": archive, "gz": zipped(archive), "zst": zstded(t, archive), "xz": xzed(t, archive)} {
			if diff := cmp.Diff(want, told(itemsOf(t, "x", data, Options{}))); diff != "" {
				t.Errorf("%s %s (-want +got):\n%s", name, layout, diff)
			}
		}
	}
	at, err := ParseFetchedAt("mtime")
	if err != nil {
		t.Fatal(err)
	}
	it := itemsOf(t, "x", tarOf(t, tar.FormatPAX, "a", "b"), Options{FetchedAt: at})
	if len(it) != 1 || it[0].FetchedAt == nil || it[0].FetchedAt.Unix() != 1709600523 {
		t.Errorf("the member's time is lost: %+v", it)
	}
}

func TestTruncatedTar(t *testing.T) {
	archive := tarOf(t, tar.FormatUSTAR, "a", "1", "b", strings.Repeat("2", 5000), "c", "3")
	var noise strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&noise, "%x", i*i*i)
	}
	packed := zipped(tarOf(t, tar.FormatUSTAR, "a", "1", "b", noise.String()))
	tests := []struct {
		name string
		data string
		want []string
	}{
		{"in a member", archive[:4000], []string{"x#a=1", "x#b!bad-tar"}},
		{"in a header", archive[:1300], []string{"x#a=1", "x#2!bad-tar"}},
		{"without the end", archive[:1024], []string{"x#a=1"}},
		{"in the compression", packed[:len(packed)/2], []string{"x#a=1", "x#b!bad-tar"}},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, told(itemsOf(t, "x", tt.data, Options{}))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

func FuzzTar(f *testing.F) {
	f.Add([]byte(tarOf(f, tar.FormatPAX, "a", "b", strings.Repeat("x", 200), "c")))
	f.Add([]byte(tarOf(f, tar.FormatGNU, "../a", "b", "x.tar", tarOf(f, tar.FormatUSTAR, "z", "y"))))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 263 {
			copy(data[257:], "ustar\x00")
		}
		fuzzItems(t, data)
	})
}
