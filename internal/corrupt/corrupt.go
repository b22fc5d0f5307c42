// Package corrupt simulates what the web does to Chinese text, byte for byte, for
// tests: the annotator of mirrored sites and wrong decodings.
package corrupt

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// Annotator inserts bracketed readings into GBK bytes wherever a pair of bytes
// looks like one of its characters, aligned or not, cuts the stream before marks,
// and decodes the rest as Windows did.
type Annotator struct {
	Readings map[rune]string // reading put after each annotated character
	Cut      bool            // cut before the bytes of ， ； ！ ？ 。 at odd offsets
	Fold     bool            // fold ，：；（）！？ to ASCII afterwards
	Space    bool            // "(huì )" instead of "(huì)"
}

// cutMarks are the marks whose bytes the stream is cut before.
const cutMarks = "，；！？。"

var foldMarks = strings.NewReplacer("，", ",", "：", ":", "；", ";", "（", "(", "）", ")", "！", "!", "？", "?")

// Apply damages a text. Characters outside GBK are left out of the stream.
func (a Annotator) Apply(text string) string {
	enc := simplifiedchinese.GBK.NewEncoder()
	pair := func(r rune) [2]byte {
		b, err := enc.Bytes([]byte(string(r)))
		if err != nil || len(b) != 2 {
			return [2]byte{}
		}
		return [2]byte(b)
	}
	var stream []byte
	for _, r := range text {
		if b, err := enc.Bytes([]byte(string(r))); err == nil {
			stream = append(stream, b...)
		}
	}
	notes := make(map[[2]byte][]byte, len(a.Readings))
	for r, s := range a.Readings {
		if a.Space {
			s += " "
		}
		b, err := enc.Bytes([]byte("(" + s + ")"))
		if err != nil {
			continue
		}
		notes[pair(r)] = b
	}
	cuts := map[[2]byte]bool{}
	if a.Cut {
		for _, r := range cutMarks {
			cuts[pair(r)] = true
		}
	}
	var out strings.Builder
	chunk := make([]byte, 0, len(stream)*2)
	for i := range stream {
		if i+1 < len(stream) && cuts[[2]byte{stream[i], stream[i+1]}] && pendingLead(chunk) {
			out.WriteString(Windows(chunk))
			chunk = chunk[:0]
		}
		chunk = append(chunk, stream[i])
		if i > 0 {
			if note, ok := notes[[2]byte{stream[i-1], stream[i]}]; ok && stream[i-1] >= 0x81 {
				chunk = append(chunk, note...)
			}
		}
	}
	out.WriteString(Windows(chunk))
	if a.Fold {
		return foldMarks.Replace(out.String())
	}
	return out.String()
}

// pendingLead reports whether bytes end inside a character.
func pendingLead(b []byte) bool {
	lead := false
	for _, c := range b {
		switch {
		case lead:
			lead = false
		case c >= 0x81 && c <= 0xFE:
			lead = true
		}
	}
	return lead
}

// Windows decodes code page 936 the old way: a lead byte swallows a byte below
// 0x40 and shows one `?`, as it does at the end; 0x80 is the euro sign; a pair
// without a character vanishes.
func Windows(b []byte) string {
	dec := simplifiedchinese.GBK.NewDecoder()
	var out strings.Builder
	for i := 0; i < len(b); i++ {
		c := b[i]
		switch {
		case c < 0x80:
			out.WriteByte(c)
		case c == 0x80:
			out.WriteRune('€')
		case c == 0xFF:
		case i+1 == len(b) || b[i+1] < 0x40:
			out.WriteByte('?')
			i++
		default:
			if s, err := dec.Bytes(b[i : i+2]); err == nil {
				if r, n := utf8.DecodeRune(s); n == len(s) && r != utf8.RuneError && (r < 0xE000 || r > 0xF8FF) {
					out.WriteRune(r)
				}
			}
			i++
		}
	}
	return out.String()
}
