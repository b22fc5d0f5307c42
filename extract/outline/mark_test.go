package outline

import "testing"

func TestParseMark(t *testing.T) {
	for _, tc := range []struct {
		line   string
		family family
		number string
		words  string
	}{
		{"一、协商是什么", famHan, "一、", "协商是什么"},
		{"十二、附则说明", famHan, "十二、", "附则说明"},
		{"（三）裁决之后", famHanParen, "（三）", "裁决之后"},
		{"(三) 裁决之后", famHanParen, "(三)", "裁决之后"},
		{"(2)误工费", famNumParen, "(2)", "误工费"},
		{"1、先救人", famNum, "1、", "先救人"},
		{"3.5、营养费", famNum, "3.5、", "营养费"},
		{"1.庭前", famNum, "1.", "庭前"},
		{"2 应对方法", famNum, "2", "应对方法"},
		{"4 到店以后怎么换", famNum, "4", "到店以后怎么换"},
		{"1.1 定义", famDecimal, "1.1", "定义"},
		{"3.1.2钱", famDecimal, "3.1.2", "钱"},
		{"2）再找物业", famNumHalf, "2）", "再找物业"},
		{"1》准备", famNumHalf, "1》", "准备"},
		{"①停止食用", famCircled, "①", "停止食用"},
		{"第一章 几个名词", famChapter, "第一章", "几个名词"},
		{"第二节　线下办理", famJie, "第二节", "线下办理"},
		{"第三部分：索赔", famPart, "第三部分", "索赔"},
		{"第一步：翻出收据", famStep, "第一步", "翻出收据"},
		{"步骤2 提交申请", famStep, "步骤2", "提交申请"},
		{"台阶一 保留证据", famStep, "台阶一", "保留证据"},
		{"第一，订单从哪里流出", famFirst, "第一", "订单从哪里流出"},
		{"Q1：能退吗？", famQuestion, "Q1", "能退吗？"},
		{"问：外地车能办吗？", famQuestion, "问", "外地车能办吗？"},
		{"案例一 小李的经历", famCase, "案例一", "小李的经历"},
		{"Part 2 退货步骤", famPartEn, "Part 2", "退货步骤"},
		{"Step 3：寄回", famStep, "Step 3", "寄回"},
		{"No.1 选店", famPartEn, "No.1", "选店"},
		{"02｜自书遗嘱", famBar, "02", "自书遗嘱"},
		{"A.申请", famUpper, "A.", "申请"},
		{"b. 寄回", famLower, "b.", "寄回"},
		{"Ⅱ. 赔偿", famRoman, "Ⅱ.", "赔偿"},
		{"ii. 赔偿", famRomanLow, "ii.", "赔偿"},
		{"肆、关门了怎么追", famBig, "肆、", "关门了怎么追"},
		{"Q：停电了怎么报修？", famQuestion, "Q", "停电了怎么报修？"},
		{"叁　出门之前", famBig, "叁", "出门之前"},
		{"附：申请减免的材料", famAppendix, "附", "申请减免的材料"},
		{"【常见疑问】", famBracket, "", "常见疑问"},
		{"▍款项跟着进度走", famDecor, "", "款项跟着进度走"},
		{"２、全角数字", famNum, "２、", "全角数字"},
		{"甲、钱从哪儿出", famStem, "甲、", "钱从哪儿出"},
		{"三　回信怎么写", famHan, "三", "回信怎么写"},
		{"二｜回信怎么写", famHan, "二", "回信怎么写"},
		{"伍·回信怎么写", famBig, "伍", "回信怎么写"},
		{"【一】回信怎么写", famHan, "【一】", "回信怎么写"},
		{"〔2〕回信怎么写", famNum, "〔2〕", "回信怎么写"},
		{"【第一步】写回信", famStep, "【第一步】", "写回信"},
		{"（叁）回信怎么写", famBig, "（叁）", "回信怎么写"},
		{"（B）回信怎么写", famUpper, "（B）", "回信怎么写"},
		{"3：回信怎么写", famNum, "3", "回信怎么写"},
		{"04回信怎么写", famBar, "04", "回信怎么写"},
		{"➂回信怎么写", famCircled, "➂", "回信怎么写"},
		{"误区二：回信越长越好", famCounted, "误区二", "回信越长越好"},
		{"第三件事：写回信", famCounted, "第三件事", "写回信"},
		{"Tip 2：写回信", famPartEn, "Tip 2", "写回信"},
		{"📌 写回信", famDecor, "", "写回信"},
		{"▍写回信▍", famDecor, "", "写回信"},
		{"02 | 写回信", famBar, "02", "写回信"},
		{"02—写回信", famBar, "02", "写回信"},
		{"二问：信写给谁", famCounted, "二问", "信写给谁"},
		{"Part Two 写回信", famPartEn, "Part Two", "写回信"},
		{"【问】信写给谁？", famQuestion, "【问】", "信写给谁？"},
		{"B｜写回信", famUpper, "B", "写回信"},
		{"## 写回信", famDecor, "", "写回信"},
		{"—— 写回信 ——", famDecor, "", "写回信"},
		{"== 写回信 ==", famDecor, "", "写回信"},
		{"**写回信**", famDecor, "", "写回信"},
		{"｜写回信", famDecor, "", "写回信"},
		{"> 写回信", famDecor, "", "写回信"},
		{"01 —— 写回信", famBar, "01", "写回信"},
		{"二，写回信", famHan, "二", "写回信"},
		{"下篇：写回信", famPart, "下篇", "写回信"},
	} {
		m, ok := parseMark(tc.line)
		if !ok || m.family != tc.family || m.number != tc.number {
			t.Errorf("%s: got family %d number %q (%v), want %d %q", tc.line, m.family, m.number, ok, tc.family, tc.number)
			continue
		}
		l := line{text: tc.line, mark: m, marked: true}
		if got := l.words(); got != tc.words {
			t.Errorf("%s: words %q, want %q", tc.line, got, tc.words)
		}
	}
}

func TestParseMarkRefuses(t *testing.T) {
	for _, line := range []string{
		"3.5%的年费看着很低", "2021.9.1之后签的合同", "2023年5月的新规", "0.5天的年假怎么休", "1.5倍的基数", "12.8万元是标的", "2.5公斤的大米",
		"第七条 双方的义务", "第一千零八十七条讲的是分割", "第一种是借条", "首先要弄清楚", "其一是材料", "一位网友说", "三种加班", "3 天之内", "2 个月的宽限期", "10086是客服电话",
		"APP里的客服入口", "甲、乙双方的义务", "丁 2022", "05年的旧账", "10:30到站", "第三件事是写信", "问题一大堆", "情况一团糟", "[注]以下从略", "#话题#", "伍先生的经历", "陆路运输的单据", "A股市场", "问题的关键", "附近的窗口", "V1.2版本更新", "24小时营业", "——何川", "-写回信", ">", "=====", "上篇文章", "", "。", "（略）", "100.5元",
	} {
		if m, ok := parseMark(line); ok {
			t.Errorf("%q read as mark %q of family %d", line, m.number, m.family)
		}
	}
}

func TestNumber(t *testing.T) {
	for text, want := range map[string]int{"一": 1, "十": 10, "十二": 12, "二十": 20, "二十一": 21, "一百": 100, "7": 7, "12": 12, "３": 3} {
		if got, size := number(text); got != want || size != len(text) {
			t.Errorf("%s: %d in %d bytes, want %d in %d", text, got, size, want, len(text))
		}
	}
}
