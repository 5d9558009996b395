"""Every page of the desk's list follows the one before, ties and made-up keys included, and shows what may be seen."""

from datetime import datetime, timedelta

import pytest

from tests import given
from tests.cases.given import reported, rules_installed
from yuanba.cases import actions, states
from yuanba.cases.models import Case
from yuanba.cases.queries import Filters, desk
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import SHANGHAI

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 10, 0, tzinfo=SHANGHAI)
DUE = Filters(states=states.RUNNING, order="due")


@pytest.fixture
def world() -> given.World:
    rules_installed()
    return given.subdistrict(per_compound=1, now=NOW)


def walked(actor: Actor, filters: Filters) -> list[int]:
    found, after = [], ""
    for _ in range(9):
        page = desk(actor, filters, NOW, after=after, size=2)
        found += [case.pk for case in page.rows]
        after = page.after
        if not after:
            return found
    raise AssertionError("it does not end")


def test_pages_follow_each_other_over_equal_deadlines(world: given.World) -> None:
    cases = [reported(world, NOW) for _ in range(5)]
    Case.objects.filter(pk=cases[4].pk).update(due_at=NOW - timedelta(days=1))
    street = world.actor("STREET_ORGANISER")
    order = [cases[4].pk, *(case.pk for case in cases[:4])]
    assert walked(street, DUE) == order
    assert walked(street, Filters()) == [case.pk for case in reversed(cases)]
    assert walked(street, Filters(states=states.RUNNING, order="due", overdue=True)) == order[:1]
    for key in ("x", "2026~", "2026-11-20~9", "~5", "9" * 40 + "x"):
        assert desk(street, DUE, NOW, after=key, size=2).rows[0].pk == cases[4].pk


def test_a_list_shows_ones_place_and_of_the_confidential_ones_own(world: given.World) -> None:
    plain, secret = reported(world, NOW), reported(world, NOW, category="mediation")
    elsewhere = reported(world, NOW, territory_id=world.compounds[2].pk)
    worker, street = world.actor("COMMUNITY_WORKER"), world.actor("STREET_ORGANISER")
    assert walked(worker, Filters()) == [plain.pk]
    assert walked(street, Filters()) == [elsewhere.pk, secret.pk, plain.pk]
    assert walked(worker, Filters(territory_ids=frozenset({world.compounds[2].pk}))) == []
    actions.dispatch(case_id=secret.pk, handler_ref=worker.id, actor=street, now=NOW)
    assert walked(worker, Filters()) == [secret.pk, plain.pk]
    assert walked(worker, Filters(handler_ref=worker.id)) == [secret.pk]
