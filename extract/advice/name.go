package advice

import (
	"strings"
	"unicode/utf8"
)

// surnames are the family names of the 百家姓 and of the Ministry of Public Security's
// name reports, without those of words.
const surnames = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩邓冯曹彭曾肖萧田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付傅方邹熊白孟秦邱侯江尹薛闫阎雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文施洪辛柯殷葛祝庞申季庄倪路詹柳岳安齐纪鲍米左毕翁骆焦宁耿樊牛成桂聂关祁华包穆梅裴俞柏欧凌霍牟屈柴鲁解管蒲凤温娄盛甘苗滕班仇冉卓卞简饶巩荣景尚单戚项符谷时邢段章水喻费车房邬狄臧尤翟佟阮邸麦苟桑褚缪舒屠邝晏乐丛郎佘蔺蓝宗匡巫曲蒙闵边卫涂敖迟游艾丘池储靳仝应奚窦荆濮冼荀郗鄢惠甄封芮汲井巴伊宫栾厉祖束幸韶郜蓟宿怀邰索胥闻莘贡劳姬童仲扶雍寿扈冀浦瞿茹习宦容庾衡寇阙沃蔚隆冷阚沙鞠丰巢竺桓" +
	"昌酆廉岑伍卜湛禹贝茅颜刁虞昝裘郁诸钮嵇於羿漆苑俟邴糜隗宓钭戎鄂郦郤璩燕郏慎暨殳夔厍晁訾毋蒯逯岐亓缑亢况晋楚佴谯笪庹卿战展鹿肇隋綦禤粟谌郄畅仉郇鄞遆锺雒靖颉郐邗绳冶芦菅萨呙蹇弋郧苌兰仵钦铎濯璎缐眭鄯郸褟揭墨逄"

// seldom are family names that more often begin a word: 平, 花, 党. They count where
// nothing that could belong to it stands before: 花大姐, 顾客党某.
const seldom = "云花皮元平和明计伏席麻强危支经干宣杭吉滑羊松富乌弓牧山蓬全仰秋暴司薄印从咸籍阴苍双党堵宰通农连鱼古戈终居步满国广禄东利越师勾融空养相查后红权盖益公帅商哈税修衣植敬原候呼么昂布铁门闪银南雪来幺腾粘母扬户库寻宾海佐矫楼谈撒虎长鲜朵年阳爱福降保泥信星茶香神"

// compound are family names of two characters.
var compound = newWords("欧阳", "司马", "上官", "诸葛", "皇甫", "令狐", "尉迟", "公孙", "慕容", "东方", "夏侯", "司徒", "南宫", "端木", "西门", "独孤", "闻人", "宇文", "长孙", "澹台", "万俟", "公冶", "赫连", "钟离", "宗政", "濮阳", "淳于", "单于", "太叔", "申屠", "仲孙", "轩辕", "鲜于", "闾丘", "司空", "司寇", "颛孙", "巫马", "公西", "漆雕", "乐正", "公良", "拓跋", "宰父", "谷梁", "百里", "东郭", "南门", "呼延", "羊舌", "微生", "梁丘", "左丘", "东门", "第五", "南荣", "纳兰", "完颜", "耶律", "公羊", "叶赫")

// polite are the titles that make a name of any character before them.
var polite = newWords("女士", "先生")

// notPolite stand before a title in words that name nobody: 各位女士, 这位先生.
const notPolite = "各位这那一手名女男老某此些的和与、"

// kin are the narrator's people; they are named by what they are.
var kin = newWords("我妈", "我爸", "我婆婆", "我公公", "我奶奶", "我爷爷", "我外婆", "我外公", "我姐", "我哥", "我弟", "我妹", "我表哥", "我表姐", "我表弟", "我表妹", "我堂哥", "我同事", "我朋友", "我邻居", "我同学", "我室友", "我老公", "我老婆", "我丈夫", "我爱人", "我先生",
	"表嫂", "表哥", "表姐", "表弟", "表妹", "堂哥", "堂姐", "堂弟", "姑姑", "姑妈", "舅舅", "舅妈", "姨妈", "大伯", "婶婶", "岳父", "岳母", "婆婆", "公公", "邻居大姐", "邻居大爷", "同事", "我姑", "我姨", "我叔", "我舅", "我嫂子", "我岳父", "我岳母", "我儿子", "我女儿", "我闺蜜", "我发小", "我师傅", "我师父", "我徒弟", "我侄子", "我外甥",
	"大舅", "二舅", "三舅", "小舅", "大姨", "二姨", "三姨", "小姨", "大姑", "二姑", "三姑", "小姑", "大叔", "二叔", "三叔", "小叔", "二伯", "三伯", "二哥", "三哥", "大嫂", "二嫂", "嫂子", "姐夫", "妹夫", "弟媳", "外公", "外婆", "姥姥", "姥爷", "闺蜜", "发小", "室友")

// given are characters that names end in.
const given = "丽芳娟敏静强磊军洋勇艳杰娜超明霞秀刚平燕辉鹏宇飞雪琳佳婷慧莉红玲丹云波斌凯健俊帆晴雨月雯倩薇海涛峰林伟民国建英兰梅珍萍宁鑫浩然轩欣怡瑶琴芬菊花荣贵福生根旺祥龙虎彬阳东晓春秋冬蕾颖璐洁莹萌岩松柏岚玉凤娥翠淑惠素贞桂" +
	"晨睿涵梓梦思嘉志智彪亮昊皓豪峻楷坤昆霖龄隆露曼楠培佩琦琪奇青庆泉仁蓉瑞森珊舒彤威巍维希曦贤筱馨雄旭萱勋妍彦毅瑜裕媛悦芸泽哲振芝忠洲卓祖茹莎蓓蕊蔓菲薰苗茜莲梁栋桐楚榕炜焕煜焱熙灿炎烨璇玥玮珂珏琰璟佑伦俪倪兆冉凌圣堂娅婉嫣宏宽寅岭嵩帅弘恒悟惟慈懿捷攀敬晋晗暄曜朗杏枫桃棋榆槐樱歆泓沁沛泰济涟淇淳渊湘源滢潇澄瀚灵烁犇珑琛琨琼盈睦硕碧磐禾秉童笛筠绍绮缨翔翰耀聪胤舟航芊芮若荷菁葵蓝蔚蕴薪虹蝶裴诚谦豫赫轲辰迪遥郁钊钧铭锋锐锦镇阔雁霄霆韬韵颜飒驰骏骁鸣鸿鹃麒麟默"

var (
	isGiven      = newRuneSet(given)
	opensKin     = newRuneSet(runesAt(kin.list, 0), "我")
	isSurname    = newRuneSet(surnames)
	isSeldom     = newRuneSet(seldom)
	opensUnnamed = newRuneSet(runesAt(unnamed.list, 0))
	opensSome    = newRuneSet(runesAt(somePrefix.list, 0), "一两二三四五六七八九十几数")
	opensAny     = newRuneSet(surnames, seldom, "小老大阿一两二三四五六七八九十几数", runesAt(unnamed.list, 0), runesAt(kin.list, 0), runesAt(compound.list, 0), runesAt(somePrefix.list, 0))
	endsHandle   = newRuneSet("友者丝主名称")
	opensName    = newRuneSet(surnames, "小老大阿", runesAt(unnamed.list, 0), runesAt(kin.list, 0), runesAt(compound.list, 0))
)

// followsName are characters that make 小 or 老 and one more a name: 小芸的儿子.
var followsName = newRuneSet("的在是把被说去找给向买交租签到和跟与拿想也就才用养做学练考听走跑卖住没有为每打花报带接收付借一家从因将办领申退请")

// titles follow a surname.
var titles = newWords(
	"某某", "××", "**", "XX", "xx", "＊＊", "某", "女士", "先生", "小姐", "太太", "师傅", "阿姨", "姨", "大爷", "大妈", "奶奶", "爷爷", "老师", "医生", "老板", "护士", "大夫", "教练", "经理", "主任", "队长", "班长", "村长", "同学", "大姐", "大叔", "大伯", "大娘", "老汉", "婆婆",
	"老太太", "老太", "老伯", "老爷子", "姑娘", "阿婆", "阿公", "木匠", "石匠", "瓦匠", "裁缝", "师父", "大哥", "大嫂", "大婶", "大伯", "伯母", "伯伯", "叔叔", "婶子", "嫂子", "老弟", "老哥", "掌柜", "姐", "哥", "叔", "婶", "伯", "嫂", "妈妈", "爸爸", "妈", "爸", "总", "工", "家",
)

// notAfter are the characters that make words of 小, 老 and 阿 that are no names.
const (
	notAfterXiao = "班卡规类量改补退单保窗黑坑洞样结计贩丑摊童女男朋麻葱菜豆瓜炒厅卖摩电汽轿货面饭勺碟盘箱柜床桌椅楼河溪山岛村县城户辈婴儿鬼夫妻三两姑舅侄狗猫鸡鱼鸟动巧步米院长写兔伤病问毛腿腹肠说气家叔姨妹弟姐哥盒瓶袋碗锅灯船提琴吏区时编额店孩学票程字伙型心组贷钱事数王子吃费件包微众白便偷客镇路屋品本车"
	notAfterLao  = "伴单生车太头妇兵手虎鼠鹰外乡宅房屋楼街城款式牌字号规病伤毛话调茶酒赖弱少幼父母爸妈爷奶远早大二三人板师年家旧客小公婆百乡实是化龄有路"
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
		if 'A' <= next && next <= 'Z' && len(text) > n+m && han(text[n+m]) && introduced(pre) {
			return n + m // 小A
		}
		if !(next >= 0x4E00 && next <= 0x9FFF) || r == '老' && strings.HasSuffix(pre, "养") {
			return 0
		}
		if prev, _ := utf8.DecodeLastRuneInString(pre); prev >= 0x4E00 && prev <= 0x9FFF && !nextDoor.end(pre) && !strings.ContainsRune("的是有员工户生者人友月年让和对给位亲姓主家帮说岁事师居客长民机手匠医案计辑卖递播特姆嫂译理管领商者学伙孩弟", prev) && !(r == '老' && prev == '下') {
			return 0
		}
		bad := notAfterXiao
		ok := isSurname.has(next) || isSeldom.has(next) && free(pre)
		if r == '小' && next == '王' {
			bad = ""
		}
		if r == '老' {
			bad = notAfterLao
		} else if r == '阿' {
			bad = notAfterA
		}
		if strings.ContainsRune(bad, next) || ordinary.begin(text) > 0 {
			return 0
		}
		after, _ := utf8.DecodeRuneInString(text[n+m:])
		if !ok && r != '阿' && !(r == '小' && pre == "") && !isGiven.has(next) && !followsName.has(after) {
			return 0
		}
		end := n + m
		if strings.HasPrefix(text[end:], "家") && r == '老' {
			end += len("家")
		}
		if size := parents.begin(text[end:]); size > 0 && !strings.HasPrefix(text[end:], "爸妈") {
			end += size // 小满爸
		}
		return end
	}
	prev, _ := utf8.DecodeLastRuneInString(pre)
	if c := compound.begin(text); c > 0 {
		if size := titles.begin(text[c:]); size > 0 {
			return c + size
		}
		if k := c + n; len(text) > k && isGiven.has(wide3(text, c)) && goesOn(text[k:]) {
			return k // 欧阳晓
		}
	}
	if rest := text[n:]; polite.begin(rest) > 0 && !strings.ContainsRune(notPolite, r) {
		return n + polite.begin(rest)
	}
	if parent := text[n:]; strings.HasPrefix(parent, text[:n]) && parents.begin(parent[n:]) > 0 {
		return 2*n + parents.begin(parent[n:]) // 乐乐妈
	}
	if handles.end(pre) {
		if size := handleLen(text, pre); size > 0 {
			return size
		}
	}
	if introduced(pre) {
		if size := given2(text); size > 0 {
			return size
		}
	}
	if !isSurname.has(r) && !(isSeldom.has(r) && free(pre)) {
		return 0
	}
	size := titles.begin(text[n:])
	if size == 0 {
		return full(text, pre)
	}
	if posts.begin(text[n:]) > 0 && (isSeldom.has(r) || !free(pre) && !offices.end(pre) || ordinary.begin(text) > 0) {
		return 0 // 值班经理, 问医生
	}
	if isSeldom.has(r) && size == len("家") && calls.begin(text[n:]) == 0 {
		return 0 // 全家, 党工
	}
	if strings.ContainsRune("小老第", prev) || endsWord.end(pre+text[:n]) {
		return 0
	}
	if strings.ContainsRune(prepositions, r) && (r != '于' && plain.begin(text[n:n+size]) != size || afterSome.begin(text[n+size:]) > 0) {
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

// introduced reports whether a name may follow: at the beginning, or behind what its
// bearer is.
func introduced(pre string) bool {
	prev, _ := utf8.DecodeLastRuneInString(pre)
	return pre == "" || introduces.has(prev)
}

var introduces = newRuneSet("的名位生工民员师户主长人年月村镇友者客手匠商妈农医士童侣妇事父居戚机兵贩嫂")

// free reports whether nothing stands before a name that could be one word with it.
func free(pre string) bool {
	prev, _ := utf8.DecodeLastRuneInString(pre)
	return !isHan(prev) || prev != '的' && introduced(pre)
}

// given2 is the length of a given name of two characters that a line of a story
// begins with, with a title or before what a story goes on with: 春燕带着, 桂芬嫂.
func given2(text string) int {
	n := 2 * len("春")
	if len(text) <= n {
		return 0
	}
	r, next := wide3(text, 0), wide3(text, len("春"))
	switch {
	case ordinary.begin(text) > 0:
		return 0
	case r == next && isDoubled.has(r):
	case r == '大' && afterBig.has(next):
	case !isGiven.has(r) && r != '子' || !isGiven.has(next):
		return 0
	}
	if size := behindGiven.begin(text[n:]); size > 0 {
		return n + size
	}
	if couples.begin(text[n:]) > 0 || goesOn(text[n:]) {
		return n
	}
	return 0
}

// handleLen is the length of the name by which somebody goes on a board: 米粒 after
// 网友, or what stands between quotation marks there.
func handleLen(text, pre string) int {
	if strings.HasSuffix(pre, "“") {
		if i := strings.Index(text, "”"); i > 0 && i <= 8*len("米") {
			return i
		}
		return 0
	}
	if notHandle.begin(text) > 0 {
		return 0
	}
	for n := 2 * len("米"); n <= 4*len("米") && n < len(text) && han(text[n-len("米")]); n += len("米") {
		if goesOn(text[n:]) {
			return n
		}
	}
	return 0
}

var (
	handles = newWords("网友", "读者", "粉丝", "博主", "楼主", "网名", "昵称", "化名", "网友“", "读者“", "粉丝“", "博主“", "网名“", "昵称“", "用户“")
	// notHandle are what people on a board do; names begin otherwise.
	notHandle = newWords("在", "的", "说", "们", "来", "留", "反映", "提", "投诉", "询问", "咨询", "评论", "纷纷", "表示", "经常", "最近", "常", "普遍", "大多", "私信", "发", "爆料", "晒", "分享", "吐槽", "求助", "总结", "整理", "回", "介绍", "问", "想", "给", "把", "被", "用", "去", "今年", "上", "家", "担心", "关心", "不", "可", "也", "都", "要", "因", "为", "从", "对", "向", "和", "与", "只", "就", "打", "买", "租", "收", "交", "花", "曾", "遇", "通过", "应", "需", "如", "请")
	// afterBig are what makes a nickname of 大: frequent family names and given names of men.
	afterBig = newRuneSet("刘李王张陈杨赵黄周吴徐孙胡朱何郭马罗宋郑谢唐许冯邓曹彭曾董潘袁蔡蒋余叶魏苏吕丁任沈姜崔谭陆汪廖韦贾傅邹熊孟秦邱侯薛雷黎贺郝孔邵牛鹏伟强勇刚斌壮飞亮涛磊浩毛宝")
	// isDoubled are characters that pet names repeat and adverbs do not.
	isDoubled = newRuneSet("丫乐豆圆甜朵毛果丁妞萌糖可心婷娜丽莉芳强军冬阳洋佳媛倩晶贝琪诺笑欣蓉琳玲霞敏慧萍兰亮飞涛浩波龙鹏斌宁琴思雨露依桐彤涵轩晨辰昊壮胖牛瑶莹薇雯囡妮米咪")
)

var (
	behindGiven = newWords("姐", "哥", "嫂", "姨", "婶", "叔", "妈", "爸", "妹")
	couples     = newWords("夫妇", "夫妻", "两口子", "一家", "家")
	nextDoor    = newWords("隔壁", "楼下", "楼上", "对门", "对面", "同村", "邻居")
	// endsWord are words that end in what looks like a family name.
	endsWord  = newWords("工程", "方向", "由于", "对于", "关于", "至于", "等于", "过程", "流程", "课程", "日程", "行程", "章程", "平常", "正常", "日常", "经常", "时常", "通常", "异常", "家常", "房东", "股东", "和平", "水平", "公平", "面包", "承包", "书包", "钱包", "背包", "保安", "公安", "平安", "治安", "安全", "健康", "小康")
	afterSome = newWords("月", "日", "年", "时", "地", "处", "种", "些", "个", "天", "路", "市", "县", "区", "校", "次", "人", "位", "家", "项", "条", "款", "段", "方面", "平台", "公司", "银行", "机构", "单位", "部门", "学校", "医院", "宝", "东", "品牌", "商家", "店", "群", "网", "直播", "快递")
	calls     = newWords("某", "姨", "姐", "哥", "叔", "婶", "伯", "嫂")                           // titles of one character that end no other word
	posts     = newWords("老师", "医生", "老板", "护士", "大夫", "教练", "经理", "主任", "队长", "班长", "村长") // titles that words of other kinds precede too
	offices   = newWords("的", "物业", "银行", "公司", "中介", "社区", "居委会", "人事", "财务", "学校", "医院", "门店", "村里", "单位")
	roles     = newWords("主任", "部长", "局长", "处长", "科长", "所长", "院长", "队长", "站长", "会长", "经理", "负责人", "法官", "民警", "交警", "警官", "律师", "医生", "医师", "大夫", "护士", "药师", "教授", "专家", "老师", "教练", "记者", "店长", "秘书长", "工作人员", "发言人",
		"组长", "班长", "校长", "园长", "行长", "社长", "主席", "书记", "志愿者", "农技员", "消防员", "调解员", "仲裁员", "检察官", "理赔员", "社工", "研究员", "讲师", "营养师", "咨询师", "规划师", "设计师", "工程师", "会计师", "会计", "顾问", "客服", "柜员", "技师", "学者", "博士", "人士", "编辑", "主播", "督导", "督察")
	speaks = newWords("介绍", "表示", "说", "提醒", "告诉", "认为", "指出", "解释", "建议", "坦言", "透露", "称", "强调", "补充", "分析", "总结", "演示", "推荐", "回复", "回应", "支招", "常说", "常对", "也说", "则说", "看来", "向记者", "对记者", "在接受", "教", "觉得", "讲", "直言", "感叹", "笑着说", "每周", "每天")
	plain  = newWords("女士", "先生", "某某", "某", "小姐", "太太") // titles that only follow names
)

// prepositions are family names that more often open a phrase.
const prepositions = "向于和同从连由对与经过"

var parents = newWords("妈妈", "爸爸", "妈", "爸", "奶奶", "爷爷", "姥姥")

// full is the length of a whole name that text begins with: a family name and one or
// two characters that end names, then what a story goes on with.
func full(text, pre string) int {
	if prev, _ := utf8.DecodeLastRuneInString(pre); isHan(prev) && !introduced(pre) {
		return 0
	}
	n := len("王")
	if r := wide3(text, 0); strings.ContainsRune(prepositions, r) || r == '应' || isSeldom.has(r) {
		return 0 // 应写明, 和房东, 鲜花还是
	}
	for _, size := range [...]int{3 * n, 2 * n} {
		if len(text) < size+n || !isGiven.has(wide3(text, size-n)) && !(size == 3*n && strings.HasPrefix(text[n:], "小")) || size == 3*n && !han(text[n]) {
			continue
		}
		if (goesOn(text[size:]) || pre == "" && size == 3*n && strings.HasPrefix(text[size:], "的")) && ordinary.begin(text) == 0 {
			return size
		}
	}
	return 0
}

// wide3 is the character at byte i, 0 when none of three bytes stands there.
func wide3(text string, i int) rune {
	if !han(text[i]) {
		return 0
	}
	return wide(text, i)
}

// How a story goes on after a whole name: single characters and other words.
var (
	narratesOne = newRuneSet("吃喝看拍付帮替陪遇碰摔丢捡约等抱背挂存取卖修换投告查写发回坐跑走进出上过当干挣赚欠还赔染患怀结离嫁娶入炒攒急图怕嫌信曾就没不却才已正昨春夏秋冬周早晚同与让受经按照常为每用在和是把说想带买租花听家找到给从被跟向去因做刚原自托拿住有开报养考送骑打下交签借装退辞搬预订请也一今前三两二四五六七八九十")
	narrates    = newWords("起诉", "毕业", "应聘", "面试", "觉得", "以为", "本来", "平时", "最近", "参加", "通过", "女儿", "儿子", "孩子", "老家", "手里", "手头", "名下", "所在", "那天", "那年", "年初", "年底", "收到", "接到", "，", "网购", "申请", "1", "2", "3")
)

// goesOn reports whether text is how a story goes on after a whole name.
func goesOn(text string) bool {
	return len(text) >= len("一") && narratesOne.has(wide3(text, 0)) || narrates.begin(text) > 0
}

// ordinary are words that look like whole names.
var ordinary = newWords("高峰", "高明", "施工", "钱没", "范生", "金镯", "包工", "付贵", "时薪", "凌晨", "房东", "楼栋", "路子", "班主任", "班组长", "小红书", "小红旗", "小红花", "小红点", "小红包", "小平台", "小黄车", "小超市", "小卖部", "小蓝车", "小白鞋", "小平房", "小明星", "小生意", "小龙虾", "小月", "小雨", "小雪", "小阳", "小兰花", "小高层", "小金库", "小金额", "小程序", "阿米巴", "大家", "大方", "大飞机", "大毛", "安宁", "安民", "江海", "江东", "金花", "金融", "石林", "石英", "水平", "公平", "和平", "平生", "毛林", "成生", "方明", "万民", "农民", "查明", "文明", "文林", "时宇", "华东", "华北", "关东", "花生", "学生", "应聘", "解民", "向阳", "明月", "广东", "山东", "许平", "季春", "阳春", "时刻", "车龙", "水龙", "水花", "白花", "白云", "白雪", "梅花", "兰花", "雷雨", "雷阵", "雨", "雪", "黄花", "黄豆", "于是", "牛海", "马海", "游泳", "强", "路东", "经济", "国民", "郑", "单")
