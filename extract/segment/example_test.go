package segment_test

import (
	"fmt"
	"strings"

	"zhengwen/extract/segment"
)

func Example() {
	s, err := segment.New()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(strings.Join(s.Cut("1998年，约翰·列侬的唱片卖了50万张。"), " "))
	// Output: 1998年 ， 约翰·列侬 的 唱片 卖 了 50万 张 。
}

func ExampleSegmenter_Spans() {
	s, err := segment.New()
	if err != nil {
		fmt.Println(err)
		return
	}
	text := "研究生命的起源"
	for _, w := range s.Spans(nil, text) {
		fmt.Println(w.Start, w.End, text[w.Start:w.End])
	}
	// Output:
	// 0 6 研究
	// 6 12 生命
	// 12 15 的
	// 15 21 起源
}

func ExampleSentences() {
	text := "利率是3.5%。他问：“够吗？”不够。"
	for _, s := range segment.Sentences(nil, text) {
		fmt.Println(text[s.Start:s.End])
	}
	// Output:
	// 利率是3.5%。
	// 他问：“够吗？”
	// 不够。
}
