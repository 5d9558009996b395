"""What is written about selections and hand-overs: messages, the public notice of a plan, the list that a hand-over
begins with. Messages in both languages; papers for people here in Chinese."""

from collections.abc import Mapping
from typing import Any

MESSAGES: dict[str, tuple[str, str]] = {
    "company.handover_started": (
        "{compound}的物业交接已经开始，请在 {due} 24:00 前逐项清点、签字。",
        "The hand-over of {compound} has begun. Please count and sign item by item by the end of {due}.",
    ),
    "company.item_disputed": (
        "{compound}物业交接中“{item}”有争议，请{who}处理：{reason}",
        "In the hand-over of {compound}, “{item}” is disputed and waits for {who}: {reason}",
    ),
    "company.handover_overdue": (
        "{compound}的物业交接已到期，还有 {open} 项没有交清，清单已公开。",
        "The hand-over of {compound} is overdue; {open} items are open, and the list is public.",
    ),
    "company.vote_decided": (
        "{compound}业主关于物业公司的表决结果已公布：{outcome}。",
        "The owners of {compound} have decided about the property company: {outcome}.",
    ),
    "company.excluded": (
        "{company}在失信名单上，没有列入{compound}的表决票。",
        "{company} stands on the list of serious dishonesty and is not on the sheet of {compound}.",
    ),
}
OUTCOMES = {"decide": ("通过", "passed"), "fail": ("未通过", "not passed")}
SIDES = {
    "OLD": ("原物业公司", "the old company"),
    "NEW": ("新物业公司", "the new company"),
    "COMMITTEE": ("业委会", "the owners' committee"),
    "AUTHORITY": ("街道", "the subdistrict"),
}

NOTICE_KIND = "PROPERTY_PLAN"
NOTICE_TITLE = "{compound}物业服务{what}方案公示"
KINDS = {"RENEW": "续聘", "SELECT": "选聘"}
PAYMENTS = {"LUMP_SUM": "包干制", "COMMISSION": "酬金制", "TRUST": "信托制"}
METHODS = {"NEGOTIATION": "协商", "TENDER": "招标"}
HEAD = ("项目", "内容")
NEXT = "公示期满后，请全体业主表决。表决前有说明会，也会征求意见。对方案有不同意见的，可以在本页提出。"

ITEM_RENEW = "是否续聘{company}（{years}，每平方米每月 {fee} 元，{payment}）"
ITEM_SELECT = "选聘哪一家物业公司（{years}，{payment}，每户只能选一项）"
ITEM_DISMISS = "是否在合同到期前解聘现在的{company}"
OFFER = "{company}（每平方米每月 {fee} 元）"
NONE_OF_THEM = "以上都不同意"
POLL_ANSWERS = {
    "keep": ("愿意", "Willing"),
    "change": ("不愿意", "Not willing"),
    "unsure": ("还没想好", "Not sure yet"),
}
POLL_QUESTION = "您愿意按这个方案{what}物业公司吗？"
POLL_QUESTION_EN = "Are you willing to have a property company chosen by this plan?"
POLL_PAYMENT = "物业费怎么付，您觉得哪种合适？"
POLL_PAYMENT_EN = "Which way of paying the fee suits you?"
POLL_PAYMENTS = {
    "LUMP_SUM": ("包干制", "Lump sum"),
    "COMMISSION": ("酬金制", "Commission"),
    "TRUST": ("信托制", "Trust"),
}
POLL_TARGET = "物业{what}方案"
POLL_TITLE = "{compound}物业{what}，先听听您的意见"
REGISTERS = {"DISHONESTY_LIST": "严重违法失信名单"}
EXCLUDED = "列入{register}（{issuer}，{day}）"


def months(number: int) -> str:
    """36 -> 三年 in digits: "3 年"; 18 -> "18 个月"."""
    return f"{number // 12} 年" if number % 12 == 0 else f"{number} 个月"


def yuan(fen: int) -> str:
    """185 -> "1.85"; 200 -> "2.00"."""
    return f"{fen // 100}.{fen % 100:02d}"


def plan_notice(plan: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The blocks of the public notice of a plan."""
    rows = [
        ["做什么", plan["what"]],
        ["现在的物业公司", plan["present"]],
        ["服务等级", plan["service_level"]],
        ["物业费（每平方米每月）", f"{plan['fee']} 元"],
        ["收费方式", plan["payment"]],
        ["合同期", plan["term"]],
        ["怎么选", plan["method"]],
    ]
    return [
        {"type": "paragraph", "text": plan["plan"]},
        {"type": "table", "head": list(HEAD), "rows": rows},
        {"type": "paragraph", "text": NEXT},
    ]


# Source of what must be handed back: 民法典 art. 949 (rooms, facilities, papers); 物业管理条例 art. 29 (the papers that a
# developer hands over, by kind) and art. 39. The single lines are our own and may be changed before the start.
HANDOVER_LIST: tuple[tuple[str, str, str], ...] = (
    ("ROOMS", "物业服务用房", "间"),
    ("DOCUMENTS", "竣工总平面图、单体建筑和结构竣工图", "册"),
    ("DOCUMENTS", "配套设施、地下管网工程竣工图", "册"),
    ("DOCUMENTS", "设施设备的安装、使用和维护保养资料", "册"),
    ("DOCUMENTS", "物业质量保修和使用说明文件", "册"),
    ("DOCUMENTS", "业主名册和房屋档案", "册"),
    ("DOCUMENTS", "装修管理档案", "册"),
    ("DOCUMENTS", "还在履行的外包合同（电梯、消防、保洁、绿化）", "份"),
    ("FACILITIES", "电梯（含最近一次检验报告）", "台"),
    ("FACILITIES", "消防水泵、报警主机和灭火器材", "套"),
    ("FACILITIES", "供水水泵和水箱", "套"),
    ("FACILITIES", "配电房和公共照明", "处"),
    ("FACILITIES", "监控主机和摄像头", "个"),
    ("FUNDS", "公共收益结余", "元"),
    ("FUNDS", "预收的物业费", "元"),
    ("DEPOSITS", "装修押金（附名单）", "元"),
    ("DEPOSITS", "门禁卡、车位押金（附名单）", "元"),
    ("KEYS", "公共区域和设备房钥匙", "把"),
    ("ACCESS", "门禁和道闸系统的管理账号", "个"),
    ("ACCESS", "监控、电梯对讲系统的管理账号", "个"),
    ("SEALS", "代管的业委会印章和票据", "枚"),
    ("WORK_ORDERS", "没有办结的报修", "件"),
    ("OTHER", "库存的工具和备件", "批"),
)
MONEY = frozenset({"FUNDS", "DEPOSITS"})
