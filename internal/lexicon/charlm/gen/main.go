// Command gen builds the image of package charlm from the counts of characters
// beside package lexicon.
//
//	go run ./gen -counts DIR -variants FILE -out model.img
//
// DIR holds unigrams, bigrams and trigrams (symbols, count) as .tsv.zst; FILE is
// the conversion table of package script.
package main

import (
	"flag"
	"log"
	"os"
)

func main() {
	counts := flag.String("counts", "", "directory of the counts")
	variants := flag.String("variants", "", "Traditional to Simplified table")
	out := flag.String("out", "model.img", "file to write")
	flag.Parse()
	log.SetFlags(0)
	image, err := generate(*counts, *variants)
	if err == nil {
		err = os.WriteFile(*out, image, 0o644)
	}
	if err != nil {
		log.Fatal("gen: ", err)
	}
}
