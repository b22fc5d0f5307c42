package article_test

import (
	"bytes"
	"context"
	"fmt"
	"math/rand"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhengwen/document"
	"zhengwen/extract/article"
)

// crawl is n pages of one host. A slogan and a notice stand on all of them, in words
// that no rule knows; the notice differs by a number.
func crawl(t testing.TB, host string, n int) []*document.Document {
	var out []*document.Document
	for i := range n {
		d := throughMarkup(t, site(subjects[i%len(subjects)], fmt.Sprintf("<h1>%s</h1><p>山清水秀的河谷，等您来看春天的第一朵花，也等您带走一片叶子。</p><h2>经过</h2><p>%s</p><p>记者看到，%s，附近的人都停下来问是怎么回事，过了一会儿才走开。</p><p>今天有%d位朋友在河边散步，还有很多人在路上。</p>",
			subjects[i%len(subjects)], summaries[i%len(summaries)], subjects[i%len(subjects)], 10+i*7)), "text/html")
		d.URI = fmt.Sprintf("crawl/%s/%d.html", host, i)
		out = append(out, d)
	}
	return out
}

func learn(t testing.TB, pages []*document.Document) *article.Sites {
	t.Helper()
	var l article.Learner
	for _, d := range pages {
		if err := l.Apply(context.Background(), d); err != nil {
			t.Fatal(err)
		}
	}
	s, err := l.Sites()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func written(t testing.TB, s *article.Sites) string {
	t.Helper()
	var out bytes.Buffer
	if err := s.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestSites(t *testing.T) {
	s := learn(t, crawl(t, "valley.example", 9))
	page := func() *document.Document { return crawl(t, "valley.example", 2)[1] }
	slogan, notice := "山清水秀的河谷", "位朋友在河边散步"
	with, without := apply(t, page(), article.Options{Sites: s}), apply(t, page(), article.Options{})
	if got := body(without); !strings.Contains(got, slogan) || !strings.Contains(got, notice) {
		t.Fatalf("without the model the body is %q", got)
	}
	if got := body(with); strings.Contains(got, slogan) || strings.Contains(got, notice) || !strings.Contains(got, "记者看到") || !strings.Contains(got, "经过") {
		t.Errorf("with the model the body is %q", got)
	}
	other := crawl(t, "other.example", 2)[1]
	if got := body(apply(t, other, article.Options{Sites: s})); !strings.Contains(got, slogan) {
		t.Errorf("the model of another host took %q", got)
	}

	read, err := article.ReadSites(strings.NewReader(written(t, s)))
	if err != nil {
		t.Fatal(err)
	}
	if read.Digest() != s.Digest() || written(t, read) != written(t, s) {
		t.Error("the model read is not the one written")
	}
	if s.Digest() == learn(t, crawl(t, "other.example", 9)).Digest() {
		t.Error("two models have one digest")
	}
}

func TestSitesNeedSeveralPages(t *testing.T) {
	if s := learn(t, crawl(t, "valley.example", 3)); s.Len() != 0 {
		t.Errorf("learnt %s", written(t, s))
	}
}

func TestReadSitesErrors(t *testing.T) {
	for _, in := range []string{`{"host":`, `{"host":"a","lines":[],"more":1}`, "{\"host\":\"a\"}\n{\"host\":\"a\"}"} {
		if _, err := article.ReadSites(strings.NewReader(in)); err == nil {
			t.Errorf("no error from %q", in)
		}
	}
}

// TestLearningOrder asserts that the order of pages does not matter, also where there
// are more pages and hosts than are looked at.
func TestLearningOrder(t *testing.T) {
	pages := crawl(t, "valley.example", 60)
	for i := range 600 {
		pages = append(pages, crawl(t, fmt.Sprintf("h%d.example", i), 1)...)
	}
	want := written(t, learn(t, pages))
	if !strings.Contains(want, "valley.example") {
		t.Log("the host fell out by its hash")
	}
	for seed := range int64(3) {
		rand.New(rand.NewSource(seed)).Shuffle(len(pages), func(i, j int) { pages[i], pages[j] = pages[j], pages[i] })
		if diff := cmp.Diff(want, written(t, learn(t, pages))); diff != "" {
			t.Fatalf("another order, another model:\n%s", diff)
		}
	}
}
