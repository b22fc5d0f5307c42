package document

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
)

func sample() *Document {
	d := &Document{
		URI: "crawl/www.a.example/x.html", Raw: []byte("raw"), MediaType: "text/html", Kind: PageArticle, Lang: LangChinese,
		Charset: Charset{Name: "gb18030", Confidence: .9},
		Blocks: []Block{
			{Text: "一、定义", Role: RoleHeading}, {Text: "应当保留证据。", Role: RoleBody},
			{Text: "粤ICP备1号", Role: RoleBoilerplate, Kind: KindICP, Rule: "icp.filing"},
		},
		Meta:        Meta{Published: Published{At: time.Date(2023, 12, 3, 7, 1, 26, 0, time.FixedZone("", 8*3600)), Date: "2023-12-03", Precision: "second", Raw: "2023-12-03 07:01:26"}},
		Identifiers: Identifiers{ICP: []string{"粤ICP备2021009096号-1", "粤ICP备2021009096号-2"}},
	}
	d.Freeze()
	n := len("一、定义\n")
	d.Sections = []Section{{Level: 1, Number: "一、", Heading: "定义", Kind: SectionDefinition, Parent: -1, Span: Span{0, len(d.Text)}, Body: Span{n, len(d.Text)}}}
	d.Advice = []Advice{{Span: Span{n, len(d.Text)}, Stance: StanceDo, Topic: TopicEvidence, Section: 0}}
	return d
}

func TestNewRecordCountsCodePoints(t *testing.T) {
	r := NewRecord(sample(), RecordOptions{Version: "v"})
	if err := r.Check(); err != nil {
		t.Fatal(err)
	}
	a := r.Advice[0]
	if got := string([]rune(r.Text)[a.Start:a.End]); got != "应当保留证据。" || a.Text != got {
		t.Errorf("advice %q at %q", a.Text, got)
	}
	if r.CharCount != 12 || r.Sections[0].BodyStart != 5 {
		t.Errorf("char_count %d, body_start %d", r.CharCount, r.Sections[0].BodyStart)
	}
	if len(r.Identifiers.ICPSubjects) != 1 || r.Identifiers.ICPSubjects[0] != "粤ICP备2021009096号" {
		t.Errorf("subjects %q", r.Identifiers.ICPSubjects)
	}
	if *r.Host != "www.a.example" {
		t.Errorf("host %q", *r.Host)
	}
}

func TestRecordJSON(t *testing.T) {
	b, err := json.Marshal(NewRecord(sample(), RecordOptions{}))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`"published_at":"2023-12-02T23:01:26Z"`, `"published_date":"2023-12-03"`, `"title":null`, `"words":null`, `"repairs":[]`, `"cases":[]`,
		`"condition":null`, `"terms":[]`, `"path":["定义"]`, `"lm_cost":null`,
	} {
		if !strings.Contains(string(b), want) {
			t.Errorf("%s is not in %s", want, b)
		}
	}
	var back Record
	if err := json.Unmarshal(b, &back); err != nil {
		t.Fatal(err)
	}
	if back.PublishedDate.String() != "2023-12-03" {
		t.Errorf("day read back as %s", back.PublishedDate)
	}
}

func TestRecordCheckFinds(t *testing.T) {
	tests := []struct {
		name  string
		spoil func(*Record)
		want  string
	}{
		{"bytes outside UTF-8", func(r *Record) { r.Text = "\xff" }, "UTF-8"},
		{"an offset behind the text", func(r *Record) { r.Advice[0].End = 99 }, "outside"},
		{"a level that does not fit the path", func(r *Record) { r.Sections[0].Level = 2 }, "level"},
		{"a section that is not there", func(r *Record) { r.Advice[0].Section = 7 }, "no section"},
		{"a body outside its section", func(r *Record) { r.Sections[0].BodyEnd = 99 }, "body"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := NewRecord(sample(), RecordOptions{})
			tt.spoil(r)
			if err := r.Check(); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want one with %q", err, tt.want)
			}
		})
	}
}

func TestIdentity(t *testing.T) {
	tests := []struct {
		name, uri, url, page, host string
	}{
		{"the URL names the page", "crawl/x.html", "http://News.A.example/x", "http://News.A.example/x", "news.a.example"},
		{"a domain in the path gives the host", "crawl/b.example.cn/x.html", "", "crawl/b.example.cn/x.html", "b.example.cn"},
		{"a file name is no host", "crawl/index.html", "", "crawl/index.html", ""},
		{"a WARC target", "http://c.example:8080/y", "", "http://c.example:8080/y", "c.example"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := &Document{URI: tt.uri, URL: tt.url, Raw: []byte("x")}
			x := d.Identity()
			if x.PageID != tt.page || d.Host() != tt.host || len(x.ID) != 32 {
				t.Errorf("page %q host %q id %q", x.PageID, d.Host(), x.ID)
			}
			d.Raw = []byte("y")
			if d.Identity().ID == x.ID {
				t.Error("another revision has the same id")
			}
		})
	}
}

func TestTextDigestFoldsLayout(t *testing.T) {
	if TextDigest("网贷，协商。ＡＢ1") != TextDigest("网贷 协商!\nab１") {
		t.Error("layout and width count")
	}
	if TextDigest("网贷") == TextDigest("网袋") {
		t.Error("different texts agree")
	}
}

func TestSpendIsBounded(t *testing.T) {
	d := &Document{Raw: make([]byte, 1000)}
	if err := d.Spend(1000 * 20); err != nil {
		t.Error(err)
	}
	if err := d.Spend(1 << 30); err == nil {
		t.Error("no error over the budget")
	}
}

func TestHostsInPaths(t *testing.T) {
	long := strings.Repeat("a", 63)
	for part, want := range map[string]bool{
		"a.cn": true, "News.Example.com.cn": true, "1-2.example": true, long + ".cn": true, "xn--abc.com": true, "a.co-m": false, "a.c0m": false, long + "a.cn": false, "-a.cn": false, "a-.cn": false,
		"a..cn": false, ".cn": false, "a.": false, "a.c": false, "cn": false, "": false, "例.cn": false, "a_b.cn": false, "page.html": false, "x.TXT": false, "x.txt.cn": true, "a." + strings.Repeat("b", 25): false,
	} {
		if got := isDomain(part) && !isFile(part); got != want {
			t.Errorf("%q: %v, want %v", part, got, want)
		}
	}
}
