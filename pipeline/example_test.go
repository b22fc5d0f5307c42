package pipeline_test

import (
	"context"
	"fmt"
	"log"
	"os"

	"zhengwen/pipeline"
	"zhengwen/pipeline/source"
)

// A Pipeline turns the bytes of one page into a record, or tells why there is none.
// It may be used by many goroutines at once.
func ExamplePipeline() {
	p, err := pipeline.New(pipeline.Options{})
	if err != nil {
		log.Fatal(err)
	}
	raw, err := os.ReadFile("../docs/record.html")
	if err != nil {
		log.Fatal(err)
	}
	result := p.Process(context.Background(), source.Item{URI: "record.html", Raw: raw})
	if x := result.Reject; x != nil {
		log.Fatalf("no record: %s by %s: %s", x.Class, x.Stage, x.Reason)
	}
	record := result.Record
	text := []rune(record.Text) // offsets count code points
	fmt.Println(*record.Title)
	for _, s := range record.Sections {
		fmt.Printf("%s%s (%s)\n", s.Number, s.Heading, s.Kind)
	}
	for _, a := range record.Advice {
		fmt.Println(a.Stance, string(text[a.Start:a.End]))
	}
	// Output:
	// 小区加装充电桩怎样申请
	// 一、准备材料 (preparation)
	// 二、被拒绝以后 (followup)
	// do 业主应当准备车位的产权证明、购车发票和身份证。
	// conditional 如果物业拒绝，可以请居委会出面协调。
	// dont 切勿私自从楼上拉线充电。
}
