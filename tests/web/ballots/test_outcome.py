"""The page of a result says passed or not, why, and by how much, by people and by area."""

import re

import pytest

from tests import factories
from tests.ballots import given
from tests.ballots.tally.made import rule
from yuanba.ballots import actions
from yuanba.ballots.models import Ballot
from yuanba.ballots.tally import law
from yuanba.places.models import Premises
from yuanba.web.ballots.outcomes import exact_area

pytestmark = pytest.mark.django_db
ORDINARY = law.LAW[0]


def page(client, ballot: Ballot) -> str:
    reply = client.get(f"/ballots/{ballot.pk}/result")
    assert reply.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", reply.content.decode()))


def counted(here: given.Place, item: actions.NewItem, terms: dict, votes: list[list[str]], electorate: str) -> Ballot:
    ballot = given.opened(here, items=(item,), rule=terms, electorate=electorate)
    for voter, keys in zip(here.voters, votes, strict=False):
        given.cast(given.ticket(ballot, voter), **{item.key: keys})
    return given.published(given.closed(ballot), here)


def owners(votes: list[list[str]]) -> Ballot:
    here = given.place(3)
    for home, owner in zip(Premises.objects.order_by("pk"), here.voters, strict=True):
        factories.OwnershipFactory(premises=home, person=owner)
    yes = actions.NewItem("covenant", 1, tuple(actions.NewOption(key) for key in ("agree", "against")), "管理规约")
    return counted(here, yes, rule("yes-no-abstain", threshold=ORDINARY.threshold()), votes, "OWNERS")


def test_a_vote_that_failed_says_what_was_missing(client) -> None:
    text = page(client, owners([["agree"]]))
    assert "没有通过。" in text
    assert "要有 2 人参加，实际 1 人，还差 1 人。" in text
    assert "参加的面积要有 180.00 ㎡，实际 90.00 ㎡，还差 90.00 ㎡。" in text
    assert ORDINARY.article in text
    assert "同意 1 90.00 ㎡" in text


def test_a_vote_that_passed_shows_the_exact_numbers(client) -> None:
    text = page(client, owners([["agree"], ["agree"], ["against"]]))
    assert "通过。" in text and "没有通过" not in text
    assert "同意的面积 135.0001 ㎡ 180.00 ㎡ 不差" in text


def committee() -> Ballot:
    """Two seats; one is clear, and two candidates are equal for the other."""
    options = tuple(actions.NewOption(key, name) for key, name in (("a", "周"), ("b", "吴"), ("c", "郑")))
    terms = rule("committee", seats=2)
    votes = [["a", "b"], ["a", "c"]]
    return counted(given.place(2), actions.NewItem("seats", 2, options), terms, votes, "RESIDENTS")


def test_who_was_chosen_and_what_stayed_open_is_said(client) -> None:
    text = page(client, committee())
    assert "选出：周。" in text
    assert "吴、郑 票数相同，还剩 1 个名额。" in text


def test_area_shows_every_square_centimetre_that_decides() -> None:
    assert [exact_area(one) for one in (585_725_001, 925_000, 0)] == ["58,572.5001 ㎡", "92.50 ㎡", "0.00 ㎡"]
