"""What applicants, jurors and organisers are told, in both languages. Facts are filled in by name."""

TEXTS: dict[str, tuple[str, str]] = {
    "entry.submitted": (
        "您的报名已收到，编号 {serial}。在“我的报名”里可以看到进度。",
        "Your entry has arrived. Its number is {serial}; “My entries” shows where it stands.",
    ),
    "entry.discarded": (
        "编号 {serial} 的代办报名复核未通过：{reason}。请到社区窗口重新办理。",
        "The entry {serial} made for you did not pass its second check: {reason}. Please come to the community desk.",
    ),
    "entry.returned": (
        "编号 {serial} 需要补充：{note}。请在 {due} 24:00 前补齐，已通过的材料不用再交。",
        "Entry {serial} needs mending: {note}. Please do it by the end of {due}; what was accepted stays.",
    ),
    "entry.lapsed": (
        "编号 {serial} 没有在期限内补好，本次不再往下评。您可以在 {until} 前申诉。",
        "Entry {serial} was not mended in time and goes no further. You may appeal until {until}.",
    ),
    "entry.qualified": (
        "编号 {serial} 已通过初审。",
        "Entry {serial} has passed the screening.",
    ),
    "entry.rejected": (
        "编号 {serial} 未通过初审，理由：{reason}。您可以在 {until} 前申诉，由没有经手的人裁定。",
        "Entry {serial} did not pass: {reason}. You may appeal until {until}; somebody who had no part in it decides.",
    ),
    "entry.allowed": (
        "编号 {serial} 的申诉成立，继续参评。",
        "Your appeal for entry {serial} was allowed; it goes on.",
    ),
    "entry.dismissed": (
        "编号 {serial} 的申诉未获支持，理由：{reason}。",
        "Your appeal for entry {serial} was dismissed: {reason}.",
    ),
    "entry.dropped": (
        "编号 {serial} 未进入下一轮，感谢参与。您可以在“我的报名”里看到自己的得分。",
        "Entry {serial} did not reach the next round. Thank you. “My entries” shows your scores.",
    ),
    "entry.proposed": (
        "编号 {serial} 进入拟表扬名单，正在公示。",
        "Entry {serial} is on the proposed list, which is on public notice now.",
    ),
    "entry.removed": (
        "编号 {serial}：公示期内有人提出异议，经核实成立，已从名单中移出。",
        "Entry {serial} was taken off the list: an objection to the notice was looked into and upheld.",
    ),
    "entry.named": (
        "恭喜！编号 {serial} 获得表扬，证书可在网站核验。",
        "Congratulations! Entry {serial} is honoured; the certificate can be verified on this site.",
    ),
    "entry.revoked": (
        "编号 {serial} 的荣誉已撤销，理由：{reason}。",
        "The honour of entry {serial} was revoked: {reason}.",
    ),
    "campaign.cancelled": (
        "编号 {serial} 参加的评选活动已取消，原因：{reason}。",
        "The campaign that entry {serial} takes part in was cancelled: {reason}.",
    ),
}


def text(kind: str, **facts: str) -> tuple[str, str]:
    """The message of a kind in Chinese and in English."""
    zh, en = TEXTS[kind]
    return zh.format(**facts), en.format(**facts)


# What a reminder says is waiting, by the code of the blocker; others get the last line.
WAITING: dict[str, tuple[str, str]] = {
    "proxy.waiting": ("{count} 份代办报名待第二人复核", "{count} entries made at a desk wait for their second check"),
    "screening.pending": ("{count} 份报名待初审", "{count} entries wait to be screened"),
    "screening.second": ("{count} 份驳回待第二人意见", "{count} rejections wait for a second opinion"),
    "appeal.waiting": ("{count} 份申诉待裁定", "{count} appeals wait for a decision"),
    "survey.sheets": ("{count} 份纸质问卷待录入或核对", "{count} paper forms wait to be keyed or compared"),
    "vote.reviews": ("{count} 组异常票待复核", "{count} groups of unusual votes wait for review"),
    "vote.sheets": ("{count} 张纸质选票待录入或核对", "{count} paper ballots wait to be keyed or compared"),
    "jury.declarations": ("请先申报是否需要回避", "please declare your conflicts of interest first"),
    "jury.sheets": ("还有评分没有提交", "some of your scores are not handed in"),
    "jury.not_signed": ("评审纪要待签名", "the minutes of the panel wait for your signature"),
    "": ("有 {count} 件事等您处理", "{count} things wait for you"),
}


def reminder(code: str, *, title: str, count: int) -> tuple[str, str]:
    """What somebody is told whose turn it is, in Chinese and in English."""
    zh, en = WAITING.get(code, WAITING[""])
    facts = {"count": max(count, 1)}
    return f"“{title}”：{zh.format(**facts)}。请尽快处理。", f"{title}: {en.format(**facts)}. Please see to it soon."


# What is agreed to apart from everything else, until an office publishes its own words.
FEES, PAYEE = "AWARD_FEES", "PRIZE_PAYEE"
CONSENTS: dict[str, tuple[str, str]] = {
    FEES: (
        "我同意：为核对“按时缴纳物业服务费”这一条，由系统向我所在小区的物业企业询问是否按时缴费。"
        "物业企业只回答“是”或“否”，不提供金额和明细。答案只用于本次评选，我可以随时撤回。",
        "I agree that, to check the condition of paid property fees, the property company of my home is asked whether "
        "they were paid in time. It answers yes or no, without amounts. The answer is used for this campaign only, and I "
        "may take this back at any time.",
    ),
    PAYEE: (
        "我单独同意：为发放奖金和依法申报个人所得税，收集我的收款账号和身份证号。"
        "这些信息加密保存，只有经办财务人员写明理由才能查看，每次查看都有记录，到期自动删除。不提供则无法发放奖金。",
        "I agree separately that my account and my ID number are collected to pay the prize and to file the tax. They are "
        "kept encrypted; finance staff see them only with a written reason, each look is recorded, and they are deleted "
        "when their term is over. Without them the prize cannot be paid.",
    ),
}
