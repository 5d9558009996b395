"""Everything that may be done to public notices and objections."""

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
    Statement,
    code_hash,
    decide_objection,
    file_objection,
    take_back_objection,
    unmask_author,
)

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
    "open_notice",
    "record_posting",
    "redact_notice",
    "revise_notice",
    "take_back_objection",
    "unmask_author",
    "withdraw_notice",
]
