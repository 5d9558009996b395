"""Everything that changes a text, its comments and its signatures."""

from yuanba.agreements.actions.remarks import answer_comment, comment, take_back_comment
from yuanba.agreements.actions.signing import show_name, sign, sign_for_party, sign_on_paper, withdraw_signature
from yuanba.agreements.actions.texts import (
    Decision,
    NewAgreement,
    Wording,
    adopt,
    close_comments,
    close_due,
    draft,
    draft_next,
    end,
    open_comments,
    record_filing,
    reject,
    revise,
    withdraw,
)

__all__ = [
    "Decision",
    "NewAgreement",
    "Wording",
    "adopt",
    "answer_comment",
    "close_comments",
    "close_due",
    "comment",
    "draft",
    "draft_next",
    "end",
    "open_comments",
    "record_filing",
    "reject",
    "revise",
    "show_name",
    "sign",
    "sign_for_party",
    "sign_on_paper",
    "take_back_comment",
    "withdraw",
    "withdraw_signature",
]
