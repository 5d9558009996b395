"""Everything that changes a survey."""

from yuanba.surveys.actions.answering import answer, flush, flush_due
from yuanba.surveys.actions.door import answer_at_door
from yuanba.surveys.actions.lifecycle import (
    NewTarget,
    SurveyOrder,
    annul,
    close,
    draft,
    open_and_close_due,
    open_survey,
    publish,
    register_form,
    score_survey,
)
from yuanba.surveys.actions.paper import (
    IssuedEnvelope,
    issue_envelope,
    key_paper_form,
    refuse_envelope,
    return_envelope,
)
from yuanba.surveys.actions.reading import OpenedTexts, open_texts
from yuanba.surveys.actions.secretly import ask_services, hold_ceremony

__all__ = [
    "IssuedEnvelope",
    "NewTarget",
    "OpenedTexts",
    "SurveyOrder",
    "annul",
    "answer",
    "answer_at_door",
    "ask_services",
    "close",
    "draft",
    "flush",
    "flush_due",
    "hold_ceremony",
    "issue_envelope",
    "key_paper_form",
    "open_and_close_due",
    "open_survey",
    "open_texts",
    "publish",
    "refuse_envelope",
    "register_form",
    "return_envelope",
    "score_survey",
]
