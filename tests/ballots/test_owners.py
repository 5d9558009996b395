"""Owners on the frozen roll: one head for many premises, one paper for co-owners, and a sale that comes too late."""

from datetime import date

import pytest

from tests import factories
from tests.ballots import given
from tests.ballots.tally.made import rule
from tests.refusals import refused
from yuanba.ballots import actions, queries
from yuanba.ballots.models import Ballot, Paper, RollRow
from yuanba.people.models import Ownership, Person
from yuanba.places.models import Premises

pytestmark = pytest.mark.django_db
YES = actions.NewItem("covenant", 1, tuple(actions.NewOption(key) for key in ("agree", "against", "abstain")))


def owned(here: given.Place, *owners: tuple[Person, ...]) -> None:
    """Each home belongs to these persons from the start."""
    for home, persons in zip(Premises.objects.order_by("pk"), owners, strict=True):
        for person in persons:
            factories.OwnershipFactory(premises=home, person=person, share_den=len(persons))


def opened(here: given.Place) -> Ballot:
    return given.opened(here, items=(YES,), rule=rule("yes-no-abstain"), electorate="OWNERS")


def vote(ballot: Ballot, person: Person, choice: str = "agree") -> None:
    given.cast(given.ticket(ballot, person), covenant=[choice])


def test_owner_of_many_premises_has_one_paper_with_all_their_area() -> None:
    here = given.place(3)
    many, other, _ = here.voters
    owned(here, (many,), (many,), (other,))
    ballot = opened(here)
    assert (ballot.roll_heads, ballot.roll_area_cm2) == (2, 2_700_000)
    vote(ballot, many)
    refused("ballots.already_cast", given.ticket, ballot=ballot, person=many)
    found = queries.participation(ballot.pk)
    assert (found.heads, found.area_cm2) == (1, 1_800_000)


def test_of_two_co_owners_the_first_has_cast_for_both() -> None:
    here = given.place(2)
    one, two = here.voters
    owned(here, (one, two), (one, two))
    ballot = opened(here)
    assert (ballot.roll_heads, ballot.roll_area_cm2) == (1, 1_800_000)
    vote(ballot, two)
    refused("ballots.already_cast", given.ticket, ballot=ballot, person=one)
    assert Paper.objects.filter(ballot=ballot).count() == 1


def test_sale_during_the_vote_leaves_the_vote_with_whoever_owned_at_the_opening() -> None:
    here = given.place(2)
    seller, buyer = here.voters
    owned(here, (seller,), (seller,))
    ballot = opened(here)
    Ownership.objects.update(to_date=date(2026, 11, 3))
    for home in Premises.objects.all():
        factories.OwnershipFactory(premises=home, person=buyer, from_date=date(2026, 11, 3))
    refused("ballots.not_on_roll", given.ticket, ballot=ballot, person=buyer)
    vote(ballot, seller)
    assert RollRow.objects.get(ballot=ballot).area_cm2 == 1_800_000
