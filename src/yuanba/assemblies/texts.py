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
