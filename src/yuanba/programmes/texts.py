"""What proposers of micro projects are told, (Chinese, English)."""

Words = tuple[str, str]

DELIBERATED = (
    "您提议的“{title}”将在 {when} 于{where}讨论，欢迎参加。",
    "Your proposal “{title}” is talked over on {when} at {where}. You are welcome.",
)
CHOSEN = (
    "您提议的“{title}”讨论通过了，接下来列入计划。",
    "Your proposal “{title}” was chosen. It goes into a plan next.",
)
DECLINED = (
    "您提议的“{title}”这次没有采纳。理由：{reason}",
    "Your proposal “{title}” was not taken up. Why: {reason}",
)
TAKEN_UP = (
    "您提议的“{title}”已立项，负责单位：{owner}，最迟{due}完成。",
    "Your proposal “{title}” is a project now. {owner} answers for it, due on {due} at the latest.",
)
ACCEPTED = (
    "您提议的“{title}”已经做完并验收。去看看，谢谢您！",
    "Your proposal “{title}” is done and accepted. Have a look, and thank you!",
)
GIVEN_UP = (
    "“{title}”没能按计划做成，理由：{reason}。项目仍然有效，会重新安排。",
    "“{title}” could not be done as planned: {reason}. It stays chosen and is planned anew.",
)
