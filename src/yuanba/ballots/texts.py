"""What voters are told, in Chinese and English. Never a choice: nobody who reads over a shoulder learns one."""

VOIDED = (
    "您在“{ballot}”中的选票经两名工作人员复核，不计入结果。原因：{reason}。"
    "这不是说您做错了什么。不同意的，请在结果公示期间提出异议，或到社区服务窗口说明情况，由没有参与复核的人重新处理。",
    "Two members of staff have reviewed your ballot paper in “{ballot}”: it does not count. Reason: {reason}. "
    "It does not say that you did anything wrong. If you disagree, object while the result is on public notice, "
    "or explain it at the service desk of your community; somebody who had no part in the review looks at it anew.",
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
