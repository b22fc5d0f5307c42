// Command gen writes readings.txt.gz for package repair: one line for every code
// point from U+4E00 to U+9FA5 with its Mandarin readings, comma separated. The
// readings are those of github.com/mozillazg/go-pinyin (MIT), which takes them
// from the Unihan database and pinyin-data.
package main

import (
	"bytes"
	"compress/gzip"
	"flag"
	"log"
	"os"

	"github.com/mozillazg/go-pinyin"
)

func main() {
	out := flag.String("out", "readings.txt.gz", "file to write")
	flag.Parse()
	var body bytes.Buffer
	w, err := gzip.NewWriterLevel(&body, gzip.BestCompression)
	if err != nil {
		log.Fatal(err)
	}
	for r := 0x4E00; r <= 0x9FA5; r++ {
		w.Write([]byte(pinyin.PinyinDict[r] + "\n"))
	}
	if err := w.Close(); err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(*out, body.Bytes(), 0o644); err != nil {
		log.Fatal(err)
	}
}
