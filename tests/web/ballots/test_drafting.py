"""Drafting every rule through the organiser's pages: costs in fen, seats, ties, pictures, the preview, and bad input."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests import given
from tests.signing import enter
from tests.web.ballots.test_owners_pages import KEY, values
from yuanba.ballots import actions
from yuanba.ballots.models import Ballot, Option
from yuanba.web import clock
from yuanba.web.ballots.ordering import priced

pytestmark = pytest.mark.django_db
BUDGET = {"q1_kind": "SHARES", "q1_options": "分类亭｜1.5万\n路灯 | 8000\n座椅\t3000 元", "q1_budget": "2万元"}


@pytest.fixture
def world() -> given.World:
    return given.subdistrict(per_compound=2, now=clock.now())


@pytest.fixture
def organiser(client, world):
    enter(client, world.staff["STREET_ORGANISER"][0])
    return client


def drafted(organiser, world, **changes: object) -> Ballot:
    answer = organiser.post("/desk/ballots/new", values(world, **({"matter": ""} | changes)))
    assert answer.status_code == 302, answer.content.decode()
    return Ballot.objects.get()


def test_budget_has_costs_step_and_tie_and_comes_back_into_the_form(organiser, world) -> None:
    ballot = drafted(organiser, world, **BUDGET, tie="DRAW", draw="截止后第一期双色球")
    rule = ballot.rule
    assert rule["cost_fen"] == {"o1": 1_500_000, "o2": 800_000, "o3": 300_000}
    assert (rule["budget_fen"], rule["step_fen"]) == (2_000_000, 1500)
    assert rule["tie"] == {"steps": ["more-votes", "lower-cost", "draw"], "draw": "截止后第一期双色球"}
    page = organiser.get(f"/desk/ballots/{ballot.pk}/edit").content.decode()
    assert "分类亭｜15000\n路灯｜8000" in page
    assert 'value="20000"' in page


@pytest.mark.parametrize(
    ("changes", "rule", "choose"),
    [
        ({"q1_kind": "IRV", "q1_all": "on"}, {"id": "ranked-irv", "truncated": "refused"}, 3),
        ({"q1_kind": "SCHULZE"}, {"id": "ranked-schulze", "truncated": "allowed"}, 3),
        ({"q1_kind": "SEATS", "q1_seats": "2"}, {"id": "committee", "seats": 2}, 1),
        ({"q1_kind": "APPROVAL"}, {"id": "approval", "seats": 1}, 3),
        (
            {"q1_kind": "GREEDY", **{key: BUDGET[key] for key in ("q1_options", "q1_budget")}},
            {"id": "budget-greedy"},
            1,
        ),
    ],
)
def test_each_way_of_answering_is_a_rule_and_comes_back(organiser, world, changes, rule, choose) -> None:
    ballot = drafted(organiser, world, **({"q1_options": "甲\n乙\n丙", "q1_choose": "1"} | changes))
    assert {key: ballot.rule.get(key) for key in rule} == rule
    assert ballot.items.get().choose == choose
    page = organiser.get(f"/desk/ballots/{ballot.pk}/edit").content.decode()
    assert re.search(rf'name="q1_kind" value="{changes["q1_kind"]}"[^>]* checked', page)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"q1_kind": "IRV", "q1_options": "甲公司\n“甲 公司。”"}, "写了两遍"),
        ({"q1_kind": "SHARES", "q1_options": "路灯\n座椅｜2", "q1_budget": "20"}, "“路灯”没有写费用"),
        ({"q1_kind": "GREEDY", "q1_options": "路灯｜3万\n座椅｜2", "q1_budget": "2万"}, "要 30,000.00 元，比总预算"),
        ({"q1_kind": "GREEDY", "q1_options": "路灯｜3万\n座椅｜2"}, "请写一共有多少钱"),
        ({"q1_kind": "GREEDY", "q1_options": "路灯｜3万\n座椅｜2", "q1_budget": "很多"}, "这不是金额"),
        ({"tie": "DRAW"}, "现在就要写明是哪一次开奖"),
    ],
)
def test_bad_input_of_rankings_and_budgets_is_said(organiser, world, changes, words) -> None:
    answer = organiser.post("/desk/ballots/new", values(world, **({"matter": ""} | changes)))
    assert words in answer.content.decode()
    assert not Ballot.objects.exists()


def picture() -> SimpleUploadedFile:
    data = BytesIO()
    Image.new("RGB", (60, 40), "#1f6f5c").save(data, "PNG")
    return SimpleUploadedFile("灯.png", data.getvalue(), "image/png")


def test_words_and_picture_of_an_option_stand_on_the_preview_and_survive_a_change(organiser, world) -> None:
    ballot = drafted(organiser, world, **BUDGET)
    address = f"/desk/ballots/{ballot.pk}/options/q1"
    sent = {"about_o2": "小河边 12 盏，太阳能", "file_o2": picture(), "request_key": KEY}
    assert organiser.post(address, sent).status_code == 302
    page = organiser.get(f"/desk/ballots/{ballot.pk}/preview").content.decode()
    assert "小河边 12 盏，太阳能" in page
    assert f"/ballots/{ballot.pk}/options/q1/o2" in page
    assert organiser.get(f"/desk/ballots/{ballot.pk}/preview.pdf").content.startswith(b"%PDF")
    changed = values(world, **({"matter": ""} | BUDGET | {"q1_options": "座椅｜3000\n路灯｜9000"}))
    organiser.post(f"/desk/ballots/{ballot.pk}/edit", changed)
    assert Option.objects.get(label="路灯").about == "小河边 12 盏，太阳能"
    shown = f"/ballots/{ballot.pk}/options/q1/{Option.objects.get(label='路灯').key}"
    answer = organiser.get(shown)
    assert answer["Content-Type"] == "image/png"
    answer.close()
    organiser.logout()
    assert organiser.get(shown).status_code == 404
    now = clock.now() - timedelta(minutes=1)
    actions.announce(ballot_id=ballot.pk, actor=world.actor("STREET_ORGANISER", now=now), now=now)
    answer = organiser.get(shown)
    assert answer.status_code == 200
    answer.close()


@pytest.mark.parametrize(
    ("line", "name", "cost_fen"),
    [
        ("长椅｜5000", "长椅", 500_000),
        ("长椅 5,500", "长椅", 550_000),
        ("长椅， 5,500.50 元", "长椅", 550_050),
        ("分类亭 两座：1.5万", "分类亭 两座", 1_500_000),
        ("路灯", "路灯", None),
        ("3 号楼 坡道", "3 号楼 坡道", None),
    ],
)
def test_a_cost_is_read_as_people_type_it(line: str, name: str, cost_fen: int | None) -> None:
    assert priced(line) == (name, cost_fen)
