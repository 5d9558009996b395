"""Items, needs and ideas as the pages show them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from yuanba.programmes import queries, states
from yuanba.programmes.models import CompoundPlan, MicroProject, PlanItem
from yuanba.web.programmes.labels import (
    IDEA_CHIPS,
    IDEA_STATES,
    ITEM_CHIPS,
    ITEM_STATES,
    PLAN_CHIPS,
    PLAN_HINTS,
    PLAN_STATES,
    PLANS,
    TOLD,
    TRACKS,
)


def item_row(one: PlanItem, today: date) -> dict[str, Any]:
    """One item of a list; it comes with owner and needs."""
    return {
        "item": one,
        "state": ITEM_STATES[one.state],
        "chip_kind": ITEM_CHIPS[one.state],
        "is_late": queries.is_late(one, today),
        "is_open": one.state not in states.ITEM_OVER and one.state != states.DONE,
        "track": TRACKS[one.track],
        "owner": one.owner.name,
        "due_date": one.due_date,
    }


def plan_card(plan: CompoundPlan, items: Sequence[PlanItem], today: date) -> dict[str, Any]:
    """A plan with its items and how many are done."""
    return {
        "plan": plan,
        "kind": PLANS[plan.kind],
        "hint": PLAN_HINTS[plan.kind],
        "state": PLAN_STATES[plan.state],
        "chip_kind": PLAN_CHIPS[plan.state],
        "count": queries.counts(items, today),
        "rows": [item_row(one, today) for one in items],
    }


def item_page(one: PlanItem, today: date) -> dict[str, Any]:
    """All that everybody reads about an item."""
    return item_row(one, today) | {
        "plan": one.plan,
        "plan_kind": PLANS[one.plan.kind],
        "needs": [link.need for link in one.answers.all()],
        "resources": [link.resource for link in one.uses.all()],
        "told": [(row, TOLD.get(row.verb, row.verb)) for row in one.progress.all()],
        "deed": queries.deed_of(str(one)),
    }


def idea_row(one: MicroProject) -> dict[str, Any]:
    return {
        "idea": one,
        "state": IDEA_STATES[one.state],
        "chip_kind": IDEA_CHIPS[one.state],
        "wanted": getattr(one, "wanted", 0),
    }
