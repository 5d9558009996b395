"""What voters are told, in Chinese and English. Never a choice: nobody who reads over a shoulder learns one."""

from datetime import date, datetime

from yuanba.kernel.calendar import SHANGHAI

VOIDED = (
    "您在“{ballot}”中的选票经两名工作人员复核，不计入结果。原因：{reason}。"
    "这不是说您做错了什么。不同意的，请在结果公示期间提出异议，或到社区服务窗口说明情况，由没有参与复核的人重新处理。",
    "Two members of staff have reviewed your ballot paper in “{ballot}”: it does not count. Reason: {reason}. "
    "It does not say that you did anything wrong. If you disagree, object while the result is on public notice, "
    "or explain it at the service desk of your community; somebody who had no part in the review looks at it anew.",
)
NEWS = {
    "ANNOUNCED": (
        "{opens}起可以投票：“{ballot}”。到“投票”里先看要投什么、名册上有没有您。",
        "From {opens} you can vote: “{ballot}”. Look under “Votes” what is asked, and whether you are on the roll.",
    ),
    "CLOSING": (
        "“{ballot}”{closes}前截止，您还没有投票。手机上投，或者到社区服务台领纸质票。",
        "“{ballot}” closes on {closes}, and you have not voted yet. Vote on your phone or ask for a sheet of paper.",
    ),
    "SECRET_CLOSING": (
        "“{ballot}”{closes}前截止。这次是无记名投票，谁投过没有人知道；投过的不用再投。",
        "“{ballot}” closes on {closes}. It is a secret vote: nobody knows who has voted. If you have, you are done.",
    ),
    "RESULT": (
        "“{ballot}”的结果出来了。到“投票”里可以看每个数字，也可以自己再算一遍。",
        "The result of “{ballot}” is there. Under “Votes” every number can be read, and counted again.",
    ),
}
WEEKDAYS = "一二三四五六日"


def moment(at: datetime) -> str:
    """12月5日（周六）18:00, as people here write it; English texts take the same numbers."""
    local = at.astimezone(SHANGHAI)
    return f"{local.month}月{local.day}日（周{WEEKDAYS[local.weekday()]}）{local:%H:%M}"


def news(kind: str, title: str, opens_at: datetime, closes_at: datetime) -> tuple[str, str]:
    """What voters are told, in Chinese and English."""
    zh, en = NEWS[kind]
    local = {"opens": opens_at.astimezone(SHANGHAI), "closes": closes_at.astimezone(SHANGHAI)}
    english = {name: f"{at:%Y-%m-%d %H:%M}" for name, at in local.items()}
    return (
        zh.format(ballot=title, opens=moment(opens_at), closes=moment(closes_at)),
        en.format(ballot=title, **english),
    )


def posting_due(title: str, due_date: date, days_late: int) -> tuple[str, str]:
    """What whoever organises a ballot is told about posting its result."""
    day = f"{due_date.month}月{due_date.day}日"
    if days_late:
        return (
            f"“{title}”的结果应当在 {day} 前张贴到小区里，已经晚了 {days_late} 天。请尽快张贴，拍照上传。",
            f"The result of “{title}” was to be posted in the compound by {due_date}; it is {days_late} days late. "
            "Please post it and upload a photograph.",
        )
    return (
        f"请在 {day} 24:00 前把“{title}”的结果张贴到小区里，拍照上传。",
        f"Please post the result of “{title}” in the compound by the end of {due_date} and upload a photograph.",
    )


# By the kind of the signal: the reviewer's own words are for the file, they may speak of other voters.
REASONS = {
    "SHARED_DEVICE": ("同一台设备上投了很多票", "many votes came from one device"),
    "SHARED_ADDRESS": ("同一网络地址投了很多票", "many votes came from one network address"),
    "BURST": ("很短的时间里集中投了很多票", "many votes came within a very short time"),
    "NEW_ACCOUNTS": ("很多票来自刚注册的账号", "many votes came from accounts that were days old"),
    "RING": ("很多票由相互关联的设备投出", "many votes came from devices that belong together"),
}

# About authorisations: who asked whom, never a choice.
PROXY_ASKED = (
    "{principal}请您在“{ballot}”中代他（她）投票。请在“我的委托”里点“同意”或“不同意”。您同意之前，什么都不会发生。",
    "{principal} asks you to vote for them in “{ballot}”. Open “My authorisations” to agree or decline. "
    "Nothing happens before you agree.",
)
PROXY_AGREED = (
    "{proxy}已同意在“{ballot}”中代您投票。您仍可自己投：先投的那张算数。想收回，在“我的委托”里点“收回”。",
    "{proxy} has agreed to vote for you in “{ballot}”. You may still vote yourself: the first sheet counts. "
    "To take it back, open “My authorisations”.",
)
PROXY_DECLINED = (
    "{proxy}没有接受在“{ballot}”中代您投票。您可以自己投，或另请一位。",
    "{proxy} does not vote for you in “{ballot}”. Vote yourself, or ask somebody else.",
)
PROXY_REVOKED = (
    "{principal}收回了在“{ballot}”中请您代为投票的委托。",
    "{principal} has taken back the authorisation to vote for them in “{ballot}”.",
)
PROXY_IN_FORCE = (
    "“{ballot}”：{principal}委托{proxy}投票，书面委托已在窗口登记。委托人仍可自己投，先投的那张算数。",
    "“{ballot}”: {principal} has authorised {proxy} in writing; the desk has entered it. "
    "{principal} may still vote in person: the first sheet counts.",
)
