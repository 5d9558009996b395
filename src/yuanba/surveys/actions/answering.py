"""Answering once, and storing answers so that neither order nor place tells whose they are."""

from collections.abc import Mapping
from datetime import datetime
from random import SystemRandom
from typing import Any

from django.db import transaction

from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import Refused, no
from yuanba.surveys import queries, states
from yuanba.surveys.actions.steps import locked, shared
from yuanba.surveys.models import Answer, PendingAnswer, Survey, SurveyRoll
from yuanba.surveys.questions import check_answer

# Source: docs/reference/ballots.md, level S, 3: batches are written when 20 wait.
BATCH = 20
INSERT_ROWS = 1000
ONCE_SOURCE = "one answer per roll row"
shuffle = SystemRandom().shuffle


@transaction.atomic
def answer(*, survey_id: int, values: Mapping[str, Any], actor: Actor, now: datetime) -> None:
    """The person (or household) has answered, today; the answer waits for its batch without a name.

    `values` is {"": {question: value}, "entry:12": {question: value}}; a target left out was not judged. A second
    answer is refused, also when it is the same one sent twice: nobody can look up what was said before.
    Raises Refused: surveys.no_such_survey, .not_yet_open, .closed, .annulled, .not_verified, .not_on_roll,
    .already_answered, and those of questions.check_answer.
    """
    survey = shared(survey_id, now)
    if actor.person_id is None:
        raise Refused(no("surveys.not_verified", "verified residents answer"))
    row = queries.roll_row_of(survey_id, actor.person_id)
    if row is None:
        raise Refused(no("surveys.not_on_roll", "the roll frozen at opening", date=survey.roll_date))
    targets = [one.ref for one in queries.targets_of(row.group_id)]
    checked = check_answer(queries.questions_of(survey), targets, values)
    mark_answered(row, now)
    PendingAnswer.objects.create(survey=survey, values=checked)


def mark_answered(row: SurveyRoll, now: datetime) -> None:
    """The roll row has answered today. Raises Refused("surveys.already_answered"), whoever was first and how."""
    waiting = SurveyRoll.objects.filter(pk=row.pk, answered_date__isnull=True)
    if not waiting.update(answered_date=local_date(now)):
        raise Refused(no("surveys.already_answered", ONCE_SOURCE))


@transaction.atomic
def flush(*, survey_id: int, now: datetime, everything: bool = False) -> int:
    """Waiting answers are stored in shuffled order, split by target; how many. Fewer than 20 wait on, but at the close.

    Raises Refused("surveys.no_such_survey").
    """
    survey = locked(survey_id)
    waiting = list(PendingAnswer.objects.filter(survey=survey))
    if not waiting or (len(waiting) < BATCH and not everything):
        return 0
    day = local_date(now)
    rows = [
        Answer(survey=survey, target_ref=ref, values=block, stored_date=day)
        for one in waiting
        for ref, block in one.values.items()
    ]
    shuffle(rows)
    Answer.objects.bulk_create(rows, batch_size=INSERT_ROWS)
    ids = [one.pk for one in waiting]
    for start in range(0, len(ids), INSERT_ROWS):
        PendingAnswer.objects.filter(pk__in=ids[start : start + INSERT_ROWS]).delete()
    return len(waiting)


def flush_due(*, now: datetime) -> int:
    """Every open survey with a full batch has stored it; how many answers. Called by tick."""
    live = Survey.objects.filter(state=states.OPEN).order_by("pk").values_list("pk", flat=True)
    return sum(flush(survey_id=survey_id, now=now) for survey_id in live)
