"""Weights exactly on two thirds, one half and three quarters, and 0.01 m² on either side, by the real actions."""

import pytest
from django.db import IntegrityError, transaction

from tests import factories
from tests.ballots import acting, given
from tests.refusals import refused
from yuanba.ballots import actions, queries
from yuanba.ballots.tally import law
from yuanba.places.models import Premises, PremisesArea

pytestmark = pytest.mark.django_db

# Areas in cm² of twelve owners, who took part and who of them agrees; what is the tie-breaking owner's own area.
LINES = {
    "2/3 take part": (law.LAW[0], 8, 8),
    "more than 1/2 agree": (law.LAW[0], 12, 6),
    "3/4 agree": (law.LAW[1], 12, 9),
}


def outcome(row: law.LawRow, areas: list[int], came: int, agreed: int) -> dict[str, object]:
    """Of owners with these areas the first `came` vote, the first `agreed` of them with agree."""
    here = given.place(len(areas))
    acting.owners(here, *((person,) for person in here.voters))
    for home, area in zip(Premises.objects.order_by("pk"), areas, strict=True):
        PremisesArea.objects.filter(premises=home).update(exclusive_area_cm2=area)
    rule = {"id": "yes-no-abstain", "version": 1, "source": row.article, "threshold": row.threshold()}
    ballot = acting.opened(here, rule=rule)
    for number, person in enumerate(here.voters[:came]):
        acting.vote(given.ticket(ballot, person), "agree" if number < agreed else "against")
    given.published(given.closed(ballot), here)
    return dict(queries.public_result(ballot.pk)["items"][0]["outcome"])


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("more", [-100, 0, 100])  # cm²: 0.01 m² is 100 cm²
def test_area_exactly_on_the_line_and_a_hundredth_beside_it(line: str, more: int) -> None:
    row, came, agreed = LINES[line]
    areas = [900_000] * 12
    last = agreed if line != "2/3 take part" else came
    areas[last - 1] += more
    areas[last if last < 12 else 0] -= more  # the whole stays the same
    found = outcome(row, areas, came, agreed)
    what = "participation" if line == "2/3 take part" else "assent"
    by_area = next(one for one in found["comparisons"] if (one["what"], one["measure"]) == (what, "area_cm2"))  # type: ignore[union-attr]
    strict = row.assent.startswith(">") and what == "assent"
    assert (by_area["short"] == 0) == (more > 0 if strict else more >= 0)
    assert by_area["needed"] - by_area["got"] == (1 - more if strict else -more)


def test_many_homes_are_one_head_on_the_line_of_heads() -> None:
    """Of three heads two came, one of them with four homes: two thirds of the heads, more of the area."""
    here = given.place(6)
    many, one, away = here.voters[:3]
    acting.owners(here, (many,), (many,), (many,), (many,), (one,), (away,))
    rule = {"id": "yes-no-abstain", "version": 1, "source": "x", "threshold": law.LAW[0].threshold()}
    ballot = acting.opened(here, rule=rule)
    for person in (many, one):
        acting.vote(given.ticket(ballot, person))
    given.published(given.closed(ballot), here)
    found = queries.public_result(ballot.pk)["items"][0]["outcome"]
    heads = next(row for row in found["comparisons"] if (row["what"], row["measure"]) == ("participation", "heads"))
    assert (heads["needed"], heads["got"], found["passed"]) == (2, 2, 1)


def test_a_home_without_an_area_or_of_0_m2_keeps_the_vote_shut_until_it_is_entered() -> None:
    here = acting.each_their_own(3)
    ballot = acting.announced(here)
    opens = {"ballot_id": ballot.pk, "actor": given.TICK, "now": given.OPENS}
    first, second, _ = Premises.objects.order_by("pk")
    PremisesArea.objects.filter(premises=first).delete()
    assert refused("ballots.area_unknown", actions.open_ballot, **opens).facts["premises"] == 1
    PremisesArea.objects.create(premises=first, exclusive_area_cm2=900_000, from_date=factories.FOUNDED)
    with pytest.raises(IntegrityError), transaction.atomic():
        PremisesArea.objects.filter(premises=second).update(exclusive_area_cm2=0)
    assert actions.open_ballot(**opens).roll_area_cm2 == 2_700_000


def test_one_owner_written_two_ways_is_asked_about_and_never_merged() -> None:
    here = acting.each_their_own(5)
    names = ("陈国强", "陳國強", "陈 国强", "李红", "李红")
    for person, name, phone in zip(here.voters, names, ("", "", "", "13800000001", "13800000002"), strict=True):
        person.name, person.phone = name, phone
        person.save()
    ballot = acting.announced(here)
    gap = next(one for one in queries.roll_preview(ballot, given.BEFORE).gaps if one.kind == "TWICE")
    assert (gap.number, len(gap.premises)) == (3, 3), "each pair is a question"
    assert actions.open_ballot(ballot_id=ballot.pk, actor=given.TICK, now=given.OPENS).roll_heads == 5
