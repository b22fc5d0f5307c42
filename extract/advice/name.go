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
	before, here := nameSigns(0), signsAt(text, 0)
	word := false // a Han character stands before
	// Names stand in the first sentence or, after a short lead-in, in the second.
	for i := 0; i < limit; {
		if !han(text[i]) {
			i++
			before, here, word = 0, signsAt(text, i), false
			continue
		}
		n := len("一")
		if i+2 >= len(text) {
			break
		}
		after := signsAt(text, i+n)
		if !mayName(text[i:], before, here, after, i > 0, word) {
			i += n
			before, here, word = here, after, true
			continue
		}
		if size := nameLen(text[i:], text[:i]); size > 0 {
			if i == 0 && colon(text[size:]) > 0 {
				return -1, "" // who speaks, not whom it tells of
			}
			return i, text[i : i+size]
		}
		if i < 60 && here&opensKin != 0 && lead(text[:i]) {
			if size := kin.begin(text[i:]); size > 0 && !strings.HasPrefix(text[i+size:], "的") {
				if name := nameLen(text[i+size:], text[:i+size]); name > 0 {
					return i, text[i+size : i+size+name] // 同事阿芳
				}
				return i, text[i : i+size]
			}
			if strings.HasPrefix(text[i:], "我") && kin.begin(text[i:]) == 0 && !strings.HasPrefix(text[i:], "我们") && !strings.HasPrefix(text[i:], "我国") {
				return i, ""
			}
		}
		if i < 90 && here&opensUnnamed != 0 {
			if size := unnamed.begin(text[i:]); size > 0 && lead(text[:i]) {
				// A name may still follow: 一位读者小林.
				if size2 := nameLen(text[i+size:], text[:i+size]); size2 > 0 {
					return i, text[i+size : i+size+size2]
				}
				return i, ""
			}
		}
		i += n
		before, here, word = here, after, true
	}
	return -1, ""
}

// mayName reports whether protagonist has to look closer at the place where text
// begins: most characters, and most that are a family name, stand there in a word.
func mayName(text string, before, here, after nameSigns, inside, word bool) bool {
	if here&opensName != 0 || after&opensPolite != 0 && polite.begin(text[len("一"):]) > 0 {
		return true
	}
	free := !inside || before&introduces != 0
	if here&isGiven != 0 && free {
		return true
	}
	twice := strings.HasPrefix(text[len("乐"):], text[:len("乐")])
	return here&isSurname != 0 && (after&opensTitle != 0 || free || !word || twice) || !inside && twice
}

// colon is the length of the colon text begins with, 0 for none.
func colon(text string) int {
	if r, n := utf8.DecodeRuneInString(text); r == '：' || r == ':' {
		return n
	}
	return 0
}

// speakerLen is the length of the label that says who speaks (贺医生：), 0 for none.
func speakerLen(text string) int {
	n := speakers.begin(text)
	if n == 0 {
		n = nameLen(text, "")
	}
	if n == 0 {
		return 0
	}
	if c := colon(text[n:]); c > 0 {
		return n + c
	}
	return 0
}

var speakers = newWords("记者", "主持人", "律师", "医生", "专家", "民警", "法官", "老师", "小编", "网友", "读者", "嘉宾", "客服", "店员", "工作人员")

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
const surnames = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩邓冯曹彭曾肖萧田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付傅方邹熊白孟秦邱侯江尹薛闫阎雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文施洪辛柯殷葛祝庞申季庄倪路詹柳岳安齐纪鲍米左毕翁骆焦宁耿樊牛成桂聂关祁华包穆梅裴俞柏欧凌霍牟屈柴鲁解管蒲凤温娄盛甘苗滕班仇冉卓卞简饶巩荣景尚单戚项符谷时邢段章水喻费车房邬狄臧尤翟佟阮邸麦苟桑褚缪舒屠邝晏乐丛郎佘蔺蓝宗匡巫曲蒙闵边卫涂敖迟游艾丘池储靳仝应奚窦荆濮冼荀郗鄢惠甄封芮汲井巴谷伊宫栾厉祖束幸韶郜蓟宿怀邰索胥闻莘贡劳姬扶雍寿扈冀浦瞿茹习宦容庾衡寇阙沃蔚隆冷阚沙鞠丰巢竺桓"

// compound are family names of two characters.
var compound = newWords("欧阳", "司马", "上官", "诸葛", "皇甫", "令狐", "尉迟", "公孙", "慕容", "东方", "夏侯", "司徒", "南宫", "端木", "西门", "独孤", "闻人", "宇文", "长孙", "澹台")

// polite are the titles that make a name of any character before them.
var polite = newWords("女士", "先生", "某某")

// notPolite stand before a title in words that name nobody: 各位女士, 这位先生.
const notPolite = "各位这那一名女男老某此些的和与、"

// kin are the narrator's people; they are named by what they are.
var kin = newWords("我妈", "我爸", "我婆婆", "我公公", "我奶奶", "我爷爷", "我外婆", "我外公", "我姐", "我哥", "我弟", "我妹", "我表哥", "我表姐", "我表弟", "我表妹", "我堂哥", "我同事", "我朋友", "我邻居", "我同学", "我室友", "我老公", "我老婆", "我丈夫", "我爱人", "我先生",
	"表嫂", "表哥", "表姐", "表弟", "表妹", "堂哥", "堂姐", "堂弟", "姑姑", "姑妈", "舅舅", "舅妈", "姨妈", "大伯", "婶婶", "岳父", "岳母", "婆婆", "公公", "邻居大姐", "邻居大爷", "同事")

// given are characters that names end in.
const given = "丽芳娟敏静强磊军洋勇艳杰娜超明霞秀刚平燕辉鹏宇飞雪琳佳婷慧莉红玲丹云波斌凯健俊帆晴雨月雯倩薇海涛峰林伟民国建英兰梅珍萍宁鑫浩然子轩欣怡瑶琴芬菊花荣贵福生根旺祥龙虎彬阳东晓春秋冬蕾颖璐洁莹萌岩松柏岚玉凤娥翠淑惠素贞桂"

// nameSigns are what a character may be to a name.
type nameSigns uint8

const (
	opensName nameSigns = 1 << iota // other than a family name of one character
	isSurname
	isGiven
	opensKin
	opensUnnamed
	opensPolite
	opensTitle
	introduces // a name may follow it
)

// signs are those of every Han character of the basic block.
var signs = newSigns(map[nameSigns]string{
	opensName:    "小老阿" + runesAt(unnamed.list, 0) + runesAt(kin.list, 0) + runesAt(compound.list, 0),
	isSurname:    surnames,
	isGiven:      given,
	opensKin:     runesAt(kin.list, 0) + "我",
	opensUnnamed: runesAt(unnamed.list, 0),
	opensPolite:  runesAt(polite.list, 0),
	opensTitle:   runesAt(titles.list, 0),
	introduces:   "的名位生工民员师户主长人年月村镇",
})

func newSigns(of map[nameSigns]string) *[lastHan - firstHan + 1]nameSigns {
	s := new([lastHan - firstHan + 1]nameSigns)
	for sign, chars := range of {
		for _, r := range chars {
			s[r-firstHan] |= sign
		}
	}
	return s
}

// signsOf are those of a character.
func signsOf(r rune) nameSigns {
	if i := uint32(r - firstHan); i < uint32(len(signs)) {
		return signs[i]
	}
	return 0
}

// signsAt are those of the character at byte i.
func signsAt(text string, i int) nameSigns {
	if i+2 >= len(text) || !han(text[i]) {
		return 0
	}
	return signsOf(wide(text, i))
}

// followsName are characters that make 小 or 老 and one more a name: 小芸的儿子.
var followsName = newRuneSet("的在是把被说去找给向买交租签到和跟与拿想也就才用养做学练考听走跑卖住没有为每打花报带接收付借一家从因将办领申退请")

// titles follow a surname.
var titles = newWords(
	"某某", "某", "女士", "先生", "小姐", "太太", "师傅", "阿姨", "姨", "大爷", "大妈", "奶奶", "爷爷", "老师", "医生", "老板", "同学", "大姐", "大叔", "大伯", "大娘", "老汉", "婆婆",
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
	here, after := signsOf(r), signsAt(text, n)
	if here&(opensName|isSurname|isGiven) == 0 && after&opensPolite == 0 && !strings.HasPrefix(text[n:], text[:n]) {
		return 0
	}
	switch r {
	case '小', '老', '阿':
		next, m := utf8.DecodeRuneInString(text[n:])
		if !(next >= 0x4E00 && next <= 0x9FFF) || r == '老' && strings.HasSuffix(pre, "养") {
			return 0
		}
		if prev, _ := utf8.DecodeLastRuneInString(pre); prev >= 0x4E00 && prev <= 0x9FFF && !nextDoor.end(pre) && !strings.ContainsRune("的是有员工户生者人友月年让和对给位亲姓主家帮说岁事师居客长民机手匠医案计辑卖递播特姆嫂译理管领商者", prev) && !(r == '老' && prev == '下') {
			return 0
		}
		bad := notAfterXiao
		ok := signsOf(next)&isSurname != 0
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
		if !ok && r != '阿' && !(r == '小' && pre == "") && signsOf(next)&isGiven == 0 && !followsName.has(after) {
			return 0
		}
		end := n + m
		if strings.HasPrefix(text[end:], "家") && r == '老' {
			end += len("家")
		}
		return end
	}
	prev, _ := utf8.DecodeLastRuneInString(pre)
	if c := compound.begin(text); c > 0 {
		if size := titles.begin(text[c:]); size > 0 {
			return c + size
		}
	}
	if rest := text[n:]; after&opensPolite != 0 && polite.begin(rest) > 0 && !strings.ContainsRune(notPolite, r) {
		return n + polite.begin(rest)
	}
	if parent := text[n:]; strings.HasPrefix(parent, text[:n]) && parents.begin(parent[n:]) > 0 {
		return 2*n + parents.begin(parent[n:]) // 乐乐妈
	}
	free := pre == "" || signsOf(prev)&introduces != 0
	if free && here&isGiven != 0 {
		if size := given2(text); size > 0 {
			return size
		}
	}
	if here&isSurname == 0 {
		return 0
	}
	size := 0
	if after&opensTitle != 0 {
		size = titles.begin(text[n:])
	}
	if size == 0 {
		if !free && isHan(prev) {
			return 0
		}
		return full(text)
	}
	if strings.ContainsRune("小老第", prev) || endsWord.end(pre+text[:n]) {
		return 0
	}
	if strings.ContainsRune(prepositions, r) && (plain.begin(text[n:n+size]) != size || afterSome.begin(text[n+size:]) > 0) {
		return 0 // 向医生说, 于某月某日
	}
	if roles.end(pre) && speaks.begin(text[n+size:]) > 0 {
		return 0 // 主任柯某介绍
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

// given2 is the length of a given name of two characters that a line of a story
// begins with, with a title or before what a story goes on with: 春燕带着, 桂芬嫂.
func given2(text string) int {
	n := 2 * len("春")
	if len(text) <= n || signsAt(text, 0)&isGiven == 0 || signsAt(text, len("春"))&isGiven == 0 || ordinary.begin(text) > 0 {
		return 0
	}
	if size := behindGiven.begin(text[n:]); size > 0 {
		return n + size
	}
	if couples.begin(text[n:]) > 0 || narrates.begin(text[n:]) > 0 {
		return n
	}
	return 0
}

var (
	behindGiven = newWords("姐", "哥", "嫂", "姨", "婶", "叔", "妈", "爸", "妹")
	couples     = newWords("夫妇", "夫妻", "两口子", "一家", "家")
	nextDoor    = newWords("隔壁", "楼下", "楼上", "对门", "对面", "同村", "邻居")
	// endsWord are words that end in what looks like a family name.
	endsWord  = newWords("工程", "方向", "由于", "对于", "关于", "至于", "等于", "过程", "流程", "课程", "日程", "行程", "章程", "平常", "正常", "日常", "经常", "时常", "通常", "异常", "家常", "房东", "股东", "和平", "水平", "公平", "面包", "承包", "书包", "钱包", "背包", "保安", "公安", "平安", "治安", "安全", "健康", "小康")
	afterSome = newWords("月", "日", "年", "时", "地", "处", "种", "些", "个", "天", "路", "市", "县", "区", "校", "次")
	roles     = newWords("主任", "部长", "局长", "处长", "科长", "所长", "院长", "队长", "站长", "会长", "经理", "负责人", "法官", "民警", "交警", "律师", "医生", "医师", "教授", "专家", "老师", "记者", "店长", "站长", "秘书长", "工作人员", "发言人")
	speaks    = newWords("介绍", "表示", "说", "提醒", "告诉", "认为", "指出", "解释", "建议", "坦言", "透露", "称")
	plain     = newWords("女士", "先生", "某某", "某", "小姐", "太太") // titles that only follow names
)

// prepositions are family names that more often open a phrase.
const prepositions = "向于和同从连由对与经应过"

var parents = newWords("妈妈", "爸爸", "妈", "爸", "奶奶", "爷爷", "姥姥")

// full is the length of a whole name that text begins with: a family name and one or
// two characters that end names, then what a story goes on with.
func full(text string) int {
	n := len("王")
	for _, size := range [...]int{3 * n, 2 * n} {
		if len(text) < size+n || signsAt(text, size-n)&isGiven == 0 || size == 3*n && !han(text[n]) {
			continue
		}
		if narrates.begin(text[size:]) > 0 && ordinary.begin(text) == 0 {
			return size
		}
	}
	return 0
}

// narrates are how a story goes on after a whole name.
var narrates = newWords("为了", "为", "每", "用", "去年", "前年", "今年", "那天", "那年", "当时", "上个月", "上周", "年初", "年底", "在", "和", "是", "把", "说", "说，", "想", "带", "买", "租", "花", "收到", "发现", "接到", "听", "家", "，", "一家", "找", "到", "给")

// ordinary are words that look like whole names.
var ordinary = newWords("高峰", "高明", "安宁", "安民", "江海", "江东", "金花", "金融", "石林", "石英", "水平", "公平", "和平", "平生", "毛林", "成生", "方明", "万民", "农民", "查明", "文明", "文林", "时宇", "华东", "华北", "关东", "花生", "学生", "应聘", "解民", "向阳", "明月", "广东", "山东", "许平", "季春", "阳春", "时刻", "车龙", "水龙", "水花", "白花", "白云", "白雪", "梅花", "兰花", "雷雨", "雷阵", "雨", "雪", "黄花", "黄豆", "于是", "牛海", "马海", "游泳", "强", "路东", "经济", "国民", "郑", "单")
