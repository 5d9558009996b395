"""What is said of a committee's duties on its public page and on its desk."""

from datetime import date
from typing import Any

from django.http import HttpRequest

from yuanba.assemblies import queries, rules, states
from yuanba.assemblies.models import DutyOrder
from yuanba.assemblies.queries import InOffice
from yuanba.assemblies.terms import DUTY_SOURCES
from yuanba.kernel.calendar import local_date
from yuanba.web import clock
from yuanba.web.assemblies import labels
from yuanba.web.dates import until

SHOWN = 10


def shown(request: HttpRequest, office: InOffice) -> dict[str, Any]:
    """What a committee's two pages say of its duties: orders for everybody, what lies for whoever may order it."""
    territory_id, now = office.body.territory_id, clock.now()
    may_guide = bool(rules.may(request.actor, [rules.GUIDE], territory_id, now))
    may_take = bool(rules.may(request.actor, [rules.DESK, rules.GUIDE], territory_id, now))
    on = local_date(now)
    return {
        "orders": [_order(one, on, may_take=may_take) for one in queries.duty_orders(territory_id)[:SHOWN]],
        "late": [_late(one) for one in queries.late_duties(office, on)] if may_take else [],
        "may_guide": may_guide,
    }


def _order(one: DutyOrder, on: date, *, may_take: bool) -> dict[str, Any]:
    is_over = one.state == states.ORDERED and one.due_date is not None and one.due_date < on
    return {
        "pk": one.pk,
        "duty": labels.DUTIES[one.duty],
        "state": labels.DUTY_STATES[one.state],
        "chip": labels.DUTY_KINDS[one.state],
        "source": DUTY_SOURCES[one.duty],
        "reason": one.reason,
        "due": until(one.due_date) if one.due_date else "",
        "ordered": one.ordered_at,
        "taken": one.taken_over_at,
        "ended": one.ended_note,
        "is_live": one.state in queries.LIVE,
        "may_take": may_take and is_over and not queries.is_done(one, on),
    }


def _late(one: queries.LateDuty) -> dict[str, Any]:
    return {"code": one.duty, "duty": labels.DUTIES[one.duty], "since": one.since, "source": one.source}
