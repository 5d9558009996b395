"""The beats that every action on a survey shares."""

from datetime import datetime
from typing import Any

from django.db import connection

from yuanba.audit.actions import record
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import Refused, no, require
from yuanba.places.queries import lineage
from yuanba.surveys import rules
from yuanba.surveys.models import Survey, SurveyStep
from yuanba.surveys.states import SURVEY


def locked(survey_id: int) -> Survey:
    """The survey with its form, exclusively until the transaction ends. Raises Refused("surveys.no_such_survey")."""
    surveys = Survey.objects.select_for_update(of=("self",)).select_related("form")
    survey = surveys.filter(pk=survey_id).first()
    if survey is None:
        raise Refused(no("surveys.no_such_survey", survey=survey_id))
    return survey


def hold(survey_id: int) -> None:
    """The survey cannot change its state before the transaction ends; many may hold it at once.

    Django has no FOR SHARE; SQLite needs none, its transactions are IMMEDIATE.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT id FROM surveys_survey WHERE id = %s FOR SHARE", [survey_id])


def shared(survey_id: int, now: datetime) -> Survey:
    """The survey with its form, open at `now` and unable to close before the transaction ends; many may hold it.

    Raises Refused: surveys.no_such_survey, .answered_secretly, and those of rules.may_answer_now.
    """
    hold(survey_id)
    survey = Survey.objects.select_related("form").filter(pk=survey_id).first()
    if survey is None:
        raise Refused(no("surveys.no_such_survey", survey=survey_id))
    require(rules.may_answer_now(survey, now))
    require(rules.is_answered_here(survey))
    return survey


def lineage_of(survey: Survey, now: datetime) -> tuple[int, ...]:
    return lineage(survey.territory_id, local_date(now))


def move_on(
    survey: Survey, verb: str, *, actor: Actor, now: datetime, reason: str = "", detail: dict[str, Any] | None = None
) -> None:
    """The survey is in the next state, and step and audit event say so. Raises Refused("survey.no_such_move")."""
    source = survey.state
    survey.state = SURVEY.step(source, verb)
    survey.save()
    SurveyStep.objects.create(
        survey=survey, verb=verb, source=source, target=survey.state, actor=actor.id, at=now, reason=reason
    )
    note(survey, verb, actor=actor, now=now, detail=detail)


def note(survey: Survey, verb: str, *, actor: Actor, now: datetime, detail: dict[str, Any] | None = None) -> None:
    """The audit log tells of an act on this survey. Answers are never noted: their time would name their authors."""
    record(
        verb=f"surveys.{verb}",
        subject=str(survey),
        actor=actor,
        now=now,
        detail=detail,
        territory_id=survey.territory_id,
    )
