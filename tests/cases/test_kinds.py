"""A kind begins on a day and ends on one; a form that was open says so, and what is in hand goes on."""

from datetime import date, datetime, timedelta

import pytest

from tests import given
from tests.cases.given import order, reported, rules_installed
from tests.refusals import refused
from yuanba.cases import actions, queries
from yuanba.cases.actions import kinds
from yuanba.kernel.calendar import SHANGHAI

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 10, 0, tzinfo=SHANGHAI)
TODAY = date(2026, 11, 20)


@pytest.fixture
def world() -> given.World:
    rules_installed()
    return given.subdistrict(per_compound=1, now=NOW)


def kind(**changes: object) -> kinds.NewKind:
    values = {
        "name": "充电桩", "name_en": "Charging points", "organ": "SERVICES", "queue": "SERVICE", "term_class": "HELP",
        "from_date": TODAY,
    }  # fmt: skip
    return kinds.NewKind(**(values | changes))  # type: ignore[arg-type]


def test_a_kind_begins_is_chosen_and_ends(world: given.World) -> None:
    by = {"actor": world.actor("STREET_LEADER"), "now": NOW}
    for code, changes in (
        ("kind.name_missing", {"name_en": " "}), ("routing.no_organ", {"organ": "X"}),
        ("kind.unknown_part", {"queue": "X"}), ("kind.urgent_number", {"term_class": "URGENT"}),
        ("kind.backwards", {"from_date": TODAY - timedelta(1)}), ("kind.name_taken", {"name": "绿化、树木"}),
    ):  # fmt: skip
        refused(code, kinds.add_kind, kind=kind(**changes), **by)
    refused("cases.not_permitted", kinds.add_kind, kind=kind(), actor=world.actor("COMMUNITY_WORKER"), now=NOW)
    row = kinds.add_kind(kind=kind(), **by)
    names = [one.key for one in queries.categories_at(TODAY)]
    assert names[-2:] == [row.key, "other"]
    case = reported(world, NOW, category=row.key)
    later = NOW + timedelta(days=3)
    refused("kind.needed", kinds.end_kind, key="other", to_date=TODAY, **by)
    kinds.end_kind(key=row.key, to_date=later.date(), **by)
    refused(
        "cases.category_ended", actions.report, order=order(world, row.key), actor=world.resident(0, later), now=later
    )
    actions.accept(case_id=case.pk, actor=world.actor("COMMUNITY_WORKER", now=later), now=later)
    refused("kind.ended", kinds.end_kind, key=row.key, to_date=later.date(), **(by | {"now": later}))
