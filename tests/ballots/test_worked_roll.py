"""The worked example of 1,766 dwellings and 88 shops, from the roll to the result, by the real actions."""

from itertools import count

import pytest

from tests import factories
from tests.ballots import given
from tests.ballots.test_opinion_ballots import RULE, TOLD, YES_NO, order
from yuanba.ballots import actions, queries
from yuanba.ballots.tally import law
from yuanba.people.models import Ownership, Person
from yuanba.places.models import Entrance, Premises, PremisesArea

pytestmark = pytest.mark.django_db

# docs/explanation/worked-ballots.md: owners, premises each, cm² of one, kind; then came, agree, against, abstain twice.
ROLL = ((1600, 1, 925_000, "DWELLING"), (30, 2, 925_000, "DWELLING"), (1, 106, 925_000, "DWELLING"),
        (60, 1, 550_000, "SHOP"), (1, 28, 550_000, "SHOP"))  # fmt: skip
COMPANY = ((590, 420, 70), (12, 8, 0), (0, 1, 0), (15, 25, 0), (1, 0, 0))
WALL = ((800, 200, 80), (16, 4, 0), (0, 0, 1), (30, 10, 0), (1, 0, 0))
SPECIAL = {**RULE, "source": law.LAW[1].article, "threshold": law.LAW[1].threshold()}


def owners(entrance: Entrance) -> list[list[Person]]:
    """The owners of each group; the first two of the first group are a couple who own together."""
    numbers, groups = count(), []
    for heads, each, area, kind in ROLL:
        persons = factories.PersonFactory.create_batch(heads)
        rows = Premises.objects.bulk_create(
            Premises(entrance=entrance, compound=entrance.building.compound, number=str(next(numbers)), kind=kind)
            for _ in range(heads * each)
        )
        since = {"from_date": factories.FOUNDED}
        PremisesArea.objects.bulk_create(PremisesArea(premises=row, exclusive_area_cm2=area, **since) for row in rows)
        Ownership.objects.bulk_create(
            Ownership(premises=row, person=persons[place // each], **since) for place, row in enumerate(rows)
        )
        groups.append(persons)
    home = Ownership.objects.get(person=groups[0][0]).premises
    Ownership.objects.create(premises=home, person=factories.PersonFactory(), from_date=factories.FOUNDED)
    return groups


def test_worked_example_from_the_roll_to_the_result() -> None:
    here = given.place(0)
    groups = owners(factories.EntranceFactory(building__compound=here.compound))
    items = (actions.NewItem("company", 1, YES_NO), actions.NewItem("wall", 1, YES_NO, rule=SPECIAL))
    organiser = here.organiser()
    ballot = actions.draft(order=order(here, items=items), actor=organiser, now=TOLD)
    actions.announce(ballot_id=ballot.pk, actor=organiser, now=TOLD)
    actions.open_and_close_due(given.OPENS)
    preview = queries.roll_preview(ballot, given.OPENS)
    assert (preview.heads, preview.area_cm2, preview.gaps) == (1692, 1_681_950_000, ())
    for persons, *answers in zip(groups, COMPANY, WALL, strict=True):
        company, wall = (
            [key for key, number in zip(("agree", "against", "abstain"), row, strict=True) for _ in range(number)]
            for row in answers
        )
        for person, one, two in zip(persons, company, wall, strict=False):
            given.cast(given.ticket(ballot, person), company=[one], wall=[two])
    assert actions.open_and_close_due(given.CLOSES) == 1
    actions.count(ballot_id=ballot.pk, actor=organiser, now=given.CLOSES)
    actions.publish(ballot_id=ballot.pk, actor=organiser, now=given.CLOSES)
    first, second = (item["outcome"] for item in queries.public_result(ballot.pk)["items"])
    assert [(row["needed"], row["got"], row["short"]) for row in first["comparisons"]] == [
        (1128, 1142, 0), (572, 618, 0), (1_121_300_000, 1_171_450_000, 0), (585_725_001, 591_600_000, 0),
    ]  # fmt: skip
    assert [(row["needed"], row["got"], row["short"]) for row in second["comparisons"]] == [
        (1128, 1142, 0), (857, 847, 10), (1_121_300_000, 1_171_450_000, 0), (878_587_500, 801_500_000, 77_087_500),
    ]  # fmt: skip
    assert (first["passed"], second["passed"]) == (1, 0)
