package charset

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"

	"zhengwen/document"
)

func benchmarkDecode(b *testing.B, raw []byte, name string, peer encoding.Encoding) {
	b.Run("zhengwen", func(b *testing.B) {
		b.SetBytes(int64(len(raw)))
		b.ReportAllocs()
		var out []byte
		for b.Loop() {
			out, _ = Decode(out[:0], raw, name)
		}
	})
	b.Run("x-text", func(b *testing.B) {
		b.SetBytes(int64(len(raw)))
		out := make([]byte, 3*len(raw))
		for b.Loop() {
			d := peer.NewDecoder()
			if _, _, err := d.Transform(out, raw, true); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkDecodeGB18030(b *testing.B) {
	benchmarkDecode(b, encode(b, simplifiedchinese.GB18030, strings.Repeat(hans, 2000)), "gb18030", simplifiedchinese.GB18030)
}

func BenchmarkDecodeBig5(b *testing.B) {
	benchmarkDecode(b, encode(b, traditionalchinese.Big5, strings.Repeat(hantText, 2000)), "big5", traditionalchinese.Big5)
}

func BenchmarkDecodeUTF8(b *testing.B) {
	raw := []byte(strings.Repeat(hans, 2000))
	b.Run("zhengwen", func(b *testing.B) {
		b.SetBytes(int64(len(raw)))
		for b.Loop() {
			if document.ValidPrefix(raw) != len(raw) {
				b.Fatal("invalid")
			}
		}
	})
	b.Run("utf8.Valid", func(b *testing.B) {
		b.SetBytes(int64(len(raw)))
		for b.Loop() {
			if !utf8.Valid(raw) {
				b.Fatal("invalid")
			}
		}
	})
}

func BenchmarkDetect(b *testing.B) {
	markup := strings.Repeat("<div class=\"item\"><a href=\"/news/2020/0101/1234.html\" target=\"_blank\">x</a></div>\n", 5)
	for what, raw := range map[string][]byte{
		"html":  encode(b, simplifiedchinese.GBK, strings.Repeat(markup+hans, 60)),
		"dense": encode(b, simplifiedchinese.GBK, strings.Repeat(hans, 60)),
		"big":   encode(b, simplifiedchinese.GBK, strings.Repeat(hans, 2000)),
	} {
		b.Run(what, func(b *testing.B) {
			b.SetBytes(int64(len(raw)))
			b.ReportAllocs()
			for b.Loop() {
				Detect(raw, Hint{})
			}
		})
	}
}
