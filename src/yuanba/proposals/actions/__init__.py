"""Everything that changes a call for proposals."""

from yuanba.proposals.actions.adopting import adopt, decline, follow_covenants, hand_over_covenant
from yuanba.proposals.actions.calls import (
    CallOrder,
    announce,
    close_collecting,
    close_due,
    draft_call,
    extend,
    redraft_call,
    withdraw_call,
)
from yuanba.proposals.actions.handing_in import Work, hand_in, hand_in_on_paper, withdraw
from yuanba.proposals.actions.screening import appeal, decide_appeal, refuse, shortlist, strike
from yuanba.proposals.actions.voting import (
    Window,
    publish_shortlist,
    run_off,
    settle_by_lot,
    start_vote,
    take_result,
)

__all__ = [
    "CallOrder",
    "Window",
    "Work",
    "adopt",
    "announce",
    "appeal",
    "close_collecting",
    "close_due",
    "decide_appeal",
    "decline",
    "draft_call",
    "extend",
    "follow_covenants",
    "hand_in",
    "hand_in_on_paper",
    "hand_over_covenant",
    "publish_shortlist",
    "redraft_call",
    "refuse",
    "run_off",
    "settle_by_lot",
    "shortlist",
    "start_vote",
    "strike",
    "take_result",
    "withdraw",
    "withdraw_call",
]
