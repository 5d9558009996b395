"""What authors are told, in Chinese and English."""

SHORTLISTED = (
    "您提交的《{title}》（{number} 号）进入入围名单，公布后请看“{call}”。",
    "Your proposal “{title}” (no. {number}) is on the shortlist of “{call}”.",
)
REFUSED = (
    "您提交的《{title}》（{number} 号）没有入围，理由已经写明。有不同意见，{days} 天内可以申诉一次。",
    "Your proposal “{title}” (no. {number}) is not on the shortlist; the reason is written down. You can appeal once, "
    "within {days} days.",
)
ALLOWED = (
    "您的申诉成立，《{title}》（{number} 号）进入入围名单。",
    "Your appeal was allowed: “{title}” (no. {number}) is on the shortlist.",
)
DISMISSED = (
    "您关于《{title}》（{number} 号）的申诉没有成立，理由已经写明。",
    "Your appeal about “{title}” (no. {number}) was not allowed. The reasons are written down.",
)
CHOSEN = (
    "投票有了结果：邻居们选中了您提交的《{title}》（{number} 号），谢谢您。",
    "The vote is counted: your neighbours chose your proposal “{title}” (no. {number}). Thank you.",
)
ADOPTED = (
    "您提交的《{title}》（{number} 号）已正式采用。",
    "Your proposal “{title}” (no. {number}) has been adopted.",
)
NOTICE_TITLE = "{title}入围作品公示"
NOTICE_LEAD = "经征集和初审，下列作品入围，现听取意见。对作品是否原创、是否合适有意见的，请在公示期内提出，然后投票。"
NOTICE_LINE = "{number}号《{title}》"
NOTICE_END = "意见已处理完毕，入围作品进入投票。"
ITEM_NAMES = {"THEME": "小区主题", "LOGO": "家园标识（LOGO）", "MOTTO": "小区口号", "COVENANT": "邻里公约"}
VOTE_TITLE = "{title}投票"
RUN_OFF_TITLE = "{title}重新投票"
CHOOSE = "选出{item}"
YES_NO = "是否采用 {number} 号《{title}》作为{item}"
SOURCE = "征集公告：居民一人一票"
COVENANT_PURPOSE = "由居民征集、投票选出（{call}，{number} 号《{title}》）。"
COVENANT_TITLE = "{place}邻里公约"
