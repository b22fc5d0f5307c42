package main

// stopWords are content words by their part of speech that say nothing about
// what a text is about: light verbs, frame nouns, words of the web page itself.
// Function words are left out of keywords by their tag.
const stopWords = `
是 有 要 会 能 可 做 让 使 说 看 想 去 来 到 给 用 叫 称 为 成 好 大 小 多 少 高 低 新 老 长
可以 可能 能够 应该 应当 需要 必须 愿意 希望 觉得 认为 知道 了解 发现 看到 表示 指出 成为 作为 属于 包括 包含 具有 没有 存在
进行 开展 实现 实施 采取 采用 使用 利用 通过 根据 按照 关于 有关 相关 由于 因此 所以 如果 例如 比如 例子 以及 使得 导致 造成 引起
情况 问题 方面 方式 方法 原因 结果 过程 内容 部分 地方 时候 时间 东西 事情 事 人 人们 大家 别人 自己 一些 一定 一般 一样 一下 一点 一起 一直 一个
主要 重要 基本 具体 不同 相同 很多 许多 各种 所有 全部 整个 更多 最后 最终 首先 其次 同时 以上 以下 之后 之前 目前 现在 今天 昨天 明天 今年 去年
这样 那样 这种 那种 这个 那个 这些 那些 什么 怎么 怎样 如何 为什么 多少 哪些
文章 本文 小编 编辑 作者 记者 来源 网站 网页 点击 阅读 浏览 评论 分享 转载 版权 首页 上一篇 下一篇 图片 附图
`
