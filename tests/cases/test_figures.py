"""Figures: worked out by hand on five cases, down to the cases; and the rows that deadlines come from."""

from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest

from tests import given
from tests.cases.given import answered, reported, rules_installed
from tests.refusals import refused
from yuanba.cases import actions, queries
from yuanba.kernel.calendar import SHANGHAI

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 10, 0, tzinfo=SHANGHAI)
DAY = timedelta(days=1)


@pytest.fixture
def world() -> given.World:
    rules_installed()
    return given.subdistrict(per_compound=2, now=NOW)


def test_figures_of_five_cases(world, django_assert_num_queries) -> None:
    worker, first = world.actor("COMMUNITY_WORKER"), world.resident(0)
    kinds = ("leak", "noise", "dogs", "greening", "leak")
    fixed, explained, silent, ignored, again = (reported(world, NOW + n * DAY, category=k) for n, k in enumerate(kinds))
    answered(world, worker, NOW + timedelta(hours=1), case=fixed)
    actions.confirm(case_id=fixed.pk, actor=first, now=NOW + timedelta(hours=2))
    actions.accept(case_id=explained.pk, actor=worker, now=NOW + DAY)
    actions.answer(case_id=explained.pk, outcome="EXPLAINED", text="做不到", actor=worker, now=NOW + DAY)
    actions.dissatisfied(case_id=explained.pk, text="不行", actor=first, now=NOW + DAY)
    answered(world, worker, NOW + 2 * DAY, case=silent)
    late = NOW + 10 * DAY
    for due in (actions.escalate_due, actions.lapse_due):
        due(late)
    assert ignored.pk and again.pk
    span = ({world.compounds[0].pk}, date(2026, 11, 20), date(2026, 11, 30))
    with django_assert_num_queries(2):
        found = queries.figures(*span, late)
    said = {key: (one.numerator, one.denominator) for key, one in found.items()}
    assert said == {
        "response_rate": (3, 5),
        "resolution_rate": (1, 2),
        "answered_share": (2, 5),
        "closed_share": (1, 5),
        "fixed_share": (1, 5),
        "confirmed_share": (1, 5),
        "lapsed_share": (1, 5),
        "reopened_share": (1, 5),
        "escalated_share": (3, 5),
        "closed_in_grid": (1, 1),
        "satisfaction_rate": (1, 2),
        "repeat_rate": (1, 5),
    }
    for key, one in found.items():
        if key != "satisfaction_rate":
            assert queries.drill(key, "numerator", *span, late).count() == one.numerator
            assert queries.drill(key, "denominator", *span, late).count() == one.denominator
    time = queries.handling(queries.counted(*span))
    assert (time.closed, time.median, time.p90) == (1, 120, 120)
    # 5 cases, 2 dwellings, 11 days: 5 × 100 ÷ 2 households ÷ 11 days × 30.4375 days of a month
    assert queries.complaint_rate(*span).share == Fraction(5 * 100, 2) * Fraction(304375, 10000) / 11


def test_nothing_to_divide_by_is_no_figure(world) -> None:
    found = queries.figures({world.compounds[0].pk}, NOW.date(), NOW.date(), NOW)
    assert {one.share for one in found.values()} == {None}
    assert queries.handling(queries.counted({1}, NOW.date(), NOW.date())).median is None


def test_deadlines_change_from_a_day_on_and_running_ones_stay(world) -> None:
    leader, before = world.actor("STREET_ORGANISER"), reported(world, NOW)
    term = actions.NewTerm("HELP", "GRID", 210, "街道办发〔2026〕8号", NOW.date() + DAY)
    call = {"actor": leader, "now": NOW}
    row = actions.set_term(term=term, **call)
    assert row.recorded_by == leader.id
    assert reported(world, NOW).due_at == before.due_at
    monday = datetime(2026, 11, 23, 9, 0, tzinfo=SHANGHAI)
    assert reported(world, monday).due_at == monday + timedelta(minutes=270)  # 3.5 office hours over noon
    actions.set_hours(spans="09:00-18:00", source="街道公告", from_date=date(2026, 11, 24), **call)
    assert reported(world, monday + DAY).due_at == monday + DAY + timedelta(minutes=210)
    refused("cases.term_backwards", actions.set_term, term=term, **call)
    refused(
        "cases.hours_unreadable", actions.set_hours, spans="朝九晚五", source="x", from_date=date(2027, 1, 1), **call
    )
    refused("cases.not_permitted", actions.set_term, term=term, actor=world.actor("COMMUNITY_WORKER"), now=NOW)
