package advice_test

import (
	"context"
	"strings"
	"testing"

	"zhengwen/document"
	"zhengwen/extract/advice"
	"zhengwen/extract/outline"
	"zhengwen/rules"
)

// sentences of many topics; an empty stance says that it is no advice.
var sentences = []struct {
	text   string
	stance document.Stance
}{
	{"借款人应当提前把困难告诉机构。", "do"},
	{"务必保存好快递面单。", "do"},
	{"先把说明书找出来，逐页看一遍。", "do"},
	{"打开小程序，填写申请表。", "do"},
	{"向居委会说明情况，请他们出具证明。", "do"},
	{"可以向旅游质监所投诉。", "do"},
	{"材料要提前复印两份。", "do"},
	{"最好请律师看一遍条款。", "do"},
	{"看房时，记得检查水压。", "do"},
	{"说好的赠品，务必写进订单。", "do"},
	{"切勿把门禁卡借给陌生人。", "dont"},
	{"不要在空白纸上签名。", "dont"},
	{"买家千万别急着确认收货。", "dont"},
	{"避免在气头上做决定。", "dont"},
	{"乘客要避免在车厢里争抢座位。", "dont"},
	{"如果店长不松口，可以请消协出面。", "conditional"},
	{"一旦发现渗漏，应立即通知物业。", "conditional"},
	{"没有收据的，可以用转账记录代替，并申请银行出具流水。", "conditional"},
	{"对罚单有疑问的，应当在六十日内申请复议。", "conditional"},
	{"不要提前拆封，除非你已经决定留下。", "conditional"},
	{"切勿涂改检测单，一旦露馅，保险就不作数。", "dont"},
	{"凡是主动加好友荐股的，一律不要回复。", "dont"},
	{"没听清的，就请对方重复一遍。", "conditional"},
	{"对裁定不服的，十日内到法院递交申诉书。", "conditional"},
	{"手续齐了的，在小程序上提交，一般两天到账。", "conditional"},
	{"店员催着要的，录下来，再向消协举报。", "conditional"},
	{"如果浴霸还在响，就在开关上贴一张纸条。", "conditional"},
	{"先去展厅里转一圈，量一量过道的宽度。", "do"},
	{"问清楼里有没有人养狗。", "do"},
	{"先弄清是哪个窗口受理，再打印表格。", "do"},
	{"然后给房东打电话，说明退租的理由和期限。", "do"},
	{"有裂缝的地方，让师傅在交接单上签字。", "do"},
	{"轮胎鼓了包，必须换原厂的。", "do"},
	{"把当时是怎么摔的讲清楚，千万不要添油加醋。", "do"},

	// Bare imperatives by a verb with its complement, the object in front or behind.
	{"锅盖放在灶台左边，把手朝里。", "do"},
	{"被褥抱到太阳底下晒两个小时。", "do"},
	{"旧电池单独装进塑料袋。", "do"},
	{"三家的报价各抄一份。", "do"},
	{"窗框用湿布擦，玻璃用报纸擦。", "do"},
	{"押金走柜台交，收据当场要。", "do"},
	{"盯着秤看有没有归零。", "do"},
	{"赶紧去前台问一声。", "do"},
	{"对方不认账的，把录音交给调解员。", "conditional"},
	{"孩子晕车的，座位选靠前的那排。", "conditional"},
	{"一旦闻到焦味，拔掉插头。", "conditional"},
	{"水管冻住了，先关总阀。", "do"},
	{"住不住校，开学前就定下来。", "do"},
	{"带老人出门的人，随身备一份病历。", "do"},
	{"挑表皮发皱的，越皱越甜。", "do"},
	{"与其修，不如换一台。", "do"},
	{"花盆宜用瓦的。", "do"},
	{"晾衣以早上为宜。", "do"},
	{"孕妇忌生冷。", "dont"},
	{"来路不明的票，一律不买。", "dont"},
	{"门禁密码不得告诉送货的人。", "dont"},
	{"每季度要到社区盖一次章。", "do"},
	{"要求师傅写明保修期。", "do"},
	{"可以要求店家重新称。", "do"},
	{"法定代表人换了，要到银行改印鉴。", "do"},
	{"口头答应的不算，不妨发条消息追问：“哪天能退？”", "do"},

	{"门票、车票、住宿的单子，都拍下来。", "do"},
	{"请物业开一张缴费证明，能省不少事。", "do"},
	{"原件各复印两份，随身带一份。", "do"},
	{"遇到分歧的，应在三天内找管委会说明。", "conditional"},

	{"老师把通知贴在教室门口。", ""},
	{"申请人可以在三十日内提出复核。", ""},
	{"复核申请应在三十日之内提出。", ""},
	{"复核机关应当在两个月内答复。", ""},
	{"把一笔钱拆成三笔来收，叫分解收费。", ""},
	{"外地来的车主，还要多做一件事。", ""},
	{"知道密码，不等于可以取钱。", ""},
	{"摊主收下定金，转身就把货卖给了别人。", ""},
	{"放在柜顶的纸箱最容易受潮。", ""},
	{"孩子学会系鞋带要到五岁才行。", ""},
	{"资料由馆里保管，保管期两年。", ""},
	{"买错了型号，退起来就会很麻烦。", ""},
	{"一问一答之间，半小时就过去了。", ""},
	{"这家店的价格不如隔壁便宜。", ""},
	{"柜台只收现金，找零要等一会儿。", ""},
	{"骗子自称客服，要配合他退款。", ""},
	{"对方有权解除合同，并拿到补偿。", ""},
	{"年费按一百二十元计。", ""},

	{"通过团购可以减轻装修开支。", ""},
	{"平台应当在显著位置公示费率。", ""},
	{"房东要承担主体结构的维修费用。", ""},
	{"法律规定，劳动者可以要求支付双倍工资。", ""},
	{"留好小票是十分重要的。", ""},
	{"这样可以提高成功率。", ""},
	{"往往要赔上一个月的押金。", ""},
	{"花期多长要看气温。", ""},
	{"需要留意以下几点：", ""},
	{"合同可以退吗？", ""},
	{"希望每位读者都能顺利拿回押金。", ""},
	{"报名后一般三天左右会有短信。", ""},
	{"检查登记的结果是一年。", ""},
	{"未成年人签字的见证无效。", ""},
	{"他说“不要报警”就挂了电话。", ""},
	{"消费者协会每年公布典型案例。", ""},
	{"特别是老人，区别并不明显。", ""},
	{"代书遗嘱需要两名以上见证人在场。", ""},
	{"公告列出了必须公示的项目。", ""},
	{"不少人先想到换店，再想到退卡。", ""},
	{"凡是声称要上门收费的短信都没有依据。", ""},
	{"年卡是店家先收钱、后提供场地的一种凭证。", ""},
	{"声明里写了日期，说明他早就知道。", ""},
}

func TestSentences(t *testing.T) {
	e := newEngine(t)
	for _, tc := range sentences {
		d := e.run(t, tc.text)
		got := document.Stance("")
		if len(d.Advice) > 0 {
			got = d.Advice[0].Stance
		}
		if got != tc.stance {
			t.Errorf("%s: stance %q, want %q", tc.text, got, tc.stance)
		}
	}
}

func TestCondition(t *testing.T) {
	e := newEngine(t)
	for text, want := range map[string]string{
		"如果店长不松口，可以请消协出面。":     "如果店长不松口",
		"对罚单有疑问的，应当在六十日内申请复议。": "对罚单有疑问的",
		"不要提前拆封，除非你已经决定留下。":    "除非你已经决定留下",
		"务必保存好快递面单。":           "",
	} {
		d := e.run(t, text)
		if len(d.Advice) != 1 || d.Advice[0].Condition != want {
			t.Errorf("%s: %+v, want condition %q", text, d.Advice, want)
		}
	}
}

func TestUnit(t *testing.T) {
	e := newEngine(t)
	for _, tc := range []struct {
		name, text string
		want       []string
	}{
		{"list mark", "1、先把发票和保修卡收好。", []string{"先把发票和保修卡收好。"}},
		{"roman list mark", "iii. 先把发票和保修卡收好。", []string{"先把发票和保修卡收好。"}},
		{"letter as a list mark", "B）先把发票和保修卡收好。", []string{"先把发票和保修卡收好。"}},
		{"speaker", "A1：建议先照常上课。", []string{"建议先照常上课。"}},
		{"answer", "答：不要签字。", []string{"不要签字。"}},
		{"name of the speaker", "贺医生：记得饭后半小时再吃药。", []string{"记得饭后半小时再吃药。"}},
		{"closing quote", "他叮嘱大家。务必写上“里程真实，假一赔三。”别的话不用多说。", []string{"务必写上“里程真实，假一赔三。”"}},
		{"semicolon does not end", "先量长度，再量高度；不要估算。", []string{"先量长度，再量高度；不要估算。"}},
		{"line end", "记得索要发票", []string{"记得索要发票"}},
		{"table row", "建议 不要 可以", nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d := e.run(t, tc.text)
			var got []string
			for _, a := range d.Advice {
				got = append(got, d.Text[a.Span.Start:a.Span.End])
			}
			if strings.Join(got, "|") != strings.Join(tc.want, "|") {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

// A caption directs nobody and tells no story; a story goes on behind it.
func TestCaptions(t *testing.T) {
	d := &document.Document{}
	for _, line := range []string{
		"小李在车站摆早点摊，去年车站搬迁，他半年没有摊位，找到管委会递了低保证和租约，",
		"最后管委会给他补了一个摊位，还退了两个月的租金。",
		"先把发票和保修卡收好。",
	} {
		d.Blocks = append(d.Blocks, document.Block{Text: line, Role: document.RoleBody, Tag: "p"},
			document.Block{Text: "图为先把发票和保修卡收好。", Role: document.RoleBody, Tag: "p", Caption: true})
	}
	d.Freeze()
	book, err := rules.Load()
	if err != nil {
		t.Fatal(err)
	}
	if err := advice.New(book).Apply(context.Background(), d); err != nil {
		t.Fatal(err)
	}
	if len(d.Advice) != 1 || d.Advice[0].Span.Start != d.Pieces[4].At {
		t.Errorf("advice %+v", d.Advice)
	}
	if len(d.Cases) != 1 || d.Cases[0].Span != (document.Span{End: d.Pieces[2].End()}) {
		t.Errorf("cases %+v, want one of both paragraphs", d.Cases)
	}
}

func TestTerms(t *testing.T) {
	d := &document.Document{Blocks: []document.Block{{Text: "申请人需要准备失业证明和APP截图。", Role: document.RoleBody, Tag: "line"}}}
	d.Freeze()
	at := 0
	for _, w := range []string{"申请人", "需要", "准备", "失业证明", "和", "APP", "截图", "。"} {
		d.Words = append(d.Words, document.Span{Start: at, End: at + len(w)})
		at += len(w)
	}
	book, err := rules.Load()
	if err != nil {
		t.Fatal(err)
	}
	if err := advice.New(book).Apply(context.Background(), d); err != nil {
		t.Fatal(err)
	}
	if len(d.Advice) != 1 || strings.Join(d.Advice[0].Terms, " ") != "申请人 准备 失业证明 APP 截图" {
		t.Errorf("got %+v", d.Advice)
	}
}

func TestCases(t *testing.T) {
	e := newEngine(t)
	const story = "在车站摆早点摊，去年车站搬迁，他半年没有摊位。他找到管委会，递了低保证和租约，"
	for _, tc := range []struct {
		name, text string
		want       string // outcome and name of each
	}{
		{"success", "一、案例\n小陈" + story + "管委会批准他换到东门。", "success 小陈"},
		{"failure", "一、案例\n钱某" + story + "申请还是被退回来，不予办理。", "failure 钱某"},
		{"untold", "一、案例\n李女士" + story + "目前仍在等待答复。", "unknown 李女士"},
		{"heading decides", "1.1 失败案例\n小陈" + story + "管委会批准他换到东门。", "failure 小陈"},
		{"two", "一、案例\n案例一：小陈" + story + "管委会批准了。\n案例二：老田" + story + "管委会没有答应，申请被驳回。", "success 小陈, failure 老田"},
		{"one over two paragraphs", "一、案例\n小陈" + story + "管委会没有答复。\n他又去了两次，后来拿着租约找到街道，最后管委会批准他换到东门。", "success 小陈"},
		{"comment outside", "一、案例\n小陈" + story + "管委会批准了。\n两件事对照着看，关键在于手里有没有租约，最后能不能拿出来。", "success 小陈"},
		{"another person next", "一、案例\n小陈" + story + "管委会批准了。\n同一条街的老田也递了材料，可是少了租约，申请被驳回。", "success 小陈, failure 老田"},
		{"another person, told of the first", "一、案例\n小陈" + story + "管委会没有答复。\n邻居老田劝小陈再去一趟，他带上租约又去了，最后管委会批准他换到东门。", "success 小陈"},
		{"a rare given name", "一、案例\n小芸" + story + "管委会批准她换到东门。", "success 小芸"},
		{"any family name before a title", "一、案例\n禤女士" + story + "管委会批准了。", "success 禤女士"},
		{"two characters of family name", "一、案例\n欧阳先生" + story + "管委会批准了。", "success 欧阳先生"},
		{"whole name", "一、案例\n邻村的高海去年" + story + "管委会批准了。", "success 高海"},
		{"the narrator's people", "一、案例\n我表姐" + story + "管委会批准了。", "success 我表姐"},
		{"the narrator", "一、案例\n我" + story + "管委会批准了。", "success "},
		{"told for the contrast", "一、案例\n小陈" + story + "管委会批准他换到东门。\n老田" + story + "他每天推着车在路口转。", "success 小陈, failure 老田"},
		{"a remark tells no end", "一、案例\n小陈" + story + "管委会批准他换到东门。他说，没有租约什么也办不成。", "success 小陈"},
		{"given name alone", "一、案例\n晓梅" + "去年" + story + "管委会批准了。", "success 晓梅"},
		{"given name with a title", "一、案例\n玉兰嫂" + story + "管委会批准了。", "success 玉兰嫂"},
		{"next door", "一、案例\n楼上小祖" + story + "管委会批准了。", "success 小祖"},
		{"a worker is no name", "一、案例\n管委会的工程师傅" + "来了三次，说路面下沉，后来又派人去看，最后修好了。", ""},
		{"a preposition is no name", "一、案例\n向医生说明病情以后，材料当天递到窗口，后来又补了一次，最后批准了。", ""},
		{"some day is no name", "一、案例\n于某月某日递了材料，后来又补了一次，最后批准了。", ""},
		{"who explains", "一、案例\n管委会主任柯某介绍，去年摊位少了一半，后来又补了一次，最后都批准了。", ""},
		{"little came of it", "一、案例\n小陈" + story + "等了半年，只分到三百元。", "failure 小陈"},
		{"a hearing to come", "一、案例\n小陈" + story + "案子下周三开庭。", "unknown 小陈"},
		{"taken back by a word", "一、案例\n小陈" + story + "最后只退回三百元。", "failure 小陈"},
		{"speaker", "一、问答\n贺医生：去年有人来问，后来他半年没有摊位，找到管委会递了材料，批准了。", ""},
		{"nobody", "一、案例\n一位网友" + story + "管委会批准他换到东门。", "success "},
		{"example only", "一、算法\n以小王为例计算，每月还一千元，一年共还一万二千元，利息另算，最后一期付清。", ""},
		{"no one acts", "一、案例\n这类纠纷去年增加了三成，最后大多以调解结案。", ""},
		{"district is no name", "一、背景\n小区的电梯坏了三个月，业主们联系了物业，最后自己花钱修好了。", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d := e.run(t, tc.text)
			var got []string
			for _, c := range d.Cases {
				got = append(got, string(c.Outcome)+" "+c.Who)
			}
			if strings.Join(got, ", ") != tc.want {
				t.Errorf("got %q, want %q", strings.Join(got, ", "), tc.want)
			}
		})
	}
}

// checkMarks fails when advice or cases of d break what their readers rely on.
func checkMarks(t *testing.T, d *document.Document) {
	last := 0
	for _, a := range d.Advice {
		if a.Span.Start < last || a.Span.End <= a.Span.Start || a.Span.End > len(d.Text) {
			t.Fatalf("advice at %v after %d in %d bytes", a.Span, last, len(d.Text))
		}
		last = a.Span.End
		text := d.Text[a.Span.Start:a.Span.End]
		if strings.Contains(text, "\n") || (a.Condition == "") != (a.Stance != document.StanceConditional) || !strings.Contains(text, a.Condition) {
			t.Fatalf("advice %q: stance %s, condition %q", text, a.Stance, a.Condition)
		}
		if a.Section < -1 || a.Section >= len(d.Sections) || a.Section >= 0 && !d.Sections[a.Section].IsAdvice || a.Topic == "" {
			t.Fatalf("advice %+v", a)
		}
	}
	last = 0
	for _, c := range d.Cases {
		if c.Span.Start < last || c.Span.End <= c.Span.Start || c.Span.End > len(d.Text) || c.Outcome == "" {
			t.Fatalf("case %+v after %d in %d bytes", c, last, len(d.Text))
		}
		last = c.Span.End
		if !strings.Contains(d.Text, c.Who) {
			t.Fatalf("case of %q", c.Who)
		}
	}
}

func FuzzAdvice(f *testing.F) {
	for _, s := range sentences {
		f.Add(s.text)
	}
	f.Add("案例一：小陈去年被骗了，最后他拿回了钱。\n“‘《》”的，的，不要，如果")
	book, err := rules.Load()
	if err != nil {
		f.Fatal(err)
	}
	h, o, a := outline.NewHeadings(), outline.New(book), advice.New(book)
	f.Fuzz(func(t *testing.T, text string) {
		d := &document.Document{}
		for _, l := range strings.Split(strings.ToValidUTF8(text, "\uFFFD"), "\n") {
			d.Blocks = append(d.Blocks, document.Block{Text: l, Role: document.RoleBody, Tag: "line", Element: -1})
		}
		ctx := context.Background()
		if err := h.Apply(ctx, d); err != nil {
			t.Fatal(err)
		}
		d.Freeze()
		if err := o.Apply(ctx, d); err != nil {
			t.Fatal(err)
		}
		if err := a.Apply(ctx, d); err != nil {
			t.Fatal(err)
		}
		checkMarks(t, d)
	})
}

func TestRules(t *testing.T) {
	book, err := rules.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range book.Check() {
		for _, f := range []string{"advice.toml", "topics.toml", "cases.toml", "terms.toml"} {
			if strings.HasSuffix(p.Source, f) {
				t.Error(p)
			}
		}
	}
}
