package article_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/unicode/norm"

	"zhengwen/document"
	"zhengwen/extract/article"
	"zhengwen/extract/meta"
	"zhengwen/internal/stagetest"
	"zhengwen/normalize/markup"
)

// squeeze folds width and drops white space, as the scorer does.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, norm.NFKC.String(s))
}

func grams(s string) map[string]int {
	r := []rune(s)
	m := map[string]int{}
	if len(r) == 0 {
		return m
	}
	if len(r) < 4 {
		m[s]++
		return m
	}
	for i := 0; i+4 <= len(r); i++ {
		m[string(r[i:i+4])]++
	}
	return m
}

func f1(gold, got string) float64 {
	g, p := grams(gold), grams(got)
	tp, ng, np := 0, 0, 0
	for k, n := range g {
		tp += min(n, p[k])
		ng += n
	}
	for _, n := range p {
		np += n
	}
	if tp == 0 {
		return 0
	}
	a, b := float64(tp)/float64(np), float64(tp)/float64(ng)
	return 2 * a * b / (a + b)
}

func TestScore(t *testing.T) {
	dir := stagetest.Shared(t, filepath.FromSlash("data/zh-html-dev"))
	stage := article.New(book(t), article.Options{})
	names := meta.New(book(t))
	var titles, authors [2]int
	var dates [4]int
	day := regexp.MustCompile(`(20\d\d|19\d\d)\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})`)
	files, _ := filepath.Glob(filepath.Join(dir, "*.html"))
	var sum, short, n, nshort float64
	ge95, lt50, lost := 0, 0, 0
	type row struct {
		s    float64
		text string
	}
	var rows []row
	for _, f := range files {
		var g gold
		b, _ := os.ReadFile(strings.TrimSuffix(f, ".html") + ".json")
		json.Unmarshal(b, &g)
		if g.Suspect || g.Body == "" {
			continue
		}
		d := throughMarkup(t, readPage(t, f), "text/html")
		if err := stage.Apply(context.Background(), d); err != nil {
			t.Fatal(err)
		}
		if err := names.Apply(context.Background(), d); err != nil {
			t.Fatal(err)
		}
		if g.Title != "" && (g.TitleQuality == "h1" || g.TitleQuality == "human" || g.TitleQuality == "agree") {
			titles[1]++
			if squeeze(g.Title) == squeeze(d.Meta.Title) {
				titles[0]++
			} else {
				t.Logf("title %s want %q got %q", g.Name, g.Title, d.Meta.Title)
			}
		}
		if m := day.FindStringSubmatch(g.Date); m != nil {
			want := fmt.Sprintf("%s-%02s-%02s", m[1], m[2], m[3])
			dates[3]++
			switch got := d.Meta.Published.Date; got {
			case want:
				dates[0]++
			case "":
				dates[2]++
				t.Logf("date %s want %s got none", g.Name, want)
			default:
				dates[1]++
				t.Logf("date %s want %s got %q", g.Name, want, d.Meta.Published.Raw)
			}
		}
		if g.Author != "" {
			authors[1]++
			hit := false
			for _, a := range strings.Fields(g.Author) {
				hit = hit || d.Meta.Author != "" && strings.Contains(squeeze(d.Meta.Author), squeeze(a))
			}
			if hit {
				authors[0]++
			} else {
				t.Logf("author %s want %q got %q", g.Name, g.Author, d.Meta.Author)
			}
		}
		if x := d.Dropped(); x != nil {
			lost++
			rows = append(rows, row{-1, fmt.Sprintf("%s DROPPED %+v gold %d", g.Name, *x, len([]rune(g.Body)))})
		}
		d.Freeze()
		text := d.Text
		if d.Dropped() != nil {
			text = ""
		}
		gs := squeeze(g.Body)
		s := f1(gs, squeeze(text))
		rows = append(rows, row{s, fmt.Sprintf("%.3f %s gold %d got %d kind %s", s, g.Name, len([]rune(gs)), len([]rune(squeeze(text))), d.Kind)})
		if g.Source == "magic-forum" || g.Source == "webmainbench" {
			continue
		}
		sum, n = sum+s, n+1
		if len([]rune(gs)) < 450 {
			short, nshort = short+s, nshort+1
		}
		if s >= .95 {
			ge95++
		}
		if s < .5 {
			lt50++
		}
	}
	sort.Slice(rows, func(i, j int) bool { return rows[i].s < rows[j].s })
	for _, r := range rows[:min(len(rows), 20)] {
		t.Log(r.text)
	}
	if v := sum / n; v < .96 {
		t.Errorf("body F1 %.4f, floor .96", v)
	}
	if v := short / nshort; v < .94 {
		t.Errorf("body F1 of short articles %.4f, floor .94", v)
	}
	if lost > 0 {
		t.Errorf("%d labelled articles dropped", lost)
	}
	if titles[0]*100 < titles[1]*97 || dates[0]*100 < dates[3]*95 {
		t.Errorf("titles %v, dates %v below their floors", titles, dates)
	}
	t.Logf("title %d/%d, date right %d wrong %d none %d of %d, author %d/%d", titles[0], titles[1], dates[0], dates[1], dates[2], dates[3], authors[0], authors[1])
	t.Logf("body.f1 %.4f over %.0f pages, short %.4f over %.0f, >=.95 %.3f, <.50 %.3f", sum/n, n, short/nshort, nshort, float64(ge95)/n, float64(lt50)/n)
}

type gold struct {
	Name, Title, Date, Author, Body, Source string
	TitleQuality                            string `json:"title_quality"`
	Suspect                                 bool
}

// readPage reads a page that is UTF-8 or GB18030, as a stand-in for stage decode.
func readPage(t testing.TB, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if utf8.Valid(b) || strings.Contains(strings.ToLower(string(b[:min(len(b), 3000)])), "charset=utf-8") {
		return strings.ToValidUTF8(string(b), "\uFFFD")
	}
	out, err := simplifiedchinese.GB18030.NewDecoder().Bytes(b)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

type goldPage struct {
	Text, Title, Author, Editor, Source string
	SiteName                            string `json:"site_name"`
	PublishedRaw                        string `json:"published_raw"`
	PublishedAt                         string `json:"published_at"`
	Boilerplate                         []struct{ Kind, Text string }
}

func TestScoreAdvice(t *testing.T) {
	dir := stagetest.Shared(t, filepath.FromSlash("data/advice-dev"))
	stage, names := article.New(book(t), article.Options{}), meta.New(book(t))
	files, _ := filepath.Glob(filepath.Join(dir, "d*.gold.json"))
	var sum float64
	n, right, fields := 0, 0, 0
	for _, f := range files {
		var g goldPage
		b, _ := os.ReadFile(f)
		json.Unmarshal(b, &g)
		for _, ext := range []string{".txt", ".html"} {
			name := strings.TrimSuffix(f, ".gold.json") + ext
			src, err := os.ReadFile(name)
			if err != nil {
				continue
			}
			var d *document.Document
			if ext == ".txt" {
				d = throughMarkup(t, string(src), "text/plain")
			} else {
				d = throughMarkup(t, readPage(t, name), "text/html")
			}
			stage.Apply(context.Background(), d)
			names.Apply(context.Background(), d)
			d.Freeze()
			base := filepath.Base(name)
			s := f1(squeeze(g.Text), squeeze(d.Text))
			sum, n = sum+s, n+1
			t.Logf("%.3f %s", s, base)
			if s < .99 {
				gold := squeeze(g.Text)
				for i := range d.Blocks {
					x := &d.Blocks[i]
					if x.Role == "head" || x.Role == "hidden" {
						continue
					}
					in := strings.Contains(gold, squeeze(x.Text))
					if in != (x.Role == "body") {
						t.Logf("    in gold %v: %s %s %s %.60s", in, x.Role, x.Kind, x.Rule, x.Text)
					}
				}
			}
			m := d.Meta
			at := ""
			if !m.Published.At.IsZero() {
				at = m.Published.At.In(time.FixedZone("", 8*3600)).Format(time.RFC3339)
			}
			for _, c := range [][3]string{{"title", g.Title, m.Title}, {"author", g.Author, m.Author}, {"editor", g.Editor, m.Editor}, {"source", g.Source, m.Source}, {"site", g.SiteName, m.SiteName}, {"raw", g.PublishedRaw, m.Published.Raw}, {"at", g.PublishedAt, at}} {
				fields++
				if squeeze(c[1]) == squeeze(c[2]) {
					right++
				} else {
					t.Logf("    %s want %q got %q", c[0], c[1], c[2])
				}
			}
		}
	}
	if v := sum / float64(n); v < .98 {
		t.Errorf("body F1 %.4f, floor .98", v)
	}
	if right*100 < fields*95 {
		t.Errorf("%d of %d fields, floor 95 %%", right, fields)
	}
	t.Logf("advice-dev body %.4f over %d, fields %d of %d", sum/float64(n), n, right, fields)
}

// throughMarkup gives the page the blocks that stage markup makes of it.
func throughMarkup(t testing.TB, src, media string) *document.Document {
	t.Helper()
	d := &document.Document{Raw: []byte(src), Decoded: src, MediaType: media}
	if err := markupStage.Apply(context.Background(), d); err != nil {
		t.Fatal(err)
	}
	return d
}

var markupStage = markup.New(nil, markup.Options{})
