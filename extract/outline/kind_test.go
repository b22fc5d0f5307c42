package outline_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"zhengwen/document"
	"zhengwen/extract/outline"
	"zhengwen/rules"
)

// outlines are headings, each with a paragraph, and the kinds of the sections. A
// paragraph of its own stands behind a bar.
var outlines = []struct {
	name string
	page []string
	want string
}{
	{"headings that no cue names are like others", []string{"一、水费单上的钱是从哪儿冒出来的", "二、打热线以前先抄下表底", "三、水司不认账，往哪里递话", "四、补退的钱进账以后"},
		"background preparation channels followup"},
	{"two readings settled by the order", []string{"一、动工以前", "二、开工那几天", "三、老黄经手的一单", "四、末了说一句"},
		"preparation process cases summary"},
	{"a text decides where the heading says nothing", []string{"一、什么是暖气费", "二、那扇窗户|小冯去年冬天搬进三楼，窗户关不严。她找房东谈了两回，房东答应换窗，后来又反悔。第二天她拿着照片去了居委会，半个月后窗户终于换好了。"},
		"definition cases"},
	{"head nouns of subsections", []string{"一、退课的技巧", "1. 准备充分的资料", "2. 递交书面材料", "3. 再取证"}, "techniques preparation techniques preparation"},
	{"subsections go on with their parent", []string{"一、报修的流程", "1. 动手之前", "2. 别急着付钱"}, "process process process"},
	{"marks tell kinds", []string{"误区一：回信越长越好", "误区二：不写日期", "案例一 送到窗口"}, "cautions cautions cases"},
	{"of two nouns the first", []string{"一、还价的策略和忌讳"}, "techniques"},
}

// write makes a page of an outline.
func write(outline []string) string {
	lines := []string{para}
	for _, h := range outline {
		words, text, own := strings.Cut(h, "|")
		if !own {
			text = para
		}
		lines = append(lines, words, text)
	}
	return strings.Join(lines, "\n")
}

func kindsOf(d *document.Document) string {
	var got []string
	for _, s := range d.Sections {
		got = append(got, string(s.Kind))
	}
	return strings.Join(got, " ")
}

func TestKindsOfOutlines(t *testing.T) {
	for _, tc := range outlines {
		t.Run(tc.name, func(t *testing.T) {
			d := page(write(tc.page))
			tree(t, d)
			if got := kindsOf(d); got != tc.want {
				t.Errorf("got  %s\nwant %s", got, tc.want)
			}
		})
	}
}

// TestKindsByUser takes an example and a cue that decides alone from a user's rules.
func TestKindsByUser(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"examples.toml": "set = \"section-examples\"\n[[rule]]\nid = \"mine\"\nkind = \"channels\"\nany = [\"葫芦里的药\", \"葫芦里的药卖给谁\"]\nreason = \"ours\"\nhits = [\"葫芦里的药\"]\n",
		"cues.toml":     "set = \"sections\"\n[[rule]]\nid = \"mine\"\nkind = \"legal\"\nany = [\"铁规\"]\nvalue = \"head\"\nreason = \"ours\"\nhits = [\"三条铁规\"]\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	book, err := rules.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	d := page(write([]string{"一、葫芦里的药", "二、三条铁规"}))
	ctx := context.Background()
	if err := outline.NewHeadings().Apply(ctx, d); err != nil {
		t.Fatal(err)
	}
	d.Freeze()
	if err := outline.New(book).Apply(ctx, d); err != nil {
		t.Fatal(err)
	}
	if got := kindsOf(d); got != "channels legal" {
		t.Errorf("got %s, want channels legal", got)
	}
}

// TestKindsOfManySections has more sections than any article: the cost is linear, and
// sums of evidence do not overflow.
func TestKindsOfManySections(t *testing.T) {
	many := slices.Repeat([]string{"一、退课的技巧", "二、那扇窗户", "三、末了"}, 20000)
	d := page(write(many))
	tree(t, d)
	if len(d.Sections) != len(many) || d.Sections[len(many)-3].Kind != document.SectionTechniques {
		t.Errorf("%d sections, the last but two is %s", len(d.Sections), d.Sections[len(d.Sections)-3].Kind)
	}
}
