package boilerplate

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"zhengwen/document"
)

// What reaches a person. Numbers of offices and hotlines do not. Mobile numbers after
// the numbering plan of 工业和信息化部 (1, 3…9, nine digits), identity numbers after
// GB 11643 (17 digits and a check digit), mail addresses in the form that is in use.
var (
	mobile   = regexp.MustCompile(`1[\pZ .\-—]?[3-9](?:[\pZ .\-—]?[0-9]){9}|[1１][３-９][０-９]{9}|[一幺壹][三五七八九叁伍柒捌玖][一二三四五六七八九零〇幺壹贰叁肆伍陆柒捌玖]{9}`)
	identity = regexp.MustCompile(`[1-9][0-9]{16}[0-9Xx]`)
	mail     = regexp.MustCompile(`[A-Za-z0-9][\w.+-]*[\pZ ]?[@＠][\pZ ]?[A-Za-z0-9][\w-]*(?:\.[A-Za-z0-9-]+)+`)
	account  = regexp.MustCompile(`(?i)(?:q[\pZ ]?q|扣扣|企鹅)[\pZ ]?(?:号码?|群号?)?[\pZ ]?[:：为是]?[\pZ ]?([1-9][0-9]{4,10})|(?:微[\pZ ]?信|wechat|weixin|薇信|威信|v信|vx)[\pZ ]?(?:号码?|id)?[\pZ ]?[:：为是]?[\pZ ]?([a-z][a-z0-9_-]{5,19})`)
)

// Contacts returns the parts of text that reach a person, as ascending byte spans that
// do not overlap: mobile phone numbers, also spelt out or set apart, mail addresses, QQ
// and WeChat accounts behind their label, identity numbers whose check digit is right.
func Contacts(text string) []document.Span {
	var out []document.Span
	add := func(from, to int) { out = append(out, document.Span{Start: from, End: to}) }
	for _, m := range mobile.FindAllStringIndex(text, -1) {
		if !digitBefore(text, m[0]) && !digitAt(text, m[1]) {
			add(m[0], m[1])
		}
	}
	for _, m := range identity.FindAllStringIndex(text, -1) {
		if !digitBefore(text, m[0]) && !digitAt(text, m[1]) && checked(text[m[0]:m[1]]) {
			add(m[0], m[1])
		}
	}
	for _, m := range mail.FindAllStringIndex(text, -1) {
		add(m[0], m[1])
	}
	for _, m := range account.FindAllStringSubmatchIndex(text, -1) {
		at := 2
		if m[at] < 0 {
			at = 4
		}
		if !digitAt(text, m[at+1]) {
			add(m[at], m[at+1])
		}
	}
	slices.SortFunc(out, func(a, b document.Span) int { return a.Start - b.Start })
	kept := out[:0]
	for _, s := range out {
		if n := len(kept); n > 0 && s.Start < kept[n-1].End {
			kept[n-1].End = max(kept[n-1].End, s.End)
			continue
		}
		kept = append(kept, s)
	}
	return kept
}

// digitBefore and digitAt tell a number from a part of a longer one.
func digitBefore(text string, i int) bool { return i > 0 && text[i-1]-'0' <= 9 }
func digitAt(text string, i int) bool     { return i < len(text) && text[i]-'0' <= 9 }

// checked reports whether the last of 18 characters checks the others by ISO 7064,
// MOD 11-2.
func checked(id string) bool {
	sum := 0
	for i := range 17 {
		sum = (sum + int(id[i]-'0')) * 2 % 11
	}
	last := id[17]
	if last == 'x' {
		last = 'X'
	}
	return "10X98765432"[sum] == last
}

// Mask returns text with every character of its contacts replaced by an asterisk, so
// that counts of code points hold.
func Mask(text string) string {
	spans := Contacts(text)
	if len(spans) == 0 {
		return text
	}
	var out strings.Builder
	pos := 0
	for _, s := range spans {
		out.WriteString(text[pos:s.Start])
		for range utf8.RuneCountInString(text[s.Start:s.End]) {
			out.WriteByte('*')
		}
		pos = s.End
	}
	out.WriteString(text[pos:])
	return out.String()
}

// MaskRecord masks the contacts in every field of a record that holds text of the page.
// What is a part of Text stays one.
func MaskRecord(r *document.Record) {
	was := r.Text
	r.Text = Mask(was)
	for _, s := range []*string{r.Title, r.Author, r.Editor, r.Source, r.SiteName, r.PublishedRaw, r.TextAsWritten} {
		maskPointer(s)
	}
	for i := range r.Boilerplate {
		r.Boilerplate[i].Text = Mask(r.Boilerplate[i].Text)
	}
	for i := range r.Keywords {
		r.Keywords[i].Term = Mask(r.Keywords[i].Term)
	}
	for i := range r.Damage {
		maskPointer(r.Damage[i].Suggestion)
	}
	for i := range r.Sections {
		s := &r.Sections[i]
		s.Heading = Mask(s.Heading)
		for k := range s.Path {
			s.Path[k] = Mask(s.Path[k])
		}
	}
	for i := range r.Advice {
		a := &r.Advice[i]
		maskPointer(a.Condition)
		for k := range a.Terms {
			a.Terms[k] = Mask(a.Terms[k])
		}
	}
	for i := range r.Cases {
		maskPointer(r.Cases[i].Who)
	}
	if r.Text == was {
		for i := range r.Repairs {
			r.Repairs[i].Before = Mask(r.Repairs[i].Before)
		}
		return
	}
	reslice(r, was)
}

// reslice takes what is part of Text from it again.
func reslice(r *document.Record, was string) {
	text := []rune(r.Text)
	slice := func(start, end int32) string { return string(text[start:end]) }
	for i := range r.Advice {
		r.Advice[i].Text = slice(r.Advice[i].Start, r.Advice[i].End)
	}
	for i := range r.Cases {
		r.Cases[i].Text = slice(r.Cases[i].Start, r.Cases[i].End)
	}
	for i := range r.Repairs {
		x := &r.Repairs[i]
		if after := slice(x.Start, x.End); after != x.After {
			x.Before, x.After = strings.Repeat("*", utf8.RuneCountInString(x.Before)), after
			continue
		}
		x.Before = Mask(x.Before)
	}
	at, runes := 0, 0 // where the next word is looked for, in bytes and code points of was
	for i, w := range r.Words {
		k := strings.Index(was[at:], w)
		if k < 0 {
			r.Words[i] = Mask(w)
			continue
		}
		runes += utf8.RuneCountInString(was[at : at+k])
		at += k + len(w)
		n := utf8.RuneCountInString(w)
		r.Words[i] = string(text[runes : runes+n])
		runes += n
	}
}

func maskPointer(s *string) {
	if s != nil {
		*s = Mask(*s)
	}
}
