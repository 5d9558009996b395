"""Everything that may be done to public notices and objections."""

from yuanba.publicity.actions.limits import forget_marks, room_left
from yuanba.publicity.actions.notices import (
    Content,
    Terms,
    conclude_notice,
    draft_general,
    draft_notice,
    extend_notice,
    open_notice,
    record_posting,
    redact_notice,
    revise_notice,
    withdraw_notice,
)
from yuanba.publicity.actions.objections import (
    Author,
    Filed,
    code_hash,
    decide_objection,
    file_objection,
    take_back_objection,
    unmask_author,
)
from yuanba.publicity.actions.statements import Statement

__all__ = [
    "Author",
    "Content",
    "Filed",
    "Statement",
    "Terms",
    "code_hash",
    "conclude_notice",
    "decide_objection",
    "draft_general",
    "draft_notice",
    "extend_notice",
    "file_objection",
    "forget_marks",
    "open_notice",
    "record_posting",
    "redact_notice",
    "revise_notice",
    "room_left",
    "take_back_objection",
    "unmask_author",
    "withdraw_notice",
]
