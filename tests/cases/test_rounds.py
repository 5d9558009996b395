"""Door-knock rounds: what is asked for becomes a case, a refusal is respected, the rate is counted by doors."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest

from tests import given as worlds
from tests.cases.given import rules_installed
from tests.refusals import refused
from yuanba.cases.actions import rounds
from yuanba.cases.models import Case, DoorRound, HouseholdVisit, RoundHousehold, VisitDemand
from yuanba.cases.queries import round_lists
from yuanba.kernel.calendar import local_date
from yuanba.surveys.models import PendingAnswer, Survey, SurveyRoll

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def world() -> worlds.World:
    rules_installed()
    return worlds.subdistrict(per_compound=6)


def new(world: worlds.World, **changes: object) -> rounds.NewRound:
    first = local_date(world.now)
    plain = rounds.NewRound(
        world.compounds[0].pk, "十一月入户", "听听大家对小区的意见", "028-85550000", first, first + 14 * DAY
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def keeper(world: worlds.World, now: datetime | None = None):
    return world.actor("COMMUNITY_WORKER", now=now)


def walking(world: worlds.World, **changes: object) -> DoorRound:
    by = {"actor": keeper(world), "now": world.now}
    return rounds.start_round(round_id=rounds.draft_round(new=new(world, **changes), **by).pk, **by)


def knock(world: worlds.World, household: RoundHousehold, result: str, key: str = "", **more: object) -> HouseholdVisit:
    visit = rounds.NewVisit(household.pk, result, key or f"{household.pk}-{result}-{len(more)}", **more)  # type: ignore[arg-type]
    return rounds.record_visit(new=visit, actor=keeper(world), now=world.now)


def test_what_is_asked_for_at_the_door_is_a_case_at_once_and_only_once(world) -> None:
    found = walking(world)
    door = found.households.order_by("pk")[0]
    told = (rounds.Told("leak", "厨房漏水"), rounds.Told("noise", "楼上半夜装修", "13800001234"))
    values = {str(found): {"content": 4}, "": {"first": ["leak", "parking"], "words": "多谢"}}
    for _ in range(5):
        visit = knock(world, door, "VISITED", "phone-1", told=told, answers=values)
    assert HouseholdVisit.objects.count() == 1 and VisitDemand.objects.filter(visit=visit).count() == 2
    assert set(Case.objects.values_list("source", "premises_id")) == {("ROUND", door.premises_id)}
    assert PendingAnswer.objects.count() == 1
    assert SurveyRoll.objects.get(key=f"household:{door.premises_id}").answered_date is not None
    door.refresh_from_db()
    assert (door.result, door.knocks) == ("VISITED", 1)
    knock(world, door, "VISITED", "phone-2", answers=values)
    assert PendingAnswer.objects.count() == 1, "a household answers once"
    other = world.actor("COMMUNITY_WORKER", 1)
    refused(
        "cases.not_permitted", rounds.record_visit, new=rounds.NewVisit(door.pk, "NOBODY", "x"), actor=other, now=world.now
    )  # fmt: skip


def test_a_refusal_is_left_in_peace_and_lowers_no_rate(world) -> None:
    found = walking(world)
    first, second, third, fourth, *_rest = found.households.order_by("pk")
    knock(world, first, "VISITED")
    knock(world, second, "REFUSED")
    knock(world, third, "EMPTY")
    for number in range(3):
        knock(world, fourth, "NOBODY", f"n-{number}")
    again = {"actor": keeper(world), "now": world.now}
    refused("cases.round_refused", rounds.record_visit, new=rounds.NewVisit(second.pk, "VISITED", "again"), **again)
    refused("cases.round_knocked_enough", rounds.record_visit, new=rounds.NewVisit(fourth.pk, "NOBODY", "4th"), **again)
    tally = round_lists.tally(found.pk)
    assert (tally.all, tally.due, tally.visited, tally.open) == (6, 4, 1, 2)
    assert tally.rate == Fraction(1, 4)
    assert [one.premises_id for one in round_lists.doors(found.pk, result="REFUSED")] == [second.premises_id]
    assert round_lists.waiting_doors(found.pk) == 2


def test_only_who_was_met_has_said_something_and_an_appointment_has_its_time(world) -> None:
    found = walking(world)
    door = found.households.order_by("pk")[0]
    by = {"actor": keeper(world), "now": world.now}
    for code, visit in (
        ("cases.round_told_without_visit", rounds.NewVisit(door.pk, "NOBODY", "a", told=(rounds.Told("leak", "漏"),))),
        ("cases.round_appointment_missing", rounds.NewVisit(door.pk, "APPOINTMENT", "b")),
        ("cases.round_result_missing", rounds.NewVisit(door.pk, "ASLEEP", "c")),
        ("cases.key_missing", rounds.NewVisit(door.pk, "VISITED", " ")),
        ("cases.no_category", rounds.NewVisit(door.pk, "VISITED", "d", told=(rounds.Told("gone", "漏"),))),
        ("surveys.answer_out_of_range", rounds.NewVisit(door.pk, "VISITED", "e", answers={"": {"first": ["fire"]}})),
    ):
        refused(code, rounds.record_visit, new=visit, **by)
    assert not HouseholdVisit.objects.exists() and not Case.objects.exists(), "nothing half is left"
    knock(world, door, "APPOINTMENT", appointment_at=world.now + DAY)
    door.refresh_from_db()
    assert door.appointment_at == world.now + DAY


def test_a_wrong_code_is_put_right_by_whoever_wrote_it(world) -> None:
    found = walking(world)
    door = found.households.order_by("pk")[0]
    wrong = knock(world, door, "REFUSED")
    right = rounds.correct_visit(visit_id=wrong.pk, result="NOBODY", actor=keeper(world), now=world.now)
    door.refresh_from_db()
    assert (door.result, door.knocks, right.replaces) == ("NOBODY", 1, wrong)
    assert round_lists.visits_of(door.pk) == [right]
    later = world.now + 2 * DAY
    refused(
        "cases.round_correction_over", rounds.correct_visit, visit_id=right.pk, result="EMPTY",
        actor=keeper(world, later), now=later,
    )  # fmt: skip


def test_round_ends_with_its_questionnaire_counted_and_its_demands_by_category(world) -> None:
    found = walking(world)
    survey = Survey.objects.get()
    for number, door in enumerate(found.households.order_by("pk")[:5]):
        told = (rounds.Told("leak", "漏水"),) if number < 2 else ()
        values = {str(found): {"content": 3}, "": {"first": ["parking"]}}
        knock(world, door, "VISITED", told=told, answers=values)
    by = {"actor": keeper(world), "now": world.now}
    refused("cases.round_doors_left", rounds.end_round, round_id=found.pk, **by)
    refused("cases.round_not_over", rounds.code_texts, round_id=found.pk, numbers={"leak": 1}, **by)
    assert round_lists.ticked(found) is None, "hidden until it is counted"
    assert rounds.end_rounds_due(survey.closes_at - DAY) == 0
    assert rounds.end_rounds_due(survey.closes_at) == 1
    found = round_lists.door_round(found.pk)
    assert (found.state, found.survey.state) == ("OVER", "PUBLISHED")
    after = {"actor": keeper(world, survey.closes_at), "now": survey.closes_at}
    rounds.code_texts(round_id=found.pk, numbers={"greening": 4}, **after)
    shown = [(one.category.key, one.cases, one.ticked, one.texts) for one in round_lists.demands(found)]
    assert shown == [("parking", 0, 5, 0), ("greening", 0, 0, 4), ("leak", 2, 0, 0)]


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("cases.round_dates", {"to_date": date(2027, 6, 1)}),
        ("cases.round_incomplete", {"purpose": " "}),
        ("cases.personal_numbers", {"contact_line": "13800001234"}),
        ("cases.round_empty", {"building_ids": (0,)}),
    ],
)
def test_round_that_cannot_be_is_refused(world, code, changes) -> None:
    refused(code, rounds.draft_round, new=new(world, **changes), actor=keeper(world), now=world.now)


@pytest.mark.parametrize("number", [1, 3])
def test_lists_cost_the_same_for_one_door_as_for_three(world, django_assert_num_queries, number) -> None:
    found = walking(world, asks=False)
    RoundHousehold.objects.filter(pk__in=[one.pk for one in found.households.order_by("pk")[number:]]).delete()
    with django_assert_num_queries(3):
        assert len(round_lists.doors(found.pk)) == number
        assert [one[2].all for one in round_lists.by_building(found.pk)] == [number]
        assert round_lists.tallies([found.pk])[found.pk].all == number
