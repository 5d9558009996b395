"""A household answers at its door: somebody reads the questions out and writes down what is said."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import Refused, no, require
from yuanba.places.queries import lineage
from yuanba.surveys import queries, rules
from yuanba.surveys.actions.answering import mark_answered
from yuanba.surveys.actions.steps import shared
from yuanba.surveys.models import PendingAnswer, SurveyRoll
from yuanba.surveys.questions import check_answer


@transaction.atomic
def answer_at_door(*, survey_id: int, premises_id: int, values: Mapping[str, Any], actor: Actor, now: datetime) -> bool:
    """The household has answered, today; False if it had already, on line or on paper: the first answer stands.

    As with `answer`, nothing stored says which answer is whose; whoever knocked has heard it.
    Raises Refused: surveys.not_permitted, .not_on_roll, and those of steps.shared and questions.check_answer.
    """
    survey = shared(survey_id, now)
    rows = SurveyRoll.objects.select_related("group")
    row = rows.filter(survey_id=survey_id, key=f"household:{premises_id}").first()
    if row is None:
        raise Refused(no("surveys.not_on_roll", "the roll frozen at opening", date=survey.roll_date))
    require(rules.may_ask_at_doors(actor, lineage(row.group.territory_id, local_date(now))))
    targets = [one.ref for one in queries.targets_of(row.group_id)]
    checked = check_answer(queries.questions_of(survey), targets, values)
    try:
        with transaction.atomic():
            mark_answered(row, now)
    except Refused:
        return False
    PendingAnswer.objects.create(survey=survey, values=checked)
    return True
