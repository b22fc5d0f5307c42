package main

import (
	"fmt"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// corpus is where running text of many languages comes from.
type corpus struct{ udhr, django, more, kanji string }

// udhrName maps Django's language codes to the files of the declaration.
var udhrName = map[string]string{
	"ja": "jpn", "ko": "kor", "ru": "rus", "bg": "bul", "uk": "ukr", "mk": "mkd", "be": "bel", "sr": "srp_cyrl", "el": "ell_monotonic", "he": "heb",
	"ar": "arb", "fa": "pes_1", "th": "tha", "pl": "pol", "cs": "ces", "hu": "hun", "ro": "ron_2006", "hr": "hrv", "sk": "slk", "sl": "slv", "tr": "tur", "az": "azj_latn",
	"vi": "vie", "fr": "fra", "de": "deu_1996", "es": "spa", "pt": "por_PT", "it": "ita", "sv": "swe", "da": "dan", "fi": "fin", "is": "isl", "nb": "nob",
	"nl": "nld", "ca": "cat", "ga": "gle", "lt": "lit", "lv": "lav", "et": "est", "en": "eng", "eo": "epo",
}

var (
	tag    = regexp.MustCompile(`(?s)<(?:style|script).*?</|<[^>]*>`)
	format = regexp.MustCompile(`%\([a-z_]+\)[a-z]|%[a-z%]|\{[a-z_]*\}|&[a-z]+;`)
)

// text returns what there is of a language.
func (c corpus) text(lang string) (string, error) {
	var b strings.Builder
	if n := udhrName[lang]; n != "" {
		data, err := os.ReadFile(filepath.Join(c.udhr, n+".html"))
		if err != nil {
			return "", err
		}
		b.WriteString(html.UnescapeString(tag.ReplaceAllString(string(data), "\n")))
	}
	files, err := filepath.Glob(filepath.Join(c.django, "*", "locale", lang, "LC_MESSAGES", "django.po"))
	if err != nil {
		return "", err
	}
	deeper, err := filepath.Glob(filepath.Join(c.django, "contrib", "*", "locale", lang, "LC_MESSAGES", "django.po"))
	if err != nil {
		return "", err
	}
	for _, f := range append(files, deeper...) {
		data, err := os.ReadFile(f)
		if err != nil {
			return "", err
		}
		translations(&b, string(data))
	}
	if c.more != "" {
		if data, err := os.ReadFile(filepath.Join(c.more, lang+".txt")); err == nil {
			b.Write(data)
		}
	}
	if b.Len() < 5000 {
		return "", fmt.Errorf("only %d bytes of %s", b.Len(), lang)
	}
	return b.String(), nil
}

// translations writes the msgstr strings of a .po file.
func translations(b *strings.Builder, po string) {
	in := false
	for line := range strings.Lines(po) {
		line = strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(line, "msgstr"):
			in = true
			_, line, _ = strings.Cut(line, " ")
		case !strings.HasPrefix(line, `"`):
			in = false
		}
		if s, err := strconv.Unquote(line); in && err == nil && !strings.Contains(s, "charset=") {
			b.WriteString(format.ReplaceAllString(s, " "))
			b.WriteByte('\n')
		}
	}
}
