"""Titles of invented cases and works, as people of a compound give them: what was wrong, how it was settled, where."""

# By what the account is about, as in papers.WHAT: what was settled, for a case; the thing itself, for a work.
SETTLED = {
    "楼道里的杂物": ("清空了楼道", "楼道"),
    "非机动车棚": ("理顺了车棚", "车棚"),
    "漏水的屋顶": ("修好了屋顶", "屋顶"),
    "小区的菜园": ("办起了共享菜园", "菜园"),
    "老人的就餐点": ("开起了老人食堂", "老人食堂"),
    "垃圾分类点": ("管好了垃圾分类", "垃圾分类亭"),
    "儿童游乐角": ("添了儿童游乐角", "游乐角"),
    "破损的台阶": ("换掉了破台阶", "台阶"),
    "飞线充电的插座": ("告别了飞线充电", "充电棚"),
    "门前的绿地": ("留住了门前绿地", "小绿地"),
}
WAYS = (
    "板凳会",
    "院坝夜话",
    "三问三议",
    "楼栋微基金",
    "邻里公约",
    "周末合伙人",
    "老匠人工作室",
    "账本上墙",
    "一户一票",
    "小院管家",
    "银龄议事团",
    "十户联络员",
    "先议后办",
    "流动议事桌",
    "新老住户结对",
    "楼长接待日",
    "亲子巡查队",
    "共享工具箱",
    "红榜留言墙",
    "两代人议事会",
)
CASES = (
    "“{way}”：{place}{settled}",
    "{place}用“{way}”{settled}",
    "从吵架到商量：{place}靠“{way}”{settled}",
    "一张桌子坐下来，{place}{settled}",
    "{place}{settled}，从“{way}”说起",
)
WORKS = (
    "一个{thing}，三次商量",
    "{place}的{thing}有人管了",
    "听{place}的人讲{thing}",
    "镜头里的{thing}",
    "{thing}边上的新邻居",
    "从{thing}开始认识邻居",
    "{place}日记：{thing}这半年",
    "爷爷和{thing}",
    "我家楼下的{thing}变了样",
    "谁来管{thing}",
    "{thing}修好那天",
    "写给{place}的一封信",
    "{place}的一个星期天",
    "{thing}前的板凳会",
    "我们一起画{thing}",
    "夜里亮灯的{thing}",
)


def title(nominee: str, about: str, number: int, place: str) -> str:
    """The title of a case or a work about one of papers.WHAT; `number`, from 0, picks the words: the same, the same."""
    settled, thing = SETTLED[about]
    if nominee == "WORK":
        return WORKS[number % len(WORKS)].format(thing=thing, place=place)
    way, form = WAYS[number % len(WAYS)], CASES[number // len(WAYS) % len(CASES)]
    return form.format(way=way, settled=settled, place=place)
