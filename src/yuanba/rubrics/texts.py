"""What jurors are told, in Chinese and English."""

DECLARE = (
    "您已进入“{panel}”评审小组。请先申报回避情况（没有也请申报“无”），申报后才能看到参评材料。",
    "You sit on the panel “{panel}”. Please declare your conflicts first, “none” included: then you can read the entries.",
)
OPENED = (
    "“{panel}”评审已经开始，分给您 {number} 份材料，请在截止前提交评分。",
    "The panel “{panel}” is open. {number} entries are yours to read; please submit your scores before the close.",
)
RETURNED = (
    "您对 {subject} 的评分被组长退回，请修改后重新提交。原因：{reason}",
    "The chair returned your scores for {subject}. Please revise and submit them again. Reason: {reason}",
)
SIGN = (
    "“{panel}”评审纪要已写好，请核对后确认，或者写明不同意见。",
    "The minutes of the panel “{panel}” are ready. Please confirm them, or write down your dissent.",
)
EXTENDED = (
    "“{panel}”评审延期到 {year} 年 {month} 月 {day} 日 24:00 前，没有提交的评分请在这之前提交。",
    "The panel “{panel}” runs until 24:00 on {year}-{month}-{day}. Please submit what is still open by then.",
)
DIFFERS = (
    "{juror} 对 {subject} 的纸质评分表，两名录入员看到的分数不一样，请您对照原件确认。",
    "Two clerks read the paper sheet of {juror} about {subject} differently. Please settle it from the scan.",
)
