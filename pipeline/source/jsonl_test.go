package source

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestJSONLines(t *testing.T) {
	data := "\xEF\xBB\xBF" + strings.Join([]string{
		`{"text":"正文\n\u4e00\ud83d\ude00","url":" http://a.example/%41 ","fetched_at":"2024-03-05T09:02:03+08:00"}`,
		``,
		`{"html":"<p>\"x\"\/</p>", "text":"not this" , "fetched_at":1709600523}`,
		`{"html":"","text":"t","fetched_at":1709600523456}`,
		`{"n":[{"text":"inner"}],"text":"last of two","text":"second","fetched_at":"soon"}`,
		`{"text":"cut`,
		`{"body":"none"}`,
		`{"text":null,"html":3}`,
		`{"text":""}`,
		`[1]`,
		`{"text":"` + "\xC4\xE3\xBA\xC3" + `"}`,
		`{"text":"\ud800x"}`,
		`{}`,
		`{"te\u0078t":"escaped key"}` + "\r",
		`{"text":"no line break at the end"}`,
	}, "\n")
	want := []string{
		"x.jsonl#1=正文\n一😀", "x.jsonl#3=<p>\"x\"/</p>", "x.jsonl#4=t", "x.jsonl#5=second", "x.jsonl#6!bad-json", "x.jsonl#7!no-field", "x.jsonl#8!no-field", "x.jsonl#9!empty",
		"x.jsonl#10!bad-json", "x.jsonl#11=\xC4\xE3\xBA\xC3", "x.jsonl#12=\uFFFDx", "x.jsonl#13!no-field", "x.jsonl#14=escaped key", "x.jsonl#15=no line break at the end",
	}
	got := itemsOf(t, "x.jsonl", data, Options{})
	if diff := cmp.Diff(want, told(got)); diff != "" {
		t.Fatalf("items (-want +got):\n%s", diff)
	}
	if it := got[0]; it.URL != "http://a.example/%41" || it.MediaType != "text/plain" || it.HTTPCharset != "utf-8" || it.FetchedAt.UnixMilli() != 1709600523000 {
		t.Errorf("first %+v", it)
	}
	if it := got[1]; it.MediaType != "text/html" || it.FetchedAt.UnixMilli() != 1709600523000 {
		t.Errorf("second %+v", it)
	}
	if got[2].FetchedAt.UnixMilli() != 1709600523456 || got[3].FetchedAt != nil {
		t.Errorf("times %v, %v", got[2].FetchedAt, got[3].FetchedAt)
	}
	if got[9].HTTPCharset != "" {
		t.Error("bytes outside UTF-8 are not UTF-8")
	}
}

func TestJSONLinesFields(t *testing.T) {
	o := Options{Fields: Fields{Text: "data.body", HTML: "raw.html", URL: "meta.u.r", FetchedAt: "t"}}
	data := `{"data":{"body":"b"},"meta":{"u":{"r":"http://a.example/"}},"t":"2024-03-05"}` + "\n" + `{"data.body":"literal","data":{"body":"inner"}}` + "\n" + `{"raw":{"html":"h"},"data":[]}`
	got := itemsOf(t, "x.ndjson.gz", zipped(data), o)
	if diff := cmp.Diff([]string{"x.ndjson.gz#1=b", "x.ndjson.gz#2=literal", "x.ndjson.gz#3=h"}, told(got)); diff != "" {
		t.Fatalf("items (-want +got):\n%s", diff)
	}
	if got[0].URL != "http://a.example/" || got[0].FetchedAt.Format(time.RFC3339) != "2024-03-04T16:00:00Z" {
		t.Errorf("first %+v", got[0])
	}
}

func TestWhatIsJSONLines(t *testing.T) {
	tests := []struct {
		name, uri, data string
		want            bool
	}{
		{"by name", "x.JSONL", "anything", true},
		{"by name behind a compression", "x.ndjson.zst", "{", true},
		{"by content", "x.json", "{\"text\":\"a\"}\n{\"text\":\"b\"}\n", true},
		{"by content, one line", "x", " {\"html\":\"a\"}", true},
		{"other objects", "x.json", "{\"code\":0}\n{\"code\":1}\n", false},
		{"one pretty object", "x.json", "{\n  \"text\": \"a\"\n}\n", false},
		{"a script", "x.js", "{text: 1}", false},
		{"a page", "x.html", "<html>", false},
		{"an array", "x.json", "[{\"text\":\"a\"}]", false},
	}
	for _, tt := range tests {
		in := input{uri: tt.uri, o: &Options{}}
		s := openStream(strings.NewReader(tt.data), 1<<20)
		if got := in.isJSONL(s.Reader); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
		s.close()
	}
}

// The walk over the JSON finds what the standard library finds.
func TestJSONFieldAgainstStandardLibrary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		key := rapid.SampledFrom([]string{"text", "a", "a.b", "\"", "\\", "é", ""})
		var value func(depth int) *rapid.Generator[any]
		value = func(depth int) *rapid.Generator[any] {
			kinds := []*rapid.Generator[any]{rapid.String().AsAny(), rapid.Float64Range(-1e9, 1e9).AsAny(), rapid.Bool().AsAny(), rapid.Just[any](nil)}
			if depth > 0 {
				inner := rapid.Deferred(func() *rapid.Generator[any] { return value(depth - 1) })
				kinds = append(kinds, rapid.MapOfN(key, inner, 0, 5).AsAny(), rapid.SliceOfN(inner, 0, 3).AsAny())
			}
			return rapid.OneOf(kinds...)
		}
		object := rapid.MapOfN(key, value(3), 0, 6).Draw(t, "object")
		line, err := json.Marshal(object)
		if err != nil {
			t.Fatal(err)
		}
		if rapid.Bool().Draw(t, "pretty") {
			var b bytes.Buffer
			if err := json.Indent(&b, line, " ", "\t"); err != nil {
				t.Fatal(err)
			}
			line = b.Bytes()
		}
		for k, v := range object {
			got := jsonField(line, k)
			var x any
			if err := json.Unmarshal(got, &x); err != nil {
				t.Fatalf("field %q of %s is %q: %v", k, line, got, err)
			}
			if s, ok := v.(string); ok && string(jsonString(got)) != s {
				t.Fatalf("%q reads %q", got, jsonString(got))
			}
			if inner, ok := v.(map[string]any); ok {
				for k2, v2 := range inner {
					if s, ok := v2.(string); ok && !strings.Contains(k+k2, ".") && object[k+"."+k2] == nil && string(jsonString(jsonField(line, k+"."+k2))) != s {
						t.Fatalf("%q in %q of %s", k2, k, line)
					}
				}
			}
		}
	})
}

func FuzzJSONL(f *testing.F) {
	f.Add([]byte("{\"text\":\"a\\u0041\\ud83d\"}\n{\"html\":1}\n\n[]\n{\"a\":{\"text\":[{}]}}"))
	f.Fuzz(func(t *testing.T, data []byte) { fuzzItems(t, data) })
}
