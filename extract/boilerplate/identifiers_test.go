package boilerplate

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"zhengwen/document"
)

func write(t *testing.T, dir, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, "mine.toml"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

var numbers = []struct {
	name   string
	blocks []string
	want   document.Identifiers
}{
	{"plain", []string{"粤ICP备12345678号"}, document.Identifiers{ICP: []string{"粤ICP备12345678号"}}},
	{"suffix", []string{"粤ICP备2020123456号-12"}, document.Identifiers{ICP: []string{"粤ICP备2020123456号-12"}}},
	{"spaces", []string{"浙 ICP 备 12345678 号 - 1"}, document.Identifiers{ICP: []string{"浙ICP备12345678号-1"}}},
	{"no 号", []string{"京ICP备05000001"}, document.Identifiers{ICP: []string{"京ICP备05000001"}}},
	{"year behind it", []string{"京ICP备05000001 2010-2020"}, document.Identifiers{ICP: []string{"京ICP备05000001"}}},
	{"full width", []string{"京ＩＣＰ备０５００００01号－3"}, document.Identifiers{ICP: []string{"京ICP备05000001号-3"}}},
	{"lower case", []string{"沪icp备12345678号"}, document.Identifiers{ICP: []string{"沪ICP备12345678号"}}},
	{"permit", []string{"京ICP证010101号"}, document.Identifiers{ICP: []string{"京ICP证010101号"}}},
	{"permit before a year", []string{"京ICP证010101", "2010-2020"}, document.Identifiers{ICP: []string{"京ICP证010101"}}},
	{"label", []string{"备案号：闽ICP备：12345678号"}, document.Identifiers{ICP: []string{"闽ICP备12345678号"}}},
	{"next block", []string{"湘ICP备", "12345678号-2", "12345678号-2"}, document.Identifiers{ICP: []string{"湘ICP备12345678号-2"}}},
	{"letters in the next block", []string{"湘ICP", "备12345678号"}, document.Identifiers{ICP: []string{"湘ICP备12345678号"}}},
	{"own number in the next block", []string{"备案", "湘ICP备12345678号", "苏ICP备87654321号"}, document.Identifiers{ICP: []string{"湘ICP备12345678号", "苏ICP备87654321号"}}},
	{"once", []string{"湘ICP备12345678号", "湘ICP备 12345678号"}, document.Identifiers{ICP: []string{"湘ICP备12345678号"}}},
	{"inside a sentence", []string{"页脚写着湘ICP备12345678号，却查不到。"}, document.Identifiers{ICP: []string{"湘ICP备12345678号"}}},
	{"no province", []string{"办理ICP备12345678号"}, document.Identifiers{}},
	{"too few digits", []string{"湘ICP备1234号"}, document.Identifiers{}},
	{"police", []string{"京公网安备 11010100000001号"}, document.Identifiers{Police: []string{"京公网安备11010100000001号"}}},
	{"police colon", []string{"沪公网安备：31010100000001"}, document.Identifiers{Police: []string{"沪公网安备31010100000001"}}},
	{"police split", []string{"苏公网安备", "32010100000001号"}, document.Identifiers{Police: []string{"苏公网安备32010100000001号"}}},
	{"police of a district", []string{"京公海网安备110108000001号"}, document.Identifiers{Police: []string{"京公海网安备110108000001号"}}},
	{"both", []string{"粤ICP备12345678号-1 粤公网安备44010100000001号"},
		document.Identifiers{ICP: []string{"粤ICP备12345678号-1"}, Police: []string{"粤公网安备44010100000001号"}}},
	{"telecom", []string{"增值电信业务经营许可证：鲁B2-20100001", "B1.B2-20110002-1"}, document.Identifiers{Licence: []string{"鲁B2-20100001", "B1.B2-20110002-1"}}},
	{"travel", []string{"旅行社业务经营许可证 L-BJ-CJ00001"}, document.Identifiers{Licence: []string{"L-BJ-CJ00001"}}},
	{"news", []string{"互联网新闻信息服务许可证编号：10120170001"}, document.Identifiers{Licence: []string{"10120170001"}}},
	{"part number", []string{"型号XB2-2010 零件"}, document.Identifiers{}},
}

func blocksOf(texts []string) []document.Block {
	var out []document.Block
	for _, s := range texts {
		out = append(out, document.Block{Text: s, Role: document.RoleBoilerplate})
	}
	return out
}

func TestIdentifiers(t *testing.T) {
	for _, x := range numbers {
		t.Run(x.name, func(t *testing.T) {
			if d := cmp.Diff(x.want, Identifiers(blocksOf(x.blocks))); d != "" {
				t.Error(d)
			}
		})
	}
	if got := Identifiers([]document.Block{{Text: "粤ICP备12345678号", Role: document.RoleHead}}); len(got.ICP) > 0 {
		t.Errorf("read a number from the head: %v", got.ICP)
	}
	if got := Identifiers([]document.Block{{Text: "粤ICP备12345678号", Role: document.RoleHidden}}); len(got.ICP) != 1 {
		t.Errorf("did not read a number from a hidden block")
	}
}

// fragments are what the properties and the fuzz target build pages from.
var fragments = []string{
	"粤ICP备", "12345678", "号", "-1", " ", "　", "京公网安备", "11010100000001", "鲁B2-20100001", "许可证", "责任编辑：张三", "（责编：李四）",
	"来源：某某报", "相关阅读", "甲乙丙丁戊己庚辛", "。", "，", "这座老桥建成的时候，河两岸还没有几户人家。", "免责声明：", "仅供参考", "上一篇：", "首页 > 新闻",
	"2020-01-02 08:00", "分享到：", "扫码关注", "目录", "标签：", "广告", "一、", "电话：010-00000000", "友情链接：", "（", "）", "声明：",
}

func page(t *rapid.T) *document.Document {
	d := &document.Document{}
	roles := []document.Role{document.RoleBody, document.RoleBody, document.RoleBody, document.RoleBoilerplate, document.RoleHidden, document.RoleTitle, document.RoleHead}
	for range rapid.IntRange(0, 14).Draw(t, "blocks") {
		text := strings.TrimFunc(strings.Join(rapid.SliceOfN(rapid.SampledFrom(fragments), 1, 5).Draw(t, "text"), ""), document.IsSpace)
		if text == "" {
			continue
		}
		d.Blocks = append(d.Blocks, document.Block{Text: text, Tag: "line", Element: -1, Role: rapid.SampledFrom(roles).Draw(t, "role")})
	}
	return d
}

func TestProperties(t *testing.T) {
	s := New(book(t))
	rapid.Check(t, func(t *rapid.T) {
		d := page(t)
		before := joined(d)
		if err := s.Apply(t.Context(), d); err != nil {
			t.Fatal(err)
		}
		if got := joined(d); got != before {
			t.Fatalf("text changed from %q to %q", before, got)
		}
		check(t, d)
		first := show(d)
		if err := s.Apply(t.Context(), d); err != nil {
			t.Fatal(err)
		}
		if second := show(d); second != first {
			t.Fatalf("not idempotent: first\n%ssecond\n%s", first, second)
		}
	})
}

func joined(d *document.Document) string {
	var out strings.Builder
	for _, b := range d.Blocks {
		out.WriteString(b.Text)
	}
	return out.String()
}

// check asserts what holds for every page the stage is done with.
func check(t interface{ Fatalf(string, ...any) }, d *document.Document) {
	for _, list := range [][]string{d.Identifiers.ICP, d.Identifiers.Police, d.Identifiers.Licence} {
		seen := map[string]bool{}
		for _, s := range list {
			if s == "" || strings.ContainsFunc(s, document.IsSpace) || seen[s] {
				t.Fatalf("identifier %q is empty, holds white space or stands twice", s)
			}
			seen[s] = true
		}
	}
	for _, b := range d.Blocks {
		if b.Role == document.RoleBoilerplate && b.Kind == "" {
			t.Fatalf("chrome %q has no kind", b.Text)
		}
		if b.Role != document.RoleBoilerplate && b.Kind != "" {
			t.Fatalf("%q has the role %q and the kind %q", b.Text, b.Role, b.Kind)
		}
		if b.Text == "" {
			t.Fatalf("a block is empty")
		}
	}
}

func FuzzApply(f *testing.F) {
	for _, x := range numbers {
		f.Add(strings.Join(x.blocks, "\n"))
	}
	for _, x := range samples(f) {
		f.Add(article[0] + "\n" + x.text + "\n" + article[1] + x.text)
	}
	s := New(book(f))
	f.Fuzz(func(t *testing.T, text string) {
		d := textPage("", strings.Split(strings.ToValidUTF8(text, "�"), "\n")...)
		before := joined(d)
		apply(t, s, d)
		if joined(d) != before {
			t.Fatalf("text changed")
		}
		check(t, d)
	})
}

func BenchmarkApply(b *testing.B) {
	s := New(book(b))
	var lines []string
	for range 20 {
		lines = append(lines, article...)
	}
	lines = append(lines, "责任编辑：张三", "相关阅读", "砂锅第一次用要注意什么", "粤ICP备12345678号-1 粤公网安备44010100000001号")
	d := textPage("", lines...)
	blocks := append([]document.Block{}, d.Blocks...)
	b.SetBytes(int64(len(joined(d))))
	b.ReportAllocs()
	for b.Loop() {
		copy(d.Blocks, blocks)
		apply(b, s, d)
	}
}
