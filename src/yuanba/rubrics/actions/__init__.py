"""Everything that may be done to rubrics, panels and score sheets."""

from yuanba.rubrics.actions.conflicts import (
    add_subjects,
    declare_conflicts,
    note_known_conflicts,
    recuse,
    withdraw_subject,
)
from yuanba.rubrics.actions.judging import (
    Draft,
    close_due,
    close_panel,
    extend_panel,
    open_panel,
    return_sheet,
    save_draft,
    submit_sheet,
)
from yuanba.rubrics.actions.live import call_up, show
from yuanba.rubrics.actions.minutes import conclude, draft_summary, sign_summary
from yuanba.rubrics.actions.panels import (
    Seat,
    Shape,
    add_to_pool,
    announce_pool,
    appoint,
    create_panel,
    define_rubric,
    dissolve,
    draw_members,
    seat,
)
from yuanba.rubrics.actions.paper import key_paper, settle_paper
from yuanba.rubrics.actions.seats import replace_member, withdraw_member

__all__ = [
    "Draft",
    "Seat",
    "Shape",
    "add_subjects",
    "add_to_pool",
    "announce_pool",
    "appoint",
    "call_up",
    "close_due",
    "close_panel",
    "conclude",
    "create_panel",
    "declare_conflicts",
    "define_rubric",
    "dissolve",
    "draft_summary",
    "draw_members",
    "extend_panel",
    "key_paper",
    "note_known_conflicts",
    "open_panel",
    "recuse",
    "replace_member",
    "return_sheet",
    "save_draft",
    "seat",
    "settle_paper",
    "show",
    "sign_summary",
    "submit_sheet",
    "withdraw_member",
    "withdraw_subject",
]
