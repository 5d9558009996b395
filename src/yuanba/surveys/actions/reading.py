"""What people wrote in their own words: opened by a named person, for a reason, and on record each time."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from yuanba.kernel.actor import Actor
from yuanba.kernel.normal import clean
from yuanba.kernel.verdict import Refused, no, require
from yuanba.surveys import queries, rules
from yuanba.surveys.actions.steps import lineage_of, note
from yuanba.surveys.models import Survey


@dataclass(frozen=True)
class OpenedTexts:
    """The texts about one target ("" for the general questions) by question key: sorted, masked, without an author."""

    survey: Survey
    target_ref: str
    answers: int
    texts: list[tuple[str, tuple[str, ...]]]


@transaction.atomic
def open_texts(*, survey_id: int, target_ref: str, reason: str, actor: Actor, now: datetime) -> OpenedTexts:
    """The texts are in the hands of the actor, and the audit log says who opened which, when and why.

    Raises Refused: surveys.no_such_survey, .not_permitted, .scores_hidden (before the close), .too_few_to_read,
    .reason_missing.
    """
    survey = Survey.objects.select_related("form").filter(pk=survey_id).first()
    if survey is None:
        raise Refused(no("surveys.no_such_survey", survey=survey_id))
    answers = queries.answers_by_target(survey_id).get(target_ref, 0)
    require(rules.may_read_texts(actor, survey, lineage_of(survey, now), answers))
    why = clean(reason)[:200]
    if not why:
        raise Refused(no("surveys.reason_missing", "an act without a reason cannot be checked"))
    note(survey, "open_texts", actor=actor, now=now, detail={"target": target_ref, "answers": answers, "reason": why})
    return OpenedTexts(survey, target_ref, answers, queries.texts(survey, target_ref))
