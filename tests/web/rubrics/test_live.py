"""The hall, the juror's phone and the chair, candidate after candidate."""

import pytest
from django.test import Client

from tests import given
from tests.signing import enter
from tests.web.rubrics.given import opened
from yuanba.web import candidates, clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db) -> given.World:
    return given.subdistrict(per_compound=1, now=clock.now())


@pytest.fixture(autouse=True)
def names(monkeypatch) -> None:
    cards = {"entry:E1": candidates.Card("花城小区：把停车难办好"), "entry:E2": candidates.Card("江岸院落：楼道换新颜")}
    monkeypatch.setattr(candidates, "resolvers", lambda: {"entry": lambda references: cards})


def browser(account) -> Client:
    client = Client()
    enter(client, account)
    return client


def test_one_candidate_from_the_call_to_the_result(world) -> None:
    jury = opened(world, jurors=5, is_on_the_spot=True)
    base = f"/jury/{jury.panel.pk}"
    chair, juror = browser(jury.accounts[0]), browser(jury.accounts[4])
    organiser = browser(world.staff["STREET_ORGANISER"][0])
    assert "还没有" in juror.get(f"{base}/now").content.decode()
    assert juror.get(f"{base}/direct").status_code == 403
    assert juror.post(f"{base}/direct/do", {"do": "call", "subject": "entry:E1"}).status_code == 403
    assert chair.post(f"{base}/direct/do", {"do": "dance"}).status_code == 404
    assert chair.post(f"{base}/direct/do", {"do": "call", "subject": "entry:E1"}).status_code == 302
    page = juror.get(f"{base}/now").content.decode()
    assert "把停车难办好" in page and page.count("<fieldset") == 3

    for number in range(4):
        jury.score(number, "entry:E1", effect=number)
    hall = organiser.get(f"{base}/hall").content.decode()
    assert hall.count('class="hall-in"') == 4 and hall.count('class="hall-out"') == 1
    assert "hall-score" not in hall
    assert chair.post(f"{base}/direct/do", {"do": "show", "subject": "entry:E1"}).status_code == 409
    sent = {"mark.effect": 4, "mark.innovation": 7, "mark.people": 9, "do": "submit"}
    answer = juror.post(f"/jury/sheets/{jury.sheet(4).pk}", sent)
    assert answer["Location"] == f"{base}/now"
    assert "hall-score" not in organiser.get(f"{base}/hall").content.decode()
    assert "4.90" not in juror.get(f"{base}/now").content.decode()
    chair.post(f"{base}/direct/do", {"do": "show", "subject": "entry:E1"})
    hall = organiser.get(f"{base}/hall").content.decode()
    assert '<p class="hall-score number">4.90</p>' in hall
    assert "4.90" in juror.get(f"{base}/now").content.decode()
    late = juror.post(f"/jury/sheets/{jury.sheet(4).pk}", {**sent, "mark.effect": 9})
    assert late.status_code == 302, "handing in again changes nothing"
    assert "4.90" in organiser.get(f"{base}/hall").content.decode()


def test_strangers_stay_out_and_other_panels_have_no_hall(world) -> None:
    jury = opened(world, is_on_the_spot=True)
    assert browser(world.residents[0]).get(f"/jury/{jury.panel.pk}/hall").status_code == 403
    type(jury.panel).objects.update(is_on_the_spot=False)
    assert browser(jury.accounts[0]).get(f"/jury/{jury.panel.pk}/hall").status_code == 404


@pytest.mark.parametrize("entries", [1, 3])
def test_hall_asks_the_same_number_of_questions(world, entries, django_assert_num_queries) -> None:
    jury = opened(world, entries=entries, is_on_the_spot=True)
    client = browser(jury.accounts[0])
    client.post(f"/jury/{jury.panel.pk}/direct/do", {"do": "call", "subject": "entry:E1"})
    client.get(f"/jury/{jury.panel.pk}/hall")
    with django_assert_num_queries(10):
        client.get(f"/jury/{jury.panel.pk}/hall")
