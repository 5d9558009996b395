"""Counting rules through the real actions: rankings keep their order, ties wait for the draw, law and day agree."""

from collections.abc import Iterable
from datetime import date

import pytest

from tests import factories
from tests.ballots import given
from tests.ballots.tally.made import DRAW, rule
from tests.refusals import refused
from yuanba.ballots import actions, queries
from yuanba.ballots.models import Ballot, Paper
from yuanba.ballots.tally import law
from yuanba.people.models import Person
from yuanba.places.models import Premises, PremisesArea

pytestmark = pytest.mark.django_db
LOGOS = actions.NewItem("logo", 3, tuple(actions.NewOption(key) for key in ("crane", "bridge", "camphor")))


def ranked(here: given.Place, **more: object) -> Ballot:
    return given.opened(here, items=(LOGOS,), rule=rule("ranked-irv", **more))


def vote(ballot: Ballot, person: Person, keys: Iterable[str]) -> None:
    given.cast(given.ticket(ballot, person), logo=list(keys))


def test_ranking_is_kept_in_the_order_given() -> None:
    here = given.place(1)
    ballot = ranked(here)
    vote(ballot, here.voters[0], ["crane", "camphor", "bridge"])
    assert Paper.objects.get(ballot=ballot).choices == '{"logo":["crane","camphor","bridge"]}'


@pytest.mark.parametrize(
    ("keys", "code"),
    [
        (("crane", "camphor"), "ballots.ranking_incomplete"),
        (("crane", "camphor", "crane"), "ballots.option_twice"),
        (("crane", "camphor", "swan"), "ballots.option_unknown"),
    ],
)
def test_ranking_with_a_gap_a_double_or_a_stranger_is_refused(keys: tuple[str, ...], code: str) -> None:
    here = given.place(1)
    ballot = ranked(here)
    refused(code, vote, ballot=ballot, person=here.voters[0], keys=keys)


def test_short_ranking_is_fine_where_the_manifest_allows_it() -> None:
    here = given.place(1)
    vote(ranked(here, truncated="allowed"), here.voters[0], ["crane"])


@pytest.mark.parametrize("keys", [["crane"], ["crane", "crane", "bridge"]])
def test_ranking_on_paper_with_a_gap_or_a_double_is_spoilt(keys: list[str]) -> None:
    here = given.place(1)
    ballot = ranked(here)
    serial = given.received(ballot, here.voters[0], here)
    for _ in range(2):
        sheet = actions.key_paper(serial=serial, choices={"logo": keys}, actor=here.clerk(), now=given.DURING)
    assert (sheet.state, sheet.paper.choices) == ("ENTERED", '{"logo":[]}')


def test_tie_waits_for_the_draw_and_names_the_pool_first() -> None:
    here = given.place(2)
    ballot = ranked(here, tie=DRAW)
    vote(ballot, here.voters[0], ["crane", "camphor", "bridge"])
    vote(ballot, here.voters[1], ["bridge", "camphor", "crane"])
    given.closed(ballot)
    verdict = refused("ballots.draw_needed", actions.count, ballot_id=ballot.pk, actor=given.TICK, now=given.CLOSES)
    assert len(str(verdict.facts["pool"])) == 64
    actions.count(ballot_id=ballot.pk, actor=given.TICK, now=given.CLOSES, seed="03 09 14 22 27 31 + 08")
    found = queries.result(ballot.pk)["items"][0]
    assert found["chosen"]
    assert found["rounds"][1]["tie"]["decided_by"] == "draw"


def test_item_with_a_rule_of_its_own_shows_it_in_the_manifest() -> None:
    here = given.place(1)
    own = rule("yes-no-abstain")
    yes = actions.NewItem("covenant", 1, (actions.NewOption("agree"), actions.NewOption("against")), rule=own)
    ballot = given.opened(here, items=(given.ITEMS[0], yes))
    items = queries.public_manifest(ballot.pk)["items"]
    assert [item.get("rule") for item in items] == [None, own]


def test_threshold_is_that_of_the_day_of_the_opening() -> None:
    here = given.place(1)
    yes = actions.NewItem("covenant", 1, (actions.NewOption("agree"), actions.NewOption("against")))

    def order(on: date) -> actions.BallotOrder:
        row = law.row_for(law.OWNERS, law.COVENANT, on)
        assert row is not None
        return given.order(here, items=(yes,), rule=rule("yes-no-abstain", threshold=row.threshold()))

    organiser = here.organiser()
    actions.draft(order=order(date(2026, 11, 2)), actor=organiser, now=given.BEFORE)
    old = order(date(2020, 12, 31))
    refused("ballots.law_not_in_force", actions.draft, order=old, actor=organiser, now=given.BEFORE)


def test_silence_needs_its_rule_of_procedure() -> None:
    here = given.place(1)
    quiet = given.RULE | {"silence": {"counts_as": "majority"}}
    order = given.order(here, rule=quiet)
    refused("ballots.silence_unreadable", actions.draft, order=order, actor=here.organiser(), now=given.BEFORE)


def test_owners_vote_does_not_open_while_an_area_is_unknown() -> None:
    here = given.place(1)
    home = Premises.objects.get()
    PremisesArea.objects.all().delete()
    factories.OwnershipFactory(premises=home, person=here.voters[0])
    ballot = given.announced(here, electorate="OWNERS")
    verdict = refused(
        "ballots.area_unknown", actions.open_ballot, ballot_id=ballot.pk, actor=given.TICK, now=given.OPENS
    )
    assert verdict.facts["premises"] == 1


def test_owners_are_counted_by_heads_and_by_area() -> None:
    """Three owners of 90 m², one of whom also has a shop of 200 m²; with it 2/3 of the area agree, without it none."""
    here = given.place(3)
    homes = list(Premises.objects.order_by("pk"))
    shop = factories.PremisesFactory(entrance=homes[0].entrance, kind="SHOP", area_cm2=2_000_000)
    for home, owner in zip((*homes, shop), (*here.voters, here.voters[0]), strict=True):
        factories.OwnershipFactory(premises=home, person=owner)
    row = law.row_for(law.OWNERS, law.COVENANT, given.OPENS.date())
    assert row is not None
    yes = actions.NewItem("covenant", 1, (actions.NewOption("agree"), actions.NewOption("against")))
    terms = rule("yes-no-abstain", threshold=row.threshold())
    ballot = given.opened(here, items=(yes,), rule=terms, electorate="OWNERS")
    for owner, choice in zip(here.voters, ("agree", "against", "against"), strict=True):
        given.cast(given.ticket(ballot, owner), covenant=[choice])
    given.closed(ballot)
    actions.count(ballot_id=ballot.pk, actor=given.TICK, now=given.CLOSES)
    found = queries.result(ballot.pk)["items"][0]
    assert (found["votes"], found["area_cm2"]["votes"]) == (
        {"agree": 1, "against": 2},
        {"agree": 2_900_000, "against": 1_800_000},
    )
    assert found["outcome"]["failed"] == ["assent.heads"]
