"""What people are told, and what the sheet of an assembly's ballot says, in Chinese and English."""

GROUP_NAME = {
    "FIRST": "{place}首次业主大会筹备组",
    "RENEWAL": "{place}业主委员会换届小组",
    "COURTYARD": "{place}院委会选举小组",
}
COMMITTEE_NAME = {"FIRST": "{place}业主委员会", "COURTYARD": "{place}院落居民自治委员会"}
BALLOT_TITLE = {
    "FIRST": "{place}首次业主大会：通过规则、选举业主委员会",
    "RENEWAL": "{place}业主大会：业主委员会换届选举",
    "COURTYARD": "{place}居民选举院委会",
}
RULES_ITEM = "是否通过《业主大会议事规则》（草案）"
COVENANT_ITEM = "是否通过《管理规约》（草案）"
COMMITTEE_ITEM = {
    "FIRST": "选举业主委员会委员（最多选 {seats} 人）",
    "RENEWAL": "选举新一届业主委员会委员（最多选 {seats} 人）",
    "COURTYARD": "选举院委会委员（最多选 {seats} 人）",
}
COURTYARD_SOURCE = "院落居民选举：按得票多少当选，不作业主法定表决"

CALLED = (
    "{place}将召开业主大会会议，{day}起投票。按《物业管理条例》第14条，现告知社区居民委员会。",
    "{place} holds an owners' assembly; the vote opens on {day}. The residents' committee of the community is told.",
)
SCREENED = (
    "您参选{place}委员会的资格审查已有结果：{result}。{reason}",
    "Your candidacy for the committee of {place} has been screened: {result_en}. {reason}",
)
ADMITTED = ("通过", "admitted")
REJECTED = ("未通过", "not admitted")
ELECTED = (
    "您当选为{body}委员。请在 7 天内参加第一次会议，推选主任、副主任。",
    "You have been elected to {body}. Its first meeting, which elects the chair, is due within 7 days.",
)
SEAT_ENDED = (
    "您在{body}的委员资格已终止：{reason}。请在 3 天内移交保管的印章、档案和财物。",
    "Your seat on {body} has ended: {reason_en}. Please hand over seal, files and property within 3 days.",
)
MOVED_UP = (
    "{body}有委员出缺，您按得票顺序递补为委员。",
    "A seat on {body} became vacant; by the order of votes you have moved up.",
)
ENDS = {
    "TERM": ("任期届满", "the term is over"),
    "RESIGNED": ("本人辞职", "you resigned"),
    "SOLD": ("不再是本小区业主", "you no longer own a home here"),
    "RECALLED": ("业主大会决定终止", "the owners' assembly decided so"),
    "MOVED_UP": ("递补为委员", "you moved up"),
}
TERM_ENDS = (
    "{body}的任期到 {day} 届满。按《业主大会和业主委员会指导规则》第47条，应提前 3 个月组织换届选举，请尽快启动筹备。",
    "The term of {body} ends on {day}. Its change is prepared three months before; please begin now.",
)
MANDATE_TITLE = "{place}业主大会：给业主委员会的授权额度"
MANDATE_ITEM = "是否授权业委会：{text}（单笔不超过 {limit} 元，全年不超过 {year} 元）"
COMPANY_ASKED = (
    "{body}登记了一条监督记录，请在 {day} 前答复。您的答复会与记录一起公开。",
    "{body} has entered something about your company; please answer by {day}. Your answer is public beside it.",
)
ASKED = ("有业主向{body}提问，请在 {day} 前答复。", "Somebody has asked {body} a question; please answer by {day}.")
ANSWERED = (
    "{body}答复了您的提问，请到小区页面查看。",
    "{body} has answered your question; see the page of the compound.",
)
ESCALATED = (
    "{body}有一条业主提问逾期没有答复，请社区督促，也可以代为答复。",
    "{body} has not answered an owner's question in time; please see to it, or answer it yourself.",
)
DEMANDED = (
    "{place}已有 20% 以上的业主联名要求召开业主大会临时会议表决罢免，请在 {day} 前发出会议通知。",
    "A fifth of the owners of {place} demands an extraordinary assembly about a recall; please call it by {day}.",
)
WHOLE_COMMITTEE = "全体委员"
RECALL_TITLE = "{place}业主大会临时会议：罢免业主委员会委员"
RECALL_ITEM = "是否罢免业主委员会委员：{who}"

RENOVATION_ASKED = (
    "您家所在的楼栋正在征求意见：{title}。请看方案，同意、不同意都可以在截止前说，也可以改。",
    "The owners of your stairwell are asked: {title}. Read the plan and say yes or no before the end; you may change it.",
)
RENOVATION_ITEM = "是否同意：{title}"
RENOVATION_WHOM = "只由{stairwells}的业主表决。"

DUTIES = {
    "RECALL_VOTE": ("召开业主大会临时会议表决罢免", "to call the extraordinary assembly about the recall"),
    "TERM_CHANGE": ("组织换届选举", "to prepare the election of the next committee"),
    "COMMITTEE": ("履行业主委员会的职责", "to do the committee's work"),
}
ORDERED = (
    "街道要求{place}业主委员会在 {day} 前{duty}（{source}）。逾期没有做，可以由社区在街道指导下代为组织。",
    "The subdistrict orders the owners' committee of {place} {duty} by {day} ({source}). After that the community may do it.",
)
TAKEN_OVER = (
    "{place}业主委员会没有在 {day} 前{duty}，现由社区在街道指导和监督下代为组织（{source}）。",
    "The owners' committee of {place} failed {duty} by {day}. The community does it now, guided by the subdistrict ({source}).",
)
ACTS_FOR = (
    "{place}业主委员会的委员不到一半，新一届产生以前，由社区在街道指导和监督下代行职责（{source}）。",
    "Fewer than half of the committee of {place} are left. Until the next one the community acts for it ({source}).",
)
