package outline

import (
	"strings"
	"unicode/utf8"
)

// parseOrdinal reads 第一章 第二节 第三部分 第四步 第一件事： and 第一，.
func parseOrdinal(line string) (mark, bool) {
	i := len("第")
	value, n := number(line[i:])
	if n == 0 {
		return mark{}, false
	}
	i += n
	m := mark{value: value}
	for _, u := range ordinalUnits {
		if !strings.HasPrefix(line[i:], u.word) {
			continue
		}
		m.family, m.sub, m.rest = u.family, u.sub, i+len(u.word)
		if r, n := utf8.DecodeRuneInString(line[m.rest:]); u.family == famCounted && (n == 0 || !isSpace(r) && !strings.ContainsRune("：:｜|丨", r)) {
			continue
		}
		return m.finish(line, stopNone), true
	}
	if r, _ := utf8.DecodeRuneInString(line[i:]); r == '，' || r == ',' || r == '、' || r == '：' || r == ':' {
		m.family, m.rest = famFirst, i
		m = m.finish(line, stopNone)
		for strings.HasPrefix(line[m.rest:], "，") || strings.HasPrefix(line[m.rest:], ",") || strings.HasPrefix(line[m.rest:], "、") {
			_, n := utf8.DecodeRuneInString(line[m.rest:])
			m.rest += n
		}
		return m, true
	}
	return mark{}, false
}

// ordinalUnits are what 第一 counts. Those of famCounted mark a heading only when a
// blank, a colon or a bar follows: 第一件事：, but 第一件事是.
var ordinalUnits = []struct {
	word   string
	family family
	sub    uint8
}{
	{"部分", famPart, 0}, {"篇", famPart, 1}, {"章", famChapter, 0}, {"讲", famChapter, 1}, {"课", famChapter, 2},
	{"节", famJie, 0}, {"步", famStep, 0}, {"招", famStep, 2}, {"关", famStep, 3}, {"站", famStep, 4}, {"问", famCounted, 0},
	{"阶段", famStep, 9}, {"环节", famStep, 10}, {"件事", famCounted, 1}, {"笔账", famCounted, 2}, {"类", famCounted, 3}, {"点", famCounted, 4},
	{"个坑", famCounted, 5}, {"回", famCounted, 6}, {"幕", famCounted, 7}, {"层", famCounted, 8}, {"道坎", famCounted, 9}, {"道关", famCounted, 10},
	{"条路", famCounted, 11}, {"个问题", famCounted, 12}, {"项", famCounted, 13}, {"式", famCounted, 15}, {"课时", famCounted, 16},
	{"个误区", famCounted, 17}, {"个动作", famCounted, 18}, {"个细节", famCounted, 19}, {"样", famCounted, 20}, {"笔", famCounted, 21}, {"道", famCounted, 22}, {"辑", famCounted, 23},
}

// parseWord reads 步骤1 台阶一 案例一 问： 附： .
func parseWord(line string) (mark, bool) {
	first, _ := utf8.DecodeRuneInString(line)
	for _, w := range countedBy[first] {
		if !strings.HasPrefix(line, w.word) {
			continue
		}
		value, n := number(line[len(w.word):])
		i := len(w.word) + n
		r, _ := utf8.DecodeRuneInString(line[i:])
		switch {
		case n > 0 && (isSpace(r) || i == len(line) || strings.ContainsRune("：:｜|、.．，,", r) || w.family == famStep && isHan(r) && !strings.ContainsRune(units, r)):
		case n == 0 && w.alone && (r == '：' || r == ':' || w.family == famQuestion && isSpace(r)):
		default:
			continue
		}
		m := mark{family: w.family, sub: w.sub, value: value, rest: i}
		m = m.finish(line, stopOptional)
		for strings.HasPrefix(line[m.rest:], "，") {
			m.rest += len("，")
		}
		return m, true
	}
	return mark{}, false
}

// countedWord is a word that a number follows.
type countedWord struct {
	word   string
	family family
	sub    uint8
	alone  bool // counts nothing, a colon follows
}

// countedBy are countedWords by their first characters.
var countedBy = func() map[rune][]countedWord {
	by := map[rune][]countedWord{}
	for _, w := range countedWords {
		first, _ := utf8.DecodeRuneInString(w.word)
		by[first] = append(by[first], w)
	}
	return by
}()

// countedWords are the words a number follows.
var countedWords = []countedWord{
	{"步骤", famStep, 1, false}, {"台阶", famStep, 6, false}, {"环节", famStep, 7, false}, {"阶段", famStep, 8, false}, {"案例", famCase, 0, false},
	{"实例", famCase, 1, false}, {"事例", famCase, 2, false}, {"故事", famCase, 3, false}, {"案件", famCase, 5, false}, {"个案", famCase, 6, false},
	{"问题", famQuestion, 2, false}, {"疑问", famQuestion, 5, false}, {"问", famQuestion, 3, true},
	{"附录", famAppendix, 0, true}, {"附", famAppendix, 0, true},
	{"误区", famCounted, 40, false}, {"方法", famCounted, 41, false}, {"办法", famCounted, 42, false}, {"技巧", famCounted, 43, false}, {"要点", famCounted, 44, false},
	{"情形", famCounted, 45, false}, {"情况", famCounted, 46, false}, {"场景", famCounted, 47, false}, {"途径", famCounted, 48, false}, {"渠道", famCounted, 49, false},
	{"路径", famCounted, 50, false}, {"提醒", famCounted, 51, false}, {"建议", famCounted, 52, false}, {"功课", famCounted, 53, false}, {"动作", famCounted, 54, false},
	{"招数", famCounted, 55, false}, {"妙招", famCounted, 56, false}, {"锦囊", famCounted, 57, false}, {"原则", famCounted, 58, false}, {"策略", famCounted, 59, false},
	{"方案", famCounted, 60, false}, {"套路", famCounted, 61, false}, {"陷阱", famCounted, 62, false}, {"雷区", famCounted, 63, false}, {"细节", famCounted, 64, false},
	{"原因", famCounted, 65, false}, {"理由", famCounted, 66, false}, {"关键词", famCounted, 67, false}, {"知识点", famCounted, 68, false}, {"任务", famCounted, 69, false},
	{"主题", famCounted, 70, false}, {"专题", famCounted, 71, false}, {"模块", famCounted, 72, false}, {"单元", famCounted, 73, false}, {"类型", famCounted, 74, false},
	{"骗局", famCounted, 75, false}, {"诀窍", famCounted, 76, false}, {"条件", famCounted, 77, false}, {"坑", famCounted, 78, false}, {"招", famCounted, 79, false},
	{"贴士", famCounted, 85, false}, {"小贴士", famCounted, 86, false}, {"关键", famCounted, 87, false}, {"看点", famCounted, 88, false}, {"课堂", famCounted, 89, false},
	{"提问", famQuestion, 7, false}, {"疑惑", famQuestion, 8, false},
	{"红线", famCounted, 80, false}, {"风险", famCounted, 81, false}, {"问法", famCounted, 82, false}, {"注意", famCounted, 83, false}, {"攻略", famCounted, 84, false},
}
