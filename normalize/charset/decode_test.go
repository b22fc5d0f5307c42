package charset

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
	"pgregory.net/rapid"
)

var decodeTable = []struct{ what, charset, in, want string }{
	{"plain", "utf-8", "正文", "正文"},
	{"mark", "utf-8", "\uFEFF正文", "正文"},
	{"a broken character in UTF-8", "utf-8", "正\xE6\x96。", "正\uFFFD。"},
	{"bytes that never occur in UTF-8", "utf-8", "a\xFF\xC0\xAFb", "a\uFFFD\uFFFD\uFFFDb"},
	{"a surrogate in UTF-8", "utf-8", "\xED\xA0\x80", "\uFFFD\uFFFD\uFFFD"},
	{"a character cut off at the end", "utf-8", "正\xE6\x96", "正\uFFFD"},
	{"GBK", "gb18030", "\xD5\xFD\xCE\xC4", "正文"},
	{"euro sign", "gb18030", "\x80\xA2\xE3", "€€"},
	{"four bytes", "gb18030", "\x81\x39\xEF\x30\x95\x32\x82\x36", "㐁𠀀"},
	{"ASCII after a bad lead is given back", "gb18030", "\xFF<br>\x81\x20x", "\uFFFD<br>\uFFFD x"},
	{"an unfinished four-byte code gives back", "gb18030", "\x81\x30\x81A\xD5\xFD", "\uFFFD0丄正"},
	{"private use is kept", "gb18030", "\xAA\xA1\xF8\xA1\xA1\x40", "\uE000\uE234\uE4C6"},
	{"ideographic space where GBK had none", "gb18030", "\xA3\xA0", "\u3000"},
	{"vertical forms of 2022", "gb18030", "\xA6\xD9", "\uFE10"},
	{"half a character at the end", "gb18030", "\xD5", "\uFFFD"},
	{"Big5", "big5", "\xA5\xBF\xA4\xE5", "正文"},
	{"HKSCS, letter and mark", "big5", "\x88\x62\x88\xA5", "Ê̄ê̌"},
	{"HKSCS outside the basic plane", "big5", "\x87\x45", "𧉧"},
	{"Big5 gives back ASCII", "big5", "\x81\x41", "\uFFFDA"},
	{"EUC-TW plane 1", "euc-tw", "\xC4\xE3\xA4\xE5", "中ｋ"},
	{"EUC-TW plane 2 and a long form of plane 1", "euc-tw", "\x8E\xA2\xA1\xA1\x8E\xA1\xC4\xA1", "乂一"},
	{"EUC-TW, a bad plane", "euc-tw", "\x8E\xB1\xA1\xA1x", "\uFFFD\uFFFD\uFFFDx"},
	{"HZ", "hz-gb-2312", "a~{VPND~}~~b~\nc", "a中文~bc"},
	{"HZ, line end closes", "hz-gb-2312", "~{VPND\nabc", "中文\nabc"},
	{"HZ, opened twice", "hz-gb-2312", "~{VP~{ND~}", "中文"},
	{"HZ, a plain tilde", "hz-gb-2312", "/~user/", "/~user/"},
	{"ISO-2022-CN", "iso-2022-cn", "a\x1B$)A\x0EVPND\x0Fb", "a中文b"},
	{"UTF-16 with a pair", "utf-16le", "\xFF\xFE\x63\x6B\x40\xD8\x00\xDC", "正𠀀"},
	{"UTF-16 with half a pair", "utf-16be", "\xD8\x40\x00A\x00", "\uFFFDA\uFFFD"},
	{"UTF-32", "utf-32be", "\x00\x00\x6B\x63\xFF\xFF\xFF\xFF", "正\uFFFD"},
	{"foreign", "windows-1251", "\xD2\xE5\xEA\xF1\xF2", "Текст"},
}

func TestDecode(t *testing.T) {
	for _, c := range decodeTable {
		t.Run(c.what, func(t *testing.T) {
			if got := decodeString(t, []byte(c.in), c.charset); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
	if _, err := Decode(nil, []byte("x"), "klingon"); err == nil {
		t.Error("an unknown name is no error")
	}
	if got, _ := Decode([]byte("kept "), []byte("\xD5\xFD"), "gb18030"); string(got) != "kept 正" {
		t.Errorf("dst is not appended to: %q", got)
	}
}

func TestDecodeUndoesEncode(t *testing.T) {
	han := rapid.OneOf(rapid.RuneFrom([]rune("，。、「」：的是在一有和\n abc<>~0９")), rapid.Int32Range(0x4E00, 0x9FA5), rapid.Int32Range(0x20000, 0x2A6D6), rapid.Int32Range(0x20, 0x7E), rapid.Int32Range(0x3041, 0x3093))
	for name, e := range map[string]encoding.Encoding{
		"gb18030": simplifiedchinese.GB18030, "hz-gb-2312": simplifiedchinese.HZGB2312, "big5": traditionalchinese.Big5,
		"utf-16le": unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), "utf-32be": utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM),
	} {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				// Characters that the encoding lacks are left out, and big pieces cross blocks.
				var b, want []byte
				for _, r := range rapid.SliceOf(han).Draw(t, "text") {
					if code, err := e.NewEncoder().String(string(r)); err == nil && (name != "hz-gb-2312" || r != '\n') {
						b, want = append(b, code...), append(want, string(r)...)
						if name == "hz-gb-2312" && strings.HasPrefix(code, "~{") {
							b = append(b, "~}"...) // the encoder leaves the last part open
						}
					}
				}
				n := rapid.SampledFrom([]int{1, 1, 400}).Draw(t, "times")
				got, err := Decode(nil, []byte(strings.Repeat(string(b), n)), name)
				if err != nil {
					t.Fatal(err)
				}
				if string(got) != strings.Repeat(string(want), n) {
					t.Fatalf("% x decodes to %q, want %q", b, got, want)
				}
			})
		})
	}
}

func TestEUCTWHoldsAllPlanes(t *testing.T) {
	seen := map[uint32]bool{}
	for _, v := range codes().cns {
		if v != 0 {
			if seen[v] {
				t.Errorf("%q stands twice", unpackRune(v))
			}
			seen[v] = true
		}
	}
	// CNS 11643-1992 has 48,027 Chinese characters in planes 1–7, and 684 symbols.
	if len(seen) < 48000 {
		t.Errorf("only %d characters", len(seen))
	}
}

func FuzzDecode(f *testing.F) {
	names := []string{"utf-8", "gb18030", "big5", "euc-tw", "hz-gb-2312", "iso-2022-cn", "utf-16le", "utf-16be", "utf-32le", "shift_jis", "windows-1252"}
	for _, c := range decodeTable {
		f.Add([]byte(c.in))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, name := range names {
			out, err := Decode(nil, b, name)
			if err != nil || !utf8.Valid(out) || len(out) > 3*len(b)+3 {
				t.Fatalf("%s % x: %q, %v", name, b, out, err)
			}
		}
		if got, want := decodeString(t, b, "gb18030"), standard(b, true); got != want {
			t.Fatalf("gb18030 % x: got %q, want %q", b, got, want)
		}
		if got, want := decodeString(t, b, "big5"), standard(b, false); got != want {
			t.Fatalf("big5 % x: got %q, want %q", b, got, want)
		}
	})
}
