"""Surveys: asked once, truthful about who can see what, on paper in two readings, and a result that says when it is thin."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest

from tests import given
from tests.signing import enter
from tests.web.ballots.test_desks import clerk
from tests.web.surveys.given import ANSWER, answer, finished, opened
from yuanba.surveys import actions
from yuanba.surveys.models import Envelope, PendingAnswer, SurveyRoll, SurveyTarget
from yuanba.web import clock
from yuanba.web.surveys import resident

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db) -> given.World:
    return given.subdistrict(per_compound=6, now=clock.now())


@pytest.fixture
def asked(client, world):
    enter(client, world.residents[0])
    return client


def test_one_form_lists_the_candidates_of_the_compound_and_says_who_can_see(asked, world) -> None:
    survey = opened(world)
    page = asked.get(f"/surveys/{survey.pk}").content.decode()
    assert [text for text in ("王建国", "长堤物业", "非常满意", "数据库") if text not in page] == []
    enter(asked, world.residents_of(1)[0])
    page = asked.get(f"/surveys/{survey.pk}").content.decode()
    assert "长堤物业" in page and "王建国" not in page


def test_answer_is_kept_once(asked, world) -> None:
    survey = opened(world)
    path = f"/surveys/{survey.pk}"
    assert asked.post(path, ANSWER)["Location"] == f"{path}/thanks"
    assert asked.post(path, {**ANSWER, "entry:A1|care": "1"})["Location"] == f"{path}/thanks"
    assert PendingAnswer.objects.get().values == {"": {"years": "old"}, "entry:A1": {"care": 5, "clean": 4}}
    assert asked.get(path)["Location"] == f"{path}/thanks"
    assert asked.get(f"{path}/thanks").status_code == 200


def test_missing_answer_is_said_beside_the_question_and_nothing_is_lost(asked, world) -> None:
    survey = opened(world)
    answered = asked.post(f"/surveys/{survey.pk}", {"entry:A1|clean": "4", "entry:A1|said": "谢谢"})
    page = answered.content.decode()
    assert answered.status_code == 422
    assert page.count('class="field wrong"') == 1
    assert "谢谢" in page and page.count(" checked") == 1


@pytest.mark.parametrize("values", [{}, {"entry:A1|care": "9"}, {"entry:A1|care": "x"}, {"|years": "never"}])
def test_answers_that_do_not_fit_are_refused(asked, world, values) -> None:
    assert asked.post(f"/surveys/{opened(world).pk}", values).status_code == 422
    assert PendingAnswer.objects.count() == 0


def test_closed_not_asked_and_unknown(asked, world, later) -> None:
    survey = opened(world)
    enter(asked, world.residents_of(2)[0])
    assert asked.get(f"/surveys/{survey.pk}").status_code == 403
    assert asked.get(f"/surveys/{survey.pk + 1}").status_code == 404
    assert asked.get(f"/surveys/{survey.pk}/result").status_code == 403
    later(timedelta(days=4))
    enter(asked, world.residents[0])
    assert asked.get(f"/surveys/{survey.pk}").status_code == 409


def test_result_has_n_rate_and_range_and_says_when_there_are_too_few(asked, world) -> None:
    survey = opened(world)
    for number in range(6):
        answer(world, survey, number, care=4)
    finished(world, survey)
    page = asked.get(f"/surveys/{survey.pk}/result").content.decode()
    assert "75.00" in page and "50.00%" in page
    assert "样本不足" in page


def test_result_is_sorted_best_first_and_the_thin_come_last(asked, world) -> None:
    survey = opened(world)
    SurveyTarget.objects.filter(survey=survey, ref="entry:C1").update(label="后问到的")
    for number in range(5):
        values = {"entry:A1": {"care": 2}, "entry:C1": {"care": 5 if number else 4}}
        actions.answer(survey_id=survey.pk, values=values, actor=world.resident(number), now=clock.now())
    finished(world, survey)
    page = asked.get(f"/surveys/{survey.pk}/result").content.decode()
    assert page.index("95.00") < page.index("25.00")
    assert page.index("后问到的") < page.index("王建国")
    assert 'data-figure="bar"' in page and 'data-value="95"' in page


def test_scores_that_are_equal_keep_the_order_of_asking_and_a_thin_one_stays_last() -> None:
    survey = SimpleNamespace(targets=Rows([("b", "乙"), ("a", "甲"), ("c", "丙"), ("d", "")]))
    scores = {"a": 5000, "b": 5000, "d": 0}
    targets = {ref: {"state": "OK", "score_centi": number} for ref, number in scores.items()}
    targets["c"] = {"state": "INSUFFICIENT", "score_centi": None}
    assert [name for name, _one in resident.by_score(survey, {"targets": targets})] == ["乙", "甲", "d", "丙"]


class Rows(list):
    def order_by(self, _key):
        return self

    def values_list(self, *_names):
        return self


def test_organiser_sees_who_answered_where_and_takes_the_steps(client, world, later) -> None:
    survey = opened(world)
    answer(world, survey, 0)
    enter(client, world.staff["STREET_ORGANISER"][0])
    board = f"/desk/surveys/{survey.pk}"
    page = re.sub(r"\s+", "", client.get(board).content.decode())
    assert "花城小区" in page
    assert client.get(f"{board}/scores").status_code == 403
    assert client.post(f"{board}/move", {"verb": "close"}).status_code == 409
    later(timedelta(days=4))
    enter(client, world.staff["STREET_ORGANISER"][0])
    for verb in ("close", "score", "publish"):
        assert client.post(f"{board}/move", {"verb": verb}).status_code == 302, verb
    assert client.get(f"/surveys/{survey.pk}/result").status_code == 200


def test_annulling_asks_for_a_reason(client, world) -> None:
    survey = opened(world)
    enter(client, world.staff["STREET_ORGANISER"][0])
    client.post(f"/desk/surveys/{survey.pk}/annul", {"reason": "问卷有误", "request_key": "a" * 32})
    assert client.get(f"/surveys/{survey.pk}/result").status_code == 403
    survey.refresh_from_db()
    assert survey.state == "ANNULLED"


def test_paper_takes_two_clerks_and_an_envelope(client, world, monkeypatch) -> None:
    survey = opened(world)
    enter(client, clerk(world, 1))
    base = f"/desk/survey-papers/{survey.pk}"
    name = world.residents[0].person.name
    assert "/issue" in client.get(f"{base}?name={name}&premises=").content.decode()
    codes: list[str] = []
    monkeypatch.setattr(
        "yuanba.web.surveys.paper.prints.envelope_and_form", lambda made: codes.append(made.form_code) or b"%PDF"
    )
    row = SurveyRoll.objects.get(person_id=world.residents[0].person_id)
    client.post(f"{base}/issue", {"roll": row.pk})
    serial = Envelope.objects.get().serial
    client.post(f"{base}/back", {"serial": serial, "reason": ""})
    row.refresh_from_db()
    assert row.answered_date is not None
    keyed = {"code": codes[0], "entry:A1|care": "5"}
    client.post(f"{base}/key", keyed)
    assert client.post(f"{base}/key", keyed).status_code == 409
    enter(client, clerk(world, 2))
    assert " checked" not in client.get(f"{base}/key?code={codes[0]}").content.decode()
    client.post(f"{base}/key", keyed)
    assert PendingAnswer.objects.count() == 1
    assert client.get(f"{base}/key?code=9999-X-Y").status_code == 404


def test_printed_envelope_and_form_are_one_pdf(client, world) -> None:
    survey = opened(world)
    enter(client, clerk(world, 1))
    row = SurveyRoll.objects.get(person_id=world.residents[0].person_id)
    answered = client.post(f"/desk/survey-papers/{survey.pk}/issue", {"roll": row.pk})
    assert answered.content.startswith(b"%PDF")


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    ("post", "path", "queries"),
    [("STREET_ORGANISER", "/desk/surveys", 10), ("COMMUNITY_WORKER", "/desk/survey-papers", 11)],
)
def test_lists_ask_the_same_number_of_questions(
    client, world, number: int, post: str, path: str, queries: int, django_assert_num_queries
) -> None:
    for _ in range(number):
        opened(world)
    enter(client, world.staff[post][0])
    client.get(path)
    with django_assert_num_queries(queries):
        client.get(path)
