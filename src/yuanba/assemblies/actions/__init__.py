"""Everything that changes an assembly."""

from yuanba.assemblies.actions.beginning import decide_filing, hand_in, hold_first_meeting
from yuanba.assemblies.actions.calling import Window, call, post_candidates, record_result, repeat
from yuanba.assemblies.actions.forming import add_document, add_member, begin, cancel, post_group, remove_member
from yuanba.assemblies.actions.mandating import Limits, adopt_mandate, propose_mandate
from yuanba.assemblies.actions.recalling import decide_recall, lapse_recalls, sign_recall, start_recall, summon
from yuanba.assemblies.actions.serving import (
    end_seats_of_former_owners,
    give_over,
    receive_over,
    remind_of_term_changes,
    resign,
)
from yuanba.assemblies.actions.standing import (
    Nomination,
    answer_objection,
    nominate,
    object_to_candidate,
    screen,
    support,
    withdraw,
)
from yuanba.assemblies.actions.substituting import finish_duties, order_duty, take_over, withdraw_order
from yuanba.assemblies.actions.watching import (
    Observation,
    answer_question,
    ask,
    close_entry,
    escalate_questions,
    insist,
    log_supervision,
    reply,
)

__all__ = [
    "Limits",
    "Nomination",
    "Observation",
    "Window",
    "add_document",
    "add_member",
    "adopt_mandate",
    "answer_objection",
    "answer_question",
    "ask",
    "begin",
    "call",
    "cancel",
    "close_entry",
    "decide_filing",
    "decide_recall",
    "end_seats_of_former_owners",
    "escalate_questions",
    "finish_duties",
    "give_over",
    "hand_in",
    "hold_first_meeting",
    "insist",
    "lapse_recalls",
    "log_supervision",
    "nominate",
    "object_to_candidate",
    "order_duty",
    "post_candidates",
    "post_group",
    "propose_mandate",
    "receive_over",
    "record_result",
    "remind_of_term_changes",
    "remove_member",
    "repeat",
    "reply",
    "resign",
    "screen",
    "sign_recall",
    "start_recall",
    "summon",
    "support",
    "take_over",
    "withdraw",
    "withdraw_order",
]
