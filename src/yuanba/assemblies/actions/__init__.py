"""Everything that changes an assembly."""

from yuanba.assemblies.actions.beginning import decide_filing, hand_in, hold_first_meeting
from yuanba.assemblies.actions.calling import Window, call, post_candidates, record_result, repeat
from yuanba.assemblies.actions.forming import add_document, add_member, begin, cancel, post_group, remove_member
from yuanba.assemblies.actions.standing import (
    Nomination,
    answer_objection,
    nominate,
    object_to_candidate,
    screen,
    support,
    withdraw,
)

__all__ = [
    "Nomination",
    "Window",
    "add_document",
    "add_member",
    "answer_objection",
    "begin",
    "call",
    "cancel",
    "decide_filing",
    "hand_in",
    "hold_first_meeting",
    "nominate",
    "object_to_candidate",
    "post_candidates",
    "post_group",
    "record_result",
    "remove_member",
    "repeat",
    "screen",
    "support",
    "withdraw",
]
