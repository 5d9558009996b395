"""Everything that changes a ballot."""

from yuanba.ballots.actions.describing import OptionWords, describe_options
from yuanba.ballots.actions.lane import cast_together
from yuanba.ballots.actions.lifecycle import (
    BallotOrder,
    NewItem,
    NewOption,
    announce,
    annul,
    close,
    count,
    draft,
    publish,
    redraft,
    withdraw_option,
)
from yuanba.ballots.actions.objections import answer_objection, object_to_roll, open_and_close_due
from yuanba.ballots.actions.opening import open_ballot
from yuanba.ballots.actions.paper import (
    cancel_paper_sheet,
    issue_paper_sheet,
    key_paper,
    receive_paper_sheet,
)
from yuanba.ballots.actions.review import open_reviews, review_signal, void
from yuanba.ballots.actions.sequencing import sequence_once
from yuanba.ballots.actions.voting import cast, end_tickets, issue_ticket
from yuanba.ballots.actions.witnessing import hear_statement

__all__ = [
    "BallotOrder",
    "NewItem",
    "NewOption",
    "OptionWords",
    "announce",
    "annul",
    "answer_objection",
    "cancel_paper_sheet",
    "cast",
    "cast_together",
    "close",
    "count",
    "describe_options",
    "draft",
    "end_tickets",
    "hear_statement",
    "issue_paper_sheet",
    "issue_ticket",
    "key_paper",
    "object_to_roll",
    "open_and_close_due",
    "open_ballot",
    "open_reviews",
    "publish",
    "receive_paper_sheet",
    "redraft",
    "review_signal",
    "sequence_once",
    "void",
    "withdraw_option",
]
