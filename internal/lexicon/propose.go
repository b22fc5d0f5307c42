package lexicon

import (
	"slices"
	"strings"
)

// Costs of proposed words, in the dictionary's unit. They are round figures:
// dearer than a frequent word, cheaper than the same text in single characters.
const (
	numberCost    = 14 * costUnit
	nameCost      = 12 * costUnit
	placeCost     = 10 * costUnit
	personCost    = 8 * costUnit
	shortNameCost = 3 * costUnit
)

// IsNumeral reports whether r is one of the Han characters that write numbers and
// little else.
func IsNumeral(r rune) bool {
	switch r {
	case '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '百', '千', '万', '亿', '两', '零':
		return true
	}
	return false
}

// propose lists the words of the run that rules find: numbers, dates and names of
// persons and places. Edges are ascending by start.
func (c *Cutter) propose() {
	done := 0
	for _, mark := range c.marks {
		i := int(mark)
		if i < done {
			continue
		}
		switch c.units[i].kind {
		case kindNumeral, kindNumber:
			done = c.number(i)
		case kindSurname:
			c.person(i)
		case kindPlace:
			c.place(i)
		case kindDot:
			done = c.name(i) + 1
		}
	}
}

// number proposes the number that begins at unit i, with the unit of the
// calendar after it where it tells a date: 三百二十万, 3000万, 百分之五点二, 第十二,
// 1998年, 12月, 二十八日. It returns where it ends.
func (c *Cutter) number(i int) int {
	units := c.units
	j, digits := i, 0
loop:
	for j < len(units) {
		switch units[j].kind {
		case kindNumber:
			digits++
			j++
			continue
		case kindNumeral:
			j++
			continue
		}
		n := c.joint(j)
		if n == 0 {
			break loop
		}
		j += n
	}
	from := i
	if i > 0 && units[i-1].r == '第' {
		from--
	}
	if from < i || j-i > 1 && digits < j-i {
		c.offer(from, j, numberCost)
	}
	if j < len(units) && c.dates(i, j, digits) {
		c.offer(i, j+1, numberCost)
		j++
	}
	return j
}

// joint measures what stands at unit j between two numerals of one number: 点 or
// 分之.
func (c *Cutter) joint(j int) int {
	numeral := func(j int) bool { return j < len(c.units) && c.units[j].kind == kindNumeral }
	switch {
	case c.units[j].r == '点' && numeral(j+1) && c.units[j-1].kind == kindNumeral:
		return 1
	case c.units[j].r == '分' && j+1 < len(c.units) && c.units[j+1].r == '之' && numeral(j+2):
		return 2
	}
	return 0
}

// dates reports whether the number of units i to j and the unit after it are a
// part of a date or time rather than a length of time: a year has four digits.
func (c *Cutter) dates(i, j, digits int) bool {
	switch c.units[j].r {
	case '年':
		return j-i == 4 && (digits == 4 || digits == 0 && !scaled(c.units[i:j]))
	case '月', '日', '时':
		return j-i <= 3
	}
	return false
}

// scaled reports whether a number is written with 十, 百, 千, 万 or 亿.
func scaled(units []unit) bool {
	for _, u := range units {
		if strings.ContainsRune("十百千万亿两", u.r) {
			return true
		}
	}
	return false
}

// person proposes the Chinese names of two and three characters that begin with
// the surname at unit i.
func (c *Cutter) person(i int) {
	m, units := c.lex.base, c.units
	cost := personCost + int(m.name(units[i].code, partSurname))
	for n := 1; n <= 2 && i+n < len(units); n++ {
		first, last := Cost(shortNameCost), m.name(units[i+n].code, partGiven2)
		if n == 2 {
			first = m.name(units[i+1].code, partGiven1)
		}
		if first != Absent && last != Absent {
			c.offer(i, i+n+1, cost+int(first)+int(last))
		}
	}
}

// PlaceSuffixes end the names of places.
const PlaceSuffixes = "县市镇乡村区州岛"

// place proposes the name of three characters that ends with the suffix at unit i.
func (c *Cutter) place(i int) {
	if i < 2 {
		return
	}
	m, units := c.lex.base, c.units
	first, second := m.name(units[i-2].code, partPlace1), m.name(units[i-1].code, partPlace2)
	if first != Absent && second != Absent {
		c.offer(i-2, i+1, placeCost+int(first)+int(second))
	}
}

// offer proposes a word of units from to to: a short one among the words of its
// first unit, a longer one as an edge where the order by start puts it.
func (c *Cutter) offer(from, to, cost int) {
	price := Cost(min(cost, maxCost))
	if n := to - from; n <= len(unit{}.words) {
		if w := &c.units[from].words[n-1]; *w == Absent || price < *w {
			*w = price
		}
		return
	}
	k := len(c.edges)
	for k > 0 && int(c.edges[k-1].from) > from {
		k--
	}
	c.edges = slices.Insert(c.edges, k, edge{int32(from), int32(to), price})
}

// transliterating are characters that write foreign names; those that also
// stand beside names as words of their own (大, 对, 在, 和 …) are left out. The
// choice follows what the foreign names of the dictionary use.
const transliterating = "丁丘东丝丰丹丽乌乔亚亨什伊伍休伦伯佐佛佩依侬侯俄保俾儒克兰兹内冈冯凡凯切列利加努劳勒华南博卡卢厄古史叶司吉吐吕哈哥唐图圣圭坎坦埃基堡塔塞夏多夫夸奇奈奎契奥妮姆威娃娅娜孔宁安宾密富尔尚尤尼崇巴布希帕库庞" +
	"康延廷弗强彭彼德怀恩恰恺惠慈戈戴扎托扬拉拜拿措摩撒敏敦斯施旺昂晋普曼朔朗本朱杜杰松林查柯根格桑梅梭森欣欧武比汀汉江汤沃沙沛法波泰泼泽洛津洪派海涅温滕潘热爱特玛珀珍班琳琼瑙瑞瑟瓜瓦甘甫田皮盖福科穆简米索" +
	"约纳纽绍维罕罗翁翠翰考耶肖肯胡脱舍艾芙芬苏若英范茅茨茹荣莉莎莫莱菲萨葛蒂蒙薇裴西詹诺谢豪贝费贾赖赛赞赫辛达迈连迦迪逊道邓邦采里金钦铁锡门阿陀陶隆雅雷霍韦顿马魏鲁鲍麦黎默黛齐龙"

func transliterates(r rune) bool { return strings.ContainsRune(transliterating, r) }

// maxNamePart bounds one part of a transliterated name, in characters.
const maxNamePart = 7

// name proposes the name around the dot at unit d and returns its last unit.
func (c *Cutter) name(d int) int {
	units := c.units
	from := d
	for from > 0 && d-from < maxNamePart && units[from-1].kind.han() && transliterates(units[from-1].r) {
		from--
	}
	to := d + 1
	for part := 0; to < len(units); to++ {
		if units[to].kind == kindDot {
			part = 0
			continue
		}
		if part++; part > maxNamePart || !units[to].kind.han() || !transliterates(units[to].r) {
			break
		}
	}
	if units[to-1].kind == kindDot {
		to--
	}
	if from == d || to <= d+1 {
		return d
	}
	c.offer(from, to, nameCost)
	return to - 1
}
