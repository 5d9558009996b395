"""Everything that changes a ballot."""

from yuanba.ballots.actions.deliveries import Delivered, keep_deliveries
from yuanba.ballots.actions.describing import OptionWords, describe_options
from yuanba.ballots.actions.draws import announce_draw, read_again, take_seed
from yuanba.ballots.actions.hall import HallRecord, Hand, confirm_hands, drop_hands, key_hands
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
from yuanba.ballots.actions.meetings import add_present, check_list, convene, keep_sheet, remove_present
from yuanba.ballots.actions.news import tell_due
from yuanba.ballots.actions.objections import answer_objection, object_to_roll, open_and_close_due
from yuanba.ballots.actions.official import TallyEntry, enter_official_tally
from yuanba.ballots.actions.opening import open_ballot
from yuanba.ballots.actions.paper import (
    cancel_paper_sheet,
    issue_paper_sheet,
    key_paper,
    receive_paper_sheet,
)
from yuanba.ballots.actions.posting import post_result, remind_posting_due
from yuanba.ballots.actions.proxies import (
    Proxy,
    WrittenAuthorisation,
    agree,
    authorise,
    decline,
    enter_authorisation,
    revoke,
)
from yuanba.ballots.actions.review import open_reviews, review_signal, void
from yuanba.ballots.actions.secret_closing import empty_urn, hand_in_share, log_batches, read_urn, secret_round
from yuanba.ballots.actions.secret_setup import SecretTerms, ask_services, hold_ceremony
from yuanba.ballots.actions.secret_tokens import ask_token, give_back_token, give_paper
from yuanba.ballots.actions.sequencing import sequence_once
from yuanba.ballots.actions.voting import cast, end_tickets, issue_ticket
from yuanba.ballots.actions.witnessing import hear_statement

__all__ = [
    "BallotOrder",
    "Delivered",
    "HallRecord",
    "Hand",
    "NewItem",
    "NewOption",
    "OptionWords",
    "Proxy",
    "SecretTerms",
    "TallyEntry",
    "WrittenAuthorisation",
    "add_present",
    "agree",
    "announce",
    "announce_draw",
    "annul",
    "answer_objection",
    "ask_services",
    "ask_token",
    "authorise",
    "cancel_paper_sheet",
    "cast",
    "cast_together",
    "check_list",
    "close",
    "confirm_hands",
    "convene",
    "count",
    "decline",
    "describe_options",
    "draft",
    "drop_hands",
    "empty_urn",
    "end_tickets",
    "enter_authorisation",
    "enter_official_tally",
    "give_back_token",
    "give_paper",
    "hand_in_share",
    "hear_statement",
    "hold_ceremony",
    "issue_paper_sheet",
    "issue_ticket",
    "keep_deliveries",
    "keep_sheet",
    "key_hands",
    "key_paper",
    "log_batches",
    "object_to_roll",
    "open_and_close_due",
    "open_ballot",
    "open_reviews",
    "post_result",
    "publish",
    "read_again",
    "read_urn",
    "receive_paper_sheet",
    "redraft",
    "remind_posting_due",
    "remove_present",
    "review_signal",
    "revoke",
    "secret_round",
    "sequence_once",
    "take_seed",
    "tell_due",
    "void",
    "withdraw_option",
]
