package charset

import (
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
)

// The alphabets of models.bin, in its order. Each is one set of letters with the
// frequencies of their pairs over the languages that share single-byte encodings.
const (
	western = iota
	central
	turkish
	baltic
	vietnamese
	cyrillic
	greek
	hebrew
	arabic
	thai
	alphabetCount
)

// singleByte lists the single-byte encodings that text can be found to be in, with
// the handicap of rare ones in nats. They are there so that foreign text is not
// called Chinese; of encodings that differ in few places the more frequent one stands.
var singleByte = [...]struct {
	name     string
	table    *charmap.Charmap
	alphabet int
	handicap float64
}{
	{"windows-1252", charmap.Windows1252, western, 2},
	{"macintosh", charmap.Macintosh, western, 6},
	{"iso-8859-15", charmap.ISO8859_15, western, 6},
	{"windows-1250", charmap.Windows1250, central, 4},
	{"iso-8859-2", charmap.ISO8859_2, central, 4},
	{"iso-8859-16", charmap.ISO8859_16, central, 7},
	{"ibm852", charmap.CodePage852, central, 7},
	{"windows-1254", charmap.Windows1254, turkish, 5},
	{"windows-1257", charmap.Windows1257, baltic, 5},
	{"iso-8859-4", charmap.ISO8859_4, baltic, 6},
	{"iso-8859-13", charmap.ISO8859_13, baltic, 6},
	{"windows-1258", charmap.Windows1258, vietnamese, 5},
	{"windows-1251", charmap.Windows1251, cyrillic, 4},
	{"koi8-r", charmap.KOI8R, cyrillic, 4},
	{"ibm866", charmap.CodePage866, cyrillic, 5},
	{"ibm855", charmap.CodePage855, cyrillic, 6},
	{"iso-8859-5", charmap.ISO8859_5, cyrillic, 5},
	{"x-mac-cyrillic", charmap.MacintoshCyrillic, cyrillic, 6},
	{"windows-1253", charmap.Windows1253, greek, 4},
	{"iso-8859-7", charmap.ISO8859_7, greek, 5},
	{"windows-1255", charmap.Windows1255, hebrew, 4},
	{"windows-1256", charmap.Windows1256, arabic, 4},
	{"iso-8859-6", charmap.ISO8859_6, arabic, 5},
	{"windows-874", charmap.Windows874, thai, 4},
}

// further holds the other encodings that x/text decodes.
var further = [...]struct {
	name string
	enc  encoding.Encoding
}{
	{"shift_jis", japanese.ShiftJIS}, {"euc-jp", japanese.EUCJP}, {"iso-2022-jp", japanese.ISO2022JP}, {"euc-kr", korean.EUCKR},
	{"iso-8859-3", charmap.ISO8859_3}, {"iso-8859-8", charmap.ISO8859_8}, {"iso-8859-8-i", charmap.ISO8859_8}, {"iso-8859-10", charmap.ISO8859_10},
	{"iso-8859-14", charmap.ISO8859_14}, {"koi8-u", charmap.KOI8U},
}

// foreign is the decoder of an encoding that no Chinese page is in, or nil.
func foreign(name string) encoding.Encoding {
	for _, e := range further {
		if e.name == name {
			return e.enc
		}
	}
	for _, e := range singleByte {
		if e.name == name {
			return e.table
		}
	}
	return nil
}
