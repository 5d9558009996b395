"""Many at once, with real connections: one answer per person, and never more forms than envelopes."""

import pytest

from tests.ballots.test_races import at_once
from tests.surveys import given
from yuanba.surveys import actions, queries
from yuanba.surveys.models import Answer, PendingAnswer

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def test_200_answers_of_one_person_are_one() -> None:
    here = given.place()
    survey = given.opened(here)
    outcome = at_once((lambda: given.answer(survey, here.voters[0])) for _ in range(200))
    assert outcome == {"ok:": 1, "surveys.already_answered": 199}
    assert PendingAnswer.objects.count() == 1


def test_envelope_against_phone_is_one_answer() -> None:
    here = given.place(8)
    survey = given.opened(here)
    calls = []
    for person in here.voters:
        row = given.row_of(survey, person)
        act = {"actor": here.clerk(), "now": given.DURING}
        issued = actions.issue_envelope(survey_id=survey.pk, roll_id=row.pk, **act)
        serial = issued.envelope.serial
        calls.append(lambda serial=serial, act=act: actions.return_envelope(serial=serial, **act))
        calls.append(lambda person=person: given.answer(survey, person))
    outcome = at_once(calls)
    assert queries.participation(survey.pk).answered == 8
    assert outcome["ok:"] + outcome["ok:RETURNED"] == 8
    assert outcome["ok:REFUSED"] == outcome["ok:"] == PendingAnswer.objects.count()


def test_closing_and_flushing_while_answering_loses_nothing() -> None:
    here = given.place(60)
    survey = given.opened(here)
    calls = [(lambda person=person: given.answer(survey, person, None, given.LAST)) for person in here.voters]
    calls.insert(30, lambda: actions.flush(survey_id=survey.pk, now=given.LAST))
    calls.insert(40, lambda: actions.close(survey_id=survey.pk, actor=given.TICK, now=given.CLOSES))
    outcome = at_once(calls)
    answered = queries.participation(survey.pk).answered
    assert (PendingAnswer.objects.count(), Answer.objects.count()) == (0, answered)
    assert outcome["ok:"] == answered + 1 and outcome["surveys.closed"] == 60 - answered
