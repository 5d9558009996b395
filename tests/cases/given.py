"""Cases in the first compound of `given.subdistrict()`, brought to any state by their own actions."""

import itertools
from datetime import datetime

from tests import given
from yuanba.cases import actions, template
from yuanba.cases.models import Case, Category, LevelTerm, WorkHours
from yuanba.kernel.actor import Actor
from yuanba.places.models import CalendarYear

KEYS = itertools.count(1)


def rules_installed() -> None:
    """The template's rows, which a test that empties the tables takes away; and the announced years."""
    template.install(Category, LevelTerm, WorkHours)
    for year in (2026, 2027):
        CalendarYear.objects.get_or_create(year=year, defaults={"source": "示范"})


def order(world: given.World, category: str = "leak", **changes: object) -> actions.NewReport:
    values: dict[str, object] = {
        "category": category,
        "territory_id": world.compounds[0].pk,
        "text": "地下车库漏水，B2 有积水。",
        "client_key": f"key-{next(KEYS)}",
    }
    return actions.NewReport(**(values | changes))  # type: ignore[arg-type]


def reported(world: given.World, now: datetime, by: Actor | None = None, **changes: object) -> Case:
    actor = by or world.resident(0, now)
    return actions.report(order=order(world, **changes), actor=actor, now=now)  # type: ignore[arg-type]


def answered(world: given.World, worker: Actor, now: datetime, case: Case | None = None) -> Case:
    """A case that this worker accepted and answered as fixed."""
    row = case or reported(world, now)
    actions.accept(case_id=row.pk, actor=worker, now=now)
    return actions.answer(case_id=row.pk, outcome="FIXED", text="修好了，请看看。", actor=worker, now=now)
