"""The tree as of a day, the cards, the grids, the calendar, and the forms that change them."""

from datetime import date

import pytest
from django.test import Client

from tests.factories import (
    AccountFactory,
    AppointmentFactory,
    BuildingFactory,
    CompoundFactory,
    EntranceFactory,
    OrganisationFactory,
    PersonFactory,
    PremisesFactory,
    TerritoryFactory,
)
from tests.signing import enter
from yuanba.kernel.actor import system
from yuanba.places import actions, queries
from yuanba.places.models import Territory
from yuanba.web import clock

pytestmark = pytest.mark.django_db

KEY = "0" * 32
DAY = "2026-03-01"


@pytest.fixture
def street() -> Territory:
    return TerritoryFactory(kind="SUBDISTRICT", name="示范街道", code="510116008")


@pytest.fixture
def community(street: Territory) -> Territory:
    return TerritoryFactory(parent=street, name="长堤社区")


@pytest.fixture
def compound(community: Territory) -> Territory:
    return CompoundFactory(territory__name="花城小区", territory__parent=community).territory


@pytest.fixture
def keeper(client: Client, street: Territory) -> Client:
    """Somebody who may edit the tree and, as a second appointment, keeps the cards."""
    person = PersonFactory()
    for post in ("SYSTEM_ADMIN", "COMMUNITY_WORKER"):
        body = OrganisationFactory(territory=street, name=f"示范街道办事处{post}")
        AppointmentFactory(person=person, organisation=body, territory=street, post=post)
    enter(client, AccountFactory(person=person, is_staff_account=True, phone=None, login="keeper"))
    return client


def by() -> dict:
    return {"actor": system("test"), "now": clock.now()}


@pytest.mark.parametrize("number", [1, 3])
def test_tree_is_one_query_whatever_its_size(
    client: Client, street: Territory, django_assert_num_queries, number: int
) -> None:
    for place in range(number):
        TerritoryFactory(parent=street, name=f"第{place}社区")
    with django_assert_num_queries(1):
        page = client.get("/places").content.decode()
    assert page.count("社区</b>") == number


@pytest.mark.parametrize("number", [1, 3])
def test_community_page_asks_the_same_whatever_lies_in_it(
    client: Client, community: Territory, django_assert_num_queries, number: int
) -> None:
    for place in range(number):
        CompoundFactory(territory__name=f"小区{place}", territory__parent=community)
        actions.record_asset(
            territory_id=community.pk, kind="VENUE", number=1, name=str(place), as_of_date=date(2026, 1, 1), **by()
        )
    with django_assert_num_queries(14):
        assert client.get(f"/places/{community.pk}").status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_compound_page_asks_the_same_whatever_stands_in_it(
    client: Client, compound: Territory, django_assert_num_queries, number: int
) -> None:
    for _ in range(number):
        EntranceFactory(building=BuildingFactory(compound=compound.compound))
    with django_assert_num_queries(38):
        page = client.get(f"/places/{compound.pk}").content.decode()
    assert "还没登记" in page


def test_compound_card_shows_unit_and_day(client: Client, compound: Territory) -> None:
    for key, value in (
        ("FLOOR_AREA", "2450000000"),
        ("GREENING_RATE", "31"),
        ("HANDED_OVER", "2007-03"),
        ("USE", "MIXED"),
    ):
        actions.set_fact(compound_id=compound.pk, key=key, value=value, as_of_date=date(2021, 8, 1), **by())
    page = client.get(f"/places/{compound.pk}").content.decode()
    for text in ("245,000 ㎡", "31%", "2007年3月", "商住", "截至 2021年8月1日"):
        assert text in page


def test_old_day_shows_the_old_name_and_merged_places_lead_on(keeper: Client, street: Territory, community) -> None:
    other = TerritoryFactory(parent=street, name="河畔社区")
    sent = {
        "others": [other.pk],
        "name": "堤畔社区",
        "code": "",
        "from_date": DAY,
        "basis": "街道办〔2026〕3号",
        "request_key": KEY,
    }
    assert keeper.post(f"/places/{community.pk}/merge", sent).status_code == 302
    page = keeper.get(f"/places/{community.pk}").content.decode()
    assert "已经撤销" in page
    assert "堤畔社区" in page
    assert "长堤社区" in keeper.get("/places?on=2026-02-01").content.decode()
    assert "长堤社区</b>" not in keeper.get("/places").content.decode()


def test_tree_is_changed_by_small_forms(keeper: Client, street: Territory, community: Territory) -> None:
    basis = {"from_date": DAY, "basis": "街道办〔2026〕1号", "request_key": KEY}
    found = {"kind": "COMPOUND", "name": "新苑小区", "code": "", **basis}
    assert keeper.post(f"/places/{community.pk}/found", found).status_code == 302
    new = queries.children_at(community.pk, date(2026, 4, 1))[0]
    rename = {"name": "长堤新社区", "code": "", **basis}
    assert keeper.post(f"/places/{community.pk}/rename", rename).status_code == 302
    assert queries.name_at(community.pk, date(2026, 4, 1)) == "长堤新社区"
    other = TerritoryFactory(parent=street, name="河畔社区")
    move = {"parent": other.pk, "from_date": "2026-04-01", "basis": "调整", "request_key": KEY}
    assert keeper.post(f"/places/{new.id}/move", move).status_code == 302
    refused = keeper.post(f"/places/{new.id}/move", move)
    assert refused.status_code == 409
    assert "要在它之后" in refused.content.decode()


def test_compound_is_split_with_its_buildings(keeper: Client, compound: Territory) -> None:
    one, two = (BuildingFactory(compound=compound.compound) for _ in range(2))
    sent = {
        "first": "花城一区",
        "second": "花城二区",
        "buildings": [two.pk],
        "from_date": DAY,
        "basis": "x1",
        "request_key": KEY,
    }
    assert keeper.post(f"/places/{compound.pk}/split", sent).status_code == 302
    one.refresh_from_db()
    two.refresh_from_db()
    assert (queries.name_at(one.compound_id, date(2026, 4, 1)), queries.name_at(two.compound_id, date(2026, 4, 1))) == (
        "花城一区",
        "花城二区",
    )


def test_card_is_kept_by_small_forms(keeper: Client, compound: Territory, community: Territory) -> None:
    key = {"request_key": KEY}
    fact = {"key": "FLOOR_AREA", "value": "245,000", "as_of_date": "2021-08-01", "source": "物业", **key}
    assert keeper.post(f"/places/{compound.pk}/fact", fact).status_code == 302
    assert "请填平方米数" in keeper.post(f"/places/{compound.pk}/fact", {**fact, "value": "很大"}).content.decode()
    milestone = {"title": "首次业主大会", "month": "2010-12", "note": "", **key}
    assert keeper.post(f"/places/{compound.pk}/milestone", milestone).status_code == 302
    assert keeper.post(f"/places/{compound.pk}/phase", {"name": "一期", **key}).status_code == 302
    assert keeper.post(f"/places/{compound.pk}/cluster", {"name": "东组团", **key}).status_code == 302
    building = BuildingFactory(compound=compound.compound)
    parts = {"phase": compound.compound.phases.get().pk, "cluster": compound.compound.clusters.get().pk, **key}
    assert keeper.post(f"/places/{compound.pk}/building/{building.pk}", parts).status_code == 302
    people = {"people": 140000, "source": "社区台账", "as_of_date": "2021-01-01", **key}
    assert keeper.post(f"/places/{community.pk}/population", people).status_code == 302
    page = keeper.get(f"/places/{compound.pk}").content.decode()
    for text in ("245,000 ㎡", "2010年12月", "东组团", "一期"):
        assert text in page
    row = compound.milestones.get()
    keeper.post(f"/places/{compound.pk}/milestone/{row.pk}/remove")
    assert compound.milestones.count() == 0
    assert "140,000" in keeper.get(f"/places/{community.pk}").content.decode()


def test_grids_warn_of_size_and_show_gaps(keeper: Client, compound: Territory, community: Territory) -> None:
    premises = PremisesFactory.create_batch(
        2, entrance=EntranceFactory(building=BuildingFactory(compound=compound.compound))
    )
    for level, name in (("COMMUNITY", "总网格"), ("GENERAL", "一网格"), ("MICRO", "微一")):
        upper = community.grids.order_by("-pk").first()
        sent = {"level": level, "name": name, "parent": upper.pk if upper else "", "from_date": DAY, "request_key": KEY}
        assert keeper.post(f"/places/{community.pk}/grids/draw", sent).status_code == 302
    micro = community.grids.get(level="MICRO")
    sent = {"premises": [premises[0].pk], "from_date": DAY, "request_key": KEY}
    assert keeper.post(f"/places/{community.pk}/grids/{micro.pk}/fill", sent).status_code == 302
    page = keeper.get(f"/places/{community.pk}/grids").content.decode()
    assert "1 户，不在 30 到 100 户之间" in page
    assert "还有 1 户没有划入网格" in page
    ended = keeper.post(f"/places/{community.pk}/grids/{micro.pk}/end", {"to_date": "2026-05-01", "request_key": KEY})
    assert ended.status_code == 302


def test_building_lead_shows_the_relay_line_and_no_full_name(client: Client, compound: Territory) -> None:
    person = PersonFactory(name="陈小明")
    AppointmentFactory(
        person=person, organisation=OrganisationFactory(territory=compound), post="BUILDING_LEAD",
        building=BuildingFactory(compound=compound.compound), relay_line="028-0000-0001",
    )  # fmt: skip
    page = client.get(f"/places/{compound.pk}").content.decode()
    assert "028-0000-0001" in page
    assert person.name not in page
    assert person.phone not in page


def test_calendar_says_which_year_is_unknown(keeper: Client) -> None:
    actions.load_calendar(**by())
    page = keeper.get("/calendar?year=2026").content.decode()
    assert "2027 年的安排还没公布" in page
    assert "10月1日" in page
    sent = {"day": "2027-01-01", "is_workday": "0", "source": "国办通知", "request_key": KEY}
    assert keeper.post("/calendar/day", sent).status_code == 302
    assert keeper.post("/calendar/year", {"year": 2027, "source": "国办通知", "request_key": KEY}).status_code == 302
    assert "还没公布：" not in keeper.get("/calendar").content.decode()
    assert keeper.get("/calendar?year=abcd").status_code == 200


def test_visitor_sees_no_button_and_no_unknown_place(client: Client, community: Territory) -> None:
    assert "调整区划" not in client.get(f"/places/{community.pk}").content.decode()
    assert client.get("/places/999999").status_code == 404
    assert client.get(f"/places/{community.pk}/rename").status_code == 302
    assert client.get("/places?on=2026-02-30").status_code == 200


def test_a_holiday_notice_is_read_shown_and_then_kept(keeper: Client) -> None:
    """The days are shown before they are kept; entered again they replace what the year said before."""
    assert "2027 年的放假通知还没有录入" in keeper.get("/calendar?year=2027").content.decode()
    text = "元旦：1月1日（周五）至3日放假，共3天。春节：2月5日至11日放假调休，共7天。2月14日（周日）上班。"
    sent = {"year": 2027, "source": "国办发明电〔2026〕7号", "text": text, "request_key": KEY}
    wrong = keeper.post("/calendar/notice", sent | {"text": text.replace("周五", "周四")}).content.decode()
    assert "星期对不上" in wrong
    page = keeper.post("/calendar/notice", sent).content.decode()
    assert "2月14日" in page
    assert not queries.calendar().days
    assert keeper.post("/calendar/notice", sent | {"confirmed": "1"}).status_code == 302
    kept = queries.calendar()
    assert kept.last_year == 2027
    assert not kept.is_workday(date(2027, 2, 5))
    assert kept.is_workday(date(2027, 2, 14))
    again = sent | {"text": "元旦：1月1日（周五）放假。", "confirmed": "1"}
    assert keeper.post("/calendar/notice", again).status_code == 302
    assert queries.calendar().is_workday(date(2027, 2, 5))
