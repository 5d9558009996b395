"""The reporter's word: yes closes, no takes it up again without anybody's leave; nobody else has these buttons."""

import pytest
from django.test import Client

from tests import given
from tests.cases.given import reported, rules_installed
from tests.factories import BuildingFactory
from tests.signing import enter
from yuanba.cases import actions
from yuanba.cases.ledger_models import RecurringIssue
from yuanba.cases.queries import showing
from yuanba.messaging.models import Message
from yuanba.web import clock

pytestmark = pytest.mark.django_db
KEY = "0" * 32


@pytest.fixture
def world():
    rules_installed()
    return given.subdistrict(per_compound=2, now=clock.now())


@pytest.fixture
def answered(world):
    now = clock.now()
    case = reported(world, now, world.resident(0, now))
    clerk = world.actor("COMMUNITY_WORKER", 0, now)
    actions.accept(case_id=case.pk, actor=clerk, now=now)
    actions.start(case_id=case.pk, actor=clerk, now=now)
    actions.answer(case_id=case.pk, outcome="FIXED", text="水管换了，找物业前台。", actor=clerk, now=now)
    case.refresh_from_db()
    return case


def browser(account) -> Client:
    client = Client()
    enter(client, account)
    return client


def test_yes_closes_and_later_it_can_still_be_taken_up_again(world, answered) -> None:
    mine, page = browser(world.residents[0]), f"/cases/{answered.number}"
    assert answered.number in mine.get("/cases/mine").content.decode()
    assert page in mine.get("/").content.decode()
    shown = mine.get(page).content.decode()
    assert "水管换了" in shown and f"{page}/confirm" in shown and "解决了吗" in shown
    for other in (Client(), browser(world.residents[1])):
        assert f"{page}/confirm" not in other.get(page).content.decode()
    mine.post(f"{page}/confirm")
    answered.refresh_from_db()
    assert answered.state == "CLOSED"
    shown = mine.get(page).content.decode()
    assert f"{page}/not-solved" in shown and f"{page}/confirm" not in shown
    mine.post(f"{page}/not-solved", {"text": "又漏了", "request_key": KEY})
    answered.refresh_from_db()
    assert (answered.state, answered.reopened) == ("IN_HAND", 1)


def test_no_takes_it_up_again_and_strangers_words_do_not_count(world, answered) -> None:
    page = f"/cases/{answered.number}"
    stranger = browser(world.residents[1])
    assert stranger.post(f"{page}/confirm").status_code == 403
    assert stranger.post(f"{page}/not-solved", {"text": "没好", "request_key": KEY}).status_code in (403, 409)
    mine = browser(world.residents[0])
    assert mine.post(f"{page}/not-solved", {"text": "", "request_key": KEY}).status_code == 200
    assert mine.post(f"{page}/not-solved", {"text": "还在滴水", "request_key": KEY}).url == page
    answered.refresh_from_db()
    assert answered.state == "IN_HAND" and "还在滴水" in mine.get(page).content.decode()


def test_a_page_costs_the_same_however_many_are_on_it(world, django_assert_num_queries) -> None:
    place = world.compounds[0].pk
    for number in range(4):
        reported(world, clock.now(), world.resident(number % 2, clock.now()), category="leak", text=f"第{number}处漏水")
        if number in (0, 3):
            Client().get(f"/cases/board/{place}")
            with django_assert_num_queries(7):
                Client().get(f"/cases/board/{place}")


def test_more_words_and_photos_are_one_however_often_sent_and_the_desk_is_told(world, answered) -> None:
    mine, page = browser(world.residents[0]), f"/cases/{answered.number}"
    assert f"{page}/add" in mine.get(page).content.decode()
    sent = {"text": "三楼也在滴，电话13800001234", "client_key": "more-key-0000000001", "request_key": KEY}
    for _twice in range(2):
        assert mine.post(f"{page}/add", sent).url == page
    answered.refresh_from_db()
    assert answered.text.count("三楼也在滴") == 1 and answered.public_text.endswith("电话138****1234")
    assert Message.objects.filter(kind="case.words_added").count() >= 1
    assert mine.post(f"{page}/add", {**sent, "text": ""}).status_code == 422
    assert browser(world.residents[1]).post(f"{page}/add", sent).status_code == 403


def test_a_message_leads_to_its_case(world, answered) -> None:
    mine = browser(world.residents[0])
    assert f"/cases/at/{answered.pk}" in mine.get("/me/messages").content.decode()
    assert mine.get(f"/cases/at/{answered.pk}").url == f"/cases/{answered.number}"
    assert Client().get("/cases/at/999999").status_code == 404
    clerk = browser(world.staff["COMMUNITY_WORKER"][0])
    desk = clerk.get(f"/cases/at/{answered.pk}").url
    assert (
        desk == f"/casework/case/{answered.number}" and desk in clerk.get(f"/cases/{answered.number}").content.decode()
    )


def test_the_board_goes_back_page_by_page_and_by_building(world, monkeypatch) -> None:
    place, building = world.compounds[0].pk, BuildingFactory(compound=world.compounds[0].compound, name="甲栋").pk
    made = [
        reported(
            world, clock.now(), world.resident(0, clock.now()), text=f"第{one}处", building_id=[None, building][one % 2]
        )
        for one in range(5)
    ]
    monkeypatch.setattr(showing.board_page, "__kwdefaults__", {"building_id": None, "after": None, "size": 2})
    page = Client().get(f"/cases/board/{place}").content.decode()
    assert [one.number in page for one in made] == [False, False, False, True, True]
    older = Client().get(f"/cases/board/{place}?building=&after={made[3].pk}").content.decode()
    assert [one.number in older for one in made] == [False, True, True, False, False]
    there = Client().get(f"/cases/board/{place}?building={building}").content.decode()
    assert [one.number in there for one in made] == [False, True, False, True, False]
    assert Client().get(f"/cases/board/{place}?after=x&building=²").status_code == 200


def test_what_comes_again_and_again_says_so(world, answered) -> None:
    now = clock.now()
    RecurringIssue.objects.create(
        territory=world.compounds[0], category=answered.category, cases_count=3, window_days=90,
        first_at=now, raised_at=now, last_at=now,
    )  # fmt: skip
    assert "90 天里来了 3 次" in Client().get(f"/cases/{answered.number}").content.decode()


def test_ones_own_list_and_a_thread_cost_the_same_at_any_length(world, django_assert_num_queries) -> None:
    mine = browser(world.residents[0])
    for number in range(3):
        case = reported(world, clock.now(), world.resident(0, clock.now()), text=f"第{number}处")
        if number in (0, 2):
            mine.get("/cases/mine")
            with django_assert_num_queries(7):
                mine.get("/cases/mine")
            with django_assert_num_queries(17):
                mine.get(f"/cases/{case.number}")
