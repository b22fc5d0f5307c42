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
	prev := rune(0) // the Han character before, 0 for none
	// Names stand in the first sentence or, after a short lead-in, in the second.
	for i := 0; i < limit; {
		if !han(text[i]) || i+2 >= len(text) {
			if size := initial(text, i); size > 0 {
				return i, text[i : i+size]
			}
			i++
			prev = 0
			continue
		}
		r, n := wide(text, i), len("一")
		before := prev
		if prev = r; before != 0 && !opensAny.has(r) && !(isGiven.has(r) && introduces.has(before)) && !endsHandle.has(before) && polite.begin(text[i+n:]) == 0 {
			i += n // most characters
			continue
		}
		if i == 0 && narrators.begin(text) > 0 {
			return i, ""
		}
		if i < 90 && opensSome.has(r) {
			if size := somebody(text[i:]); size > 0 && unnamed.begin(text[i:]) == 0 && lead(text[:i]) && remarksOn.begin(text[i+size:]) == 0 {
				if size2 := nameLen(text[i+size:], text[:i+size]); size2 > 0 {
					return i, text[i+size : i+size+size2]
				}
				return i, ""
			}
		}
		if !opensName.has(r) && !(isSeldom.has(r) && free(text[:i])) && polite.begin(text[i+n:]) == 0 && !(isGiven.has(r) && introduced(text[:i])) && !(i == 0 && strings.HasPrefix(text[n:], text[:n])) && !(i < 90 && handles.end(text[:i])) {
			i += n
			continue
		}
		if size := nameLen(text[i:], text[:i]); size > 0 {
			if i == 0 && colon(text[size:]) > 0 {
				return -1, "" // who speaks, not whom it tells of
			}
			if spoken(text[:i], text[i+size:]) {
				i += size
				prev = 0
				continue
			}
			return i, text[i : i+size]
		}
		if i < 60 && opensKin.has(r) && lead(text[:i]) {
			if size := kin.begin(text[i:]); size > 0 && (r == '我' || !some.end(text[:i])) && (i == 0 || !strings.HasPrefix(text[i+size:], "的")) {
				if name := nameLen(text[i+size:], text[:i+size]); name > 0 {
					return i, text[i+size : i+size+name] // 同事阿芳
				}
				return i, text[i : i+size]
			}
			if strings.HasPrefix(text[i:], "我") && kin.begin(text[i:]) == 0 && notMine.begin(text[i:]) == 0 {
				return i, relation(text[i:])
			}
		}
		if i < 90 && opensUnnamed.has(r) {
			if size := unnamed.begin(text[i:]); size > 0 && lead(text[:i]) && remarksOn.begin(text[i+size:]) == 0 {
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

// initial is the length of a name of a letter and a title at byte i: A先生.
func initial(text string, i int) int {
	if c := text[i]; c < 'A' || c > 'Z' || i > 0 && text[i-1] < 0x80 && text[i-1] != ' ' {
		return 0
	}
	if size := titles.begin(text[i+1:]); size > len("家") || calls.begin(text[i+1:]) > 0 {
		return 1 + size
	}
	return 0
}

// spoken reports whether a name between two texts says who gives an opinion: what is
// quoted stands before it, or an office does, and a verb of saying follows.
func spoken(pre, rest string) bool {
	if strings.HasPrefix(rest, "们") {
		return true // 李大爷们
	}
	if more, ok := strings.CutPrefix(rest, "、"); ok {
		more = more[:min(len(more), 6*len("们"))]
		return strings.Contains(more, "们") || strings.Contains(more, "等") || strings.Contains(more, "都") // 小张、小李等人
	}
	return (roles.end(pre) || strings.LastIndex(pre, "”") > strings.LastIndexAny(pre, "。，") || strings.HasPrefix(pre, "“") && !strings.Contains(pre, "”")) && speaks.begin(rest) > 0
}

var (
	// notMine are words of the narrator that begin no story.
	notMine = newWords("我们", "我国", "我的建议", "我的经验", "我的看法", "我的体会", "我的做法", "我的意见", "我的观点", "我的回答", "我的原则", "我写", "我整理", "我建议", "我认为", "我觉得", "我见过", "我常", "我想说", "我要说", "我总结", "我把", "我会", "我一般", "我通常", "我每次", "我自己的", "我不是", "我劝", "我推荐", "我希望")
	// remarksOn are what people of whom nothing is told do.
	remarksOn = newWords("提出", "留言", "评论", "纷纷", "认为", "建议", "质疑", "反映", "咨询", "曾经说", "说得好", "总结")
)

// narrators are how those who write on boards call themselves.
var narrators = newWords("楼主", "博主", "题主", "答主", "俺")

// relation is the name of the narrator's friend or relative that text speaks of:
// 我大学室友阿坤. It is empty when text, which begins with 我, names none.
func relation(text string) string {
	for i := len("我"); i < 9*len("我") && i+len("我") < len(text) && han(text[i-len("我")]); i += len("我") {
		if relatives.end(text[:i]) {
			at := i
			if strings.HasPrefix(text[at:], "，") {
				at += len("，") // 我的一个客户，老聂，
			}
			if n := nameLen(text[at:], text[:i]); n > 0 {
				return text[at : at+n]
			}
		}
	}
	return ""
}

var relatives = newWords("客户", "当事人", "委托人", "学员", "病人", "患者", "租客", "房客", "下属", "员工", "学生", "粉丝", "友", "同事", "同学", "学长", "学姐", "学弟", "学妹", "邻居", "亲戚", "闺蜜", "发小", "同乡", "老乡", "徒弟", "师傅", "哥", "姐", "弟", "妹", "叔", "舅", "姨", "姑", "嫂", "侄子", "侄女", "外甥", "儿子", "女儿", "老公", "老婆", "丈夫", "妻子", "爱人", "对象")

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
	some       = newWords("的", "个", "有") // 几个同事: kin of nobody in particular
	leadEnds   = newWords("单元", "栋", "号楼", "小区里", "村里", "我们村", "我们小区", "城南", "城东", "城西", "城北", "城里", "村里", "镇上", "县里", "老家", "楼下", "楼上", "隔壁", "小区", "小区里", "单位里", "班上", "群里", "网上", "同城", "本市", "我市", "外地", "，", "的", "有", "：", ":", "。", "个")
	caseLabels = newWords("案例", "实例", "案情", "例一", "例二", "例三", "例1", "例2", "例3", "例：", "例如", "比如", "事例", "故事")
)

var unnamed = newWords(
	"一位网友", "一名网友", "有网友", "有读者", "一位读者", "一名读者", "某小区", "另一位", "另一名", "另一户", "另一家", "还有一位", "还有一名", "还有位", "有位", "有一位", "有一名",
	"一位", "一名", "某公司", "某市", "某地", "某厂", "某校", "某单位", "一个朋友", "一对夫妻", "一对夫妇", "一对老夫妻", "一家人", "一户人家", "一户", "笔者", "同楼的", "邻居家", "同村的", "有个", "还有个", "还有一个", "有一个", "还有一对", "还有一户", "还有一家", "有一对", "有一户", "有一家", "有户人家", "有对夫妻", "有对老", "一对老", "一对小", "一对年轻", "一对情侣", "一对兄", "一对姐", "一对母", "一对父", "某物流", "某餐", "某建筑", "某科技", "某贸易", "某商", "某村", "一家小店", "一家",
)

// somebody is the length of a count or 有 and what people are that text begins with:
// 一位退休职工, 有个做电工的朋友, 某互联网公司. It is 0 for none.
func somebody(text string) int {
	i := somePrefix.begin(text)
	count, indefinite := 0, i > 0
	for i+count+len("一") < len(text) && han(text[i+count]) && strings.ContainsRune("一两二三四五六七八九十几数", wide(text, i+count)) {
		count += len("一")
	}
	i += count
	measure := measures.begin(text[i:])
	if i += measure; !indefinite && (count == 0 || measure == 0) || count > 0 && measure == 0 {
		return 0
	}
	for n := 0; n <= maxBearer && i+n < len(text) && han(text[i+n]); n += len("一") {
		if size := bearers.begin(text[i+n:]); size > 0 {
			return i + n + size
		}
	}
	return 0
}

// maxBearer is how far behind the measure word, in bytes, it may be said what somebody
// is: 一位在城南开了十几年早点铺的老板.
const maxBearer = 14 * len("一")

var (
	somePrefix = newWords("还有", "另有", "又有", "也有", "曾有", "有", "另外", "另", "某")
	measures   = newWords("位", "名", "个", "对", "家", "户", "群", "拨", "支", "些", "伙", "口")
	// bearers are what people and firms of whom something is told are.
	bearers = newWords("朋友", "顾客", "客户", "客人", "业主", "租客", "租户", "住户", "房客", "房东", "老人", "大爷", "大妈", "大叔", "大姐", "大哥", "大娘", "阿姨", "老太", "老汉", "老夫妻", "小夫妻", "小伙", "姑娘", "女孩", "男孩", "女生", "男生", "女士", "先生", "学生", "同学", "老师", "教师", "家长", "妈妈", "爸爸", "母亲", "父亲", "奶奶", "爷爷", "夫妻", "夫妇", "情侣", "兄弟", "姐妹", "姐弟", "兄妹",
		"司机", "骑手", "工人", "职工", "员工", "农民", "民工", "月嫂", "保姆", "会计", "护士", "医生", "店主", "摊主", "车主", "船主", "机主", "店家", "老板", "商户", "商贩", "摊贩", "网友", "读者", "粉丝", "买家", "卖家", "用户", "患者", "病人", "家属", "邻居", "亲戚", "同事", "同乡", "老乡", "师傅", "青年", "男子", "女子", "主播", "学员", "考生", "毕业生", "程序员", "设计师", "工程师", "白领", "宝妈", "新手", "村民", "居民", "市民", "旅客", "乘客", "游客", "储户", "股民", "农户", "养殖户", "种植户", "人家",
		"快递员", "外卖员", "业务员", "销售员", "推销员", "营业员", "服务员", "保洁员", "博主", "作者", "歌手", "画家", "钓友", "车友", "驴友", "球友", "花友", "棋友", "病友", "室友", "校友", "单身汉", "女工", "男工", "退役军人", "上班族", "自由职业者", "创业者", "投资人", "借款人", "当事人", "求职者", "应聘者", "消费者", "爱好者", "公司", "企业", "餐馆", "餐厅", "小店", "超市", "饭店", "工厂", "小区", "旅行社", "幼儿园", "合作社", "工作室", "施工队", "装修队")
)
