"""Two entries that look like one owner: asked, answered with a reason, counted as one or as two, and never merged."""

from datetime import timedelta

import pytest

from tests.ballots import acting, given
from tests.factories import OwnershipFactory
from tests.refusals import refused
from yuanba.audit.models import AuditEvent
from yuanba.ballots import actions as ballots
from yuanba.ballots import queries as ballot_queries
from yuanba.kernel.calendar import local_date
from yuanba.people import actions, queries
from yuanba.people.models import Likeness, Person
from yuanba.places.models import Premises

pytestmark = pytest.mark.django_db
ON = local_date(given.BEFORE)


@pytest.fixture
def here() -> given.Place:
    """Five owners of one home each; the first two are 陈国强 in two spellings, the third has a number of its own."""
    place = acting.each_their_own(5)
    names = (
        ("陈国强", ""),
        ("陳國強", ""),
        ("陈 国强", "13800000003"),
        ("李红", "13800000001"),
        ("李红", "13800000002"),
    )
    for person, (name, phone) in zip(place.voters, names, strict=True):
        Person.objects.filter(pk=person.pk).update(name=name, phone=phone)
    return place


def keeper(here: given.Place):
    return here.official("people.import_roll")


def say(here: given.Place, first: int, second: int, answer: str, **changes: object) -> Likeness:
    first_id, second_id = here.voters[first].pk, here.voters[second].pk
    values = {"reason": "对过房产证，身份证号一致。", "actor": keeper(here), "now": given.BEFORE} | changes
    return actions.answer_likeness(first_id=first_id, second_id=second_id, answer=answer, **values)


def roll(here: given.Place) -> list[tuple[int, int, int]]:
    """Heads, area and how many may act, of each entry."""
    entries = queries.roll_at(ON, "OWNERS", here.street.pk)
    return [(entry.heads, entry.area_cm2, len(entry.voters)) for entry in entries]


def test_one_owner_under_two_entries_is_one_head_with_both_areas_and_votes_once(here) -> None:
    one = next(iter(Premises.objects.order_by("pk")))
    assert len(roll(here)) == 5
    say(here, 1, 0, "SAME")
    area = roll(here)[1][1]
    assert roll(here) == [(1, 2 * area, 2), (1, area, 1), (1, area, 1), (1, area, 1)]
    assert queries.owner_keys(ON, here.street.pk)[one.pk] == f"joint:{here.voters[0].pk}+{here.voters[1].pk}"
    # A third entry of the same person joins both, and a home that they own together with somebody is another voter.
    say(here, 2, 0, "SAME")
    assert roll(here)[0] == (1, 3 * area, 3)
    OwnershipFactory(premises=Premises.objects.order_by("pk")[3], person=here.voters[1])
    assert [heads for heads, _, _ in roll(here)] == [1, 1, 1] and roll(here)[1][2] == 4
    assert Person.objects.filter(pk__in=[one.pk for one in here.voters]).count() == 5, "nobody was merged"


def test_an_answer_has_its_reason_and_whoever_gave_it_and_another_one_takes_its_place(here) -> None:
    refused("people.likeness_unknown", say, here=here, first=0, second=1, answer="MAYBE")
    refused("people.reason_missing", say, here=here, first=0, second=1, answer="SAME", reason="嗯")
    refused("people.not_alike", say, here=here, first=3, second=4, answer="SAME")
    refused("people.not_allowed", say, here=here, first=0, second=1, answer="SAME", actor=here.organiser())
    elsewhere = given.place(1).official("people.import_roll")
    refused("people.not_alike", say, here=here, first=0, second=1, answer="SAME", actor=elsewhere)
    first = say(here, 0, 1, "DIFFERENT", reason="堂兄弟，证件不同。")
    assert say(here, 1, 0, "DIFFERENT", reason="堂兄弟，证件不同。").pk == first.pk, "sent twice"
    assert len(roll(here)) == 5
    later = say(here, 0, 1, "SAME", now=given.BEFORE + timedelta(hours=1))
    assert list(queries.answers_about(first.first_id, first.second_id)) == [later, first]
    event = AuditEvent.objects.filter(verb="likeness_answered").last()
    assert event.subject == str(later) and event.territory_id == here.compound.pk
    assert len(roll(here)) == 4


def test_the_preview_of_the_roll_asks_what_is_open_and_shows_what_was_answered(here, django_assert_num_queries) -> None:
    ballot = acting.announced(here)

    def twice() -> int:
        gaps = ballot_queries.roll_preview(ballot, given.BEFORE).gaps
        return next((gap.number for gap in gaps if gap.kind == "TWICE"), 0)

    assert twice() == 3
    say(here, 0, 1, "SAME")
    say(here, 0, 2, "DIFFERENT")
    assert twice() == 1
    found = ballot_queries.roll_preview(ballot, given.BEFORE).compared
    assert [(pair.key[0], pair.answer.answer) for pair in found] == [
        (here.voters[0].pk, "SAME"),
        (here.voters[0].pk, "DIFFERENT"),
    ]
    say(here, 1, 2, "DIFFERENT", reason="证件不同，不是一个人。")
    assert twice() == 0
    with django_assert_num_queries(2):
        assert len(queries.alike_pairs(ON, {here.compound.pk})) == 3
    frozen = ballots.open_ballot(ballot_id=ballot.pk, actor=given.TICK, now=given.OPENS)
    assert (frozen.roll_heads, frozen.roll_rows) == (4, 4)
    say(here, 0, 1, "DIFFERENT", reason="看错了，是两个人。", now=given.DURING)
    for person in here.voters[:2]:
        assert ballot_queries.roll_row_of(ballot.pk, person.pk) is not None, "a frozen roll stays as it is"
