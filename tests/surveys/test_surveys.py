"""From the form to the score: once per person, without a link, honest below the sample."""

import pytest
from django.db import IntegrityError, transaction

from tests import factories
from tests.ballots.test_voting import refused
from tests.surveys import given
from yuanba.audit.models import AuditEvent
from yuanba.surveys import actions, queries
from yuanba.surveys.models import Answer, Form, PendingAnswer, Survey, SurveyRoll, SurveyStep

pytestmark = pytest.mark.django_db


def test_whole_way_scores_each_target() -> None:
    here = given.place(8)
    survey = given.opened(here)
    for person, care in zip(here.voters[:6], (5, 5, 4, 4, 3, 3), strict=True):
        given.answer(survey, person, {"": {"years": "new", "uses": ["park", "hall"]}, "entry:1": {"care": care}})
    given.answer(survey, here.voters[6], {"entry:2": {"care": 1, "said": "太慢"}})
    given.scored(survey)
    assert refused(queries.public_result, survey.pk) == "surveys.not_published"
    actions.publish(survey_id=survey.pk, actor=here.organiser(), now=given.CLOSES)
    result = queries.public_result(survey.pk)
    first, second = result["targets"]["entry:1"], result["targets"]["entry:2"]
    # (100 + 100 + 75 + 75 + 50 + 50) / 6 = 75; 6 of 8 answered about the first.
    assert (first["state"], first["n"], first["invited"], first["mean"]) == ("OK", 6, 8, [75, 1])
    assert (first["score_centi"], first["response_centi"]) == (7500, 7500)
    assert first["vectors"] == {"3,-": 2, "4,-": 2, "5,-": 2}
    assert second == {"n": 1, "invited": 8, "response_centi": 1250, "state": "INSUFFICIENT"}
    assert (result["invited"], result["answered"]) == (8, 7)
    assert result["general"]["histograms"] == {"uses": {"hall": 6, "park": 6}, "years": {"new": 6}}
    assert queries.texts(survey, "entry:2") == [("said", ("太慢",))]
    assert "太慢" not in str(result)
    verbs = list(SurveyStep.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["draft", "open", "close", "score", "publish"]


def test_second_answer_is_refused_even_if_it_is_the_same() -> None:
    here = given.place()
    survey = given.opened(here)
    given.answer(survey, here.voters[0])
    assert refused(given.answer, survey, here.voters[0]) == "surveys.already_answered"
    assert PendingAnswer.objects.count() == 1


def test_answer_carries_nothing_of_its_author() -> None:
    here = given.place(25)
    survey = given.opened(here)
    for number, person in enumerate(here.voters[:20]):
        given.answer(survey, person, {"entry:1": {"care": number % 5 + 1}, "entry:2": {"care": 3}})
    fields = {field.name for model in (Answer, PendingAnswer) for field in model._meta.get_fields()}
    assert fields == {"id", "survey", "values", "target_ref", "stored_date"}
    before = [answer.values["entry:1"]["care"] for answer in PendingAnswer.objects.order_by("pk")]
    assert actions.flush_due(now=given.DURING) == 20
    assert (PendingAnswer.objects.count(), Answer.objects.count()) == (0, 40)
    assert sorted(before) == sorted(
        one["care"] for one in queries.Answer.objects.filter(target_ref="entry:1").values_list("values", flat=True)
    )
    assert AuditEvent.objects.filter(verb="surveys.answer").count() == 0
    assert SurveyRoll.objects.filter(answered_date=given.DURING.date()).count() == 20


def test_order_of_storing_is_shuffled(monkeypatch) -> None:
    from yuanba.surveys.actions import answering

    seen = []
    monkeypatch.setattr(answering, "shuffle", lambda rows: seen.append(len(rows)))
    here = given.place(2)
    survey = given.opened(here)
    given.answer(survey, here.voters[0])
    assert actions.flush(survey_id=survey.pk, now=given.DURING) == 0
    assert actions.flush(survey_id=survey.pk, now=given.DURING, everything=True) == 1
    assert seen == [1]
    assert refused(actions.flush, survey_id=0, now=given.DURING) == "surveys.no_such_survey"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({}, "surveys.nothing_answered"),
        ({"entry:1": {}}, "surveys.nothing_answered"),
        ({"entry:9": {"care": 5}}, "surveys.target_unknown"),
        ({"entry:1": {"kindness": 5}}, "surveys.question_unknown"),
        ({"entry:1": {"years": "new"}}, "surveys.question_unknown"),
        ({"entry:1": "5"}, "surveys.question_unknown"),
        ({"entry:1": {"care": 6}}, "surveys.answer_out_of_range"),
        ({"entry:1": {"care": 0}}, "surveys.answer_out_of_range"),
        ({"entry:1": {"care": True}}, "surveys.answer_out_of_range"),
        ({"entry:1": {"care": "5"}}, "surveys.answer_out_of_range"),
        ({"entry:1": {"care": 5, "said": "好" * 501}}, "surveys.answer_out_of_range"),
        ({"": {"years": "middle"}}, "surveys.answer_out_of_range"),
        ({"": {"uses": ["park", "park"]}}, "surveys.answer_out_of_range"),
        ({"": {"uses": "park"}}, "surveys.answer_out_of_range"),
        ({"": {"uses": [{}]}}, "surveys.answer_out_of_range"),
        ({"entry:1": {"clean": 5}}, "surveys.answer_missing"),
    ],
)
def test_impossible_answer_is_refused_and_does_not_mark_the_row(values: dict, code: str) -> None:
    here = given.place()
    survey = given.opened(here)
    assert refused(given.answer, survey, here.voters[0], values) == code
    assert queries.participation(survey.pk).answered == 0


def test_nobody_answers_outside_window_or_roll() -> None:
    here, elsewhere = given.place(), given.place()
    survey = given.opened(here)
    assert refused(given.answer, survey, elsewhere.voters[0]) == "surveys.not_on_roll"
    assert refused(given.answer, survey, here.voters[0], None, given.BEFORE) == "surveys.not_yet_open"
    assert refused(given.answer, survey, here.voters[0], None, given.CLOSES) == "surveys.closed"
    assert refused(actions.answer, survey_id=survey.pk, values={}, actor=given.TICK, now=given.DURING) == (
        "surveys.not_verified"
    )
    assert refused(actions.answer, survey_id=0, values={}, actor=given.TICK, now=given.DURING) == (
        "surveys.no_such_survey"
    )
    actions.annul(survey_id=survey.pk, reason="问卷有误", actor=here.organiser(), now=given.DURING)
    assert refused(given.answer, survey, here.voters[0]) == "surveys.annulled"


def test_one_of_a_household_answers_for_all() -> None:
    here = given.place(2)
    dwelling = here.voters[0].residences.get().premises
    other = factories.ResidenceFactory(premises=dwelling).person
    survey = given.opened(here, form_id=given.form(here, per="HOUSEHOLD").pk)
    assert queries.participation(survey.pk).invited == 2
    assert list(queries.open_for(other.pk, given.DURING)) == [survey]
    given.answer(survey, here.voters[0])
    assert list(queries.open_for(other.pk, given.DURING)) == []
    assert refused(given.answer, survey, other) == "surveys.already_answered"


def test_company_is_surveyed_in_all_its_compounds_and_each_place_sees_its_own() -> None:
    here = given.place(3)
    second = given.place(4, street=here.street)
    both = here.voters[0]
    factories.ResidenceFactory(premises=second.voters[0].residences.get().premises, person=both)
    targets = (
        actions.NewTarget("entry:1", "王建国", (here.compound.pk,)),
        actions.NewTarget("entry:2", "长堤物业", (here.compound.pk, second.compound.pk)),
    )
    survey = given.opened(here, targets=targets)
    # Whoever lives in both is asked in the first only.
    assert queries.invited_by_target(survey.pk) == {"entry:1": 3, "entry:2": 7}
    sheet = queries.sheet(survey.pk, given.row_of(survey, second.voters[0]))
    assert ([one.ref for one in sheet.targets], sheet.is_answered) == (["entry:2"], False)
    assert refused(given.answer, survey, second.voters[0]) == "surveys.target_unknown"
    for person in (*here.voters, *second.voters):
        given.answer(survey, person, {"entry:2": {"care": 5}})
    by_place = queries.participation_by_group(survey.pk)
    assert {place: one.answered for place, one in by_place.items()} == {here.compound.pk: 3, second.compound.pk: 4}
    given.scored(survey)
    assert queries.result(survey.pk)["targets"]["entry:2"]["n"] == 7


def test_score_over_several_surveys_of_one_form() -> None:
    here = given.place(4)
    second = given.place(4, street=here.street)
    form_id = given.form(here).pk
    surveys = [
        given.opened(one, form_id=form_id, targets=(actions.NewTarget("entry:2", "物业", (one.compound.pk,)),))
        for one in (here, second)
    ]
    assert refused(queries.score_over, [one.pk for one in surveys], "entry:2") == "surveys.scores_hidden"
    for survey, people in zip(surveys, (here.voters, second.voters), strict=True):
        for person in people[:3]:
            given.answer(survey, person, {"entry:2": {"care": 3}})
        given.scored(survey)
    ids = [one.pk for one in surveys]
    assert [queries.result(pk)["targets"]["entry:2"]["state"] for pk in ids] == ["INSUFFICIENT"] * 2
    joint = queries.score_over(ids, "entry:2")
    assert (joint["state"], joint["n"], joint["invited"], joint["score_centi"]) == ("OK", 6, 8, 5000)
    other = given.form(here, questions=given.QUESTIONS[:2]).pk
    survey = given.scored(given.opened(here, form_id=other))
    assert refused(queries.score_over, [ids[0], survey.pk], "entry:2") == "surveys.forms_differ"


def test_form_versions_grow_only_when_something_changed() -> None:
    here = given.place()
    first, same = given.form(here), given.form(here)
    changed = given.form(here, questions=given.QUESTIONS[:2])
    assert (first.pk, first.version, changed.version) == (same.pk, 1, 2)
    assert queries.latest_form("satisfaction") == changed


SCALE = given.QUESTIONS[0]


@pytest.mark.parametrize(
    ("questions", "code"),
    [
        ([], "surveys.form_empty"),
        ([SCALE, SCALE], "surveys.form_question_bad"),
        ([SCALE | {"weight": 2}], "surveys.form_question_bad"),
        ([SCALE | {"kind": "STARS"}], "surveys.form_question_bad"),
        ([SCALE | {"key": ""}], "surveys.form_question_bad"),
        ([SCALE | {"high": 1}], "surveys.form_question_bad"),
        ([SCALE | {"per_target": False}], "surveys.form_question_bad"),
        ([{"key": "a", "kind": "SINGLE"}], "surveys.form_question_bad"),
        ([{"key": "a", "kind": "MULTI", "options": [{"key": "b"}, {"key": "b"}]}], "surveys.form_question_bad"),
        ([{"key": "a", "kind": "TEXT", "scored": True}], "surveys.form_question_bad"),
    ],
)
def test_impossible_form_is_refused(questions: list, code: str) -> None:
    here = given.place()
    act = {"key": "bad", "per": "PERSON", "questions": questions, "actor": here.organiser(), "now": given.BEFORE}
    assert refused(actions.register_form, **act) == code
    assert not Form.objects.filter(key="bad").exists()
    assert refused(actions.register_form, **act | {"per": "STREET"}) == "surveys.form_per_unknown"
    assert refused(actions.register_form, **act | {"actor": here.clerk()}) == "surveys.not_permitted"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"closes_at": given.OPENS}, "surveys.window_empty"),
        ({"min_sample": 4}, "surveys.sample_too_small"),
        ({"targets": ()}, "surveys.no_targets"),
        ({"targets": (actions.NewTarget("entry:1", "", ()),)}, "surveys.target_without_place"),
    ],
)
def test_impossible_order_is_refused(changes: dict, code: str) -> None:
    here = given.place()
    assert refused(actions.draft, order=given.order(here, **changes), actor=here.organiser(), now=given.BEFORE) == code


def test_target_named_twice_is_refused() -> None:
    here = given.place()
    target = actions.NewTarget("entry:1", "", (here.compound.pk,))
    order = given.order(here, targets=(target, target))
    assert refused(actions.draft, order=order, actor=here.organiser(), now=given.BEFORE) == "surveys.target_twice"


def test_moves_outside_the_window_and_by_strangers_are_refused() -> None:
    here, elsewhere = given.place(), given.place(0)
    survey = actions.draft(order=given.order(here), actor=here.organiser(), now=given.BEFORE)
    act = {"survey_id": survey.pk, "actor": given.TICK}
    assert refused(actions.open_survey, now=given.BEFORE, **act) == "surveys.not_yet_open"
    assert refused(actions.open_survey, now=given.CLOSES, **act) == "surveys.closed"
    stranger = {"survey_id": survey.pk, "actor": elsewhere.organiser(), "now": given.OPENS}
    for move in (actions.open_survey, actions.close, actions.score_survey, actions.publish):
        assert refused(move, **stranger) == "surveys.not_permitted"
    actions.open_survey(now=given.OPENS, **act)
    assert refused(actions.close, now=given.LAST, **act) == "surveys.not_yet_closing"
    assert refused(queries.result, survey.pk) == "surveys.scores_hidden"
    assert refused(queries.stored_values, [survey.pk], "entry:1") == "surveys.scores_hidden"
    organiser = here.organiser()
    assert refused(actions.annul, survey_id=survey.pk, reason="", actor=organiser, now=given.OPENS) == (
        "surveys.reason_missing"
    )
    empty = actions.draft(order=given.order(elsewhere), actor=elsewhere.organiser(), now=given.BEFORE)
    assert refused(actions.open_survey, survey_id=empty.pk, actor=given.TICK, now=given.OPENS) == "surveys.roll_empty"


def test_database_holds_one_row_per_person_and_the_least_sample() -> None:
    here = given.place()
    survey = given.opened(here)
    row = given.row_of(survey, here.voters[0])
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Survey.objects.filter(pk=survey.pk).update(min_sample=4)


@pytest.mark.parametrize("voters", [1, 3])
def test_reading_takes_the_same_number_of_queries(voters: int, django_assert_num_queries) -> None:
    here = given.place(voters)
    survey = given.opened(here)
    with django_assert_num_queries(1):
        queries.participation(survey.pk)
    with django_assert_num_queries(1):
        list(queries.open_for(here.voters[0].pk, given.DURING))
    row = given.row_of(survey, here.voters[0])
    with django_assert_num_queries(2):
        queries.sheet(survey.pk, row)
    with django_assert_num_queries(2):
        queries.invited_by_target(survey.pk)
    assert list(queries.ordered_by("stage:3")) == [survey]


def test_clock_finds_what_is_due() -> None:
    here = given.place()
    survey = actions.draft(order=given.order(here), actor=here.organiser(), now=given.BEFORE)
    assert [list(queries.due_to_open(at)) for at in (given.BEFORE, given.OPENS)] == [[], [survey]]
    actions.open_survey(survey_id=survey.pk, actor=given.TICK, now=given.OPENS)
    assert [list(queries.due_to_close(at)) for at in (given.LAST, given.CLOSES)] == [[], [survey]]
