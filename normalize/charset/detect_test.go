package charset

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

const (
	hans     = "银行卡还款出现困难的时候，先把每一笔账列成一张表，写清楚金额、利率和到期的日子，再给客服打电话说明情况。"
	hantText = "遇到還款困難的時候，先把每一筆帳列成一張表，寫清楚金額、利率和到期的日子，再給客服打電話說明情況。"
	nihongo  = "返済が難しくなったときは、まず借入先と金額を一覧にまとめ、早めに窓口へ相談してください。"
	hangul   = "상환이 어려울 때에는 먼저 모든 대출의 금액과 이자를 표로 정리하고 은행에 전화해서 사정을 설명하십시오."
	russian  = "Если платить стало трудно, сначала составьте список всех долгов, а потом позвоните в банк и объясните положение."
	greekTxt = "Όταν η πληρωμή γίνεται δύσκολη, γράψτε πρώτα όλα τα χρέη σε έναν κατάλογο και τηλεφωνήστε στην τράπεζα."
	hebrewTx = "כאשר קשה לשלם את החוב, רשמו תחילה את כל הסכומים בטבלה אחת והתקשרו לבנק כדי להסביר את המצב."
	thaiText = "เมื่อชำระหนี้ได้ยาก ให้เขียนรายการหนี้ทั้งหมดก่อน แล้วโทรหาธนาคารเพื่ออธิบายสถานการณ์"
	german   = "Fällt das Zurückzahlen schwer, so schreibe man zuerst alle Schulden in eine Übersicht und erkläre der Bank die Lage; es müßte möglich sein."
	polish   = "Gdy spłata staje się trudna, należy najpierw spisać wszystkie długi, a później zadzwonić do banku i wyjaśnić sytuację."
)

func encode(t testing.TB, e encoding.Encoding, text string) []byte {
	t.Helper()
	s, err := e.NewEncoder().String(text)
	if err != nil {
		t.Fatalf("encode %q: %v", text, err)
	}
	return []byte(s)
}

// encodeTW writes EUC-TW by turning the table round.
func encodeTW(t testing.TB, text string) []byte {
	t.Helper()
	var out []byte
	for _, r := range text {
		if r < 0x80 {
			out = append(out, byte(r))
			continue
		}
		found := false
		for i, v := range codes().cns {
			if v != packRune(r) {
				continue
			}
			if plane := i/(94*94) + 1; plane > 1 {
				out = append(out, 0x8E, byte(0xA0+plane))
			}
			i %= 94 * 94
			out = append(out, byte(0xA1+i/94), byte(0xA1+i%94))
			found = true
			break
		}
		if !found {
			t.Fatalf("EUC-TW has no %q", r)
		}
	}
	return out
}

func texts(t testing.TB) []struct {
	what, want string
	b          []byte
} {
	return []struct {
		what, want string
		b          []byte
	}{
		{"Simplified in GBK", "gb18030", encode(t, simplifiedchinese.GBK, hans)},
		{"Traditional in GBK", "gb18030", encode(t, simplifiedchinese.GBK, hantText)},
		{"Traditional in Big5", "big5", encode(t, traditionalchinese.Big5, hantText)},
		{"Traditional in EUC-TW", "euc-tw", encodeTW(t, hantText)},
		{"UTF-8", "utf-8", []byte(hans)},
		{"HZ", "hz-gb-2312", encode(t, simplifiedchinese.HZGB2312, hans)},
		{"Japanese in Shift_JIS", "shift_jis", encode(t, japanese.ShiftJIS, nihongo)},
		{"Japanese in EUC-JP", "euc-jp", encode(t, japanese.EUCJP, nihongo)},
		{"Japanese in UTF-8", "utf-8", []byte(nihongo)},
		{"Korean", "euc-kr", encode(t, korean.EUCKR, hangul)},
		{"Russian in windows-1251", "windows-1251", encode(t, charmap.Windows1251, russian)},
		{"Russian in KOI8-R", "koi8-r", encode(t, charmap.KOI8R, russian)},
		{"Russian in cp866", "ibm866", encode(t, charmap.CodePage866, russian)},
		{"Greek", "windows-1253", encode(t, charmap.Windows1253, strings.ReplaceAll(greekTxt, "Ά", "Α"))},
		{"Hebrew", "windows-1255", encode(t, charmap.Windows1255, hebrewTx)},
		{"Thai", "windows-874", encode(t, charmap.Windows874, thaiText)},
		{"German", "windows-1252", encode(t, charmap.Windows1252, german)},
		{"Polish", "windows-1250", encode(t, charmap.Windows1250, polish)},
	}
}

func TestDetectWholeTexts(t *testing.T) {
	for _, c := range texts(t) {
		t.Run(c.what, func(t *testing.T) {
			r := Detect(c.b, Hint{})
			// Between encodings that share their letters sureness is not to be had.
			if r.Name != c.want || (isChinese(c.want) || c.want == "utf-8") && r.Confidence < 0.95 {
				t.Errorf("got %+v, want %s", r, c.want)
			}
		})
	}
}

// From 24 bytes on a text is known whatever byte it is cut after.
func TestDetectPrefixes(t *testing.T) {
	for _, c := range texts(t) {
		if !isChinese(c.want) && c.want != "utf-8" {
			continue
		}
		for n := 24; n <= len(c.b); n++ {
			if r := Detect(c.b[:n], Hint{}); r.Name != c.want {
				t.Errorf("%s cut to %d bytes: got %+v", c.what, n, r)
			}
		}
	}
}

// No piece of foreign text of 40 bytes or more is called Chinese.
func TestForeignIsNotChinese(t *testing.T) {
	for _, c := range texts(t) {
		if isChinese(c.want) {
			continue
		}
		start := nextHigh(c.b, 0)
		for n := start + 40; n <= len(c.b); n++ {
			if r := Detect(c.b[start:n], Hint{}); isChinese(r.Name) {
				t.Errorf("%s cut to %d bytes: got %+v", c.what, n-start, r)
			}
		}
	}
}

func isChinese(name string) bool {
	return name == "gb18030" || name == "big5" || name == "euc-tw" || name == "hz-gb-2312" || name == "iso-2022-cn"
}

func TestDeclarations(t *testing.T) {
	gbk := string(encode(t, simplifiedchinese.GBK, hans))
	short := string(encode(t, simplifiedchinese.GBK, "帐"))
	long := strings.Repeat("<!-- nothing -->\n", 100)
	for _, c := range []struct {
		what, in, http, declared, want string
		bom                            bool
	}{
		{"meta tells the truth", `<meta charset="gb2312">` + gbk, "", "gb2312", "gb18030", false},
		{"meta lies", `<META http-equiv=Content-Type content="text/html; charset=UTF-8">` + gbk, "", "utf-8", "gb18030", false},
		{"meta lies about UTF-8", `<meta charset=gbk>` + hans, "", "gbk", "utf-8", false},
		{"header before meta", `<meta charset=big5>` + gbk, "GBK", "gbk", "gb18030", false},
		{"an unknown header does not count", `<meta charset=gbk>` + gbk, "none", "gbk", "gb18030", false},
		{"XML declaration", `<?xml version="1.0" encoding='GB18030'?><p>` + gbk, "", "gb18030", "gb18030", false},
		{"a comment does not declare", `<!-- <meta charset=big5> -->` + gbk, "", "", "gb18030", false},
		{"far into the page", long + `<meta charset = "gb2312" />` + gbk, "", "gb2312", "gb18030", false},
		{"one character with a declaration", `<meta charset=gbk><p>` + short + `</p>`, "", "gbk", "gb18030", false},
		{"mark", "\uFEFF" + hans, "", "", "utf-8", true},
		{"mark of a template before GBK", "\uFEFF" + gbk, "", "", "gb18030", true},
		{"UTF-16 mark", "\xFF\xFE\x63\x6B", "", "", "utf-16le", true},
		{"a data attribute is no charset", `<meta data-charset="big5">` + gbk, "", "", "gb18030", false},
	} {
		t.Run(c.what, func(t *testing.T) {
			r := Detect([]byte(c.in), Hint{HTTP: c.http})
			if r.Name != c.want || r.Declared != c.declared || r.BOM != c.bom {
				t.Errorf("got %+v, want %s, declared %q, BOM %v", r, c.want, c.declared, c.bom)
			}
		})
	}
}

func TestWideWithoutAMark(t *testing.T) {
	page := "<html><head><title>还款</title></head>\n<body><p>" + hans + "</p></body></html>"
	for _, name := range []string{"utf-16le", "utf-16be", "utf-32le", "utf-32be"} {
		for what, text := range map[string]string{"page": page, "dense": strings.Repeat(hans+"\n", 3)} {
			var b []byte
			for _, r := range text {
				switch name {
				case "utf-16le":
					b = append(b, byte(r), byte(r>>8))
				case "utf-16be":
					b = append(b, byte(r>>8), byte(r))
				case "utf-32le":
					b = append(b, byte(r), byte(r>>8), 0, 0)
				case "utf-32be":
					b = append(b, 0, 0, byte(r>>8), byte(r))
				}
			}
			if r := Detect(b, Hint{}); r.Name != name {
				t.Errorf("%s in %s: got %+v", what, name, r)
			}
		}
	}
}

func TestCanonical(t *testing.T) {
	for label, want := range map[string]string{
		" GB2312 ": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030", "CP936": "gb18030", "big5-hkscs": "big5", "ms950": "big5", "x-euc-tw": "euc-tw",
		"hz-gb-2312": "hz-gb-2312", "utf8": "utf-8", "unicode": "utf-16le", "latin1": "windows-1252", "ks_c_5601-1987": "euc-kr", "": "", "klingon": "",
	} {
		if got := Canonical(label); got != want {
			t.Errorf("Canonical(%q) = %q, want %q", label, got, want)
		}
	}
	seen := map[string]string{}
	for _, e := range labelTable {
		for _, l := range strings.Fields(e.labels) {
			if seen[l] != "" {
				t.Errorf("label %q stands for %s and %s", l, seen[l], e.name)
			}
			seen[l] = e.name
		}
	}
}

func FuzzDetect(f *testing.F) {
	for _, c := range texts(f) {
		f.Add(c.b, "")
	}
	f.Add([]byte(`<meta charset=`), "gbk")
	f.Add([]byte("<!--"), "utf-16")
	f.Fuzz(func(t *testing.T, b []byte, http string) {
		r := Detect(b, Hint{HTTP: http})
		if r.Confidence < 0 || r.Confidence > 1 || r.Name == "" != (r.Confidence == 0) {
			t.Fatalf("% x: %+v", b, r)
		}
		if again := Detect(b, Hint{HTTP: http}); again != r {
			t.Fatalf("%+v, then %+v", r, again)
		}
	})
}
