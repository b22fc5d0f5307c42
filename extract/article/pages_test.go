package article_test

import (
	"fmt"
	"strings"
	"testing"

	"zhengwen/document"
	"zhengwen/extract/article"
)

// site wraps content in the chrome of a common kind of site.
func site(title, content string) string {
	return `<html><head><title>` + title + `</title></head><body><div class="top"><a href="/">首页</a> <a href="/n">新闻</a> <a href="/l">生活</a> <a href="/t">旅游</a> <a href="/f">美食</a></div>` +
		`<div class="wrap">` + content + `<div class="right"><h3>热门文章</h3><ul><li><a href="/1">春天去山里看花要带什么</a></li><li><a href="/2">老城的面馆又开门了</a></li><li><a href="/3">怎样给自行车换内胎</a></li></ul></div></div>` +
		`<div class="bottom"><p>关于我们 | 联系我们 | 网站地图</p><p>© 2021 河谷生活网 版权所有</p></div></body></html>`
}

// bare is a page without any chrome.
func bare(title, content string) string {
	return `<html><head><title>` + title + `</title></head><body>` + content + `</body></html>`
}

// subjects are what lists list.
var subjects = []string{
	"山谷里的梯田开始插秧", "旧书市场搬到河对岸", "小学操场铺上新草皮", "渡口的轮船今天停航", "城南开了一家修伞铺", "图书馆延长周末开放时间", "果农教大家挑选西瓜",
	"公交三路改走滨河路", "老戏台修好后第一次演出", "气象台说周五有大雨", "养蜂人搬到了油菜花地", "邮局恢复夜间收件", "新桥两边种上银杏树", "古井旁边立了说明牌",
	"菜市场二楼改成食堂", "城墙下的早市人多起来", "水库放水灌溉下游农田", "山路塌方处已经清理",
}

// summaries stand below headlines in lists.
var summaries = []string{
	"连日晴天，村民趁着水暖把秧苗插下去，合作社的机器也开到了田边…", "摊主们说新地方宽敞，就是离车站远了一点，需要多走十分钟路。", "学生们放学以后都跑来看，工人说再等两天就能踢球了。",
	"因为上游水位上涨，码头贴出了通知，乘客可以改乘摆渡车过河……", "师傅已经七十多岁，他说只要还有人送伞来，就会一直修下去。",
}

// list repeats a template with {t} for a headline, {s} for a summary, {d} for a day.
func list(n int, item string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.NewReplacer("{t}", subjects[i%len(subjects)], "{s}", summaries[i%len(summaries)], "{d}", fmt.Sprintf("2021-03-%02d", i%28+1), "{n}", fmt.Sprint(i+1)).Replace(item))
	}
	return b.String()
}

var noArticles = []struct{ name, page string }{
	{"tag: headlines", site("标签：梯田 - 河谷生活网", "<h1>标签：梯田</h1><ul>"+list(18, "<li><a href=/a>{t}</a><span>{d}</span></li>")+"</ul>")},
	{"tag: a few headlines", site("修伞_河谷生活网", "<h2>与“修伞”相关的文章</h2>"+list(6, "<div class=item><a href=/a>{t}</a></div>")+"<div>1 2 3 下一页</div>")},
	{"tag: headlines and summaries", site("梯田相关文章 - 河谷生活网", "<h1>梯田</h1>"+list(12, "<div class=item><h3><a href=/a>{t}</a></h3><p>{s}</p><span>{d}</span></div>"))},
	{"column: rows of a table", site("本地新闻 - 河谷生活网", "<table>"+list(18, "<tr><td>·</td><td><a href=/a>{t}</a></td><td>{d}</td></tr>")+"</table>")},
	{"column: pictures", site("图库 - 河谷生活网", list(15, "<dl><dt><a href=/a><img src=x></a></dt><dd><a href=/a>{t}</a></dd></dl>"))},
	{"column: linked summaries", site("生活频道", list(10, "<a href=/a><h4>{t}</h4><p>{s}</p></a>"))},
	{"column: dates first", site("公告列表", "<ul>"+list(18, "<li>[{d}] <a href=/a>{t}</a></li>")+"</ul>")},
	{"column: notices of an office", bare("信息公开目录", "<div>索引号 名称 发布日期</div><ul>"+list(16, "<li><a href=/a>关于{t}的通知</a> {d}</li>")+"</ul><div>共12页 上一页 下一页</div>")},
	{"search: results", site("搜索：面馆", "<p>找到约18条结果</p>"+list(10, "<div class=r><h3><a href=/a>{t}</a></h3><div>{s}</div><cite>www.example.com/{n}.html {d}</cite></div>"))},
	{"search: nothing", site("搜索结果", "<p>抱歉，没有找到与“面馆”相关的结果。</p><p>建议：请检查输入的文字，或者换一个词。</p>")},
	{"search: form", bare("站内搜索", "<form><input><button>搜索</button></form><p>热门搜索：面馆 梯田 修伞</p>")},
	{"home of a portal", bare("河谷生活网", list(3, "<div><h2><a href=/c>频道</a></h2><ul>"+list(18, "<li><a href=/a>{t}</a></li>")+"</ul></div>"))},
	{"home of a blog", site("河谷日记", list(8, "<div class=post><h2><a href=/a>{t}</a></h2><div class=meta>{d}</div><p>{s}</p><a href=/a>阅读全文</a></div>"))},
	{"archive by month", site("2021年3月存档", "<h1>2021年3月</h1><ul>"+list(16, "<li>{d} <a href=/a>{t}</a></li>")+"</ul>")},
	{"site map", bare("网站地图", "<h1>网站地图</h1>"+list(40, "<a href=/a>{t}</a> "))},
	{"directory of sites", bare("网址大全", strings.Repeat("<div><a href=/>甲乙网</a> <a href=/>丙丁网</a> <a href=/>戊己网</a> <a href=/>庚辛网</a></div>", 20))},
	{"board of a forum", site("城南茶馆 - 河谷论坛", "<table>"+list(18, "<tr><td><a href=/t>{t}</a></td><td><a href=/u>用户{n}</a></td><td>{n}/20</td><td><a href=/u>路人</a> {d}</td></tr>")+"</table>")},
	{"index of a forum", site("河谷论坛", list(9, "<div><h3><a href=/b>{t}</a></h3><p>主题: 120, 帖数: 3400</p><p>最后发表: {d}</p></div>"))},
	{"user of a forum", site("路人甲的个人资料", "<h2>路人甲</h2><ul><li>注册时间: 2019-03-05</li><li>积分: 120</li><li>帖子: 30</li><li>在线时间: 12 小时</li></ul>")},
	{"author", site("林溪的文章", "<h1>林溪</h1><p>记者</p>"+list(15, "<div><a href=/a>{t}</a> {d}</div>"))},
	{"questions", site("修理问题大全", list(15, "<li><a href=/q>{t}，应该怎么办？</a> <span>{n}个回答</span></li>"))},
	{"topic page", site("专题：老城春天", "<h1>老城春天</h1><h2>最新消息</h2>"+list(9, "<li><a href=/a>{t}</a></li>")+"<h2>图片</h2>"+list(9, "<li><a href=/a>{t}</a></li>"))},
	{"jobs", site("招聘信息", "<table>"+list(15, "<tr><td><a href=/j>修理工</a></td><td>河谷公司</td><td>4000-6000元</td><td>{d}</td></tr>")+"</table>")},
	{"shop", site("全部商品", list(15, "<div class=goods><a href=/g>手工油纸伞第{n}款</a><span>￥{n}9.00</span><span>已售{n}件</span></div>"))},
	{"keywords", bare("面馆 梯田 修伞 春天", "<p>"+strings.Repeat("<a href=/k>面馆推荐</a> <a href=/k>梯田照片</a> <a href=/k>修伞电话</a> ", 20)+"</p>")},
	{"directory of files", bare("Index of /news", "<h1>Index of /news</h1><pre><a href=../>../</a>\n<a href=a.html>a.html</a> 05-Mar-2021 10:00 12K\n<a href=b.html>b.html</a> 06-Mar-2021 10:00 13K\n</pre>")},
	{"videos", site("视频 - 河谷生活网", list(16, "<div class=v><a href=/v><img src=x><span>03:2{n}</span></a><p><a href=/v>{t}</a></p><i>{n}万次播放</i></div>"))},
	{"comments alone", site("全部评论：山谷里的梯田开始插秧", "<h1><a href=/a>山谷里的梯田开始插秧</a></h1><p>共0条评论</p><p>暂无评论</p>")},

	{"title and byline", site("山谷里的梯田开始插秧 - 河谷生活网", "<h1>山谷里的梯田开始插秧</h1><div class=info>2021-03-05 来源：河谷日报 作者：林溪</div><div class=content></div>")},
	{"title and picture", site("山谷里的梯田开始插秧_河谷图片", "<h1>山谷里的梯田开始插秧</h1><p>2021-03-05</p><img src=x><p>1/12</p><p>点击图片进入下一页</p>")},
	{"title and player", site("山谷里的梯田开始插秧 - 视频", "<h1>山谷里的梯田开始插秧</h1><div class=video-player>播放视频</div><p>播放：12万</p><div>分享到：</div>")},
	{"title and download", site("河谷地图 下载", "<h1>河谷地图</h1><p>大小：12MB</p><p>版本：2.1</p><a href=/d>立即下载</a>")},
	{"script shell", bare("山谷里的梯田开始插秧", "<div id=app></div><noscript>You need to enable JavaScript to run this app.</noscript>")},
	{"loading", bare("河谷生活网", "<div>正在加载...</div>")},
	{"frames without text", "<html><head><title>河谷生活网</title></head><frameset cols=20,80><frame src=a><frame src=b></frameset></html>"},
	{"empty body", bare("", "")},
	{"script asked for", bare("请稍候", "<p>请开启JavaScript并刷新该页。</p>")},

	{"404: sentence", site("404 - 河谷生活网", "<h1>404</h1><p>抱歉，您访问的页面不存在。</p><p>可能是地址写错了，也可能是页面已经被删除。</p><a href=/>返回首页</a>")},
	{"404: server", bare("404 Not Found", "<center><h1>404 Not Found</h1></center><hr><center>nginx/1.18.0</center>")},
	{"404: advice", site("页面没有找到", "<h2>您要查看的页面已删除、更名或暂时不可用</h2><ul><li>如果是手工输入的网址，请检查拼写。</li><li>返回网站首页，再找相关链接。</li><li>单击后退按钮，尝试其他链接。</li></ul>")},
	{"404: counting down", bare("出错啦", "<p>对不起，您访问的页面不存在，5秒后自动返回首页</p>")},
	{"404: missing children", bare("404", "<p>你访问的页面找不回来了，但是我们可以一起帮他们回家。</p><p>姓名：某某 性别：男 出生日期：2001-02-03</p>")},
	{"deleted: article", site("提示信息", "<p>该文章已被删除或尚未通过审核。</p>")},
	{"deleted: by its author", bare("内容已被发布者删除", "<p>该内容已被发布者删除</p><p>如有疑问请联系平台</p>")},
	{"deleted: thread", site("提示信息 - 河谷论坛", "<div><p>抱歉，指定的主题不存在或已被删除或正在被审核</p><p><a href=/>[ 点击这里返回上一页 ]</a></p></div>")},
	{"deleted: broken rule", bare("此内容因违规无法查看", "<h2>此内容因违规无法查看</h2><p>由用户投诉并经平台审核，涉嫌违反相关法律法规和政策，查看对应规则</p>")},
	{"no permission", site("提示信息", "<p>抱歉，您没有权限访问该版块，您所在的用户组是游客。</p>")},
	{"wall: login", site("登录", "<h1>用户登录</h1><p>您需要先登录才能继续本操作</p><form>用户名：<input> 密码：<input><button>登录</button></form><a href=/r>没有账号？立即注册</a>")},
	{"wall: login to read", site("山谷里的梯田开始插秧", "<h1>山谷里的梯田开始插秧</h1><p>请登录后查看全文</p>")},
	{"wall: the rest for those who log in", site("如何挑选一口铁锅", "<h1>如何挑选一口铁锅</h1><p>2021-03-05</p><div><p>剩余内容需登录后阅读，请先登录或注册会员。</p><a href=/l>立即登录</a></div>")},
	{"wall: members", site("如何挑选一口铁锅", "<h1>如何挑选一口铁锅</h1><p>本文为会员专享内容，开通会员后即可阅读全文。</p><p>月卡 18 元 季卡 45 元 年卡 158 元</p>")},
	{"wall: rank", site("提示信息 - 河谷论坛", "<p>抱歉，本帖要求阅读权限高于 10 才能浏览</p>")},
	{"wall: reply to read", site("如何挑选一口铁锅", "<h1>如何挑选一口铁锅</h1><p>本帖隐藏的内容需要回复才可以浏览</p>")},
	{"wall: paid", site("山谷里的梯田开始插秧", "<h1>山谷里的梯田开始插秧</h1><p>本文为付费内容，购买后可阅读全文</p><p>￥2.00 立即购买</p>")},
	{"wall: captcha", bare("安全验证", "<p>请完成下方验证后继续访问</p><p>拖动滑块完成拼图</p>")},
	{"wall: check of the browser", bare("Just a moment...", "<h1>Checking your browser before accessing the site.</h1><p>This process is automatic. Your browser will redirect to your requested content shortly.</p>")},
	{"wall: firewall", bare("405", "<p>很抱歉，由于您访问的URL有可能对网站造成安全威胁，您的访问被阻断。</p><p>您的请求ID是: 76b20f4716</p>")},
	{"wall: too often", bare("访问受限", "<p>您的访问过于频繁，请稍后再试。</p>")},
	{"wall: old browser", bare("浏览器版本过低", "<p>您的浏览器版本过低，图片会显示不全，请升级浏览器后再访问。</p>")},
	{"wall: in the app", bare("打开APP", "<p>打开APP查看完整内容</p><p>下载客户端</p>")},
	{"down: gateway", bare("502 Bad Gateway", "<center><h1>502 Bad Gateway</h1></center><hr><center>nginx</center>")},
	{"down: maintenance", bare("系统维护", "<h1>网站维护中</h1><p>我们正在升级服务器，预计今晚十点恢复，给您带来不便，敬请谅解。</p>")},
	{"down: under construction", bare("网站建设中", "<p>网站正在建设中，敬请期待！</p>")},
	{"down: closed", bare("站点已暂停", "<h2>抱歉，该站点已被管理员停止运行！</h2><p>可能因为流量超出或者没有备案。</p>")},
	{"down: no filing", bare("网站未备案", "<h1>网站暂时无法访问</h1><p>该网站未根据工信部相关法律规定履行备案信息。</p>")},
	{"down: page under repair", site("系统提示", "<p>该页面正在升级维护中，请您稍后访问，给您带来的不便敬请谅解！</p>")},
	{"down: no site", site("没有找到站点", "<h1>没有找到站点</h1><p>您的请求在Web服务器中没有找到对应的站点！</p><p>可能原因：</p><ol><li>您没有将此域名绑定到站点</li><li>配置文件没有生效</li></ol>")},
	{"down: not bound", site("网站访问报错", "<h1>网站访问报错</h1><p>您访问的网站还没有备案，或者域名还没有绑定到主机，请联系服务商处理。</p>")},
	{"down: new server", bare("恭喜，站点创建成功！", "<h1>恭喜, 站点创建成功！</h1><h3>这是默认index.html，本页面由系统自动生成</h3><ul><li>本页面在FTP根目录下的index.html</li><li>您可以修改、删除或覆盖本页面</li></ul>")},
	{"down: script error", bare("", "<b>Warning</b>: mysql_connect() [function.mysql-connect]: Can't connect to local MySQL server in <b>/www/inc/db.php</b> on line <b>12</b>")},
	{"down: database", bare("Database Error", "<h1>Discuz! Database Error</h1><p>(1040) Too many connections</p>")},
	{"down: server error", bare("运行时错误", "<h1>“/”应用程序中的服务器错误。</h1><h2>运行时错误</h2><p>说明: 服务器上出现应用程序错误。此应用程序的当前自定义错误设置禁止远程查看应用程序错误的详细信息。</p>")},
	{"parked: for sale", bare("example.com 正在出售", "<h1>您正在访问的域名可以转让！</h1><p>该域名正在出售，如果您对它感兴趣，请联系我们报价。</p>")},
	{"parked: expired", bare("域名已过期", "<p>该域名已过期，请及时续费。</p>")},
	{"parked: links", bare("example.com", "<p>本页面由域名持有者停放</p>"+list(6, "<a href=/a>{t}</a><br>"))},
	{"moved", bare("页面跳转中", "<p>页面跳转中，请稍候…… 如果您的浏览器没有自动跳转，<a href=/>请点击这里</a></p>")},
}

func TestNoArticles(t *testing.T) {
	caught := 0
	for _, p := range noArticles {
		d := apply(t, throughMarkup(t, p.page, "text/html"), article.Options{})
		if d.Dropped() != nil {
			caught++
			continue
		}
		t.Logf("%s: taken for %s with the body %q", p.name, d.Kind, body(d))
	}
	t.Logf("%d of %d pages caught", caught, len(noArticles))
	if share := float64(caught) / float64(len(noArticles)); share < .95 {
		t.Errorf("%.3f of the pages caught, want .95", share)
	}
}

// articles look like pages without one.
var articles = []struct{ name, page, begins string }{
	{"about pages that are missing", site("访问网站时提示404怎么办 - 河谷生活网", "<h1>访问网站时提示404怎么办</h1><p>打开网页时看到“抱歉，您访问的页面不存在”，多半是地址写错了，可以先检查一遍。</p><p>如果地址没有错，就到首页里找一找，或者过一会儿再试。</p>"), "打开网页时"},
	{"about sites that are not found", site("网站访问报错怎么处理", "<h1>网站访问报错怎么处理</h1><p>2021-03-05</p><p>打开网站看到“没有找到站点”，多半是域名还没有绑定到主机，到后台的域名管理里补上就好。</p>"), "打开网站"},
	{"a wall behind the text", site("铁锅生锈怎么办", "<h1>铁锅生锈怎么办</h1><p>2021-03-05</p><div><p>铁锅生锈先别扔，用钢丝球把锈擦掉，再抹一层油小火烧一会儿，锅就又能用了。</p><p>剩余内容需登录后阅读</p></div>"), "铁锅生锈"},
	{"about domains", site("域名已过期怎样赎回", "<h1>域名已过期怎样赎回</h1><p>该域名已过期的提示出现以后，通常还有三十天的宽限期，交了费用就能恢复。</p>"), "该域名已过期"},
	{"about logging in", site("忘记密码怎样登录", "<h1>忘记密码怎样登录</h1><p>先点登录框下面的找回密码，再按提示填写手机号和验证码，就可以设置新的密码。</p>"), "先点登录框"},
	{"about maintenance", site("河谷银行今晚系统维护", "<h1>河谷银行今晚系统维护</h1><p>2021-03-05</p><p>河谷银行发布公告，今晚十点到明天早上六点进行系统维护，期间不能转账。</p>"), "河谷银行发布"},
	{"one sentence with a date", site("渡口的轮船今天停航", "<h1>渡口的轮船今天停航</h1><p>2021-03-05 08:20</p><p>因水位上涨，渡口的轮船今天停航。</p>"), "因水位上涨"},
	{"many links around little text", site("旧书市场搬到河对岸", "<ul>"+list(18, "<li><a href=/a>{t}</a></li>")+"</ul><h1>旧书市场搬到河对岸</h1><p>2021-03-06</p><p>昨天起，旧书市场搬到了河对岸的仓库里，每周六、周日开放。</p><ul>"+list(18, "<li><a href=/a>{t}</a></li>")+"</ul>"), "昨天起"},
	{"ten hints", site("换内胎的十个步骤", "<h1>换内胎的十个步骤</h1><ol>"+strings.Repeat("<li>松开刹车，把车轮从叉子上取下来，注意不要碰弯辐条。</li>", 10)+"</ol>"), "松开刹车"},
	{"table alone", site("三路公交时刻", "<h1>三路公交时刻</h1><table><tr><th>站名</th><th>首班</th><th>末班</th></tr>"+strings.Repeat("<tr><td>滨河路口</td><td>6:10</td><td>21:40</td></tr>", 12)+"</table>"), "站名"},
	{"linked names in the text", site("老城的面馆", "<h1>老城的面馆</h1><p>城里的<a href=/1>面馆</a>多在<a href=/2>南门</a>一带，最老的一家开在<a href=/3>戏台</a>对面，门口有一棵<a href=/4>银杏</a>。</p><p>去的人说，汤要先喝一口，再加醋。</p>"), "城里的"},
	{"poem", site("河边的诗", "<h1>河边的诗</h1><p>水从山里来，<br>带着松针的味道；<br>人在桥上站着，<br>等一只白色的鸟。</p>"), "水从山里来"},
	{"questions of an interview", site("修伞师傅访谈", "<h1>修伞师傅访谈</h1><p>问：您修伞多少年了？</p><p>答：从十六岁开始，已经五十多年了，中间停过三年。</p><p>问：现在还有人送伞来吗？</p><p>答：有，下雨天的第二天最多。</p>"), "问：您"},
	{"text in one cell between menus", site("水库放水", "<table><tr><td>"+list(12, "<a href=/a>{t}</a><br>")+"</td><td>今天上午九点，水库打开了两个闸门，向下游的农田放水。<br><br>放水要持续三天，沿河的居民不要下河洗衣。</td></tr></table>"), "今天上午九点"},
	{"comments longer than the text", site("邮局恢复夜间收件", "<h1>邮局恢复夜间收件</h1><p>2021-03-07</p><p>从今天晚上开始，城南邮局恢复夜间收件，窗口开到十点，周末也不休息，节假日的安排会另外贴出来，寄大件的人要提前打电话。</p><div class=comments>"+strings.Repeat("<p>这样就方便多了，下班以后也能去寄东西，不用再请假。</p>", 5)+"</div>"), "从今天晚上"},
}

func TestArticlesThatLookLikeNone(t *testing.T) {
	for _, p := range articles {
		t.Run(p.name, func(t *testing.T) {
			d := apply(t, throughMarkup(t, p.page, "text/html"), article.Options{})
			if x := d.Dropped(); x != nil || d.Kind != document.PageArticle {
				t.Fatalf("kind %s, dropped %+v", d.Kind, x)
			}
			if got := body(d); !strings.HasPrefix(got, p.begins) {
				t.Errorf("body %q, want one that begins %q", got, p.begins)
			}
		})
	}
}
