"""What people are told about texts they commented on or signed, in Chinese and English."""

ACCEPTED = (
    "您对《{title}》草案提的意见已采纳，答复已经写明，请查看。",
    "Your comment on the draft of “{title}” was accepted. The answer is ready to read.",
)
DECLINED = (
    "您对《{title}》草案提的意见没有采纳，理由已经写明，请查看。",
    "Your comment on the draft of “{title}” was not accepted. The reasons are ready to read.",
)
NEW_VERSION = (
    "您签过的《{title}》有了新的一版，原来的签名不会自动转过去。请读一读，愿意就再签一次。",
    "There is a new version of “{title}”, which you signed. Your signature does not move along: read it, and sign again if "
    "you wish.",
)
