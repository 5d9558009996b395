"""Once a week the deployment learns from its own settled cases; what it suggests is theirs, and figures say its worth."""

from datetime import datetime, timedelta

import pytest

from tests import given
from tests.cases.given import reported, rules_installed
from tests.cases.test_suggesting import examples
from yuanba.cases import desk_tasks
from yuanba.cases.actions import teaching
from yuanba.cases.models import Case, Category, CategoryModel
from yuanba.cases.queries.suggested import newest, suggestion
from yuanba.kernel.actor import system
from yuanba.kernel.calendar import SHANGHAI

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 10, 0, tzinfo=SHANGHAI)
KEYS = {"leak": "leak", "noise": "noise", "lights": "facility", "rare": "other"}


@pytest.fixture
def world() -> given.World:
    rules_installed()
    return given.subdistrict(per_compound=1, now=NOW)


def settled(world: given.World) -> None:
    one = reported(world, NOW)
    kinds = dict(Category.objects.values_list("key", "pk"))
    Case.objects.bulk_create(
        Case(number=f"x-{place}", territory_id=one.territory_id, category_id=kinds[KEYS[key]], text=text, source="DESK",
             state="DISPATCHED", due_at=NOW, created_at=NOW)
        for place, (text, key) in enumerate(examples())
    )  # fmt: skip


def test_learning_once_a_week_suggests_and_forgets_the_week_before(world: given.World) -> None:
    clock = system("learning")
    assert suggestion("楼道灯又不亮了") is None
    empty = teaching.teach(actor=clock, now=NOW)
    assert (empty.held_out, empty.weights) == (0, None)  # one case is too few, and the page says so
    assert teaching.teach(actor=clock, now=NOW) == empty
    assert not teaching.is_due(NOW)
    settled(world)
    later = NOW + timedelta(days=7)
    assert teaching.is_due(later)
    row = teaching.teach(actor=clock, now=later)
    assert newest() == row
    assert row.held_out == 31
    found = suggestion("九栋楼道灯又不亮了，很黑")
    assert found is not None
    assert found.category == "facility"
    teaching.teach(actor=clock, now=later + timedelta(days=7))
    assert CategoryModel.objects.filter(weights__isnull=False).count() == 1


def test_the_clock_asks_for_it_once(world: given.World, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(desk_tasks, "teach", type("Task", (), {"enqueue": staticmethod(asked.append)}))
    desk_tasks._ASKED.clear()
    assert [desk_tasks.teach_due(NOW + timedelta(hours=one)) for one in (0, 1, 7)] == [1, 0, 1]
    assert len(asked) == 2
