"""What somebody who objected is told, in Chinese and English."""

UPHELD = (
    "您对公示“{title}”提出的异议成立，处理意见已经写明，请查看。",
    "Your objection to the notice “{title}” was upheld. The reasons are ready to read.",
)
DISMISSED = (
    "您对公示“{title}”提出的异议经核查不成立，理由已经写明，请查看。",
    "Your objection to the notice “{title}” was looked into and dismissed. The reasons are ready to read.",
)
