"""Sheets of every rule: rankings by numbers, budgets with their sum, the same on paper; never an order out of ticks."""

import re

import pytest

from tests import given
from tests.ballots.given import scan
from tests.signing import enter
from tests.web.ballots import owners
from tests.web.ballots.test_voter import fields_of
from yuanba.ballots import actions
from yuanba.ballots.models import Ballot, Paper, RollRow
from yuanba.documents.ballot_papers import BallotPaper
from yuanba.web import clock
from yuanba.web.ballots import prints

pytestmark = pytest.mark.django_db
BIN, LAMP, BENCH = "o1", "o2", "o3"
TERMS = {"version": 1, "source": "意见征询"}
ITEMS = (
    actions.NewItem(
        "q1",
        3,
        (
            actions.NewOption("o1", "白鹭"),
            actions.NewOption("o2", "石桥", "横在河上"),
            actions.NewOption("o3", "香樟"),
        ),
        label="小区标志选哪个",
        rule=TERMS | {"id": "ranked-irv", "truncated": "allowed"},
    ),
    actions.NewItem(
        "q2",
        3,
        (actions.NewOption(BIN, "分类亭"), actions.NewOption(LAMP, "路灯"), actions.NewOption(BENCH, "座椅")),
        label="公共收益先做哪几件",
        rule=TERMS
        | {
            "id": "budget-equal-shares",
            "budget_fen": 20_000_00,
            "cost_fen": {BIN: 15_000_00, LAMP: 8_000_00, BENCH: 3_000_00},
            "step_fen": 500,
            "tie": {"steps": ["more-votes", "lower-cost"]},
        },
    ),
)


@pytest.fixture
def world(db) -> given.World:
    return given.subdistrict(per_compound=4, now=clock.now())


@pytest.fixture
def ballot(world) -> Ballot:
    return owners.opened(world, items=ITEMS, rule=TERMS | {"id": "choose-k"}, matter="")


@pytest.fixture
def voter(client, world):
    enter(client, world.residents[0])
    return client


def ranks(*numbers: str) -> dict[str, str]:
    return {f"rank.q1.o{place}": number for place, number in enumerate(numbers, 1)}


def test_ranking_and_budget_from_the_sheet_to_the_paper(voter, ballot) -> None:
    page = voter.get(f"/ballots/{ballot.pk}/sheet").content.decode()
    assert page.count('name="rank.q1.') == 3
    assert "15,000 元" in page
    assert "一共有 20,000 元可用" in page
    sent = ranks("", "7", "2") | {"item.q2": [BIN, LAMP]}
    assert "有 1 道题没有选" in voter.post(f"/ballots/{ballot.pk}/sheet/review", ranks("", "7", "2")).content.decode()
    page = voter.post(f"/ballots/{ballot.pk}/sheet/review", sent).content.decode()
    assert "1．香樟；2．石桥" in page
    assert "比预算 20,000 元 多 3,000 元" in page
    back = voter.post(f"/ballots/{ballot.pk}/sheet/change", fields_of(page)).content.decode()
    assert re.search(r'name="rank\.q1\.o3".{0,200}value="1" selected', back)
    voter.post("/cast", fields_of(page))
    assert Paper.objects.get().choices == '{"q1":["o3","o2"],"q2":["o1","o2"]}'


def test_doubled_place_is_asked_about_and_kept(voter, ballot) -> None:
    answer = voter.post(f"/ballots/{ballot.pk}/sheet/review", ranks("1", "2", "2"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "有两项都写了第 2" in page
    assert page.count('value="2" selected') == 2


def test_paper_has_boxes_for_numbers_and_costs(ballot, world, monkeypatch) -> None:
    row = RollRow.objects.get(ballot=ballot, person_id=world.residents[0].person_id)
    clerk = world.actor("COMMUNITY_WORKER", now=clock.now())
    sheet = actions.issue_paper_sheet(ballot_id=ballot.pk, roll_row_id=row.pk, actor=clerk, now=clock.now())
    seen: list[BallotPaper] = []
    assert prints.paper(sheet).startswith(b"%PDF")
    monkeypatch.setattr(prints, "paper_ballot", lambda paper: seen.append(paper) or b"")
    prints.paper(sheet)
    ranked, money = seen[0].items
    assert (ranked.numbered, ranked.all_numbered, ranked.options[1].note) == (True, False, "横在河上")
    assert money.options[0].note == "15,000 元"
    assert "20,000 元" in money.rule


@pytest.mark.parametrize(
    ("numbers", "kept"), [(("1", "2", "2"), '["o1"]'), (("2", "1", "2"), '["o2"]'), (("１", "9", "x"), '["o1","o2"]')]
)
def test_desk_keys_numbers_as_they_are_written(client, ballot, world, numbers, kept: str) -> None:
    row = RollRow.objects.get(ballot=ballot, person_id=world.residents[0].person_id)
    clerk = world.actor("COMMUNITY_WORKER", now=clock.now())
    sheet = actions.issue_paper_sheet(ballot_id=ballot.pk, roll_row_id=row.pk, actor=clerk, now=clock.now())
    actions.receive_paper_sheet(serial=sheet.serial, scan_file_id=scan().pk, actor=clerk, now=clock.now())
    enter(client, world.staff["COMMUNITY_WORKER"][0])
    assert 'type="text" id="rank-1-1"' in client.get(f"/desk/paper-ballots/sheets/{sheet.serial}/key").content.decode()
    client.post(f"/desk/paper-ballots/sheets/{sheet.serial}/key", ranks(*numbers))
    assert sheet.keyings.get().choices == f'{{"q1":{kept},"q2":[]}}'
