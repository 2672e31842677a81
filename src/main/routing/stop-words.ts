/** Words a question is made of rather than about: of the two languages, stemmed where English. */
export const stopWords: ReadonlySet<string> = new Set(
  [
    'a an the and or but nor of in on at to for from by with about into onto over under than then so as if is are was were be been being am do doe did done doing have has ha had having will would shall should can could may might must i me my mine myself we us our you your it its he him his hi she her they them their thi that these those there here what which who whom whose when where why how',
    'pleas help want need like let tell give show know could would thank hello hi hey just also onli very veri much more most some ani all each every veri both few other such no not too same own again further onc out up down off abov below dure befor after between through becaus while until ve ll re don t s m d',
    'look go get got make made sure tri new user abl current someth anyth thing way lot kind sort bit well good great realli actual mayb perhap possibl',
    'mcp server tool api via use us provid allow enabl',
  ].flatMap((line) => line.split(' ')),
)

/** The same in Chinese: dropped from questions, never from the index, where they are part of longer words. */
export const chineseStopWords: ReadonlySet<string> = new Set(
  '的 了 和 是 在 我 有 就 不 人 都 一 一个 上 也 很 到 说 要 去 你 会 着 没有 看 好 自己 这 那 这个 那个 这些 那些 哪些 哪个 什么 怎么 怎样 如何 为什么 请 请问 请帮 帮 帮我 帮忙 一下 给 给我 把 被 让 使 用 使用 能 能够 能否 可以 可 想 想要 需要 我要 我想 我们 你们 他们 它 他 她 它们 吗 呢 吧 啊 呀 嘛 哦 与 及 以及 并 并且 或 或者 还 还有 再 又 然后 接着 之后 以后 之前 以前 从 向 对 对于 关于 由 为 为了 以 于 而 其 所 所有 每 每个 某 某个 些 个 位 种 次 里 里面 中 内 下 前 后 间 时 时候 得 地 过 来 做 进行 告诉 知道 多少 几 几个 一些 有没有 是否 是不是 最 更 太 非常 比较 应该 现在 目前 当前 希望 麻烦 谢谢 你好 您 您好 同时 其中 根据 通过 按照 如果 因为 所以 但是 可能 一起 这样 那样 到底 究竟 有关 相关 大概 左右 以下 如下'.split(
    ' ',
  ),
)
