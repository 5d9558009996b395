"""What reporters and handlers are told, in Chinese and English. Never what a case is about: phones lie open on tables."""

Words = tuple[str, str]

REPORTED: Words = (
    "您反映的事收到了，编号 {number}。{when}前给您答复。",
    "We have your report, number {number}. You will have an answer before {when_en}.",
)
REPORTED_UNOFFICIAL: Words = (
    "您反映的事收到了，编号 {number}。预计{when}前给您答复（明年放假安排还没公布，日子可能有变）。",
    "We have your report, number {number}. You should have an answer before {when_en}; next year's holidays are not "
    "announced yet.",
)
JOINED: Words = (
    "这件事已有邻居反映，您已加入，编号 {number}。有结果一起告诉您。",
    "A neighbour has reported this already. You are in, number {number}; you will hear of the result.",
)
WAITING: Words = (
    "您反映的事（编号 {number}）要等到{when}：{reason}",
    "Your report {number} has to wait until {when_en}: {reason}",
)
ESCALATED: Words = (
    "您反映的事（编号 {number}）没有按时答复，已交给上一级，{when}前答复您。",
    "Your report {number} was not answered in time. The next level has it now; you will have an answer before {when_en}.",
)
ANSWERED: Words = (
    "您反映的事（编号 {number}）有答复了。请看看解决了没有；不满意，{when}前点一下“没解决”就会重新办理。",
    "There is an answer to your report {number}. Please say whether it is solved; if not, say so before {when_en} and it is "
    "taken up again.",
)
CLOSED: Words = ("您反映的事（编号 {number}）办结了，谢谢您。", "Your report {number} is closed. Thank you.")
REOPENED: Words = (
    "您反映的事（编号 {number}）重新办理，{when}前再答复您。",
    "Your report {number} is in hand again; you will have another answer before {when_en}.",
)
LAPSED: Words = (
    "您反映的事（编号 {number}）答复后一直没有收到您的意见，先搁下了，不算办结。{when}前您随时可以要求接着办。",
    "We heard nothing from you after the answer to {number}; it rests, and does not count as closed. You can have it taken "
    "up again before {when_en}.",
)
MERGED: Words = (
    "您反映的事和另一件是同一件，合在一起办，编号 {number}。有结果照样告诉您。",
    "What you reported is the same as another case; both are handled as {number}. You will hear of the result.",
)
SPLIT: Words = (
    "您反映的事单独办理，新编号 {number}。",
    "What you reported is handled on its own now, number {number}.",
)

# To those who work on cases.
URGENT: Words = ("紧急：有一件急事等处理，编号 {number}。", "Urgent: case {number} is waiting.")
DISPATCHED: Words = (
    "有一件事派给您，编号 {number}，{when}前办。",
    "Case {number} has been given to you; it is due before {when_en}.",
)
UNSATISFIED: Words = (
    "编号 {number} 报事人说没解决，请接着办，{when}前。",
    "The reporter of {number} says it is not solved; please take it up again, before {when_en}.",
)
TIMED_OUT: Words = (
    "编号 {number} 超时，已交上一级。",
    "Case {number} is overdue and went up a level.",
)
WORDS_ADDED: Words = (
    "编号 {number} 报事人补充了情况，请看看。",
    "The reporter of {number} has added something; please look.",
)
ASKED_TO_HELP: Words = ("请您单位协办，编号 {number}。", "Your organisation is asked to help with case {number}.")
RESUMED: Words = (
    "编号 {number} 等待的日子到了，请接着办，{when}前。",
    "The waiting of case {number} is over; please go on, before {when_en}.",
)
OVERDUE: Words = (
    "编号 {number} 在专委会一级也超时了，请督办。",
    "Case {number} is overdue at the committee's level too.",
)
HANDED_UP: Words = (
    "编号 {number} 上呈给您这一级，{when}前办。",
    "Case {number} was handed up to your level; it is due before {when_en}.",
)
HELPED: Words = ("编号 {number} 协办单位已回复。", "The organisation asked to help with {number} has answered.")
