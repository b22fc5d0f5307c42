package main

import (
	"strings"

	"zhengwen/internal/lexicon"
)

// surnames are common Chinese surnames of one character, roughly the most frequent
// first; common knowledge. Those that are mostly function words are left out (和,
// 时, 向).
const surnames = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹曾彭萧肖蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵" +
	"万钱严覃武莫孔汤温康施牛樊葛邢齐乔伍庞颜倪庄聂章鲁岳翟殷詹申耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂苗谷曲盛冉蓝游辛靳管柴蒙鲍华喻祁蒲房滕屈饶牟艾尤穆卓缪项褚娄窦戚岑景费卜冷晏" +
	"席卫米柏宗瞿桂佟臧闵苟邬卞姬仇栾隋刁巫寇甄丛仲虞敖巩佘迟邝"

// names models Chinese names by those of the dictionary: how often a character
// stands in each place, among different names of three characters.
func names(dict []lexicon.UserWord) map[rune]lexicon.NameCosts {
	out := map[rune]lexicon.NameCosts{}
	model(dict, out, 0, 3, func(w lexicon.UserWord, r []rune) bool {
		return w.Tag == "nr" && strings.ContainsRune(surnames, r[0])
	})
	model(dict, out, 3, 2, func(w lexicon.UserWord, r []rune) bool {
		return w.Tag == "ns" && strings.ContainsRune(lexicon.PlaceSuffixes, r[2])
	})
	// Courts and papers write 张某, 李某某 for names that they keep back.
	c := out['某']
	c[1], c[2] = lexicon.CostOf(1, 16), lexicon.CostOf(1, 16)
	out['某'] = c
	return out
}

// model counts the first n characters of the words that fit and enters their costs
// as the parts from first on.
func model(dict []lexicon.UserWord, out map[rune]lexicon.NameCosts, first, n int, fits func(w lexicon.UserWord, r []rune) bool) {
	counts := make([]map[rune]float64, n)
	for i := range counts {
		counts[i] = map[rune]float64{}
	}
	total := 0.0
	for _, w := range dict {
		r := []rune(w.Text)
		if len(r) != 3 || !fits(w, r) {
			continue
		}
		total++
		for i := range counts {
			counts[i][r[i]]++
		}
	}
	for i := range counts {
		for r, k := range counts[i] {
			c := out[r]
			c[first+i] = lexicon.CostOf(k, total)
			out[r] = c
		}
	}
}
