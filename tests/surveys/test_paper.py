"""Envelopes and forms: the row is marked, the answer comes in, nothing joins them."""

from typing import Any

import pytest

from tests.ballots.test_voting import refused
from tests.surveys import given
from yuanba.surveys import actions, queries
from yuanba.surveys.models import PaperForm, PendingAnswer, Survey

pytestmark = pytest.mark.django_db

GOOD, BAD = {"entry:1": {"care": 5}}, {"entry:1": {"care": 1}}


def issue(survey: Survey, here: given.Place, person: int = 0) -> actions.IssuedEnvelope:
    row = given.row_of(survey, here.voters[person])
    return actions.issue_envelope(survey_id=survey.pk, roll_id=row.pk, actor=here.clerk(), now=given.DURING)


def returned(survey: Survey, here: given.Place, person: int = 0) -> str:
    issued = issue(survey, here, person)
    actions.return_envelope(serial=issued.envelope.serial, actor=here.clerk(), now=given.DURING)
    return issued.form_code


def key(survey: Survey, here: given.Place, code: str, values: Any, actor: Any = None) -> PaperForm:
    clerk = actor or here.clerk()
    return actions.key_paper_form(survey_id=survey.pk, code=code, values=values, actor=clerk, now=given.DURING)


def test_returned_envelope_marks_the_row_and_two_equal_readings_are_an_answer() -> None:
    here = given.place()
    survey = given.opened(here)
    code = returned(survey, here)
    assert queries.participation(survey.pk).answered == 1
    assert key(survey, here, code, GOOD).state == "READ"
    assert key(survey, here, code, GOOD).state == "ENTERED"
    assert PendingAnswer.objects.get().values == GOOD
    assert refused(given.answer, survey, here.voters[0]) == "surveys.already_answered"
    assert refused(key, survey, here, code, GOOD) == "surveys.form_decided"
    assert queries.envelopes(survey.pk).count() == queries.paper_forms(survey.pk).count() == 1


def test_difference_goes_to_a_third_and_three_readings_are_unreadable() -> None:
    here = given.place()
    survey = given.opened(here)
    first, second = returned(survey, here, 0), returned(survey, here, 1)
    key(survey, here, first, GOOD)
    assert key(survey, here, first, BAD).state == "DISPUTED"
    assert key(survey, here, first, BAD).state == "ENTERED"
    for values in (GOOD, BAD, {"entry:1": {"clean": 2}}):
        form = key(survey, here, second, values)
    assert form.state == "UNREADABLE"
    assert [one.values for one in PendingAnswer.objects.all()] == [BAD]


def test_one_clerk_reads_once() -> None:
    here = given.place()
    survey = given.opened(here)
    code = returned(survey, here)
    clerk = here.clerk()
    key(survey, here, code, GOOD, clerk)
    assert refused(key, survey, here, code, GOOD, clerk) == "surveys.same_clerk"


def test_envelope_after_an_answer_stays_shut() -> None:
    here = given.place()
    survey = given.opened(here)
    issued = issue(survey, here)
    given.answer(survey, here.voters[0])
    envelope = actions.return_envelope(serial=issued.envelope.serial, actor=here.clerk(), now=given.DURING)
    assert (envelope.state, envelope.reason) == ("REFUSED", "already_answered")
    key(survey, here, issued.form_code, GOOD)
    assert refused(key, survey, here, issued.form_code, GOOD) == "surveys.more_forms_than_envelopes"


def test_late_envelope_is_refused_on_record() -> None:
    here = given.place()
    survey = given.opened(here)
    issued = issue(survey, here)
    envelope = actions.return_envelope(serial=issued.envelope.serial, actor=here.clerk(), now=given.CLOSES)
    assert (envelope.state, envelope.reason, queries.participation(survey.pk).answered) == ("REFUSED", "late", 0)


def test_forms_are_decided_before_the_score() -> None:
    here = given.place()
    survey = given.opened(here)
    code = returned(survey, here)
    key(survey, here, code, GOOD)
    actions.close(survey_id=survey.pk, actor=given.TICK, now=given.CLOSES)
    act = {"survey_id": survey.pk, "actor": given.TICK, "now": given.CLOSES}
    assert refused(actions.score_survey, **act) == "surveys.forms_open"
    key(survey, here, code, GOOD)
    actions.score_survey(**act)
    assert queries.result(survey.pk)["targets"]["entry:1"]["n"] == 1
    assert refused(key, survey, here, code, GOOD) == "surveys.closed"


@pytest.mark.parametrize("code", ["", "1", "1-AAAA-00000000", "x-1-2", "-", "１－２"])
def test_form_that_was_not_printed_here_is_refused(code: str) -> None:
    here = given.place()
    survey = given.opened(here)
    assert refused(key, survey, here, code, GOOD) == "surveys.form_unknown"


def test_refusals_at_the_desk() -> None:
    here, elsewhere = given.place(), given.place()
    survey = given.opened(here)
    issued = issue(survey, here)
    assert refused(issue, survey, here) == "surveys.envelope_out"
    act = {"serial": issued.envelope.serial, "actor": here.clerk(), "now": given.DURING}
    assert refused(actions.refuse_envelope, reason="", **act) == "surveys.reason_missing"
    actions.refuse_envelope(reason="遗失", **act)
    assert issue(survey, here).envelope.serial != issued.envelope.serial
    assert refused(actions.return_envelope, **act) == "survey_envelope.no_such_move"
    assert refused(actions.return_envelope, **act | {"serial": "0"}) == "surveys.no_such_envelope"
    row = given.row_of(survey, here.voters[1])
    ask = {"survey_id": survey.pk, "roll_id": row.pk, "actor": here.clerk(), "now": given.DURING}
    assert refused(actions.issue_envelope, **ask | {"roll_id": 0}) == "surveys.not_on_roll"
    assert refused(actions.issue_envelope, **ask | {"actor": elsewhere.clerk()}) == "surveys.not_permitted"
    given.answer(survey, here.voters[1])
    assert refused(actions.issue_envelope, **ask) == "surveys.already_answered"
    assert refused(
        actions.key_paper_form, survey_id=0, code="x", values=GOOD, actor=here.clerk(), now=given.DURING
    ) == ("surveys.no_such_survey")
