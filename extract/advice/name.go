package advice

import (
	"strings"
	"unicode/utf8"
)

// protagonist finds who a paragraph tells of: the first name near its beginning
// and where it stands. The name is empty for 一位网友 and 某小区. It returns -1 when
// the paragraph names nobody.
func protagonist(text string) (at int, who string) {
	limit := min(len(text), 150)
	// Names stand in the first sentence or, after a short lead-in, in the second.
	for i := 0; i < limit; {
		if !han(text[i]) || i+2 >= len(text) {
			i++
			continue
		}
		r, n := wide(text, i), len("一")
		if !opensName.has(r) {
			i += n
			continue
		}
		if size := nameLen(text[i:], text[:i]); size > 0 {
			return i, text[i : i+size]
		}
		if i < 90 && opensUnnamed.has(r) {
			if size := unnamed.begin(text[i:]); size > 0 && lead(text[:i]) {
				// A name may still follow: 一位读者小林.
				if size2 := nameLen(text[i+size:], text[:i+size]); size2 > 0 {
					return i, text[i+size : i+size+size2]
				}
				return i, ""
			}
		}
		i += n
	}
	return -1, ""
}

// lead reports whether what stands before an unnamed protagonist may: nothing, a
// label, a time or a place.
func lead(pre string) bool {
	pre = strings.TrimSpace(pre)
	if pre == "" || labelled(pre) {
		return true
	}
	if utf8.RuneCountInString(pre) > 16 {
		return false
	}
	if leadEnds.end(pre) {
		return !strings.Contains(pre, "如果") && !strings.Contains(pre, "假如") && !strings.Contains(pre, "以") && !strings.Contains(pre, "对")
	}
	return utf8.RuneCountInString(pre) <= 4 && (strings.HasSuffix(pre, "月") || strings.HasSuffix(pre, "年") || strings.HasSuffix(pre, "天"))
}

// labelled reports whether a text begins with the label of a case.
func labelled(text string) bool {
	return caseLabels.begin(text) > 0
}

var (
	leadEnds   = newWords("，", "的", "有", "：", ":", "。", "个")
	caseLabels = newWords("案例", "实例", "案情", "例一", "例二", "例三", "例1", "例2", "例3", "例：", "例如", "比如", "事例", "故事")
)

var unnamed = newWords(
	"一位网友", "一名网友", "有网友", "有读者", "一位读者", "一名读者", "某小区", "另一位", "另一名", "另一户", "另一家", "还有一位", "还有一名", "还有位", "有位", "有一位", "有一名",
	"一位", "一名", "某公司", "某市", "某地", "某厂", "某校", "某单位", "一个朋友", "一对夫妻", "一对夫妇", "一对老夫妻", "一家人", "一户人家", "一户", "笔者", "同楼的", "邻居家", "同村的", "有个", "一家小店", "一家",
)

// surnames are the hundred and more most frequent family names (2020 census order
// of the Ministry of Public Security's name report, extended by common ones).
const surnames = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩邓冯曹彭曾肖萧田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付傅方邹熊白孟秦邱侯江尹薛闫阎雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文施洪辛柯殷葛祝庞申季庄倪路詹柳岳安齐纪鲍米左毕翁骆焦宁耿樊牛成桂聂关祁华包穆梅裴俞柏欧凌霍牟屈柴鲁解管蒲凤温娄盛甘苗滕班仇冉卓卞简饶巩荣景尚单戚项符谷时邢段章水喻费车房邬狄臧尤翟佟阮邸麦苟桑褚缪舒屠邝晏乐丛郎佘蔺蓝宗匡巫曲蒙闵边卫涂敖迟游艾丘池储靳仝应奚窦荆濮冼荀郗鄢"

var (
	isSurname    = newRuneSet(surnames)
	opensUnnamed = newRuneSet(runesAt(unnamed.list, 0))
	opensName    = newRuneSet(surnames, "小老阿", runesAt(unnamed.list, 0))
)

// followsName are characters that make 小 or 老 and one more a name: 小芸的儿子.
var followsName = newRuneSet("的在是把被说去找给向买交租签到和跟与拿想也就才打花报带接收付借一家从因将办领申退请")

// titles follow a surname.
var titles = newWords(
	"某某", "某", "女士", "先生", "小姐", "太太", "师傅", "阿姨", "大爷", "大妈", "奶奶", "爷爷", "老师", "医生", "老板", "同学", "大姐", "大叔", "大伯", "大娘", "老汉", "婆婆",
	"老太太", "老太", "老伯", "老爷子", "姑娘", "姐", "哥", "叔", "婶", "伯", "嫂", "妈妈", "爸爸", "妈", "爸", "总", "工", "家",
)

// notAfter are the characters that make words of 小, 老 and 阿 that are no names.
const (
	notAfterXiao = "卡规类量改补退单保窗黑坑洞样结计贩丑摊童女男朋麻葱菜豆瓜炒厅卖摩电汽轿货面饭勺碟盘箱柜床桌椅楼河溪山岛村县城户辈婴儿鬼夫妻三两姑舅侄狗猫鸡鱼鸟动巧步米院长写兔伤病问毛腿腹肠说气家叔姨妹弟姐哥盒瓶袋碗锅灯船提琴吏区时编额店孩学票程字伙型心组贷钱事数王子吃费件包微众白便偷客镇路屋品本车"
	notAfterLao  = "太头妇兵手虎鼠鹰外乡宅房屋楼街城款式牌字号规病伤毛话调茶酒赖弱少幼父母爸妈爷奶远早大二三人板师年家旧客小公婆百乡实是化龄有路"
	notAfterA    = "姨里拉胶司联富尔根"
)

// nameLen is the length of the personal name text begins with, 0 for none. pre is
// what stands before it.
func nameLen(text, pre string) int {
	if len(text) < len("小王") || !han(text[0]) {
		return 0
	}
	r, n := wide(text, 0), len("小")
	switch r {
	case '小', '老', '阿':
		next, m := utf8.DecodeRuneInString(text[n:])
		if !(next >= 0x4E00 && next <= 0x9FFF) || r == '老' && strings.HasSuffix(pre, "养") {
			return 0
		}
		if prev, _ := utf8.DecodeLastRuneInString(pre); prev >= 0x4E00 && prev <= 0x9FFF && !strings.ContainsRune("的是有员工户生者人友月年让和对给位亲姓主家帮说岁事师居客长民", prev) && !(r == '老' && prev == '下') {
			return 0
		}
		bad := notAfterXiao
		ok := isSurname.has(next)
		if r == '小' && next == '王' {
			bad = ""
		}
		if r == '老' {
			bad = notAfterLao
		} else if r == '阿' {
			bad = notAfterA
		}
		if strings.ContainsRune(bad, next) {
			return 0
		}
		after, _ := utf8.DecodeRuneInString(text[n+m:])
		if !ok && r != '阿' && !(r == '小' && pre == "") && !strings.ContainsRune("丽芳娟敏静强磊军洋勇艳杰娜超明霞秀刚平燕辉鹏宇飞雪琳佳婷慧莉红玲丹云波斌凯健俊帆晴雨月雯倩薇", next) && !followsName.has(after) {
			return 0
		}
		end := n + m
		if strings.HasPrefix(text[end:], "家") && r == '老' {
			end += len("家")
		}
		return end
	}
	if !isSurname.has(r) {
		return 0
	}
	size := titles.begin(text[n:])
	if size == 0 {
		return 0
	}
	prev, _ := utf8.DecodeLastRuneInString(pre)
	if strings.ContainsRune("小老第", prev) {
		return 0
	}
	switch t := text[n : n+size]; t {
	case "家", "工", "总", "妈", "爸":
		// More often the end of a word: 大家, 员工, 国家.
		if isHan(prev) || strings.ContainsRune("管江方金高时安任成房石关水白温常车于单文解路华万", r) {
			return 0
		}
	}
	return n + size
}
